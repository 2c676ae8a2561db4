import Chronology

/// Who gets whom.
extension Distributor {
  /// A waiting call looks for a free agent.
  mutating func offerAgent(for slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    let s = Int(slot)
    guard calls[s].state == .waiting else { return }
    let ranking = directory.plans[Int(calls[s].plan)].steps[Int(calls[s].step)].ranking
    directory.refresh(ranking)
    let rule = queues[Int(calls[s].queue)]?.definition.pick ?? .longestIdle
    let avoided = calls[s].avoids
    guard
      let (agent, fit, candidates) = bestAgent(ranking, rule, except: avoided)
        ?? (avoided >= 0 ? bestAgent(ranking, rule, except: -1) : nil)
    else { return }
    removeFromGroup(slot)
    calls[s].state = .offered
    tell(slot, agent, fit: fit, candidates: candidates, at: instant, into: &effects)
    guard rule == .all else {
      offer(slot, to: agent, at: instant, into: &effects)
      return
    }
    var ringing: [Int32] = []
    for row in directory.rankings[Int(ranking)].rows {
      for member in directory.profiles[Int(row.profile)].members
      where agents[Int(member)]?.isFree == true && (member != avoided || candidates == 1) {
        ringing.append(member)
      }
    }
    for agent in ringing { offer(slot, to: agent, at: instant, into: &effects) }
  }

  /// A free agent looks for a waiting call.
  mutating func offerCall(to agent: Int32, at instant: Instant, into effects: inout [DistributorEffect]) {
    let i = Int(agent)
    guard let profile = agents[i]?.profile, agents[i]?.isFree == true else { return }
    var best: Int32 = -1
    var bestPriority: Int64 = 0
    for needs in directory.profiles[Int(profile)].needs {
      for group in directory.needs[Int(needs)].groups {
        guard let head = first(of: Int(group)) else { continue }
        let priority = effectivePriority(head, at: instant)
        if best >= 0 {
          guard priority >= bestPriority else { continue }
          let (a, b) = (calls[Int(head)], calls[Int(best)])
          guard
            priority > bestPriority || a.enqueued < b.enqueued
              || (a.enqueued == b.enqueued && a.order < b.order)
          else { continue }
        }
        (best, bestPriority) = (head, priority)
      }
    }
    guard best >= 0 else { return }
    let ranking = directory.plans[Int(calls[Int(best)].plan)].steps[Int(calls[Int(best)].step)].ranking
    removeFromGroup(best)
    calls[Int(best)].state = .offered
    if explains {
      let preferences = directory.rankings[Int(ranking)].preferences
      tell(
        best, agent, fit: directory.profiles[Int(profile)].skills.fit(preferences), candidates: 1,
        at: instant, into: &effects)
    }
    offer(best, to: agent, at: instant, into: &effects)
  }

  /// The call's place among those of its queue that wait, from 1: by effective priority, then arrival.
  func position(_ slot: Int32, at instant: Instant) -> Int {
    let call = calls[Int(slot)]
    let priority = effectivePriority(slot, at: instant)
    var ahead = 0
    for s in calls.indices
    where Int32(s) != slot && calls[s].queue == call.queue && !calls[s].isInternal {
      switch calls[s].state {
      case .unused, .talking: continue
      case .waiting, .deciding, .offered: break
      }
      let other = effectivePriority(Int32(s), at: instant)
      if other > priority
        || (other == priority && (calls[s].enqueued, calls[s].order) < (call.enqueued, call.order))
      {
        ahead += 1
      }
    }
    return ahead + 1
  }

  /// The place of a call that has just come, from its queue's groups: everybody of its own or a higher
  /// priority is ahead, and whoever rings or decides; of a lower one only those whom age has lifted.
  mutating func newestPosition(_ slot: Int32, at instant: Instant) -> Int {
    let call = calls[Int(slot)]
    guard let queue = queues[Int(call.queue)] else { return 1 }
    let priority = effectivePriority(slot, at: instant)
    var behind = 0
    for g in queue.groups {
      guard groups[Int(g)].calls.live > 0, groups[Int(g)].key.priority < call.priority else { continue }
      // The head has waited longest: when age has not lifted it, it has lifted none of them.
      if let head = first(of: Int(g)), effectivePriority(head, at: instant) < priority {
        behind += groups[Int(g)].calls.live
      } else {
        groups[Int(g)].calls.forEach { other, version in
          if calls[Int(other)].state == .waiting, calls[Int(other)].version == version,
            effectivePriority(other, at: instant) < priority
          {
            behind += 1
          }
        }
      }
    }
    return max(1, queue.waiting - behind)
  }

  /// Priority with age, in millionths.
  func effectivePriority(_ slot: Int32, at instant: Instant) -> Int64 {
    let call = calls[Int(slot)]
    let base = Int64(call.priority) * 1_000_000
    guard let definition = queues[Int(call.queue)]?.definition, definition.age > 0,
      definition.agePeriod > .zero
    else { return base }
    let waited = Double((instant - call.enqueued).microseconds)
    let gained = Double(definition.age) * waited / Double(definition.agePeriod.microseconds)
    let capped = min(gained, Double(definition.ageMax ?? 1_000_000_000), 1_000_000_000)
    return base + Int64((max(0, capped) * 1_000_000).rounded())
  }

  // MARK: Choosing

  private mutating func bestAgent(
    _ ranking: Int32, _ rule: PickRule, except avoided: Int32
  ) -> (agent: Int32, fit: Int, candidates: Int)? {
    let r = Int(ranking)
    var index = 0
    let count = directory.rankings[r].rows.count
    while index < count, idle(directory.rankings[r].rows[index].profile, except: avoided) == 0 {
      index += 1
    }
    guard index < count else { return nil }
    let top = directory.rankings[r].rows[index]
    var wanted = top.ability
    if rule == .spareLevel {
      for row in directory.rankings[r].rows[index...] where row.fit == top.fit {
        if row.ability < wanted, idle(row.profile, except: avoided) > 0 { wanted = row.ability }
      }
    }
    var best: Int32 = -1
    var candidates = 0
    var equals: [Int32] = []
    for k in index..<count {
      let row = directory.rankings[r].rows[k]
      let free = idle(row.profile, except: avoided)
      candidates += free
      guard free > 0, row.fit == top.fit, row.ability == wanted else {
        if !explains, row.fit != top.fit { break }
        continue
      }
      if rule == .longestIdle || rule == .all, let head = firstIdle(row.profile), head != avoided {
        if best < 0 || precedes(head, best, rule) { best = head }
        continue
      }
      for member in directory.profiles[Int(row.profile)].members
      where member != avoided && agents[Int(member)]?.isFree == true {
        if rule == .random {
          equals.append(member)
        } else if best < 0 || precedes(member, best, rule) {
          best = member
        }
      }
    }
    if rule == .random {
      // In the order of names, so that the seed alone decides.
      equals.sort { (agents[Int($0)]?.nameRank ?? 0) < (agents[Int($1)]?.nameRank ?? 0) }
      guard let chosen = equals.randomElement(using: &generator) else { return nil }
      best = chosen
    }
    return best < 0 ? nil : (best, top.fit, candidates)
  }

  private func precedes(_ a: Int32, _ b: Int32, _ rule: PickRule) -> Bool {
    guard let a = agents[Int(a)], let b = agents[Int(b)] else { return false }
    switch rule {
    case .longestIdle, .all: return (a.idleSince, a.nameRank) < (b.idleSince, b.nameRank)
    case .fewestCalls: return (a.calls, a.nameRank) < (b.calls, b.nameRank)
    case .leastTalk: return (a.talk, a.nameRank) < (b.talk, b.nameRank)
    case .roundRobin: return (a.lastOffered, a.nameRank) < (b.lastOffered, b.nameRank)
    case .linear: return a.place < b.place
    case .level, .spareLevel, .random: return a.nameRank < b.nameRank
    }
  }

  private func idle(_ profile: Int32, except avoided: Int32) -> Int {
    let live = directory.profiles[Int(profile)].idle.live
    guard avoided >= 0, let agent = agents[Int(avoided)], agent.isFree, agent.profile == profile else {
      return live
    }
    return live - 1
  }

  private mutating func firstIdle(_ profile: Int32) -> Int32? {
    let agents = agents
    return directory.profiles[Int(profile)].idle.first {
      agents[Int($0)]?.isFree == true && agents[Int($0)]?.version == $1
    }
  }

  private mutating func first(of group: Int) -> Int32? {
    let calls = calls
    return groups[group].calls.first {
      calls[Int($0)].state == .waiting && calls[Int($0)].version == $1
    }
  }

  private func tell(
    _ slot: Int32, _ agent: Int32, fit: Int, candidates: Int, at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {
    guard explains, let id = agents[Int(agent)]?.definition.id else { return }
    let call = calls[Int(slot)]
    effects.append(
      .decided(
        Decision(
          call: call.id, agent: id, fit: fit, candidates: candidates,
          priority: Int((Double(effectivePriority(slot, at: instant)) / 1_000_000).rounded(.down)),
          waited: instant - call.enqueued)))
  }
}
