import ACD
import Chronology

/// `report policies` and `report breaches`: what each segment was promised, and what became of it.
public enum PromiseReport {
  public static let columns: [Figure] = QueueReport.named([
    "promises", "promises kept", "SLA breaches", "left in time", "promises pending", "promises kept rate",
    "longest breach",
  ])
  public static let details: [Figure] = QueueReport.named(["average breach"])

  public static func notes(_ rules: ReportRules) -> [String] {
    guard !rules.policies.isEmpty else {
      return [
        "No policies: the site of this log has no `policy` lines, or has not run since", "they were written.",
      ]
    }
    let told = rules.policies.sorted { $0.key < $1.key }.map { name, policy in
      let parts = [("answer", policy.answer), ("callback", policy.callBack), ("message", policy.message)]
        .compactMap { part in part.1.map { "\(part.0) \(length($0))" } }
      return "\(name): \(parts.joined(separator: ", "))."
    }
    return told + [
      "kept %: of those kept and broken. An answer counts from the enqueueing, a",
      "call-back from its order, a message from its end; deleted messages are left out.",
      "`report breaches` lists each breach.",
    ]
  }

  /// A line a breach, the worst last in each instant's order.
  public static func breaches(_ facts: [Fact], zone: Zone, notes: [String]) -> ReportTable {
    var table = ReportTable([
      .init("call", key: "call", isText: true), .init("at", key: "at", isText: true),
      .init("segment", key: "segment", isText: true), .init("promise", key: "promise", isText: true),
      .init("queue", key: "queue", isText: true), .init("agent", key: "agent", isText: true, isDetail: true),
      .init("from", key: "ani", isText: true, isDetail: true),
      .init("took s", key: "took_seconds"), .init("how", key: "how", isText: true),
      .init("over s", key: "over_seconds", isDetail: true),
      .init("within s", key: "within_seconds", isDetail: true),
      .init("stay", key: "stay", isDetail: true), .init("started", key: "at_ms", isDetail: true),
    ])
    for place in 0...1 { table.columns[place].isWhole = true }
    table.columns[table.columns.count - 1].isHidden = true
    let broken = facts.filter { $0.sets.contains(.promisesBroken) }
      .sorted { ($0.at, $0.call?.number ?? 0, $0.visit) < ($1.at, $1.call?.number ?? 0, $1.visit) }
    table.rows = broken.map { fact in
      let local = zone.local(fact.at)
      return [
        .text(fact.call?.description),
        .text("\(local.day.description.dropFirst(5)) \(CallReport.clock(local.time))"),
        .text(fact.segment), .text(fact.promise), .text(fact.queue), .text(fact.agent), .text(fact.caller),
        .wholeSeconds(.milliseconds(fact.wait)), .text(fact.how),
        .wholeSeconds(.milliseconds(fact.wait - fact.limit)), .wholeSeconds(.milliseconds(fact.limit)),
        .count(fact.visit),
        .count(Int(fact.at.milliseconds)),
      ]
    }
    table.notes = ["\(broken.count) breaches of \(facts.count) promises; clock of \(zone.name)."] + notes
    return table
  }

  /// `30s`, `5m`, `1h`, as in a site file.
  static func length(_ duration: Duration) -> String {
    let seconds = duration.milliseconds / 1000
    if seconds % 3600 == 0, seconds > 0 { return "\(seconds / 3600)h" }
    if seconds % 60 == 0, seconds > 0 { return "\(seconds / 60)m" }
    return "\(QueueReport.seconds(duration))s"
  }
}
