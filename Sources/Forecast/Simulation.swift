import ACD
import CallFlow
import Chronology
import Engine
import Session
import Tones

/// A day of calls through the real engine in virtual time: its distributor, hours, overflow, announcements
/// and wrap-up, with the site's own queues and agents. Only callers and agents are made up: he who is offered
/// a call answers it after the ring time, talks as long as the call takes, and wraps up.
public struct Simulation: Sendable {
  public var applications: [FlowGraph]
  public var agents: [SiteDefinition.Agent]
  public var attendance: [Attendance]
  /// In the order of their arrival.
  public var stays: [Stay]
  /// How long it rings before an agent answers: one of these, by chance. None: he answers at once.
  public var rings: [Duration] = []
  /// Agents go only when nobody waits any more, up to an hour later.
  public var waitsForLast = false
  public var zone: Zone?
  public var seed: UInt64

  public init(
    applications: [FlowGraph], agents: [SiteDefinition.Agent], attendance: [Attendance], stays: [Stay],
    seed: UInt64
  ) {
    (self.applications, self.agents, self.attendance) = (applications, agents, attendance)
    (self.stays, self.seed) = (stays, seed)
  }

  /// What came of it.
  public struct Outcome: Sendable {
    /// In the order of arrival.
    public var visits: [QueueVisitRow] = []
    public var agentRows: [AgentEventRow] = []
    /// When the first agent or caller came, and the last was gone.
    public var began: Instant
    public var ended: Instant
    /// Stays in queues that the flows do not have.
    public var unknownQueues: Set<String> = []
    /// What the engine handled.
    public var inputs = 0
  }

  /// - Parameter sink: is given every record as `ivrd` would write it.
  public func run(sink: ((LogRecord) -> Void)? = nil) -> Outcome { SimulationRun(self, sink: sink).run() }
}

/// One run. Belongs to one thread; it is the engine's log, since the log is told of all that matters, in order.
private final class SimulationRun: CallLog, @unchecked Sendable {
  private enum Phase { case notThere, waiting, talking, over }
  private let plan: Simulation
  private let sink: ((LogRecord) -> Void)?
  private var acts = ActHeap()
  private var phases: [Phase]
  private var rows: [QueueVisitRow?]
  private var ids: [CallID]
  private var places: [CallID: Int] = [:]
  private var agentPlaces: [String: Int] = [:]
  /// The row of each agent's present state.
  private var states: [(state: String, call: CallID?)]
  private var agentRows: [AgentEventRow] = []
  private var flows: [Stay.Entry: (application: String, flow: String)] = [:]
  private var unknownQueues: Set<String> = []
  private var waiting = 0
  private var live = 0
  private var arrived = 0
  private var draw: Draw
  /// Made once the log is there.
  private var engine: Engine?

  init(_ plan: Simulation, sink: ((LogRecord) -> Void)?) {
    (self.plan, self.sink) = (plan, sink)
    phases = Array(repeating: .notThere, count: plan.stays.count)
    rows = Array(repeating: nil, count: plan.stays.count)
    ids = Array(repeating: CallID(0), count: plan.stays.count)
    states = plan.agents.map { _ in ("logged-out", nil) }
    for (place, agent) in plan.agents.enumerated() { agentPlaces[agent.name] = place }
    draw = Draw(seed: plan.seed, stream: 0x7269_6E67)
  }

  var wantsEvents: Bool { sink != nil }

  // MARK: What the engine tells

  func append(_ record: LogRecord) {
    sink?(record)
    switch record {
    case .agent(let row): changed(row)
    case .queueVisit(let row):
      guard let place = places[row.call] else { return }
      if rows[place] == nil, phases[place] == .waiting { waiting -= 1 }
      if rows[place] == nil { phases[place] = row.how == "answered" ? .talking : .over }
      rows[place] = row
    case .callClosed(let row):
      live -= 1
      if let place = places[row.call] {
        if phases[place] == .waiting { waiting -= 1 }
        phases[place] = .over
      }
    case .callOpened: live += 1
    case .event, .disposition, .kept, .audit, .published: break
    }
  }

  private func changed(_ row: AgentEventRow) {
    agentRows.append(row)
    guard let agent = agentPlaces[row.agent] else { return }
    states[agent] = (row.state, row.call)
    guard let call = row.call, let place = places[call] else { return }
    switch row.state {
    case "offered": acts.plan(.answers(agent: agent, call), at: row.at + (draw.one(of: plan.rings) ?? .zero))
    case "talking": acts.plan(.endsTalk(place), at: row.at + plan.stays[place].talk)
    // The queue's own wrap-up time ends it at the latest.
    case "wrap-up":
      acts.plan(.endsWrapUp(agent: agent, call), at: row.at + plan.stays[place].wrapUp)
    default: break
    }
  }

  // MARK: The run

  func run() -> Simulation.Outcome {
    let first = plan.stays.first?.at
    let opening = plan.attendance.compactMap { $0.steps.first?.at }.min()
    let start = min(
      first ?? opening ?? Instant(microseconds: 0), opening ?? first ?? Instant(microseconds: 0))
    let engine = Engine(log: self, data: NoData(), seed: plan.seed, start: start)
    self.engine = engine
    let line = CrowdLine(inbox: engine.inbox)
    engine.load(definition(), at: start)
    for (place, stay) in plan.stays.prefix(1).enumerated() { acts.plan(.arrives(place), at: stay.at) }
    for attendance in plan.attendance {
      guard let agent = agentPlaces[attendance.agent] else { continue }
      for step in attendance.steps { acts.plan(.changes(agent: agent, step.change), at: step.at) }
    }
    // Callers who wait without end, and whom nobody can answer, are let go in the end.
    let limit = (plan.stays.last?.at ?? start) + .hours(6)
    while true {
      if arrived == plan.stays.count, live == 0, waiting == 0, acts.nextInstant == nil { break }
      let (mine, its) = (acts.nextInstant, engine.nextInstant)
      guard let next = [mine, its].compactMap({ $0 }).min(), next <= limit || live == 0 else { break }
      if let mine, mine == next, let act = acts.next() {
        engine.run(upTo: mine)
        perform(act, at: mine, line)
      } else {
        engine.run(upTo: next)
      }
    }
    for (agent, state) in states.enumerated() where !["logged-out", "talking"].contains(state.state) {
      engine.perform(.agentLogout(plan.agents[agent].name))
    }
    engine.perform(.shutdown(grace: .zero))
    engine.run(upTo: engine.now + .seconds(1))
    for (agent, state) in states.enumerated() where state.state != "logged-out" {
      engine.perform(.agentLogout(plan.agents[agent].name))
    }
    let inputs = engine.inputsHandled
    self.engine = nil
    return Simulation.Outcome(
      visits: rows.compactMap { $0 }, agentRows: agentRows, began: start, ended: engine.now,
      unknownQueues: unknownQueues, inputs: inputs)
  }

  private func definition() -> SiteDefinition {
    var entries: [Stay.Entry] = []
    var seen: Set<Stay.Entry> = []
    for stay in plan.stays where seen.insert(stay.entry).inserted { entries.append(stay.entry) }
    var applications: [FlowGraph] = []
    for application in plan.applications {
      // In the first application that has the queue and the state, else in the first that has the queue.
      let wanted = entries.filter { entry in
        flows[entry] == nil && application.content.queues.contains { $0.name == entry.queue }
          && (entry.state == nil || application.content.states.contains { $0.fullName == entry.state }
            || !plan.applications.contains { $0.content.states.contains { $0.fullName == entry.state } })
      }
      let (graph, names) = application.withEntries(wanted)
      for (entry, name) in zip(wanted, names) where name != nil {
        flows[entry] = (graph.name, name ?? "")
      }
      applications.append(graph)
    }
    for entry in entries where flows[entry] == nil { unknownQueues.insert(entry.queue) }
    // Telephones are not rung here, and how many lines there are is not the question.
    let agents = plan.agents.map {
      SiteDefinition.Agent(name: $0.name, fullName: $0.fullName, ring: $0.ring, skills: $0.skills)
    }
    return SiteDefinition(applications: applications, agents: agents, maxCalls: nil, zone: plan.zone)
  }

  private func perform(_ act: ActHeap.Act, at now: Instant, _ line: CrowdLine) {
    guard let engine else { return }
    switch act {
    case .arrives(let place):
      arrived = place + 1
      if arrived < plan.stays.count { acts.plan(.arrives(arrived), at: max(now, plan.stays[arrived].at)) }
      let stay = plan.stays[place]
      guard let way = flows[stay.entry] else { return }
      let id = engine.inbox.makeCallID(at: now)
      (ids[place], places[id], phases[place]) = (id, place, .waiting)
      waiting += 1
      var arrival = Arrival(
        line: line, ani: stay.ani, dnis: FlowGraph.number(of: stay.priority), flow: way.flow,
        application: way.application)
      arrival.isFlowFixed = true
      engine.schedule(.arrival(arrival, id), at: now)
      if let patience = stay.patience { acts.plan(.givesUp(place), at: now + patience) }
      if let patience = stay.leavesAfter { acts.plan(.pressesKey(place), at: now + patience) }
    case .givesUp(let place):
      if phases[place] == .waiting { engine.schedule(.line(ids[place], .hungUp), at: now) }
    case .pressesKey(let place):
      guard phases[place] == .waiting else { return }
      engine.schedule(.line(ids[place], .keyDown(FlowGraph.leavingKey, cut: nil)), at: now)
      engine.schedule(.line(ids[place], .keyUp(FlowGraph.leavingKey)), at: now)
    case .endsTalk(let place):
      if phases[place] == .talking { engine.schedule(.line(ids[place], .hungUp), at: now) }
    case .answers(let agent, let call):
      if states[agent] == ("offered", call) { engine.perform(.agentAnswer(plan.agents[agent].name)) }
    case .endsWrapUp(let agent, let call):
      if states[agent] == ("wrap-up", call) { engine.perform(.agentReady(plan.agents[agent].name)) }
    case .changes(let agent, let change): self.change(agent, change, at: now, engine)
    }
  }

  private func change(_ agent: Int, _ change: Attendance.Change, at now: Instant, _ engine: Engine) {
    let name = plan.agents[agent].name
    switch change {
    case .comes:
      if ["logged-out", "line-gone", "not-answering"].contains(states[agent].state) {
        engine.perform(.agentLogin(name))
      } else if !["offered", "wrap-up"].contains(states[agent].state) {
        engine.perform(.agentReady(name))
      }
    case .pauses:
      if states[agent].state == "logged-out" {
        engine.perform(.agentLogin(name, paused: "as in the log"))
      } else {
        engine.perform(.agentPause(name, reason: "as in the log"))
      }
    case .goes:
      if plan.waitsForLast, waiting > 0, mayWait(agent, at: now) {
        acts.plan(.changes(agent: agent, .goes), at: now + .seconds(30))
      } else {
        engine.perform(.agentLogout(name))
      }
    }
  }

  /// At the end of his day, for an hour; a break in between is a break.
  private func mayWait(_ agent: Int, at now: Instant) -> Bool {
    let steps = plan.attendance.first { $0.agent == plan.agents[agent].name }?.steps ?? []
    guard let end = steps.last(where: { $0.at <= now && $0.change == .goes })?.at else { return false }
    let next = steps.first { $0.at > end }?.at
    return now < end + .hours(1) && next.map { $0 >= end + .hours(2) } ?? true
  }
}
