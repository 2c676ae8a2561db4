import Chronology
import Foundation
import Wording

/// Reads an `ssml` text to pieces of a prompt. The marks are ours: what has a meaning becomes a pause, a
/// manner of speech or a form of values, anything else is a fault, so that no text from outside reaches a
/// synthesiser's own reading of marks.
struct SSML {
  static let allowed: Set<String> = [
    "speak", "break", "prosody", "lang", "sub", "emphasis", "say-as", "p", "s",
  ]

  private struct Element {
    var name: String
    /// As it was before this element.
    var style: SpeechStyle
    /// `sub`: what is spoken for all that stands inside.
    var alias: String?
    /// `say-as`: where its content begins in `pending`.
    var form: (words: [String], start: Int)?
  }

  private let range: SourceRange
  private let languages: [String]
  private var pieces: [PromptPiece] = []
  private var pending: [StringPart] = []
  private var open: [Element] = []
  private var style = SpeechStyle()
  private var faults: [String] = []
  /// What parts the next text from the one before: the end of a sentence or a paragraph.
  private var parting = Duration.zero

  /// - Parameters:
  ///   - languages: the tags that the application declares.
  ///   - template: resolves the values of a text.
  static func pieces(
    _ parts: [StringPart], at range: SourceRange, languages: [String] = [], into found: inout Diagnostics,
    template: ([StringPart], inout Diagnostics) -> Template
  ) -> [PromptPiece] {
    var reader = SSML(range: range, languages: languages)
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text):
        reader.read(text, isLast: index == parts.count - 1) { template($0, &found) }
      case .value: if !reader.isReplaced { reader.pending.append(part) }
      }
    }
    reader.flush { template($0, &found) }
    if let last = reader.open.last { reader.faults.append("<\(last.name)> is not closed") }
    if let fault = reader.faults.first {
      found.report(
        Diagnostic(
          "CF227", "the SSML is not well-formed: \(fault)", at: range,
          hint: "allowed are \(allowed.sorted().joined(separator: ", "))"))
    }
    return reader.pieces
  }

  private init(range: SourceRange, languages: [String]) {
    (self.range, self.languages) = (range, languages)
  }

  /// Inside a `sub`.
  private var isReplaced: Bool { open.contains { $0.alias != nil } }

  /// - Parameter isLast: no value stands behind it.
  private mutating func read(_ text: String, isLast: Bool, _ template: ([StringPart]) -> Template) {
    var rest = text[...]
    while let sign = rest.firstIndex(where: { $0 == "<" || $0 == "&" }) {
      append(String(rest[..<sign]))
      rest = rest[sign...]
      if rest.first == "&" {
        guard let end = rest.firstIndex(of: ";"), let character = SSMLMark.entity(rest[...end]) else {
          faults.append("'&' must be written &amp;, a sign by its number &#x41;")
          rest = rest.dropFirst()
          continue
        }
        append(character)
        rest = rest[rest.index(after: end)...]
        continue
      }
      if rest.hasPrefix("<!--") {
        guard let end = rest.range(of: "-->") else {
          faults.append("'<!--' has no '-->'")
          return
        }
        rest = rest[end.upperBound...]
        continue
      }
      guard let mark = SSMLMark(&rest) else {
        faults.append(
          isLast ? "'<' has no '>'" : "no {value} may stand inside a mark (and a bare '<' is written &lt;)")
        return
      }
      if mark.name == "?xml" { continue }
      take(mark, template)
    }
    append(String(rest))
  }

  private mutating func append(_ text: String) {
    if !text.isEmpty, !isReplaced { pending.append(.text(text)) }
  }

  private mutating func flush(_ template: ([StringPart]) -> Template) {
    guard !pending.isEmpty else { return }
    let text = PromptPiece.text(template(pending))
    pending = []
    for i in open.indices { open[i].form?.start = 0 }
    // Blanks between two marks are nobody's words.
    if case .text(let inner) = text, let fixed = inner.fixedText, fixed.allSatisfy(\.isWhitespace) { return }
    if parting > .zero, !pieces.isEmpty { pieces.append(.pause(parting)) }
    parting = .zero
    pieces.append(style == SpeechStyle() ? text : .styled(style, text))
  }

  /// Begins or ends a sentence or a paragraph.
  private mutating func part(_ name: String, _ template: ([StringPart]) -> Template) {
    guard let length = ["s": 250, "p": 500][name], !isReplaced else { return }
    flush(template)
    // A break in between parts them already.
    if case .pause = pieces.last { return }
    parting = max(parting, .milliseconds(length))
  }

  private mutating func take(_ mark: SSMLMark, _ template: ([StringPart]) -> Template) {
    if mark.isClosing {
      guard let last = open.last, last.name == mark.name else {
        faults.append("</\(mark.name)> closes nothing")
        return
      }
      open.removeLast()
      if let alias = last.alias { append(alias) }
      if let form = last.form { say(as: form.words, from: form.start) }
      part(last.name, template)
      change(to: last.style, template)
      return
    }
    guard Self.allowed.contains(mark.name) else {
      faults.append("<\(mark.name)> is not known")
      if !mark.isEmpty { open.append(Element(name: mark.name, style: style)) }
      return
    }
    faults += mark.faults.map { "<\(mark.name)>: \($0)" }
    var element = Element(name: mark.name, style: style)
    var inner = style
    switch mark.name {
    case "break":
      flush(template)
      parting = .zero
      if let length = pause(mark), length > .zero { pieces.append(.pause(length)) }
    case "prosody":
      for (name, value) in mark.attributes {
        if !inner.change(name, to: value) {
          faults.append(
            "<prosody> has no \(name)=\"\(value)\" (rate=\"80%\", volume=\"-6dB\", pitch=\"high\")")
        }
      }
    case "emphasis":
      let level = mark["level"] ?? "moderate"
      if !inner.emphasise(level) {
        faults.append("<emphasis> has no level \"\(level)\" (strong, moderate, none, reduced)")
      }
    case "sub":
      element.alias = mark["alias"] ?? ""
      if mark["alias"] == nil { faults.append("<sub> needs an alias") }
    case "say-as":
      if let words = form(mark) { element.form = (words, pending.count) }
    case "lang":
      if mark["xml:lang"] == nil { faults.append("<lang> needs an xml:lang") }
    default: part(mark.name, template)
    }
    if let tag = mark["xml:lang"] {
      if let known = language(tag) {
        inner.language = known
      } else {
        faults.append("language '\(tag)' is not declared")
      }
    }
    guard !mark.isEmpty else {
      if let alias = element.alias { append(alias) }
      return
    }
    open.append(element)
    change(to: inner, template)
  }

  /// A declared language of that tag, else of its first part, else one that values can be put in.
  private func language(_ tag: String) -> String? {
    func parts(_ tag: String) -> [Substring] {
      tag.lowercased().split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
    }
    let wanted = parts(tag)
    return languages.first { parts($0) == wanted } ?? languages.first { parts($0).first == wanted.first }
      ?? (WordedLanguage(tag: tag) == nil ? nil : tag.lowercased())
  }

  private mutating func change(to style: SpeechStyle, _ template: ([StringPart]) -> Template) {
    guard style != self.style else { return }
    flush(template)
    self.style = style
  }

  private mutating func pause(_ mark: SSMLMark) -> Duration? {
    if let time = mark["time"] {
      if let length = SSMLMark.duration(time) { return length }
      faults.append("a break's time is like 500ms or 1s")
      return nil
    }
    let strength = mark["strength"] ?? "medium"
    let known = ["none": 0, "x-weak": 100, "weak": 250, "medium": 500, "strong": 750, "x-strong": 1000]
    guard let length = known[strength] else {
      faults.append(
        "a break has no strength \"\(strength)\" (\(known.keys.sorted().joined(separator: ", ")))")
      return nil
    }
    return .milliseconds(length)
  }

  // MARK: say-as

  /// The words of one of our forms.
  private mutating func form(_ mark: SSMLMark) -> [String]? {
    guard let meant = mark["interpret-as"] else {
      faults.append("<say-as> needs an interpret-as")
      return nil
    }
    let usual = [
      "characters": "spell", "spell-out": "spell", "telephone": "phone", "cardinal": "number",
    ]
    var words = (usual[meant] ?? meant).split(separator: " ").map(String.init)
    if let detail = mark["detail"] ?? mark["format"], ["currency", "count"].contains(meant) {
      words.append(detail)
    }
    guard Form(words: words) != nil else {
      faults.append(
        "<say-as> has no form \"\(words.joined(separator: " "))\" (\(Form.names.joined(separator: ", ")))")
      return nil
    }
    return words
  }

  /// Turns what stands in a `say-as` to values in that form.
  private mutating func say(as words: [String], from start: Int) {
    guard start <= pending.count else { return }
    let ending = [token(.word, "as")] + words.map { token(.word, $0) }
    let content = pending[start...].compactMap { part -> StringPart? in
      switch part {
      case .value(let tokens, let range):
        return tokens.contains { $0.isWord("as") } ? part : .value(tokens + ending, range)
      case .text(let text):
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { return nil }
        guard let value = tokens(of: text, words) else {
          faults.append("\"\(text.prefix(40))\" cannot be said as \(words.joined(separator: " "))")
          return nil
        }
        return .value(value + ending, range)
      }
    }
    pending.replaceSubrange(start..., with: content)
  }

  private func token(_ kind: Token.Kind, _ text: String) -> Token {
    Token(kind: kind, text: text, range: range, touchesPrevious: false)
  }

  /// A constant of the type that a form takes, if the text is one.
  private func tokens(of text: String, _ words: [String]) -> [Token]? {
    guard let form = Form(words: words),
      (try? Wording.word(.text(text), as: form, in: .en)) != nil
    else { return nil }
    switch form {
    case .number, .ordinal, .count, .currency:
      let plain = text.filter { $0 != "," }
      let isNegative = plain.hasPrefix("-")
      let digits = String(plain.drop { $0 == "-" || $0 == "+" })
      guard let number = Decimal(string: digits) else { return nil }
      return (isNegative ? [token(.sign, "-")] : []) + [token(.number(number), digits)]
    case .date: return Day(text).map { [token(.day($0), text)] }
    case .time: return ClockTime(text).map { [token(.clock($0), text)] }
    case .instant, .duration: return nil
    case .digits, .phone, .spell, .name, .text, .birthdate: return [token(.string([.text(text)]), text)]
    }
  }
}
