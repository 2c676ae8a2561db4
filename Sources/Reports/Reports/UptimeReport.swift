import Chronology

/// `report uptime`: when calls could be taken, and the gaps between.
public enum UptimeReport {
  public struct Run: Hashable, Sendable {
    public var started: Instant
    /// Its end, or when it was last seen alive.
    public var until: Instant
    public var isEnded: Bool
    /// How far the clock was set, where that alone ended the run before and began this one.
    public var clockSet: Duration?
    public init(started: Instant, until: Instant, isEnded: Bool, clockSet: Duration? = nil) {
      (self.started, self.until, self.isEnded, self.clockSet) = (started, until, isEnded, clockSet)
    }
  }

  /// The share of `[since, until)` that runs cover, 0…100; a time that the clock showed twice counts once, and
  /// one that it never showed, since it was set forward, is covered.
  /// - Parameter runs: as they followed each other.
  public static func share(_ runs: [Run], since: Instant, until: Instant) -> Double? {
    guard until > since else { return nil }
    var spans = runs
    for (before, run) in zip(runs, runs.dropFirst()) where run.clockSet.map({ $0 > .zero }) ?? false {
      spans.append(Run(started: before.until, until: run.started, isEnded: true))
    }
    var covered = Duration.zero
    var from = since
    for span in spans.sorted(by: { $0.started < $1.started }) {
      let start = max(span.started, from)
      let end = min(span.until, until)
      guard end > start else { continue }
      covered += end - start
      from = end
    }
    return covered / (until - since) * 100
  }

  /// A line a run, with the gap before it.
  /// - Parameters:
  ///   - runs: as they followed each other.
  ///   - isLive: the last run may be under way.
  public static func table(
    _ runs: [Run], since: Instant, until: Instant, zone: Zone, isLive: Bool
  ) -> ReportTable {
    var table = ReportTable([
      .init("from", key: "from"), .init("until", key: "until"), .init("s", key: "seconds"),
      .init("gap before s", key: "gap_before_seconds"), .init("how", key: "how", isText: true),
      .init("started", key: "started_ms", isDetail: true), .init("ended", key: "until_ms", isDetail: true),
    ])
    func text(_ instant: Instant) -> String {
      let local = zone.local(instant)
      return "\(local.day) \(CallReport.clock(local.time))"
    }
    for (index, run) in runs.enumerated() where run.until >= since && run.started < until {
      let last = index > 0 ? runs[index - 1].until : nil
      // A first run that does not begin the time began ahead of it, by a clock that was set back later.
      let isAhead = runs.contains { $0.started < run.started }
      let gap =
        last.map { run.started - max($0, since) }
        ?? (run.started > since && !isAhead ? run.started - since : nil)
      let isLast = index == runs.count - 1
      let isClockSet = !isLast && runs[index + 1].clockSet != nil
      table.rows.append([
        .text(text(run.started)), .text(text(run.until)), .wholeSeconds(run.until - run.started),
        .wholeSeconds(run.clockSet == nil ? gap.map { max($0, .zero) } : nil),
        .text(
          isClockSet ? "clock set" : run.isEnded ? "ended" : isLast && isLive ? "under way" : "broke off"),
        .count(Int(run.started.milliseconds)), .count(Int(run.until.milliseconds)),
      ])
    }
    let share = share(runs, since: since, until: until).map { ReportCell.decimal($0, 3) } ?? "-"
    table.notes =
      runs.isEmpty
      ? ["The log holds no runs: an earlier version wrote it."]
      : [
        "uptime \(share) % from \(text(since)) to \(text(until)) (\(zone.name))",
        "A run that broke off was last seen at its until, at most a minute before.",
      ]
    if runs.contains(where: { $0.clockSet != nil }) {
      let open = runs.reduce(Duration.zero) { $0 + max(.zero, min($1.until, until) - max($1.started, since)) }
      table.notes.append(
        "clock set: the machine's clock was set, and the log went on; its runs lasted \(open.milliseconds / 1000) s "
          + "in all.")
    }
    return table
  }
}
