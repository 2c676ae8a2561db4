import ACD
import CallFlow
import Chronology
import Session
import Testing
import Tones

@testable import Engine

@Suite struct `A call through the engine` {
  @Test func `from the menu to an agent and out again leaves one record and its rows`() throws {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.wait(.seconds(2))
    centre.press(.one, call)
    #expect(centre.state("kim") == .offered(call))
    centre.wait(.seconds(4))
    #expect(centre.perform(.agentAnswer("kim")).problem == nil)
    centre.wait(.seconds(30))
    centre.perform(.agentHangUp("kim"))
    #expect(centre.state("kim") == .wrapUp(call))
    centre.wait(.minutes(2))
    let start = Centre.start
    #expect(
      centre.log.opened == [
        CallOpening(
          call: call, graph: "0000000000000abc", flow: "main", line: "desk", ani: "0212345678",
          dnis: "1000", offered: start)
      ])
    #expect(
      centre.log.closed == [
        CallClosing(
          call: call, language: "ko", answered: start, ended: start + .seconds(37), endedBy: "system",
          outcome: "agent", ownOutcome: "done")
      ])
    var visit = QueueVisitRow(
      call: call, number: 1, queue: "billing", enqueued: start + .seconds(2),
      left: start + .seconds(6), how: "answered", agent: "kim", talk: .seconds(30),
      wrapUp: .seconds(30))
    visit.priority = VisitPriority(own: 0)
    #expect(centre.log.visits == [visit])
    #expect(
      centre.log.agents.map(\.state) == ["ready", "offered", "talking", "wrap-up", "ready"])
    #expect(
      centre.log.events(call) == [
        "state main.menu", "say en \"press one\"", "key 1 taken", "state main.to_billing",
        "queue billing position 1", "decide kim, fit 0, best of 1 able; priority 0 waited 0.0s",
        "passed lee logged-out", "offer kim",
        "connect kim waited 4.0s", "talk kim 30.0s by agent", "outcome done", "say en \"goodbye\"",
      ])
    #expect(centre.line.orders(call).last == .hangUp)
    #expect(centre.engine.snapshot().calls == [])
  }

  @Test func `rings out to the next agent`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    centre.wait(.seconds(1))
    centre.perform(.agentLogin("lee"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    #expect(centre.state("kim") == .offered(call))
    centre.wait(.seconds(10))
    #expect(centre.state("kim") == .ready)
    #expect(centre.state("lee") == .offered(call))
    #expect(centre.perform(.agentAnswer("kim")).problem == "kim is not being offered a call, he is ready")
    centre.perform(.agentRefuse("lee"))
    #expect(centre.state("kim") == .ready)
    centre.wait(.seconds(5))
    #expect(centre.state("kim") == .offered(call))
  }

  @Test func `abandoned in the queue is a record, a visit, and an agent who is free again`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    centre.wait(.seconds(3))
    centre.hangUp(call)
    #expect(centre.state("kim") == .ready)
    #expect(centre.log.closed.map(\.outcome) == ["abandoned"])
    #expect(centre.log.closed.map(\.endedBy) == ["caller"])
    #expect(centre.log.visits.map(\.how) == ["abandoned"])
    #expect(centre.log.events(call).contains("log gone"))
    // The far end went first: nothing is left to hang up.
    #expect(!centre.line.orders(call).contains(.hangUp))
  }

  @Test func `a key that leads out of the queue gives up the place`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim", paused: "lunch"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    centre.wait(.seconds(5))
    centre.press(.nine, call)
    centre.wait(.seconds(20))
    #expect(centre.log.visits.map(\.how) == ["key"])
    #expect(centre.log.closed.map(\.outcome) == ["self-served"])
  }

  @Test func `a hang-up beats an answer, a key and a timer of the same instant`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    let at = centre.now + .seconds(10)
    centre.engine.schedule(.command(.agentAnswer("kim"), reply: nil), at: at)
    centre.engine.schedule(.line(call, .keyDown(.nine, cut: nil)), at: at)
    centre.engine.schedule(.line(call, .hungUp), at: at)
    centre.wait(.seconds(11))
    #expect(centre.log.visits.map(\.how) == ["abandoned"])
    #expect(centre.state("kim") == .ready)
    #expect(centre.log.agents.filter { $0.state == "talking" } == [])
  }

  @Test func `an answer beats the end of the ring of the same instant`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    centre.engine.schedule(.command(.agentAnswer("kim"), reply: nil), at: centre.now + .seconds(10))
    centre.wait(.seconds(10))
    #expect(centre.state("kim") == .talking(call))
  }

  @Test func `the caller who hangs up in talk ends it for the agent`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    centre.perform(.agentAnswer("kim"))
    centre.wait(.seconds(20))
    centre.hangUp(call)
    #expect(centre.state("kim") == .wrapUp(call))
    #expect(centre.log.visits.map(\.talk) == [.seconds(20)])
    centre.perform(.agentReady("kim"))
    #expect(centre.log.visits.map(\.wrapUp) == [.zero])
    #expect(centre.log.closed.map(\.outcome) == ["agent"])
  }

  @Test func `nobody logged in overflows at once`() {
    let centre = Centre()
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    centre.wait(.seconds(10))
    #expect(centre.log.visits.map(\.how) == ["no-agents"])
    #expect(centre.log.closed.map(\.call) == [call])
  }

  @Test func `one call too many is refused, with a record`() {
    let centre = Centre(maxCalls: 1)
    let first = centre.call()
    let second = centre.call()
    #expect(centre.line.orders(second) == [.hangUp])
    #expect(centre.log.closed.map(\.call) == [second])
    #expect(centre.log.closed.map(\.outcome) == ["refused"])
    centre.hangUp(first)
    let third = centre.call()
    #expect(centre.engine.snapshot().calls.map(\.id) == [third])
  }

  @Test func `a call hung up by a supervisor has an ordinary ending`() {
    let centre = Centre()
    let call = centre.call()
    #expect(centre.perform(.hangUpCall(call)) == .done)
    #expect(centre.line.orders(call).last == .hangUp)
    #expect(centre.log.closed.map(\.endedBy) == ["system"])
    #expect(centre.log.closed.map(\.outcome) == ["finished"])
  }

  @Test func `events of calls that are over, or never were, change nothing`() {
    let centre = Centre()
    let call = centre.call()
    centre.hangUp(call)
    let rows = centre.log.all.count
    centre.press(.one, call)
    centre.hangUp(call)
    centre.press(.one, CallID(5))
    #expect(centre.perform(.hangUpCall(call)) == .unknownCall(call))
    centre.wait(.hours(1))
    #expect(centre.log.all.count == rows)
  }
}

@Suite struct `The engine` {
  @Test func `knows names that look like the one that is not there`() {
    let centre = Centre()
    #expect(centre.perform(.agentLogin("kimm")) == .unknownAgent("kimm", near: ["kim"]))
    #expect(
      centre.perform(.agentLogin("kimm")).problem == "there is no agent kimm; did you mean kim?")
  }

  @Test func `reloads while calls run: they keep their graph, agents their state, new calls the new one`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    let old = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, old)
    centre.perform(.agentAnswer("kim"))
    #expect(centre.perform(.reload(Centre.site(id: 0xdef, queue: { $0.wrapUp = .seconds(5) }))) == .done)
    #expect(centre.state("kim") == .talking(old))
    let new = centre.call()
    #expect(centre.log.opened.map(\.graph) == ["0000000000000abc", "0000000000000def"])
    centre.wait(.seconds(1))
    centre.press(.one, new)
    centre.perform(.agentHangUp("kim"))
    centre.wait(.seconds(5))
    #expect(centre.state("kim") == .offered(new))
    #expect(centre.log.visits.first?.wrapUp == .seconds(5))
  }

  @Test func `an agent whom a reload takes away is shown and steered until his talk is over`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    centre.perform(.agentAnswer("kim"))
    #expect(centre.perform(.reload(Centre.site(agents: ["lee": 3]))) == .done)
    let shown = centre.engine.snapshot().agents
    #expect(shown.map(\.name) == ["lee", "kim"] && shown.map(\.isGone) == [false, true])
    #expect(shown.last?.state == .talking(call))
    #expect(centre.perform(.explainAgent("kim")).problem == nil)
    #expect(centre.perform(.dispose(agent: "kim", code: "1")).problem?.contains("has no codes") == true)
    // A second reload changes nothing of it.
    #expect(centre.perform(.reload(Centre.site(agents: ["lee": 3]))) == .done)
    #expect(centre.perform(.agentHangUp("kim")).problem == nil)
    #expect(centre.log.agents.last.map { "\($0.agent) \($0.state)" } == "kim logged-out")
    #expect(centre.engine.snapshot().agents.map(\.name) == ["lee"])
    #expect(centre.perform(.agentHangUp("kim")).problem?.contains("there is no agent kim") == true)
  }

  @Test func `shuts down politely: every call has its record, every agent is logged out`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    let calls = (0..<3).map { _ in centre.call() }
    centre.wait(.seconds(1))
    centre.press(.one, calls[0])
    centre.perform(.agentAnswer("kim"))
    centre.press(.one, calls[1])
    centre.perform(.shutdown(grace: .seconds(2)))
    centre.wait(.seconds(2))
    #expect(centre.engine.isStopped)
    #expect(centre.log.closed.map(\.outcome) == ["interrupted", "interrupted", "interrupted"])
    #expect(centre.log.agents.last?.state == "logged-out")
    #expect(Set(centre.log.visits.map(\.how)) == ["answered", "interrupted"])
    let late = centre.call()
    #expect(centre.log.closed.last?.call == late)
    #expect(centre.log.closed.last?.outcome == "refused")
  }

  @Test func `shows queues, agents and calls as they are`() {
    let centre = Centre(agents: ["kim": 3, "lee": 1])
    centre.perform(.agentLogin("kim", paused: "lunch"))
    centre.perform(.agentLogin("lee"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    centre.wait(.seconds(7))
    let snapshot = centre.engine.snapshot()
    var queue = QueueSnapshot(name: "billing")
    (queue.waiting, queue.longestWait, queue.agents) = (1, .seconds(7), 1)
    queue.agentsByState = ["paused": 1]
    (queue.within, queue.goal) = (.seconds(20), 80)
    #expect(snapshot.queues == [queue])
    #expect(snapshot.agents.map(\.state) == [.paused(reason: "lunch"), .ready])
    var shown = CallSnapshot(
      id: call, line: "desk", ani: "0212345678", dnis: "1000", language: "ko",
      arrived: Centre.start, state: "main.to_billing", stateSince: Centre.start + .seconds(1),
      queue: "billing")
    shown.enqueued = Centre.start + .seconds(1)
    #expect(snapshot.calls == [shown])
  }

  @Test func `tells agents' states anew when the clock is set far, and only then`() {
    let centre = Centre(agents: ["kim": 3, "lee": 3, "park": 3])
    centre.perform(.agentLogin("kim"))
    centre.perform(.agentPause("lee", reason: "lunch"))
    centre.perform(.agentLogin("lee", paused: "lunch"))
    var before = centre.log.agents.count
    for offset in [Duration.seconds(59), .seconds(1)] {
      centre.engine.schedule(.wallOffset(offset), at: centre.now)
    }
    centre.wait(.seconds(1))
    #expect(centre.log.agents.count == before)
    // What it never showed is nobody's time.
    let (from, to) = (centre.now + .seconds(1), centre.now + .hours(1))
    centre.engine.schedule(.wallOffset(.hours(1)), at: centre.now)
    centre.wait(.seconds(1))
    func row(_ agent: String, _ at: Instant, _ state: String, _ reason: String) -> AgentEventRow {
      AgentEventRow(agent: agent, at: at, state: state, reason: reason)
    }
    #expect(
      Array(centre.log.agents.dropFirst(before)) == [
        row("kim", from, "logged-out", "clock"), row("lee", from, "logged-out", "clock"),
        row("kim", to, "ready", "clock"), row("lee", to, "paused", "lunch"),
      ])
    // What went before it is set back ends then.
    before = centre.log.agents.count
    centre.engine.schedule(.wallOffset(.zero), at: centre.now)
    centre.wait(.seconds(1))
    let (then, again) = (to + .seconds(1), centre.now - .seconds(1))
    #expect(
      Array(centre.log.agents.dropFirst(before)) == [
        row("kim", then, "logged-out", "clock"), row("lee", then, "logged-out", "clock"),
        row("kim", again, "ready", "clock"), row("lee", again, "paused", "lunch"),
      ])
  }

  @Test
  func `writes the wall clock's time, whose steps move no timer, and a call's by the clock it began with`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.engine.schedule(.wallOffset(.hours(1)), at: centre.now)
    centre.press(.one, call)
    centre.wait(.seconds(9))
    #expect(centre.state("kim") == .offered(call))
    centre.hangUp(call)
    let next = centre.call()
    centre.hangUp(next)
    #expect(centre.log.opened.map(\.offered) == [Centre.start, Centre.start + .seconds(10) + .hours(1)])
    #expect(
      centre.log.closed.map(\.ended) == [
        Centre.start + .seconds(10), Centre.start + .seconds(10) + .hours(1),
      ])
  }

  @Test func `builds no event rows for a log that wants none`() {
    let centre = Centre(wantsEvents: false)
    let call = centre.call()
    centre.hangUp(call)
    #expect(centre.log.events(call) == [])
    #expect(centre.log.closed.count == 1)
  }

  @Test func `lets observers order things in the middle of an event`() {
    let centre = Centre()
    let engine = centre.engine
    engine.onStory = { [unowned engine] _, instant, story, _ in
      guard case .offered = story else { return }
      engine.schedule(.command(.agentAnswer("kim"), reply: nil), at: instant + .seconds(2))
    }
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    centre.wait(.seconds(2))
    #expect(centre.state("kim") == .talking(call))
    engine.onStory = nil
  }
}

@Suite struct `A storm of random inputs` {
  /// - Parameter isSet: the machine's clock is set again and again: back a little and right again, as an
  ///   ordinary one is, or by hours, as none should be.
  private func storm(seed: UInt64, wantsEvents: Bool = false, isSet: Bool = false) -> (
    centre: Centre, calls: [CallID], faults: [String]
  ) {
    var chance = SeededGenerator(seed: seed)
    var steps = SeededGenerator(seed: ~seed)
    func some(_ n: Int) -> Int { Int.random(in: 0..<n, using: &chance) }
    let agents = ["kim": 3, "lee": 2, "park": 1]
    let names = Array(agents.keys).sorted() + ["nobody"]
    let centre = Centre(agents: agents, maxCalls: 20, wantsEvents: wantsEvents) {
      ($0.maxWait, $0.maxCallers, $0.noAgents) = (.seconds(60), 8, .seconds(10))
    }
    var calls: [CallID] = []
    func some() -> CallID { calls.isEmpty ? CallID(1) : calls[max(0, calls.count - 1 - some(15))] }
    var faults: [String] = []
    for turn in 0..<4_000 {
      if isSet, Int.random(in: 0..<20, using: &steps) == 0 {
        let hours = Int.random(in: -2...2, using: &steps)
        let small = Int.random(in: -50_000...50_000, using: &steps)
        centre.engine.schedule(
          .wallOffset(turn % 3 == 0 ? .hours(hours) : .milliseconds(small)), at: centre.now)
      }
      let name = names[some(names.count)]
      switch some(20) {
      case 0...3: calls.append(centre.call())
      case 4...7: centre.press(some(4) == 0 ? .nine : some(3) == 0 ? .two : .one, some())
      case 8: centre.hangUp(some())
      case 9: centre.perform(.agentLogin(name, paused: some(3) == 0 ? "break" : nil))
      case 10: centre.perform(.agentReady(name))
      case 11: centre.perform(.agentPause(name, reason: "break"))
      case 12: centre.perform(some(3) == 0 ? .agentLogout(name) : .agentReady(name))
      case 13, 14: centre.perform(.agentAnswer(name))
      case 15: centre.perform(some(2) == 0 ? .agentRefuse(name) : .agentMiss(name))
      case 16: centre.perform(.agentHangUp(name))
      case 17: centre.perform(some(3) == 0 ? .hangUpCall(some()) : .setPriority(some(), some(5)))
      case 18 where some(10) == 0:
        centre.perform(.reload(Centre.site(id: UInt64(some(9)), agents: agents, maxCalls: 20)))
      default: centre.wait(.milliseconds(some(8_000)))
      }
      faults += centre.engine.core.distributor.value.invariantFaults()
      faults += centre.engine.core.invariantFaults(sample: turn)
    }
    centre.perform(.shutdown(grace: .seconds(2)))
    centre.wait(.seconds(3))
    return (centre, calls, faults)
  }

  @Test(arguments: [UInt64(3), 20_260_303]) func `leaves one record a call`(seed: UInt64) {
    let (centre, calls, faults) = storm(seed: seed)
    #expect(faults == [], "seed \(seed)")
    #expect(centre.engine.isStopped, "seed \(seed)")
    #expect(centre.log.opened.map(\.call).sorted() == calls.sorted(), "seed \(seed)")
    #expect(centre.log.closed.map(\.call).sorted() == calls.sorted(), "seed \(seed)")
    #expect(centre.log.visits.allSatisfy { $0.left >= $0.enqueued }, "seed \(seed)")
  }

  @Test(arguments: [UInt64(3), 20_260_303])
  func `takes the same way, and leaves rows as long, while the machine's clock is set`(seed: UInt64) {
    let (still, calls, _) = storm(seed: seed, wantsEvents: true)
    let (moved, others, faults) = storm(seed: seed, wantsEvents: true, isSet: true)
    #expect(faults == [] && calls == others, "seed \(seed)")
    func began(_ log: MemoryLog) -> [CallID: Instant] {
      Dictionary(log.opened.map { ($0.call, $0.offered) }, uniquingKeysWith: { a, _ in a })
    }
    /// Everything of calls by the time since their beginning, and the order of what agents did: a clock set
    /// far has their states ended and told again.
    func told(_ log: MemoryLog) -> [String] {
      let began = began(log)
      var states: [String: String] = [:]
      return log.all.compactMap { record in
        switch record {
        case .event(let row):
          "\(row.call) \(row.number) \(row.kind) \(row.detail) \(row.at - (began[row.call] ?? row.at))"
        case .queueVisit(let row):
          "\(row.call) \(row.how) \(row.enqueued - (began[row.call] ?? row.enqueued)) "
            + "\(row.left - row.enqueued) \(row.talk) \(row.wrapUp)"
        case .callClosed(let row): "\(row.call) \(row.ended - (began[row.call] ?? row.ended)) \(row.outcome)"
        case .agent(let row) where row.state == "logged-out" && row.reason == AgentEventRow.clock: nil
        case .agent(let row):
          states.updateValue(row.state, forKey: row.agent) == row.state ? nil : "\(row.agent) \(row.state)"
        default: nil
        }
      }
    }
    #expect(told(still.log) == told(moved.log), "seed \(seed)")
    #expect(began(still.log) != began(moved.log), "seed \(seed)")
    // A small step back moves no agent's row before the one before it.
    for (row, next) in zip(moved.log.agents, moved.log.agents.dropFirst()) {
      #expect(next.at >= row.at || row.at - next.at >= .minutes(1), "seed \(seed)")
    }
  }
}

@Suite struct `The engine in real time` {
  @Test func `takes a call, obeys, shows, and stops with every record closed`() {
    let log = MemoryLog()
    let runner = EngineRunner(log: log, data: NoData(), seed: 1)
    runner.start(Centre.site()) { engine in
      engine.core.makeWalker = { MenuWalker(queue: $0.binding.queues[0], skill: $0.binding.skills[0]) }
    }
    let line = FakeLine(inbox: runner)
    let call = runner.makeCallID(at: runner.now)
    runner.post(.arrival(Arrival(line: line, flow: "main"), call), at: runner.now)
    #expect(runner.perform(.agentLogin("kim")).problem == nil)
    #expect(runner.snapshot()?.calls.map(\.id) == [call])
    runner.stop(grace: .milliseconds(50))
    #expect(log.closed.map(\.call) == [call])
    #expect(log.closed.map(\.outcome) == ["interrupted"])
    #expect(runner.perform(.agentReady("kim")) == .stopped)
    #expect(runner.snapshot() == nil)
  }
}
