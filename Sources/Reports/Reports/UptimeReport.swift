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

  /// The share of `[since, until)` that runs cover, 0…100. A time that the clock showed twice counts once; one that
  /// it never showed, since it was set forward, is nobody's: neither covered nor missing.
  /// - Parameter runs: as they followed each other.
  public static func share(_ runs: [Run], since: Instant, until: Instant) -> Double? {
    let spans = runs.map { $0.started..<max($0.started, $0.until) }
    let covered = covered(spans, since: since, until: until)
    let shown =
      until - since - (UptimeReport.covered(spans + leaps(runs), since: since, until: until) - covered)
    return shown > .zero ? covered / shown * 100 : nil
  }

  /// What the clock leapt over, each time it was set forward.
  private static func leaps(_ runs: [Run]) -> [Range<Instant>] {
    zip(runs, runs.dropFirst()).compactMap { before, run in
      run.clockSet.map { $0 > .zero } == true && before.until < run.started ? before.until..<run.started : nil
    }
  }

  /// How much of `[since, until)` lies in any of them.
  private static func covered(_ spans: [Range<Instant>], since: Instant, until: Instant) -> Duration {
    var covered = Duration.zero
    var from = since
    for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let start = max(span.lowerBound, from)
      let end = min(span.upperBound, until)
      guard end > start else { continue }
      covered += end - start
      from = end
    }
    return covered
  }

  /// For reports of that time: that the clock was set in it; nil when it was not.
  /// - Parameter runs: as they followed each other.
  public static func clockNote(_ runs: [Run], since: Instant, until: Instant, zone: Zone) -> String? {
    let steps = zip(runs, runs.dropFirst()).filter { before, run in
      run.clockSet != nil && min(before.until, run.started) < until && max(before.until, run.started) >= since
    }
    guard let (before, run) = steps.first, let step = run.clockSet else { return nil }
    let often = steps.count > 1 ? " \(steps.count) times in this time, first" : " in this time,"
    return
      "the machine's clock was set\(often) at \(text(before.until, zone)) by \(signed(step)): times of day before and after do not fit together; see: ivrctl report uptime"
  }

  private static func text(_ instant: Instant, _ zone: Zone) -> String {
    let local = zone.local(instant)
    return "\(local.day) \(CallReport.clock(local.time))"
  }
  private static func signed(_ step: Duration) -> String {
    let seconds = Int(step.seconds.rounded())
    return "\(seconds < 0 ? "" : "+")\(seconds) s"
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
    func text(_ instant: Instant) -> String { UptimeReport.text(instant, zone) }
    for (index, run) in runs.enumerated() where run.until >= since && run.started < until {
      let last = index > 0 ? runs[index - 1].until : nil
      // A first run that does not begin the time began ahead of it, by a clock that was set back later.
      let isAhead = runs.contains { $0.started < run.started }
      let gap =
        last.map { run.started - max($0, since) }
        ?? (run.started > since && !isAhead ? run.started - since : nil)
      let isLast = index == runs.count - 1
      let step = isLast ? nil : runs[index + 1].clockSet
      table.rows.append([
        .text(text(run.started)), .text(text(run.until)), .wholeSeconds(run.until - run.started),
        .wholeSeconds(run.clockSet == nil ? gap.map { max($0, .zero) } : nil),
        .text(
          step.map { "clock set \(signed($0))" }
            ?? (run.isEnded ? "ended" : isLast && isLive ? "under way" : "broke off")),
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
        "clock set: the machine's clock was set by so much, and the log went on; what it leapt over is no time, and "
          + "in no share. The runs lasted \(open.milliseconds / 1000) s in all.")
    }
    return table
  }
}
