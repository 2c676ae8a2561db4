import ACD
import CallFlow
import Engine
import Rehearsal
import SQLiteStore
import Synchronization
import Testing

/// LANGUAGE 3.6: priorities and needs from what is known of the caller.
@Suite struct `When a caller is of a segment` {
  static let flow = """
    skill billing
    skill senior
    skill ko
    segment gold "Gold customers" { priority 5; need senior 2; prefer ko 3; after 60s drop senior }
    segment silver { priority 1; need billing 2 }
    segment plain { priority -2 }
    queue q { need billing 1; prefer ko 1; priority 1 }
    queue other { }
    flow main {
      collect ask into tier { digits 1; say "a"; done -> choose_tier }
      do choose_tier {
        choose {
          when tier == "1" { segment gold }
          when tier == "2" { segment (if tier == "2" then "silver" else "gold") }
          when tier == "3" { segment ("bronze") }
          when tier == "4" { segment plain }
          else { segment gold; segment none }
        }
        -> agent
      }
      route agent { queue q; talked -> rate; overflow -> rate }
      do rate { say "bye"; hangup }
    }
    """
  static let team = "agent ann skills billing 2, ko 2 busy until +10m\n"
  static func enter(_ tier: String) -> String { "\(team)caller 1 dials 1\nwait 1s\npress \(tier)\n" }

  @Test func `his needs and wishes come before the queue's`() {
    passes(Self.flow, Self.enter("1") + "expect queue q position 1 needs billing 1, senior 2 prefers ko 3\n")
    passes(Self.flow, Self.enter("2") + "expect queue q position 1 needs billing 2 prefers ko 1\n")
  }
  @Test func `none, and a name that is no segment's, ask for nothing`() {
    for tier in ["3", "4", "5"] {
      passes(Self.flow, Self.enter(tier) + "expect queue q position 1 needs billing 1 prefers ko 1\n")
    }
  }
  @Test func `what a route asks under conditions is expected like the rest, or not expected`() {
    let flow = Self.flow.replacing(
      "route agent { queue q;",
      with: "route agent { queue q; need billing 2 when tier == \"5\"; prefer ko 2 when tier == \"5\";")
    passes(flow, Self.enter("5") + "expect queue q position 1 needs billing 2 prefers ko 2\n")
    passes(flow, Self.enter("4") + "expect queue q position 1 needs billing 1 prefers ko 1\n")
    let result = rehearse(flow, Self.enter("4") + "expect queue q position 1 needs billing 2\n")
    #expect(result.failed == 1, "\(result.report)")
  }
  @Test func `what he needs is dropped in time`() {
    passes(
      Self.flow,
      """
      agent ann skills billing 1, ko 2
      agent bob skills billing 1, senior 1
      caller 1 dials 1
      wait 1s
      press 1
      expect queue q position 1 needs billing 1, senior 2 prefers ko 3
      agent ann answers
      expect connected ann at +61s
      """)
  }
  @Test func `the row of his stay has it, and what it added to his priority`() throws {
    let log = Stays()
    let world = ScriptWorld(
      compile: { _ in
        let text = "callflow 1\nlanguage en default\ndial any -> main\n" + Self.flow
        return try #require(Compiler.compile([SourceText(name: "a.callflow", text: text)]).applications.first)
      }, data: { try MemoryData() }, log: log)
    let script = ["1", "2", "5"].map { tier in
      """
      call "\(tier)"
      flow "a.callflow"
      agent ann skills billing 2, senior 3
      caller 1 dials 1
      wait 1s
      press \(tier)
      agent ann answers
      expect connected ann
      agent ann hangs up
      expect hangup by system

      """
    }
    let result = ScriptRunner.run(SourceText(name: "a.call", text: script.joined(separator: "\n")), in: world)
    #expect(result.failed == 0 && result.passed == 3, "\(result.report)")
    var last: [CallID: QueueVisitRow] = [:]
    for row in log.rows.withLock({ $0 }) { last[row.call] = row }
    let rows = last.sorted { $0.key < $1.key }.map(\.value)
    #expect(rows.map(\.segment) == ["gold", "silver", nil])
    #expect(
      rows.map(\.priority) == [5, 1, 0].map { VisitPriority(own: 1, added: $0, atEnd: Double(1 + $0)) })
  }

  @Test func `the log says what was asked for him, and nothing of those for whom nothing is`() throws {
    let flow = Self.flow.replacing(
      "route agent { queue q;",
      with: """
        route agent {
          queue q; need billing 2 when tier == "1"; need ko 2 or senior 1 when tier == "2"
          prefer ko 2 when tier in ("1", "2"); agent (if tier == "1" then "ann" else none)

        """)
    let log = Stays()
    let world = ScriptWorld(
      compile: { _ in
        let text = "callflow 1\nlanguage en default\ndial any -> main\n" + flow
        return try #require(Compiler.compile([SourceText(name: "a.callflow", text: text)]).applications.first)
      }, data: { try MemoryData() }, log: log)
    let script = ["1", "2", "4", "5"].map { tier in
      """
      call "\(tier)"
      flow "a.callflow"
      \(Self.team)caller 1 dials 1
      wait 1s
      press \(tier)
      expect queue q position 1
      hang up

      """
    }
    let result = ScriptRunner.run(SourceText(name: "a.call", text: script.joined(separator: "\n")), in: world)
    #expect(result.failed == 0 && result.passed == 4, "\(result.report)")
    #expect(
      log.asked.withLock { $0 } == [
        "segment gold; need billing 2; prefer ko 2; agent ann",
        "segment silver; need ko 2 or senior 1; prefer ko 2", "segment plain", "nothing more",
      ])
  }

  private final class Stays: CallLog {
    let rows = Mutex<[QueueVisitRow]>([])
    let asked = Mutex<[String]>([])
    func append(_ record: LogRecord) {
      if case .queueVisit(let row) = record { rows.withLock { $0.append(row) } }
      if case .event(let row) = record, row.kind == "ask" { asked.withLock { $0.append(row.detail) } }
    }
  }
}
