/// Questions about instants. Hours are half open: `09:00-18:00` is open at 09:00:00 and closed at 18:00:00.
/// They begin and end at the first instant at which the local clock shows their time or a later one, so a
/// time that daylight saving skips is the moment of the change, and one that comes twice is its first.
extension OpeningHours {
  /// How far ahead `nextOpening` and `nextChange` look, in days.
  public static let horizon = 400

  public func status(at instant: Instant) -> Status {
    let today = zone.local(instant).day
    // Hours last up to a day, and one that a zone skips altogether may lie between.
    let begun = (-2...0).map { today.adding(days: $0) }
    if begun.contains(where: { covers(lunch, of: $0, instant) && isBetween(periods(on: $0), of: $0, instant) }
    ) {
      return .lunch
    }
    if begun.contains(where: { covers(periods(on: $0), of: $0, instant) }) {
      return begun.contains { covers(lunch, of: $0, instant) } ? .lunch : .open
    }
    return isHoliday(today) ? .holiday(holidays[today] ?? nil) : .closed
  }

  /// The first instant after `instant` at which the office opens, be it from closed or from lunch; nil when
  /// it does not open within the next 400 days.
  public func nextOpening(after instant: Instant) -> Instant? {
    isNeverOpen ? nil : firstBoundary(after: instant) { $0 != .open && $1 == .open }
  }

  /// The first instant after `instant` at which the status becomes another; nil when it stays the same for
  /// the next 400 days.
  public func nextChange(after instant: Instant) -> Instant? {
    firstBoundary(after: instant) { $0 != $1 }
  }

  private func firstBoundary(after instant: Instant, where wanted: (Status, Status) -> Bool) -> Instant? {
    let today = zone.local(instant).day
    for offset in 0...Self.horizon {
      let day = today.adding(days: offset)
      for candidate in boundaries(on: day) where candidate > instant {
        if wanted(status(at: candidate - .microseconds(1)), status(at: candidate)) { return candidate }
      }
    }
    return nil
  }

  /// The instants of one local day at which the status may change, in order.
  private func boundaries(on day: Day) -> [Instant] {
    let start = zone.firstInstant(day, .midnight)
    let end = zone.firstInstant(day, .endOfDay)
    var found: Set = [start]
    for begun in [day.adding(days: -2), day.adding(days: -1), day] {
      for period in periods(on: begun) + lunch {
        let (from, to) = span(period, of: begun)
        found.formUnion([from, to])
      }
    }
    return found.filter { start <= $0 && $0 < end }.sorted()
  }

  /// After the day's first opening and before its last closing, so that a lunch may also be written as the
  /// gap between two hours.
  private func isBetween(_ periods: [Period], of day: Day, _ instant: Instant) -> Bool {
    let spans = periods.map { span($0, of: day) }
    return spans.contains { $0.0 <= instant } && spans.contains { instant < $0.1 }
  }

  private func covers(_ periods: [Period], of day: Day, _ instant: Instant) -> Bool {
    periods.contains {
      let (from, to) = span($0, of: day)
      return from <= instant && instant < to
    }
  }

  private func span(_ period: Period, of day: Day) -> (from: Instant, to: Instant) {
    let last = period.crossesMidnight ? day.adding(days: 1) : day
    return (zone.firstInstant(day, period.from), zone.firstInstant(last, period.to))
  }
}

extension Zone {
  /// The first instant at which a clock in this zone shows that time of that day, or a later one.
  public func firstInstant(_ day: Day, _ time: ClockTime) -> Instant {
    let instant = instant(day, time)
    let asked = day.daysSince1970 * 86_400 + time.secondsOfDay
    let shown = local(instant)
    let skipped = shown.day.daysSince1970 * 86_400 + shown.time.secondsOfDay - asked
    guard skipped > 0 else { return instant }
    // Daylight saving skips the time: the change lies less than the skipped span before.
    var (low, high) = (instant.microseconds / 1_000_000 - Int64(skipped), instant.microseconds / 1_000_000)
    let offsetAfter = offset(at: instant)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if offset(at: Instant(microseconds: middle * 1_000_000)) == offsetAfter {
        high = middle
      } else {
        low = middle
      }
    }
    return Instant(microseconds: high * 1_000_000)
  }
}
