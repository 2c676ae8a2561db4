import TestSupport
import ACD
import Chronology
import Engine
import Foundation
import Synchronization
import Testing

@testable import SQLiteStore

@Suite struct `Reports from the call log` {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }
  var path: String { folder["calls.sqlite"] }

  private func log() throws -> CallLogReader {
    let log = try SQLiteCallLog(path: path)
    for number in 1...5 {
      let call = SampleCall(number: number)
      for record in call.records() { log.append(record) }
      log.append(.queueVisit(call.visit))
    }
    log.close()
    return try CallLogReader(path: path)
  }

  @Test func `calls come the latest first, with their stays and their first key`() throws {
    let reader = try log()
    var calls: [LoggedCall] = []
    try reader.eachCall(since: SampleCall(number: 2).offered, until: SampleCall(number: 4).offered) {
      calls.append($0)
    }
    #expect(calls.map(\.row.opening.call) == [SampleCall(number: 3).id, SampleCall(number: 2).id])
    #expect(calls.map(\.visits) == [[SampleCall(number: 3).visit], [SampleCall(number: 2).visit]])
    #expect(calls.map(\.events) == [[SampleCall(number: 3).event(2)], [SampleCall(number: 2).event(2)]])
    try reader.eachCall(since: SampleCall(number: 9).offered) { _ in Issue.record("there is none") }
    let extent = try #require(try reader.extent())
    #expect(extent == (SampleCall(number: 1).offered, SampleCall(number: 5).offered + .seconds(60)))
  }

  @Test func `stays by the instant that is asked for`() throws {
    let reader = try log()
    let call = SampleCall(number: 3)
    func calls(_ instant: CallLogReader.VisitInstant, _ seconds: Int) throws -> [CallID] {
      var calls: [CallID] = []
      let since = call.offered + .seconds(seconds)
      try reader.eachVisit(since: since, until: since + .seconds(1), by: instant) {
        calls.append($0.visit.call)
      }
      return calls
    }
    #expect(try calls(.enqueued, 10) == [call.id])
    #expect(try calls(.answered, 14) == [call.id])
    #expect(try calls(.ended, 44) == [call.id])
    #expect(try calls(.ended, 60) == [])
  }

  @Test func `how often keys were pressed, and how long lookups took, comes by state`() throws {
    let log = try SQLiteCallLog(path: path)
    let call = SampleCall(number: 1)
    log.append(call.opening)
    let rows = [
      (0, "state", "main.menu", "main.menu"), (2, "move", "main.menu", "key 1 -> main.find"),
      (3, "say", "main.menu", "en One moment."), (3, "state", "main.find", "main.find"),
      (8, "lookup", "main.find", "books rows 1"), (9, "move", "main.find", "found -> main.menu"),
      (9, "state", "main.menu", "main.menu"), (9, "move", "main.menu", "key 1 -> main.find"),
      (9, "state", "main.find", "main.find"), (10, "lookup", "main.find", "books rows 0"),
      (12, "move", "main.menu", "key 10-19 -> main.find"), (12, "state", "main.find", "main.find"),
      (16, "event", "main.find", "error.lookup.timeout 1"),
    ]
    for (index, row) in rows.enumerated() {
      log.append(
        .event(
          CallEventRow(
            call: call.id, number: index + 1, at: call.offered + .seconds(row.0), kind: row.1, state: row.2,
            detail: row.3)))
    }
    log.close()
    let reader = try CallLogReader(path: path)
    #expect(try reader.keysPressed() == ["main.menu": ["1": 2, "10-19": 1]])
    func wait(_ began: Int, _ ended: Int) -> LookupWait {
      LookupWait(
        state: "main.find", began: call.offered + .seconds(began), ended: call.offered + .seconds(ended),
        said: "en One moment.", saidAt: call.offered + .seconds(3))
    }
    #expect(try reader.lookupWaits(over: .seconds(3)) == [wait(3, 8), wait(12, 16)])
  }

  @Test func `a caller who waits is of the segment that his flow chose, after a crash too`() throws {
    let (gold, plain, again) = (SampleCall(number: 1), SampleCall(number: 2), SampleCall(number: 3))
    let log = try SQLiteCallLog(path: path)
    func tell(_ call: SampleCall, _ n: Int, _ second: Int, _ kind: String, _ detail: String) {
      log.append(
        .event(
          CallEventRow(
            call: call.id, number: n, at: call.offered + .seconds(second), kind: kind, state: "main.agent",
            detail: detail)))
    }
    for call in [gold, plain, again] { log.append(call.opening) }
    tell(gold, 1, 5, "ask", "segment gold; need senior 2; prefer ko 3; agent kim")
    tell(gold, 2, 5, "reserve", "for kim")
    tell(gold, 3, 5, "queue", "billing position 1")
    tell(plain, 1, 5, "ask", "nothing more")
    tell(plain, 2, 5, "queue", "billing position 2")
    // Gold in its first queue, none in the one where it waits now.
    tell(again, 1, 5, "ask", "segment gold")
    tell(again, 2, 5, "queue", "billing position 3")
    tell(again, 3, 9, "leave", "billing timeout waited 4.0s")
    var left = again.visit
    (left.enqueued, left.left) = (again.offered + .seconds(5), again.offered + .seconds(9))
    (left.how, left.agent, left.segment) = ("timeout", nil, "gold")
    log.append(.queueVisit(left))
    tell(again, 4, 9, "queue", "other position 1")
    log.flush()
    func rows() throws -> [String] {
      try CallLogReader(path: path).visits().map {
        "\($0.visit.queue) \($0.visit.how) \($0.visit.segment ?? "-")"
      }
    }
    #expect(
      try rows() == ["billing open gold", "billing open -", "billing timeout gold", "other open -"])
    let reader = try CallLogReader(path: path)
    var entries: [CallLogReader.Entry] = []
    try reader.eachRoutedVisit { entries.append($1) }
    #expect(entries.map(\.wishes) == [nil, nil, [], nil])
    var calls: [String?] = []
    try reader.eachCall { calls += $0.visits.map(\.segment) }
    #expect(calls == ["gold", nil, nil, "gold"])
    // The next run closes what a crash left open.
    log.close()
    try SQLiteCallLog(path: path).close()
    #expect(
      try rows() == [
        "billing interrupted gold", "billing interrupted -", "billing timeout gold", "other interrupted -",
      ])
    entries = []
    try CallLogReader(path: path).eachRoutedVisit { entries.append($1) }
    #expect(entries.map(\.wishes) == [["need senior 2", "prefer ko 3"], [], [], nil])
    #expect(entries.map(\.agent) == ["kim", nil, nil, nil])
    #expect(entries.allSatisfy { $0.state == "main.agent" })
  }

  @Test func `of a time that the clock showed twice all rows tell, each until the one written next`() throws {
    let start = SampleCall(number: 1).offered
    let log = try SQLiteCallLog(path: path)
    for (minute, state) in [
      (0, "ready"), (60, "talking"), (65, "ready"), (80, "logged-out"),
      (6, "ready"), (20, "paused"), (70, "logged-out"),
    ] {
      log.append(.agent(AgentEventRow(agent: "kim", at: start + .minutes(minute), state: state)))
      log.append(.agent(AgentEventRow(agent: "lee", at: start + .minutes(5), state: "ready")))
    }
    log.close()
    let reader = try CallLogReader(path: path)
    /// With what ends the states of that time, and begins those that last into it.
    func rows(_ since: Int, _ until: Int) throws -> [String] {
      try reader.agentEvents(since: start + .minutes(since), until: start + .minutes(until))
        .filter { $0.agent == "kim" }.map { "\(Int(($0.at - start).seconds) / 60) \($0.state)" }
    }
    #expect(
      try rows(10, 120) == [
        "0 ready", "60 talking", "65 ready", "80 logged-out", "6 ready", "20 paused", "70 logged-out",
      ])
    #expect(try rows(62, 68) == ["60 talking", "65 ready", "80 logged-out", "20 paused", "70 logged-out"])
    #expect(try rows(66, 68) == ["65 ready", "80 logged-out", "20 paused", "70 logged-out"])
    #expect(try rows(75, 77) == ["65 ready", "80 logged-out", "70 logged-out"])
    #expect(try rows(90, 99) == ["70 logged-out"])
    let statement = try Statement(
      "SELECT seconds FROM v_agent_states WHERE agent = 'kim' ORDER BY rowid", on: reader.database)
    var seconds: [Double?] = []
    while try statement.step() { seconds.append(statement.isNull(0) ? nil : statement.real(0)) }
    #expect(seconds == [3600, 300, 900, 0, 840, 3000, nil])
  }

  @Test func `what was asked, told, noted and dialled is found with its stay`() throws {
    let call = SampleCall(number: 2)
    let back = SampleCall(number: 4)
    let log = try SQLiteCallLog(path: path)
    func tell(_ call: SampleCall, _ n: Int, _ second: Int, _ kind: String, _ detail: String) {
      log.append(
        .event(
          CallEventRow(
            call: call.id, number: n, at: call.offered + .seconds(second), kind: kind, state: "main.rate",
            detail: detail)))
    }
    func open(_ call: SampleCall, _ how: String) {
      log.append(call.opening)
      var visit = call.visit
      (visit.how, visit.agent) = (how, how == "answered" ? "kim" : nil)
      log.append(.queueVisit(visit))
    }
    open(call, "answered")
    for (n, second, kind, detail) in [
      (1, 5, "note", "account = 1234"), (2, 6, "note", "topic = fees"), (3, 11, "eta", "2 min"),
      (4, 12, "eta", "over 10 min"), (5, 40, "eta", "1 min"), (6, 50, "survey", "score asked 1-5"),
      (7, 55, "survey", "score answered 4"), (8, 56, "survey", "why asked 1-3"),
      (9, 57, "survey", "why skipped"),
      (10, 58, "survey", "again asked 0-10"), (11, 59, "survey", "again asked x"),
    ] { tell(call, n, second, kind, detail) }
    open(back, "callback")
    for (n, second, detail) in [
      (1, 20, "dialled 02, attempt 1"), (2, 25, "busy"), (3, 80, "dialled 02, attempt 2"),
      (4, 90, "connected: call 1"), (5, 95, "dialled 02, attempt 1"),
    ] { tell(back, n, second, "callback", detail) }
    log.close()
    let reader = try CallLogReader(path: path)

    var surveys: [SurveyRow] = []
    try reader.eachSurvey { surveys.append($0) }
    #expect(surveys.map(\.question) == ["main.rate.score", "main.rate.why", "main.rate.again"])
    #expect(surveys.map(\.range) == [1...5, 1...3, 0...10])
    #expect(surveys.map(\.answer) == [4, nil, nil] && surveys.map(\.isSkipped) == [false, true, false])
    #expect(surveys.map(\.talk?.agent) == ["kim", "kim", "kim"] && surveys[0].talk?.segment == "gold")
    #expect(surveys[0].asked == call.offered + .seconds(50) && surveys[0].offered == call.offered)
    try reader.eachSurvey(since: call.offered + .seconds(1)) { _ in Issue.record("there is none") }

    var told: [ToldWaitRow] = []
    try reader.eachToldWait { told.append($0) }
    #expect(told.map(\.told) == [.minutes(2), .minutes(10)] && told.map(\.orLonger) == [false, true])
    #expect(told.map(\.visit.visit.queue) == ["billing", "billing"])

    let orders = try reader.callBacks()
    #expect(orders.keys.map(\.call) == [back.id])
    #expect(orders.values.map(\.dials) == [2] && orders.values.map(\.ended) == [back.offered + .seconds(90)])
    #expect(try reader.notesKnown() == ["billing": 2])
    #expect(try reader.notesKnown(since: call.offered + .seconds(60)) == [:])
  }

  @Test func `a line that was silent for so long does not say when the caller went`() throws {
    let log = try SQLiteCallLog(path: path)
    for (number, detail) in [(1, "far end gone: silence for 30 s"), (2, "far end gone: busy tone")] {
      let call = SampleCall(number: number)
      log.append(call.opening)
      log.append(
        .event(
          CallEventRow(
            call: call.id, number: 1, at: call.offered + .seconds(60), kind: "line", state: "", detail: detail
          )))
      log.append(
        .callClosed(
          CallClosing(
            call: call.id, language: "ko", answered: call.offered, ended: call.offered + .seconds(60),
            endedBy: "line", outcome: "agent", ownOutcome: nil)))
    }
    log.close()
    #expect(try CallLogReader(path: path).calls().map(\.isEndEstimated) == [true, false])
    let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(rights.map { $0 & 0o137 } == 0)
  }

  @Test func `each time that the log is open is a run, also one that breaks off`() throws {
    let before = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    try SQLiteCallLog(path: path).close()
    let second = try SQLiteCallLog(path: path)
    let running = try CallLogReader(path: path).runs()
    second.close()
    let ended = try CallLogReader(path: path).runs()
    #expect(running.map { $0.ended == nil } == [false, true])
    #expect(ended.map { $0.ended == nil } == [false, false])
    #expect(ended.allSatisfy { $0.started >= before && $0.seen >= $0.started && $0.ended == $0.seen })
  }

  @Test func `a clock that is set ends a run by the old time and begins one by the new`() throws {
    let set = Mutex(Int64(0))
    let log = try SQLiteCallLog(
      path: path,
      wallClock: { Int64(Date().timeIntervalSince1970 * 1000) + set.withLock { $0 } })
    set.withLock { $0 = -3_600_000 }
    log.append(SampleCall(number: 1).opening)
    log.flush()
    log.close()
    let runs = try CallLogReader(path: path).runs()
    #expect(runs.count == 2 && runs.allSatisfy { $0.ended != nil && $0.seen >= $0.started })
    #expect(runs.last.map { runs[0].seen - $0.started > .minutes(59) } == true)
    #expect(runs.map { $0.clockSet.map { ($0.seconds / 60).rounded() } } == [nil, -60])
    let database = try Database(path, .readOnly)
    #expect(try database.text("SELECT group_concat(gap_before IS NULL) FROM v_runs") == "1,1")
  }

  @Test func `a log of the first version is read as it is, and brought up to date when it is written`() throws
  {
    let database = try Database(path, .create)
    try database.execute(LogSchema.migrations[0])
    try database.execute("PRAGMA user_version = 1")
    #expect(try CallLogReader(path: path).runs() == [])
    try SQLiteCallLog(path: path).close()
    #expect(try CallLogReader(path: path).runs().count == 1)
  }

  // MARK: Own reports

  private func with(_ view: String) throws -> CallLogReader {
    _ = try log()
    let database = try Database(path, .readWrite)
    try database.execute(view)
    return try CallLogReader(path: path)
  }

  @Test func `a view named report is listed and shown`() throws {
    let reader = try with(
      "CREATE VIEW report_by_agent AS SELECT agent, count(*) AS calls, avg(talk) / 1000.0 AS talk, NULL AS note"
        + " FROM queue_visits GROUP BY agent; CREATE VIEW other AS SELECT 1")
    #expect(try reader.ownReports() == ["by_agent"])
    #expect(
      try reader.ownReport("by_agent")
        == OwnReport(
          columns: ["agent", "calls", "talk", "note"], rows: [[.text("kim"), .integer(5), .real(30), .null]]))
    #expect(try reader.ownReport("other") == nil)
    #expect(try reader.ownReport("by_agent\"; DROP TABLE calls; --") == nil)
    // Its own figures are no reason to read the log less.
    #expect(try reader.calls().count == 5)
  }

  @Test(
    arguments: [
      "DELETE FROM calls", "UPDATE calls SET ani = ''", "CREATE TABLE t (a)", "ATTACH 'other.sqlite' AS o",
      "VACUUM INTO 'copy.sqlite'", "DROP TABLE calls", "PRAGMA user_version = 9", "", "-- nothing",
      "SELECT * FROM nothing",
      "BEGIN IMMEDIATE", "PRAGMA query_only = OFF",
    ])
  func `a query of one's own changes nothing`(_ sql: String) throws {
    let reader = try log()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let here = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let query = sql.replacing("'other.sqlite'", with: "'\(folder["o"])'")
      .replacing("'copy.sqlite'", with: "'\(folder["c"])'")
    #expect(throws: SQLiteError.self) { try reader.ownReport(query: query) }
    #expect(throws: SQLiteError.self) { try reader.ownReport(query: "DELETE FROM calls") }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == here)
    #expect(try reader.calls().count == 5)
  }

  @Test func `a query that takes too long is given up, and the reader is usable after it`() throws {
    let reader = try log()
    #expect {
      try reader.ownReport(
        query: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        limit: .milliseconds(50))
    } throws: {
      ($0 as? SQLiteError)?.reason == .interrupted
    }
    let many = try reader.ownReport(
      query: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", rows: 10)
    #expect(many.rows.count == 10 && many.isCut)
  }
}
