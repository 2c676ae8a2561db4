import CallFlow
import Chronology
import Foundation
import Wording

/// Values of scripts against values and texts of calls.
enum ValueText {
  /// As a log writes it.
  static func text(_ value: Value) -> String {
    switch value {
    case .undefined: "undefined"
    case .none: "none"
    case .flag(let flag): flag ? "true" : "false"
    case .number(let number): "\(number)"
    case .text(let text): text
    case .date(let day): day.description
    case .time(let time): time.description
    case .instant(let instant): TimeText.stamp(instant, .utc)
    case .duration(let duration): TimeText.short(duration)
    case .row: "row"
    }
  }
  static func same(_ value: Value, _ shown: String) -> Bool {
    if text(value) == shown { return true }
    if case .number(let number) = value, let other = Decimal(string: shown) { return number == other }
    return false
  }
  /// What a text of a script is as a value of that form.
  static func sayable(_ text: String, _ form: Form) -> Sayable {
    switch form {
    case .number, .ordinal, .count, .currency: Decimal(string: text).map { .number($0) } ?? .text(text)
    case .date: day(text).map { .date($0) } ?? .text(text)
    case .time: time(text).map { .time($0) } ?? .text(text)
    default: .text(text)
    }
  }
  private static func day(_ text: String) -> Day? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? Day(year: parts[0], month: parts[1], day: parts[2]) : nil
  }
  private static func time(_ text: String) -> ClockTime? {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    return parts.count == 2 ? ClockTime(hour: parts[0], minute: parts[1]) : nil
  }

  /// Whether a value is what a field of a script asks for, or lies between its two.
  static func fits(_ value: Value, _ field: Expectation.Field) -> Bool {
    guard let upper = field.upper else { return compare(value, field.lower) == 0 }
    guard let low = compare(value, field.lower), let high = compare(value, upper) else { return false }
    return low >= 0 && high <= 0
  }
  /// Negative when the value is less; nil when the two cannot be compared.
  private static func compare(_ value: Value, _ datum: Expectation.Field.Datum) -> Int? {
    func order<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : (a > b ? 1 : 0) }
    switch datum {
    case .text(let text): return order(ValueText.text(value), text)
    case .value(let wanted):
      switch (value, wanted) {
      case (.duration(let a), .duration(let b)): return order(a, b)
      case (.number(let a), .number(let b)): return order(a, b)
      case (.date(let a), .date(let b)): return order(a, b)
      case (.time(let a), .time(let b)): return order(a, b)
      case (.text(let a), .number(let b)): return Decimal(string: a).map { order($0, b) }
      case (.number(let a), .flag(let b)): return order(a, b ? 1 : 0)
      default: return ValueText.text(value) == ValueText.text(wanted) ? 0 : nil
      }
    }
  }
}
