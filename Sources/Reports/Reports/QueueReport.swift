import Chronology
import Engine

/// `report queues`: what stays in queues add up to.
public enum QueueReport {
  /// Columns of the summary.
  public static let columns: [Figure] = named([
    "queued", "answered", "abandoned", "short abandoned", "callbacks", "flowed out", "open", "answer rate",
    "SL-Genesys", "ASA", "maximum wait", "AHT",
  ])
  /// Of these, what is shown only where there is room.
  public static let details: [Figure] = named([
    "short abandoned", "callbacks", "flowed out", "open", "maximum wait",
  ])
  /// More of them, for programs and wide terminals.
  public static let more: [Figure] = named([
    "waits over T", "abandon rate of queued", "abandon rate of handled", "SL-answered", "SL2", "median wait",
    "p90 wait", "average talk", "average wrap-up", "callback success", "attempts per callback",
  ])

  /// Columns of talks by how they were filed.
  public static let dispositions: [Figure] = named(["answered", "AHT", "average talk", "average wrap-up"])

  static func named(_ names: [String]) -> [Figure] {
    names.compactMap { name in Figure.all.first { $0.name == name } }
  }

  /// A line a queue, and one for all when there are several.
  public static func summary(_ rows: some Sequence<VisitRow>, _ rules: ReportRules = ReportRules())
    -> ReportTable
  {
    var report = FigureReport(by: [.queue], columns)
    for row in rows {
      if let fact = Fact(row, rules) { report.add(fact) }
    }
    var table = report.table(details: Set(details))
    table.notes = notes(rules)
    return table
  }

  /// What the columns mean.
  public static func notes(_ rules: ReportRules) -> [String] {
    let when =
      switch rules.assignment {
      case .enqueue: "Stays by time of enqueueing"
      case .answer: "Stays by time of the answer"
      case .end: "Stays by time of their end"
      }
    return [
      "\(when): Q queued = A answered + B abandoned + C callbacks",
      "+ F flowed out + open. Bs: abandoned within \(rules.shownShort), part of B.",
      "SL-Genesys: A_T / (A + B), T = \(rules.shownWithin).",
    ]
  }

  public static func seconds(_ duration: Duration) -> String {
    duration.milliseconds % 1000 == 0
      ? String(duration.milliseconds / 1000) : ReportCell.decimal(duration.seconds, 1)
  }
}
