import Chronology

/// Who gets whom.
extension Distributor {
  /// A waiting call looks for a free agent.
  mutating func seek(_ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    if calls[s].reservedFor >= 0 {
      let agent = calls[s].reservedFor
      guard agents[Int(agent)].isIdle, !avoids(slot, agent) else { return }
      if calls[s].isAbsent { return itsTurn(slot, into: &effects) }
      calls[s].state = .offered
      tell(slot, agent, by: .itself, candidates: 1, at: instant, into: &effects)
      offer(slot, to: agent, at: instant, into: &effects)
      return
    }
    let plan = Int(calls[s].plan)
    let variant = directory.plans[plan].index(Int(calls[s].step), Int(calls[s].mask))
    let free = directory.idle[Int(directory.plans[plan].variants[variant].needs)]
    guard free > 0 else { return }
    let rule = queues[Int(calls[s].queue)].definition.pick
    let ranking = ranking(plan, variant, rule)
    guard let agent = bestAgent(ranking, for: slot) else { return }
    if calls[s].isAbsent { return itsTurn(slot, into: &effects) }
    removeFromGroup(slot)
    calls[s].state = .offered
    tell(slot, agent, by: .call, candidates: Int(free), at: instant, into: &effects)
    guard rule == .all else {
      offer(slot, to: agent, at: instant, into: &effects)
      return
    }
    var ringing: [Int32] = []
    for t in directory.rankings[ranking].tiers {
      let start = ringing.count
      directory.tiers[t].line.forEach(agentVersions) { ringing.append($0.item) }
      ringing[start...].sort { precedes($0, $1) }
    }
    for agent in ringing where !avoids(slot, agent) { offer(slot, to: agent, at: instant, into: &effects) }
  }

  /// Made when it is the first time that somebody looks so for an agent.
  private mutating func ranking(_ plan: Int, _ variant: Int, _ rule: PickRule) -> Int {
    let (index, isNew) = directory.ranking(plan, variant, rule: rule)
    if isNew {
      for t in directory.rankings[Int(index)].tiers {
        for profile in directory.tiers[t].profiles {
          for member in directory.profiles[Int(profile)].members where agents[Int(member)].isIdle {
            addToTier(t, Int(member))
          }
        }
      }
    }
    return Int(index)
  }

  private mutating func bestAgent(_ ranking: Int, for slot: Int32) -> Int32? {
    let (tiers, words) = (directory.rankings[ranking].tiers, directory.rankings[ranking].words)
    for word in words {
      var marks = directory.marks[word]
      while marks != 0 {
        let bit = marks.trailingZeroBitCount
        marks &= marks - 1
        let t = tiers.lowerBound + (word - words.lowerBound) * 64 + bit
        guard let head = directory.tiers[t].line.first(agentVersions) else {
          directory.marks[word] &= ~(1 << UInt64(bit))
          continue
        }
        if directory.tiers[t].rule == .random {
          if let agent = someAgent(t, for: slot) { return agent }
        } else if !avoids(slot, head.item) {
          return head.item
        } else if let other = directory.tiers[t].line.first(agentVersions, where: { !avoids(slot, $0) }) {
          return other.item
        }
      }
    }
    return nil
  }

  /// Each of those in the tier with the same chance, in the order of names, so that the seed alone decides.
  private mutating func someAgent(_ t: Int, for slot: Int32) -> Int32? {
    var equals: [Int32] = []
    directory.tiers[t].line.forEach(agentVersions) { if !avoids(slot, $0.item) { equals.append($0.item) } }
    equals.sort { agents[Int($0)].nameRank < agents[Int($1)].nameRank }
    return equals.randomElement(using: &generator)
  }

  private func precedes(_ a: Int32, _ b: Int32) -> Bool {
    let (a, b) = (agents[Int(a)], agents[Int(b)])
    return (a.idleSince, a.nameRank) < (b.idleSince, b.nameRank)
  }

  /// A free agent looks for a waiting call, and stands among the free when there is none for him.
  mutating func offerCall(to agent: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    let i = Int(agent)
    guard agents[i].phase == .ready else { return }
    let first = firstCall(for: i, at: instant)
    var best = first.slot
    if best >= 0, avoids(best, agent) {
      best = firstCall(Int(agents[i].profile), allowedFor: agent, at: instant)
    }
    if agents[i].hasReserved {
      for slot in facts[i].reserved where calls[Int(slot)].state == .waiting && !avoids(slot, agent) {
        if best < 0 || precedes(slot, best, at: instant) { best = slot }
      }
    }
    guard best >= 0 else { return addToIdle(i) }
    if calls[Int(best)].isAbsent {
      itsTurn(best, into: &effects)
      return offerCall(to: agent, at: instant, into: &effects)
    }
    // What follows in the line is asked for before anything that is read of the call itself is at hand.
    if best == first.slot { remove(best, fromGroup: first.group) } else { removeFromGroup(best) }
    calls[Int(best)].state = .offered
    let isMeant = calls[Int(best)].reservedFor == agent
    tell(best, agent, by: isMeant ? .itself : .agent, candidates: 1, at: instant, into: &effects)
    offer(best, to: agent, at: instant, into: &effects)
  }

  /// The first of all calls that an agent may take now.
  private mutating func firstCall(for agent: Int, at instant: Instant) -> SkillDirectory.First {
    var best = SkillDirectory.First()
    layOut()
    var rest = agents[agent].reach.first & directory.wanted
    while rest != 0 {
      let need = rest.trailingZeroBitCount
      rest &= rest - 1
      directory.needs[need].look(for: &best, at: instant.microseconds, calls)
    }
    for place in agents[agent].reach.others {
      directory.needs[directory.reach.need(place)].look(for: &best, at: instant.microseconds, calls)
    }
    return best
  }

  /// The same among calls that the agent has not just missed or refused. Looks at every call where the head
  /// is such a one.
  private func firstCall(_ profile: Int, allowedFor agent: Int32, at instant: Instant) -> Int32 {
    var best: Int32 = -1
    for n in directory.profiles[profile].needs {
      for head in directory.needs[Int(n)].heads {
        var slot = head.slot
        if avoids(slot, agent) {
          guard
            let next = groups[Int(head.group)].calls.first(callVersions, where: { !avoids($0, agent) })
          else { continue }
          slot = next.item
        }
        if best < 0 || precedes(slot, best, at: instant) { best = slot }
      }
    }
    return best
  }

  /// Whether one waiting call comes before another.
  func precedes(_ a: Int32, _ b: Int32, at instant: Instant) -> Bool {
    let (first, second) = (calls[Int(a)], calls[Int(b)])
    let (p, q) = (effectivePriority(a, at: instant), effectivePriority(b, at: instant))
    if p != q { return p > q }
    return (first.enqueued, first.order) < (second.enqueued, second.order)
  }

  // MARK: Order

  /// So many callers ahead are counted one by one; a place far behind is an estimate.
  static let countedPlaces = 1000

  /// The call's place among those of its queue that wait, from 1: by effective priority, then arrival.
  /// Whoever rings or decides keeps his place by the same order.
  func position(_ slot: Int32, at instant: Instant) -> Int {
    let call = calls[Int(slot)]
    let queue = queues[Int(call.queue)]
    let priority = effectivePriority(slot, at: instant)
    var ahead = 0
    var grouped = 0
    for g in queue.groups where groups[Int(g)].live > 0 {
      grouped += groups[Int(g)].live
      ahead += count(inGroup: Int(g), aheadOf: priority, call, at: instant)
    }
    // Those who ring, decide or wait for one agent stand in no group.
    guard queue.waiting > grouped else { return ahead + 1 }
    for s in calls.indices
    where Int32(s) != slot && calls[s].queue == call.queue && !calls[s].isInternal && calls[s].group < 0 {
      switch calls[s].state {
      case .unused, .talking: continue
      case .waiting, .deciding, .offered:
        if precedes(Int32(s), slot, at: instant) { ahead += 1 }
      }
    }
    return ahead + 1
  }

  /// How many of a group come before a call of the same queue. Within a group the longest wait comes first,
  /// so that they are the front of its line.
  private func count(inGroup g: Int, aheadOf priority: Double, _ call: Call, at instant: Instant) -> Int {
    let age = ageing[Int(call.queue)]
    let base = Double(groups[g].key.priority) + age.weight
    if priority < base { return groups[g].live }
    if priority > base + age.most { return 0 }
    // The keys in front of which they stand.
    var (first, second) = (call.enqueued.microseconds, call.order)
    if groups[g].key.priority != call.priority, age.perMicrosecond > 0 {
      // Who came no later than this has, by age, at least the priority of the call.
      let needed = (priority - base) / age.perMicrosecond
      let since = instant.microseconds &- Int64(min(needed.rounded(.up), 4e18))
      if priority == base + age.most {
        // All at the cap are equal, and arrival decides.
        if since < first { (first, second) = (since, .max) }
      } else {
        let isTie = needed == needed.rounded(.up) && since >= first
        (first, second) = (since, isTie ? (since == first ? second : .min) : .max)
      }
    }
    return groups[g].calls.count(
      before: first, second, callVersions, live: groups[g].live, limit: Distributor.countedPlaces)
  }

  /// The place of a call that has just come and stands in no group yet: everybody of its own or a higher
  /// priority is ahead, and whoever rings or decides; of a lower one only those whom age has lifted.
  mutating func newestPosition(_ slot: Int32, at instant: Instant) -> Int {
    let call = calls[Int(slot)]
    let q = Int(call.queue)
    let priority = effectivePriority(slot, at: instant)
    var behind = 0
    for k in queues[q].groups.indices {
      let g = Int(queues[q].groups[k])
      guard groups[g].live > 0, groups[g].key.priority < call.priority else { continue }
      behind += groups[g].live - count(inGroup: g, aheadOf: priority, call, at: instant)
    }
    return max(1, queues[q].waiting - behind)
  }

  /// Priority with age and the queue's weight.
  @inline(__always) func effectivePriority(_ slot: Int32, at instant: Instant) -> Double {
    let s = Int(slot)
    let age = ageing[Int(calls[s].queue)]
    let waited = Double(max(0, instant.microseconds &- calls[s].enqueued.microseconds))
    return Double(calls[s].priority) + age.weight + min(waited * age.perMicrosecond, age.most)
  }

  mutating func tell(
    _ slot: Int32, _ agent: Int32, by chooser: Decision.Chooser, candidates: Int, at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {
    guard explains else { return }
    let s = Int(slot)
    let plan = Int(calls[s].plan)
    let variant = directory.plans[plan].index(Int(calls[s].step), Int(calls[s].mask))
    layOut()
    let fit = directory.reach.fit(
      agents[Int(agent)].reach, directory.plans[plan].variants[variant].preferences)
    effects.append(
      .decided(
        Decision(
          call: calls[s].id, agent: AgentID(Int(agent)), by: chooser, fit: fit, candidates: candidates,
          priority: priorityParts(slot, at: instant), waited: instant - calls[s].enqueued,
          passedOver: agents.count <= Distributor.toldAgents ? considerations(slot, taken: agent) : [])))
  }
}
