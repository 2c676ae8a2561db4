/// One mark of an `ssml` text: `<prosody rate='80%'>`, `</p>`, `<break/>`.
struct SSMLMark {
  var name: String
  var attributes: [(name: String, value: String)] = []
  var isClosing = false
  var isEmpty = false
  var faults: [String] = []

  subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

  /// Reads the mark that a text begins with, and takes it from the text; nil when it has no end.
  init?(_ text: inout Substring) {
    var rest = text.dropFirst()
    isClosing = rest.first == "/"
    if isClosing { rest = rest.dropFirst() }
    name = String(rest.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" })
    rest = rest.dropFirst(name.count)
    while true {
      rest = rest.drop(while: \.isWhitespace)
      guard let character = rest.first else { return nil }
      if character == ">" { break }
      if character == "/" || character == "?" {
        isEmpty = true
        rest = rest.dropFirst()
        continue
      }
      let attribute = String(rest.prefix { !$0.isWhitespace && !"=>/".contains($0) })
      rest = rest.dropFirst(attribute.count).drop(while: \.isWhitespace)
      guard !attribute.isEmpty, rest.first == "=" else {
        faults.append("'\(attribute.isEmpty ? "=" : attribute)' is no attribute with a value")
        if attribute.isEmpty { rest = rest.dropFirst() }
        continue
      }
      rest = rest.dropFirst().drop(while: \.isWhitespace)
      guard let quote = rest.first, quote == "'" || quote == "\"",
        let end = rest.dropFirst().firstIndex(of: quote)
      else {
        faults.append("the value of '\(attribute)' needs quotes")
        rest = rest.drop { !$0.isWhitespace && $0 != ">" }
        continue
      }
      let value = SSMLMark.plain(rest[rest.index(after: rest.startIndex)..<end])
      if self[attribute] != nil { faults.append("'\(attribute)' stands twice") }
      attributes.append((attribute, value))
      rest = rest[rest.index(after: end)...]
    }
    text = rest.dropFirst()
  }

  static func entity(_ text: Substring) -> String? {
    if text.hasPrefix("&#") {
      let digits = text.dropFirst(2).dropLast()
      let code = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      guard let scalar = code.flatMap(Unicode.Scalar.init),
        scalar.properties.generalCategory != .control
      else { return nil }
      return String(Character(scalar))
    }
    return ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&apos;": "'"][String(text)]
  }

  /// With its entities undone.
  private static func plain(_ text: Substring) -> String {
    var plain = ""
    var rest = text
    while let sign = rest.firstIndex(of: "&") {
      plain += rest[..<sign]
      rest = rest[sign...]
      guard let end = rest.firstIndex(of: ";"), let character = entity(rest[...end]) else { break }
      plain += character
      rest = rest[rest.index(after: end)...]
    }
    return plain + rest
  }

  /// `500ms`, `1.5s`; at most a minute.
  static func duration(_ text: String) -> Duration? {
    if text.hasSuffix("ms") {
      return Int(text.dropLast(2)).flatMap { (0...60_000).contains($0) ? .milliseconds($0) : nil }
    }
    guard text.hasSuffix("s"), let seconds = Double(text.dropLast()), (0...60).contains(seconds) else {
      return nil
    }
    return .milliseconds(Int(seconds * 1000))
  }
}
