import Chronology

/// What flows, screens and tests ask.
extension Distributor {
  private func place(of id: QueueID) -> Int? {
    queues.indices.contains(id.number) && queues[id.number].isKnown ? id.number : nil
  }

  /// A queue's rules; nil for none.
  public func definition(of queue: QueueID) -> QueueDefinition? {
    place(of: queue).map { queues[$0].definition }
  }

  /// Calls in a queue that no agent has answered yet.
  public func waiting(_ queue: QueueID) -> Int { place(of: queue).map { queues[$0].waiting } ?? 0 }

  /// Whether callers are let in.
  public func isOpen(_ queue: QueueID) -> Bool { place(of: queue).map { queues[$0].isOpen } ?? false }

  /// Agents logged in, and answering, who could take a call of these requirements.
  public func agents(able requirements: [Requirement]) -> Int {
    directory.profiles.reduce(0) {
      $0 + ($1.available > 0 && $1.skills.meets(requirements) ? Int($1.available) : 0)
    }
  }

  /// Nil with too few samples (`WaitEstimate`).
  public func expectedWait(_ queue: QueueID, at instant: Instant) -> Duration? {
    place(of: queue).flatMap { queues[$0].estimate.expected(at: instant) }
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
    index(agent).map { (state($0), agents[$0].since) }
  }

  /// What he can do now, live changes included.
  public func skills(of agent: AgentID) -> [SkillID: Int] {
    index(agent).map { facts[$0].definition.skills } ?? [:]
  }

  /// Whether his skills meet the requirements, logged in or not.
  public func isAble(_ agent: AgentID, _ requirements: [Requirement]) -> Bool {
    index(agent).map { facts[$0].skills.meets(requirements) } ?? false
  }

  /// How much `invariantFaults` looks at.
  public var checkingCost: Int {
    calls.count + agents.count + queues.reduce(0) { $0 + $1.waiting } * agents.count
  }

  /// What must always hold and does not, in words; empty when all is well. Looks at every call and agent.
  public func invariantFaults() -> [String] {
    var faults: [String] = []
    var busy: [Int32: Int] = [:]
    var waitingCounts = [Int](repeating: 0, count: queues.count)
    var live = [Int](repeating: 0, count: groups.count)
    for s in calls.indices {
      let (call, slot) = (calls[s], Int32(s))
      if call.state == .unused { continue }
      let offers = offers(slot)
      if slots[call.id] != slot { faults.append("call \(call.id) is not found by its id") }
      if call.state != .talking, !call.isInternal { waitingCounts[Int(call.queue)] += 1 }
      if call.state == .offered, offers.isEmpty { faults.append("call \(call.id) is offered to nobody") }
      if call.state != .offered, !offers.isEmpty { faults.append("call \(call.id) still rings") }
      for agent in offers {
        busy[agent, default: 0] += 1
        if agents[Int(agent)].phase != .offered || agents[Int(agent)].slot != slot {
          faults.append("call \(call.id) is offered to an agent who does not know it")
        }
      }
      if call.state == .talking {
        busy[call.agent, default: 0] += 1
        if agents[Int(call.agent)].phase != .talking || agents[Int(call.agent)].slot != slot {
          faults.append("call \(call.id) talks to an agent who does not know it")
        }
      }
      if call.avoidsSomebody, call.state != .talking, call.againTimer == 0 {
        faults.append("call \(call.id) avoids an agent for ever")
      }
      if (call.group >= 0) != (call.state == .waiting && call.reservedFor < 0) {
        faults.append("call \(call.id) stands in the wrong line")
      }
      guard call.state == .waiting else { continue }
      let plan = Int(call.plan)
      if Int(call.mask) != directory.mask(of: plan) {
        faults.append("call \(call.id) asks for what nobody has")
      }
      let variant = directory.plans[plan].variants[
        directory.plans[plan].index(Int(call.step), Int(call.mask))]
      if call.group >= 0 {
        live[Int(call.group)] += 1
        if groups[Int(call.group)].key.needs != variant.needs {
          faults.append("call \(call.id) stands in the line of other needs")
        }
      } else if !facts[Int(call.reservedFor)].reserved.contains(slot) {
        faults.append("call \(call.id) waits for an agent who does not know it")
      }
      let requirements = directory.needs[Int(variant.needs)].requirements
      for i in agents.indices where agents[i].isFree && !avoids(slot, Int32(i)) {
        let mayTakeIt =
          call.reservedFor >= 0 ? Int(call.reservedFor) == i : facts[i].skills.meets(requirements)
        if mayTakeIt { faults.append("call \(call.id) waits though \(facts[i].definition.name) is free") }
      }
      if !isSupplied(slot), call.noAgentsTimer == 0, !call.isAbsent, !call.isPatient {
        faults.append("call \(call.id) waits for ever: nobody is logged in")
      }
    }
    for (agent, count) in busy.sorted(by: { $0.key < $1.key }) where count > 1 {
      faults.append("\(facts[Int(agent)].definition.name) has \(count) calls")
    }
    for i in agents.indices where agents[i].isKnown {
      let (agent, name) = (agents[i], facts[i].definition.name)
      switch agent.phase {
      case .offered, .talking:
        if busy[Int32(i)] != 1 { faults.append("\(name) has a call that is gone") }
        if agent.phase == .offered, agent.timer == 0 { faults.append("\(name) rings for ever") }
      case .wrapUp: if agent.timer == 0 { faults.append("\(name) wraps up for ever") }
      case .loggedOut, .ready, .paused, .notAnswering, .lineGone: break
      }
      if agent.isFree != agent.isIdle { faults.append("\(name) is free and not among the free") }
      if !agent.isDefined, busy[Int32(i)] == nil, agent.phase != .loggedOut {
        faults.append("\(name) is no longer defined and still logged in")
      }
    }
    return faults + countFaults(waitingCounts, live)
  }

  private func countFaults(_ waiting: [Int], _ live: [Int]) -> [String] {
    var faults: [String] = []
    for (q, queue) in queues.enumerated() where queue.waiting != waiting[q] {
      faults.append("queue \(q) counts \(queue.waiting) calls of \(waiting[q])")
    }
    for g in groups.indices where groups[g].live != live[g] {
      faults.append("a group counts \(groups[g].live) calls of \(live[g])")
    }
    for n in directory.needs.indices {
      for (h, head) in directory.needs[n].heads.enumerated() {
        let group = groups[Int(head.group)]
        var first: OrderedLine.Entry?
        group.calls.forEach(callVersions) { entry in
          if let known = first, !(entry < known) { return }
          first = entry
        }
        if group.place != Int32(h) || group.key.needs != Int32(n) || first?.item != head.slot {
          faults.append("the head of a group is not its first call")
        }
      }
    }
    for (p, profile) in directory.profiles.enumerated() {
      var (free, able) = (Int32(0), Int32(0))
      for agent in agents where agent.isKnown && agent.profile == Int32(p) {
        if agent.isFree { free += 1 }
        if agent.isAvailable { able += 1 }
      }
      if free != profile.idle || able != profile.available { faults.append("a profile miscounts its agents") }
    }
    for n in directory.needs.indices {
      var (free, able) = (Int32(0), Int32(0))
      for profile in directory.profiles where profile.skills.meets(directory.needs[n].requirements) {
        (free, able) = (free + profile.idle, able + profile.available)
      }
      if free != directory.idle[n] || able != directory.available[n] {
        faults.append("needs miscount the agents who meet them")
      }
    }
    return faults
  }
}
