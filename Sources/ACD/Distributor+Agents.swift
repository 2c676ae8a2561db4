import Chronology

/// What agents do, and what is done to them.
extension Distributor {
  mutating func logIn(
    _ i: Int, paused reason: String?, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    guard let agent = agents[i], agent.isDefined else { return }
    switch agent.state {
    case .loggedOut, .notAnswering, .lineGone:
      agents[i]?.misses = 0
      if let reason {
        change(i, to: .paused(reason: reason), at: instant, into: &effects)
      } else {
        becomeFree(i, at: instant, into: &effects)
      }
    case .talking:
      agents[i]?.leavesAfter = false
      refreshSupply(i)
    case .ready, .offered, .wrapUp, .paused: break
    }
  }

  mutating func makeReady(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    guard let agent = agents[i] else { return }
    switch agent.state {
    case .paused, .wrapUp, .notAnswering:
      agents[i]?.misses = 0
      agents[i]?.pauseAfter = nil
      stopTimer(i, into: &effects)
      becomeFree(i, at: instant, into: &effects)
    case .talking:
      agents[i]?.pauseAfter = nil
      agents[i]?.leavesAfter = false
      refreshSupply(i)
    case .loggedOut, .lineGone, .ready, .offered: break
    }
  }

  mutating func pause(
    _ i: Int, reason: String, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    guard let agent = agents[i] else { return }
    switch agent.state {
    case .loggedOut, .lineGone: break
    case .talking: agents[i]?.pauseAfter = reason
    case .offered:
      let slot = takeBackOffer(i, .agentLeft, into: &effects)
      change(i, to: .paused(reason: reason), at: instant, into: &effects)
      if let slot { wait(slot, at: instant, into: &effects) }
    case .ready, .wrapUp, .paused, .notAnswering:
      agents[i]?.misses = 0
      stopTimer(i, into: &effects)
      change(i, to: .paused(reason: reason), at: instant, into: &effects)
    }
  }

  mutating func logOut(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    guard let agent = agents[i] else { return }
    switch agent.state {
    case .loggedOut: break
    case .talking:
      agents[i]?.leavesAfter = true
      refreshSupply(i)
    case .offered:
      let slot = takeBackOffer(i, .agentLeft, into: &effects)
      change(i, to: .loggedOut, at: instant, into: &effects)
      if let slot { wait(slot, at: instant, into: &effects) }
    case .ready, .wrapUp, .paused, .notAnswering, .lineGone:
      stopTimer(i, into: &effects)
      change(i, to: .loggedOut, at: instant, into: &effects)
    }
  }

  mutating func answer(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    guard let agent = agents[i], case .offered(let id) = agent.state else { return }
    let slot = agent.slot
    let s = Int(slot)
    stopTimer(i, into: &effects)
    calls[s].offers.removeAll { $0 == Int32(i) }
    let others = calls[s].offers
    withdrawOffers(slot, at: instant, into: &effects)
    stopTimers(slot, into: &effects)
    let queue = Int(calls[s].queue)
    let waited = instant - calls[s].enqueued
    if !calls[s].isInternal {
      queues[queue]?.waiting -= 1
      queues[queue]?.estimate.add(wait: waited, at: instant)
      agents[i]?.calls += 1
    }
    calls[s].state = .talking
    calls[s].agent = Int32(i)
    calls[s].avoids = -1
    calls[s].talkStart = instant
    agents[i]?.slot = slot
    agents[i]?.misses = 0
    change(i, to: .talking(id), at: instant, into: &effects)
    effects.append(.connected(id, agent.definition.id, QueueID(queue), waited: waited))
    for other in others { offerCall(to: other, at: instant, into: &effects) }
  }

  /// An offer ended without an answer: the call looks for somebody else first, then the agent for another
  /// call, which may be the same one.
  mutating func declineOffer(
    _ i: Int, _ end: OfferEnd, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    guard let agent = agents[i], case .offered = agent.state else { return }
    let queue = Int(calls[Int(agent.slot)].queue)
    let slot = takeBackOffer(i, end, into: &effects)
    var stopsAnswering = false
    if end == .missed {
      agents[i]?.misses += 1
      let limit = queues[queue]?.definition.missedPause ?? 0
      stopsAnswering = limit > 0 && agent.misses + 1 >= limit
    } else {
      agents[i]?.misses = 0
    }
    if stopsAnswering {
      change(i, to: .notAnswering, at: instant, into: &effects)
    } else {
      agents[i]?.idleSince = instant
      change(i, to: .ready, at: instant, into: &effects)
    }
    if let slot {
      calls[Int(slot)].avoids = Int32(i)
      wait(slot, at: instant, into: &effects)
    }
    offerCall(to: Int32(i), at: instant, into: &effects)
  }

  mutating func hangUp(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    guard let agent = agents[i] else { return }
    switch agent.state {
    case .talking: endTalk(i, by: .agent, at: instant, into: &effects)
    case .offered: declineOffer(i, .refused, at: instant, into: &effects)
    case .loggedOut, .ready, .wrapUp, .paused, .notAnswering, .lineGone: break
    }
  }

  mutating func endTalk(
    _ i: Int, by end: TalkEnd, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    guard let agent = agents[i], case .talking(let id) = agent.state else { return }
    let s = Int(agent.slot)
    let talk = instant - calls[s].talkStart
    let isInternal = calls[s].isInternal
    let wrapUp = isInternal ? .zero : queues[Int(calls[s].queue)]?.definition.wrapUp ?? .zero
    releaseSlot(agent.slot)
    agents[i]?.slot = -1
    effects.append(.talkEnded(id, agent.definition.id, talk: talk, by: end))
    finishTalk(i, id, talk: isInternal ? .zero : talk, wrapUp: wrapUp, at: instant, into: &effects)
  }

  private mutating func finishTalk(
    _ i: Int, _ id: CallID, talk: Duration, wrapUp: Duration, at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {
    guard let agent = agents[i] else { return }
    agents[i]?.talk += talk
    if agent.leavesAfter || !agent.isDefined {
      agents[i]?.leavesAfter = false
      agents[i]?.pauseAfter = nil
      change(i, to: .loggedOut, at: instant, into: &effects)
    } else if wrapUp > .zero {
      change(i, to: .wrapUp(id), at: instant, into: &effects)
      startTimer(i, .wrapUp(agent.definition.id), after: wrapUp, into: &effects)
    } else {
      finishWrapUp(i, at: instant, into: &effects)
    }
  }

  /// The line that he sits on is gone; unlike a log-out it waits for nothing.
  mutating func loseLine(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    guard let agent = agents[i] else { return }
    switch agent.state {
    case .loggedOut, .lineGone: return
    case .talking(let id):
      let slot = agent.slot
      let talk = instant - calls[Int(slot)].talkStart
      if !calls[Int(slot)].isInternal { agents[i]?.talk += talk }
      releaseSlot(slot)
      agents[i]?.slot = -1
      effects.append(.talkEnded(id, agent.definition.id, talk: talk, by: .agent))
      agents[i]?.leavesAfter = false
      agents[i]?.pauseAfter = nil
      change(i, to: .lineGone, at: instant, into: &effects)
    case .offered:
      let slot = takeBackOffer(i, .agentLeft, into: &effects)
      change(i, to: .lineGone, at: instant, into: &effects)
      if let slot { wait(slot, at: instant, into: &effects) }
    case .ready, .wrapUp, .paused, .notAnswering:
      stopTimer(i, into: &effects)
      agents[i]?.pauseAfter = nil
      change(i, to: .lineGone, at: instant, into: &effects)
    }
    if agent.isDefined == false { change(i, to: .loggedOut, at: instant, into: &effects) }
  }

  /// The agent who had the call goes into wrap-up; the other one, in talk with him about it, has it now.
  mutating func handOver(
    _ slot: Int32, to i: Int, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let s = Int(slot)
    guard calls[s].state == .talking, !calls[s].isInternal, let other = agents[i],
      case .talking = other.state, calls[Int(other.slot)].isInternal
    else { return }
    let first = Int(calls[s].agent)
    let (id, queue) = (calls[s].id, Int(calls[s].queue))
    let talk = instant - calls[s].talkStart
    releaseSlot(other.slot)
    agents[first]?.slot = -1
    calls[s].agent = Int32(i)
    calls[s].talkStart = instant
    agents[i]?.slot = slot
    agents[i]?.calls += 1
    if let definition = agents[first]?.definition {
      effects.append(.talkEnded(id, definition.id, talk: talk, by: .transfer))
    }
    change(i, to: .talking(id), at: instant, into: &effects)
    effects.append(.handedOver(id, to: other.definition.id, QueueID(queue)))
    finishTalk(
      first, id, talk: talk, wrapUp: queues[queue]?.definition.wrapUp ?? .zero, at: instant, into: &effects)
  }

  mutating func finishWrapUp(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    agents[i]?.timer = 0
    if let reason = agents[i]?.pauseAfter {
      agents[i]?.pauseAfter = nil
      change(i, to: .paused(reason: reason), at: instant, into: &effects)
    } else {
      becomeFree(i, at: instant, into: &effects)
    }
  }

  // MARK: Offers

  mutating func offer(
    _ slot: Int32, to agent: Int32, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let (s, i) = (Int(slot), Int(agent))
    guard let definition = agents[i]?.definition else { return }
    offersMade &+= 1
    calls[s].offers.append(agent)
    agents[i]?.slot = slot
    agents[i]?.lastOffered = offersMade
    change(i, to: .offered(calls[s].id), at: instant, into: &effects)
    let queue = Int(calls[s].queue)
    // Without a moment to answer in, an offer would come back for ever in one instant.
    let rules = queues[queue]?.definition
    let ring = max((definition.isDialled ? rules?.dialledRing : rules?.ring) ?? .seconds(10), .seconds(1))
    effects.append(.offer(definition.id, calls[s].id, QueueID(queue), ring: ring))
    startTimer(i, .ring(definition.id), after: ring, into: &effects)
  }

  /// Takes the offer from the agent, whose state the caller then sets.
  /// - Returns: the call, when nobody else's telephone rings for it.
  private mutating func takeBackOffer(
    _ i: Int, _ end: OfferEnd, into effects: inout [DistributorEffect]
  ) -> Int32? {
    guard let agent = agents[i], agent.slot >= 0 else { return nil }
    let s = Int(agent.slot)
    stopTimer(i, into: &effects)
    agents[i]?.slot = -1
    calls[s].offers.removeAll { $0 == Int32(i) }
    effects.append(.offerEnded(agent.definition.id, calls[s].id, end))
    return calls[s].offers.isEmpty ? agent.slot : nil
  }

  /// Takes all offers of a call back; the agents are free again, as long as they were before, and look
  /// for another call when the call has been dealt with.
  mutating func withdrawOffers(
    _ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let ringing = calls[Int(slot)].offers
    for i in ringing {
      _ = takeBackOffer(Int(i), .withdrawn, into: &effects)
      change(Int(i), to: .ready, at: instant, into: &effects)
    }
  }

  private mutating func becomeFree(
    _ i: Int, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    agents[i]?.idleSince = instant
    change(i, to: .ready, at: instant, into: &effects)
    offerCall(to: Int32(i), at: instant, into: &effects)
  }

  // MARK: State

  /// The one place where an agent's state changes: keeps the groups of free agents and the counts.
  private mutating func change(
    _ i: Int, to state: AgentState, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    guard let agent = agents[i] else { return }
    let p = Int(agent.profile)
    if agent.isFree {
      agents[i]?.version &+= 1
      directory.profiles[p].idle.left()
    }
    agents[i]?.state = state
    agents[i]?.since = instant
    if state == .ready { addToIdle(i) }
    refreshSupply(i)
    effects.append(.agentChanged(agent.definition.id, state))
  }

  private mutating func addToIdle(_ i: Int) {
    guard let agent = agents[i] else { return }
    directory.profiles[Int(agent.profile)].idle.insert(
      Int32(i), version: agent.version, first: agent.idleSince.microseconds,
      second: Int64(agent.nameRank)
    ) { [agents] in agents[Int($0)]?.isFree == true && agents[Int($0)]?.version == $1 }
  }

  private mutating func refreshSupply(_ i: Int) {
    guard let agent = agents[i], agent.isAvailable != agent.isCounted else { return }
    let was = agent.isCounted
    let change = was ? -1 : 1
    agents[i]?.isCounted = !was
    let p = Int(agent.profile)
    directory.profiles[p].available += change
    for n in directory.profiles[p].needs {
      directory.needs[Int(n)].available += change
      if directory.needs[Int(n)].available == (was ? 0 : 1) { supplyChanged = true }
    }
  }

  private mutating func startTimer(
    _ i: Int, _ kind: DistributorTimer.Kind, after: Duration, into effects: inout [DistributorEffect]
  ) {
    let serial = nextSerial()
    agents[i]?.timer = serial
    effects.append(.start(DistributorTimer(kind, serial: serial), after: after))
  }

  private mutating func stopTimer(_ i: Int, into effects: inout [DistributorEffect]) {
    guard let agent = agents[i], agent.timer != 0 else { return }
    agents[i]?.timer = 0
    switch agent.state {
    case .offered: effects.append(.cancel(DistributorTimer(.ring(agent.definition.id), serial: agent.timer)))
    case .wrapUp: effects.append(.cancel(DistributorTimer(.wrapUp(agent.definition.id), serial: agent.timer)))
    case .loggedOut, .ready, .talking, .paused, .notAnswering, .lineGone: break
    }
  }

  /// After the definitions changed: orders, groups of free agents and counts anew.
  mutating func regroupAgents() {
    for p in directory.profiles.indices {
      directory.profiles[p].members.removeAll(keepingCapacity: true)
      directory.profiles[p].idle.removeAll()
      directory.profiles[p].available = 0
    }
    for n in directory.needs.indices { directory.needs[n].available = 0 }
    let byName = agents.indices.filter { agents[$0] != nil }
      .sorted { (agents[$0]?.definition.name ?? "", $0) < (agents[$1]?.definition.name ?? "", $1) }
    for (rank, i) in byName.enumerated() {
      guard let agent = agents[i] else { continue }
      agents[i]?.nameRank = rank
      let p = Int(agent.profile)
      directory.profiles[p].members.append(Int32(i))
      if agent.isFree { addToIdle(i) }
      agents[i]?.isCounted = agent.isAvailable
      if agent.isAvailable {
        directory.profiles[p].available += 1
        for n in directory.profiles[p].needs { directory.needs[Int(n)].available += 1 }
      }
    }
    supplyChanged = true
  }
}
