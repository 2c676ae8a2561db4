import Chronology

/// `report uptime`: when calls could be taken, and the gaps between.
public enum UptimeReport {
  public struct Run: Hashable, Sendable {
    public var started: Instant
    /// Its end, or when it was last seen alive.
    public var until: Instant
    public var isEnded: Bool
    public init(started: Instant, until: Instant, isEnded: Bool) {
      (self.started, self.until, self.isEnded) = (started, until, isEnded)
    }
  }

  /// The share of `[since, until)` that runs cover, 0…100; runs that overlap, as at a change of the clock,
  /// count once.
  public static func share(_ runs: [Run], since: Instant, until: Instant) -> Double? {
    guard until > since else { return nil }
    var covered = Duration.zero
    var from = since
    for run in runs.sorted(by: { $0.started < $1.started }) {
      let start = max(run.started, from)
      let end = min(run.until, until)
      guard end > start else { continue }
      covered += end - start
      from = end
    }
    return covered / (until - since) * 100
  }

  /// A line a run, with the gap before it.
  /// - Parameter isLive: the last run may be under way.
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
    var last: Instant?
    let inside = runs.filter { $0.until >= since && $0.started < until }
    for (index, run) in inside.enumerated() {
      let gap =
        last.map { max($0, since) }.map { run.started - $0 }
        ?? (run.started > since ? run.started - since : nil)
      let isUnderWay = isLive && index == inside.count - 1
      table.rows.append([
        .text(text(run.started)), .text(text(run.until)), .wholeSeconds(run.until - run.started),
        .wholeSeconds(gap.map { max($0, .zero) }),
        .text(run.isEnded ? "ended" : isUnderWay ? "under way" : "broke off"),
        .count(Int(run.started.milliseconds)), .count(Int(run.until.milliseconds)),
      ])
      last = max(last ?? run.until, run.until)
    }
    let share = share(inside, since: since, until: until).map { ReportCell.decimal($0, 3) } ?? "-"
    table.notes =
      runs.isEmpty
      ? ["The log holds no runs: an earlier version wrote it."]
      : [
        "uptime \(share) % from \(text(since)) to \(text(until)) (\(zone.name))",
        "A run that broke off was last seen at its until, at most a minute before.",
      ]
    return table
  }
}
