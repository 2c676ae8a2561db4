import Chronology
import Engine

/// `report agents`: how agents spent their time, and what became of their offers.
public enum AgentReport {
  /// - Parameters:
  ///   - rows: of all agents, in order, each with its last one before `since`.
  ///   - until: now, or the end of the time asked about, whichever is first.
  public static func figures(_ rows: [AgentEventRow], since: Instant, until: Instant) -> [AgentFigures] {
    Dictionary(grouping: rows, by: \.agent).sorted { $0.key < $1.key }.map {
      AgentFigures(agent: $0.key, rows: $0.value, since: since, until: until)
    }
  }

  public static func table(_ rows: [AgentEventRow], since: Instant, until: Instant) -> ReportTable {
    var table = ReportTable([
      .init("agent", key: "agent", isText: true), .init("in", key: "logged_in_seconds"),
      .init("ready", key: "ready_seconds"), .init("talk", key: "talk_seconds"),
      .init("wrap", key: "wrap_up_seconds"), .init("pause", key: "paused_seconds"),
      .init("calls", key: "calls"), .init("offers", key: "offers", isDetail: true),
      .init("accepted", key: "accepted", isDetail: true), .init("miss", key: "missed"),
      .init("ref", key: "refused"), .init("withdrawn", key: "withdrawn", isDetail: true),
      .init("ans %", key: "answer_rate_percent"), .init("occ %", key: "occupancy_percent"),
      .init("util %", key: "utilisation_percent", isDetail: true),
      .init("CPH", key: "calls_per_hour", isDetail: true),
    ])
    table.rows = figures(rows, since: since, until: until).map { agent in
      [
        .text(agent.agent), .wholeSeconds(agent.loggedIn), .wholeSeconds(agent.time("ready")),
        .wholeSeconds(agent.time("talking") + agent.time("held")), .wholeSeconds(agent.time("wrap-up")),
        .wholeSeconds(agent.time("paused")), .count(agent.calls), .count(agent.offers),
        .count(agent.accepted), .count(agent.missed), .count(agent.refused), .count(agent.withdrawn),
        .percent(agent.answerRate), .percent(agent.occupancy), .percent(agent.utilisation),
        .number(agent.callsPerHour),
      ]
    }
    table.notes = [
      "Times in seconds. miss: rung out; ref: refused; ans: accepted / (accepted",
      "+ missed + refused); occ: handle time / (handle time + ready time).",
    ]
    return table
  }
}
