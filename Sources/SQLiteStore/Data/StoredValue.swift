import CallFlow
import Chronology
import Foundation

/// Values of the language as SQLite keeps them, both ways.
///
/// | type | kept as | also read |
/// |---|---|---|
/// | flag | INTEGER 0 or 1 | |
/// | number | INTEGER when whole and within 64 bits, else REAL by its shortest text | |
/// | text | TEXT | |
/// | date | TEXT `YYYY-MM-DD` | |
/// | time | TEXT `HH:MM`, with `:SS` when not zero | |
/// | instant | INTEGER, UTC milliseconds, or TEXT, by the column's declared type | ISO 8601, UTC unless told |
/// | duration | INTEGER, milliseconds | |
/// | none | NULL | |
enum StoredValue {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)

  /// Nil when the value is not of that type, or cannot be kept.
  init?(_ value: Value, as type: ValueType, declared: String? = nil) {
    switch (type, value) {
    case (_, .none), (_, .undefined): self = .null
    case (.flag, .flag(let flag)): self = .integer(flag ? 1 : 0)
    case (.number, .number(let number)):
      guard let stored = StoredValue(number) else { return nil }
      self = stored
    case (.text, .text(let text)): self = .text(text)
    case (.date, .date(let day)): self = .text(day.description)
    case (.time, .time(let time)): self = .text(time.description)
    case (.instant, .instant(let instant)):
      self = StoredValue.isNumeric(declared) ? .integer(instant.milliseconds) : .text(instant.isoText)
    case (.duration, .duration(let duration)): self = .integer(duration.milliseconds)
    default: return nil
    }
  }

  /// Nil for a number that is none, or beyond a `Double`.
  init?(_ number: Decimal) {
    guard number.isFinite else { return nil }
    let text = number.description
    if let whole = Int64(text) {
      self = .integer(whole)
    } else if let real = Double(text), real.isFinite {
      self = .real(real)
    } else {
      return nil
    }
  }

  /// Nil when what is stored is not of that type.
  func value(as type: ValueType) -> Value? {
    switch (type, self) {
    case (.row, _): nil
    case (_, .null): Value.none
    case (.flag, .integer(0)): .flag(false)
    case (.flag, .integer(1)): .flag(true)
    case (.number, .integer(let number)): .number(Decimal(number))
    case (.number, .real(let number)):
      number.isFinite ? Decimal(string: number.description).map { .number($0) } : nil
    case (.text, .text(let text)): .text(text)
    case (.date, .text(let text)): Day(text).map { .date($0) }
    case (.time, .text(let text)): ClockTime(text).map { .time($0) }
    case (.instant, .integer(let milliseconds)):
      milliseconds.magnitude > UInt64(Int64.max) / 1000 ? nil : .instant(Instant(milliseconds: milliseconds))
    case (.instant, .text(let text)): Instant(isoText: text).map { .instant($0) }
    case (.duration, .integer(let milliseconds)): .duration(.milliseconds(milliseconds))
    default: nil
    }
  }

  /// As it is written, to name what is not of its type.
  var text: Value {
    switch self {
    case .null: .none
    case .integer(let number): .text(String(number))
    case .real(let number): .text(String(number))
    case .text(let text): .text(text)
    }
  }

  /// SQLite's own rule: a declared type with `INT` in it has integer affinity.
  static func isNumeric(_ declared: String?) -> Bool {
    guard let declared = declared?.uppercased() else { return false }
    return ["INT", "REAL", "NUM", "DEC", "FLOA", "DOUB"].contains { declared.contains($0) }
  }

  func bind(_ index: Int32, to statement: borrowing Statement) {
    switch self {
    case .null: statement.bindNull(index)
    case .integer(let number): statement.bind(index, number)
    case .real(let number): statement.bind(index, number)
    case .text(let text): statement.bind(index, text)
    }
  }
}

extension Statement {
  /// Nil for a blob.
  func stored(_ column: Int32) -> StoredValue? {
    switch storage(column) {
    case .null: .null
    case .integer: .integer(integer(column))
    case .real: .real(real(column))
    case .text: .text(text(column) ?? "")
    case .blob: nil
    }
  }
}

extension Day {
  /// `2026-03-01`.
  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, text.utf8.count == 10, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
      let year = Int(digits: parts[0]), let month = Int(digits: parts[1]), let day = Int(digits: parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension ClockTime {
  /// `09:00` or `09:00:00`.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
    let numbers = parts.compactMap { Int(digits: $0) }
    guard numbers.count == parts.count else { return nil }
    self.init(hour: numbers[0], minute: numbers[1], second: numbers.count == 3 ? numbers[2] : 0)
  }
}

extension Instant {
  /// `2026-03-03T01:15:00.000Z`.
  var isoText: String {
    let milliseconds = self.milliseconds
    let day = milliseconds >= 0 ? milliseconds / 86_400_000 : (milliseconds - 86_399_999) / 86_400_000
    let rest = milliseconds - day * 86_400_000
    func pad(_ number: Int64, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(Day(daysSince1970: Int(day)))T\(pad(rest / 3_600_000, 2)):\(pad(rest / 60_000 % 60, 2)):"
      + "\(pad(rest / 1000 % 60, 2)).\(pad(rest % 1000, 3))Z"
  }

  /// `YYYY-MM-DD`, `T` or a space, `HH:MM[:SS[.fff]]`, then nothing or `Z` for UTC, or `+HH:MM`, `-HH:MM`.
  init?(isoText text: String) {
    guard text.utf8.count >= 16, text.utf8.count <= 40, text.utf8.allSatisfy({ $0 < 0x80 }),
      let day = Day(String(text.prefix(10)))
    else { return nil }
    var rest = text.dropFirst(10)
    guard let separator = rest.popFirst(), separator == "T" || separator == " " else { return nil }
    var offset = 0
    if rest.hasSuffix("Z") {
      rest.removeLast()
    } else if let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      guard let time = ClockTime(String(rest[rest.index(after: sign)...])) else { return nil }
      offset = rest[sign] == "-" ? -time.secondsOfDay : time.secondsOfDay
      rest = rest[..<sign]
    }
    var milliseconds = 0
    if let point = rest.firstIndex(of: ".") {
      let fraction = rest[rest.index(after: point)...].prefix(3)
      guard !fraction.isEmpty, let number = Int(digits: fraction) else { return nil }
      milliseconds = number * [100, 10, 1][fraction.count - 1]
      rest = rest[..<point]
    }
    guard let time = ClockTime(String(rest)) else { return nil }
    let seconds = day.daysSince1970 * 86_400 + time.secondsOfDay - offset
    self.init(milliseconds: Int64(seconds) * 1000 + Int64(milliseconds))
  }
}

extension Int {
  /// Only digits, at least one, without a sign.
  init?(digits text: Substring) {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    self.init(text)
  }
}
