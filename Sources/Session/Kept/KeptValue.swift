import CallFlow
import Chronology
import Foundation

/// A value of a flow as it is written to outlive the program: a letter for its type, then its text.
public struct KeptValue: Hashable, Sendable, Codable {
  public var value: Value
  public init(_ value: Value) { self.value = value }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let row = try? container.decode([String: KeptValue].self) {
      value = .row(row.mapValues(\.value))
      return
    }
    let text = try container.decode(String.self)
    guard let found = KeptValue.parse(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no value of a flow")
    }
    value = found
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if case .row(let columns) = value { return try container.encode(columns.mapValues { KeptValue($0) }) }
    try container.encode(text)
  }

  private var text: String {
    switch value {
    case .undefined, .row: "u"
    case .none: "n"
    case .flag(let flag): flag ? "b1" : "b0"
    case .number(let number): "d\(number)"
    case .text(let text): "t\(text)"
    case .date(let day): "y\(day.year)-\(day.month)-\(day.day)"
    case .time(let time): "c\(time.secondsOfDay)"
    case .instant(let instant): "i\(instant.microseconds)"
    case .duration(let duration): "l\(duration.microseconds)"
    }
  }

  private static func parse(_ text: String) -> Value? {
    let rest = String(text.dropFirst())
    switch text.first {
    case "u": return .undefined
    case "n": return Value.none
    case "b": return .flag(rest == "1")
    case "d": return Decimal(string: rest, locale: Locale(identifier: "en_US_POSIX")).map { .number($0) }
    case "t": return .text(rest)
    case "y":
      let parts = rest.split(separator: "-").compactMap { Int($0) }
      guard parts.count == 3 else { return nil }
      return Day(year: parts[0], month: parts[1], day: parts[2]).map { .date($0) }
    case "c":
      guard let seconds = Int(rest), (0...86_400).contains(seconds) else { return nil }
      return ClockTime(hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60).map {
        .time($0)
      }
    case "i": return Int64(rest).map { .instant(Instant(microseconds: $0)) }
    case "l": return Int64(rest).map { .duration(.microseconds($0)) }
    default: return nil
    }
  }
}
