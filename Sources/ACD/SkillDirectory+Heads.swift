extension SkillDirectory {
  mutating func addHead(_ head: Head, to n: Int) {
    needs[n].heads.append(head)
    if n < Reach.bits { wanted |= Reach.bit(Int32(n)) }
  }

  /// - Returns: the head that has taken its place, if one has.
  mutating func removeHead(_ place: Int, of n: Int) -> Head? {
    guard let last = needs[n].heads.popLast() else { return nil }
    if needs[n].heads.isEmpty, n < Reach.bits { wanted &= ~Reach.bit(Int32(n)) }
    guard place < needs[n].heads.count else { return nil }
    needs[n].heads[place] = last
    return last
  }
}

extension SkillDirectory.Needs {
  /// Compares the heads of the groups with the first call so far: the highest priority with age, then the
  /// longest wait, then the first that came.
  @inline(__always)
  func look(
    for best: inout SkillDirectory.First, at now: Int64, _ calls: borrowing [Distributor.Call]
  ) {
    let heads = heads.span
    for h in heads.indices {
      let enqueued = heads[h].enqueued
      let waited = Double(max(0, now &- enqueued))
      let priority = heads[h].base + min(waited * heads[h].perMicrosecond, heads[h].most)
      if priority < best.priority || priority == best.priority && enqueued > best.enqueued { continue }
      let slot = heads[h].slot
      if priority == best.priority, enqueued == best.enqueued,
        calls[Int(slot)].order > calls[Int(best.slot)].order
      {
        continue
      }
      best = SkillDirectory.First(
        slot: slot, group: heads[h].group, priority: priority, enqueued: enqueued)
    }
  }
}
