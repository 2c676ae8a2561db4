import Chronology

/// Places in a queue that are kept for callers who have hung up and are called back.
extension Distributor {
  /// The call is gone; its place is kept under another id, with all that it asks for.
  mutating func makeAbsent(
    _ slot: Int32, as id: CallID, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let s = Int(slot)
    guard !calls[s].isInternal, slots[id] == nil else { return }
    var freed: [Int32] = []
    switch calls[s].state {
    case .unused, .talking: return
    case .waiting: removeFromGroup(slot)
    case .offered:
      freed = offers(slot)
      withdrawOffers(slot, at: instant, into: &effects)
    case .deciding: break
    }
    let old = calls[s].id
    stopTimers(slot, into: &effects)
    rename(slot, to: id)
    forgetReserve(slot)
    avoidances[slot] = nil
    (calls[s].avoidsSomebody, calls[s].isDirectOnly) = (false, false)
    (calls[s].isAbsent, calls[s].isDue, calls[s].state) = (true, nil, .deciding)
    effects.append(
      .left(old, QueueID(Int(calls[s].queue)), .callBack, waited: instant - calls[s].enqueued))
    startWidening(slot, at: instant, into: &effects)
    wait(slot, at: instant, into: &effects)
    for agent in freed { offerCall(to: agent, at: instant, into: &effects) }
  }

  /// He is here: his call, by its own id, waits in the place that was kept.
  mutating func makePresent(
    _ slot: Int32, as id: CallID, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let s = Int(slot)
    guard calls[s].isAbsent, calls[s].state == .deciding || calls[s].state == .waiting, slots[id] == nil
    else {
      return
    }
    let meant = calls[s].reservedFor
    removeFromGroup(slot)
    stopTimers(slot, into: &effects)
    rename(slot, to: id)
    forgetReserve(slot)
    (calls[s].isAbsent, calls[s].state) = (false, .deciding)
    effects.append(.queued(id, QueueID(Int(calls[s].queue)), position: position(slot, at: instant)))
    startWidening(slot, at: instant, into: &effects)
    guard meant >= 0, agents[Int(meant)].isIdle else { return wait(slot, at: instant, into: &effects) }
    // Since he was dialled that agent has stayed free for him.
    calls[s].state = .offered
    tell(slot, meant, by: .itself, candidates: 1, at: instant, into: &effects)
    offer(slot, to: meant, at: instant, into: &effects)
  }

  private mutating func rename(_ slot: Int32, to id: CallID) {
    slots[calls[Int(slot)].id] = nil
    calls[Int(slot)].id = id
    slots[id] = slot
  }

  /// An agent could be offered a call that is not there: it is time to dial.
  mutating func itsTurn(_ slot: Int32, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    removeFromGroup(slot)
    calls[s].state = .deciding
    effects.append(.turn(calls[s].id, QueueID(Int(calls[s].queue))))
  }
}
