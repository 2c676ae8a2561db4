/// Findings that only follow from another one: an author who mends the one sees the other go. What is left
/// has one error a fault, as far as one can tell.
public enum Echoes {
  /// - Parameter findings: sorted by position.
  public static func without(_ findings: [Diagnostic], in sources: [SourceText]) -> [Diagnostic] {
    var errors = 0
    for finding in findings where finding.severity == .error { errors += 1 }
    guard errors > 1 else { return findings }
    var pages: [Int: EchoPage] = [:]
    for finding in findings where finding.severity == .error {
      let file = finding.range.start.file
      guard sources.indices.contains(file) else { continue }
      pages[file, default: EchoPage(sources[file])].note(finding)
    }
    let unnamed = pages.values.reduce(into: Set<String>()) { $0.formUnion($1.unnamed) }
    let meant = pages.values.reduce(into: Set<String>()) { $0.formUnion($1.meant) }
    let declared = pages.values.reduce(into: Set<String>()) { $0.formUnion($1.namesOnFaultyLines) }
    let written = pages.values.reduce(into: Set<String>()) { $0.formUnion($1.wordsOnFaultyLines) }
    var told: Set<String> = []
    let kept = findings.filter { finding in
      guard finding.severity == .error, let page = pages[finding.range.start.file] else { return true }
      if page.repeats(finding) || page.lacksWhatIsFaulty(finding) { return false }
      guard let name = finding.missingName else { return true }
      if unnamed.contains(finding.code) { return false }
      let isValue = finding.code == "CF241"
      if isValue, meant.contains(name) { return false }
      if (isValue ? written : declared).contains(name), !page.isFaulty(finding.range.start.line) {
        return false
      }
      return finding.code != "CF210" || told.insert(name).inserted
    }
    // Each may look like the echo of another; one of them is none.
    if kept.contains(where: { $0.severity == .error }) { return kept }
    let first = findings.first { $0.severity == .error }
    return findings.filter { $0.severity != .error || $0 == first }
  }
}

extension Diagnostic {
  /// What says that a text has not the form of the language, not that a name or type is wrong.
  fileprivate var isAboutForm: Bool {
    code.hasPrefix("CF10") || code.hasPrefix("CF11")
      || ["CF200", "CF201", "CF203", "CF204", "CF206"].contains(code)
  }
  /// The name that this says is nowhere.
  fileprivate var missingName: String? {
    let isMissing =
      message.hasPrefix("there is no ") || message.hasPrefix("nothing gives ")
      || message.hasSuffix("is not declared") || code == "CF210" && message.contains("' has no state '")
    return isMissing ? lastQuoted(in: message) : nil
  }
  fileprivate var suggested: String? {
    guard let hint, hint.hasPrefix("did you mean '") else { return nil }
    return lastQuoted(in: hint)
  }
  private func lastQuoted(in text: String) -> String? {
    // A value's message goes on behind the name.
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return parts.count >= 3 ? String(parts[parts.count - 2]) : nil
  }
}

/// One text and the errors in it.
private struct EchoPage {
  private let bytes: [UInt8]
  private let starts: [Int]
  private var errors: [Int: [Diagnostic]] = [:]
  /// Codes that tell of a missing name, of kinds of which one has lost its name.
  private(set) var unnamed: Set<String> = []
  /// Names that other errors suggest.
  private(set) var meant: Set<String> = []
  /// Names that faulty lines may declare.
  private(set) var namesOnFaultyLines: Set<String> = []
  private(set) var wordsOnFaultyLines: Set<String> = []

  private static let codes = [
    "prompt": "CF220", "queue": "CF221", "calendar": "CF222", "table": "CF223", "state": "CF210",
    "flow": "CF210", "skill": "CF270", "answers": "CF223", "column": "CF241", "variable": "CF241",
  ]

  init(_ source: SourceText) {
    bytes = source.bytes
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
    self.starts = starts
  }

  /// A line's beginning: what matters of it is there.
  private func text(_ line: Int) -> Substring.UnicodeScalarView? {
    guard starts.indices.contains(line - 1) else { return nil }
    let end = line < starts.count ? starts[line] - 1 : bytes.count
    let text = String(decoding: bytes[starts[line - 1]..<end].prefix(4000), as: UTF8.self)
    return Substring(text).unicodeScalars
  }

  mutating func note(_ error: Diagnostic) {
    let line = error.range.start.line
    errors[line, default: []].append(error)
    if let suggested = error.suggested { meant.insert(suggested) }
    guard error.isAboutForm, let text = text(line) else { return }
    for (kind, code) in EchoPage.codes {
      for article in ["the", "a"] where error.message.hasPrefix("the name of \(article) \(kind) was expected")
      {
        unnamed.insert(code)
      }
    }
    let words = String(text.prefix(400)).split { !($0.isLetter || $0.isNumber || $0 == "_") }
    for word in words.prefix(2) { namesOnFaultyLines.insert(String(word)) }
    for word in words { wordsOnFaultyLines.insert(String(word)) }
  }

  func isFaulty(_ line: Int) -> Bool { errors[line]?.contains(where: \.isAboutForm) ?? false }

  /// Whether an error further left on the line, or the line above that a brace is missing from, has said it.
  func repeats(_ error: Diagnostic) -> Bool {
    let line = error.range.start.line
    let told = errors[line] ?? []
    if error.code == "CF240" || error.code == "CF231", isFaulty(line) { return true }
    if let first = told.first, first != error {
      if told.contains(where: \.isAboutMissingOpening) || isTorn(line) { return true }
      if first.isAboutForm, told.contains(where: { $0.code == "CF101" }) { return true }
      let before = told.prefix { $0 != error }
      if before.contains(where: \.endsTheLine) { return true }
      if let last = before.last, last.isAboutForm || error.isAboutForm, isOneStatement(last, error) {
        return true
      }
    }
    guard error.isSurplusBrace else { return false }
    return (max(1, line - 4)..<line).contains { isTorn($0) }
  }

  /// A line with an error on which more blocks end than begin, where a } is said to close nothing.
  private func isTorn(_ line: Int) -> Bool {
    guard let told = errors[line], told.contains(where: { !$0.isSurplusBrace }), balance(line) < 0 else {
      return false
    }
    return (line...line + 4).contains { errors[$0]?.contains(where: \.isSurplusBrace) ?? false }
  }

  /// A line or a way out is missing from a block in which something could not be read.
  func lacksWhatIsFaulty(_ error: Diagnostic) -> Bool {
    let isLack = error.code == "CF231" || error.code == "CF204" && error.message.contains("needs a line")
    guard isLack else { return false }
    let line = error.range.start.line
    guard let margin = indentation(line) else { return false }
    var below = line
    while below < line + 200 {
      if errors[below]?.contains(where: { $0 != error && $0.isAboutForm && !$0.isLack }) ?? false {
        return true
      }
      below += 1
      guard let text = text(below) else { return false }
      if !text.isEmpty, let other = indentation(below), other <= margin { return false }
    }
    return false
  }

  private func indentation(_ line: Int) -> Int? {
    text(line)?.firstIndex { $0 != " " && $0 != "\t" && $0 != "\r" }.flatMap { index in
      text(line).map { $0.distance(from: $0.startIndex, to: index) }
    }
  }

  /// Nothing between the two ends a statement or a block.
  private func isOneStatement(_ first: Diagnostic, _ second: Diagnostic) -> Bool {
    guard let text = text(first.range.start.line) else { return false }
    let from = first.range.start.column - 1 + first.range.length
    let to = second.range.start.column - 1
    guard from < to else { return true }
    return !text.dropFirst(max(0, from)).prefix(to - from).contains { ";{}".unicodeScalars.contains($0) }
  }

  /// Blocks that begin on the line less those that end.
  private func balance(_ line: Int) -> Int {
    var balance = 0
    var isQuoted = false
    var before: Unicode.Scalar = " "
    for scalar in text(line) ?? Substring.UnicodeScalarView() {
      if scalar == "\"", before != "\\" { isQuoted.toggle() }
      if !isQuoted, scalar == "/", before == "/" { break }
      if !isQuoted, scalar == "{" { balance += 1 }
      if !isQuoted, scalar == "}" { balance -= 1 }
      before = scalar
    }
    return balance
  }
}

extension Diagnostic {
  /// Every text of the line begins and ends elsewhere than its author meant.
  fileprivate var isAboutMissingOpening: Bool { code == "CF101" && message.contains("no opening quote") }
  fileprivate var endsTheLine: Bool { code == "CF101" || code == "CF102" }
  fileprivate var isSurplusBrace: Bool { code == "CF104" && message.hasPrefix("this }") }
  fileprivate var isLack: Bool { code == "CF204" && message.contains("needs a line") }
}
