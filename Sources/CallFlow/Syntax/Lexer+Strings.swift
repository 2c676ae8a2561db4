extension Lexer {
  /// A string whose opening quote is next: straight, or a curly one already reported.
  mutating func string() -> Token {
    let start = at
    let startColumn = column(at)
    let startLine = line
    let touching = touches(start)
    let isCurly = bytes[at] != 0x22
    if !isCurly, byte(at + 1) == 0x22, byte(at + 2) == 0x22 {
      return longString(touching: touching)
    }
    let before = continuations
    let found = faults.count
    if isCurly, let (_, length) = scalar(at) {
      at += length
      continuations += length - 1
    } else {
      at += 1
    }
    var parts = StringParts()
    var isClosed = false
    scan: while at < limit {
      let b = bytes[at]
      switch b {
      case 0x22:
        at += 1
        isClosed = true
        break scan
      case 0x0A: break scan
      case 0x0D where byte(at + 1) == 0x0A || at + 1 == limit: break scan
      case 0x80... where isCurly:
        guard let (scalar, length) = scalar(at), OddCharacter.isCurlyQuote(scalar.value) else {
          parts.take(b)
          step()
          continue
        }
        at += length
        continuations += length - 1
        isClosed = true
        break scan
      default: stringElement(b, &parts)
      }
    }
    if !isClosed {
      // What else was found in it follows from that.
      if line != stringFaultLine, found < faults.count { faults.removeSubrange(found...) }
      unclosed(from: start, column: startColumn, content: parts.text)
    } else if !isCurly, isLetter(at: at), suspect?.line != line {
      suspect = (
        line, startColumn, column(at - 1), endsSentence(before: start), Lexer.hasCurlyQuote(parts.text)
      )
    }
    previousEnd = at
    let length = startLine == line ? at - start - (continuations - before) : 1
    return Token(
      kind: .string(parts.finished), text: parts.text,
      range: SourceRange(
        SourcePosition(file: file, line: startLine, column: startColumn), length: max(1, length)),
      touchesPrevious: touching)
  }

  /// One character, escape or value within a string.
  private mutating func stringElement(_ b: UInt8, _ parts: inout StringParts) {
    switch b {
    case 0x5C: escape(&parts)
    case 0x7B: value(&parts)
    case 0x7D:
      report(
        "CF102", "a } without its { in a text", column: column(at),
        hint: "a brace to be spoken is written \\}")
      parts.take(b)
      at += 1
    default:
      if b < 0x20 || b == 0x7F || b == 0xC2, b != 0x09 { reportControl() }
      parts.take(b)
      step()
    }
  }

  /// A terminal would obey what no caller hears.
  private mutating func reportControl() {
    guard let (scalar, _) = scalar(at), scalar.properties.generalCategory == .control else { return }
    let odd = OddCharacter(scalar)
    report("CF102", odd.message, column: column(at), hint: odd.hint)
  }

  private mutating func escape(_ parts: inout StringParts) {
    let next = byte(at + 1)
    switch next {
    case 0x22, 0x5C, 0x7B, 0x7D: parts.take(next)
    case 0x6E: parts.take(0x0A)
    case 0x74: parts.take(0x09)
    default:
      let shown = scalar(at + 1).map { $0.0.value >= 0x20 ? String($0.0) : "" } ?? ""
      report(
        "CF102", "'\\\(shown)' has no meaning in a text", column: column(at),
        hint: "a backslash itself is written \\\\")
      parts.take(0x5C)
      at += 1
      return
    }
    at += 2
  }

  /// `{ … }` in a string.
  private mutating func value(_ parts: inout StringParts) {
    let open = at
    let openColumn = column(at)
    var end: Int?
    if openEndedLine == line {
      parts.take(0x7B)
      at += 1
      return
    }
    if line != stringFaultLine {
      end = valueEnd(at + 1, nested: true)
    }
    if end == nil {
      end = valueEnd(at + 1, nested: false)
      if end == nil, !hasQuote(at + 1) {
        // The text itself has no end, and that is told.
        openEndedLine = line
        parts.take(0x7B)
        at += 1
        return
      }
      if line != stringFaultLine, end == nil || valueDepth == 0 {
        stringFaultLine = line
        swallowedBrace = false
        guessed = true
        report(
          "CF103", "this { in a text is never closed", column: openColumn,
          hint: "put a } behind the value; a brace to be spoken is written \\{")
      }
    }
    guard let end, valueDepth < 4 else {
      if end != nil {
        report("CF106", "texts in values of texts are nested too deep", column: openColumn)
      }
      parts.take(0x7B)
      at += 1
      return
    }
    let outer = (limit, previousEnd)
    let before = continuations
    let startLine = line
    at = open + 1
    limit = end
    previousEnd = -1
    valueDepth += 1
    var tokens: [Token] = []
    reading: while true {
      switch next() {
      case .token(let token): tokens.append(token)
      case .newline: continue
      case .end: break reading
      }
    }
    valueDepth -= 1
    (limit, previousEnd) = outer
    at = end + 1
    let length = startLine == line ? at - open - (continuations - before) : 1
    let range = SourceRange(
      SourcePosition(file: file, line: startLine, column: openColumn), length: max(1, length))
    parts.take(tokens, range, source: bytes[open..<min(end + 1, bytes.count)])
  }

  /// The `}` that closes a value, on this line. Nested: texts may stand in the value.
  private func valueEnd(_ from: Int, nested: Bool) -> Int? {
    var i = from
    var depth = 0
    var inText = false
    while i < limit, bytes[i] != 0x0A {
      switch bytes[i] {
      case 0x22 where !nested: return nil
      case 0x22: inText.toggle()
      case 0x5C where inText: i += 1
      case 0x7B where !inText: depth += 1
      case 0x7D where !inText:
        if depth == 0 { return i }
        depth -= 1
      default: break
      }
      i += 1
    }
    return nil
  }

  private static let curlyHint = "a curly quote does not close a text: use the straight quote \""
  private static func hasCurlyQuote(_ text: String) -> Bool {
    text.unicodeScalars.contains { OddCharacter.isCurlyQuote($0.value) }
  }

  private func hasQuote(_ from: Int) -> Bool {
    var i = from
    while i < limit, bytes[i] != 0x0A {
      if bytes[i] == 0x22 { return true }
      i += 1
    }
    return false
  }

  /// Reports a string without end, once a line, at the text that most likely lacks the quote.
  private mutating func unclosed(from start: Int, column startColumn: Int, content: String) {
    guessed = true
    guard line != stringFaultLine else { return }
    stringFaultLine = line
    var tail = at
    while tail > start, [0x20, 0x09, 0x0D].contains(bytes[tail - 1]) { tail -= 1 }
    swallowedBrace = tail > start && bytes[tail - 1] == 0x7B
    if let suspect, suspect.line == line {
      report(
        "CF101", "this text has no \(suspect.lacksOpening ? "opening" : "closing") quote",
        column: suspect.open,
        hint: suspect.isCurly
          ? Lexer.curlyHint
          : suspect.lacksOpening
            ? "this quote seems to close a text: put a \" where that begins"
            : "the quote at column \(suspect.close) seems to open the next text: close this one before it")
    } else if endsSentence(before: start) {
      report(
        "CF101", "this text has no opening quote", column: startColumn,
        hint: "this quote seems to close a text: put a \" where that begins")
    } else if Lexer.hasCurlyQuote(content) {
      report(
        "CF101", "this text has no closing quote", column: startColumn,
        hint: Lexer.curlyHint)
    } else {
      report("CF101", "this text has no closing quote", column: startColumn, hint: "put a \" at its end")
    }
  }

  /// Whether a quote stands directly behind a word or the end of a sentence, as a closing one does.
  private func endsSentence(before offset: Int) -> Bool {
    guard offset > 0 else { return false }
    switch bytes[offset - 1] {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2E, 0x3F, 0x21, 0x80...: return true
    default: return false
    }
  }

  /// `"""`, several lines, `"""`.
  private mutating func longString(touching: Bool) -> Token {
    let startLine = line
    let startColumn = column(at)
    at += 3
    var lines: [StringParts] = []
    var parts = StringParts()
    var isClosed = false
    scan: while at < limit {
      let b = bytes[at]
      switch b {
      case 0x22 where byte(at + 1) == 0x22 && byte(at + 2) == 0x22:
        at += 3
        isClosed = true
        break scan
      case 0x0D where byte(at + 1) == 0x0A: at += 1
      case 0x0A:
        if beginsItem(at + 1) { break scan }
        lines.append(parts)
        parts = StringParts()
        at += 1
        newLine()
      case 0x22:
        parts.take(b)
        at += 1
      default: stringElement(b, &parts)
      }
    }
    lines.append(parts)
    if !isClosed {
      guessed = true
      faultCount += 1
      stringFaultLine = line
      swallowedBrace = false
      faults.append(
        Diagnostic(
          "CF101", "this text of several lines has no closing \"\"\"",
          at: SourceRange(SourcePosition(file: file, line: startLine, column: startColumn), length: 3),
          hint: "put \"\"\" on a line of its own behind it"))
    }
    previousEnd = at
    let whole = StringParts.joined(lines)
    return Token(
      kind: .string(whole.finished), text: whole.text,
      range: SourceRange(SourcePosition(file: file, line: startLine, column: startColumn), length: 3),
      touchesPrevious: touching)
  }

  /// Whether a top-level keyword stands at that offset, the first of a line.
  private func beginsItem(_ offset: Int) -> Bool {
    var end = offset
    while end < limit, (0x61...0x7A).contains(bytes[end]) { end += 1 }
    return end > offset && topLevel.contains(String(decoding: bytes[offset..<end], as: UTF8.self))
  }
}
