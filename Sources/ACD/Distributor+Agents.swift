import Chronology

/// What agents do, and what is done to them.
extension Distributor {
  mutating func logIn(
    _ i: Int, paused reason: String?, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    guard agents[i].isDefined else { return }
    switch agents[i].phase {
    case .loggedOut, .notAnswering, .lineGone:
      agents[i].misses = 0
      forgive(Int32(i))
      if let reason {
        facts[i].pauseReason = reason
        change(i, to: .paused, at: instant, into: &effects)
      } else {
        becomeFree(i, at: instant, into: &effects)
      }
    case .talking:
      agents[i].leavesAfter = false
      refreshSupply(i)
    case .ready, .offered, .wrapUp, .paused: break
    }
  }

  mutating func makeReady(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    switch agents[i].phase {
    case .paused, .wrapUp, .notAnswering:
      agents[i].misses = 0
      agents[i].pausesAfter = false
      forgive(Int32(i))
      stopTimer(i, into: &effects)
      becomeFree(i, at: instant, into: &effects)
    case .talking:
      agents[i].pausesAfter = false
      agents[i].leavesAfter = false
      refreshSupply(i)
    case .loggedOut, .lineGone, .ready, .offered: break
    }
  }

  mutating func pause(
    _ i: Int, reason: String, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    switch agents[i].phase {
    case .loggedOut, .lineGone: break
    case .talking:
      facts[i].pauseAfter = reason
      agents[i].pausesAfter = true
    case .offered:
      let slot = takeBackOffer(i, .paused, into: &effects)
      facts[i].pauseReason = reason
      change(i, to: .paused, at: instant, into: &effects)
      if let slot { wait(slot, at: instant, into: &effects) }
    case .ready, .wrapUp, .paused, .notAnswering:
      agents[i].misses = 0
      stopTimer(i, into: &effects)
      facts[i].pauseReason = reason
      change(i, to: .paused, at: instant, into: &effects)
    }
  }

  mutating func logOut(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    switch agents[i].phase {
    case .loggedOut: break
    case .talking:
      agents[i].leavesAfter = true
      refreshSupply(i)
    case .offered:
      let slot = takeBackOffer(i, .loggedOut, into: &effects)
      change(i, to: .loggedOut, at: instant, into: &effects)
      if let slot { wait(slot, at: instant, into: &effects) }
    case .ready, .wrapUp, .paused, .notAnswering, .lineGone:
      stopTimer(i, into: &effects)
      change(i, to: .loggedOut, at: instant, into: &effects)
    }
  }

  mutating func answer(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    guard agents[i].phase == .offered else { return }
    let slot = agents[i].slot
    let s = Int(slot)
    stopTimer(i, into: &effects)
    removeOffer(slot, Int32(i))
    let others = offers(slot)
    withdrawOffers(slot, at: instant, into: &effects)
    stopTimers(slot, into: &effects)
    let queue = Int(calls[s].queue)
    let waited = instant - calls[s].enqueued
    if !calls[s].isInternal {
      queues[queue].waiting -= 1
      queues[queue].estimate.add(wait: waited, stoodInLine: calls[s].stoodInLine, at: instant)
      agents[i].calls &+= 1
    }
    calls[s].state = .talking
    calls[s].agent = Int32(i)
    calls[s].talkStart = instant
    agents[i].slot = slot
    agents[i].misses = 0
    change(i, to: .talking, at: instant, into: &effects)
    effects.append(.connected(calls[s].id, AgentID(i), QueueID(queue), waited: waited))
    for other in others { offerCall(to: other, at: instant, into: &effects) }
  }

  /// An offer ended without an answer: the call looks for somebody else first, then the agent for another
  /// call. This one he is not offered again for a while.
  mutating func declineOffer(
    _ i: Int, _ end: OfferEnd, isLast: Bool = false, at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {
    guard agents[i].phase == .offered else { return }
    let call = agents[i].slot
    let limit = queues[Int(calls[Int(call)].queue)].definition.missedPause
    let slot = takeBackOffer(i, end, into: &effects)
    var stopsAnswering = isLast
    if end == .missed {
      if agents[i].misses < .max { agents[i].misses += 1 }
      stopsAnswering = limit > 0 && Int(agents[i].misses) >= limit
    } else if end != .failed {
      agents[i].misses = 0
    }
    if stopsAnswering {
      change(i, to: .notAnswering, at: instant, into: &effects)
    } else {
      agents[i].idleSince = instant
      change(i, to: .ready, at: instant, into: &effects)
    }
    if !calls[Int(call)].isInternal { avoid(call, Int32(i), at: instant, into: &effects) }
    if let slot { wait(slot, at: instant, into: &effects) }
    offerCall(to: Int32(i), at: instant, into: &effects)
  }

  mutating func hangUp(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    switch agents[i].phase {
    case .talking: endTalk(i, by: .agent, at: instant, into: &effects)
    case .offered: declineOffer(i, .refused, at: instant, into: &effects)
    case .loggedOut, .ready, .wrapUp, .paused, .notAnswering, .lineGone: break
    }
  }

  mutating func endTalk(
    _ i: Int, by end: TalkEnd, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    guard agents[i].phase == .talking else { return }
    let slot = agents[i].slot
    let s = Int(slot)
    let id = calls[s].id
    let talk = instant - calls[s].talkStart
    let isInternal = calls[s].isInternal
    if !isInternal { addTalk(i, since: calls[s].talkStart, until: instant) }
    let wrapUp = isInternal ? .zero : queues[Int(calls[s].queue)].definition.wrapUp
    releaseSlot(slot)
    agents[i].slot = -1
    effects.append(.talkEnded(id, AgentID(i), talk: talk, by: end))
    finishTalk(i, id, wrapUp: wrapUp, at: instant, into: &effects)
  }

  private mutating func addTalk(_ i: Int, since start: Instant, until end: Instant) {
    agents[i].talk &+= max(0, end.microseconds &- start.microseconds)
  }

  private mutating func finishTalk(
    _ i: Int, _ id: CallID, wrapUp: Duration, at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {
    if agents[i].leavesAfter || !agents[i].isDefined {
      agents[i].leavesAfter = false
      agents[i].pausesAfter = false
      change(i, to: .loggedOut, at: instant, into: &effects)
    } else if wrapUp > .zero {
      facts[i].wrapsUp = id
      change(i, to: .wrapUp, at: instant, into: &effects)
      startTimer(i, .wrapUp(AgentID(i)), after: wrapUp, into: &effects)
    } else {
      finishWrapUp(i, at: instant, into: &effects)
    }
  }

  /// The line that he sits on is gone; unlike a log-out it waits for nothing.
  mutating func loseLine(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    switch agents[i].phase {
    case .loggedOut, .lineGone: return
    case .talking:
      let slot = agents[i].slot
      let id = calls[Int(slot)].id
      let talk = instant - calls[Int(slot)].talkStart
      if !calls[Int(slot)].isInternal { addTalk(i, since: calls[Int(slot)].talkStart, until: instant) }
      releaseSlot(slot)
      agents[i].slot = -1
      effects.append(.talkEnded(id, AgentID(i), talk: talk, by: .agent))
      agents[i].leavesAfter = false
      agents[i].pausesAfter = false
      change(i, to: .lineGone, at: instant, into: &effects)
    case .offered:
      let slot = takeBackOffer(i, .lineGone, into: &effects)
      change(i, to: .lineGone, at: instant, into: &effects)
      if let slot { wait(slot, at: instant, into: &effects) }
    case .ready, .wrapUp, .paused, .notAnswering:
      stopTimer(i, into: &effects)
      agents[i].pausesAfter = false
      change(i, to: .lineGone, at: instant, into: &effects)
    }
    if !agents[i].isDefined { change(i, to: .loggedOut, at: instant, into: &effects) }
  }

  /// The agent who had the call goes into wrap-up; the other one, in talk with him about it, has it now.
  mutating func handOver(
    _ slot: Int32, to i: Int, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let s = Int(slot)
    guard calls[s].state == .talking, agents[i].phase == .talking, agents[i].slot != slot,
      calls[Int(agents[i].slot)].isInternal
    else { return }
    // A caller who was put through to an agent past all queues.
    let isInternal = calls[s].isInternal
    let first = Int(calls[s].agent)
    let (id, queue) = (calls[s].id, Int(calls[s].queue))
    let talk = instant - calls[s].talkStart
    if !isInternal { addTalk(first, since: calls[s].talkStart, until: instant) }
    releaseSlot(agents[i].slot)
    agents[first].slot = -1
    calls[s].agent = Int32(i)
    calls[s].talkStart = instant
    agents[i].slot = slot
    if !isInternal { agents[i].calls &+= 1 }
    effects.append(.talkEnded(id, AgentID(first), talk: talk, by: .transfer))
    change(i, to: .talking, at: instant, into: &effects)
    effects.append(.handedOver(id, to: AgentID(i), QueueID(queue)))
    let wrapUp = isInternal ? .zero : queues[queue].definition.wrapUp
    finishTalk(first, id, wrapUp: wrapUp, at: instant, into: &effects)
  }

  mutating func finishWrapUp(_ i: Int, at instant: Instant, into effects: inout [DistributorEffect]) {
    if agents[i].pausesAfter {
      (agents[i].timer, agents[i].pausesAfter) = (0, false)
      facts[i].pauseReason = facts[i].pauseAfter ?? ""
      change(i, to: .paused, at: instant, into: &effects)
    } else {
      becomeFree(i, at: instant, into: &effects)
    }
  }

  /// From now on; calls that wait for it are looked at.
  mutating func setSkill(
    _ i: Int, _ skill: SkillID, _ level: Int, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    facts[i].definition.skills[skill] = min(max(level, 0), 9)
    let skills = SkillSet(facts[i].definition.skills)
    guard skills != facts[i].skills else { return }
    facts[i].skills = skills
    agents[i].profile = directory.profile(skills)
    regroupAgents()
    for i in agents.indices where agents[i].isFree && !agents[i].isIdle {
      offerCall(to: Int32(i), at: instant, into: &effects)
    }
  }

  // MARK: Offers

  mutating func offer(
    _ slot: Int32, to agent: Int32, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let (s, i) = (Int(slot), Int(agent))
    offersMade &+= 1
    addOffer(slot, agent)
    let serial = nextSerial()
    agents[i].take(slot, offer: offersMade, timer: serial)
    change(i, to: .offered, at: instant, into: &effects)
    let queue = Int(calls[s].queue)
    // Without a moment to answer in, an offer would come back for ever in one instant.
    var ring =
      agents[i].isDialled ? queues[queue].definition.dialledRing : queues[queue].definition.ring
    if agents[i].ringsOtherwise { ring = facts[i].definition.ring ?? ring }
    ring = max(ring, .seconds(1))
    effects.append(.offer(AgentID(i), calls[s].id, QueueID(queue), ring: ring))
    effects.append(.start(DistributorTimer(.ring(AgentID(i)), serial: serial), after: ring))
  }

  /// Whose telephones ring for a call.
  func offers(_ slot: Int32) -> [Int32] {
    switch calls[Int(slot)].offer {
    case Call.nobody: []
    case Call.several: severalOffers[slot] ?? []
    case let agent: [agent]
    }
  }
  private mutating func addOffer(_ slot: Int32, _ agent: Int32) {
    switch calls[Int(slot)].offer {
    case Call.nobody: calls[Int(slot)].offer = agent
    case Call.several: severalOffers[slot, default: []].append(agent)
    case let first:
      calls[Int(slot)].offer = Call.several
      severalOffers[slot] = [first, agent]
    }
  }
  private mutating func removeOffer(_ slot: Int32, _ agent: Int32) {
    guard calls[Int(slot)].offer == Call.several else {
      if calls[Int(slot)].offer == agent { calls[Int(slot)].offer = Call.nobody }
      return
    }
    severalOffers[slot]?.removeAll { $0 == agent }
    if severalOffers[slot]?.isEmpty != false {
      severalOffers[slot] = nil
      calls[Int(slot)].offer = Call.nobody
    }
  }

  /// Takes the offer from the agent, whose state the caller then sets.
  /// - Returns: the call, when nobody else's telephone rings for it.
  private mutating func takeBackOffer(
    _ i: Int, _ end: OfferEnd, into effects: inout [DistributorEffect]
  ) -> Int32? {
    let slot = agents[i].slot
    guard slot >= 0 else { return nil }
    stopTimer(i, into: &effects)
    agents[i].slot = -1
    removeOffer(slot, Int32(i))
    effects.append(.offerEnded(AgentID(i), calls[Int(slot)].id, end))
    return calls[Int(slot)].offer == Call.nobody ? slot : nil
  }

  /// Takes all offers of a call back; the agents are free again, as long as they were before, and look
  /// for another call when the call has been dealt with.
  mutating func withdrawOffers(
    _ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    guard calls[Int(slot)].offer != Call.nobody else { return }
    for i in offers(slot) {
      _ = takeBackOffer(Int(i), .withdrawn, into: &effects)
      change(Int(i), to: .ready, at: instant, into: &effects)
    }
  }

  private mutating func becomeFree(
    _ i: Int, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    agents[i].startIdle(at: instant)
    change(i, to: .ready, at: instant, into: &effects)
    offerCall(to: Int32(i), at: instant, into: &effects)
  }

  // MARK: State

  /// The one place where an agent's state changes. One who becomes free then looks for a call, and stands
  /// among the free only when there is none.
  private mutating func change(
    _ i: Int, to phase: Agent.Phase, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    if agents[i].isIdle { removeFromIdle(i) }
    agents[i].enter(phase, at: instant)
    refreshSupply(i)
    effects.append(.agentChanged(AgentID(i), state(i)))
  }

  /// As `change`, with a state that has lasted for a while.
  mutating func enter(
    _ i: Int, _ phase: Agent.Phase, since: Instant, at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {
    change(i, to: phase, at: instant, into: &effects)
    agents[i].since = since
  }
  mutating func startWrapUp(_ i: Int, _ length: Duration, into effects: inout [DistributorEffect]) {
    startTimer(i, .wrapUp(AgentID(i)), after: length, into: &effects)
  }

  mutating func addToIdle(_ i: Int) {
    guard !agents[i].isIdle else { return }
    agents[i].isIdle = true
    let p = Int(agents[i].profile)
    directory.profiles[p].idle += 1
    layOut()
    directory.countIdle(agents[i].reach, 1)
    for k in directory.profiles[p].tiers.indices {
      addToTier(Int(directory.profiles[p].tiers[k]), i)
    }
  }

  @inline(__always) mutating func addToTier(_ t: Int, _ i: Int) {
    let rank = Int64(agents[i].nameRank)
    let (first, second) =
      switch directory.tiers[t].rule {
      case .longestIdle, .all: (agents[i].idleSince.microseconds, rank)
      case .fewestCalls: (Int64(agents[i].calls), rank)
      case .leastTalk: (agents[i].talk, rank)
      case .roundRobin: (agents[i].lastOffered, rank)
      case .linear: (Int64(facts[i].place), rank)
      case .level, .spareLevel, .random: (rank, 0)
      }
    directory.tiers[t].line.insert(
      OrderedLine.Entry(first: first, second: second, item: Int32(i), version: agentVersions[i]),
      agentVersions)
    directory.marks[Int(directory.tiers[t].word)] |= directory.tiers[t].bit
  }

  private mutating func removeFromIdle(_ i: Int) {
    agents[i].isIdle = false
    agentVersions[i] &+= 1
    let p = Int(agents[i].profile)
    directory.profiles[p].idle -= 1
    layOut()
    directory.countIdle(agents[i].reach, -1)
  }

  /// Before the reach of anybody is asked for.
  @inline(__always) mutating func layOut() {
    if directory.reach.isStale { layOutAnew() }
  }
  private mutating func layOutAnew() {
    directory.layOut()
    for i in agents.indices where agents[i].isKnown {
      agents[i].reach = directory.reach.spans[Int(agents[i].profile)]
    }
  }

  @inline(__always) private mutating func refreshSupply(_ i: Int) {
    let isAvailable = agents[i].isAvailable
    if isAvailable != agents[i].isCounted { countAvailable(i, isAvailable) }
  }
  private mutating func countAvailable(_ i: Int, _ isAvailable: Bool) {
    let change: Int32 = isAvailable ? 1 : -1
    agents[i].isCounted = isAvailable
    let p = Int(agents[i].profile)
    directory.profiles[p].available += change
    for n in directory.profiles[p].needs {
      directory.available[Int(n)] += change
      if directory.available[Int(n)] == (isAvailable ? 1 : 0) { supplyChanged = true }
    }
    if agents[i].hasReserved { supplyChanged = true }
  }

  private mutating func startTimer(
    _ i: Int, _ kind: DistributorTimer.Kind, after: Duration, into effects: inout [DistributorEffect]
  ) {
    let serial = nextSerial()
    agents[i].timer = serial
    effects.append(.start(DistributorTimer(kind, serial: serial), after: after))
  }

  private mutating func stopTimer(_ i: Int, into effects: inout [DistributorEffect]) {
    let timer = agents[i].timer
    guard timer != 0 else { return }
    agents[i].timer = 0
    switch agents[i].phase {
    case .offered: effects.append(.cancel(DistributorTimer(.ring(AgentID(i)), serial: timer)))
    case .wrapUp: effects.append(.cancel(DistributorTimer(.wrapUp(AgentID(i)), serial: timer)))
    case .loggedOut, .ready, .talking, .paused, .notAnswering, .lineGone: break
    }
  }

  /// After the definitions changed: orders and counts anew. Those who are free are to look for calls, and
  /// stand among the free then.
  mutating func regroupAgents() {
    if directory.profiles.count > 2 * agents.count + 64 {
      directory.forgetProfiles()
      for i in agents.indices where agents[i].isKnown {
        agents[i].profile = directory.profile(facts[i].skills)
      }
    }
    directory.forgetAgents()
    byPlace = agents.indices.filter { agents[$0].isKnown }.sorted { facts[$0].place < facts[$1].place }
    let byName = agents.indices.filter { agents[$0].isKnown }
      .sorted { (facts[$0].definition.name, $0) < (facts[$1].definition.name, $1) }
    for (rank, i) in byName.enumerated() {
      agents[i].nameRank = Int32(rank)
      agents[i].isIdle = false
      agentVersions[i] &+= 1
      let p = Int(agents[i].profile)
      directory.profiles[p].members.append(Int32(i))
      agents[i].isCounted = agents[i].isAvailable
      if agents[i].isAvailable {
        directory.profiles[p].available += 1
        for n in directory.profiles[p].needs { directory.available[Int(n)] += 1 }
      }
    }
    supplyChanged = true
  }
}
