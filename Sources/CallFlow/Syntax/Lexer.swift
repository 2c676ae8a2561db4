import Chronology
import Foundation

/// Cuts a text into tokens, one call each, in time linear in its length. It works on UTF-8 bytes; columns are
/// kept by counting the continuation bytes of a line as they go by.
struct Lexer {
  enum Lexeme {
    case token(Token)
    case newline
    case end
  }

  let bytes: [UInt8]
  let file: Int
  private let topLevel: Set<String>
  private let longLines: [Range<Int>]
  private var nextLongLine = 0

  var at: Int
  /// Where reading stops: the end of the text, or of a value inside a string.
  var limit: Int
  private(set) var line = 1
  private var lineStart: Int
  /// Continuation bytes of this line before `at`.
  private var continuations = 0
  private var previousEnd = -1
  /// Values inside strings inside values.
  private var valueDepth = 0

  /// Findings not yet taken.
  var faults: [Diagnostic]
  private var faultCount = 0
  /// Set when what follows on the line is a guess; whoever reads the line clears it.
  var guessed = false
  /// The line of the last string fault: a line has one.
  private(set) var stringFaultLine = 0
  /// Whether that line ends with a `{` that a string without end may have swallowed.
  private(set) var swallowedBrace = false
  /// The first text of this line whose closing quote is followed by a letter, and that quote.
  private var suspect: (line: Int, open: Int, close: Int, lacksOpening: Bool, isCurly: Bool)?

  /// Findings of the lexer that one file can have; a file with more is no call flow.
  static let faultLimit = 500

  init(_ encoding: SourceEncoding, file: Int, topLevel: Set<String>) {
    bytes = encoding.bytes
    self.file = file
    self.topLevel = topLevel
    longLines = encoding.longLines
    at = encoding.start
    lineStart = encoding.start
    limit = encoding.bytes.count
    faults = encoding.faults
    skipLongLine()
  }

  // MARK: Positions and findings

  /// The column of a byte offset on this line, when all bytes between it and `at` are ASCII.
  private func column(_ offset: Int) -> Int { offset - lineStart - continuations + 1 }
  private func position(_ offset: Int) -> SourcePosition {
    SourcePosition(file: file, line: line, column: column(offset))
  }
  private func byte(_ offset: Int) -> UInt8 { offset < limit ? bytes[offset] : 0 }

  private mutating func report(
    _ code: String, _ message: String, column: Int, length: Int = 1, hint: String? = nil
  ) {
    faultCount += 1
    guard faultCount <= Lexer.faultLimit else { return }
    let start = SourcePosition(file: file, line: line, column: column)
    faults.append(Diagnostic(code, message, at: SourceRange(start, length: max(1, length)), hint: hint))
  }

  private mutating func newLine() {
    line += 1
    lineStart = at
    continuations = 0
    previousEnd = -1
    skipLongLine()
  }

  private mutating func skipLongLine() {
    while nextLongLine < longLines.count, longLines[nextLongLine].lowerBound < at { nextLongLine += 1 }
    guard nextLongLine < longLines.count, longLines[nextLongLine].lowerBound <= max(at, 0) else { return }
    report(
      "CF107", "this line is longer than \(SourceEncoding.lineLimit) bytes and is not read", column: 1,
      hint: "break it into several lines")
    guessed = true
    stringFaultLine = line
    swallowedBrace = false
    at = min(longLines[nextLongLine].upperBound, limit)
    nextLongLine += 1
  }

  // MARK: Tokens

  mutating func next() -> Lexeme {
    while at < limit {
      let b = bytes[at]
      switch b {
      case 0x20, 0x09: at += 1
      case 0x0A:
        at += 1
        newLine()
        return .newline
      case 0x0D where at + 1 < limit && bytes[at + 1] == 0x0A: at += 1
      case 0x0D where at + 1 == limit: at += 1
      case 0x2F where valueDepth == 0 && byte(at + 1) == 0x2F: skipComment()
      case 0x2F where valueDepth == 0 && byte(at + 1) == 0x2A: skipForeignComment()
      case 0x61...0x7A, 0x41...0x5A, 0x5F: return .token(word())
      case 0x30...0x39: return .token(number())
      case 0x22: return .token(string())
      default:
        if let token = b < 0x80 ? sign(b) : letterOrOdd() { return .token(token) }
      }
    }
    return .end
  }

  private func touches(_ start: Int) -> Bool { start == previousEnd }

  private mutating func token(_ kind: Token.Kind, _ text: String, from start: Int) -> Token {
    let range = SourceRange(position(start), length: at - start)
    defer { previousEnd = at }
    return Token(kind: kind, text: text, range: range, touchesPrevious: touches(start))
  }

  private mutating func skipComment() {
    while at < limit, bytes[at] != 0x0A { step() }
  }
  /// Over one byte, counting.
  private mutating func step() {
    if bytes[at] & 0xC0 == 0x80 { continuations += 1 }
    at += 1
  }

  private mutating func skipForeignComment() {
    report(
      "CF102", "'/*' does not begin a comment", column: column(at), length: 2, hint: "comments begin with //")
    while at < limit {
      if bytes[at] == 0x2A, byte(at + 1) == 0x2F {
        at += 2
        return
      }
      let isNewline = bytes[at] == 0x0A
      step()
      if isNewline { newLine() }
    }
  }

  private mutating func sign(_ b: UInt8) -> Token? {
    let start = at
    let b1 = byte(at + 1)
    let text: String
    switch (b, b1) {
    case (0x2D, 0x3E): text = "->"
    case (0x3D, 0x3D): text = byte(at + 2) == 0x3D ? "===" : "=="
    case (0x21, 0x3D): text = byte(at + 2) == 0x3D ? "!==" : "!="
    case (0x3C, 0x3D): text = "<="
    case (0x3E, 0x3D): text = ">="
    case (0x26, 0x26): text = "&&"
    case (0x7C, 0x7C): text = "||"
    case (0x2E, 0x2E): text = ".."
    default:
      switch b {
      case 0x3C: text = "<"
      case 0x3E: text = ">"
      case 0x3D: text = "="
      case 0x2B: text = "+"
      case 0x2D: text = "-"
      case 0x2A: text = "*"
      case 0x2F: text = "/"
      case 0x25: text = "%"
      case 0x28: text = "("
      case 0x29: text = ")"
      case 0x7B: text = "{"
      case 0x7D: text = "}"
      case 0x5B: text = "["
      case 0x5D: text = "]"
      case 0x2C: text = ","
      case 0x3A: text = ":"
      case 0x2E: text = "."
      case 0x7C: text = "|"
      case 0x26: text = "&"
      case 0x3F: text = "?"
      case 0x23: text = "#"
      case 0x21: text = "!"
      case 0x3B: text = ";"
      default: return odd(Unicode.Scalar(b), length: 1)
      }
    }
    at += text.utf8.count
    return token(.sign, text, from: start)
  }

  // MARK: Words

  private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xAC00...0xD7A3: true
    case 0..<0xAA: false
    case 0xFF00...0xFF5E: false
    default:
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
      default: scalar.value == 0xFFFD
      }
    }
  }
  private func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: return true
    default: return false
    }
  }

  /// The scalar that begins there; the bytes are known to be UTF-8.
  private func scalar(_ offset: Int) -> (Unicode.Scalar, length: Int)? {
    guard offset < limit else { return nil }
    let b = UInt32(bytes[offset])
    func low(_ k: Int) -> UInt32 { UInt32(byte(offset + k) & 0x3F) }
    let value: UInt32
    let length: Int
    switch b {
    case 0..<0x80: (value, length) = (b, 1)
    case 0xC0..<0xE0: (value, length) = ((b & 0x1F) << 6 | low(1), 2)
    case 0xE0..<0xF0: (value, length) = ((b & 0x0F) << 12 | low(1) << 6 | low(2), 3)
    default: (value, length) = ((b & 0x07) << 18 | low(1) << 12 | low(2) << 6 | low(3), 4)
    }
    guard let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, min(length, limit - offset))
  }

  private func isLetter(at offset: Int) -> Bool {
    let b = byte(offset)
    if b < 0x80 { return (0x61...0x7A).contains(b | 0x20) }
    return scalar(offset).map { isLetter($0.0) } ?? false
  }

  private mutating func letterOrOdd() -> Token? {
    guard let (scalar, length) = scalar(at) else {
      at += 1
      return nil
    }
    return isLetter(scalar) ? word() : odd(scalar, length: length)
  }

  private mutating func word() -> Token {
    let start = at
    let startColumn = column(at)
    let before = continuations
    var isPlain = true
    if bytes[at] == 0x5F {
      report(
        "CF102", "a name begins with a letter, not with '_'", column: startColumn,
        hint: "put a letter before it")
    }
    scan: while at < limit {
      let b = bytes[at]
      switch b {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F: at += 1
      case 0x2D:
        guard isLetter(at: at + 1) else { break scan }
        at += 1
      case 0..<0x80: break scan
      default:
        guard let (scalar, length) = scalar(at), isLetter(scalar) || isMark(scalar) else { break scan }
        switch scalar.value {
        case 0..<0x300, 0xAC00...0xD7A3, 0x4E00...0x9FFF: break
        case 0xFFFD: guessed = true
        default: isPlain = false
        }
        continuations += length - 1
        at += length
      }
    }
    var text = String(decoding: bytes[start..<at], as: UTF8.self)
    if !isPlain { text = text.precomposedStringWithCanonicalMapping }
    let range = SourceRange(
      SourcePosition(file: file, line: line, column: startColumn),
      length: at - start - (continuations - before))
    defer { previousEnd = at }
    return Token(kind: .word, text: text, range: range, touchesPrevious: touches(start))
  }

  private mutating func odd(_ scalar: Unicode.Scalar, length: Int) -> Token? {
    let start = at
    let startColumn = column(at)
    let odd = OddCharacter(scalar)
    if case .quote = odd.reading {
      if line != stringFaultLine {
        report("CF102", odd.message, column: startColumn, hint: odd.hint)
        stringFaultLine = line
        swallowedBrace = false
      }
      return string()
    }
    // One finding for a run of the same kind.
    if !(touches(start) && oddLine == line && oddFamily == odd.family) {
      report("CF102", odd.message, column: startColumn, hint: odd.hint)
    }
    oddLine = line
    oddFamily = odd.family
    at += length
    continuations += length - 1
    previousEnd = touches(start) ? at : previousEnd
    func made(_ kind: Token.Kind, _ text: String) -> Token {
      Token(
        kind: kind, text: text,
        range: SourceRange(SourcePosition(file: file, line: line, column: startColumn), length: 1),
        touchesPrevious: touches(start) || touches(at))
    }
    switch odd.reading {
    case .blank:
      previousEnd = -1
      return nil
    case .nothing:
      previousEnd = at
      guessed = true
      return nil
    case .quote: return nil
    case .arrow:
      defer { previousEnd = at }
      return made(.sign, "->")
    case .ascii(let ascii):
      defer { previousEnd = at }
      switch ascii {
      case 0x30...0x39: return fullWidthNumber(first: ascii, column: startColumn, touches: touches(start))
      case 0x61...0x7A, 0x41...0x5A: return made(.word, String(Unicode.Scalar(ascii)))
      case 0x22, 0x27, 0x24, 0x40, 0x5C, 0x5E, 0x60, 0x7E:
        guessed = true
        return nil
      default: return made(.sign, String(Unicode.Scalar(ascii)))
      }
    }
  }
  private var oddLine = 0
  /// A line on which no `}` and no quote follows: it is not searched again.
  private var openEndedLine = 0
  private var oddFamily = ""

  /// The rest of a number in full-width digits, whose first one is passed.
  private mutating func fullWidthNumber(first: UInt8, column startColumn: Int, touches: Bool) -> Token {
    var digits = [first]
    while let (scalar, length) = scalar(at) {
      if (0xFF10...0xFF19).contains(scalar.value) {
        digits.append(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0))
        at += length
        continuations += length - 1
      } else if (0x30...0x39).contains(scalar.value) {
        digits.append(UInt8(truncatingIfNeeded: scalar.value))
        at += 1
      } else {
        break
      }
    }
    let start = SourcePosition(file: file, line: line, column: startColumn)
    return Token(
      kind: .number(NumberText.decimal(digits[...]) ?? .nan), text: String(decoding: digits, as: UTF8.self),
      range: SourceRange(start, length: digits.count), touchesPrevious: touches)
  }

  // MARK: Numbers, durations, days, clock times

  private func isDigit(_ offset: Int) -> Bool { (0x30...0x39).contains(byte(offset)) }
  private func two(_ offset: Int) -> Int { Int(bytes[offset] & 15) * 10 + Int(bytes[offset + 1] & 15) }

  private mutating func number() -> Token {
    let start = at
    while isDigit(at) { at += 1 }
    if at - start == 2, byte(at) == 0x3A, let clock = clock(from: start) { return clock }
    if at - start == 4, byte(at) == 0x2D, let day = day(from: start) { return day }
    let integerEnd = at
    if byte(at) == 0x2E, isDigit(at + 1) {
      at += 1
      while isDigit(at) { at += 1 }
    }
    if let duration = duration(from: start) { return duration }
    if at == integerEnd, at - start <= 18 {
      var value: UInt64 = 0
      for i in start..<at { value = value &* 10 &+ UInt64(bytes[i] & 15) }
      return token(.number(Decimal(value)), text(from: start), from: start)
    }
    return token(.number(NumberText.decimal(bytes[start..<at]) ?? .nan), text(from: start), from: start)
  }

  private func text(from start: Int) -> String { String(decoding: bytes[start..<at], as: UTF8.self) }

  private mutating func clock(from start: Int) -> Token? {
    guard isDigit(at + 1), isDigit(at + 2), !isDigit(at + 3) else { return nil }
    var end = at + 3
    var second = 0
    if byte(end) == 0x3A, isDigit(end + 1), isDigit(end + 2), !isDigit(end + 3) {
      second = two(end + 1)
      end += 3
    }
    let time = ClockTime(hour: two(start), minute: two(at + 1), second: second)
    at = end
    if time == nil {
      report(
        "CF206", "there is no time of day \(text(from: start))", column: column(start), length: at - start,
        hint: "times go from 00:00 to 24:00")
    }
    return token(.clock(time ?? .midnight), text(from: start), from: start)
  }

  private mutating func day(from start: Int) -> Token? {
    guard isDigit(at + 1), isDigit(at + 2), byte(at + 3) == 0x2D, isDigit(at + 4), isDigit(at + 5),
      !isDigit(at + 6)
    else { return nil }
    let year = two(start) * 100 + two(start + 2)
    let day = Day(year: year, month: two(at + 1), day: two(at + 4))
    at += 6
    if day == nil {
      report(
        "CF206", "there is no day \(text(from: start))", column: column(start), length: at - start,
        hint: "a day is written year-month-day: 2026-03-01")
    }
    return token(.day(day ?? Day(daysSince1970: 0)), text(from: start), from: start)
  }

  /// Tries to read the number before `at`, from `start` on, as the first of a duration.
  private mutating func duration(from start: Int) -> Token? {
    var from = start
    var end = at
    var nanoseconds: Int128 = 0
    var result: Int?
    while true {
      let unit: Int128
      switch (byte(end), byte(end + 1)) {
      case (0x6D, 0x73): (unit, end) = (1_000_000, end + 2)
      case (0x73, _): (unit, end) = (1_000_000_000, end + 1)
      case (0x6D, _): (unit, end) = (60_000_000_000, end + 1)
      case (0x68, _): (unit, end) = (3_600_000_000_000, end + 1)
      case (0x64, _): (unit, end) = (86_400_000_000_000, end + 1)
      default: unit = 0
      }
      if unit == 0 { break }
      let numberEnd = unit == 1_000_000 ? end - 2 : end - 1
      nanoseconds = min(nanoseconds + DurationText.nanoseconds(bytes[from..<numberEnd], unit), .max / 4)
      if !isLetter(at: end), byte(end) != 0x5F { result = end }
      guard isDigit(end) else { break }
      from = end
      while isDigit(end) { end += 1 }
      if byte(end) == 0x2E, isDigit(end + 1) {
        end += 1
        while isDigit(end) { end += 1 }
      }
    }
    guard let result, result >= end || !isLetter(at: end) else { return nil }
    at = result
    if nanoseconds > DurationText.limit {
      report(
        "CF206", "\(text(from: start)) is longer than ten years", column: column(start), length: at - start)
      nanoseconds = DurationText.limit
    }
    let value = Duration.nanoseconds(Int64(clamping: nanoseconds))
    return token(.duration(value), text(from: start), from: start)
  }
}

// MARK: Strings

extension Lexer {
  /// A string whose opening quote is next: straight, or a curly one already reported.
  private mutating func string() -> Token {
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
      parts.take(b)
      step()
    }
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
