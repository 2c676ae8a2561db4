import Chronology

/// Time cut into half-open intervals on the clock of a zone: `[start, next start)`.
///
/// Each day is cut from its own midnight. On the day that daylight saving begins there are 23 hours of
/// intervals, on the day that it ends 25, and the hour that occurs twice is two intervals.
public struct Intervals: Hashable, Sendable {
  public enum Length: Hashable, Sendable {
    case minutes(Int), day
    /// 15, 30, 60 or `day`.
    public init?(_ text: some StringProtocol) {
      switch text {
      case "15", "30", "60": self = .minutes(Int(text) ?? 60)
      case "day": self = .day
      default: return nil
      }
    }
  }
  public let length: Length
  public let zone: Zone
  /// In order.
  public let starts: [Instant]
  /// Where the last one ends.
  public let end: Instant

  /// Those that touch `[since, until)`: whole ones, so that the first may begin before `since`.
  public init(_ length: Length, zone: Zone, since: Instant, until: Instant) {
    (self.length, self.zone) = (length, zone)
    var starts: [Instant] = []
    var day = zone.local(since).day
    var end = since
    while end < until || starts.isEmpty {
      let midnight = zone.instant(day, .midnight)
      let next = zone.instant(day.adding(days: 1), .midnight)
      switch length {
      case .day: starts.append(midnight)
      case .minutes(let minutes):
        var start = midnight
        while start < next, start < until || starts.isEmpty {
          if start + .minutes(minutes) > since { starts.append(start) }
          start += .minutes(max(minutes, 1))
        }
      }
      guard next > end else { break }
      end = next
      day = day.adding(days: 1)
    }
    if case .minutes(let minutes) = length, let last = starts.last {
      end = min(end, last + .minutes(minutes))
    }
    (self.starts, self.end) = (starts, end)
  }

  /// The place of the interval that the instant is in; nil outside all of them.
  public func place(of instant: Instant) -> Int? {
    guard let first = starts.first, instant >= first, instant < end else { return nil }
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= instant { low = middle } else { high = middle }
    }
    return low
  }

  public func end(of place: Int) -> Instant {
    place + 1 < starts.count ? starts[place + 1] : end
  }

  /// `2026-03-02 10:00`, with the offset on days on which clocks change; the day alone for days.
  public func label(_ place: Int) -> String {
    let local = zone.local(starts[place])
    if length == .day { return local.day.description }
    let midnight = zone.instant(local.day, .midnight)
    let next = zone.instant(local.day.adding(days: 1), .midnight)
    let text = "\(local.day) \(local.time)"
    return next - midnight == .hours(24)
      ? text : "\(text) \(Intervals.offset(zone.offset(at: starts[place])))"
  }

  /// The same without the day where all are of one.
  public func shortLabel(_ place: Int) -> String {
    let label = label(place)
    guard length != .day, let first = starts.first, let last = starts.last,
      zone.local(first).day == zone.local(last).day
    else { return label }
    return String(label.dropFirst(11))
  }

  /// `+02:00`.
  static func offset(_ seconds: Int) -> String {
    let time = ClockTime(hour: abs(seconds) / 3600 % 24, minute: abs(seconds) / 60 % 60) ?? .midnight
    return (seconds < 0 ? "-" : "+") + time.description
  }
}
