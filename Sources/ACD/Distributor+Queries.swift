import Chronology

/// What flows, screens and tests ask.
extension Distributor {
  /// Calls in a queue that no agent has answered yet.
  public func waiting(_ queue: QueueID) -> Int {
    queues.indices.contains(queue.number) ? queues[queue.number]?.waiting ?? 0 : 0
  }

  /// Agents logged in, and answering, who could take a call of these requirements.
  public func agents(able requirements: [Requirement]) -> Int {
    directory.profiles.reduce(0) {
      $0 + ($1.available > 0 && $1.skills.meets(requirements) ? $1.available : 0)
    }
  }

  /// Nil with too few samples (`WaitEstimate`).
  public func expectedWait(_ queue: QueueID, at instant: Instant) -> Duration? {
    guard queues.indices.contains(queue.number) else { return nil }
    return queues[queue.number]?.estimate.expected(at: instant)
  }

  /// The place of a call that waits, from 1; nil when it does not wait.
  public func position(of call: CallID, at instant: Instant) -> Int? {
    guard let slot = slots[call], calls[Int(slot)].state != .talking else { return nil }
    return position(slot, at: instant)
  }

  /// The longest time that a call has been waiting in a queue.
  public func longestWait(_ queue: QueueID, at instant: Instant) -> Duration? {
    var first: Instant?
    for call in calls where call.queue == Int32(clamping: queue.number) && !call.isInternal {
      switch call.state {
      case .waiting, .deciding, .offered: first = min(first ?? call.enqueued, call.enqueued)
      case .unused, .talking: break
      }
    }
    return first.map { instant - $0 }
  }

  /// An agent's state and since when; nil for nobody.
  public func state(of agent: AgentID) -> (state: AgentState, since: Instant)? {
    guard let i = index(agent), let found = agents[i] else { return nil }
    return (found.state, found.since)
  }

  /// Whether his skills meet the requirements, logged in or not.
  public func isAble(_ agent: AgentID, _ requirements: [Requirement]) -> Bool {
    guard let i = index(agent), let found = agents[i] else { return false }
    return directory.profiles[Int(found.profile)].skills.meets(requirements)
  }

  /// How much `invariantFaults` looks at.
  public var checkingCost: Int {
    calls.count + agents.count + queues.reduce(0) { $0 + ($1?.waiting ?? 0) } * agents.count
  }

  /// What must always hold and does not, in words; empty when all is well. Looks at every call and agent.
  public func invariantFaults() -> [String] {
    var faults: [String] = []
    var busy: [Int32: Int] = [:]
    var waitingCounts = [Int](repeating: 0, count: queues.count)
    var live = [Int](repeating: 0, count: groups.count)
    for s in calls.indices {
      let call = calls[s]
      if call.state == .unused { continue }
      if slots[call.id] != Int32(s) { faults.append("call \(call.id) is not found by its id") }
      if call.state != .talking, !call.isInternal { waitingCounts[Int(call.queue)] += 1 }
      if call.state == .offered, call.offers.isEmpty { faults.append("call \(call.id) is offered to nobody") }
      if call.state != .offered, !call.offers.isEmpty { faults.append("call \(call.id) still rings") }
      for agent in call.offers {
        busy[agent, default: 0] += 1
        if agents[Int(agent)]?.state != .offered(call.id) || agents[Int(agent)]?.slot != Int32(s) {
          faults.append("call \(call.id) is offered to an agent who does not know it")
        }
      }
      if call.state == .talking {
        busy[call.agent, default: 0] += 1
        if agents[Int(call.agent)]?.state != .talking(call.id) {
          faults.append("call \(call.id) talks to an agent who does not know it")
        }
      }
      guard call.state == .waiting else { continue }
      live[Int(call.group)] += 1
      let step = directory.plans[Int(call.plan)].steps[Int(call.step)]
      let requirements = directory.needs[Int(step.needs)].requirements
      for agent in agents {
        guard let agent, agent.isFree else { continue }
        if SkillSet(agent.definition.skills).meets(requirements) {
          faults.append("call \(call.id) waits though \(agent.definition.name) is free")
        }
      }
      if !isSupplied(Int32(s)), call.noAgentsTimer == 0 {
        faults.append("call \(call.id) waits for ever: nobody is logged in")
      }
    }
    for (agent, count) in busy.sorted(by: { $0.key < $1.key }) where count > 1 {
      faults.append("\(agents[Int(agent)]?.definition.name ?? "?") has \(count) calls")
    }
    for (i, agent) in agents.enumerated() {
      guard let agent else { continue }
      switch agent.state {
      case .offered, .talking:
        if busy[Int32(i)] != 1 { faults.append("\(agent.definition.name) has a call that is gone") }
        if case .offered = agent.state, agent.timer == 0 {
          faults.append("\(agent.definition.name) rings for ever")
        }
      case .wrapUp:
        if agent.timer == 0 { faults.append("\(agent.definition.name) wraps up for ever") }
      case .loggedOut, .ready, .paused, .notAnswering, .lineGone: break
      }
      if !agent.isDefined, busy[Int32(i)] == nil, agent.state != .loggedOut {
        faults.append("\(agent.definition.name) is no longer defined and still logged in")
      }
    }
    for (q, queue) in queues.enumerated() where (queue?.waiting ?? 0) != waitingCounts[q] {
      faults.append("queue \(q) counts \(queue?.waiting ?? 0) calls of \(waitingCounts[q])")
    }
    for g in groups.indices where groups[g].calls.live != live[g] {
      faults.append("a group counts \(groups[g].calls.live) calls of \(live[g])")
    }
    for (p, profile) in directory.profiles.enumerated() {
      let members = agents.compactMap { $0 }.filter { $0.profile == Int32(p) }
      if members.count(where: \.isFree) != profile.idle.live
        || members.count(where: \.isAvailable) != profile.available
      {
        faults.append("a profile miscounts its agents")
      }
    }
    return faults
  }
}
