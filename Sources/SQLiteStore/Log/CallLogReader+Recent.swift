import Chronology
import Engine

extension CallLogReader {
  /// Stays that ended, and agents' states, of the half hour before: a start looks at no more than the last
  /// twelve hours of a log, however large it is.
  func recent(until now: Instant) throws(SQLiteError) -> RecentLog {
    let since = now - RecentLog.length
    let horizon = now - .hours(12)
    var recent = RecentLog()
    try eachVisit(since: horizon, until: now) { row in
      let visit = row.visit
      if visit.left + visit.talk + visit.hold + visit.wrapUp >= since { recent.visits.append(row) }
    }
    let statement = try Statement(
      "SELECT agent, at, state FROM agent_events WHERE at >= ?1 AND at < ?2 ORDER BY rowid", on: database)
    statement.bind(1, horizon.milliseconds)
    statement.bind(2, now.milliseconds)
    var before: [String: AgentEventRow] = [:]
    while try statement.step() {
      let row = AgentEventRow(
        agent: statement.text(0) ?? "", at: Instant(milliseconds: statement.integer(1)),
        state: statement.text(2) ?? "")
      if row.at < since { before[row.agent] = row } else { recent.agents.append(row) }
    }
    recent.agents.insert(contentsOf: before.values, at: 0)
    return recent
  }
}
