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
    guard queues.indices.contains(q), let queue = queues[q], queue.isOpen else {
      effects.append(.left(id, request.queue, .closed, waited: .zero))
      return
    }
    if let most = queue.definition.maxCallers, queue.waiting >= most {
      effects.append(.left(id, request.queue, .full, waited: .zero))
      return
    }
    let plan = directory.plan(request)
    let direct = request.direct.flatMap { index($0) }.flatMap { agents[$0]?.isFree == true ? $0 : nil }
    guard direct != nil || isSupplied(plan: plan, from: 0) else {
      effects.append(.left(id, request.queue, .noAgents, waited: .zero))
      return
    }
    let slot = makeSlot(id)
    let s = Int(slot)
    arrivals += 1
    calls[s].queue = Int32(q)
    calls[s].plan = plan
    calls[s].step = 0
    // Far beyond any use, and small enough that sums never overflow.
    calls[s].priority = min(max(request.priority, -1_000_000_000), 1_000_000_000)
    calls[s].enqueued = instant
    calls[s].order = arrivals
    queues[q]?.waiting += 1
    effects.append(.queued(id, request.queue, position: newestPosition(slot, at: instant)))
    if let most = queue.definition.maxWait {
      calls[s].maxWaitTimer = nextSerial()
      effects.append(.start(DistributorTimer(.maxWait(id), serial: calls[s].maxWaitTimer), after: most))
    }
    startWidening(slot, at: instant, into: &effects)
    if let direct {
      calls[s].state = .offered
      offer(slot, to: Int32(direct), at: instant, into: &effects)
    } else {
      wait(slot, at: instant, into: &effects)
    }
  }

  /// An agent asks another one: offered to him alone.
  private mutating func enqueueInternal(
    _ id: CallID, _ request: ContactRequest, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let q = request.queue.number
    guard queues.indices.contains(q), queues[q] != nil, let direct = request.direct.flatMap({ index($0) }),
      agents[direct]?.isFree == true
    else {
      effects.append(.left(id, request.queue, .moved, waited: .zero))
      return
    }
    let plan = directory.plan(ContactRequest(queue: request.queue))
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
      endTalk(Int(calls[s].agent), by: .caller, at: instant, into: &effects)
    case .waiting, .deciding, .offered:
      if calls[s].state == .waiting { removeFromGroup(slot) }
      let freed = calls[s].offers
      withdrawOffers(slot, at: instant, into: &effects)
      let (id, queue, waited) = (calls[s].id, calls[s].queue, instant - calls[s].enqueued)
      stopTimers(slot, into: &effects)
      if !calls[s].isInternal { queues[Int(queue)]?.waiting -= 1 }
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
      let freed = calls[Int(slot)].offers
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
    let isWaiting = calls[Int(slot)].state == .waiting
    if isWaiting { removeFromGroup(slot) }
    calls[Int(slot)].priority = min(max(priority, -1_000_000_000), 1_000_000_000)
    if isWaiting { addToGroup(slot) }
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

  /// Puts a call among those that wait, unless it is time for it to go, and looks for an agent.
  mutating func wait(_ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    if calls[s].isInternal {
      calls[s].state = .deciding
      leave(slot, .moved, at: instant, into: &effects)
      return
    }
    calls[s].state = .waiting
    addToGroup(slot)
    if let reason = calls[s].isDue, reason != .noAgents || !isSupplied(slot) {
      leave(slot, reason, at: instant, into: &effects)
      return
    }
    calls[s].isDue = nil
    if !isSupplied(slot) {
      startNoAgents(slot, at: instant, into: &effects)
      guard calls[s].state == .waiting else { return }
    }
    offerAgent(for: slot, at: instant, into: &effects)
  }

  mutating func widen(_ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    let steps = directory.plans[Int(calls[s].plan)].steps
    let isWaiting = calls[s].state == .waiting
    if isWaiting { removeFromGroup(slot) }
    let waited = instant - calls[s].enqueued
    while Int(calls[s].step) + 1 < steps.count, steps[Int(calls[s].step) + 1].after <= waited {
      calls[s].step += 1
      effects.append(
        .widened(calls[s].id, QueueID(Int(calls[s].queue)), step: Int(calls[s].step) - 1))
    }
    startWidening(slot, at: instant, into: &effects)
    guard isWaiting else { return }
    addToGroup(slot)
    if !isSupplied(slot) {
      startNoAgents(slot, at: instant, into: &effects)
      guard calls[s].state == .waiting else { return }
    }
    offerAgent(for: slot, at: instant, into: &effects)
  }

  private mutating func startWidening(
    _ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let s = Int(slot)
    let steps = directory.plans[Int(calls[s].plan)].steps
    let next = Int(calls[s].step) + 1
    guard next < steps.count else {
      calls[s].wideningTimer = 0
      return
    }
    calls[s].wideningTimer = nextSerial()
    effects.append(
      .start(
        DistributorTimer(.widening(calls[s].id), serial: calls[s].wideningTimer),
        after: max(.zero, steps[next].after - (instant - calls[s].enqueued))))
  }

  // MARK: Nobody logged in

  /// Whether an agent is logged in who could take it now or after a widening still to come.
  func isSupplied(_ slot: Int32) -> Bool {
    isSupplied(plan: calls[Int(slot)].plan, from: Int(calls[Int(slot)].step))
  }
  func isSupplied(plan: Int32, from step: Int) -> Bool {
    directory.plans[Int(plan)].steps[step...].contains { directory.needs[Int($0.needs)].available > 0 }
  }

  private mutating func startNoAgents(
    _ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let s = Int(slot)
    guard calls[s].noAgentsTimer == 0 else { return }
    let patience = queues[Int(calls[s].queue)]?.definition.noAgents ?? .zero
    guard patience > .zero else {
      leave(slot, .noAgents, at: instant, into: &effects)
      return
    }
    calls[s].noAgentsTimer = nextSerial()
    effects.append(
      .start(DistributorTimer(.noAgents(calls[s].id), serial: calls[s].noAgentsTimer), after: patience))
  }

  /// After the last able agent has gone, or one has come: starts and stops the patience of those who wait.
  mutating func checkSupply(at instant: Instant, into effects: inout [DistributorEffect]) {
    supplyChanged = false
    for s in calls.indices where calls[s].state != .unused && calls[s].state != .talking {
      if isSupplied(Int32(s)) {
        guard calls[s].noAgentsTimer != 0 else { continue }
        effects.append(.cancel(DistributorTimer(.noAgents(calls[s].id), serial: calls[s].noAgentsTimer)))
        calls[s].noAgentsTimer = 0
      } else if calls[s].state == .waiting {
        startNoAgents(Int32(s), at: instant, into: &effects)
      }
    }
  }

  // MARK: Slots and groups

  private mutating func makeSlot(_ id: CallID) -> Int32 {
    let slot: Int32
    if let reused = freeSlots.popLast() {
      slot = reused
    } else {
      slot = Int32(truncatingIfNeeded: calls.count)
      calls.append(Call(id: id))
    }
    calls[Int(slot)].id = id
    slots[id] = slot
    return slot
  }

  mutating func releaseSlot(_ slot: Int32) {
    let s = Int(slot)
    slots[calls[s].id] = nil
    calls[s].state = .unused
    calls[s].offers.removeAll(keepingCapacity: true)
    (calls[s].agent, calls[s].avoids, calls[s].isDue, calls[s].isInternal) = (-1, -1, nil, false)
    (calls[s].maxWaitTimer, calls[s].wideningTimer, calls[s].noAgentsTimer) = (0, 0, 0)
    freeSlots.append(slot)
  }

  mutating func stopTimers(_ slot: Int32, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    let id = calls[s].id
    if calls[s].maxWaitTimer != 0 {
      effects.append(.cancel(DistributorTimer(.maxWait(id), serial: calls[s].maxWaitTimer)))
    }
    if calls[s].wideningTimer != 0 {
      effects.append(.cancel(DistributorTimer(.widening(id), serial: calls[s].wideningTimer)))
    }
    if calls[s].noAgentsTimer != 0 {
      effects.append(.cancel(DistributorTimer(.noAgents(id), serial: calls[s].noAgentsTimer)))
    }
    (calls[s].maxWaitTimer, calls[s].wideningTimer, calls[s].noAgentsTimer) = (0, 0, 0)
  }

  mutating func addToGroup(_ slot: Int32) {
    let s = Int(slot)
    let step = directory.plans[Int(calls[s].plan)].steps[Int(calls[s].step)]
    let group = groupIndex(
      GroupKey(needs: step.needs, queue: calls[s].queue, priority: calls[s].priority))
    let g = Int(group)
    calls[s].group = group
    if groups[g].calls.live == 0 {
      let n = Int(step.needs)
      groups[g].place = Int32(directory.needs[n].groups.count)
      directory.needs[n].groups.append(group)
    }
    groups[g].calls.insert(
      slot, version: calls[s].version, first: calls[s].enqueued.microseconds, second: calls[s].order
    ) { [calls] in calls[Int($0)].state == .waiting && calls[Int($0)].version == $1 }
  }

  mutating func removeFromGroup(_ slot: Int32) {
    let s = Int(slot)
    calls[s].version &+= 1
    let g = Int(calls[s].group)
    calls[s].group = -1
    groups[g].calls.left()
    guard groups[g].calls.live == 0 else { return }
    groups[g].calls.removeAll()
    let n = Int(groups[g].key.needs)
    let place = Int(groups[g].place)
    if let last = directory.needs[n].groups.popLast(), last != Int32(g) {
      directory.needs[n].groups[place] = last
      groups[Int(last)].place = Int32(place)
    }
  }

  private mutating func groupIndex(_ key: GroupKey) -> Int32 {
    if let known = groupByKey[key] { return known }
    // Priorities come from expressions: forget groups that nobody waits in before there are too many.
    if groups.count >= 1024, let empty = groups.firstIndex(where: { $0.calls.live == 0 }) {
      let old = groups[empty].key
      groupByKey[old] = nil
      queues[Int(old.queue)]?.groups.removeAll { $0 == Int32(empty) }
      groups[empty].key = key
      queues[Int(key.queue)]?.groups.append(Int32(empty))
      groupByKey[key] = Int32(empty)
      return Int32(empty)
    }
    let index = Int32(groups.count)
    groups.append(Group(key: key))
    queues[Int(key.queue)]?.groups.append(index)
    groupByKey[key] = index
    return index
  }
}
