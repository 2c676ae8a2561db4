import Chronology
import Engine
import Reports
import Testing

@testable import Forecast

@Suite struct `A day whose agents the site does not know` {
  @Test func `is played again with agents who can do whatever is asked for`() {
    let outcome = Fixture.simulation(patience: .seconds(60), agents: 7, hours: 2, seed: 2).run()
    let replay = Replay(
      outcome.visits.map { Replay.Logged(VisitRow($0)) }, agentRows: outcome.agentRows, since: outcome.began,
      until: outcome.ended + .milliseconds(1))
    let site = WhatIf.Centre(applications: [Fixture.graph()], agents: [])
    let changed = WhatIf.Centre(
      applications: [Fixture.graph { $0.wrapUp = .seconds(1) }], agents: [])
    let result = WhatIf(
      replay, agentRows: outcome.agentRows, site: site, change: changed, seeds: [1], zone: nil,
      rules: ReportRules())
    #expect(result.unknownAgents.sorted() == (1...7).map { "a\($0)" })
    #expect(result.asItWas("answered")?.mean == result.happened["answered"])
    // Other flows leave the team as it was; one without wrap-up has more time.
    #expect(result.newAgents == [])
    #expect(result.changed("AHT")?.mean ?? .infinity < result.happened["AHT"] ?? 0)
  }
}
