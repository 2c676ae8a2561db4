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
  let topLevel: Set<String>
  private let longLines: [Range<Int>]
  private var nextLongLine = 0

  var at: Int
  /// Where reading stops: the end of the text, or of a value inside a string.
  var limit: Int
  var line = 1
  var lineStart: Int
  /// Continuation bytes of this line before `at`.
  var continuations = 0
  var previousEnd = -1
  /// Values inside strings inside values.
  var valueDepth = 0

  /// Findings not yet taken.
  var faults: [Diagnostic]
  var faultCount = 0
  /// Set when what follows on the line is a guess; whoever reads the line clears it.
  var guessed = false
  /// The line of the last string fault: a line has one.
  var stringFaultLine = 0
  /// Whether that line ends with a `{` that a string without end may have swallowed.
  var swallowedBrace = false
  /// The first text of this line whose closing quote is followed by a letter, and that quote.
  var suspect: (line: Int, open: Int, close: Int, lacksOpening: Bool, isCurly: Bool)?

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
  func column(_ offset: Int) -> Int { offset - lineStart - continuations + 1 }
  private func position(_ offset: Int) -> SourcePosition {
    SourcePosition(file: file, line: line, column: column(offset))
  }
  func byte(_ offset: Int) -> UInt8 { offset < limit ? bytes[offset] : 0 }

  mutating func report(
    _ code: String, _ message: String, column: Int, length: Int = 1, hint: String? = nil
  ) {
    faultCount += 1
    guard faultCount <= Lexer.faultLimit else { return }
    let start = SourcePosition(file: file, line: line, column: column)
    faults.append(Diagnostic(code, message, at: SourceRange(start, length: max(1, length)), hint: hint))
  }

  mutating func newLine() {
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

  func touches(_ start: Int) -> Bool { start == previousEnd }

  private mutating func token(_ kind: Token.Kind, _ text: String, from start: Int) -> Token {
    let range = SourceRange(position(start), length: at - start)
    defer { previousEnd = at }
    return Token(kind: kind, text: text, range: range, touchesPrevious: touches(start))
  }

  private mutating func skipComment() {
    while at < limit, bytes[at] != 0x0A { step() }
  }
  /// Over one byte, counting.
  mutating func step() {
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

  func isLetter(_ scalar: Unicode.Scalar) -> Bool {
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
  func scalar(_ offset: Int) -> (Unicode.Scalar, length: Int)? {
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

  func isLetter(at offset: Int) -> Bool {
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
  var openEndedLine = 0
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
