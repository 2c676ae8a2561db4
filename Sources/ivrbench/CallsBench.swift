import CallFlow
import Chronology
import Engine
import Foundation
import Session
import Tones

/// Calls in virtual time: the real engine, flow walker and agenda; no sound, no disk.
enum CallsBench: Bench {
  static let name = "calls"
  static let summary = "simulated calls a second in virtual time, 1,000 at a time, on one core"
  static let usualRuns = 7
  static let live = 1000
  static let calls = 100_000

  static func run(_ options: BenchOptions) throws -> BenchReport {
    let runs = options.runs ?? usualRuns
    let graph = try BankFlow.compile()
    var perSecond: [Double] = []
    var eventTime: [Double] = []
    var wallPerSecond: [Double] = []
    var withRows: [Double] = []
    var events = 0.0
    _ = try once(graph, calls: calls / 5, rows: false)
    for _ in 0..<runs {
      let bare = try once(graph, calls: calls, rows: false)
      events = Double(bare.events) / Double(calls)
      perSecond.append(Double(calls) / bare.user)
      wallPerSecond.append(Double(calls) / bare.wall)
      eventTime.append(bare.user * 1e6 / Double(bare.events))
      let full = try once(graph, calls: calls / 4, rows: true)
      withRows.append(Double(calls / 4) / full.user)
    }
    return BenchReport(
      name: name,
      work: "\(calls) calls, \(live) at a time: two menus, a number of 4 digits, a lookup, a menu, goodbye",
      figures: [
        Figure("calls a second", "calls/s of user time", perSecond),
        Figure("by the clock", "calls/s", wallPerSecond),
        Figure("events a call", "events, late timers among them", [events]),
        Figure("an engine event", "us of user time", eventTime),
        Figure("with timelines worded", "calls/s of user time", withRows),
      ])
  }

  private static func once(
    _ graph: FlowGraph, calls: Int, rows: Bool
  ) throws -> (wall: Double, user: Double, events: Int) {
    let start = Instant(milliseconds: 1_772_500_000_000)
    let log = CountingLog(wantsEvents: rows)
    let engine = Engine(log: log, data: OneAccount(), seed: 1, start: start)
    engine.load(SiteDefinition(applications: [graph]), at: start)
    let plan = CallPlan(engine: engine, left: calls - live)
    var scatter = Scatter(1)
    let lines = (0..<live).map { BenchLine(name: "line\($0)", plan: plan) }
    for line in lines {
      engine.schedule(.arrival(line.arrival(), nil), at: start + .milliseconds(scatter.next(40_000)))
    }
    let watch = Stopwatch()
    while let next = engine.nextInstant { engine.run(upTo: next + .seconds(10)) }
    let (wall, user) = watch.elapsed
    guard log.opened == calls, log.closed == calls, log.finished == calls else {
      throw BenchFault("\(log.opened) calls began, \(log.closed) ended, \(log.finished) of them as planned")
    }
    return (wall, user, engine.inputsHandled)
  }
}

/// Counts and forgets. Used by the engine's thread alone.
final class CountingLog: CallLog, @unchecked Sendable {
  let wantsEvents: Bool
  private(set) var opened = 0
  private(set) var closed = 0
  private(set) var finished = 0
  private(set) var rows = 0
  init(wantsEvents: Bool) { self.wantsEvents = wantsEvents }
  func append(_ record: LogRecord) {
    switch record {
    case .callOpened: opened += 1
    case .callClosed(let closing):
      closed += 1
      if closing.ownOutcome == "balance_told" { finished += 1 }
    case .event, .queueVisit, .agent, .disposition, .kept, .audit, .published: rows += 1
    }
  }
}

/// Answers at once that there is such an account.
final class OneAccount: DataSource {
  private let row: [Value] = [.text("Kim"), .number(152_000)]
  func lookup(_ request: LookupRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    answer(.row(row))
  }
  func save(_ request: SaveRequest, answer: @escaping @Sendable (SaveAnswer) -> Void) { answer(.saved) }
}
