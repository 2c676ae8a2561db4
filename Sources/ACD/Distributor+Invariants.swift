import Chronology

/// What must always hold, in words where it does not.
extension Distributor {
  /// How much `invariantFaults()` looks at.
  public var checkingCost: Int {
    calls.count + agents.count + queues.reduce(0) { $0 + $1.waiting } * agents.count
  }

  /// Empty when all is well. Looks at every call and agent.
  public func invariantFaults() -> [String] {
    var faults: [String] = []
    var busy: [Int32: Int] = [:]
    var waitingCounts = [Int](repeating: 0, count: queues.count)
    var live = [Int](repeating: 0, count: groups.count)
    for s in calls.indices where calls[s].state != .unused {
      let call = calls[s]
      addFaults(ofCall: Int32(s), &faults)
      if call.state != .talking, !call.isInternal { waitingCounts[Int(call.queue)] += 1 }
      for agent in offers(Int32(s)) { busy[agent, default: 0] += 1 }
      if call.state == .talking { busy[call.agent, default: 0] += 1 }
      guard call.state == .waiting else { continue }
      if call.group >= 0 { live[Int(call.group)] += 1 }
      let requirements = directory.needs[Int(variant(of: Int32(s)).needs)].requirements
      for i in agents.indices where agents[i].isFree && !avoids(Int32(s), Int32(i)) {
        let mayTakeIt =
          call.reservedFor >= 0 ? Int(call.reservedFor) == i : facts[i].skills.meets(requirements)
        if mayTakeIt { faults.append("call \(call.id) waits though \(facts[i].definition.name) is free") }
      }
    }
    for (agent, count) in busy.sorted(by: { $0.key < $1.key }) where count > 1 {
      faults.append("\(facts[Int(agent)].definition.name) has \(count) calls")
    }
    for i in agents.indices where agents[i].isKnown { addFaults(ofAgent: i, &faults) }
    return faults + countFaults(waitingCounts, live)
  }

  /// The same of a few calls and agents, in turns, in a time that does not grow with the site: called again
  /// and again it comes to all of them.
  ///
  /// - Parameter turn: one more with each call.
  public func invariantFaults(sample turn: Int, of size: Int = 64) -> [String] {
    var faults: [String] = []
    func each(_ count: Int, _ body: (Int) -> Void) {
      guard count > 0 else { return }
      let start = Int(truncatingIfNeeded: UInt(bitPattern: turn) &* UInt(size) % UInt(count))
      for n in 0..<min(size, count) { body((start + n) % count) }
    }
    each(calls.count) { s in
      let call = calls[s]
      guard call.state != .unused else { return }
      addFaults(ofCall: Int32(s), &faults)
      // Somebody who avoids it may be the only one who is free.
      guard call.state == .waiting, !call.avoidsSomebody else { return }
      if call.reservedFor >= 0 {
        if agents[Int(call.reservedFor)].isFree {
          faults.append(
            "call \(call.id) waits though \(facts[Int(call.reservedFor)].definition.name) is free")
        }
      } else if directory.idle[Int(variant(of: Int32(s)).needs)] > 0 {
        faults.append("call \(call.id) waits though somebody who may take it is free")
      }
    }
    each(agents.count) { if agents[$0].isKnown { addFaults(ofAgent: $0, &faults) } }
    return faults
  }

  private func variant(of slot: Int32) -> SkillDirectory.Plan.Variant {
    let call = calls[Int(slot)]
    let plan = Int(call.plan)
    return directory.plans[plan].variants[directory.plans[plan].index(Int(call.step), Int(call.mask))]
  }

  /// What can be said of one call by itself.
  private func addFaults(ofCall slot: Int32, _ faults: inout [String]) {
    let call = calls[Int(slot)]
    let offers = offers(slot)
    if slots[call.id] != slot { faults.append("call \(call.id) is not found by its id") }
    if call.state == .offered, offers.isEmpty { faults.append("call \(call.id) is offered to nobody") }
    if call.state != .offered, !offers.isEmpty { faults.append("call \(call.id) still rings") }
    for agent in offers where agents[Int(agent)].phase != .offered || agents[Int(agent)].slot != slot {
      faults.append("call \(call.id) is offered to an agent who does not know it")
    }
    if call.isAbsent, call.state == .offered || call.state == .talking {
      faults.append("call \(call.id) is offered though its caller is not there")
    }
    if call.state == .talking,
      agents[Int(call.agent)].phase != .talking || agents[Int(call.agent)].slot != slot
    {
      faults.append("call \(call.id) talks to an agent who does not know it")
    }
    if call.avoidsSomebody, call.state != .talking, call.againTimer == 0 {
      faults.append("call \(call.id) avoids an agent for ever")
    }
    if (call.group >= 0) != (call.state == .waiting && call.reservedFor < 0) {
      faults.append("call \(call.id) stands in the wrong line")
    }
    guard call.state == .waiting else { return }
    if Int(call.mask) != directory.mask(of: Int(call.plan)) {
      faults.append("call \(call.id) asks for what nobody has")
    }
    if call.group >= 0 {
      if groups[Int(call.group)].key.needs != variant(of: slot).needs {
        faults.append("call \(call.id) stands in the line of other needs")
      }
    } else if call.reservedFor >= 0, !facts[Int(call.reservedFor)].reserved.contains(slot) {
      faults.append("call \(call.id) waits for an agent who does not know it")
    }
    if !isSupplied(slot), call.noAgentsTimer == 0, !call.isAbsent, !call.isPatient {
      faults.append("call \(call.id) waits for ever: nobody is logged in")
    }
  }

  /// What can be said of one agent by himself.
  private func addFaults(ofAgent i: Int, _ faults: inout [String]) {
    let agent = agents[i]
    var name: String { facts[i].definition.name }
    var hasCall = false
    switch agent.phase {
    case .offered, .talking:
      if agent.slot >= 0 {
        let call = calls[Int(agent.slot)]
        hasCall =
          agent.phase == .talking
          ? call.state == .talking && call.agent == Int32(i)
          : call.state == .offered && offers(agent.slot).contains(Int32(i))
      }
      if !hasCall { faults.append("\(name) has a call that is gone") }
      if agent.phase == .offered, agent.timer == 0 { faults.append("\(name) rings for ever") }
    case .wrapUp: if agent.timer == 0 { faults.append("\(name) wraps up for ever") }
    case .loggedOut, .ready, .paused, .notAnswering, .lineGone: break
    }
    if agent.isFree != agent.isIdle { faults.append("\(name) is free and not among the free") }
    if !agent.isDefined, !hasCall, agent.phase != .loggedOut {
      faults.append("\(name) is no longer defined and still logged in")
    }
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
        } else if head != self.head(of: head.slot) {
          faults.append("the head of a group tells of its first call what is no longer so")
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
