import Chronology

/// Where a call's facts are kept, and the groups in which those that ask for the same wait.
extension Distributor {
  mutating func makeSlot(_ id: CallID) -> Int32 {
    let slot: Int32
    if let reused = freeSlots.popLast() {
      slot = reused
    } else {
      slot = Int32(truncatingIfNeeded: calls.count)
      calls.append(Call(id: id))
      callVersions.append(0)
    }
    calls[Int(slot)].id = id
    slots[id] = slot
    return slot
  }

  mutating func releaseSlot(_ slot: Int32) {
    let s = Int(slot)
    slots[calls[s].id] = nil
    forgetReserve(slot)
    if calls[s].offer == Call.several { severalOffers[slot] = nil }
    if calls[s].avoidsSomebody { avoidances[slot] = nil }
    calls[s] = Call(id: calls[s].id)
    freeSlots.append(slot)
  }

  mutating func stopTimers(_ slot: Int32, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    let id = calls[s].id
    func stop(_ serial: UInt32, _ kind: DistributorTimer.Kind) {
      if serial != 0 { effects.append(.cancel(DistributorTimer(kind, serial: serial))) }
    }
    stop(calls[s].maxWaitTimer, .maxWait(id))
    stop(calls[s].wideningTimer, .widening(id))
    stop(calls[s].noAgentsTimer, .noAgents(id))
    stop(calls[s].reserveTimer, .reserve(id))
    stop(calls[s].againTimer, .again(id))
    (calls[s].maxWaitTimer, calls[s].wideningTimer, calls[s].noAgentsTimer) = (0, 0, 0)
    (calls[s].reserveTimer, calls[s].againTimer) = (0, 0)
  }

  mutating func addToGroup(_ slot: Int32) {
    let s = Int(slot)
    let plan = Int(calls[s].plan)
    let variant = directory.plans[plan].index(Int(calls[s].step), Int(calls[s].mask))
    let needs = directory.plans[plan].variants[variant].needs
    let key = GroupKey(needs: needs, queue: calls[s].queue, priority: calls[s].priority)
    var group = directory.plans[plan].variants[variant].group
    if group < 0 || directory.plans[plan].variants[variant].priority != key.priority
      || groups[Int(group)].key != key
    {
      group = groupIndex(key)
      directory.setGroup(group, of: plan, variant, priority: key.priority)
    }
    let g = Int(group)
    calls[s].group = group
    calls[s].stoodInLine = true
    groups[g].calls.insert(
      OrderedLine.Entry(
        first: calls[s].enqueued.microseconds, second: calls[s].order, item: slot,
        version: callVersions[s]), callVersions)
    groups[g].live += 1
    let n = Int(needs)
    if groups[g].live == 1 {
      groups[g].place = Int32(directory.needs[n].heads.count)
      directory.addHead(head(of: slot), to: n)
    } else {
      let place = Int(groups[g].place)
      let first = directory.needs[n].heads[place]
      let enqueued = calls[s].enqueued.microseconds
      if enqueued < first.enqueued
        || enqueued == first.enqueued && calls[s].order < calls[Int(first.slot)].order
      {
        directory.needs[n].heads[place] = head(of: slot)
      }
    }
  }

  func head(of slot: Int32) -> SkillDirectory.Head {
    let s = Int(slot)
    let age = ageing[Int(calls[s].queue)]
    return SkillDirectory.Head(
      enqueued: calls[s].enqueued.microseconds, base: Double(calls[s].priority) + age.weight,
      perMicrosecond: age.perMicrosecond, most: age.most, group: calls[s].group, slot: slot)
  }

  /// Takes a call out of its group, if it is in one.
  mutating func removeFromGroup(_ slot: Int32) {
    let group = calls[Int(slot)].group
    if group >= 0 { remove(slot, fromGroup: group) }
  }
  mutating func remove(_ slot: Int32, fromGroup group: Int32) {
    let (s, g) = (Int(slot), Int(group))
    callVersions[s] &+= 1
    calls[s].group = -1
    groups[g].live -= 1
    let n = Int(groups[g].key.needs)
    let place = Int(groups[g].place)
    if groups[g].live == 0 {
      groups[g].calls.removeAll()
      groups[g].place = -1
      if let moved = directory.removeHead(place, of: n) { groups[Int(moved.group)].place = Int32(place) }
    } else if directory.needs[n].heads[place].slot == slot {
      if let next = groups[g].calls.first(callVersions) {
        directory.needs[n].heads[place].move(to: next)
        // Some agent takes it before long.
        calls.fetch(Int(next.item))
      }
    }
  }

  /// After the weight of a queue, or how its calls age, has changed.
  mutating func weighHeads() {
    for n in directory.needs.indices {
      for h in directory.needs[n].heads.indices {
        directory.needs[n].heads[h] = head(of: directory.needs[n].heads[h].slot)
      }
    }
  }

  private mutating func groupIndex(_ key: GroupKey) -> Int32 {
    if let known = groupByKey[key] { return known }
    // Priorities come from expressions: forget groups that nobody waits in before there are too many.
    if groups.count >= 1024, let empty = groups.firstIndex(where: { $0.live == 0 }) {
      let old = groups[empty].key
      groupByKey[old] = nil
      queues[Int(old.queue)].groups.removeAll { $0 == Int32(empty) }
      groups[empty].key = key
      queues[Int(key.queue)].groups.append(Int32(empty))
      groupByKey[key] = Int32(empty)
      return Int32(empty)
    }
    let index = Int32(groups.count)
    groups.append(Group(key: key))
    queues[Int(key.queue)].groups.append(index)
    groupByKey[key] = index
    return index
  }
}
