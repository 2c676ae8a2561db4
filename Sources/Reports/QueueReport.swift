import Chronology
import Engine

/// `report queues`: what queues' stays add up to.
public enum QueueReport {
  /// A line a queue, and one for all when there are several.
  ///
  /// - Parameters:
  ///   - rows: stays that began in the time asked about.
  ///   - open: calls still waiting that are not among the rows, by queue.
  ///   - serviceLevel: the variant to show, by its name.
  public static func summary(
    _ rows: [VisitRow], open: [String: Int] = [:], within: Duration = .seconds(20),
    shortAbandon: Duration = .seconds(5), serviceLevel: ServiceLevel = .genesys()
  ) -> ReportTable {
    let queues = figures(rows, open: open, within: within, shortAbandon: shortAbandon)
    var table = ReportTable([
      .init("queue", key: "queue", isText: true), .init("Q", key: "queued"),
      .init("A", key: "answered"), .init("B", key: "abandoned"), .init("Bs", key: "short_abandoned"),
      .init("C", key: "callbacks"), .init("F", key: "flowed_out"), .init("open", key: "open"),
      .init("A/Q %", key: "answer_rate_percent"),
      .init(serviceLevel.name + " %", key: key(serviceLevel)),
      .init("ASA s", key: "asa_seconds"), .init("max s", key: "maximum_wait_seconds"),
      .init("AHT s", key: "aht_seconds"),
    ])
    table.rows = queues.map { name, figures in
      [
        .text(name), .count(figures.queued), .count(figures.answered), .count(figures.abandoned),
        .count(figures.shortAbandoned), .count(figures.callbacks), .count(figures.flowedOut),
        .count(figures.open), .percent(figures.answerRate),
        .percent(figures.serviceLevel(serviceLevel)), .seconds(figures.averageSpeedOfAnswer),
        .seconds(figures.maximumWait), .seconds(figures.averageHandleTime),
      ]
    }
    table.notes = [
      "Visits by time of enqueueing: Q queued = A answered + B abandoned + C callbacks",
      "+ F flowed out + open. Bs: abandoned within \(seconds(shortAbandon)) s, part of B.",
      "\(serviceLevel.name): \(serviceLevel.formula), T = \(seconds(within)) s.",
    ]
    return table
  }

  /// Every figure by its name and formula, a line each.
  public static func everyFigure(
    _ rows: [VisitRow], open: [String: Int] = [:], within: Duration = .seconds(20),
    shortAbandon: Duration = .seconds(5)
  ) -> ReportTable {
    var table = ReportTable([
      .init("queue", key: "queue", isText: true), .init("figure", key: "figure", isText: true),
      .init("value", key: "value"), .init("unit", key: "unit", isText: true),
      .init("formula", key: "formula", isText: true),
    ])
    for (name, figures) in QueueReport.figures(rows, open: open, within: within, shortAbandon: shortAbandon) {
      table.rows += list(figures).map { figure in
        [.text(name), .text(figure.name), figure.value, .text(figure.unit), .text(figure.formula)]
      }
    }
    table.notes = [
      "T = \(seconds(within)) s; short: up to \(seconds(shortAbandon)) s. Visits by time of enqueueing."
    ]
    return table
  }

  /// Figures by queue in the order of their names; `(all)` last when there are several.
  static func figures(
    _ rows: [VisitRow], open: [String: Int], within: Duration, shortAbandon: Duration
  ) -> [(String, QueueFigures)] {
    let empty = QueueFigures([], within: within, shortAbandon: shortAbandon)
    var byQueue: [String: QueueFigures] = [:]
    var all = empty
    for row in rows {
      byQueue[row.visit.queue, default: empty].add(QueueVisit(row))
      all.add(QueueVisit(row))
    }
    for (queue, count) in open where count > 0 {
      for _ in 0..<count {
        byQueue[queue, default: empty].add(QueueVisit(wait: .zero, end: .open))
        all.add(QueueVisit(wait: .zero, end: .open))
      }
    }
    var list = byQueue.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    if list.count != 1 { list.append(("(all)", all)) }
    return list
  }

  private static func list(
    _ figures: QueueFigures
  ) -> [(name: String, value: ReportCell, unit: String, formula: String)] {
    var list: [(name: String, value: ReportCell, unit: String, formula: String)] = [
      ("queued", .count(figures.queued), "", "Q = A + B + C + F + open"),
      ("answered", .count(figures.answered), "", "A"),
      ("abandoned", .count(figures.abandoned), "", "B"),
      ("short abandoned", .count(figures.shortAbandoned), "", "Bs, part of B"),
      ("callbacks", .count(figures.callbacks), "", "C"),
      ("flowed out", .count(figures.flowedOut), "", "F"),
      ("open", .count(figures.open), "", "still waiting"),
      ("answer rate", .percent(figures.answerRate), "%", "A / Q"),
      ("abandon rate of queued", .percent(figures.abandonRateOfQueued), "%", "B / Q"),
      ("abandon rate of handled", .percent(figures.abandonRateOfHandled), "%", "(B - Bs) / (A + B - Bs)"),
      ("abandon rate of ended", .percent(figures.abandonRateOfEnded), "%", "B / (A + B)"),
    ]
    list += ServiceLevel.all.map { ($0.name, .percent(figures.serviceLevel($0)), "%", $0.formula) }
    list += [
      ("ASA", .seconds(figures.averageSpeedOfAnswer), "s", "wait of answered / A"),
      ("average abandon time", .seconds(figures.averageAbandonTime), "s", "wait of abandoned / B"),
      ("average wait", .seconds(figures.averageWait), "s", "wait of all / (Q - open)"),
      ("maximum wait", .seconds(figures.maximumWait), "s", "abandoned included"),
      ("AHT", .seconds(figures.averageHandleTime), "s", "(talk + hold + wrap-up) / handled"),
    ]
    return list
  }

  private static func key(_ variant: ServiceLevel) -> String {
    variant.name.lowercased().replacing("-bs", with: "_without_short").replacing(
      "-b", with: "_without_abandons"
    )
    .replacing("+f", with: "_with_flow_outs").replacing("-", with: "_") + "_percent"
  }
  private static func seconds(_ duration: Duration) -> String {
    duration.milliseconds % 1000 == 0
      ? String(duration.milliseconds / 1000) : ReportCell.decimal(duration.seconds, 1)
  }
}
