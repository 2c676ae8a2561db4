import Chronology

/// Why things are as they are: worked out when somebody asks, and for each decision of a site that is small
/// enough to tell of every agent.
extension Distributor {
  /// Nil for a call that is in no queue and no talk.
  public func explain(_ call: CallID, at instant: Instant) -> CallExplanation? {
    guard let slot = slots[call], !calls[Int(slot)].isInternal else { return nil }
    let found = calls[Int(slot)]
    let state: CallExplanation.State
    switch found.state {
    case .unused: return nil
    case .waiting: state = .waiting
    case .deciding: state = .deciding
    case .offered: state = .offered(offers(slot).map { AgentID(Int($0)) })
    case .talking: state = .talking(AgentID(Int(found.agent)))
    }
    let isTalking = found.state == .talking
    let plan = directory.plans[Int(found.plan)]
    let (requirements, preferences) = asked(slot)
    let step = Int(found.step)
    return CallExplanation(
      call: call, queue: QueueID(Int(found.queue)), state: state,
      waited: (isTalking ? found.talkStart : instant) - found.enqueued,
      position: isTalking ? nil : position(slot, at: instant),
      priority: priorityParts(slot, at: isTalking ? found.talkStart : instant),
      requirements: requirements, preferences: preferences, widened: step, widenings: plan.times.count - 1,
      nextWidening: step + 1 < plan.times.count ? plan.times[step + 1] : nil,
      absent: (0..<plan.absences.count).filter { Int(found.mask) & (1 << $0) != 0 },
      reservedFor: found.reservedFor >= 0 ? AgentID(Int(found.reservedFor)) : nil,
      considerations: isTalking ? [] : considerations(slot, taken: offers(slot).first))
  }

  /// Nil for nobody. Looks at every call that waits.
  public func explain(_ agent: AgentID, at instant: Instant) -> AgentExplanation? {
    guard let i = index(agent) else { return nil }
    var counts: [Int: [AgentExplanation.Row.Reason: Int]] = [:]
    for s in calls.indices where !calls[s].isInternal {
      guard let reason = reason(Int32(s), i) else { continue }
      counts[Int(calls[s].queue), default: [:]][reason, default: 0] += 1
    }
    let rows = counts.sorted { $0.key < $1.key }.flatMap { queue, reasons in
      reasons.map { AgentExplanation.Row(queue: QueueID(queue), reason: $0, calls: $1) }
        .sorted { ($1.calls, "\($0.reason)") < ($0.calls, "\($1.reason)") }
    }
    return AgentExplanation(
      agent: agent, state: state(i), since: agents[i].since, misses: Int(agents[i].misses),
      skills: facts[i].definition.skills, isDefined: agents[i].isDefined, rows: rows)
  }

  /// What keeps an agent from a call; nil for one that does not wait, or is offered to himself.
  private func reason(_ slot: Int32, _ i: Int) -> AgentExplanation.Row.Reason? {
    let call = calls[Int(slot)]
    switch call.state {
    case .unused, .talking: return nil
    case .deciding: return .deciding
    case .offered: return offers(slot).contains(Int32(i)) ? nil : .offeredToAnother
    case .waiting:
      if call.reservedFor >= 0 {
        if Int(call.reservedFor) != i { return .waitsForAnother }
      } else if let lacking = asked(slot).requirements.first(where: { !facts[i].skills.meets($0) }) {
        return .lacks(lacking)
      }
      return avoids(slot, Int32(i)) ? .rests : .mayTakeIt
    }
  }

  /// What the call asks for now.
  func asked(_ slot: Int32) -> (requirements: [Requirement], preferences: [SkillLevel]) {
    let (plan, step, mask) = (
      Int(calls[Int(slot)].plan), Int(calls[Int(slot)].step), Int(calls[Int(slot)].mask)
    )
    let variant = directory.plans[plan].index(step, mask)
    return (
      directory.needs[Int(directory.plans[plan].variants[variant].needs)].requirements,
      directory.plans[plan].variants[variant].preferences
    )
  }

  @inline(__always) func priorityParts(_ slot: Int32, at instant: Instant) -> PriorityParts {
    let s = Int(slot)
    let weight = Int(ageing[Int(calls[s].queue)].weight)
    let sum = effectivePriority(slot, at: instant)
    return PriorityParts(
      own: calls[s].priority, age: sum - Double(calls[s].priority + weight), weight: weight)
  }

  /// Agents of the site, logged in or not.
  public var agentCount: Int { byPlace.count }

  /// Why the others have not been given a call that somebody is offered or talks to now: the most first. Looks
  /// once at each distinct set of skills, and at those alone who are able.
  public func passedOver(_ call: CallID, for taken: AgentID, telling most: Int = 3) -> [ConsiderationCount] {
    guard let slot = slots[call], let best = index(taken) else { return [] }
    let (requirements, preferences) = asked(slot)
    let skills = facts[best].skills
    let (fit, ability) = (skills.fit(preferences), skills.ability(requirements))
    let reserved = Int(calls[Int(slot)].reservedFor)
    var counts: [ConsiderationCount.Reason: Int] = [:]
    var free: [ConsiderationCount.Reason: [(fit: Int, agent: Int, reason: Consideration.Reason)]] = [:]
    for profile in directory.profiles where !profile.members.isEmpty {
      let members = profile.members.lazy.map { Int($0) }.filter { agents[$0].isDefined && $0 != best }
      if reserved < 0, let lacking = requirements.first(where: { !profile.skills.meets($0) }) {
        counts[.lacks(lacking), default: 0] += members.count
        continue
      }
      let (his, able) = (profile.skills.fit(preferences), profile.skills.ability(requirements))
      for i in members {
        if reserved >= 0 {
          counts[.waitsForAnother, default: 0] += 1
        } else if !agents[i].isFree {
          counts[.busy(state(i).word), default: 0] += 1
        } else if avoids(slot, Int32(i)) {
          counts[.rests, default: 0] += 1
        } else if his != fit {
          free[.lessFit, default: []].append((his, i, .lessFit(his)))
        } else if able != ability {
          free[.otherAbility, default: []].append((his, i, .otherAbility(able)))
        } else {
          free[.laterInTurn, default: []].append((his, i, .laterInTurn))
        }
      }
    }
    var found = counts.compactMap { $1 > 0 ? ConsiderationCount($0, $1) : nil }
    for (reason, members) in free {
      let first = members.sorted { ($1.fit, agents[$0.agent].nameRank) < ($0.fit, agents[$1.agent].nameRank) }
      found.append(
        ConsiderationCount(
          reason, members.count,
          nearest: first.prefix(most).map { Consideration(AgentID($0.agent), $0.reason) }))
    }
    return found.sorted { $0.count != $1.count ? $0.count > $1.count : "\($0.reason)" < "\($1.reason)" }
  }

  /// Every other agent of the site, in its order.
  func considerations(_ slot: Int32, taken: Int32?) -> [Consideration] {
    let (requirements, preferences) = asked(slot)
    let best = taken.map { facts[Int($0)].skills }
    var considerations: [Consideration] = []
    considerations.reserveCapacity(byPlace.count)
    for i in byPlace where agents[i].isDefined && Int32(i) != taken {
      let skills = facts[i].skills
      let reason: Consideration.Reason
      if calls[Int(slot)].reservedFor >= 0, Int(calls[Int(slot)].reservedFor) != i {
        reason = .waitsForAnother
      } else if calls[Int(slot)].reservedFor < 0,
        let lacking = requirements.first(where: { !skills.meets($0) })
      {
        reason = .lacks(lacking)
      } else if !agents[i].isFree {
        reason = .busy(state(i))
      } else if avoids(slot, Int32(i)) {
        reason = .rests
      } else if let best {
        let fit = skills.fit(preferences)
        let ability = skills.ability(requirements)
        if fit != best.fit(preferences) {
          reason = .lessFit(fit)
        } else {
          reason = ability == best.ability(requirements) ? .laterInTurn : .otherAbility(ability)
        }
      } else {
        reason = .mayTakeIt
      }
      considerations.append(Consideration(AgentID(i), reason))
    }
    return considerations
  }
}
