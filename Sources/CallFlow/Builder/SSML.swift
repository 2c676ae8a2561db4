import Foundation

/// The marks that may stand in an `ssml` text. What has a meaning here becomes a piece, what only colours
/// the voice is read past; anything else is a fault, so that no text from outside reaches a synthesiser's
/// own reading of marks.
enum SSML {
  static let allowed: Set<String> = [
    "speak", "break", "prosody", "lang", "sub", "emphasis", "say-as", "p", "s",
  ]

  static func pieces(
    _ parts: [StringPart], at range: SourceRange, into found: inout Diagnostics,
    template: ([StringPart], inout Diagnostics) -> Template
  ) -> [PromptPiece] {
    var pieces: [PromptPiece] = []
    var pending: [StringPart] = []
    var open: [(name: String, alias: String?)] = []
    var faults: [String] = []

    func flush(_ found: inout Diagnostics) {
      guard !pending.isEmpty else { return }
      pieces.append(.text(template(pending, &found)))
      pending = []
    }
    for part in parts {
      guard case .text(var rest) = part else {
        if !open.contains(where: { $0.alias != nil }) { pending.append(part) }
        continue
      }
      while let sign = rest.firstIndex(where: { $0 == "<" || $0 == "&" }) {
        append(String(rest[..<sign]))
        if rest[sign] == "&" {
          guard let end = rest[sign...].firstIndex(of: ";"), let text = entity(rest[sign...end]) else {
            faults.append("'&' must be written &amp;")
            rest = String(rest[rest.index(after: sign)...])
            continue
          }
          append(text)
          rest = String(rest[rest.index(after: end)...])
          continue
        }
        guard let end = rest[sign...].firstIndex(of: ">") else {
          faults.append("'<' has no '>'")
          rest = ""
          break
        }
        mark(String(rest[rest.index(after: sign)..<end]), &found)
        rest = String(rest[rest.index(after: end)...])
      }
      append(rest)
    }
    flush(&found)
    if let last = open.last { faults.append("<\(last.name)> is not closed") }
    if let fault = faults.first {
      found.report(
        Diagnostic(
          "CF227", "the SSML is not well-formed: \(fault)", at: range,
          hint: "allowed are \(allowed.sorted().joined(separator: ", "))"))
    }
    return pieces

    func append(_ text: String) {
      guard !text.isEmpty, !open.contains(where: { $0.alias != nil }) else { return }
      pending.append(.text(text))
    }
    func mark(_ inside: String, _ found: inout Diagnostics) {
      if inside.hasPrefix("/") {
        let name = inside.dropFirst().trimmingSuffix
        guard let last = open.last, last.name == name else {
          faults.append("</\(name)> closes nothing")
          return
        }
        open.removeLast()
        if let alias = last.alias { append(alias) }
        return
      }
      let isEmpty = inside.hasSuffix("/")
      let body = isEmpty ? String(inside.dropLast()) : inside
      let name = String(body.prefix { !$0.isWhitespace })
      guard allowed.contains(name) else {
        faults.append("<\(name)> is not known")
        if !isEmpty { open.append((name, nil)) }
        return
      }
      if name == "break" {
        flush(&found)
        let time = attribute("time", of: body)
        if let length = time.map(duration) ?? .milliseconds(500) {
          pieces.append(.pause(length))
        } else {
          faults.append("a break's time is like 500ms or 1s")
        }
      }
      if !isEmpty { open.append((name, name == "sub" ? attribute("alias", of: body) ?? "" : nil)) }
    }
  }

  private static func entity(_ text: Substring) -> String? {
    ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&apos;": "'"][String(text)]
  }
  private static func attribute(_ name: String, of body: String) -> String? {
    guard let start = body.range(of: name + "=") else { return nil }
    let rest = body[start.upperBound...]
    guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
    return rest.dropFirst().firstIndex(of: quote).map { String(rest.dropFirst()[..<$0]) }
  }
  private static func duration(_ text: String) -> Duration? {
    if text.hasSuffix("ms") {
      return Int(text.dropLast(2)).flatMap { (0...60_000).contains($0) ? .milliseconds($0) : nil }
    }
    guard text.hasSuffix("s"), let seconds = Double(text.dropLast()), (0...60).contains(seconds) else {
      return nil
    }
    return .milliseconds(Int(seconds * 1000))
  }
}

extension Substring {
  fileprivate var trimmingSuffix: String {
    var text = self
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
