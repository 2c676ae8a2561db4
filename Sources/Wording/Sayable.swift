import Chronology
import Foundation

/// A value that can be said.
public enum Sayable: Hashable, Sendable {
  case text(String)
  case number(Decimal)
  case date(Day)
  case time(ClockTime)
  case instant(Day, ClockTime)
  case duration(Duration)
  case flag(Bool)

  /// The name of its type in a flow file.
  var typeName: String {
    switch self {
    case .text: "text"
    case .number: "number"
    case .date: "date"
    case .time: "time"
    case .instant: "instant"
    case .duration: "duration"
    case .flag: "flag"
    }
  }
}
