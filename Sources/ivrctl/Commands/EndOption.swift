import Chronology
import Foundation

extension Options {
  /// When something ends: `18:00`, the next time that the clock shows it; `2026-03-03 18:00`, a zone after it
  /// if another; `90m`, so long from now.
  /// - Throws: when it is none of these, or has passed.
  static func end(_ text: String, _ zone: Zone, from now: Instant) throws -> Instant {
    if let length = length(text) { return now + length }
    if let time = ClockTime(text) {
      let today = zone.local(now).day
      let end = zone.instant(today, time)
      return end > now ? end : zone.instant(today.adding(days: 1), time)
    }
    let words = text.split(separator: " ").map(String.init)
    guard (2...3).contains(words.count), let zone = words.count == 3 ? Zone(words[2]) : zone,
      let day = Day(words[0]), let time = ClockTime(words[1])
    else {
      throw CommandError(
        "--until takes a time, not '\(text)'", hint: "for example: 18:00, \"2026-03-03 18:00\", or 90m")
    }
    let end = zone.instant(day, time)
    guard end > now else { throw CommandError("--until \(text) has passed", hint: "a time to come") }
    return end
  }

  /// `45s`, `90m`, `6h`, `2d`.
  private static func length(_ text: String) -> Duration? {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()),
      (1...10_000).contains(count)
    else { return nil }
    return .seconds(count * unit)
  }
}

extension Instant {
  /// Of the wall clock.
  static var wallNow: Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
