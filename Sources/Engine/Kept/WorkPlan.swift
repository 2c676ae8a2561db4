import Chronology

/// When an agent works: his `shift` and `leave` lines, kept with the log so that reports know them.
public struct WorkPlan: Hashable, Sendable {
  public var weekly: [Weekday: [OpeningHours.Period]]
  public var leave: [ClosedRange<Day>]
  public var zone: Zone
  public init(weekly: [Weekday: [OpeningHours.Period]], leave: [ClosedRange<Day>] = [], zone: Zone) {
    (self.weekly, self.leave, self.zone) = (weekly, leave, zone)
  }

  /// The times in `[since, until)` at which he should work, in order, apart from one another.
  public func spans(since: Instant, until: Instant) -> [Range<Instant>] {
    guard since < until else { return [] }
    var spans: [Range<Instant>] = []
    // The hours of the day before may run on.
    var day = zone.local(since).day.adding(days: -1)
    let last = zone.local(until).day
    // A log from outside may hold any times: nobody has worked for a century.
    guard last.daysSince1970 - day.daysSince1970 < 40_000 else { return [] }
    while day <= last {
      if !leave.contains(where: { $0.contains(day) }) {
        for period in weekly[day.weekday] ?? [] {
          let from = zone.instant(day, period.from)
          let to = zone.instant(period.crossesMidnight ? day.adding(days: 1) : day, period.to)
          let (start, end) = (max(from, since), min(to, until))
          if start < end { spans.append(start..<end) }
        }
      }
      day = day.adding(days: 1)
    }
    return spans.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { joined, span in
      if let before = joined.last, span.lowerBound <= before.upperBound {
        joined[joined.count - 1] = before.lowerBound..<max(before.upperBound, span.upperBound)
      } else {
        joined.append(span)
      }
    }
  }

  private struct Row: Codable {
    var zone: String
    /// Of each weekday from Monday: from and to, in seconds of the day.
    var days: [[[Int]]]
    /// First and last day, counted from 1970.
    var leave: [[Int]]
  }

  public func row(agent: String, at instant: Instant) -> KeptRow {
    let days = Weekday.allCases.map { day in
      (weekly[day] ?? []).map { [$0.from.secondsOfDay, $0.to.secondsOfDay] }
    }
    let row = Row(
      zone: zone.name, days: days,
      leave: leave.map { [$0.lowerBound.daysSince1970, $0.upperBound.daysSince1970] })
    return KeptRow("shift", agent, at: instant, KeptText.encode(row))
  }
  /// Nil for another sort of row.
  public init?(_ row: KeptRow) {
    guard row.kind == "shift", let kept: Row = KeptText.decode(row.value), let zone = Zone(kept.zone) else {
      return nil
    }
    func time(_ seconds: Int) -> ClockTime? {
      seconds == 86_400
        ? .endOfDay
        : seconds < 0
          ? nil
          : ClockTime(hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60)
    }
    var weekly: [Weekday: [OpeningHours.Period]] = [:]
    for (day, periods) in zip(Weekday.allCases, kept.days) {
      let found = periods.compactMap { pair -> OpeningHours.Period? in
        guard pair.count == 2, let from = time(pair[0]), let to = time(pair[1]) else { return nil }
        return OpeningHours.Period(from: from, to: to)
      }
      if !found.isEmpty { weekly[day] = found }
    }
    let known = -1_000_000...1_000_000
    let leave = kept.leave.compactMap { pair -> ClosedRange<Day>? in
      guard pair.count == 2, pair.allSatisfy(known.contains), pair[0] <= pair[1] else { return nil }
      return Day(daysSince1970: pair[0])...Day(daysSince1970: pair[1])
    }
    self.init(weekly: weekly, leave: leave, zone: zone)
  }
}
