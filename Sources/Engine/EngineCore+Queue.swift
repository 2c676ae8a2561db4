import ACD
import Chronology
import Session

/// Between the calls and the distributor.
extension EngineCore {
  mutating func distribute(_ event: DistributorEvent) {
    // A reference of its own: the thread sanitizer sees two accesses to the core otherwise.
    let distributor = distributor
    distributor.value.handle(event, at: now, into: &distributorEffects)
  }

  mutating func carryOut(_ effect: DistributorEffect) {
    publish(effect)
    switch effect {
    case .start(let timer, let after):
      distributorTimers[timer.serial] = agenda.add(.distributorTimer(timer), at: now + after, .timer)
      return
    // Else those of a quarter of an hour would outlive their calls by far.
    case .cancel(let timer):
      if let ticket = distributorTimers.removeValue(forKey: timer.serial) { agenda.cancel(ticket) }
      return
    case .queued(let call, _, let position): tell(call, .queued(position: position))
    case .offer(let agent, let call, _, let ring):
      if sitter(call) == nil { tell(call, .agentOffered(agent: registry.name(agent))) }
      deskOffered(agent, call)
      ringPhone(of: agent, for: ring)
    case .offerEnded(let agent, let call, let end):
      note(call, "offer-ended") { "\($0.name(agent)) \(end.rawValue)" }
      if sitter(call) == nil { tell(call, .agentOfferEnded) }
      bridgeOfferEnded(call, end)
      tell(agent, .offerEnded(end))
      releasePhone(of: agent)
    case .connected(let call, let agent, _, let waited): connected(call, agent, waited)
    case .talkEnded(let call, let agent, let talk, let end): talkEnded(call, agent, talk, end)
    case .handedOver(let call, let agent, _): handedOver(call, to: agent)
    case .turn(let call, _): dial(call)
    case .left(let call, _, let reason, let waited): left(call, reason, waited)
    case .widened(let call, let queue, let step):
      note(call, "widen") { "\($0.name(queue)) step \(step + 1)" }
    case .eased(let call, let queue, let mask):
      note(call, "ease") { registry in
        let all = (0..<4).filter { mask & (1 << $0) != 0 }.map { "\($0 + 1)" }
        return "\(registry.name(queue)) "
          + (all.isEmpty ? "as asked at first" : "without \(all.joined(separator: ", "))")
      }
    case .reserved(let call, let agent): note(call, "reserve") { "for \($0.name(agent))" }
    case .released(let call, let agent):
      note(call, "release") { "from \($0.name(agent))" }
      released(callBack: call)
    case .agentChanged(let agent, let state): changed(agent, state)
    case .decided(let decision):
      note(decision.call, "decide") { ExplanationText(registry: $0).text(decision) }
      if !decision.passedOver.isEmpty {
        note(decision.call, "passed") { registry in
          let text = ExplanationText(registry: registry)
          return decision.passedOver.map { text.text($0) }.joined(separator: "; ")
        }
      } else if distributor.value.agentCount > Distributor.toldAgents {
        let distributor = distributor
        note(decision.call, "passed") { registry in
          let text = ExplanationText(registry: registry)
          return distributor.value.passedOver(decision.call, for: decision.agent).map { text.text($0) }
            .joined(separator: "; ")
        }
      }
    }
    if let onNotice { onNotice(now, .distributor(effect)) }
  }

  private mutating func tell(_ call: CallID, _ event: CallEvent) {
    guard let s = slotByCall[call] else { return }
    deliver(event, to: Int(s), at: now)
  }

  /// A line of the call's timeline that no runtime tells.
  mutating func note(_ call: CallID, _ kind: String, _ detail: (Registry) -> String) {
    guard wantsEvents else { return }
    guard let s = slotByCall[call] else { return note(callBack: call, kind, detail) }
    write(kind, detail(registry), of: Int(s), call, at: now)
  }

  private mutating func connected(_ call: CallID, _ agent: AgentID, _ waited: Duration) {
    stopPhone(of: agent)
    if sitter(call) != nil { return consulted(call, agent) }
    if bridged(call, to: agent) { return }
    guard let s = slotByCall[call], let visit = slots[Int(s)].visit else { return }
    slots[Int(s)].visit?.agent = agent
    if let caller = slots[Int(s)].given?.facts.ani { served.serve(caller, agent, at: now) }
    var row = visit.row(
      of: call, enqueued: wall(visit.enqueued, of: s), left: wall(now, of: s), how: "answered",
      agent: registry.name(agent),
      waited: waited)
    if let kept = slots[Int(s)].extra?.visit {
      slots[Int(s)].extra?.visit = nil
      row = self.row(kept, agent: agent)
      if slots[Int(s)].extra?.work != nil { row.left = wall(now) }
    } else if onNotice != nil {
      note(.answered, waited, of: visit.name, at: now)
    }
    openVisits[agent] = OpenVisit(row: row)
    keepTalk(of: agent, call, stay: row.call, visit.name)
    log.append(.queueVisit(row))
    deliver(
      .agentConnected(agent: registry.name(agent), waited: waited, isOnLine: desks[agent] != nil), to: Int(s),
      at: now)
    beginTalk(call, agent)
    if slots[Int(s)].extra?.work != nil { playWork(call, to: agent) }
  }

  private mutating func talkEnded(
    _ call: CallID, _ agent: AgentID, _ talk: Duration, _ told: TalkEnd
  ) {
    let end = endedByOrder.remove(agent) != nil && told == .agent ? .system : told
    if sitter(call) != nil {
      tell(agent, .talkEnded(by: end))
      releasePhone(of: agent)
      return consultationEnded(call, isAnswered: true)
    }
    let room = endRoom(call, agent, end)
    tell(agent, .talkEnded(by: end))
    releasePhone(of: agent)
    if var open = openVisits[agent] {
      open.row.talk = talk - room.held
      open.row.hold = room.held
      open.talkIsOver = true
      openVisits[agent] = open
      log.append(.queueVisit(open.row))
    }
    if room.isHandedOver { return }
    if bridgeOver(call, talk: talk, to: room.target, from: agent) { return }
    guard let s = slotByCall[call] else { return }
    slots[Int(s)].visit = nil
    if let target = room.target {
      let news = TalkNews.transferred(target, from: registry.name(agent), talk: talk)
      return deliver(.talk(news), to: Int(s), at: now)
    }
    deliver(.agentDone(agent: registry.name(agent), talk: talk, by: end), to: Int(s), at: now)
  }

  private mutating func left(_ call: CallID, _ reason: LeaveReason, _ waited: Duration) {
    if sitter(call) != nil { return consultationEnded(call, isAnswered: false) }
    if bridgeOver(call, talk: nil) { return }
    if callBacks[call] != nil {
      // Moved, it waits elsewhere already.
      if reason != .moved { callBackFailed(call, .broken("the queue is closed")) }
      return
    }
    guard let s = slotByCall[call], let visit = slots[Int(s)].visit else { return }
    slots[Int(s)].visit = nil
    if slots[Int(s)].extra?.visit != nil {
      // Its row says already that it became a call-back, of which nothing came.
      slots[Int(s)].extra?.visit = nil
    } else {
      log.append(
        .queueVisit(
          visit.row(
            of: call, enqueued: wall(visit.enqueued, of: s), left: wall(now, of: s), how: reason.rawValue,
            waited: waited)))
      if onNotice != nil, reason != .callBack {
        note(reason == .abandoned ? .abandoned : .flowedOut, waited, of: visit.name, at: now)
      }
    }
    if let target = moves.removeValue(forKey: call) {
      makeExtra(Int(s)).waitsSince = visit.enqueued
      return deliver(.talk(.moved(target, waited: waited)), to: Int(s), at: now)
    }
    if reason == .closed, let text = closedQueues[visit.name]?.message(in: slots[Int(s)].language) {
      deliver(.talk(.notice(text)), to: Int(s), at: now)
    }
    deliver(.queueLeft(reason, waited: waited), to: Int(s), at: now)
  }

  mutating func note(_ what: QueueWindow.What, _ length: Duration, of queue: String, at instant: Instant) {
    let item = queueItem(queue)
    windows[queue, default: QueueWindow()].add(
      what, length, within: item?.serviceWithin ?? .seconds(20), short: item?.shortAbandon ?? .seconds(5),
      at: instant)
  }

  /// He may file it from now on, over a restart too.
  mutating func keepTalk(of agent: AgentID, _ call: CallID, stay: CallID, _ queue: String) {
    let facts = slotByCall[call].flatMap { slots[Int($0)].given?.facts }
    lastTalks[agent] = LastTalk(call: call, stay: stay, queue: queue, from: facts?.ani, to: facts?.dnis)
    keep(agent)
  }

  private mutating func changed(_ agent: AgentID, _ state: AgentState) {
    let name = registry.name(agent)
    if var open = openVisits[agent], open.talkIsOver {
      if case .wrapUp = state {
        open.wrapUpSince = open.wrapUpSince ?? now
        openVisits[agent] = open
      } else {
        openVisits[agent] = nil
        if onNotice != nil, !open.isCounted {
          let wrapUp = open.wrapUpSince.map { now - $0 } ?? .zero
          note(.handled, open.row.talk + open.row.hold + wrapUp, of: open.row.queue, at: now)
        }
        if let since = open.wrapUpSince {
          open.row.wrapUp = now - since
          log.append(.queueVisit(open.row))
        }
      }
    }
    if onNotice != nil {
      agentWindows[agent, default: AgentWindow()].enter(AgentWindow.Use(state), at: now)
    }
    var reason: String?
    if case .paused(let why) = state { reason = why }
    if state == .notAnswering, fault(ofPhoneOf: agent) != nil { reason = AgentEventRow.unreachable }
    if !isTrying(state), state != .notAnswering { unreachable[agent] = nil }
    if state == .ready, fault(ofPhoneOf: agent) != nil { unreachable[agent] = nil }
    log.append(
      .agent(
        AgentEventRow(
          agent: name, at: wallForAgents(), state: state.word, reason: reason, call: state.call)))
    deskChanged(agent, state)
    keep(agent)
    if let onNotice { onNotice(now, .agentChanged(name, state)) }
  }

  /// Whether his telephone may be tried again and again in that state.
  private func isTrying(_ state: AgentState) -> Bool {
    switch state {
    case .ready, .offered: true
    case .loggedOut, .talking, .wrapUp, .paused, .notAnswering, .lineGone: false
    }
  }
}

extension AgentState {
  /// The call he is offered, talks to or wraps up.
  var call: CallID? {
    switch self {
    case .offered(let call), .talking(let call), .wrapUp(let call): call
    case .loggedOut, .ready, .paused, .notAnswering, .lineGone: nil
    }
  }
  /// Not logged in.
  var isOut: Bool {
    switch self {
    case .loggedOut, .lineGone: true
    case .ready, .offered, .talking, .wrapUp, .paused, .notAnswering: false
    }
  }
}
