import ACD
import Chronology
import Engine
import Foundation
import Testing

@testable import SQLiteStore

@Suite struct `Reports from the call log` {
  let folder = TemporaryFolder()
  var path: String { folder.file("calls.sqlite") }

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
    let query = sql.replacing("'other.sqlite'", with: "'\(folder.file("o"))'")
      .replacing("'copy.sqlite'", with: "'\(folder.file("c"))'")
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
