import ACD
import CSQLite
import CallFlow
import Chronology
import Engine
import Foundation

@testable import Forecast

/// A centre with one queue, billing, that asks for a skill, and agents who have it.
enum Fixture {
  static let start = Instant(milliseconds: 1_772_409_600_000)  // 2026-03-02 00:00 UTC

  static func graph(_ change: (inout QueueItem) -> Void = { _ in }) -> FlowGraph {
    var item = QueueItem(name: "billing", position: SourcePosition(file: 0, line: 1, column: 1))
    item.needs = [.any([LevelledAbility(.skill(SkillIndex(0)), level: 2)])]
    change(&item)
    var content = FlowGraph.Content()
    content.id = 0xabc
    content.name = "bank.callflow"
    content.languages = [Language(tag: "en")]
    content.skills = [SkillItem(name: "billing")]
    content.queues = [item]
    return FlowGraph(content)
  }

  static func agents(_ count: Int, level: Int = 3) -> [SiteDefinition.Agent] {
    (1...count).map { SiteDefinition.Agent(name: "a\($0)", skills: ["billing": level]) }
  }

  /// Calls around the clock.
  static func simulation(
    callsPerHour: Double = 120, aht: Duration = .seconds(240), patience: Duration?, agents: Int, hours: Int,
    seed: UInt64, queue: (inout QueueItem) -> Void = { _ in }
  ) -> Simulation {
    let end = start + .hours(hours)
    let graph = graph(queue)
    var synthetic = Synthetic(
      rates: [.init(queue: "billing", from: start, to: end, calls: callsPerHour * Double(hours))],
      handling: aht, patience: patience)
    synthetic.wrapUp["billing"] = graph.content.queues[0].wrapUp
    let people = Fixture.agents(agents)
    return Simulation(
      applications: [graph], agents: people,
      attendance: people.map { Attendance(agent: $0.name, from: start, to: end + .hours(2)) },
      stays: synthetic.stays(seed: seed), seed: seed)
  }

  static func file() -> String {
    NSTemporaryDirectory() + "ivr-forecast-\(UUID().uuidString.prefix(8)).sqlite"
  }
}

/// Rows of any database, as text.
func sql(_ path: String, _ query: String) -> [[String]] {
  var database: OpaquePointer?
  guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK else { return [] }
  defer { sqlite3_close_v2(database) }
  var statement: OpaquePointer?
  guard sqlite3_prepare_v2(database, query, -1, &statement, nil) == SQLITE_OK else {
    return [["error: " + String(cString: sqlite3_errmsg(database))]]
  }
  defer { sqlite3_finalize(statement) }
  var rows: [[String]] = []
  while sqlite3_step(statement) == SQLITE_ROW {
    rows.append(
      (0..<sqlite3_column_count(statement)).map { column in
        sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "null"
      })
  }
  return rows
}
