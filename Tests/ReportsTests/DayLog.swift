import ACD
import CSQLite
import Chronology
import Foundation

@testable import SQLiteStore

/// A day of calls, written straight into a log's tables: callers who help themselves or wait, a staff in
/// shifts that answers first come, first served.
struct DayLog {
  let path: String
  let start: Instant
  var calls = 100_000
  var agents = 500

  func write(seed: UInt64) throws {
    let database = try Database(path, .create)
    try LogSchema.migrate(database)
    try database.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; BEGIN")
    let writer = try DayWriter(database, self, SeededGenerator(seed: seed))
    try writer.write()
    try database.execute("COMMIT")
  }
}

private final class DayWriter {
  private let day: DayLog
  private var chance: SeededGenerator
  private let call: StatementCache.Entry
  private let visit: StatementCache.Entry
  private let event: StatementCache.Entry
  private let agent: StatementCache.Entry
  /// When each agent can next be offered a call, the earliest first, by his number.
  private var free: [(at: Int64, agent: Int)] = []
  private var origin: Int64 { day.start.milliseconds }
  private static let hour: Int64 = 3_600_000

  init(_ database: Database, _ day: DayLog, _ chance: SeededGenerator) throws {
    (self.day, self.chance) = (day, chance)
    let cache = StatementCache(on: database)
    call = try cache.entry("INSERT INTO calls VALUES (?,'5f1c',?,?,?,?,'ko',?,?,?,?,?,?,?)")
    visit = try cache.entry(
      """
      INSERT INTO queue_visits (call, n, queue, enqueued, "left", how, agent, talk, hold, wrap, segment)
      VALUES (?,?,?,?,?,?,?,?,?,?,?)
      """)
    event = try cache.entry("INSERT INTO call_events VALUES (?,?,?,?,'main.top',?)")
    agent = try cache.entry("INSERT INTO agent_events VALUES (?,?,?,?,?)")
  }

  private func random(_ range: Range<Int64>) -> Int64 { Int64.random(in: range, using: &chance) }
  private func chances(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &chance) < percent }
  private func exponential(_ mean: Double) -> Int64 {
    Int64(-log(Double.random(in: 0.000_001..<1, using: &chance)) * mean)
  }

  func write() throws {
    for n in 0..<day.agents {
      let hours: Int64 = n % 5 < 3 ? 8 : n % 5 == 3 ? 0 : 14
      free.append((origin + hours * DayWriter.hour, n))
      try state(n, origin + hours * DayWriter.hour, "ready")
    }
    free.sort { $0.at < $1.at }
    // Twice as many at eleven as in the mean, few at night.
    let offers = (0..<day.calls).map { _ in
      (random(0..<12 * DayWriter.hour) + random(0..<12 * DayWriter.hour))
    }.sorted()
    for (n, offer) in offers.enumerated() { try take(n, origin + offer) }
    for (at, n) in free { try state(n, max(at, shiftEnd(n)), "logged-out") }
  }

  private func shiftEnd(_ agent: Int) -> Int64 {
    origin + (agent % 5 < 3 ? 18 : agent % 5 == 3 ? 10 : 24) * DayWriter.hour
  }

  private func take(_ n: Int, _ offered: Int64) throws {
    let id = offered * 1000 + Int64(n % 1000)
    let ani: String? = chances(8) ? nil : "02\(random(1_000_000..<1_060_000))"
    var at = offered + random(2000..<9000)
    var rows = 0
    func tell(_ kind: String, _ detail: String, _ at: Int64) throws {
      rows += 1
      event.statement.bind(1, id)
      event.statement.bind(2, Int64(rows))
      event.statement.bind(3, at)
      event.statement.bind(4, kind)
      event.statement.bind(5, detail)
      try event.statement.run()
    }
    try tell("state", "main.top", offered)
    var outcome = "hung-up"
    var own: String?
    var by = "caller"
    let isZero = chances(12)
    if !chances(15) { try tell("key", isZero ? "0 taken" : "\(random(1..<5)) taken", at) }
    if !isZero, chances(35) {
      let topic = ["balance", "hours", "lost card", "fees"][Int(random(0..<4))]
      at += random(3000..<20_000)
      try tell("topic", "\(topic) chosen", at)
      at += random(5000..<40_000)
      if chances(55) {
        try tell("topic", "\(topic) solved", at)
        outcome = "self-served"
        if chances(50) { own = "told" }
      } else if chances(40) {
        try tell("topic", "\(topic) unsolved", at)
      }
    }
    if isZero || (outcome != "self-served" && chances(85)) {
      let queue = ["billing", "sales", "support", "카드"][Int(random(0..<4))]
      (outcome, at) = try wait(id, 1, queue, at)
      if outcome == "agent", chances(4) {
        // Put through to another queue.
        let second = try wait(id, 2, queue == "sales" ? "billing" : "sales", at)
        at = second.1
      }
      by = outcome == "agent" && chances(30) ? "agent" : "caller"
    }
    if outcome == "hung-up", chances(10) { (outcome, by) = ("transferred", "transferred") }
    call.statement.bind(1, id)
    call.statement.bind(2, chances(80) ? "main" : "night")
    call.statement.bind(3, chances(70) ? "trunk" : "mobile")
    call.statement.bind(4, ani)
    call.statement.bind(5, "1000")
    call.statement.bind(6, offered)
    call.statement.bind(7, offered + 20)
    call.statement.bind(8, at)
    call.statement.bind(9, by)
    call.statement.bind(10, outcome)
    call.statement.bind(11, own)
    call.statement.bind(12, chances(1) ? 1 as Int64 : 0)
    try call.statement.run()
  }

  /// One stay in a queue; the call's outcome, and when it is over.
  private func wait(_ id: Int64, _ n: Int64, _ queue: String, _ enqueued: Int64) throws -> (
    String, Int64
  ) {
    let patience = exponential(180_000)
    while let next = free.first {
      let offer = max(next.at, enqueued)
      if offer >= shiftEnd(next.agent) {
        try state(next.agent, max(next.at, shiftEnd(next.agent)), "logged-out")
        free.removeFirst()
        continue
      }
      let ring = random(1000..<6000)
      if offer + ring - enqueued > patience { break }
      free.removeFirst()
      try state(next.agent, offer, "offered", nil, id)
      if chances(2) {
        try state(next.agent, offer + 12_000, "ready", "missed")
        insert(offer + 12_000, next.agent)
        continue
      }
      let answered = offer + ring
      let talk = exponential(170_000)
      let hold = chances(15) ? exponential(30_000) : 0
      let wrapUp = exponential(25_000)
      try state(next.agent, answered, "talking", nil, id)
      if hold > 0 { try state(next.agent, answered + talk, "held", nil, id) }
      try state(next.agent, answered + talk + hold, "wrap-up", nil, id)
      let done = answered + talk + hold + wrapUp
      if chances(3) {
        try state(next.agent, done, "paused", "lunch")
        try state(next.agent, done + 900_000, "ready")
        insert(done + 900_000, next.agent)
      } else {
        try state(next.agent, done, "ready")
        insert(done, next.agent)
      }
      try stay(id, n, queue, enqueued, answered, "answered", "agent\(next.agent)", talk, hold, wrapUp)
      return ("agent", answered + talk + hold)
    }
    if chances(10) {
      let left = enqueued + min(patience, 30_000)
      try stay(id, n, queue, enqueued, left, chances(50) ? "callback" : "timeout", nil, 0, 0, 0)
      return ("callback", left)
    }
    try stay(id, n, queue, enqueued, enqueued + patience, "abandoned", nil, 0, 0, 0)
    return ("abandoned", enqueued + patience)
  }

  private func insert(_ at: Int64, _ agent: Int) {
    var (low, high) = (0, free.count)
    while low < high {
      let middle = (low + high) / 2
      if free[middle].at <= at { low = middle + 1 } else { high = middle }
    }
    free.insert((at, agent), at: low)
  }

  private func stay(
    _ id: Int64, _ n: Int64, _ queue: String, _ enqueued: Int64, _ left: Int64, _ how: String,
    _ agent: String?,
    _ talk: Int64, _ hold: Int64, _ wrapUp: Int64
  ) throws {
    visit.statement.bind(1, id)
    visit.statement.bind(2, n)
    visit.statement.bind(3, queue)
    visit.statement.bind(4, enqueued)
    visit.statement.bind(5, left)
    visit.statement.bind(6, how)
    visit.statement.bind(7, agent)
    visit.statement.bind(8, talk)
    visit.statement.bind(9, hold)
    visit.statement.bind(10, wrapUp)
    visit.statement.bind(11, id % 5 == 0 ? "gold" : nil)
    try visit.statement.run()
  }

  private func state(_ n: Int, _ at: Int64, _ state: String, _ reason: String? = nil, _ call: Int64? = nil)
    throws
  {
    agent.statement.bind(1, "agent\(n)")
    agent.statement.bind(2, at)
    agent.statement.bind(3, state)
    agent.statement.bind(4, reason)
    agent.statement.bind(5, call)
    try agent.statement.run()
  }
}
