import TestSupport
import ACD
import Chronology
import Engine
import Foundation
import Testing

@testable import SQLiteStore

@Suite struct `What the log keeps for the next run` {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }
  var path: String { folder["calls.sqlite"] }
  let at = SampleCall(number: 1).offered

  @Test func `rows replace each other by kind and name, and go when they are over`() throws {
    let log = try SQLiteCallLog(path: path)
    #expect(log.kept.isEmpty && log.published.isEmpty)
    for (kind, name, value) in [
      ("agent", "kim", "a"), ("agent", "lee", "b"), ("skill", "kim", "c"), ("agent", "kim", "d"),
      ("agent", "lee", nil), ("queue", "none", nil),
    ] {
      log.append(.kept(KeptRow(kind, name, at: at, value)))
    }
    log.close()
    let next = try SQLiteCallLog(path: path)
    defer { next.close() }
    let expected = [KeptRow("agent", "kim", at: at, "d"), KeptRow("skill", "kim", at: at, "c")]
    #expect(next.kept == expected)
    #expect(try CallLogReader(path: path).kept() == expected)
  }

  @Test func `what is over leaves no trace in the file`() throws {
    let log = try SQLiteCallLog(path: path)
    let secret = "0298765432 of Anna Kim"
    log.append(.kept(KeptRow("callback", "1", at: at, secret)))
    log.flush()
    log.append(.kept(KeptRow("callback", "1", at: at, nil)))
    log.close()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.range(of: Data(secret.utf8)) == nil)
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test func `orders are read by time, the newest so many, with who and what became of them`() throws {
    let log = try SQLiteCallLog(path: path)
    let rows = (0..<5).map { n in
      AuditRow(
        at: at + .minutes(n), user: 1000 + UInt32(n), name: n == 1 ? nil : "kim", role: "supervisor",
        act: "queue billing close", result: n == 2 ? "there is no queue" : "done")
    }
    for row in rows { log.append(.audit(row)) }
    log.close()
    let reader = try CallLogReader(path: path)
    #expect(try reader.audit() == rows)
    #expect(try reader.audit(since: at + .minutes(3)) == Array(rows[3...]))
    #expect(try reader.audit(until: at + .minutes(3), limit: 2) == Array(rows[1...2]))
  }

  @Test func `the latest events are kept in order, and no more than so many`() throws {
    let log = try SQLiteCallLog(path: path)
    let most = PublishedRow.most
    for number in 1...(most + 600) {
      log.append(.published(PublishedRow(number: Int64(number), at: at, body: "{\"n\":\(number)}")))
    }
    log.close()
    let next = try SQLiteCallLog(path: path)
    defer { next.close() }
    #expect(next.published.count == most)
    #expect(next.published.map(\.number) == Array(601...Int64(most + 600)))
  }

  @Test func `a talk's file is on its stay, whatever is written of that later`() throws {
    let log = try SQLiteCallLog(path: path)
    let call = SampleCall(number: 1)
    log.append(call.opening)
    log.append(.queueVisit(call.visit))
    for title in ["fees", "termination"] {
      log.append(.disposition(DispositionRow(call: call.id, agent: "kim", title: title)))
    }
    log.append(.disposition(DispositionRow(call: call.id, agent: "lee", title: "never")))
    log.append(.queueVisit(call.visit))
    log.append(call.closing)
    log.close()
    let reader = try CallLogReader(path: path)
    #expect(try reader.visits().map(\.disposition) == ["termination"])
    #expect(
      try reader.served(since: call.offered, most: 10)
        == [KeptRow("served", "0212345678", at: call.visit.left, "kim")])
    #expect(try reader.served(since: call.offered + .hours(1), most: 10) == [])
  }

  @Test func `records of all kinds go through the spool's bytes`() throws {
    let records: [LogRecord] = [
      .disposition(DispositionRow(call: CallID(7), agent: "김민지", title: "fees")),
      .kept(KeptRow("agent", "kim", at: at, "{}")), .kept(KeptRow("agent", "kim", at: at, nil)),
      .audit(AuditRow(at: at, user: .max, name: nil, role: "admin", act: "reload", result: "done")),
      .published(PublishedRow(number: 9, at: at, body: "{}")),
    ]
    for record in records {
      var bytes: [UInt8] = []
      record.write(to: &bytes)
      let copy = try #require(LogRecord(bytes: bytes[...]))
      #expect("\(copy)" == "\(record)")
      for count in 0..<bytes.count { #expect(LogRecord(bytes: bytes[..<count]) == nil) }
    }
  }

  @Test func `a log of the version before is read as it is, and brought up to date by its writer`() throws {
    do {
      let old = try Database(path, .create)
      for step in 0..<2 { try old.execute(LogSchema.migrations[step]) }
      try old.execute("PRAGMA user_version = 2")
      try old.execute(
        "INSERT INTO queue_visits VALUES (1, 1, 'billing', 0, 5000, 'answered', 'kim', 1, 2, 3)")
    }
    let reader = try CallLogReader(path: path)
    #expect(try reader.visits().map(\.disposition) == [nil])
    #expect(try reader.kept() == [] && (try reader.audit()) == [])
    let log = try SQLiteCallLog(path: path)
    log.append(.disposition(DispositionRow(call: CallID(1), agent: "kim", title: "fees")))
    log.close()
    #expect(try CallLogReader(path: path).visits().map(\.disposition) == ["fees"])
  }

  @Test func `stays of a log that knew no priorities have none, whoever wrote to it since`() throws {
    do {
      let old = try Database(path, .create)
      for step in 0..<3 { try old.execute(LogSchema.migrations[step]) }
      try old.execute("PRAGMA user_version = 3")
      try old.execute(
        "INSERT INTO queue_visits VALUES (1, 1, 'billing', 0, 5000, 'answered', 'kim', 1, 2, 3, 'fees')")
    }
    let reader = try CallLogReader(path: path)
    #expect(!reader.knowsPriorities)
    let before = try reader.visits()
    #expect(before.map(\.visit.priority) == [nil] && before.map(\.disposition) == ["fees"])
    let log = try SQLiteCallLog(path: path)
    let call = SampleCall(number: 4)
    log.append(call.opening)
    log.append(.queueVisit(call.visit))
    log.close()
    let after = try CallLogReader(path: path)
    #expect(after.knowsPriorities)
    #expect(try after.visits().map(\.visit.priority) == [nil, call.visit.priority])
    #expect(try after.visits().map(\.visit.segment) == [nil, "gold"])
    #expect(try after.timeline(of: call.id)?.visits == [call.visit])
  }
}
