import Foundation

/// Reads an extensions.conf as Asterisk does, as far as a mistake can be seen without Asterisk: sections,
/// `exten =>`, `same =>`, `include =>`; brackets in order; priorities, labels and jumps that lead somewhere.
struct ExtensionsFile {
  struct Step: Equatable {
    var context: String
    var exten: String
    var priority: Int
    var label: String?
    /// `AudioSocket`, `TryExec`…
    var application: String
    var arguments: String
  }
  var steps: [Step] = []
  var includes: [(from: String, to: String)] = []
  var contexts: [String] = []
  private(set) var faults: [String] = []

  static let applications: Set = [
    "Answer", "Gosub", "Hangup", "Set", "TryExec", "AGI", "GotoIf", "Dial", "ExecIf", "Return", "Playback",
    "Queue",
  ]

  init(_ text: String) {
    var exten: String?
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      func fault(_ what: String) { faults.append("\(index + 1): \(what): \(raw)") }
      // A semicolon begins a comment unless a backslash stands before it.
      let line = (raw.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first ?? "")
        .trimmingCharacters(in: .whitespaces)
      if line.isEmpty { continue }
      if line.hasPrefix("[") {
        guard line.hasSuffix("]"), line.count > 2 else { fault("section"); continue }
        let name = String(line.dropFirst().dropLast())
        if contexts.contains(name) { fault("section twice") }
        contexts.append(name)
        exten = nil
        continue
      }
      guard let context = contexts.last, let arrow = line.range(of: "=>") else {
        fault("no section, no =>"); continue
      }
      let word = line[..<arrow.lowerBound].trimmingCharacters(in: .whitespaces)
      let rest = line[arrow.upperBound...].trimmingCharacters(in: .whitespaces)
      if word == "include" {
        includes.append((context, rest))
        continue
      }
      var parts = rest.split(
        separator: ",", maxSplits: word == "exten" ? 2 : 1, omittingEmptySubsequences: false
      )
      .map(String.init)
      if word == "exten" {
        guard parts.count == 3, parts[1] == "1" else { fault("exten"); continue }
        exten = parts.removeFirst()
      }
      guard word == "exten" || word == "same", let exten, parts.count == 2 else { fault("same"); continue }
      var label: String?
      if let open = parts[0].firstIndex(of: "("), parts[0].hasSuffix(")") {
        label = String(parts[0][parts[0].index(after: open)...].dropLast())
        parts[0] = String(parts[0][..<open])
      }
      guard parts[0] == "1" || parts[0] == "n" else { fault("priority"); continue }
      let call = parts[1]
      guard let open = call.firstIndex(of: "("), call.hasSuffix(")"), ExtensionsFile.isBalanced(call) else {
        fault("application")
        continue
      }
      let name = String(call[..<open])
      if !ExtensionsFile.applications.contains(name) { fault("unknown application") }
      let before = steps.last { $0.context == context && $0.exten == exten }?.priority ?? 0
      if parts[0] == "1", before != 0 { fault("extension twice") }
      steps.append(
        Step(
          context: context, exten: exten, priority: before + 1, label: label, application: name,
          arguments: String(call[call.index(after: open)...].dropLast())))
    }
    check()
  }

  static func isBalanced(_ text: String) -> Bool {
    var open: [Character] = []
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if isQuoted, character != "{" && character != "}" { continue }
      switch character {
      case "(", "{", "[": open.append(character)
      case ")": if open.popLast() != "(" { return false }
      case "}": if open.popLast() != "{" { return false }
      case "]": if open.popLast() != "[" { return false }
      default: break
      }
    }
    return open.isEmpty && !isQuoted
  }

  /// Jumps and subroutines lead to what is there.
  private mutating func check() {
    for include in includes where !contexts.contains(include.to) { faults.append("no context \(include.to)") }
    for step in steps {
      if step.application == "Gosub" {
        let target = step.arguments.split(separator: ",").map(String.init)
        let isThere = target.count >= 2 && steps.contains { $0.context == target[0] && $0.exten == target[1] }
        if !isThere { faults.append("Gosub(\(step.arguments))") }
      }
      if step.application == "GotoIf", let mark = step.arguments.lastIndex(of: "?") {
        let label = String(step.arguments[step.arguments.index(after: mark)...])
        let isThere = steps.contains {
          $0.context == step.context && $0.exten == step.exten && $0.label == label
        }
        if !isThere { faults.append("GotoIf to \(label)") }
      }
    }
  }

  /// Whether an extension takes a number, as patterns do.
  static func matches(_ exten: String, _ number: String) -> Bool {
    guard exten.hasPrefix("_") else { return exten == number }
    var rest = Array(number)[...]
    var pattern = Array(exten.dropFirst())[...]
    while let sign = pattern.popFirst() {
      if sign == "." { return !rest.isEmpty }
      var set = String(sign)
      switch sign {
      case "X": set = "0123456789"
      case "Z": set = "123456789"
      case "N": set = "23456789"
      case "[":
        set = String(pattern.prefix { $0 != "]" })
        pattern = pattern.drop { $0 != "]" }.dropFirst()
      default: break
      }
      guard let digit = rest.popFirst(), set.contains(digit) else { return false }
    }
    return rest.isEmpty
  }
}
