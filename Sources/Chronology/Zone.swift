import Foundation

/// A time zone with its daylight-saving history, named as in the IANA database.
public struct Zone: Hashable, Sendable {
  public let name: String
  private let zone: TimeZone

  /// Nil when the name is not in the zone database.
  public init?(_ name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.name = name
    self.zone = zone
  }
  private init() {
    name = "UTC"
    zone = TimeZone(secondsFromGMT: 0) ?? .gmt
  }
  public static let utc = Zone()

  /// Seconds east of Greenwich at that instant.
  public func offset(at instant: Instant) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000))
  }

  /// The day and the time of day that a clock in this zone shows.
  public func local(_ instant: Instant) -> (day: Day, time: ClockTime) {
    let seconds = (instant - Instant(microseconds: 0)).microseconds.floored(by: 1_000_000)
    let local = seconds + Int64(offset(at: instant))
    let day = local.floored(by: 86_400)
    let second = Int(local - day * 86_400)
    let time = ClockTime(hour: second / 3600, minute: second / 60 % 60, second: second % 60)
    return (Day(daysSince1970: Int(clamping: day)), time ?? .midnight)
  }

  /// The instant at which a clock in this zone shows that time; for a time that occurs twice the first,
  /// for a time that daylight saving skips the instant one offset later.
  public func instant(_ day: Day, _ time: ClockTime) -> Instant {
    let wall = Int64(day.daysSince1970) * 86_400 + Int64(time.secondsOfDay)
    let guess = Instant(microseconds: wall * 1_000_000)
    let before = offset(at: guess - .hours(26))
    let after = offset(at: guess + .hours(26))
    for candidate in [max(before, after), min(before, after)] {
      let instant = Instant(microseconds: (wall - Int64(candidate)) * 1_000_000)
      if offset(at: instant) == candidate { return instant }
    }
    return Instant(microseconds: (wall - Int64(before)) * 1_000_000)
  }
}

extension ClockTime {
  public static let midnight = ClockTime(seconds: 0)
  public static let endOfDay = ClockTime(seconds: 86_400)
  private init(seconds: Int) { secondsOfDay = seconds }
}

extension Int64 {
  /// Division that rounds toward minus infinity.
  func floored(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
