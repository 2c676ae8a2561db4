import ACD
import Chronology
import Engine
import Foundation

@testable import SQLiteStore

/// Faults as they are reported, for any thread.
final class Reported<Element: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var list: [Element] = []
  func add(_ element: Element) { lock.withLock { list.append(element) } }
  var all: [Element] { lock.withLock { list } }
}

/// Rows of call n, which arrives n seconds after the same instant.
struct SampleCall {
  static let start = Instant(milliseconds: 1_772_500_000_000)
  var number: Int
  var id: CallID { CallID(UInt64(SampleCall.start.microseconds) + UInt64(number) * 1_000_000) }
  var offered: Instant { SampleCall.start + .seconds(number) }

  var opening: LogRecord {
    .callOpened(
      CallOpening(
        call: id, graph: "5f1c00ff", flow: "main", line: "trunk", ani: number % 3 == 0 ? nil : "0212345678",
        dnis: "15881000", offered: offered))
  }
  func event(_ n: Int) -> CallEventRow {
    CallEventRow(
      call: id, number: n, at: offered + .milliseconds(n * 250), kind: n % 2 == 0 ? "key" : "say",
      state: "main.top_menu", detail: "prompt welcome \(n) 안녕")
  }
  var visit: QueueVisitRow {
    var row = QueueVisitRow(
      call: id, number: 1, queue: "billing", enqueued: offered + .seconds(10), left: offered + .seconds(14),
      how: "answered", agent: "kim", talk: .seconds(30), wrapUp: .seconds(5))
    row.segment = number % 2 == 0 ? "gold" : nil
    row.priority = VisitPriority(
      own: 3, added: -2, perMinute: 1.5, most: number % 3 == 0 ? nil : 20, atEnd: 1.1)
    return row
  }
  var closing: LogRecord {
    .callClosed(
      CallClosing(
        call: id, language: "ko", answered: offered + .milliseconds(20), ended: offered + .seconds(60),
        endedBy: "caller", outcome: "agent", ownOutcome: nil))
  }
  /// As an engine tells a whole call.
  func records(events: Int = 12) -> [LogRecord] {
    [opening] + (0..<events).map { .event(event($0 + 1)) } + [closing]
  }
}
