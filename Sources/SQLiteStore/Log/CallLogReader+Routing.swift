import ACD
import Chronology
import Engine
import Foundation

/// How calls came into queues, for playing a day again.
extension CallLogReader {
  /// What the log says of how a stay began, nil where it does not.
  public struct Entry: Hashable, Sendable {
    /// The full name of the state that put the caller into the queue.
    public var state: String?
    public var language: String?
    /// Conditional needs and preferences of that state that held for him, as they were written.
    public var wishes: [String]?
    /// Name or number of the agent whom the state named.
    public var agent: String?
  }

  /// Stays that began in that time as `eachVisit` gives them.
  public func eachRoutedVisit(
    since: Instant? = nil, until: Instant? = nil, _ body: (VisitRow, Entry) -> Void
  ) throws(SQLiteError) {
    struct Place: Hashable {
      var call: CallID
      var at: Int64
    }
    var states: [Place: String] = [:]
    var asked: [Place: [String]] = [:]
    var languages: [CallID: String] = [:]
    // A queue that was closed was left at once and never entered.
    let statement = try Statement(
      """
      SELECT e.call, e.at, e.state, e.kind, e.detail FROM call_events AS e
      JOIN (SELECT DISTINCT call FROM queue_visits WHERE enqueued >= ?1 AND enqueued < ?2) AS v
        ON v.call = e.call
      WHERE e.kind IN ('ask', 'queue', 'leave') ORDER BY e.call, e.n
      """, on: database)
    statement.bind(1, since?.milliseconds ?? .min)
    statement.bind(2, until?.milliseconds ?? .max)
    while try statement.step() {
      let place = Place(
        call: CallID(UInt64(bitPattern: statement.integer(0))), at: statement.integer(1))
      if states[place] == nil { states[place] = statement.text(2) }
      guard statement.text(3) == "ask", let detail = statement.text(4) else { continue }
      asked[place] = detail.components(separatedBy: "; ")
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
      var entry = Entry(state: states[place], language: languages[row.visit.call])
      entry.wishes = asked[place]?.filter { $0.hasPrefix("need ") || $0.hasPrefix("prefer ") }
      entry.agent = asked[place]?.last { $0.hasPrefix("agent ") }.map { String($0.dropFirst(6)) }
      body(row, entry)
    }
  }
}
