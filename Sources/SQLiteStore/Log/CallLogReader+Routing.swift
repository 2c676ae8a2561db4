import ACD
import Chronology
import Engine

/// How calls came into queues, for playing a day again.
extension CallLogReader {
  /// Stays that began in that time as `eachVisit` gives them, each with the full name of the state that put
  /// the caller into the queue and the call's language; nil where the log does not say.
  public func eachRoutedVisit(
    since: Instant? = nil, until: Instant? = nil,
    _ body: (VisitRow, _ state: String?, _ language: String?) -> Void
  ) throws(SQLiteError) {
    struct Place: Hashable {
      var call: CallID
      var at: Int64
    }
    var states: [Place: String] = [:]
    var languages: [CallID: String] = [:]
    // A queue that was closed was left at once and never entered.
    let statement = try Statement(
      """
      SELECT e.call, e.at, e.state FROM call_events AS e
      JOIN (SELECT DISTINCT call FROM queue_visits WHERE enqueued >= ?1 AND enqueued < ?2) AS v
        ON v.call = e.call
      WHERE e.kind IN ('queue', 'leave') ORDER BY e.call, e.n
      """, on: database)
    statement.bind(1, since?.milliseconds ?? .min)
    statement.bind(2, until?.milliseconds ?? .max)
    while try statement.step() {
      let place = Place(
        call: CallID(UInt64(bitPattern: statement.integer(0))), at: statement.integer(1))
      if states[place] == nil { states[place] = statement.text(2) }
    }
    let calls = try Statement(
      """
      SELECT id, language FROM calls
      WHERE language <> '' AND id IN (SELECT call FROM queue_visits WHERE enqueued >= ?1 AND enqueued < ?2)
      """, on: database)
    calls.bind(1, since?.milliseconds ?? .min)
    calls.bind(2, until?.milliseconds ?? .max)
    while try calls.step() { languages[CallID(UInt64(bitPattern: calls.integer(0)))] = calls.text(1) }
    try eachVisit(since: since, until: until) { row in
      let place = Place(call: row.visit.call, at: row.visit.enqueued.milliseconds)
      body(row, states[place], languages[row.visit.call])
    }
  }
}
