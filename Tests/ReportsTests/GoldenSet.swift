import ACD
import Chronology
import Engine

@testable import Reports

/// Twelve stays in one queue: waits in seconds; talk, hold and wrap-up of the answered.
enum GoldenSet {
  static let start = Instant(milliseconds: 1_772_500_000_000)
  static let answered = [
    (5, 120, 0, 30), (12, 200, 20, 30), (20, 90, 0, 30), (21, 300, 0, 60), (45, 60, 10, 20), (90, 150, 0, 40),
  ]
  static let abandoned = [3, 4, 18, 60]
  static let rows: [VisitRow] = {
    var rows: [VisitRow] = []
    func add(_ wait: Int, _ how: String, _ talk: Int = 0, _ hold: Int = 0, _ wrapUp: Int = 0) {
      let at = start + .seconds(rows.count * 60)
      var row = VisitRow(
        QueueVisitRow(
          call: CallID(UInt64(rows.count + 1)), number: 1, queue: "billing", enqueued: at,
          left: at + .seconds(wait), how: how, agent: how == "answered" ? "kim" : nil,
          talk: .seconds(talk), hold: .seconds(hold), wrapUp: .seconds(wrapUp)))
      (row.flow, row.line) = ("main", "trunk")
      rows.append(row)
    }
    for (wait, talk, hold, wrapUp) in answered { add(wait, "answered", talk, hold, wrapUp) }
    for wait in abandoned { add(wait, "abandoned") }
    add(35, "callback")
    add(120, "timeout")
    return rows
  }()

  /// The agent of these calls: their talk, hold and wrap-up one after the other, and 600 s ready.
  static let agentRows: [AgentEventRow] = {
    var rows: [AgentEventRow] = []
    var at = start
    func add(_ state: String, _ seconds: Int) {
      rows.append(AgentEventRow(agent: "kim", at: at, state: state))
      at += .seconds(seconds)
    }
    for (_, talk, hold, wrapUp) in answered {
      add("ready", 100)
      add("offered", 7)
      add("talking", talk)
      add("held", hold)
      add("wrap-up", wrapUp)
    }
    add("logged-out", 0)
    return rows
  }()

  static let facts: [Fact] =
    rows.compactMap { Fact($0, ReportRules()) }
    + AgentFacts.facts(agentRows, since: start, until: start + .hours(9))

  /// Of the figure by that name.
  static func value(_ name: String) -> Double? {
    guard let figure = Figure.all.first(where: { $0.name == name }) else { return nil }
    var tally = Tally([figure.formula])
    for fact in facts { tally.add(fact) }
    return figure.value(in: tally)
  }
}
