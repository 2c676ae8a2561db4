/// The call log's tables and views, and the steps from each version to the next (`PRAGMA user_version`).
///
/// All times are UTC milliseconds since 1970, all durations milliseconds. `calls.id` is the number of the
/// call's id; the views show it as written elsewhere.
enum LogSchema {
  /// In order: step i leads from version i to i + 1. A step that has been shipped is never changed.
  static let migrations: [String] = [version1, version2, version3, version4, version5, version6, version7]
  static var version: Int { migrations.count }

  /// Brings the file to the present version, each step in its own transaction.
  static func migrate(_ database: Database) throws(SQLiteError) {
    for step in max(0, try check(database))..<version {
      try database.transaction { () throws(SQLiteError) in
        try database.execute(migrations[step])
        try database.execute("PRAGMA user_version = \(step + 1)")
      }
    }
  }

  /// Only reads.
  ///
  /// - Returns: the version found, at most the present one.
  /// - Throws: when the database has tables of another kind, or a later version wrote it.
  @discardableResult static func check(_ database: Database) throws(SQLiteError) -> Int {
    let found = Int(try database.integer("PRAGMA user_version") ?? 0)
    let tables = try database.integer("SELECT count(*) FROM sqlite_schema") ?? 0
    let own = try database.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'call_events'") ?? 0
    guard tables == 0 || (own == 1 && found != 0) else {
      throw SQLiteError(
        .notADatabase, path: database.path, message: "is a database, but not a call log")
    }
    guard found <= version else {
      throw SQLiteError(
        .newerSchema(found: found, known: version), path: database.path,
        message: "was written by a later version")
    }
    return found
  }

  /// A call's id as people see it: Crockford's base 32 of the number.
  static func shownID(_ column: String) -> String {
    let digits = stride(from: 60, through: 0, by: -5).map { shift in
      "substr('0123456789abcdefghjkmnpqrstvwxyz', ((\(column) >> \(shift)) & 31) + 1, 1)"
    }
    return "coalesce(nullif(ltrim(\(digits.joined(separator: "||")), '0'), ''), '0')"
  }
  private static func shownTime(_ column: String) -> String {
    "strftime('%Y-%m-%d %H:%M:%f', \(column) / 1000.0, 'unixepoch')"
  }

  private static let version1 = """
    CREATE TABLE calls (            -- one row a call
      id INTEGER PRIMARY KEY,       -- microseconds since 1970 at arrival
      graph TEXT NOT NULL,          -- the version of the application, a hash of its texts
      flow TEXT NOT NULL,
      line TEXT NOT NULL,
      ani TEXT,                     -- the number calling; NULL when withheld
      dnis TEXT,                    -- the number dialled
      language TEXT,
      offered INTEGER NOT NULL,
      answered INTEGER,
      ended INTEGER,                -- NULL while the call is under way
      ended_by TEXT,                -- caller, system, agent, line, transferred
      outcome TEXT,                 -- the one fixed outcome
      own_outcome TEXT,             -- the flow's own word
      end_estimated INTEGER NOT NULL DEFAULT 0  -- 1: the end was not seen but taken from the last row
    );
    CREATE INDEX calls_offered ON calls (offered);
    CREATE INDEX calls_open ON calls (id) WHERE ended IS NULL;

    CREATE TABLE queue_visits (     -- one row a stay of a call in a queue, replaced as talk and wrap-up end
      call INTEGER NOT NULL,
      n INTEGER NOT NULL,           -- counted from 1 in each call
      queue TEXT NOT NULL,
      enqueued INTEGER NOT NULL,
      "left" INTEGER NOT NULL,      -- answered by an agent, or left otherwise
      how TEXT NOT NULL,            -- answered, abandoned, callback, transferred (the talk went on with
                                    -- another agent), or why it flowed out
      agent TEXT,
      talk INTEGER NOT NULL,
      hold INTEGER NOT NULL,
      wrap INTEGER NOT NULL,
      PRIMARY KEY (call, n)
    ) WITHOUT ROWID;
    CREATE INDEX queue_visits_enqueued ON queue_visits (enqueued);

    CREATE TABLE call_events (      -- a call's timeline
      call INTEGER NOT NULL,
      n INTEGER NOT NULL,           -- counted from 1 in each call
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      detail TEXT NOT NULL,
      PRIMARY KEY (call, n)
    ) WITHOUT ROWID;

    CREATE TABLE agent_events (     -- an agent's state from that instant on
      agent TEXT NOT NULL,
      at INTEGER NOT NULL,
      state TEXT NOT NULL,          -- logged-out, line-gone, ready, offered, talking, held, wrap-up, paused,
                                    -- not-answering
      reason TEXT,
      call INTEGER
    );
    CREATE INDEX agent_events_agent ON agent_events (agent, at);
    CREATE INDEX agent_events_at ON agent_events (at);

    -- How far a spool file, by its id, has been taken over; one row at most.
    CREATE TABLE spool (
      only INTEGER PRIMARY KEY CHECK (only = 1), id INTEGER NOT NULL, taken INTEGER NOT NULL
    );

    -- Calls as people read them: times UTC, durations in seconds.
    CREATE VIEW v_calls AS SELECT
      \(shownID("id")) AS call, line, flow, ani, dnis, language,
      \(shownTime("offered")) AS offered,
      \(shownTime("answered")) AS answered,
      \(shownTime("ended")) AS ended,
      (ended - offered) / 1000.0 AS seconds,
      ended_by, outcome, own_outcome, end_estimated AS estimated, graph
    FROM calls;

    -- Stays in queues: wait, talk, hold and wrap-up in seconds.
    CREATE VIEW v_queue_visits AS SELECT
      \(shownID("call")) AS call, n, queue,
      \(shownTime("enqueued")) AS enqueued,
      ("left" - enqueued) / 1000.0 AS wait, how, agent,
      talk / 1000.0 AS talk, hold / 1000.0 AS hold, wrap / 1000.0 AS wrap
    FROM queue_visits;

    -- A call's timeline with the seconds since it was offered.
    CREATE VIEW v_call_events AS SELECT
      \(shownID("call_events.call")) AS call, n,
      \(shownTime("at")) AS at, (at - calls.offered) / 1000.0 AS seconds, kind, state, detail
    FROM call_events LEFT JOIN calls ON calls.id = call_events.call;

    -- Calls that wait in a queue now, by their last row about queues.
    CREATE VIEW v_waiting AS SELECT
      calls.id AS call, 1 + coalesce((SELECT max(n) FROM queue_visits WHERE call = calls.id), 0) AS n,
      substr(e.detail, 1, instr(e.detail || ' ', ' ') - 1) AS queue, e.at AS enqueued,
      (SELECT max(at) FROM call_events WHERE call = calls.id) AS latest
    FROM calls JOIN call_events AS e ON e.call = calls.id AND e.kind = 'queue' AND e.n =
      (SELECT max(n) FROM call_events WHERE call = calls.id AND kind IN ('queue', 'connect', 'leave'))
    WHERE calls.ended IS NULL;

    -- Queue figures by UTC day of enqueueing, from finished visits only. asa: mean wait of answered visits;
    -- aht: mean talk + hold + wrap-up of answered visits of calls that have ended, estimated ends left out;
    -- NULL where there are none.
    CREATE VIEW v_queue_figures AS SELECT
      queue, date(enqueued / 1000.0, 'unixepoch') AS day,
      count(*) AS queued,
      sum(how = 'answered') AS answered,
      sum(how = 'abandoned') AS abandoned,
      sum(how = 'callback') AS callbacks,
      sum(how NOT IN ('answered', 'abandoned', 'callback')) AS flowed_out,
      sum(how = 'answered' AND "left" - enqueued <= 20000) AS answered_within_20s,
      sum(how = 'abandoned' AND "left" - enqueued <= 5000) AS abandoned_within_5s,
      round(avg(CASE WHEN how = 'answered' THEN "left" - enqueued END) / 1000.0, 3) AS asa,
      round(avg(CASE WHEN how = 'abandoned' THEN "left" - enqueued END) / 1000.0, 3) AS abandon_time,
      max("left" - enqueued) / 1000.0 AS maximum_wait,
      round(avg(CASE WHEN how = 'answered' AND ended IS NOT NULL AND NOT end_estimated
        THEN talk + hold + wrap END) / 1000.0, 3) AS aht
    FROM queue_visits LEFT JOIN calls ON calls.id = queue_visits.call
    -- A talk that went on with another agent was no other stay in the queue.
    WHERE how <> 'transferred'
    GROUP BY queue, day;

    -- Each state of each agent with the seconds it lasted; the last one is open (NULL).
    CREATE VIEW v_agent_states AS SELECT
      agent, \(shownTime("at")) AS "from",
      (lead(at) OVER (PARTITION BY agent ORDER BY at, rowid) - at) / 1000.0 AS seconds,
      state, reason,
      CASE WHEN call IS NOT NULL THEN \(shownID("call")) END AS call
    FROM agent_events;
    """

  private static let version2 = """
    CREATE TABLE runs (             -- one row each time that the log was open for writing
      id INTEGER PRIMARY KEY,
      started INTEGER NOT NULL,
      seen INTEGER NOT NULL,        -- last known to be open: at least every minute
      ended INTEGER                 -- NULL while open, and after a crash
    );

    -- When the log was open, with the seconds that it was not before each run.
    CREATE VIEW v_runs AS SELECT
      \(shownTime("started")) AS started, \(shownTime("coalesce(ended, seen)")) AS until,
      (coalesce(ended, seen) - started) / 1000.0 AS seconds,
      (started - lag(coalesce(ended, seen)) OVER (ORDER BY started, id)) / 1000.0 AS gap_before,
      ended IS NULL AS open_or_broken
    FROM runs;
    """

  private static let version3 = """
    ALTER TABLE queue_visits ADD COLUMN disposition TEXT;  -- how the agent filed the talk

    CREATE TABLE kept (             -- state that the next run takes up again; gone when it is over
      kind TEXT NOT NULL,           -- agent, skill, queue, served, callback
      name TEXT NOT NULL,
      at INTEGER NOT NULL,          -- since when
      value TEXT NOT NULL,
      PRIMARY KEY (kind, name)
    ) WITHOUT ROWID;

    CREATE TABLE audit (            -- who ordered what, and what became of it
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      user INTEGER NOT NULL,        -- the Unix user's number
      name TEXT,                    -- and name, as it was then
      role TEXT NOT NULL,           -- viewer, agent, supervisor, admin
      act TEXT NOT NULL,            -- as typed
      result TEXT NOT NULL          -- done, or why not
    );
    CREATE INDEX audit_at ON audit (at);

    CREATE TABLE published (        -- the latest events for screens, as they are streamed
      number INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      body TEXT NOT NULL            -- JSON
    );

    CREATE VIEW v_audit AS SELECT
      id, \(shownTime("at")) AS at, coalesce(name, user) AS who, role, act, result
    FROM audit;

    -- Talks by how they were filed.
    CREATE VIEW v_dispositions AS SELECT
      queue, date(enqueued / 1000.0, 'unixepoch') AS day, coalesce(disposition, '-') AS disposition,
      count(*) AS talks, round(avg(talk) / 1000.0, 1) AS mean_talk
    FROM queue_visits WHERE agent IS NOT NULL
    GROUP BY queue, day, disposition;
    """

  private static let version4 = """
    -- NULL in rows of earlier versions: not known.
    ALTER TABLE queue_visits ADD COLUMN segment TEXT;            -- of callers; NULL also for none
    ALTER TABLE queue_visits ADD COLUMN priority INTEGER;        -- of route or queue, as the call came in
    ALTER TABLE queue_visits ADD COLUMN priority_added INTEGER;  -- the queue's weight and the segment's share
    ALTER TABLE queue_visits ADD COLUMN priority_rate REAL;      -- gained per minute of waiting
    ALTER TABLE queue_visits ADD COLUMN priority_most INTEGER;   -- by waiting, in all; NULL without a cap
    ALTER TABLE queue_visits ADD COLUMN priority_left REAL;      -- all in all, when answered or left

    DROP VIEW v_queue_visits;
    -- Stays in queues: wait, talk, hold and wrap-up in seconds; priority as it came and as it left.
    CREATE VIEW v_queue_visits AS SELECT
      \(shownID("call")) AS call, n, queue, segment,
      \(shownTime("enqueued")) AS enqueued,
      ("left" - enqueued) / 1000.0 AS wait, how, agent,
      talk / 1000.0 AS talk, hold / 1000.0 AS hold, wrap / 1000.0 AS wrap, disposition,
      priority + priority_added AS priority, round(priority_left, 1) AS priority_left
    FROM queue_visits;
    """

  private static let version5 = """
    DROP VIEW v_waiting;
    -- Calls that wait in a queue now, by their last row about queues; their segment by what was asked for them
    -- before it.
    CREATE VIEW v_waiting AS SELECT
      calls.id AS call, 1 + coalesce((SELECT max(n) FROM queue_visits WHERE call = calls.id), 0) AS n,
      substr(e.detail, 1, instr(e.detail || ' ', ' ') - 1) AS queue, e.at AS enqueued,
      (SELECT max(at) FROM call_events WHERE call = calls.id) AS latest,
      (SELECT substr(a.detail, 9, instr(a.detail || ';', ';') - 9) FROM call_events AS a
        WHERE a.call = calls.id AND a.detail LIKE 'segment %' AND a.n = (SELECT max(n) FROM call_events
          WHERE call = calls.id AND kind = 'ask' AND n < e.n AND n > coalesce((SELECT max(n) FROM call_events
            WHERE call = calls.id AND kind IN ('connect', 'leave') AND n < e.n), 0))) AS segment
    FROM calls JOIN call_events AS e ON e.call = calls.id AND e.kind = 'queue' AND e.n =
      (SELECT max(n) FROM call_events WHERE call = calls.id AND kind IN ('queue', 'connect', 'leave'))
    WHERE calls.ended IS NULL;

    DROP VIEW v_agent_states;
    -- Each state of each agent with the seconds it lasted; the last one is open (NULL). Of a time that the clock
    -- showed twice, since it was set back, the rows written later tell.
    CREATE VIEW v_agent_states AS SELECT
      agent, \(shownTime("at")) AS "from",
      max(0, min(at) OVER (PARTITION BY agent ORDER BY rowid
        ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) - at) / 1000.0 AS seconds,
      state, reason,
      CASE WHEN call IS NOT NULL THEN \(shownID("call")) END AS call
    FROM agent_events;
    """

  private static let version6 = """
    ALTER TABLE runs ADD COLUMN clock_set INTEGER;  -- how far the clock was set as it began; NULL: a new start

    DROP VIEW v_runs;
    -- When the log was open, with the seconds that it was not before each run. A clock that is set ends a run
    -- and begins another: no gap.
    CREATE VIEW v_runs AS SELECT
      \(shownTime("started")) AS started, \(shownTime("coalesce(ended, seen)")) AS until,
      (coalesce(ended, seen) - started) / 1000.0 AS seconds,
      CASE WHEN clock_set IS NULL
        THEN (started - lag(coalesce(ended, seen)) OVER (ORDER BY id)) / 1000.0 END AS gap_before,
      ended IS NULL AS open_or_broken, clock_set / 1000.0 AS clock_set
    FROM runs;

    DROP VIEW v_queue_visits;
    -- Stays in queues: wait, talk, hold and wrap-up in seconds; priority as it came and as it left. A wait is
    -- estimated when a crash cut it off: it lasted at least so long.
    CREATE VIEW v_queue_visits AS SELECT
      \(shownID("call")) AS call, n, queue, segment,
      \(shownTime("enqueued")) AS enqueued,
      ("left" - enqueued) / 1000.0 AS wait, how, agent,
      talk / 1000.0 AS talk, hold / 1000.0 AS hold, wrap / 1000.0 AS wrap, disposition,
      priority + priority_added AS priority, round(priority_left, 1) AS priority_left,
      how = 'interrupted' AND coalesce(end_estimated, 0) AS wait_estimated
    FROM queue_visits LEFT JOIN calls ON calls.id = queue_visits.call;

    DROP VIEW v_queue_figures;
    -- Queue figures by UTC day of enqueueing, from finished visits only. asa: mean wait of answered visits;
    -- maximum_wait: estimated waits left out; aht: mean talk + hold + wrap-up of answered visits of calls that
    -- have ended, estimated ends left out; NULL where there are none.
    CREATE VIEW v_queue_figures AS SELECT
      queue, date(enqueued / 1000.0, 'unixepoch') AS day,
      count(*) AS queued,
      sum(how = 'answered') AS answered,
      sum(how = 'abandoned') AS abandoned,
      sum(how = 'callback') AS callbacks,
      sum(how NOT IN ('answered', 'abandoned', 'callback')) AS flowed_out,
      sum(how = 'answered' AND "left" - enqueued <= 20000) AS answered_within_20s,
      sum(how = 'abandoned' AND "left" - enqueued <= 5000) AS abandoned_within_5s,
      round(avg(CASE WHEN how = 'answered' THEN "left" - enqueued END) / 1000.0, 3) AS asa,
      round(avg(CASE WHEN how = 'abandoned' THEN "left" - enqueued END) / 1000.0, 3) AS abandon_time,
      max(CASE WHEN how <> 'interrupted' OR NOT coalesce(end_estimated, 0)
        THEN "left" - enqueued END) / 1000.0 AS maximum_wait,
      round(avg(CASE WHEN how = 'answered' AND ended IS NOT NULL AND NOT end_estimated
        THEN talk + hold + wrap END) / 1000.0, 3) AS aht
    FROM queue_visits LEFT JOIN calls ON calls.id = queue_visits.call
    -- A talk that went on with another agent was no other stay in the queue, nor is work on a message.
    WHERE how NOT IN ('transferred', 'work')
    GROUP BY queue, day;
    """

  private static let version7 = """
    DROP VIEW v_agent_states;
    -- Each state of each agent with the seconds it lasted, until the row written next; the last one is open (NULL).
    -- Of a time that the clock showed twice, since it was set back, both are there.
    CREATE VIEW v_agent_states AS SELECT
      agent, \(shownTime("at")) AS "from",
      max(0, lead(at) OVER (PARTITION BY agent ORDER BY rowid) - at) / 1000.0 AS seconds,
      state, reason,
      CASE WHEN call IS NOT NULL THEN \(shownID("call")) END AS call
    FROM agent_events;
    """
}
