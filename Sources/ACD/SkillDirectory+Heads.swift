extension SkillDirectory.Needs {
  /// Compares the heads of the groups with the first call so far: the highest priority with age, then the
  /// longest wait, then the first that came.
  @inline(__always)
  func look(
    for best: inout SkillDirectory.First, at now: Int64, _ ageing: borrowing [Distributor.Ageing],
    _ calls: borrowing [Distributor.Call]
  ) {
    let (heads, rules) = (heads.span, ageing.span)
    for h in heads.indices {
      let enqueued = heads[h].enqueued
      let rule = rules[Int(heads[h].queue)]
      let waited = Double(max(0, now &- enqueued))
      let priority = heads[h].base + min(waited * rule.perMicrosecond, rule.most)
      if priority < best.priority || priority == best.priority && enqueued > best.enqueued { continue }
      let slot = heads[h].slot
      if priority == best.priority, enqueued == best.enqueued,
        calls[Int(slot)].order > calls[Int(best.slot)].order
      {
        continue
      }
      best = SkillDirectory.First(slot: slot, priority: priority, enqueued: enqueued)
    }
  }
}
