import Chronology
import Engine

/// `report calls`: the calls themselves, and how many ended how.
public enum CallReport {
  /// - Parameter zone: whose clock the times are shown on.
  public static func table(_ rows: [CallRow], zone: Zone) -> ReportTable {
    var table = ReportTable([
      .init("call", key: "call"), .init("offered", key: "offered"),
      .init("line", key: "line", isText: true), .init("from", key: "ani", isText: true),
      .init("outcome", key: "outcome", isText: true), .init("by", key: "ended_by", isText: true),
      .init("s", key: "seconds"),
    ])
    table.rows = rows.map { row in
      let local = zone.local(row.opening.offered)
      var outcome = row.closing.map { $0.outcome + (row.isEndEstimated ? "*" : "") } ?? "(open)"
      if let own = row.closing?.ownOutcome { outcome += " (\(own))" }
      return [
        .text(row.opening.call.description),
        .text("\(local.day.description.dropFirst(5)) \(clock(local.time))"),
        .text(row.opening.line), .text(row.opening.ani), .text(outcome), .text(row.closing?.endedBy),
        .seconds(row.closing.map { $0.ended - row.opening.offered }),
      ]
    }
    let days = rows.map { zone.local($0.opening.offered).day }
    let span = days.min().map { " of \($0) to \(days.max() ?? $0)" } ?? ""
    table.notes = ["\(rows.count) calls\(span); clock of \(zone.name), length in seconds."]
    if rows.contains(where: \.isEndEstimated) {
      table.notes.append("* the end was not seen: it is the time of the last row before it.")
    }
    return table
  }

  /// The same for programs: times in UTC milliseconds since 1970.
  public static func records(_ rows: [CallRow]) -> ReportTable {
    let keys = [
      "call", "flow", "line", "ani", "dnis", "language", "offered", "answered", "ended", "ended_by",
      "outcome",
      "own_outcome", "estimated", "graph",
    ]
    func time(_ instant: Instant?) -> ReportCell { .count(instant.map { Int($0.milliseconds) }) }
    return ReportTable(
      keys.map { .init($0, key: $0) },
      rows: rows.map { row in
        [
          .text(row.opening.call.description), .text(row.opening.flow), .text(row.opening.line),
          .text(row.opening.ani), .text(row.opening.dnis), .text(row.closing?.language),
          time(row.opening.offered), time(row.closing?.answered), time(row.closing?.ended),
          .text(row.closing?.endedBy), .text(row.closing?.outcome), .text(row.closing?.ownOutcome),
          .flag(row.isEndEstimated), .text(row.opening.graph),
        ]
      })
  }

  /// Calls by outcome, the most frequent first, with a line for all.
  public static func outcomes(_ rows: some Sequence<CallRow>) -> ReportTable {
    var counts: [String: Int] = [:]
    for row in rows { counts[row.closing?.outcome ?? "(open)", default: 0] += 1 }
    return outcomes(counts)
  }
  public static func outcomes(_ counts: [String: Int]) -> ReportTable {
    var table = ReportTable([
      .init("outcome", key: "outcome", isText: true), .init("calls", key: "calls"),
      .init("%", key: "percent"),
    ])
    let all = counts.values.reduce(0, +)
    table.rows = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
      [.text($0.key), .count($0.value), .percent(Double($0.value) / Double(all) * 100)]
    }
    table.rows.append([.text("(all)"), .count(all), .percent(all == 0 ? nil : 100)])
    return table
  }

  /// Always with seconds, so that columns stand straight.
  public static func clock(_ time: ClockTime) -> String {
    let text = time.description
    return text.utf8.count == 5 ? text + ":00" : text
  }
}
