import ACD
import Chronology
import Engine
import Foundation
import SQLiteStore

/// Call records into SQLite through the product's log: every commit synced, commits grouped.
enum LogBench: Bench {
  static let name = "log"
  static let summary = "call records a second into SQLite: an opening, 12 timeline rows, a closing each"
  static let usualRuns = 5
  static let calls = 60_000
  static let events = 12

  static func run(_ options: BenchOptions) throws -> BenchReport {
    let runs = options.runs ?? usualRuns
    var perSecond: [Double] = []
    var rows: [Double] = []
    var user: [Double] = []
    for _ in 0..<runs {
      let (wall, userTime) = try once()
      perSecond.append(Double(calls) / wall)
      rows.append(Double(calls * (events + 1)) / wall)
      user.append(userTime * 1e6 / Double(calls))
    }
    return BenchReport(
      name: name, work: "\(calls) calls of 14 records, commits of at most 8192 records, synced",
      figures: [
        Figure("call records a second", "calls/s", perSecond),
        Figure("rows a second", "rows/s", rows),
        Figure("user time a call", "us, both threads", user),
      ])
  }

  /// A log with the product's tables and no rows.
  static func makeEmpty(_ path: String) throws { try SQLiteCallLog(path: path).close() }

  private static func once() throws -> (wall: Double, user: Double) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ivrbench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = try SQLiteCallLog(path: folder.appending(path: "calls.sqlite").path)
    let start: Int64 = 1_772_500_000_000_000
    let watch = Stopwatch()
    for number in 0..<calls {
      write(CallID(UInt64(start) + UInt64(number) * 10), start + Int64(number) * 10, to: log)
      // The log never makes its caller wait; a bench has to wait by itself, lest memory be what is measured.
      if number % 256 == 0 { while log.status.waiting > 100_000 { usleep(500) } }
    }
    log.flush()
    let elapsed = watch.elapsed
    let status = log.status
    log.close()
    guard status.lost == 0, status.committed == calls * (events + 2) else {
      throw BenchFault("\(status.committed) records committed, \(status.lost) lost")
    }
    return elapsed
  }

  private static func write(_ call: CallID, _ microseconds: Int64, to log: SQLiteCallLog) {
    func at(_ milliseconds: Int64) -> Instant { Instant(microseconds: microseconds + milliseconds * 1000) }
    log.append(
      .callOpened(
        CallOpening(
          call: call, graph: "0123456789abcdef", flow: "main", line: "desk", ani: "0212345678", dnis: "1000",
          offered: at(0))))
    for number in 1...events {
      log.append(
        .event(
          CallEventRow(
            call: call, number: number, at: at(Int64(number) * 900), kind: number % 3 == 0 ? "key" : "move",
            state: "main.top_menu", detail: "key 1 -> main.ask_account")))
    }
    log.append(
      .callClosed(
        CallClosing(
          call: call, language: "ko", answered: at(0), ended: at(12_000), endedBy: "caller",
          outcome: "self-served", ownOutcome: "balance_told")))
  }
}
