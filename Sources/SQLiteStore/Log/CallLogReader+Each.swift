import ACD
import Chronology
import Engine

/// Rows one by one, for logs that are larger than memory.
extension CallLogReader {
  /// The instant of a stay in a queue that decides whether it is wanted.
  public enum VisitInstant: Sendable {
    case enqueued
    /// Of answered stays.
    case answered
    /// Of the talk, or of the stay without one.
    case ended
  }

  /// Stays in queues, in the order in which they began. Those of calls that still wait are `open`, left at
  /// the call's last row; they are given by `enqueued` only.
  public func eachVisit(
    since: Instant? = nil, until: Instant? = nil, by instant: VisitInstant = .enqueued,
    _ body: (VisitRow) -> Void
  ) throws(SQLiteError) {
    let condition =
      switch instant {
      case .enqueued: "enqueued >= ?1 AND enqueued < ?2"
      case .answered: "how IN ('answered', 'transferred') AND \"left\" >= ?1 AND \"left\" < ?2"
      case .ended: "\"left\" + talk + hold >= ?1 AND \"left\" + talk + hold < ?2"
      }
    // A log that an earlier version wrote last knows nothing of it.
    let disposition = try has("kept") ? "queue_visits.disposition" : "NULL"
    var sql = """
      SELECT call, n, queue, enqueued, "left", how, agent, talk, hold, wrap,
        ended IS NULL OR end_estimated, flow, line, ani, outcome,
        EXISTS (SELECT 1 FROM queue_visits AS later
          WHERE later.call = queue_visits.call AND later.n > queue_visits.n
            AND later.how NOT IN ('transferred', 'work')),
        \(disposition), \(urgencyColumns)
      FROM queue_visits LEFT JOIN calls ON calls.id = queue_visits.call
      WHERE \(condition)
      """
    if instant == .enqueued {
      sql += """

        UNION ALL
        SELECT call, n, queue, enqueued, latest, 'open', NULL, 0, 0, 0, 1, flow, line, ani, outcome, 0,
          NULL, \(waitingUrgency)
        FROM v_waiting JOIN calls ON calls.id = v_waiting.call
        WHERE \(condition)
        """
    }
    let statement = try Statement(sql + "\nORDER BY 4, 1, 2", on: database)
    statement.bind(1, since?.milliseconds ?? .min)
    statement.bind(2, until?.milliseconds ?? .max)
    while try statement.step() {
      var row = VisitRow(
        CallLogReader.visit(of: statement, urgency: 17), isEndEstimated: statement.integer(10) != 0)
      (row.flow, row.line) = (statement.text(11) ?? "", statement.text(12) ?? "")
      (row.ani, row.outcome) = (statement.text(13), statement.text(14))
      row.isLast = statement.integer(15) == 0
      row.disposition = statement.text(16)
      body(row)
    }
  }

  /// Calls offered in that time with their stays in queues and what they heard, the latest first.
  public func eachCall(
    since: Instant? = nil, until: Instant? = nil, _ body: (LoggedCall) -> Void
  ) throws(SQLiteError) {
    let range = try Statement(
      "SELECT min(id), max(id) FROM calls WHERE offered >= ?1 AND offered < ?2", on: database)
    range.bind(1, since?.milliseconds ?? .min)
    range.bind(2, until?.milliseconds ?? .max)
    guard try range.step(), !range.isNull(0) else { return }
    let (first, last) = (range.integer(0), range.integer(1))
    func rows(_ sql: String) throws(SQLiteError) -> Statement {
      let statement = try Statement(sql, on: database)
      statement.bind(1, first)
      statement.bind(2, last)
      return statement
    }
    let calls = try rows(
      """
      SELECT \(CallLogReader.callColumns) FROM calls
      WHERE id BETWEEN ?1 AND ?2 AND \(CallLogReader.isOffered) ORDER BY id DESC
      """)
    let visits = try rows(
      """
      SELECT \(visitColumns) FROM queue_visits WHERE call BETWEEN ?1 AND ?2
      UNION ALL
      SELECT call, n, queue, enqueued, latest, 'open', NULL, 0, 0, 0, \(waitingUrgency)
      FROM v_waiting
      WHERE call BETWEEN ?1 AND ?2
      ORDER BY 1 DESC, 2 DESC
      """)
    let events = try rows(
      """
      SELECT call, n, at, kind, state, detail FROM call_events
      WHERE call BETWEEN ?1 AND ?2 AND (kind IN ('topic', 'key', 'note')
        OR kind = 'set' AND detail LIKE 'segment = %') ORDER BY call DESC, n DESC
      """)
    var hasVisit = try visits.step()
    var hasEvent = try events.step()
    while try calls.step() {
      let id = calls.integer(0)
      var call = LoggedCall(CallLogReader.call(of: calls))
      while hasVisit, visits.integer(0) >= id {
        if visits.integer(0) == id { call.visits.append(CallLogReader.visit(of: visits)) }
        hasVisit = try visits.step()
      }
      var firstKey: CallEventRow?
      while hasEvent, events.integer(0) >= id {
        if events.integer(0) == id {
          let event = CallEventRow(
            call: call.row.opening.call, number: Int(events.integer(1)),
            at: Instant(milliseconds: events.integer(2)), kind: events.text(3) ?? "",
            state: events.text(4) ?? "", detail: events.text(5) ?? "")
          // The latest first: the key that is met last is the call's first.
          if event.kind == "key" { firstKey = event } else { call.events.append(event) }
        }
        hasEvent = try events.step()
      }
      if let firstKey { call.events.append(firstKey) }
      call.events.sort { $0.number < $1.number }
      call.visits.reverse()
      let offered = call.row.opening.offered
      if offered >= since ?? offered, until.map({ offered < $0 }) ?? true { body(call) }
    }
  }

  /// From its first row to its last; nil for an empty log.
  public func extent() throws(SQLiteError) -> (first: Instant, last: Instant)? {
    let statement = try Statement(
      """
      SELECT min(a), max(b) FROM (
        SELECT min(offered) AS a, max(max(offered), coalesce(max(ended), 0)) AS b FROM calls
        UNION ALL SELECT min(enqueued), max("left" + talk + hold) FROM queue_visits
        UNION ALL SELECT min(at), max(at) FROM agent_events
        UNION ALL SELECT min(at), max(at) FROM call_events
          WHERE call IN (SELECT id FROM calls WHERE ended IS NULL))
      """, on: database)
    guard try statement.step(), !statement.isNull(0), !statement.isNull(1) else { return nil }
    return (Instant(milliseconds: statement.integer(0)), Instant(milliseconds: statement.integer(1)))
  }
}

/// A time during which the log was open for writing.
public struct LogRun: Hashable, Sendable {
  public var started: Instant
  /// When it was last known to be open: at most a minute before it broke off.
  public var seen: Instant
  /// Nil while it is open, and after a crash.
  public var ended: Instant?
  /// How far the clock was set, where that ended the run before and began this one.
  public var clockSet: Duration?
  public init(started: Instant, seen: Instant, ended: Instant?, clockSet: Duration? = nil) {
    (self.started, self.seen, self.ended, self.clockSet) = (started, seen, ended, clockSet)
  }
}

extension CallLogReader {
  /// In order; none in a log that only earlier versions wrote.
  public func runs() throws(SQLiteError) -> [LogRun] {
    guard try database.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'runs'") == 1 else {
      return []
    }
    let knowsClock =
      try database.integer("SELECT count(*) FROM pragma_table_info('runs') WHERE name = 'clock_set'") == 1
    let statement = try Statement(
      "SELECT started, seen, ended, \(knowsClock ? "clock_set" : "NULL") FROM runs ORDER BY id", on: database)
    var runs: [LogRun] = []
    while try statement.step() {
      runs.append(
        LogRun(
          started: Instant(milliseconds: statement.integer(0)),
          seen: Instant(milliseconds: statement.integer(1)),
          ended: statement.isNull(2) ? nil : Instant(milliseconds: statement.integer(2)),
          clockSet: statement.isNull(3) ? nil : .milliseconds(statement.integer(3))))
    }
    return runs
  }
}
