import ACD
import Chronology
import Foundation

/// What a routing decision costs, beside the same decision by looking at every call or every agent.
enum RoutingBench: Bench {
  static let name = "routing"
  static let summary = "nanoseconds a routing decision, 10 to 10,000 agents, 0 to 100,000 waiting"
  static let usualRuns = 3
  static let sizes = [
    (10, 0), (10, 1000), (1000, 0), (1000, 1000), (10_000, 0), (10_000, 1000), (10_000, 100_000),
  ]

  static func run(_ options: BenchOptions) throws -> BenchReport {
    var figures: [Figure] = []
    var ratios: [Double] = []
    for (agents, waiting) in sizes {
      var costs: [RoutingLoad.Costs] = []
      for run in 0..<(options.runs ?? usualRuns) {
        var load = RoutingLoad(agents: agents, waiting: waiting, seed: options.seed &+ UInt64(run))
        costs.append(try load.measure())
      }
      let what = "\(agents) agents, \(waiting) waiting"
      figures.append(Figure("\(what): a decision", "ns", costs.map(\.decision)))
      figures.append(Figure("\(what): all events of a call", "ns", costs.map(\.call)))
      figures.append(Figure("\(what): by a scan", "ns", costs.map(\.scan)))
      if agents == 10_000, waiting > 0 { ratios.append(figures[figures.count - 3].median) }
    }
    if ratios.count == 2 {
      figures.append(Figure("10000 agents: 100000 to 1000 waiting", "times", [ratios[1] / ratios[0]]))
    }
    return BenchReport(
      name: name,
      work: "levels, preferences, priorities, ages, weights, abandons and widening on; processor time. "
        + "A decision: an agent's wrap-up ends and he is offered a call, or, with nobody waiting, a call comes "
        + "and is offered to an agent; the event handled whole, its reasons told (on a site of up to "
        + "\(Distributor.toldAgents) agents those for every agent). All events of a call: also its arrival, place "
        + "in the line, widening, answer, talk's end and its share of abandons.",
      figures: figures)
  }
}

/// A busy centre whose calls and agents go on and on.
struct RoutingLoad {
  struct Costs {
    var decision: Double
    var call: Double
    var scan: Double
  }
  private static let topics = 10
  private static let batch = 256
  var batches = 60

  private var distributor: Distributor
  private var scatter: Scatter
  private var now = Instant(milliseconds: 0)
  private var effects: [DistributorEffect] = []
  private var next: UInt64 = 0
  private let kinds: [ContactRequest]
  private let skills: [[Int]]
  private let waitingAim: Int
  /// By call, from 0: where it is in `waiting`, -1 when it does not wait.
  private var places: [Int32] = []
  private var waiting: [CallID] = []
  private var talking: [AgentID] = []
  private var widenings: [(at: Instant, timer: DistributorTimer)] = []
  private var firstWidening = 0
  private var wrapUps: [DistributorTimer] = []
  /// For the scan: when and with what each call came.
  private var arrivals: [(kind: Int, priority: Int, at: Instant)] = []

  init(agents: Int, waiting: Int, seed: UInt64) {
    var scatter = Scatter(seed)
    let topics = Self.topics
    var queues: [QueueDefinition] = []
    for q in 0..<topics {
      var queue = QueueDefinition(id: QueueID(q))
      (queue.age, queue.agePeriod, queue.ageMax) = (1 + q % 3, .seconds(60), q % 4 == 0 ? 5 : nil)
      (queue.weight, queue.wrapUp, queue.pick) = (
        q % 3, .seconds(20), q % 5 == 4 ? .fewestCalls : .longestIdle
      )
      queues.append(queue)
    }
    // Each agent: three topics and one or two of two languages, at levels of his own.
    var skills: [[Int]] = []
    for _ in 0..<agents {
      var levels = [Int](repeating: 0, count: topics + 2)
      for _ in 0..<3 { levels[scatter.next(topics)] = 1 + scatter.next(9) }
      let language = scatter.next(3)
      if language != 1 { levels[topics] = 1 + scatter.next(9) }
      if language != 0 { levels[topics + 1] = 1 + scatter.next(9) }
      skills.append(levels)
    }
    var kinds: [ContactRequest] = []
    for q in 0..<topics {
      for language in 0..<2 {
        let speaks = SkillID(topics + language)
        kinds.append(
          ContactRequest(
            queue: QueueID(q),
            requirements: [.any([SkillLevel(SkillID(q), 3)]), .any([SkillLevel(speaks, 1)])],
            preferences: [SkillLevel(speaks, 5)],
            widenings: [
              WideningStep(after: .seconds(60), change: .require(.any([SkillLevel(SkillID(q), 1)]))),
              WideningStep(after: .seconds(180), change: .drop(speaks)),
            ]))
      }
    }
    (self.kinds, self.skills, self.scatter, waitingAim) = (kinds, skills, scatter, waiting)
    distributor = Distributor(seed: seed)
    let definitions = skills.enumerated().map { n, levels in
      AgentDefinition(
        id: AgentID(n), name: "agent \(n)",
        skills: Dictionary(uniqueKeysWithValues: levels.enumerated().map { (SkillID($0), $1) }))
    }
    distributor.configure(queues: queues, agents: definitions, at: now, into: &effects)
  }

  mutating func measure() throws -> Costs {
    fill()
    var (decided, all, choices, calls) = (0.0, 0.0, 0, 0)
    for round in 0..<batches + 10 {
      let isWarm = round >= 10
      let (a, b, c) = waitingAim > 0 ? callsToAgents() : agentsToCalls()
      guard isWarm else { continue }
      (decided, all) = (decided + a, all + b)
      (choices, calls) = (choices + c, calls + c)
    }
    guard choices > 0 else { throw BenchFault("nobody was offered a call") }
    let faults = distributor.checkingCost < 3_000_000 ? distributor.invariantFaults() : []
    guard faults.isEmpty else { throw BenchFault(faults[0]) }
    return Costs(decision: decided / Double(choices), call: all / Double(calls), scan: scan())
  }

  // MARK: The centre

  /// Everybody talks and as many wait as are wanted; with nobody waiting half of the agents are free.
  private mutating func fill() {
    for agent in skills.indices { handle(.agentLoggedIn(AgentID(agent), paused: nil)) }
    let busy = waitingAim > 0 ? skills.count : skills.count / 2
    var tries = 0
    while talking.count < busy, tries < skills.count * 40 {
      tries += 1
      arrive()
      answerAll()
      if waitingAim == 0 { for call in waiting { handle(.callLeft(call, .abandoned)) } }
    }
    while waiting.count < waitingAim {
      arrive()
      answerAll()
      // Ten minutes over all, so that all steps of widening are there.
      now += .microseconds(Int64(600_000_000 / waitingAim))
      widen()
    }
  }

  /// Talks end, other agents have wrapped up and become free, each is offered a call, answers; as many come,
  /// some give up.
  private mutating func callsToAgents() -> (decided: Double, all: Double, count: Int) {
    let count = min(Self.batch, max(4, skills.count / 4), talking.count)
    var ending: [AgentID] = []
    for _ in 0..<count { ending.append(takeTalking(scatter.next(talking.count))) }
    var all = timed { load in
      for agent in ending { load.distributor.handle(.agentHungUp(agent), at: load.now, into: &load.effects) }
    }
    // Others than those whom this round has just looked at.
    var done: [DistributorTimer] = []
    while wrapUps.count > skills.count / 5 {
      let place = scatter.next(wrapUps.count)
      done.append(wrapUps[place])
      wrapUps[place] = wrapUps[wrapUps.count - 1]
      wrapUps.removeLast()
    }
    effects.removeAll(keepingCapacity: true)
    let start = Self.processorTime
    for timer in done {
      pass()
      distributor.handle(.timer(timer), at: now, into: &effects)
    }
    let decided = Self.processorTime - start - Self.clockCost
    all += decided
    let offered = offers()
    note()
    all += timed { load in
      for agent in offered {
        load.distributor.handle(.agentAnswered(agent), at: load.now, into: &load.effects)
      }
    }
    all += timed { load in
      while load.waiting.count + load.places.count - load.arrivals.count < load.waitingAim + count / 10 {
        load.come()
      }
    }
    all += timed { load in
      for _ in 0..<count / 10 where !load.waiting.isEmpty {
        let call = load.waiting[load.scatter.next(load.waiting.count)]
        load.distributor.handle(.callLeft(call, .abandoned), at: load.now, into: &load.effects)
        load.forget(call)
      }
    }
    all += timed { $0.widenTimed() }
    answerAll()
    return (decided, all, offered.count)
  }

  /// Calls come, each is offered to a free agent, who answers; as many talks end.
  private mutating func agentsToCalls() -> (decided: Double, all: Double, count: Int) {
    let count = max(1, min(Self.batch, skills.count / 4))
    effects.removeAll(keepingCapacity: true)
    let first = arrivals.count
    let start = Self.processorTime
    for _ in 0..<count { come() }
    let decided = Self.processorTime - start - Self.clockCost
    let offered = offers()
    note()
    var all = decided
    all += timed { load in
      for agent in offered {
        load.distributor.handle(.agentAnswered(agent), at: load.now, into: &load.effects)
      }
    }
    // Who found nobody gives up.
    all += timed { load in
      for call in first..<load.arrivals.count where load.places[call] >= 0 {
        load.distributor.handle(
          .callLeft(CallID(UInt64(call)), .abandoned), at: load.now, into: &load.effects)
        load.forget(CallID(UInt64(call)))
      }
    }
    var ending: [AgentID] = []
    for _ in 0..<min(offered.count, talking.count) { ending.append(takeTalking(scatter.next(talking.count))) }
    all += timed { load in
      for agent in ending { load.distributor.handle(.agentHungUp(agent), at: load.now, into: &load.effects) }
    }
    all += timed { load in
      for timer in load.wrapUps { load.distributor.handle(.timer(timer), at: load.now, into: &load.effects) }
    }
    wrapUps.removeAll(keepingCapacity: true)
    return (decided, all, offered.count)
  }

  private mutating func timed(_ body: (inout RoutingLoad) -> Void) -> Double {
    effects.removeAll(keepingCapacity: true)
    let start = Self.processorTime
    body(&self)
    let time = Self.processorTime - start - Self.clockCost
    note()
    return time
  }

  private mutating func pass() { now = Instant(microseconds: now.microseconds + 100) }

  /// A new call; it counts as waiting until it is offered.
  private mutating func come() {
    let kind = scatter.next(kinds.count)
    var request = kinds[kind]
    request.priority = scatter.next(4)
    let id = CallID(next)
    next += 1
    pass()
    arrivals.append((kind, request.priority, now))
    places.append(Int32(waiting.count))
    waiting.append(id)
    distributor.handle(.enqueued(id, request), at: now, into: &effects)
  }
  private mutating func arrive() {
    effects.removeAll(keepingCapacity: true)
    come()
    note()
  }
  private mutating func handle(_ event: DistributorEvent) {
    effects.removeAll(keepingCapacity: true)
    distributor.handle(event, at: now, into: &effects)
    note()
  }
  private mutating func answerAll() {
    for agent in offers() {
      distributor.handle(.agentAnswered(agent), at: now, into: &effects)
    }
    note()
    effects.removeAll(keepingCapacity: true)
  }
  private func offers() -> [AgentID] {
    effects.compactMap { if case .offer(let agent, _, _, _) = $0 { agent } else { nil } }
  }

  /// Keeps account of what the distributor said.
  private mutating func note() {
    for effect in effects {
      switch effect {
      case .offer(let agent, let call, _, _):
        forget(call)
        talking.append(agent)
      case .left(let call, _, _, _): forget(call)
      case .start(let timer, let after):
        switch timer.kind {
        case .widening: widenings.append((now + after, timer))
        case .wrapUp: wrapUps.append(timer)
        default: break
        }
      default: break
      }
    }
  }
  private mutating func forget(_ call: CallID) {
    let place = places[Int(call.number)]
    guard place >= 0, let last = waiting.popLast() else { return }
    places[Int(call.number)] = -1
    guard last != call else { return }
    waiting[Int(place)] = last
    places[Int(last.number)] = place
  }
  private mutating func takeTalking(_ place: Int) -> AgentID {
    let agent = talking[place]
    talking[place] = talking[talking.count - 1]
    talking.removeLast()
    return agent
  }

  private mutating func widen() {
    effects.removeAll(keepingCapacity: true)
    widenTimed()
    note()
    answerAll()
  }
  /// Timers that are due, in about their order.
  private mutating func widenTimed() {
    while firstWidening < widenings.count, widenings[firstWidening].at <= now {
      distributor.handle(.timer(widenings[firstWidening].timer), at: now, into: &effects)
      firstWidening += 1
    }
  }

  // MARK: The scan

  /// The same decisions by looking at everything.
  private mutating func scan() -> Double {
    var kept = 0
    var (time, count) = (0.0, 0)
    for _ in 0..<40 {
      let start = Self.processorTime
      kept &+= waitingAim > 0 ? scanCalls(for: scatter.next(skills.count)) : scanAgents()
      time += Self.processorTime - start - Self.clockCost
      count += 1
    }
    return kept == .min ? 0 : time / Double(count)
  }

  private func scanCalls(for agent: Int) -> Int {
    let levels = skills[agent]
    var (best, most) = (-1, -Double.infinity)
    for call in waiting {
      let arrival = arrivals[Int(call.number)]
      let (queue, language) = (arrival.kind / 2, Self.topics + arrival.kind % 2)
      let waited = (now - arrival.at).microseconds
      guard levels[queue] >= (waited >= 60_000_000 ? 1 : 3), waited >= 180_000_000 || levels[language] >= 1
      else { continue }
      let age = Double(1 + queue % 3) * Double(waited) / 60_000_000
      let its = Double(arrival.priority + queue % 3) + (queue % 4 == 0 ? min(age, 5) : age)
      if its > most { (best, most) = (Int(call.number), its) }
    }
    return best
  }

  private mutating func scanAgents() -> Int {
    let kind = scatter.next(kinds.count)
    let (queue, language) = (kind / 2, Self.topics + kind % 2)
    var (best, most) = (-1, -1)
    for (agent, levels) in skills.enumerated() where levels[queue] >= 3 && levels[language] >= 1 {
      guard case .ready? = distributor.state(of: AgentID(agent))?.state else { continue }
      let merit = min(levels[language], 5) * 100 + levels[queue] + levels[language]
      if merit > most { (best, most) = (agent, merit) }
    }
    return best
  }

  /// What looking at the clock itself costs.
  private static let clockCost: Double = {
    var least = Double.infinity
    for _ in 0..<200 {
      let start = processorTime
      least = min(least, processorTime - start)
    }
    return least
  }()
  /// Nanoseconds of this thread.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
