import ACD
import Chronology
import Engine

/// Which calls are wanted; what is nil does not matter.
public struct CallFilter: Hashable, Sendable {
  /// Offered at or after, and before.
  public var since: Instant?
  public var until: Instant?
  public var line: String?
  public var flow: String?
  public var ani: String?
  public var outcome: String?
  /// Was in this queue, was connected to this agent.
  public var queue: String?
  public var agent: String?
  /// Without the lines of agents, which are no calls.
  public var isOfCallers = false
  /// Nor calls by which callers are called back.
  public var isOffered = false
  /// The latest so many; nil for all.
  public var limit: Int?
  public init() {}
}

/// A call's rows, in order.
public struct CallTimeline: Hashable, Sendable {
  public var call: CallRow
  public var events: [CallEventRow]
  public var visits: [QueueVisitRow]
  public init(call: CallRow, events: [CallEventRow], visits: [QueueVisitRow]) {
    (self.call, self.events, self.visits) = (call, events, visits)
  }
}

/// Reads a call log, also while `ivrd` writes it. One thread at a time.
public final class CallLogReader {
  let database: Database
  /// Whether its stays have segments and priorities: a log that an earlier version wrote last has not.
  public let knowsPriorities: Bool
  /// Whether it knows the segments of callers who still wait, and what was asked for each caller.
  public let knowsWishes: Bool

  public var path: String { database.path }

  /// Whether a running ivrd writes it now.
  public var isBeingWritten: Bool { OwnerLock.isHeld(log: database.path) }

  /// What rows of the log have in a column that reports are narrowed by.
  public enum Column: String, Sendable {
    case queue, agent, flow, line, segment
    fileprivate var table: String {
      switch self {
      case .queue, .segment: "queue_visits"
      case .agent: "agent_events"
      case .flow, .line: "calls"
      }
    }
  }
  /// All names in a column, in their order.
  public func names(in column: Column) throws(SQLiteError) -> [String] {
    if column == .segment, !knowsWishes { return [] }
    var sql = "SELECT \(column.rawValue) FROM \(column.table) WHERE \(column.rawValue) IS NOT NULL"
    if column == .segment {
      // Those of callers who came into no queue, too.
      sql += """
         UNION SELECT substr(detail, 11) FROM call_events
        WHERE kind = 'set' AND detail LIKE 'segment = %' AND detail <> 'segment = none'
        """
    }
    let statement = try Statement("SELECT DISTINCT * FROM (\(sql)) ORDER BY 1", on: database)
    var names: [String] = []
    while try statement.step() { names.append(statement.text(0) ?? "") }
    return names
  }

  /// - Throws: when there is no such file, it is no call log, or a later version wrote it.
  public init(path: String) throws(SQLiteError) {
    database = try Database(path, .readOnly)
    let version = Int(try database.integer("PRAGMA user_version") ?? 0)
    guard version <= LogSchema.version else {
      throw SQLiteError(
        .newerSchema(found: version, known: LogSchema.version), path: path,
        message: "was written by a later version")
    }
    guard try database.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'call_events'") == 1 else {
      throw SQLiteError(.notADatabase, path: path, message: "is no call log")
    }
    knowsPriorities =
      try database.integer(
        "SELECT count(*) FROM pragma_table_info('queue_visits') WHERE name = 'priority_left'") == 1
    knowsWishes =
      try database.integer("SELECT count(*) FROM pragma_table_info('v_waiting') WHERE name = 'segment'") == 1
  }

  /// What SQLite finds wrong with the file, a line each; empty when it is sound.
  ///
  /// - Parameter full: compares the indices with their tables as well, which takes longer.
  public func problems(full: Bool = false) throws(SQLiteError) -> [String] {
    let statement = try Statement("PRAGMA \(full ? "integrity_check" : "quick_check")", on: database)
    var problems: [String] = []
    while try statement.step() {
      if let line = statement.text(0), line != "ok" { problems.append(line) }
    }
    return problems
  }

  /// In the order of their arrival.
  public func calls(_ filter: CallFilter = CallFilter()) throws(SQLiteError) -> [CallRow] {
    var conditions: [String] = []
    var values: [StoredValue] = []
    func require(_ condition: String, _ value: StoredValue?) {
      guard let value else { return }
      values.append(value)
      conditions.append(condition.replacing("?", with: "?\(values.count)"))
    }
    require("offered >= ?", filter.since.map { .integer($0.milliseconds) })
    require("offered < ?", filter.until.map { .integer($0.milliseconds) })
    require("line = ?", filter.line.map { .text($0) })
    require("flow = ?", filter.flow.map { .text($0) })
    require("ani = ?", filter.ani.map { .text($0) })
    require("outcome = ?", filter.outcome.map { .text($0) })
    require("id IN (SELECT call FROM queue_visits WHERE queue = ?)", filter.queue.map { .text($0) })
    require("id IN (SELECT call FROM queue_visits WHERE agent = ?)", filter.agent.map { .text($0) })
    if filter.isOfCallers { conditions.append(CallLogReader.isOfCaller) }
    if filter.isOffered { conditions.append(CallLogReader.isOffered) }
    var sql = "SELECT \(CallLogReader.callColumns) FROM calls"
    if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
    sql += " ORDER BY id DESC LIMIT \(max(0, filter.limit ?? Int(Int64.max)))"
    let statement = try Statement(sql, on: database)
    for (index, value) in values.enumerated() { value.bind(Int32(index + 1), to: statement) }
    var rows: [CallRow] = []
    while try statement.step() { rows.append(CallLogReader.call(of: statement)) }
    return rows.reversed()
  }

  /// Nil when there is no such call.
  public func timeline(of call: CallID) throws(SQLiteError) -> CallTimeline? {
    let id = Int64(bitPattern: call.number)
    let opening = try Statement("SELECT \(CallLogReader.callColumns) FROM calls WHERE id = ?1", on: database)
    opening.bind(1, id)
    guard try opening.step() else { return nil }
    var timeline = CallTimeline(call: CallLogReader.call(of: opening), events: [], visits: [])
    let events = try Statement(
      "SELECT n, at, kind, state, detail FROM call_events WHERE call = ?1 ORDER BY n", on: database)
    events.bind(1, id)
    while try events.step() {
      timeline.events.append(
        CallEventRow(
          call: call, number: Int(events.integer(0)), at: Instant(milliseconds: events.integer(1)),
          kind: events.text(2) ?? "", state: events.text(3) ?? "", detail: events.text(4) ?? ""))
    }
    let visits = try Statement(
      "SELECT \(visitColumns) FROM queue_visits WHERE call = ?1 ORDER BY n", on: database)
    visits.bind(1, id)
    while try visits.step() { timeline.visits.append(CallLogReader.visit(of: visits)) }
    return timeline
  }

  /// Stays in queues that began in that time, in the order in which they began. Those of calls that still
  /// wait are `open`, left at the call's last row.
  public func visits(since: Instant? = nil, until: Instant? = nil) throws(SQLiteError) -> [VisitRow] {
    var rows: [VisitRow] = []
    try eachVisit(since: since, until: until) { rows.append($0) }
    return rows
  }

  static let callColumns = """
    id, graph, flow, line, ani, dnis, offered, language, answered, ended, ended_by, outcome, own_outcome,
    end_estimated
    """
  static func call(of statement: borrowing Statement) -> CallRow {
    let id = CallID(UInt64(bitPattern: statement.integer(0)))
    var row = CallRow(
      opening: CallOpening(
        call: id, graph: statement.text(1) ?? "", flow: statement.text(2) ?? "",
        line: statement.text(3) ?? "", ani: statement.text(4), dnis: statement.text(5),
        offered: Instant(milliseconds: statement.integer(6))),
      isEndEstimated: statement.integer(13) != 0)
    if !statement.isNull(9) {
      row.closing = CallClosing(
        call: id, language: statement.text(7) ?? "",
        answered: statement.isNull(8) ? nil : Instant(milliseconds: statement.integer(8)),
        ended: Instant(milliseconds: statement.integer(9)), endedBy: statement.text(10) ?? "",
        outcome: statement.text(11) ?? "", ownOutcome: statement.text(12))
    }
    return row
  }

  /// The timeline of an agent's line, and of a telephone answered too late, begins with that.
  static let isOfCaller = begins(withNoneOf: "'desk', 'late'")
  /// Not one by which a caller is called back either: for figures it is part of the call that ordered it.
  static let isOffered = begins(withNoneOf: "'desk', 'late', 'callback'")
  private static func begins(withNoneOf kinds: String) -> String {
    """
    NOT EXISTS (SELECT 1 FROM call_events AS first
      WHERE first.call = calls.id AND first.n = 1 AND first.kind IN (\(kinds)))
    """
  }

  var visitColumns: String {
    "call, n, queue, enqueued, \"left\", how, agent, talk, hold, wrap, \(urgencyColumns)"
  }
  var urgencyColumns: String {
    knowsPriorities
      ? "segment, priority, priority_added, priority_rate, priority_most, priority_left"
      : CallLogReader.noUrgency
  }
  static let noUrgency = "NULL, NULL, NULL, NULL, NULL, NULL"
  /// Of stays that still go on: what they were given is written when they are over.
  var waitingUrgency: String {
    knowsWishes ? "segment, NULL, NULL, NULL, NULL, NULL" : CallLogReader.noUrgency
  }

  /// - Parameter urgency: where its segment and priorities begin.
  static func visit(of statement: borrowing Statement, urgency: Int32 = 10) -> QueueVisitRow {
    var row = QueueVisitRow(
      call: CallID(UInt64(bitPattern: statement.integer(0))), number: Int(statement.integer(1)),
      queue: statement.text(2) ?? "", enqueued: Instant(milliseconds: statement.integer(3)),
      left: Instant(milliseconds: statement.integer(4)), how: statement.text(5) ?? "",
      agent: statement.text(6), talk: .milliseconds(statement.integer(7)),
      hold: .milliseconds(statement.integer(8)), wrapUp: .milliseconds(statement.integer(9)))
    row.segment = statement.text(urgency)
    if !statement.isNull(urgency + 1) {
      row.priority = VisitPriority(
        own: Int(statement.integer(urgency + 1)), added: Int(statement.integer(urgency + 2)),
        perMinute: statement.real(urgency + 3),
        most: statement.isNull(urgency + 4) ? nil : Int(statement.integer(urgency + 4)),
        atEnd: statement.real(urgency + 5))
    }
    return row
  }
}
