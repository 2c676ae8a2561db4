import ACD
import Chronology
import Engine

/// The log's connection with its prepared statements: records to rows, one transaction a batch.
final class LogWriter {
  let database: Database
  private let openCall: StatementCache.Entry
  private let closeCall: StatementCache.Entry
  private let event: StatementCache.Entry
  private let visit: StatementCache.Entry
  private let agent: StatementCache.Entry
  private let disposition: StatementCache.Entry
  private let keep: StatementCache.Entry
  private let forget: StatementCache.Entry
  private let audit: StatementCache.Entry
  private let publish: StatementCache.Entry
  private let thin: StatementCache.Entry
  private let begin: StatementCache.Entry
  private let commit: StatementCache.Entry

  /// Opens or creates the file, sets it up for one safe writer, brings its schema up to date.
  init(path: String, busy: Duration) throws(SQLiteError) {
    database = try Database(path, .create, busy: busy)
    // The journal mode is written to the file: not before the file is known to be a call log.
    try LogSchema.check(database)
    guard try database.text("PRAGMA journal_mode = WAL") == "wal" else {
      throw SQLiteError(
        .cannotOpen, path: path, message: "its file system cannot hold a write-ahead log (WAL)")
    }
    try database.execute("PRAGMA synchronous = FULL")
    // What was kept of a caller is gone from the file when it is over.
    try database.execute("PRAGMA secure_delete = ON")
    try LogSchema.migrate(database)
    let cache = StatementCache(on: database)
    openCall = try cache.entry(
      """
      INSERT INTO calls (id, graph, flow, line, ani, dnis, offered) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """)
    // A closing whose opening was lost still leaves its one record. Of a line without a hook that was silent
    // for so long, nobody knows when the caller went.
    closeCall = try cache.entry(
      """
      INSERT INTO calls (id, graph, flow, line, offered, language, answered, ended, ended_by, outcome,
      own_outcome)
      VALUES (?1, '', '', '', ?4, ?2, ?3, ?4, ?5, ?6, ?7)
      ON CONFLICT (id) DO UPDATE SET language = ?2, answered = ?3, ended = ?4, ended_by = ?5, outcome = ?6,
      own_outcome = ?7, end_estimated = (?5 = 'line' AND EXISTS (SELECT 1 FROM call_events
        WHERE call = ?1 AND kind = 'line' AND detail LIKE 'far end gone: silence for %'))
      """)
    event = try cache.entry(
      "INSERT INTO call_events (call, n, at, kind, state, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    // Written again when talk and wrap-up are over: the later row replaces the earlier one.
    visit = try cache.entry(
      """
      INSERT INTO queue_visits (call, n, queue, enqueued, "left", how, agent, talk, hold, wrap, segment,
      priority, priority_added, priority_rate, priority_most, priority_left)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
      ON CONFLICT (call, n) DO UPDATE SET queue = ?3, enqueued = ?4, "left" = ?5, how = ?6, agent = ?7,
      talk = ?8, hold = ?9, wrap = ?10, segment = ?11, priority = ?12, priority_added = ?13,
      priority_rate = ?14, priority_most = ?15, priority_left = ?16
      """)
    agent = try cache.entry(
      "INSERT INTO agent_events (agent, at, state, reason, call) VALUES (?1, ?2, ?3, ?4, ?5)")
    disposition = try cache.entry(
      """
      UPDATE queue_visits SET disposition = ?3 WHERE call = ?1 AND agent = ?2 AND n =
        (SELECT max(n) FROM queue_visits WHERE call = ?1 AND agent = ?2)
      """)
    keep = try cache.entry(
      """
      INSERT INTO kept (kind, name, at, value) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (kind, name) DO UPDATE SET at = ?3, value = ?4
      """)
    forget = try cache.entry("DELETE FROM kept WHERE kind = ?1 AND name = ?2")
    audit = try cache.entry(
      "INSERT INTO audit (at, user, name, role, act, result) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    publish = try cache.entry("INSERT OR REPLACE INTO published (number, at, body) VALUES (?1, ?2, ?3)")
    thin = try cache.entry("DELETE FROM published WHERE number <= ?1")
    begin = try cache.entry("BEGIN IMMEDIATE")
    commit = try cache.entry("COMMIT")
  }

  /// Commits all of them, in order, with how far the spool has been taken over.
  ///
  /// A row that a table refuses (a number used twice) is left out; `refused` is told why.
  func write(
    _ records: ArraySlice<LogRecord>, spool: (id: UInt64, taken: Int)? = nil,
    refused: (LogRecord, SQLiteError) -> Void
  ) throws(SQLiteError) {
    do throws(SQLiteError) {
      try begin.statement.run()
      for record in records {
        do throws(SQLiteError) {
          try insert(record)
        } catch {
          guard error.reason == .constraint else { throw error }
          refused(record, error)
        }
      }
      if let spool {
        try database.execute(
          """
          INSERT INTO spool VALUES (1, \(Int64(bitPattern: spool.id)), \(spool.taken))
          ON CONFLICT (only) DO UPDATE SET id = excluded.id, taken = excluded.taken
          """)
      }
      try commit.statement.run()
    } catch {
      database.rollBack()
      throw error
    }
  }

  /// The new run's id.
  /// - Parameter clockSet: how far the clock was set, where that alone began it.
  func beginRun(at milliseconds: Int64, clockSet: Int64? = nil) throws(SQLiteError) -> Int64 {
    try database.execute(
      """
      INSERT INTO runs (started, seen, clock_set)
      VALUES (\(milliseconds), \(milliseconds), \(clockSet.map(String.init) ?? "NULL"))
      """)
    return try database.integer("SELECT last_insert_rowid()") ?? 0
  }

  func markRun(_ run: Int64, at milliseconds: Int64, isOver: Bool) throws(SQLiteError) {
    // A clock that was set back a little makes no run end before it began.
    try database.execute(
      """
      UPDATE runs SET seen = max(seen, \(milliseconds))\(isOver ? ", ended = max(seen, \(milliseconds))" : "")
      WHERE id = \(run)
      """)
  }

  /// How much of that spool earlier transactions have taken over.
  func taken(ofSpool id: UInt64) throws(SQLiteError) -> Int {
    Int(try database.integer("SELECT taken FROM spool WHERE id = \(Int64(bitPattern: id))") ?? 0)
  }

  /// Closes what an earlier run left open; the number of calls that were.
  func closeInterrupted() throws(SQLiteError) -> Int {
    try database.transaction { () throws(SQLiteError) in
      let run = try latestRun()
      // A stay in a queue is written when it is over: of those that waited there is none yet. They waited for
      // as long as the run that broke off gave signs of life, or somebody's leaving would have been written.
      // Whose call goes by the clock that the run's was set from, his own last row tells alone.
      let signs = try signsOfLife(until: run.limit)
      let alive = max(signs, run.seen)
      try database.execute(
        """
        INSERT INTO queue_visits (call, n, queue, enqueued, "left", how, agent, talk, hold, wrap, segment)
        SELECT call, n, queue, enqueued,
          CASE WHEN enqueued < \(run.clockSince) THEN latest ELSE max(latest, \(alive)) END,
          'interrupted', NULL, 0, 0, 0, segment
        FROM v_waiting
        """)
      try database.execute(
        """
        UPDATE calls SET ended_by = 'system', outcome = 'interrupted', end_estimated = 1, ended = max(offered,
          coalesce((SELECT max(at) FROM call_events WHERE call = calls.id), 0),
          coalesce((SELECT max("left") FROM queue_visits WHERE call = calls.id), 0))
        WHERE ended IS NULL
        """)
      let calls = database.changes
      // The last sign of life of the whole run, but never before the agent's own last row.
      let left = try database.integer(
        """
        SELECT max("left") FROM queue_visits
        WHERE "left" <= \(run.limit) AND call IN (SELECT id FROM calls ORDER BY id DESC LIMIT 1000)
        """)
      try database.execute(
        """
        INSERT INTO agent_events (agent, at, state, reason)
        SELECT agent, max(at, \(max(signs, left ?? 0))), 'logged-out', '\(AgentEventRow.interrupted)'
        FROM agent_events AS last
        WHERE rowid IN (SELECT max(rowid) FROM agent_events GROUP BY agent)
        AND state <> 'logged-out'
        """)
      return calls
    }
  }

  /// What is known of the time of the run that broke off.
  private func latestRun() throws(SQLiteError) -> (seen: Int64, limit: Int64, clockSince: Int64) {
    let latest = "FROM runs WHERE id = (SELECT max(id) FROM runs)"
    let seen = try database.integer("SELECT seen \(latest) AND ended IS NULL") ?? 0
    // Where an earlier run went by a later clock, its rows are no signs of this one, which was seen to be alive
    // every minute.
    let limit = try database.integer(
      """
      SELECT seen + 120000 \(latest)
      AND EXISTS (SELECT 1 FROM runs AS earlier WHERE earlier.id < runs.id AND earlier.seen > runs.started)
      """)
    // The run begins moments after the clock was set.
    let since = try database.integer("SELECT started - 5000 \(latest) AND clock_set > 60000")
    return (seen, limit ?? .max, since ?? 0)
  }

  /// The latest row of any kind until then, of calls the last thousand.
  private func signsOfLife(until limit: Int64) throws(SQLiteError) -> Int64 {
    try database.integer(
      """
      SELECT max(
        coalesce((SELECT max(at) FROM agent_events WHERE at <= \(limit)), 0),
        coalesce((SELECT max(at) FROM audit WHERE at <= \(limit)), 0),
        coalesce((SELECT max(at) FROM published WHERE at <= \(limit)), 0),
        coalesce((SELECT max(offered) FROM calls WHERE offered <= \(limit)), 0),
        coalesce((SELECT max(ended) FROM calls WHERE ended <= \(limit)), 0),
        coalesce((SELECT max(at) FROM call_events WHERE at <= \(limit)
          AND call IN (SELECT id FROM calls ORDER BY id DESC LIMIT 1000)), 0))
      """) ?? 0
  }

  private func insert(_ record: LogRecord) throws(SQLiteError) {
    switch record {
    case .callOpened(let row):
      openCall.statement.bind(1, Int64(bitPattern: row.call.number))
      openCall.statement.bind(2, row.graph)
      openCall.statement.bind(3, row.flow)
      openCall.statement.bind(4, row.line)
      openCall.statement.bind(5, row.ani)
      openCall.statement.bind(6, row.dnis)
      openCall.statement.bind(7, row.offered.milliseconds)
      try openCall.statement.run()
    case .event(let row):
      event.statement.bind(1, Int64(bitPattern: row.call.number))
      event.statement.bind(2, Int64(row.number))
      event.statement.bind(3, row.at.milliseconds)
      event.statement.bind(4, row.kind)
      event.statement.bind(5, row.state)
      event.statement.bind(6, row.detail)
      try event.statement.run()
    case .queueVisit(let row):
      visit.statement.bind(1, Int64(bitPattern: row.call.number))
      visit.statement.bind(2, Int64(row.number))
      visit.statement.bind(3, row.queue)
      visit.statement.bind(4, row.enqueued.milliseconds)
      visit.statement.bind(5, row.left.milliseconds)
      visit.statement.bind(6, row.how)
      visit.statement.bind(7, row.agent)
      visit.statement.bind(8, row.talk.milliseconds)
      visit.statement.bind(9, row.hold.milliseconds)
      visit.statement.bind(10, row.wrapUp.milliseconds)
      visit.statement.bind(11, row.segment)
      visit.statement.bind(12, row.priority.map { Int64($0.own) })
      visit.statement.bind(13, row.priority.map { Int64($0.added) })
      visit.statement.bind(14, row.priority?.perMinute)
      visit.statement.bind(15, row.priority?.most.map { Int64($0) })
      visit.statement.bind(16, row.priority?.atEnd)
      try visit.statement.run()
    case .callClosed(let row):
      closeCall.statement.bind(1, Int64(bitPattern: row.call.number))
      closeCall.statement.bind(2, row.language)
      closeCall.statement.bind(3, row.answered?.milliseconds)
      closeCall.statement.bind(4, row.ended.milliseconds)
      closeCall.statement.bind(5, row.endedBy)
      closeCall.statement.bind(6, row.outcome)
      closeCall.statement.bind(7, row.ownOutcome)
      try closeCall.statement.run()
    case .agent(let row):
      agent.statement.bind(1, row.agent)
      agent.statement.bind(2, row.at.milliseconds)
      agent.statement.bind(3, row.state)
      agent.statement.bind(4, row.reason)
      agent.statement.bind(5, row.call.map { Int64(bitPattern: $0.number) })
      try agent.statement.run()
    case .disposition(let row):
      disposition.statement.bind(1, Int64(bitPattern: row.call.number))
      disposition.statement.bind(2, row.agent)
      disposition.statement.bind(3, row.title)
      try disposition.statement.run()
    case .kept(let row):
      let entry = row.value == nil ? forget : keep
      entry.statement.bind(1, row.kind)
      entry.statement.bind(2, row.name)
      if let value = row.value {
        entry.statement.bind(3, row.at.milliseconds)
        entry.statement.bind(4, value)
      }
      try entry.statement.run()
    case .audit(let row):
      audit.statement.bind(1, row.at.milliseconds)
      audit.statement.bind(2, Int64(row.user))
      audit.statement.bind(3, row.name)
      audit.statement.bind(4, row.role)
      audit.statement.bind(5, row.act)
      audit.statement.bind(6, row.result)
      try audit.statement.run()
    case .published(let row):
      publish.statement.bind(1, row.number)
      publish.statement.bind(2, row.at.milliseconds)
      publish.statement.bind(3, row.body)
      try publish.statement.run()
      if row.number % 256 == 0 {
        thin.statement.bind(1, row.number - Int64(PublishedRow.most))
        try thin.statement.run()
      }
    }
  }
}
