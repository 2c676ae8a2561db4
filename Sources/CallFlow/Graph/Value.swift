import Chronology
import Foundation

/// A value of the call-flow language.
public enum Value: Hashable, Sendable {
  /// A variable that was never set.
  case undefined
  /// The value of an empty column; false as a condition.
  case none
  case flag(Bool)
  /// Exact, since it may be money.
  case number(Decimal)
  case text(String)
  case date(Day)
  case time(ClockTime)
  case instant(Instant)
  case duration(Duration)
  /// Columns by name.
  case row([String: Value])
}

/// The type of a variable, field, column or expression.
public enum ValueType: String, Hashable, Sendable, CaseIterable {
  case flag, number, text, date, time, instant, duration, row
}

/// Where the secret of a value stands: what may be written of it.
public enum Privacy: Hashable, Sendable {
  case open
  /// Only the last so many characters may be written.
  case masked(last: Int)
  /// Nothing may be written, spoken or kept.
  case secret
}
