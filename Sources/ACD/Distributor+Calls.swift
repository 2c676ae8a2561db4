import Chronology

/// What happens to calls that wait.
extension Distributor {
  mutating func enqueue(
    _ id: CallID, _ request: ContactRequest, at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {
    guard slots[id] == nil else { return }
    if request.isInternal {
      enqueueInternal(id, request, at: instant, into: &effects)
      return
    }
    let q = request.queue.number
    // Who is called back is promised it, and is not sent away.
    guard queues.indices.contains(q), queues[q].isKnown, queues[q].isOpen || request.isAbsent else {
      effects.append(.left(id, request.queue, .closed, waited: .zero))
      return
    }
    if let most = queues[q].definition.maxCallers, queues[q].waiting >= most, !request.isAbsent,
      !request.isPatient
    {
      effects.append(.left(id, request.queue, .full, waited: .zero))
      return
    }
    let plan = plan(request)
    let direct = request.direct.flatMap { index($0) }.flatMap { agents[$0].isAvailable ? $0 : nil }
    let isRungAtOnce = direct.map { agents[$0].isFree && !request.isAbsent } ?? false
    let isReserved = direct != nil && (request.isDirectOnly || !isRungAtOnce && request.directWait > .zero)
    guard
      isRungAtOnce || isReserved || request.isAbsent || request.isPatient
        || !request.isDirectOnly && isSupplied(plan: Int(plan), from: 0, directory.mask(of: Int(plan)))
    else {
      effects.append(.left(id, request.queue, .noAgents, waited: .zero))
      return
    }
    let slot = makeSlot(id)
    let s = Int(slot)
    arrivals += 1
    calls[s].queue = Int32(q)
    calls[s].plan = plan
    calls[s].step = 0
    calls[s].priority = Distributor.usable(request.priority)
    calls[s].enqueued = min(request.since ?? instant, instant)
    calls[s].order = arrivals
    queues[q].waiting += 1
    effects.append(.queued(id, request.queue, position: newestPosition(slot, at: instant)))
    (calls[s].isAbsent, calls[s].isPatient) = (request.isAbsent, request.isPatient)
    if let most = queues[q].definition.maxWait, !request.isAbsent, !request.isPatient {
      calls[s].maxWaitTimer = nextSerial()
      effects.append(.start(DistributorTimer(.maxWait(id), serial: calls[s].maxWaitTimer), after: most))
    }
    startWidening(slot, at: instant, into: &effects)
    if let direct, isReserved {
      calls[s].reservedFor = Int32(direct)
      calls[s].isDirectOnly = request.isDirectOnly
      facts[direct].reserved.append(slot)
      agents[direct].hasReserved = true
      if request.directWait > .zero {
        calls[s].reserveTimer = nextSerial()
        effects.append(
          .start(
            DistributorTimer(.reserve(id), serial: calls[s].reserveTimer), after: request.directWait))
      }
      effects.append(.reserved(id, for: AgentID(direct)))
    }
    if let direct, isRungAtOnce {
      calls[s].state = .offered
      tell(slot, Int32(direct), by: .itself, candidates: 1, at: instant, into: &effects)
      offer(slot, to: Int32(direct), at: instant, into: &effects)
    } else {
      wait(slot, at: instant, into: &effects)
    }
  }

  /// Far beyond any use, and small enough that sums are exact.
  private static func usable(_ priority: Int) -> Int { min(max(priority, -1_000_000_000), 1_000_000_000) }

  /// The plans that a queue's calls usually have are found without a look at the whole table.
  private mutating func plan(_ request: ContactRequest) -> Int32 {
    let q = request.queue.number
    for plan in queues[q].plans where directory.isSame(Int(plan), request) { return plan }
    let plan = directory.plan(request)
    if queues[q].plans.count < 8 { queues[q].plans.append(plan) }
    return plan
  }

  /// An agent asks another one: offered to him alone.
  private mutating func enqueueInternal(
    _ id: CallID, _ request: ContactRequest, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let q = request.queue.number
    guard queues.indices.contains(q), queues[q].isKnown, let direct = request.direct.flatMap({ index($0) }),
      agents[direct].isFree
    else {
      effects.append(.left(id, request.queue, .moved, waited: .zero))
      return
    }
    let plan = plan(ContactRequest(queue: request.queue))
    let slot = makeSlot(id)
    let s = Int(slot)
    arrivals += 1
    calls[s].queue = Int32(q)
    calls[s].plan = plan
    calls[s].step = 0
    calls[s].priority = 0
    calls[s].enqueued = instant
    calls[s].order = arrivals
    calls[s].isInternal = true
    calls[s].state = .offered
    offer(slot, to: Int32(direct), at: instant, into: &effects)
  }

  /// Ends whatever the call is doing here.
  mutating func leave(
    _ slot: Int32, _ reason: LeaveReason, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let s = Int(slot)
    switch calls[s].state {
    case .unused: return
    case .talking:
      let isCaller = calls[s].isInternal || reason == .abandoned
      endTalk(Int(calls[s].agent), by: isCaller ? .caller : .system, at: instant, into: &effects)
    case .waiting, .deciding, .offered:
      removeFromGroup(slot)
      let freed = calls[s].offer == Call.nobody ? [] : offers(slot)
      withdrawOffers(slot, at: instant, into: &effects)
      let (id, queue, waited) = (calls[s].id, calls[s].queue, instant - calls[s].enqueued)
      stopTimers(slot, into: &effects)
      if !calls[s].isInternal { queues[Int(queue)].waiting -= 1 }
      releaseSlot(slot)
      effects.append(.left(id, QueueID(Int(queue)), reason, waited: waited))
      for agent in freed { offerCall(to: agent, at: instant, into: &effects) }
    }
  }

  /// The caller decides at a queue key: nobody is offered the call, its place is kept.
  mutating func decide(_ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    switch calls[Int(slot)].state {
    case .waiting:
      removeFromGroup(slot)
      calls[Int(slot)].state = .deciding
    case .offered:
      let freed = offers(slot)
      withdrawOffers(slot, at: instant, into: &effects)
      calls[Int(slot)].state = .deciding
      for agent in freed { offerCall(to: agent, at: instant, into: &effects) }
    case .unused, .deciding, .talking: break
    }
  }

  mutating func resume(_ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    guard calls[Int(slot)].state == .deciding else { return }
    wait(slot, at: instant, into: &effects)
  }

  mutating func setPriority(_ slot: Int32, _ priority: Int) {
    let isGrouped = calls[Int(slot)].group >= 0
    if isGrouped { removeFromGroup(slot) }
    calls[Int(slot)].priority = Distributor.usable(priority)
    if isGrouped { addToGroup(slot) }
  }

  /// Leaves now, or when an offer that rings has ended or the caller has decided.
  mutating func leaveWhenPossible(
    _ slot: Int32, _ reason: LeaveReason, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    switch calls[Int(slot)].state {
    case .waiting: leave(slot, reason, at: instant, into: &effects)
    case .offered, .deciding: calls[Int(slot)].isDue = reason
    case .unused, .talking: break
    }
  }

  /// The call waits, unless it is time for it to go: looks for an agent, and stands in line if nobody is
  /// free.
  mutating func wait(_ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    if calls[s].isInternal {
      calls[s].state = .deciding
      leave(slot, .moved, at: instant, into: &effects)
      return
    }
    calls[s].state = .waiting
    if let reason = calls[s].isDue, reason != .noAgents || !isSupplied(slot) {
      leave(slot, reason, at: instant, into: &effects)
      return
    }
    calls[s].isDue = nil
    if isForsaken(slot) { release(slot, into: &effects) }
    if !isSupplied(slot) {
      startNoAgents(slot, at: instant, into: &effects)
      guard calls[s].state == .waiting else { return }
    }
    ease(slot, into: &effects)
    seek(slot, at: instant, into: &effects)
    if calls[s].state == .waiting, calls[s].reservedFor < 0 { addToGroup(slot) }
  }

  mutating func widen(_ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    let plan = Int(calls[s].plan)
    removeFromGroup(slot)
    let waited = instant - calls[s].enqueued
    while Int(calls[s].step) + 1 < directory.plans[plan].times.count,
      directory.plans[plan].times[Int(calls[s].step) + 1] <= waited
    {
      calls[s].step += 1
      effects.append(
        .widened(calls[s].id, QueueID(Int(calls[s].queue)), step: Int(calls[s].step) - 1))
    }
    startWidening(slot, at: instant, into: &effects)
    if calls[s].state == .waiting { wait(slot, at: instant, into: &effects) }
  }

  mutating func startWidening(
    _ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let s = Int(slot)
    let plan = Int(calls[s].plan)
    let next = Int(calls[s].step) + 1
    guard next < directory.plans[plan].times.count else {
      calls[s].wideningTimer = 0
      return
    }
    calls[s].wideningTimer = nextSerial()
    effects.append(
      .start(
        DistributorTimer(.widening(calls[s].id), serial: calls[s].wideningTimer),
        after: max(.zero, directory.plans[plan].times[next] - (instant - calls[s].enqueued))))
  }

  /// Brings the absences in force up to date; the call stands in no group meanwhile.
  private mutating func ease(_ slot: Int32, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    let mask = directory.mask(of: Int(calls[s].plan))
    guard mask != Int(calls[s].mask) else { return }
    calls[s].mask = UInt8(truncatingIfNeeded: mask)
    effects.append(.eased(calls[s].id, QueueID(Int(calls[s].queue)), absent: mask))
  }

  // MARK: One agent alone

  /// Anybody may take the call from now on.
  mutating func release(_ slot: Int32, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    let i = Int(calls[s].reservedFor)
    guard i >= 0 else { return }
    forgetReserve(slot)
    if calls[s].reserveTimer != 0 {
      effects.append(.cancel(DistributorTimer(.reserve(calls[s].id), serial: calls[s].reserveTimer)))
      calls[s].reserveTimer = 0
    }
    effects.append(.released(calls[s].id, from: AgentID(i)))
  }
  mutating func forgetReserve(_ slot: Int32) {
    let i = Int(calls[Int(slot)].reservedFor)
    guard i >= 0 else { return }
    calls[Int(slot)].reservedFor = -1
    facts[i].reserved.removeAll { $0 == slot }
    agents[i].hasReserved = !facts[i].reserved.isEmpty
  }

  mutating func endReserve(_ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    calls[s].reserveTimer = 0
    if calls[s].isDirectOnly { return leaveWhenPossible(slot, .timeout, at: instant, into: &effects) }
    release(slot, into: &effects)
    if calls[s].state == .waiting { wait(slot, at: instant, into: &effects) }
  }

  // MARK: Missed and refused

  mutating func avoid(
    _ slot: Int32, _ agent: Int32, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let s = Int(slot)
    var list = avoidances[slot] ?? []
    list.removeAll { $0.agent == agent || $0.until <= instant }
    list.append(Avoidance(agent: agent, until: instant + Distributor.secondThoughts))
    avoidances[slot] = list
    calls[s].avoidsSomebody = true
    if calls[s].reservedFor == agent, !calls[s].isDirectOnly { release(slot, into: &effects) }
    if calls[s].againTimer == 0 { startAgain(slot, at: instant, into: &effects) }
  }

  private mutating func startAgain(
    _ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    guard let next = avoidances[slot]?.map(\.until).min() else { return }
    let s = Int(slot)
    calls[s].againTimer = nextSerial()
    effects.append(
      .start(DistributorTimer(.again(calls[s].id), serial: calls[s].againTimer), after: next - instant))
  }

  /// Who missed or refused the call long enough ago may be offered it again.
  mutating func forgive(_ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    calls[s].againTimer = 0
    avoidances[slot]?.removeAll { $0.until <= instant }
    if avoidances[slot]?.isEmpty != false {
      avoidances[slot] = nil
      calls[s].avoidsSomebody = false
    } else {
      startAgain(slot, at: instant, into: &effects)
    }
    if calls[s].state == .waiting { seek(slot, at: instant, into: &effects) }
  }

  /// An agent who says that he is ready again may be offered what he missed.
  mutating func forgive(_ agent: Int32) {
    guard !avoidances.isEmpty else { return }
    for slot in avoidances.keys { avoidances[slot]?.removeAll { $0.agent == agent } }
  }

  @inline(__always) func avoids(_ slot: Int32, _ agent: Int32) -> Bool {
    // Mostly nobody does, and then the call need not be looked at.
    !avoidances.isEmpty && calls[Int(slot)].avoidsSomebody
      && avoidances[slot]?.contains { $0.agent == agent } == true
  }
}
