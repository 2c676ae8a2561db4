import ACD
import Chronology
import Engine

extension CallLogReader {
  /// Agents' changes of state in that time, as they were written, each agent's after his last one before it: in
  /// order, unless the clock was set back. Then also the rows outside of it that end those of the time, or begin
  /// what lasts into it. A row after an offer without talk has the offer's end (`missed`, `refused`, …) for its
  /// reason.
  public func agentEvents(since: Instant? = nil, until: Instant? = nil) throws(SQLiteError) -> [AgentEventRow]
  {
    let statement = try Statement(
      """
      WITH span AS MATERIALIZED (SELECT
        coalesce((SELECT min(rowid) FROM agent_events WHERE at >= ?1), \(Int64.max)) AS first,
        (SELECT max(rowid) FROM agent_events WHERE at < ?2) AS last)
      SELECT agent, at, state, reason, call FROM agent_events
      WHERE rowid BETWEEN (SELECT first FROM span) AND (SELECT last FROM span)
        OR rowid IN (SELECT max(rowid) FROM agent_events WHERE rowid < (SELECT first FROM span) GROUP BY agent)
      ORDER BY rowid
      """, on: database)
    let (from, to) = (since?.milliseconds ?? .min, until?.milliseconds ?? .max)
    statement.bind(1, from)
    statement.bind(2, to)
    let offerEnd = try Statement(
      """
      SELECT substr(detail, length(?1) + 2) FROM call_events
      WHERE call = ?2 AND kind = 'offer-ended' AND at = ?3 AND substr(detail, 1, length(?1) + 1) = ?1 || ' '
      """, on: database)
    var rows: [(number: Int, row: AgentEventRow)] = []
    /// Of each agent the row before, and whether it is of that time, and among the rows.
    var before: [String: (number: Int, row: AgentEventRow, isIn: Bool, isTaken: Bool)] = [:]
    var number = 0
    while try statement.step() {
      number += 1
      var row = AgentEventRow(
        agent: statement.text(0) ?? "", at: Instant(milliseconds: statement.integer(1)),
        state: statement.text(2) ?? "", reason: statement.text(3),
        call: statement.isNull(4) ? nil : CallID(UInt64(bitPattern: statement.integer(4))))
      let last = before[row.agent]
      if row.reason == nil, row.state != "talking", let call = last?.row.call {
        offerEnd.bind(1, row.agent)
        offerEnd.bind(2, Int64(bitPattern: call.number))
        offerEnd.bind(3, row.at.milliseconds)
        if try offerEnd.step() { row.reason = offerEnd.text(0) }
        offerEnd.reset()
      }
      let start = row.at.milliseconds
      let isIn = start >= from && start < to
      var isTaken = isIn
      if let last, last.isIn || (last.row.at.milliseconds < from && start >= from) {
        if !last.isTaken { rows.append((last.number, last.row)) }
        isTaken = true
      }
      if isTaken { rows.append((number, row)) }
      before[row.agent] = (number, row, isIn, isTaken)
    }
    for last in before.values where !last.isTaken && last.row.at.milliseconds < from {
      rows.append((last.number, last.row))
    }
    return rows.sorted { $0.number < $1.number }.map(\.row)
  }
}
