import ACD
import CallFlow
import Chronology
import Engine
import Foundation
import Reports
import SQLiteStore
import Testing

@testable import Forecast

@Suite struct `A simulated day` {
  private let rules = ReportRules()

  @Test(arguments: [nil, Duration.seconds(120)])
  func `agrees with Erlang's golden values within its interval`(patience: Duration?) throws {
    let seeds: [UInt64] = [1, 2, 3, 4, 5, 6, 7, 8]
    let days = seeds.map {
      DayFigures(
        Fixture.simulation(patience: patience, agents: 10, hours: 48, seed: $0).run(),
        until: Fixture.start + .hours(48), rules)
    }
    func check(_ name: String, _ golden: Double, most: Double) throws {
      let estimate = try #require(Estimate(days.map { $0[name] }))
      let margin = try #require(estimate.margin)
      print("\(name), seeds \(seeds): \(estimate.mean) ± \(margin), by Erlang \(golden)")
      #expect(margin < most)
      // Five figures of one sample: at 95 % one of them would often be just outside.
      #expect(abs(estimate.mean - golden) < 1.5 * margin, "\(name): \(estimate.mean) ± \(margin)")
    }
    if patience == nil {
      try check(Staffing.waited, 40.918, most: 8)
      try check("SL-answered", 65.36, most: 8)
      try check("ASA", 49.10, most: 30)
      try check("occupancy", 80, most: 4)
    } else {
      try check(Staffing.waited, 24.7519, most: 4)
      try check("abandon rate of queued", 6.84, most: 2)
      try check("average wait", 8.21, most: 2.5)
    }
  }

  @Test func `is the same to the byte for the same seed, and another for another`() throws {
    func bytes(_ seed: UInt64) throws -> Data {
      let path = Fixture.file()
      defer {
        for end in ["", "-wal", "-shm", "-owner"] { try? FileManager.default.removeItem(atPath: path + end) }
      }
      let log = try BulkCallLog(path: path)
      let outcome = Fixture.simulation(patience: .seconds(60), agents: 7, hours: 2, seed: seed).run {
        log.append($0)
      }
      try log.close(from: outcome.began, to: outcome.ended)
      return try Data(contentsOf: URL(fileURLWithPath: path))
    }
    let first = try bytes(1)
    #expect(try bytes(1) == first)
    #expect(try bytes(2) != first)
  }

  @Test func `is reported from its log as it was seen, and as plain SQL counts it`() throws {
    let path = Fixture.file()
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let log = try BulkCallLog(path: path)
    let simulation = Fixture.simulation(
      callsPerHour: 400, patience: .seconds(60), agents: 24, hours: 4, seed: 7)
    let outcome = simulation.run { log.append($0) }
    try log.close(from: outcome.began, to: outcome.ended)
    let seen = DayFigures(outcome, rules)

    let reader = try CallLogReader(path: path)
    let (since, until) = (outcome.began, outcome.ended + .milliseconds(1))
    let reported = DayFigures(
      try reader.visits(since: since, until: until), try reader.agentEvents(since: since, until: until),
      since: since, until: until, rules)
    for figure in DayFigures.all { #expect(reported[figure] == seen[figure], "\(figure.name)") }

    let w = "(\"left\" - enqueued)"
    let handled = "sum(talk + hold + wrap) FILTER (WHERE how = 'answered')"
    let plain = sql(
      path,
      """
      SELECT count(*), sum(how = 'answered'), sum(how = 'abandoned'),
        100.0 * sum(how = 'answered' AND \(w) <= 20000) / sum(how IN ('answered', 'abandoned')),
        avg(CASE WHEN how = 'answered' THEN \(w) END) / 1000, max(\(w)) / 1000.0,
        1.0 * \(handled) / sum(how = 'answered') / 1000
      FROM queue_visits
      """)
    let values = try #require(plain.first).map { Double($0) }
    for (name, value) in zip(
      ["queued", "answered", "abandoned", "SL-Genesys", "ASA", "maximum wait", "AHT"], values)
    {
      let reported = try #require(reported[name]), value = try #require(value)
      #expect(abs(reported - value) < 0.0005, "\(name): \(reported), by SQL \(value)")
    }
    #expect(sql(path, "SELECT count(*) FROM calls") == [["\(simulation.stays.count)"]])
    #expect(sql(path, "SELECT count(*) FROM calls WHERE ended IS NULL") == [["0"]])
    #expect(sql(path, "SELECT count(*) FROM queue_visits") == [["\(simulation.stays.count)"]])
  }

  @Test func `gives every call exactly the handling time that was drawn`() {
    let simulation = Fixture.simulation(patience: nil, agents: 12, hours: 2, seed: 3)
    let outcome = simulation.run()
    let drawn = simulation.stays.map { $0.talk + $0.wrapUp }
    #expect(outcome.visits.map { $0.talk + $0.wrapUp } == drawn)
    #expect(outcome.visits.allSatisfy { $0.how == "answered" })
  }

  @Test func `keeps the queue's hours, its limits and what it asks of agents`() {
    func outcomes(
      level: Int = 3, agents: Int = 2, _ change: (inout QueueItem) -> Void = { _ in }
    ) -> Set<String> {
      var simulation = Fixture.simulation(
        patience: nil, agents: agents, hours: 1, seed: 4, queue: change)
      simulation.agents = Fixture.agents(agents, level: level)
      return Set(simulation.run().visits.map(\.how))
    }
    #expect(outcomes(level: 1) == ["no-agents"])
    #expect(outcomes { $0.maxWait = .seconds(30) } == ["answered", "timeout"])
    #expect(outcomes { $0.maxCallers = 1 } == ["answered", "full"])
    // Without an end of the wait and with far too few agents, those left over are let go.
    #expect(outcomes(agents: 1).contains("answered"))
  }

  @Test func `ends although nobody ever comes to answer`() {
    var simulation = Fixture.simulation(patience: nil, agents: 1, hours: 1, seed: 5)
    simulation.attendance = []
    #expect(Set(simulation.run().visits.map(\.how)) == ["no-agents"])
  }

  @Test func `adds the ringing to the wait`() throws {
    var simulation = Fixture.simulation(callsPerHour: 5, patience: nil, agents: 9, hours: 4, seed: 6)
    simulation.rings = [.seconds(3)]
    let outcome = simulation.run()
    #expect(!outcome.visits.isEmpty)
    #expect(Set(outcome.visits.map { $0.left - $0.enqueued }) == [.seconds(3)])
  }
}
