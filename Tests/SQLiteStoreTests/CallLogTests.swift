import TestSupport
import ACD
import Chronology
import Engine
import Foundation
import Testing

@testable import SQLiteStore

@Suite struct `The call log` {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }
  var path: String { folder["calls.sqlite"] }

  @Test func `keeps one record a call and its rows in order`() throws {
    let log = try SQLiteCallLog(path: path)
    let calls = (1...200).map { SampleCall(number: $0) }
    // Interleaved, as calls are.
    for call in calls { log.append(call.opening) }
    for n in 1...12 { for call in calls { log.append(.event(call.event(n))) } }
    for call in calls.reversed() { log.append(call.closing) }
    #expect(log.flush())
    #expect(
      log.status
        == {
          var status = LogStatus(); status.committed = 200 * 14; return status
        }())

    do {
      let reader = try CallLogReader(path: path)
      #expect(try reader.calls().map(\.opening.call) == calls.map(\.id))
      for call in calls {
        let timeline = try reader.timeline(of: call.id)
        #expect(timeline?.events == (1...12).map { call.event($0) })
        guard case .callClosed(let closing) = call.closing, case .callOpened(let opening) = call.opening
        else {
          continue
        }
        #expect(timeline?.call == CallRow(opening: opening, closing: closing))
      }
      #expect(try reader.problems(full: true) == [])
    }
    log.close()
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    #expect(!FileManager.default.fileExists(atPath: path + "-spool"))
  }

  @Test func `a record appended is in the file within moments, without a flush`() throws {
    let log = try SQLiteCallLog(path: path)
    defer { log.close() }
    log.append(SampleCall(number: 1).opening)
    let reader = try CallLogReader(path: path)
    let deadline = ContinuousClock.now + .seconds(20)
    while try reader.calls().isEmpty, ContinuousClock.now < deadline {}
    #expect(try reader.calls().count == 1)
  }

  @Test func `a visit told again replaces the earlier row`() throws {
    let log = try SQLiteCallLog(path: path)
    defer { log.close() }
    let call = SampleCall(number: 1)
    var visit = call.visit
    (visit.talk, visit.wrapUp) = (.zero, .zero)
    log.append(call.opening)
    log.append(.queueVisit(visit))
    log.append(.queueVisit(call.visit))
    log.append(call.closing)
    log.flush()
    #expect(try CallLogReader(path: path).timeline(of: call.id)?.visits == [call.visit])
  }

  @Test func `calls that a dead run left open are closed as interrupted, its agents logged out`() throws {
    let (open, bare, done) = (SampleCall(number: 1), SampleCall(number: 2), SampleCall(number: 3))
    let log = try SQLiteCallLog(path: path)
    #expect(log.interruptedCalls == 0)
    #expect(log.largestCall == nil)
    for record in done.records() { log.append(record) }
    log.append(open.opening)
    log.append(.event(open.event(1)))
    log.append(.event(open.event(9)))
    log.append(bare.opening)
    let kim = AgentEventRow(agent: "kim", at: done.offered, state: "talking", call: done.id)
    let lee = AgentEventRow(agent: "lee", at: done.offered, state: "logged-out")
    log.append(.agent(kim))
    log.append(.agent(lee))
    log.close()

    let next = try SQLiteCallLog(path: path)
    defer { next.close() }
    #expect(next.interruptedCalls == 2)
    #expect(next.largestCall == done.id)
    let rows = try CallLogReader(path: path).calls()
    #expect(rows.map { $0.closing?.outcome } == ["interrupted", "interrupted", "agent"])
    #expect(rows.map { $0.closing?.ended } == [open.event(9).at, bare.offered, done.offered + .seconds(60)])
    #expect(rows.map(\.isEndEstimated) == [true, true, false])
    let agents = try CallLogReader(path: path).agentEvents()
    #expect(
      agents == [
        kim, lee,
        AgentEventRow(
          agent: "kim", at: done.offered + .seconds(60), state: "logged-out", reason: "interrupted"),
      ])
  }

  @Test func `a call that waits is an open visit, and after a crash an interrupted one`() throws {
    let call = SampleCall(number: 1)
    func event(_ n: Int, _ second: Int, _ kind: String, _ detail: String) -> LogRecord {
      .event(
        CallEventRow(
          call: call.id, number: n, at: call.offered + .seconds(second), kind: kind, state: "", detail: detail
        ))
    }
    func row(_ visit: QueueVisitRow, _ outcome: String? = nil) -> VisitRow {
      var row = VisitRow(visit, isEndEstimated: true)
      (row.flow, row.line, row.ani) = ("main", "trunk", "0212345678")
      (row.outcome, row.isLast) = (outcome, visit.number == 2)
      return row
    }
    func second(_ how: String) -> QueueVisitRow {
      QueueVisitRow(
        call: call.id, number: 2, queue: "billing", enqueued: call.offered + .seconds(20),
        left: call.offered + .seconds(50), how: how)
    }
    let log = try SQLiteCallLog(path: path)
    log.append(call.opening)
    log.append(event(1, 10, "queue", "billing position 1"))
    log.append(event(2, 14, "connect", "kim waited 4.0s"))
    log.append(.queueVisit(call.visit))
    log.append(event(3, 20, "queue", "billing position 3"))
    log.append(event(4, 50, "say", "ko"))
    log.flush()
    // Talk may still grow: nothing of this call counts as handled yet.
    var first = row(call.visit)
    // A stay that is still open is no row of the table yet.
    first.isLast = true
    #expect(try CallLogReader(path: path).visits() == [first, row(second("open"))])
    log.close()
    let next = try SQLiteCallLog(path: path)
    defer { next.close() }
    #expect(
      try CallLogReader(path: path).visits() == [
        row(call.visit, "interrupted"), row(second("interrupted"), "interrupted"),
      ])
  }

  @Test func `who waited when the log broke off waited for as long as it gave signs of life`() throws {
    let (waiting, menu) = (SampleCall(number: 1), SampleCall(number: 2))
    let log = try SQLiteCallLog(path: path)
    for call in [waiting, menu] { log.append(call.opening) }
    log.append(
      .event(
        CallEventRow(
          call: waiting.id, number: 1, at: waiting.offered + .seconds(10), kind: "queue", state: "",
          detail: "billing position 1")))
    log.append(.event(menu.event(1)))
    log.close()
    // A crash writes no end.
    let seen = waiting.offered + .seconds(50)
    let database = try Database(path, .readWrite)
    try database.execute("UPDATE runs SET ended = NULL, seen = \(seen.milliseconds)")
    try SQLiteCallLog(path: path).close()
    let reader = try CallLogReader(path: path)
    let visits = try reader.visits()
    #expect(visits.map(\.visit.left) == [seen] && visits.map(\.isWaitEstimated) == [true])
    #expect(try reader.calls().map { $0.closing?.ended } == [seen, menu.event(1).at])
    #expect(
      try database.text("SELECT wait || ' ' || wait_estimated FROM v_queue_visits") == "40.0 1")
    #expect(try database.text("SELECT ifnull(maximum_wait, '-') FROM v_queue_figures") == "-")
  }

  @Test func `a run that broke off is judged by its own clock, and by all that it wrote`() throws {
    let waiting = SampleCall(number: 1)
    let start = waiting.offered
    func kim(_ at: Instant, _ state: String, _ reason: String? = nil) -> AgentEventRow {
      AgentEventRow(agent: "kim", at: at, state: state, reason: reason)
    }
    let log = try SQLiteCallLog(path: path)
    log.append(.agent(kim(start + .hours(7), "ready")))
    log.append(.agent(kim(start - .seconds(20), "ready", AgentEventRow.clock)))
    log.append(waiting.opening)
    log.append(
      .event(
        CallEventRow(
          call: waiting.id, number: 1, at: start, kind: "queue", state: "", detail: "billing position 1")))
    log.append(.published(PublishedRow(number: 1, at: start + .seconds(6), body: "{}")))
    log.close()
    // The clock was seven hours ahead, was set right, then came the crash.
    let database = try Database(path, .readWrite)
    let (set, seen) = ((start - .seconds(30)).milliseconds, (start - .seconds(10)).milliseconds)
    try database.execute(
      """
      UPDATE runs SET started = \(set) + 25190000, seen = \(set) + 25200000, ended = \(set) + 25200000;
      INSERT INTO runs (started, seen, clock_set) VALUES (\(set), \(seen), -25200000)
      """)
    try SQLiteCallLog(path: path).close()
    let reader = try CallLogReader(path: path)
    #expect(try reader.visits().last?.visit.left == start + .seconds(6))
    #expect(try reader.calls().last?.closing?.ended == start + .seconds(6))
    #expect(
      try reader.agentEvents().last == kim(start + .seconds(6), "logged-out", "interrupted"))
  }

  @Test func `a call that began before the clock was set forward waited by its own`() throws {
    let call = SampleCall(number: 1)
    let log = try SQLiteCallLog(path: path)
    log.append(call.opening)
    for (n, kind) in ["queue", "say"].enumerated() {
      log.append(
        .event(
          CallEventRow(
            call: call.id, number: n + 1, at: call.offered + .seconds(n * 4), kind: kind, state: "",
            detail: "billing position 1")))
    }
    log.close()
    let database = try Database(path, .readWrite)
    let set = (call.offered + .seconds(5)).milliseconds
    try database.execute(
      """
      UPDATE runs SET started = \(set) - 10000, seen = \(set), ended = \(set);
      INSERT INTO runs (started, seen, clock_set) VALUES (\(set) + 25200000, \(set) + 25205000, 25200000)
      """)
    try SQLiteCallLog(path: path).close()
    let visits = try CallLogReader(path: path).visits()
    #expect(visits.map(\.visit.left) == [call.offered + .seconds(4)])
  }

  @Test func `how an offer ended comes from the call's timeline`() throws {
    let call = SampleCall(number: 1)
    let log = try SQLiteCallLog(path: path)
    func agent(_ second: Int, _ state: String, _ offered: CallID? = nil) {
      log.append(
        .agent(AgentEventRow(agent: "kim", at: call.offered + .seconds(second), state: state, call: offered)))
    }
    log.append(call.opening)
    agent(0, "ready")
    agent(1, "offered", call.id)
    log.append(
      .event(
        CallEventRow(
          call: call.id, number: 1, at: call.offered + .seconds(11), kind: "offer-ended", state: "",
          detail: "kim missed")))
    agent(11, "ready")
    agent(12, "offered", call.id)
    agent(13, "talking", call.id)
    agent(20, "ready")
    log.close()
    #expect(
      try CallLogReader(path: path).agentEvents().map { $0.reason ?? "-" } == [
        "-", "-", "missed", "-", "-", "-",
      ])
  }

  @Test func `a second owner is refused, with who holds it`() throws {
    let log = try SQLiteCallLog(path: path)
    do {
      _ = try SQLiteCallLog(path: path)
      Issue.record("two owners of one log")
    } catch {
      #expect(error.reason == .owned(by: "process \(getpid())"))
      #expect(error.description.contains("process \(getpid())"))
    }
    log.close()
  }

  @Test func `an owner that has gone does not stand in the way`() throws {
    do {
      let log = try SQLiteCallLog(path: path)
      log.append(SampleCall(number: 1).opening)
      log.close()
    }
    let next = try SQLiteCallLog(path: path)
    #expect(next.interruptedCalls == 1)
    next.close()
  }

  @Test func `files that cannot be the log are told`() throws {
    func reason(_ path: String) -> SQLiteError.Reason? {
      do throws(SQLiteError) {
        try SQLiteCallLog(path: path).close()
        return nil
      } catch { return error.reason }
    }
    #expect(reason(folder["none/calls.sqlite"]) == .cannotOpen)
    try folder.write(Array(repeating: 0x41, count: 5000), to: "text")
    #expect(reason(folder["text"]) == .notADatabase)
    let other = try Database(folder["other"], .create)
    try other.execute("CREATE TABLE accounts (number TEXT)")
    #expect(reason(folder["other"]) == .notADatabase)
    let newer = try Database(folder["newer"], .create)
    try newer.execute("PRAGMA user_version = 99")
    #expect(reason(folder["newer"]) == .newerSchema(found: 99, known: LogSchema.version))
  }

  @Test(arguments: ["byte", "text", "long text", "rollback journal", "WAL", "versioned", "odd?name#%41"])
  func `a file that is no call log is refused as it was, and nothing is left beside it`(_ kind: String)
    throws
  {
    let foreign = folder[kind]
    switch kind {
    case "byte": try folder.write([0x78], to: kind)
    case "text": try folder.write(Array("hello there".utf8), to: kind)
    case "long text": try folder.write(Array(repeating: 0x41, count: 5000), to: kind)
    default:
      let other = try Database(foreign, .create)
      if kind == "WAL" { #expect(try other.text("PRAGMA journal_mode = WAL") == "wal") }
      if kind == "versioned" { try other.execute("PRAGMA user_version = \(LogSchema.version)") }
      try other.execute("CREATE TABLE accounts (number TEXT)")
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: foreign))
    for attempt in [
      { _ = try SQLiteCallLog(path: foreign).close() }, { try SQLiteCallLog.check(path: foreign) },
    ] {
      let error = #expect(throws: SQLiteError.self) { try attempt() }
      #expect(error?.reason == .notADatabase)
      #expect(try Data(contentsOf: URL(fileURLWithPath: foreign)) == bytes)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [kind])
    }
  }

  @Test func `looking whether a log could be written makes and changes nothing`() throws {
    let files = { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    try SQLiteCallLog.check(path: path)
    #expect(try files() == [])
    try SQLiteCallLog(path: path).close()
    let before = try files()
    try SQLiteCallLog.check(path: path)
    #expect(try files() == before)
  }

  @Test func `what cannot be written waits in the spool and comes in order when it can`() throws {
    var options = LogOptions()
    options.busy = .milliseconds(1)
    options.retry = .milliseconds(5)
    let faults = Reported<LogFault>()
    let log = try SQLiteCallLog(path: path, options: options, report: { faults.add($0) })
    log.append(SampleCall(number: 1).opening)
    #expect(log.flush())

    let holder = try Database(path, .readWrite)
    try holder.execute("BEGIN IMMEDIATE")
    for record in SampleCall(number: 1).records().dropFirst() { log.append(record) }
    #expect(!log.flush())
    for record in SampleCall(number: 2).records() { log.append(record) }
    #expect(!log.flush())
    #expect(log.status.spooled == 27)
    #expect(log.status.fault != nil)
    #expect(faults.all.count == 1)
    try holder.execute("ROLLBACK")

    // The next records come after the spooled ones.
    for record in SampleCall(number: 3).records() { log.append(record) }
    let deadline = ContinuousClock.now + .seconds(20)
    while !log.flush(), ContinuousClock.now < deadline {}
    #expect(log.status.fault == nil)
    #expect(log.status.lost == 0)
    #expect(log.status.committed == 42)
    #expect(faults.all.count == 2)
    log.close()
    #expect(!FileManager.default.fileExists(atPath: path + "-spool"))
    let reader = try CallLogReader(path: path)
    for number in 1...3 {
      let call = SampleCall(number: number)
      #expect(try reader.timeline(of: call.id)?.events == (1...12).map { call.event($0) })
    }
  }

  @Test func `records that no file takes are counted, told of and written in the end`() throws {
    var options = LogOptions()
    options.busy = .milliseconds(1)
    options.retry = .milliseconds(5)
    let faults = Reported<LogFault>()
    let log = try SQLiteCallLog(path: path, options: options, report: { faults.add($0) })
    // Its place is taken, as on a full disk.
    try FileManager.default.createDirectory(atPath: path + "-spool", withIntermediateDirectories: false)
    let holder = try Database(path, .readWrite)
    try holder.execute("BEGIN IMMEDIATE")
    for number in 1...3 {
      for record in SampleCall(number: number).records() { log.append(record) }
      #expect(!log.flush())
    }
    #expect(log.status.waiting == 42 && log.status.spooled == 0 && log.status.committed == 0)
    guard case .cannotWrite = faults.all[0], case .cannotSpool(_, records: 500_000) = faults.all[1] else {
      Issue.record("\(faults.all)")
      return
    }
    #expect(faults.all.count == 2)
    try holder.execute("ROLLBACK")
    let deadline = ContinuousClock.now + .seconds(20)
    while !log.flush(), ContinuousClock.now < deadline {}
    #expect(log.status.waiting == 0 && log.status.committed == 42 && log.status.lost == 0)
    #expect(faults.all.count == 3)
    log.close()
    #expect(try CallLogReader(path: path).calls().count == 3)
  }

  @Test func `records that no file takes before the end are told to whoever closes it`() throws {
    var options = LogOptions()
    options.busy = .milliseconds(1)
    let log = try SQLiteCallLog(path: path, options: options)
    try FileManager.default.createDirectory(atPath: path + "-spool", withIntermediateDirectories: false)
    let holder = try Database(path, .readWrite)
    try holder.execute("BEGIN IMMEDIATE")
    for record in SampleCall(number: 1).records() { log.append(record) }
    log.flush()
    log.append(SampleCall(number: 2).opening)
    #expect(log.close() == SampleCall(number: 1).records().count + 1)
    try holder.execute("ROLLBACK")

    let next = try SQLiteCallLog(path: folder["other.sqlite"])
    next.append(SampleCall(number: 1).opening)
    #expect(next.close() == 0)
  }

  @Test func `a spool that a run leaves is taken over by the next, once`() throws {
    var options = LogOptions()
    options.busy = .milliseconds(1)
    let log = try SQLiteCallLog(path: path, options: options)
    let holder = try Database(path, .readWrite)
    try holder.execute("BEGIN IMMEDIATE")
    for record in SampleCall(number: 1).records() { log.append(record) }
    log.append(.agent(AgentEventRow(agent: "kim", at: SampleCall.start, state: "logged-out")))
    log.close()
    try holder.execute("ROLLBACK")
    #expect(try CallLogReader(path: path).calls() == [])
    let spool = try Data(contentsOf: URL(fileURLWithPath: path + "-spool"))

    try SQLiteCallLog(path: path).close()
    #expect(!FileManager.default.fileExists(atPath: path + "-spool"))
    // As if the run had died between its commit and the removal of the spool, and with a torn end.
    try (spool + Data([9, 0, 0, 0, 1, 2, 3])).write(to: URL(fileURLWithPath: path + "-spool"))
    let last = try SQLiteCallLog(path: path)
    #expect(last.interruptedCalls == 0)
    last.close()
    let reader = try CallLogReader(path: path)
    #expect(try reader.calls().count == 1)
    #expect(try reader.agentEvents().count == 1)
  }

  @Test func `spool and memory are bounded, and what is lost is counted`() throws {
    var options = LogOptions()
    options.busy = .milliseconds(1)
    options.retry = .seconds(3600)
    options.spoolBytes = 1000
    options.memoryRecords = 20
    let faults = Reported<LogFault>()
    let log = try SQLiteCallLog(path: path, options: options, report: { faults.add($0) })
    let holder = try Database(path, .readWrite)
    try holder.execute("BEGIN IMMEDIATE")
    for number in 1...100 {
      log.append(SampleCall(number: number).opening)
      if number % 10 == 0 { log.flush() }
    }
    let status = log.status
    #expect(status.lost > 0)
    #expect(status.spooled > 0 && status.spooled < 20)
    #expect(try FileManager.default.attributesOfItem(atPath: path + "-spool")[.size] as? Int ?? 0 <= 1000)
    try holder.execute("ROLLBACK")
    #expect(
      log.flush()
        || {
          log.append(SampleCall(number: 101).opening); return log.flush()
        }())
    log.close()
    #expect(faults.all.contains { if case .lost = $0 { true } else { false } })
    // The first ones are there, in order, and nothing twice.
    let calls = try CallLogReader(path: path).calls()
    #expect(calls.count == log.status.committed)
    #expect(calls.first?.opening.call == SampleCall(number: 1).id)
  }

  @Test func `a row refused does not hold up the others`() throws {
    let faults = Reported<LogFault>()
    let log = try SQLiteCallLog(path: path, report: { faults.add($0) })
    let call = SampleCall(number: 1)
    log.append(call.opening)
    log.append(call.opening)
    log.append(.event(call.event(1)))
    log.append(call.closing)
    #expect(log.flush())
    log.close()
    #expect(try CallLogReader(path: path).timeline(of: call.id)?.events == [call.event(1)])
    #expect(faults.all.count == 1)
  }

  @Test func `the views read as people do`() throws {
    let log = try SQLiteCallLog(path: path)
    let call = SampleCall(number: 1)
    for record in call.records(events: 2) + [.queueVisit(call.visit)] { log.append(record) }
    for (second, state) in [(0, "ready"), (4, "talking"), (10, "wrap-up")] {
      log.append(.agent(AgentEventRow(agent: "kim", at: SampleCall.start + .seconds(second), state: state)))
    }
    log.close()
    let database = try Database(path, .readOnly)
    func line(_ sql: String) throws -> [String] {
      let statement = try Statement(sql, on: database)
      var line: [String] = []
      while try statement.step() { line.append(statement.text(0) ?? "NULL") }
      return line
    }
    #expect(
      try line("SELECT call || ' ' || offered || ' ' || seconds FROM v_calls") == [
        "\(call.id) 2026-03-03 01:06:41.000 60.0"
      ])
    #expect(try line("SELECT wait || ' ' || talk FROM v_queue_visits") == ["4.0 30.0"])
    #expect(try line("SELECT seconds FROM v_call_events") == ["0.25", "0.5"])
    #expect(
      try line("SELECT state || coalesce(seconds, '-') FROM v_agent_states") == [
        "ready4.0", "talking6.0", "wrap-up-",
      ])
    #expect(
      try line(
        "SELECT queued || ' ' || answered || ' ' || answered_within_20s || ' ' || asa || ' ' || aht FROM v_queue_figures"
      ) == ["1 1 1 4.0 35.0"])
  }

  @Test func `a full disk asks for room, whatever of the log has none`() {
    #expect(Spool.Failure("calls.sqlite-spool", ENOSPC).isDiskFull)
    #expect(!Spool.Failure("calls.sqlite-spool", EACCES).isDiskFull)
    #expect(
      SQLiteError(.diskFull, path: "calls.sqlite", message: "no room").description.hasSuffix(
        "; free some space"))
  }

  @Test func `filters`() throws {
    let log = try SQLiteCallLog(path: path)
    for number in 1...9 { for record in SampleCall(number: number).records(events: 0) { log.append(record) } }
    log.append(.queueVisit(SampleCall(number: 4).visit))
    log.close()
    let reader = try CallLogReader(path: path)
    func numbers(_ change: (inout CallFilter) -> Void) throws -> [Int] {
      var filter = CallFilter()
      change(&filter)
      return try reader.calls(filter).map { Int(($0.opening.offered - SampleCall.start).seconds) }
    }
    #expect(try numbers { $0.limit = 2 } == [8, 9])
    #expect(
      try numbers {
        $0.since = SampleCall(number: 3).offered; $0.until = SampleCall(number: 5).offered
      } == [3, 4])
    #expect(try numbers { $0.ani = "' OR 1=1 --" } == [])
    #expect(
      try numbers {
        $0.ani = "0212345678"; $0.outcome = "agent"; $0.line = "trunk"
      } == [1, 2, 4, 5, 7, 8])
    #expect(
      try numbers {
        $0.queue = "billing"; $0.agent = "kim"
      } == [4])
    var visit = VisitRow(SampleCall(number: 4).visit)
    (visit.flow, visit.line, visit.ani, visit.outcome) = ("main", "trunk", "0212345678", "agent")
    #expect(try reader.visits(since: SampleCall.start, until: SampleCall.start + .seconds(99)) == [visit])
    #expect(try reader.timeline(of: CallID(5)) == nil)
  }

  @Test func `agents' rows begin with the state before`() throws {
    let log = try SQLiteCallLog(path: path)
    let rows = (0..<4).map {
      AgentEventRow(
        agent: "kim", at: SampleCall.start + .seconds($0), state: $0 == 3 ? "logged-out" : "ready")
    }
    for row in rows { log.append(.agent(row)) }
    log.close()
    let reader = try CallLogReader(path: path)
    #expect(try reader.agentEvents(since: rows[2].at, until: rows[3].at) == [rows[1], rows[2]])
    #expect(try reader.agentEvents() == rows)
  }

  @Test func `every record survives the spool's bytes, and broken bytes are no record`() throws {
    let call = SampleCall(number: 3)
    let records =
      call.records(events: 1) + [
        .queueVisit(call.visit),
        .agent(AgentEventRow(agent: "김민지", at: call.offered, state: "paused", reason: "점심", call: call.id)),
        .agent(AgentEventRow(agent: "", at: Instant(microseconds: .min), state: "ready")),
      ]
    let seed = UInt64.random(in: 0...(.max))
    var random = SeededGenerator(seed: seed)
    for record in records {
      var bytes: [UInt8] = []
      record.write(to: &bytes)
      let copy = try #require(LogRecord(bytes: bytes[...]))
      #expect("\(copy)" == "\(record)")
      for count in 0..<bytes.count { #expect(LogRecord(bytes: bytes[..<count]) == nil) }
      for _ in 0..<300 {
        // Must not trap; a changed text may well be a record.
        var broken = bytes
        broken[Int.random(in: 0..<broken.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        var again: [UInt8] = []
        LogRecord(bytes: broken[...])?.write(to: &again)
        #expect(again.count <= broken.count * 3, "seed \(seed)")
      }
    }
  }
}
