import CallFlow
import Chronology
import Foundation
import Tones
import Wording

/// The small things that lines of scripts are made of. Each reports what is wrong and gives nil.
extension ScriptReader {
  mutating func fault(_ code: String, _ message: String, _ range: SourceRange, hint: String? = nil) {
    diagnostics.report(Diagnostic(code, message, at: range, hint: hint))
  }
  mutating func missing(_ what: String, _ range: SourceRange, hint: String? = nil) {
    fault("CF111", "\(what) is missing", range, hint: hint)
  }
  /// Nothing more may follow; silent on a line whose fault was told already.
  mutating func end(_ cursor: inout TokenCursor, _ line: SyntaxLine) {
    if line.isSound { cursor.expectEnd(into: &diagnostics) }
  }
  mutating func refuseBlock(_ line: SyntaxLine) {
    if let block = line.block, line.isSound {
      fault("CF200", "'\(line.word.text)' has no { } block here", block.open)
    }
  }

  mutating func text(_ cursor: inout TokenCursor, _ what: String) -> String? {
    guard let (token, _) = cursor.takeString() else {
      missing("\(what) in quotes", cursor.here)
      return nil
    }
    return token.text
  }
  mutating func name(_ cursor: inout TokenCursor, _ what: String) -> String? {
    if let token = cursor.takeWord() { return token.text }
    missing(what, cursor.here)
    return nil
  }
  /// `main.top_menu`, `error.lookup.timeout`.
  mutating func dotted(_ cursor: inout TokenCursor, _ what: String) -> String? {
    guard var text = name(&cursor, what) else { return nil }
    while cursor.isAt(sign: ".") {
      cursor.next()
      guard let more = cursor.takeWord() else {
        missing("a word behind the point", cursor.here)
        return nil
      }
      text += "." + more.text
    }
    return text
  }
  mutating func duration(_ cursor: inout TokenCursor, _ what: String) -> Duration? {
    if let token = cursor.peek, case .duration(let value) = token.kind {
      cursor.next()
      return value
    }
    if let token = cursor.peek, case .number = token.kind {
      fault("CF206", "a duration needs a unit", token.range, hint: "write \(token.text)s or \(token.text)ms")
      cursor.next()
      return nil
    }
    missing(what, cursor.here, hint: "a duration, as 500ms or 2s")
    return nil
  }
  mutating func integer(_ cursor: inout TokenCursor, _ what: String) -> Int? {
    if let token = cursor.peek, case .number = token.kind, let value = Int(token.text) {
      cursor.next()
      return value
    }
    missing(what, cursor.here, hint: "a whole number")
    return nil
  }
  /// `+90s`, `10:15`, `2026-03-03 10:15`.
  mutating func moment(_ cursor: inout TokenCursor) -> ScriptMoment? {
    if cursor.take(sign: "+") { return duration(&cursor, "a duration behind +").map { .after($0) } }
    var day: Day?
    if let token = cursor.peek, case .day(let value) = token.kind {
      day = value
      cursor.next()
    }
    guard let token = cursor.peek, case .clock(let time) = token.kind else {
      missing("a moment", cursor.here, hint: "as +90s, 10:15 or 2026-03-03 10:15")
      return nil
    }
    cursor.next()
    return .clock(day, time)
  }
  /// Touching digits, `+` may lead, or a text.
  mutating func phone(_ cursor: inout TokenCursor, _ what: String) -> String? {
    let range = cursor.here
    let number: String
    if let (token, _) = cursor.takeString() {
      number = token.text
    } else if let joined = cursor.takeJoined() {
      number = joined.text
    } else {
      missing(what, range, hint: "digits without blanks, as 0212345678")
      return nil
    }
    let digits = number.hasPrefix("+") ? number.dropFirst() : number[...]
    guard !digits.isEmpty, digits.utf8.count <= 40,
      digits.utf8.allSatisfy({ Key(ascii: $0) != nil })
    else {
      fault("CF206", "'\(number)' is no telephone number", range, hint: "digits without blanks")
      return nil
    }
    return number
  }
  mutating func keys(_ cursor: inout TokenCursor) -> [Key]? {
    let range = cursor.here
    let text: String
    if let (token, _) = cursor.takeString() {
      text = token.text
    } else if let joined = cursor.takeJoined() {
      text = joined.text
    } else {
      missing("the keys", range, hint: "as press 1 or press 1234#")
      return nil
    }
    var keys: [Key] = []
    for character in text where character != " " {
      guard let key = Key(character) else {
        fault("CF206", "'\(character)' is no key", range, hint: "keys are 0-9 * # A-D")
        return nil
      }
      keys.append(key)
    }
    guard !keys.isEmpty, keys.count <= 1000 else {
      fault("CF206", "no keys, or more than 1000", range)
      return nil
    }
    return keys
  }
  /// `billing 3, ko 5`.
  mutating func skills(_ cursor: inout TokenCursor) -> [Expectation.Level]? {
    var levels: [Expectation.Level] = []
    repeat {
      guard let skill = name(&cursor, "a skill") else { return nil }
      var level = 1
      if let token = cursor.peek, case .number = token.kind {
        guard let value = Int(token.text), (1...9).contains(value) else {
          fault("CF206", "a level is 1 to 9", token.range)
          return nil
        }
        level = value
        cursor.next()
      }
      levels.append(.init(skill: skill, level: level))
    } while cursor.take(sign: ",")
    return levels
  }
  /// `-12dBm`, `+4dB`, `-30 dBm`.
  mutating func decibels(_ cursor: inout TokenCursor) -> Double? {
    let range = cursor.here
    var text = cursor.takeJoined()?.text ?? ""
    for unit in ["dBm0", "dBm", "dB"] where text.hasSuffix(unit) {
      text.removeLast(unit.count)
      break
    }
    if text.hasPrefix("+") { text.removeFirst() }
    guard let value = Double(text), (-200...60).contains(value) else {
      missing("a number of decibels", range, hint: "as -12dBm or +4dB")
      return nil
    }
    for unit in ["dBm0", "dBm", "dB"] where cursor.take(word: unit) { break }
    return value
  }
  /// A constant: a number, duration, text, day, clock time, `true`, `false`, `none`, with a sign.
  mutating func constant(_ cursor: inout TokenCursor, _ what: String) -> Value? {
    let isNegative = cursor.take(sign: "-")
    guard let token = cursor.peek else {
      missing(what, cursor.here)
      return nil
    }
    var value: Value?
    switch token.kind {
    case .number(let n): value = .number(isNegative ? -n : n)
    case .duration(let d): value = .duration(isNegative ? .zero - d : d)
    case .string where !isNegative: value = .text(token.text)
    case .day(let day) where !isNegative: value = .date(day)
    case .clock(let time) where !isNegative: value = .time(time)
    case .word where !isNegative:
      switch token.text {
      case "true": value = .flag(true)
      case "false": value = .flag(false)
      case "none": value = Value.none
      default: break
      }
    default: break
    }
    guard let value else {
      fault("CF111", "\(what) was expected, not \(token.shown)", token.range)
      return nil
    }
    cursor.next()
    return value
  }
  /// `(name = value, …)`.
  mutating func row(_ cursor: inout TokenCursor) -> [String: Value]? {
    guard cursor.take(sign: "(") else {
      missing("a row", cursor.here, hint: "as (number = \"12345678\", balance = 52300)")
      return nil
    }
    var row: [String: Value] = [:]
    while !cursor.take(sign: ")") {
      guard let column = name(&cursor, "a column's name") else { return nil }
      guard cursor.take(sign: "=") else {
        missing("'=' behind the column", cursor.here)
        return nil
      }
      guard let value = constant(&cursor, "a value") else { return nil }
      row[column] = value
      if !cursor.isAt(sign: ")"), !cursor.take(sign: ",") {
        missing("')'", cursor.here)
        return nil
      }
    }
    return row
  }
  /// `outcome=agent waited=4s..6s`.
  mutating func fields(_ cursor: inout TokenCursor) -> [Expectation.Field]? {
    var fields: [Expectation.Field] = []
    while let word = cursor.peek, case .word = word.kind, cursor.peek(ahead: 1)?.isSign("=") == true {
      cursor.next()
      cursor.next()
      guard let lower = datum(&cursor) else { return nil }
      var field = Expectation.Field(name: word.text, lower: lower)
      if cursor.take(sign: "..") {
        guard let upper = datum(&cursor) else { return nil }
        field.upper = upper
      }
      fields.append(field)
      _ = cursor.take(sign: ",")
    }
    if fields.isEmpty { missing("what it says", cursor.here, hint: "as outcome=agent") }
    return fields.isEmpty ? nil : fields
  }
  private mutating func datum(_ cursor: inout TokenCursor) -> Expectation.Field.Datum? {
    if let word = cursor.peek, case .word = word.kind, !["true", "false", "none"].contains(word.text) {
      return dotted(&cursor, "a value").map { .text($0) }
    }
    return constant(&cursor, "a value").map {
      if case .text(let text) = $0 { .text(text) } else { .value($0) }
    }
  }
  mutating func form(_ cursor: inout TokenCursor) -> Form? {
    let range = cursor.here
    var words: [String] = []
    while let token = cursor.peek, case .word = token.kind, !["within", "at", "in"].contains(token.text) {
      words.append(token.text)
      cursor.next()
    }
    if let form = Form(words: words) { return form }
    fault("CF206", "'\(words.joined(separator: " "))' is no form of a value", range)
    return nil
  }
}
