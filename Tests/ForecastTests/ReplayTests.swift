import ACD
import CallFlow
import Chronology
import Engine
import Reports
import Testing

@testable import Forecast

@Suite struct `A day played again` {
  private let rules = ReportRules()

  private func day(agents: Int = 7, patience: Duration? = .seconds(60), seed: UInt64 = 11)
    -> (simulation: Simulation, outcome: Simulation.Outcome)
  {
    let simulation = Fixture.simulation(patience: patience, agents: agents, hours: 6, seed: seed)
    return (simulation, simulation.run())
  }

  private func replay(_ outcome: Simulation.Outcome) -> Replay {
    Replay(
      outcome.visits.map { Replay.Logged(VisitRow($0)) }, agentRows: outcome.agentRows, since: outcome.began,
      until: outcome.ended + .milliseconds(1))
  }

  private func whatIf(
    _ replay: Replay, _ outcome: Simulation.Outcome, agents: Int, changed: Int?,
    seeds: [UInt64] = [1, 2, 3, 4, 5]
  ) -> WhatIf {
    let graph = Fixture.graph()
    return WhatIf(
      replay, agentRows: outcome.agentRows,
      site: WhatIf.Centre(applications: [graph], agents: Fixture.agents(agents)),
      change: changed.map { WhatIf.Centre(applications: [graph], agents: Fixture.agents($0)) }, seeds: seeds,
      zone: nil, rules: rules)
  }

  @Test func `without a change is the same day, figure for figure`() {
    let (_, outcome) = day()
    let result = whatIf(replay(outcome), outcome, agents: 7, changed: nil)
    for figure in DayFigures.all {
      for again in result.asItWas { #expect(again[figure] == result.happened[figure], "\(figure.name)") }
    }
  }

  @Test func `with more agents answers sooner, and says between what and what`() throws {
    let (_, outcome) = day()
    let replay = replay(outcome)
    let result = whatIf(replay, outcome, agents: 7, changed: 9)
    let level = try #require(result.difference("SL-Genesys"))
    let margin = try #require(level.margin)
    #expect(level.mean > margin)
    let wait = try #require(result.difference("average wait"))
    #expect(wait.mean < 0)
    #expect(result.newAgents == ["a8", "a9"])
    let words = ForecastTable.verdict(result)
    #expect(words.contains { $0.hasPrefix("SL-Genesys rises by ") && $0.hasSuffix("(95 %, 5 seeds).") })
    #expect(words.contains { $0.hasPrefix("Fit: ") && $0.contains("may be read as they are") })
    let assumptions = ForecastTable.assumptions(replay, result)
    #expect(assumptions.contains { $0.contains("a8, a9") })
    let table = ForecastTable.compared(result)
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
  }

  @Test func `whose callers were sent away by hand is a poor fit, whatever its service level, and says so`() {
    let (_, outcome) = day()
    var closed = outcome
    // Every other caller of those who were answered late.
    for index in closed.visits.indices
    where index % 2 == 0 && closed.visits[index].how == "answered"
      && closed.visits[index].left - closed.visits[index].enqueued > .seconds(1)
    {
      (closed.visits[index].how, closed.visits[index].agent) = ("closed", nil)
      closed.visits[index].left = closed.visits[index].enqueued + .seconds(1)
    }
    let count = closed.visits.count { $0.how == "closed" }
    #expect(count > closed.visits.count / 10)
    let replay = replay(closed)
    let result = whatIf(replay, closed, agents: 7, changed: nil)
    let words = ForecastTable.verdict(result)
    #expect(words.contains { $0.hasPrefix("Fit: ") && $0.contains("poor: ") }, "\(words)")
    #expect(
      ForecastTable.assumptions(replay, result).contains {
        $0.hasPrefix("Not played as it was: \(count) left because their queue was closed. ")
      })
  }

  @Test func `with fewer agents loses callers who were answered`() throws {
    let (_, outcome) = day()
    let result = whatIf(replay(outcome), outcome, agents: 7, changed: 5)
    let lost = try #require(result.difference("abandoned"))
    #expect(lost.mean > 0)
  }

  @Test func `is the same for the same seed`() {
    let (_, outcome) = day()
    let replay = replay(outcome)
    #expect(replay.stays(seed: 3) == replay.stays(seed: 3))
    #expect(replay.stays(seed: 3) != replay.stays(seed: 4))
  }

  @Test func `takes patience from the abandons, over all waiting`() throws {
    let (_, outcome) = day(agents: 5)
    let fitted = try #require(replay(outcome).patience).seconds
    let abandons = outcome.visits.count { $0.how == "abandoned" }
    // The deviation of such a mean is the mean over the root of their number.
    #expect(abs(fitted - 60) < 4 * 60 / Double(abandons).squareRoot(), "\(fitted), of \(abandons) abandons")
    let (_, patient) = day(agents: 12, patience: nil)
    #expect(replay(patient).patience == nil)
  }

  @Test func `keeps what is known of each caller`() {
    let start = Fixture.start
    func row(_ n: Int64, _ how: String, wait: Int64, talk: Int64 = 0, wrapUp: Int64 = 0) -> Replay.Logged {
      Replay.Logged(
        VisitRow(
          QueueVisitRow(
            call: CallID(UInt64(n)), number: 1, queue: "billing", enqueued: start + .seconds(n),
            left: start + .seconds(n + wait), how: how, talk: .seconds(talk), wrapUp: .seconds(wrapUp))),
        state: "main.to_billing", language: "en")
    }
    let replay = Replay(
      [
        row(1, "answered", wait: 10, talk: 100, wrapUp: 20), row(2, "abandoned", wait: 30),
        row(3, "key", wait: 5), row(4, "transferred", wait: 10, talk: 7),
      ], agentRows: [], since: start, until: start + .hours(1))
    #expect(replay.passedOn == 1)
    #expect(replay.patience == .seconds(45))
    let stays = replay.stays(seed: 1)
    #expect(stays.map(\.at) == [1, 2, 3].map { start + .seconds($0) })
    #expect(
      stays.map(\.entry)
        == Array(
          repeating: Stay.Entry(queue: "billing", state: "main.to_billing", language: "en"), count: 3))
    #expect(stays[0].talk == .seconds(100) && stays[0].wrapUp == .seconds(20))
    #expect(stays[0].patience ?? .zero > .seconds(10))
    #expect(stays[1].patience == .seconds(30))
    // The only talk that there was.
    #expect(stays[1].talk == .seconds(100))
    #expect(stays[2].leavesAfter == .seconds(5) && stays[2].patience == nil)
  }

  @Test func `asks for what the log says that was asked, and says when it does not say it`() throws {
    let text = """
      callflow 1
      language en default
      skill billing
      skill senior
      queue billing { need billing 1; after 5s drop senior }
      flow main {
        collect ask into tier { digits 1; say "Tier."; done -> to_billing }
        route to_billing {
          queue billing; need senior 2 when tier == "1"; agent "a2" for 10s
          talked -> bye; overflow -> bye
        }
        do bye { say "Goodbye."; hangup }
      }
      """
    func graph(_ text: String) throws -> FlowGraph {
      try #require(Compiler.compile([SourceText(name: "a.callflow", text: text)]).applications.first)
    }
    let (graph, other) = (try graph(text), try graph(text.replacing("senior 2 when", with: "senior 3 when")))
    let start = Fixture.start
    func logged(_ n: Int64, _ wishes: [String]?, agent: String? = nil) -> Replay.Logged {
      Replay.Logged(
        VisitRow(
          QueueVisitRow(
            call: CallID(UInt64(n)), number: 1, queue: "billing", enqueued: start + .seconds(n * 100),
            left: start + .seconds(n * 100), how: "answered", talk: .seconds(10))),
        state: "main.to_billing", language: "en", wishes: wishes, agent: agent)
    }
    let replay = Replay(
      [logged(1, ["need senior 2"], agent: "a1"), logged(2, [], agent: "a2"), logged(3, nil)], agentRows: [],
      since: start, until: start + .hours(1))
    #expect(
      replay.stays(seed: 1).map(\.entry).map { [$0.agent ?? "-"] + $0.wishes } == [
        ["a1", "need senior 2"], ["a2"], ["-"],
      ])
    // The second alone is able to the first, who waits until it is dropped if he is not named.
    let agents = [
      SiteDefinition.Agent(name: "a1", skills: ["billing": 9]),
      SiteDefinition.Agent(name: "a2", skills: ["billing": 1, "senior": 2]),
    ]
    let attendance = agents.map { Attendance(agent: $0.name, from: start, to: start + .hours(1)) }
    let entries = ["need senior 2", nil].map { wish in
      Stay.Entry(
        queue: "billing", state: "main.to_billing", language: "en", wishes: wish.map { [$0] } ?? [])
    }
    let stays =
      entries.enumerated().map {
        Stay($1, at: start + .seconds(100 + $0 * 100), talk: .seconds(1), wrapUp: .seconds(1))
      } + [
        Stay(
          Stay.Entry(queue: "billing", state: "main.to_billing", wishes: ["need senior 2"], agent: "a1"),
          at: start + .seconds(300), talk: .seconds(1), wrapUp: .seconds(1))
      ]
    let outcome = Simulation(
      applications: [graph], agents: agents, attendance: attendance, stays: stays, seed: 1
    ).run()
    #expect(outcome.visits.compactMap(\.agent) == ["a2", "a1", "a1"])
    let result = WhatIf(
      replay, agentRows: [], site: WhatIf.Centre(applications: [graph], agents: agents),
      change: WhatIf.Centre(applications: [other], agents: agents), seeds: [1], zone: nil, rules: rules)
    #expect(result.withoutWishes == 1 && result.newWishes == ["need senior 3"])
    let words = ForecastTable.assumptions(replay, result).joined(separator: "\n")
    #expect(words.contains("1 caller is asked for without what the flows ask under conditions"))
    #expect(words.contains("nobody knows for whom it would have held: need senior 3 (when …)."))
  }

  @Test func `keeps each agent's hours and pauses`() {
    let start = Fixture.start
    func row(_ minute: Int, _ state: String) -> AgentEventRow {
      AgentEventRow(agent: "kim", at: start + .minutes(minute), state: state)
    }
    let rows = [
      row(-60, "ready"), row(5, "offered"), row(6, "talking"), row(9, "held"), row(10, "talking"),
      row(20, "wrap-up"), row(21, "paused"), row(40, "ready"), row(50, "not-answering"),
      row(55, "logged-out"),
    ]
    let replay = Replay([], agentRows: rows, since: start, until: start + .hours(2))
    func step(_ minute: Int, _ change: Attendance.Change) -> Attendance.Step {
      Attendance.Step(at: start + .minutes(minute), change)
    }
    #expect(
      replay.attendance == [
        Attendance(
          agent: "kim",
          steps: [
            step(0, .comes), step(21, .pauses), step(40, .comes), step(50, .pauses), step(55, .goes),
          ])
      ])
    #expect(replay.rings == [.minutes(1)])
    #expect(replay.attendance[0].present(from: start, to: start + .minutes(30)) == .minutes(21))
    // Who was not there is there as long as anybody was.
    #expect(
      replay.attendance(of: ["lee"]) == [Attendance(agent: "lee", from: start, to: start + .minutes(55))])
  }

  @Test func `leaves by a key, and keeps what the state asked for that put the caller into the queue`() {
    let position = SourcePosition(file: 0, line: 1, column: 1)
    var content = Fixture.graph().content
    content.skills.append(SkillItem(name: "gold"))
    let end = Block([.move(Move(.hangUp, at: position))], at: position)
    content.flows = [Flow(name: "main", start: StateID(0), states: [StateID(0)], position: position)]
    content.states = [
      State(
        name: "to_billing", fullName: "main.to_billing", flow: FlowID(0),
        kind: .route(
          RouteSpec(
            queue: QueueIndex(0), needs: [.any([LevelledAbility(.skill(SkillIndex(1)))])], talked: end,
            otherwise: end)),
        entry: Block([], at: position), position: position)
    ]
    let start = Fixture.start
    func stay(_ second: Int64, _ state: String?, leavesAfter: Duration? = nil) -> Stay {
      Stay(
        Stay.Entry(queue: "billing", state: state), at: start + .seconds(second), talk: .seconds(60),
        wrapUp: .zero, leavesAfter: leavesAfter)
    }
    let agents = [
      SiteDefinition.Agent(name: "kim", skills: ["billing": 3]),
      SiteDefinition.Agent(name: "lee", skills: ["billing": 3, "gold": 1]),
    ]
    let outcome = Simulation(
      applications: [FlowGraph(content)], agents: agents,
      attendance: agents.map { Attendance(agent: $0.name, from: start, to: start + .hours(1)) },
      stays: [
        stay(1, "main.to_billing"), stay(2, "main.to_billing"), stay(3, nil),
        stay(4, "main.to_billing", leavesAfter: .seconds(10)),
      ], seed: 1
    ).run()
    #expect(outcome.visits.map(\.agent) == ["lee", "lee", "kim", nil])
    #expect(outcome.visits.map(\.how) == ["answered", "answered", "answered", "key"])
    #expect(outcome.visits[3].left - outcome.visits[3].enqueued == .seconds(10))
  }

  @Test func `a priority that a state works out is that of the log, or the queue's when the log has none`() {
    let position = SourcePosition(file: 0, line: 1, column: 1)
    var content = Fixture.graph { $0.priority = 2 }.content
    let end = Block([.move(Move(.hangUp, at: position))], at: position)
    content.flows = [Flow(name: "main", start: StateID(0), states: [StateID(0)], position: position)]
    content.states = [
      State(
        name: "to_billing", fullName: "main.to_billing", flow: FlowID(0),
        kind: .route(
          RouteSpec(
            queue: QueueIndex(0), priority: .call(.number, [.property(.callerNumber)]), talked: end,
            otherwise: end)),
        entry: Block([], at: position), position: position)
    ]
    let start = Fixture.start
    func row(_ n: Int64, _ priority: VisitPriority?) -> Replay.Logged {
      var visit = QueueVisitRow(
        call: CallID(UInt64(n)), number: 1, queue: "billing", enqueued: start + .seconds(n),
        left: start + .seconds(n + 1), how: "answered", agent: "kim", talk: .seconds(60))
      visit.priority = priority
      return Replay.Logged(VisitRow(visit), state: "main.to_billing")
    }
    // The first is answered at once; of the others the most urgent goes first.
    let replay = Replay(
      [
        row(1, VisitPriority(own: 0)), row(2, VisitPriority(own: 1)), row(3, nil),
        row(4, VisitPriority(own: 3, added: 100)), row(5, VisitPriority(own: -4)),
      ], agentRows: [], since: start, until: start + .hours(1))
    let graph = FlowGraph(content)
    let outcome = Simulation(
      applications: [graph], agents: [SiteDefinition.Agent(name: "kim", skills: ["billing": 3])],
      attendance: [Attendance(agent: "kim", from: start, to: start + .hours(1))],
      stays: replay.stays(seed: 1), seed: 1
    ).run()
    let order = outcome.visits.indices.sorted { outcome.visits[$0].left < outcome.visits[$1].left }
    #expect(order == [0, 3, 2, 1, 4], "\(outcome.visits.map(\.left))")
    #expect(outcome.visits.map(\.priority?.own) == [0, 1, 2, 3, -4])
    #expect(replay.withoutPriority([graph]) == 1)
    let whatIf = WhatIf(
      replay, agentRows: [], site: WhatIf.Centre(applications: [graph], agents: Fixture.agents(1)),
      change: nil, seeds: [1], zone: nil, rules: rules)
    #expect(
      ForecastTable.assumptions(replay, whatIf).contains { $0.hasPrefix("1 caller has the priority of ") })
  }
}
