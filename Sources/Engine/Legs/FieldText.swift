import CallFlow
import Chronology
import Foundation

/// A field's value as it is written on a command line.
enum FieldText {
  static let longest = 256

  /// Nil for what is no value of that type.
  static func value(_ text: String, _ type: ValueType, zone: Zone) -> Value? {
    guard text.unicodeScalars.count <= longest, !text.unicodeScalars.contains(where: { $0.value < 32 }) else {
      return nil
    }
    switch type {
    case .text: return .text(text)
    case .number:
      let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
      let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count), digits.utf8.count <= 30,
        parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
      else { return nil }
      return Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")).map { .number($0) }
    case .flag:
      switch text {
      case "true", "yes", "1": return .flag(true)
      case "false", "no", "0": return .flag(false)
      default: return nil
      }
    case .date: return Day(text).map { .date($0) }
    case .time: return ClockTime(text).map { .time($0) }
    case .instant:
      let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
      guard parts.count == 2, let day = Day(parts[0]), let time = ClockTime(parts[1]) else { return nil }
      return .instant(zone.instant(day, time))
    case .duration: return duration(text).map { .duration($0) }
    case .row: return nil
    }
  }

  /// How such a value is written, for hints.
  static func usage(_ type: ValueType) -> String {
    switch type {
    case .text: "a text of at most \(longest) characters, on one line"
    case .number: "a number like 12 or -3.50"
    case .flag: "true or false"
    case .date: "a day like 2026-03-01"
    case .time: "a time like 09:30"
    case .instant: "a day and a time like 2026-03-01 09:30"
    case .duration: "a length of time like 93s, 1m30s or 500ms"
    case .row: "nothing: rows cannot be set"
    }
  }

  /// `1m30s`; nil for any other shape.
  static func duration(_ text: String) -> Duration? {
    let units: [(name: String, milliseconds: Int64)] = [
      ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]
    var total: Int64 = 0
    var rest = text[...]
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard (1...9).contains(digits.count), let number = Int64(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { $0.isLetter }
      guard let unit = units.first(where: { $0.name == name }) else { return nil }
      rest = rest.dropFirst(name.count)
      total += number * unit.milliseconds
    }
    return text.isEmpty ? nil : .milliseconds(total)
  }
}

extension Duration {
  /// Reads `93s` and `1m30s`; nil for any other shape.
  public init?(written text: String) {
    guard let found = FieldText.duration(text) else { return nil }
    self = found
  }
}
