import Chronology

/// `ivrctl erlang`: so many agents, and two more or fewer.
public enum ErlangReport {
  /// - Parameters:
  ///   - handling: AHT in seconds.
  ///   - goal: the service level to staff for, 0…100.
  public static func table(
    callsPerHour: Double, handling: Double, agents: Int, within: Duration, patience: Duration, goal: Double
  ) -> ReportTable {
    var table = ReportTable([
      .init("agents", key: "agents"), .init("C P_w %", key: "erlang_c_wait_percent"),
      .init("C SL %", key: "erlang_c_sl_percent"), .init("C ASA s", key: "erlang_c_asa_seconds"),
      .init("C occ %", key: "erlang_c_occupancy_percent"), .init("A P_w %", key: "erlang_a_wait_percent"),
      .init("A aband %", key: "erlang_a_abandon_percent"), .init("A wait s", key: "erlang_a_wait_seconds"),
      .init("A occ %", key: "erlang_a_occupancy_percent"),
    ])
    for count in max(1, agents - 2)...max(1, agents + 2) {
      guard let erlang = Erlang(callsPerHour: callsPerHour, handling: handling, agents: count) else {
        continue
      }
      let impatient = erlang.impatient(patience: patience.seconds)
      table.rows.append([
        .count(count), .percent(erlang.waitProbability * 100),
        .percent(erlang.serviceLevel(within: within.seconds) * 100), .number(erlang.averageSpeedOfAnswer),
        .percent(erlang.occupancy * 100), .percent(impatient.map { $0.waitProbability * 100 }),
        .percent(impatient.map { $0.abandoned * 100 }), .number(impatient?.meanWait),
        .percent(impatient.map { $0.occupancy * 100 }),
      ])
    }
    let load = ReportCell.decimal(callsPerHour / 3600 * handling, 2)
    let needed = Erlang.agentsNeeded(
      callsPerHour: callsPerHour, handling: handling, serviceLevel: goal / 100, within: within.seconds)
    table.notes = [
      "C: Erlang C, nobody gives up; A: Erlang A, mean patience \(QueueReport.seconds(patience)) s. Load \(load)",
      "Erlangs, T = \(QueueReport.seconds(within)) s. "
        + (needed.map { "\($0) agents reach \(Int(goal)) % by Erlang C." }
          ?? "No number of agents reaches it."),
      "Calls are taken to come at random, agents to be alike.",
    ]
    return table
  }
}
