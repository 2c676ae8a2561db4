import Chronology
import Foundation

/// What the built-in functions do with texts.
enum BuiltinText {
  /// The keys on which a name stands, as on every telephone (E.161): `Kim Min-ji` is 54664654. Other letters
  /// and signs are left out.
  static func keys(of text: String) -> String {
    let rows = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"]
    return text.lowercased().reduce(into: "") { keys, character in
      if character.isASCII, character.isNumber { keys.append(character) }
      if let row = rows.firstIndex(where: { $0.contains(character) }) { keys += "\(row + 2)" }
    }
  }

  static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  /// Filled up on the left.
  static func padded(_ text: String, to width: Int, with fill: String) throws(ExpressionFault) -> Value {
    let missing = width - text.count
    guard missing > 0, let character = fill.first else { return .text(text) }
    guard missing <= Arithmetic.textLimit else { throw .overflow }
    return try Arithmetic.checked(String(repeating: character, count: missing) + text)
  }

  static func replaced(
    _ text: String, _ old: String, by new: String
  ) throws(ExpressionFault) -> Value {
    guard !old.isEmpty else { return .text(text) }
    let pieces = text.split(separator: old, omittingEmptySubsequences: false)
    guard text.utf8.count + pieces.count * new.utf8.count <= Arithmetic.textLimit * 2 else { throw .overflow }
    return try Arithmetic.checked(pieces.joined(separator: new))
  }

  static func text(_ value: Value, _ zone: Zone) throws(ExpressionFault) -> String {
    switch value {
    case .text(let text): return text
    case .number(let number): return number.description
    case .flag(let flag): return flag ? "true" : "false"
    case .date(let day): return day.description
    case .time(let time): return time.description
    case .instant(let instant):
      let local = zone.local(instant)
      return "\(local.day) \(local.time)"
    case .duration(let duration): return written(duration)
    case .none: throw .noneUsed
    case .undefined: throw .undefined
    case .row: throw .wrongType
    }
  }

  /// `1h30m`, `0s`, as the language writes it, to the millisecond.
  static func written(_ duration: Duration) -> String {
    var rest = duration.milliseconds.magnitude
    var out = ""
    for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)]
      as [(String, UInt64)]
    {
      if rest >= size { out += "\(rest / size)\(unit)" }
      rest %= size
    }
    return out.isEmpty ? "0s" : (duration < .zero ? "-" : "") + out
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } && text.utf8.count <= 4 ? Int(text) : nil
  }

  /// `2026-03-01` or `20260301`.
  static func day(_ text: String) -> Day? {
    var parts = text.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count == 1, text.utf8.count == 8, text.utf8.allSatisfy({ $0 < 0x80 }) {
      parts = [text.prefix(4), text.dropFirst(4).prefix(2), text.suffix(2)]
    }
    guard parts.map(\.utf8.count) == [4, 2, 2], let year = number(parts[0]), let month = number(parts[1]),
      let day = number(parts[2])
    else { return nil }
    return Day(year: year, month: month, day: day)
  }

  /// `09:30`, `09:30:00` or `0930`.
  static func time(_ text: String) -> ClockTime? {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 1, text.utf8.count == 4, text.utf8.allSatisfy({ $0 < 0x80 }) {
      parts = [text.prefix(2), text.suffix(2)]
    }
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }),
      let hour = number(parts[0]),
      let minute = number(parts[1]), let second = parts.count == 3 ? number(parts[2]) : 0
    else { return nil }
    return ClockTime(hour: hour, minute: minute, second: second)
  }
}
