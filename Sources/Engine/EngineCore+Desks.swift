import ACD
import Chronology
import Session

/// Agents on lines of their own: who sits where, and what they order.
extension EngineCore {
  /// What an agent's line, or a caller away from his agent, wants done. Carried out when the event that led
  /// to it has been handled.
  enum DeskWork {
    case login(number: String, pin: String)
    case unlock(mailbox: String, pin: String)
    case act(DeskAct)
    case clicked
    case secretEnded(isDone: Bool)
  }

  func extra(_ call: CallID) -> LegExtra? { slotByCall[call].flatMap { slots[Int($0)].extra } }

  /// Who sits on that line.
  func sitter(_ leg: CallID) -> AgentID? { extra(leg)?.agent }

  mutating func makeExtra(_ s: Int) -> LegExtra {
    if let extra = slots[s].extra { return extra }
    let extra = LegExtra()
    slots[s].extra = extra
    return extra
  }

  mutating func tell(leg: CallID?, _ news: DeskNews) {
    guard let leg, let s = slotByCall[leg] else { return }
    deliver(.desk(news), to: Int(s), at: now)
  }
  mutating func tell(_ agent: AgentID, _ news: DeskNews) { tell(leg: desks[agent], news) }

  mutating func drainDesks() {
    var next = 0
    while next < deskWork.count {
      let (call, work) = deskWork[next]
      next += 1
      guard let s = slotByCall[call] else { continue }
      switch work {
      case .login(let number, let pin): login(number, pin, call, Int(s))
      case .unlock(let mailbox, let pin): unlock(mailbox, pin, call, Int(s))
      case .act(let act): perform(act, on: call)
      case .clicked: if let room = rooms[call] { tell(room.agent, .click) }
      case .secretEnded(let isDone): endSecret(call, isDone: isDone)
      }
    }
    deskWork.removeAll(keepingCapacity: true)
  }

  // MARK: Sitting down

  private mutating func login(_ number: String, _ pin: String, _ leg: CallID, _ s: Int) {
    let extra = makeExtra(s)
    loginSerial &+= 1
    let serial = loginSerial
    extra.login = (serial, number)
    if logins.isLocked(number, at: now) {
      // As slow to answer as any other, from outside.
      return checked(leg, serial, false)
    }
    let agent = definition.agents.first { $0.number == number }
    // A number that nobody has is not to be told by the time that the answer takes.
    let hash = agent?.pin ?? definition.agents.lazy.compactMap(\.pin).first
    pins.check(pin, against: hash) { [inbox] isRight in
      inbox.post(.pinChecked(leg, serial, isRight), at: inbox.now)
    }
  }

  mutating func checked(_ leg: CallID, _ serial: UInt32, _ isRight: Bool) {
    guard let s = slotByCall[leg], let extra = slots[Int(s)].extra, let (expected, number) = extra.login,
      expected == serial
    else { return }
    extra.login = nil
    if number.hasPrefix(EngineCore.mailboxLogin) { return unlocked(number, leg, extra, isRight) }
    guard isRight, !logins.isLocked(number, at: now),
      let agent = definition.agents.first(where: { $0.number == number }), agent.pin != nil
    else {
      logins.failed(number, at: now)
      extra.failures += 1
      let left = DeskNews.tries - max(extra.failures, logins.failures(number, at: now))
      if left <= 0 { extra.failures = 0 }
      if wantsEvents { write("desk", "login refused", of: Int(s), leg, at: now) }
      return tell(leg: leg, .refused(triesLeft: max(0, left)))
    }
    logins.succeeded(number)
    extra.failures = 0
    sit(registry.agent(agent.name), on: leg, Int(s), extra)
  }

  private mutating func sit(_ agent: AgentID, on leg: CallID, _ s: Int, _ extra: LegExtra) {
    let state = distributor.value.state(of: agent)?.state
    switch state {
    case .talking, .offered: return tell(leg: leg, .failed(.busyElsewhere))
    case .loggedOut, .lineGone, .notAnswering, .ready, .wrapUp, .paused, nil: break
    }
    if let old = desks[agent], old != leg {
      // The line before is left where it is, as when a telephone was not hung up.
      stand(agent)
      tell(leg: old, .loggedOut)
    }
    desks[agent] = leg
    extra.agent = agent
    if wantsEvents { write("desk", "login \(registry.name(agent))", of: s, leg, at: now) }
    tell(leg: leg, .loggedIn(agent: registry.name(agent)))
    switch state {
    case .paused: tell(leg: leg, .paused)
    case .wrapUp: tell(leg: leg, .wrapUp)
    case .ready: tell(leg: leg, .ready)
    case .loggedOut, .lineGone, .notAnswering, .talking, .offered, nil:
      distribute(.agentLoggedIn(agent, paused: nil))
    }
  }

  /// He sits there no longer.
  mutating func stand(_ agent: AgentID) {
    guard let leg = desks.removeValue(forKey: agent) else { return }
    stopMonitoring(leg)
    unseat(leg)
    extra(leg)?.wasReady = false
    extra(leg)?.agent = nil
  }

  /// The line of an agent is gone, or its flow goes on elsewhere. A talk ends first.
  /// - Parameter isOrdered: an operator or the program's end took it, not he himself.
  mutating func lineGone(_ leg: CallID, isOrdered: Bool = false) {
    if isOrdered, let agent = sitter(leg), case .talking? = distributor.value.state(of: agent)?.state {
      endedByOrder.insert(agent)
    }
    if bridges[leg] != nil { endBridge(leg) } else { dropPassed(leg) }
    if let caller = extra(leg)?.caller { return dialledGone(leg, for: caller) }
    if extra(leg)?.callBack != nil { calledBackGone(leg, isRefused: false) }
    guard let agent = sitter(leg) else { return }
    if wantsEvents, let s = slotByCall[leg] {
      write("desk", "line gone \(registry.name(agent))", of: Int(s), leg, at: now)
    }
    // Hanging up passes the call on to whom he was asking.
    if let (call, _) = room(of: agent) { completeConsultation(of: call) }
    let isRung = extra(leg)?.isRung ?? false
    stand(agent)
    if isRung {
      // His telephone, not his place: he refuses, or ends the talk.
      switch distributor.value.state(of: agent)?.state {
      case .offered: return distribute(.agentMissed(agent))
      case .talking: return distribute(.agentHungUp(agent))
      case .loggedOut, .ready, .wrapUp, .paused, .notAnswering, .lineGone, nil: return
      }
    }
    distribute(.agentLineGone(agent))
  }

  /// What the distributor made of an agent, told to his line.
  mutating func deskChanged(_ agent: AgentID, _ state: AgentState) {
    guard let leg = desks[agent] else { return }
    switch state {
    case .ready: tell(leg: leg, .ready)
    case .paused: tell(leg: leg, .paused)
    case .wrapUp: tell(leg: leg, .wrapUp)
    case .notAnswering: tell(leg: leg, .notAnswering)
    case .loggedOut:
      stand(agent)
      tell(leg: leg, .loggedOut)
    case .offered: stopMonitoring(leg)
    case .talking, .lineGone: break
    }
  }

  /// The facts of an offer for an agent's line.
  mutating func deskOffered(_ agent: AgentID, _ call: CallID) {
    guard let leg = desks[agent], let s = slotByCall[call] else { return }
    let slot = slots[Int(s)]
    var facts = OfferFacts(
      call: call, queue: slot.visit?.name ?? "", language: slot.language, caller: slot.given?.facts.ani,
      notes: slot.extra?.notes ?? [])
    if bridges[call] != nil { facts.queue = "transfer" }
    if let said = slot.extra?.whisper, let l = slotByCall[leg], bridges[call] == nil {
      facts.whisper = said[slots[Int(l)].language] ?? said[slot.language] ?? []
    }
    if let asker = slot.extra?.agent {
      facts.consultedBy =
        definition.agents.first { $0.name == registry.name(asker) }?.fullName
        ?? registry.name(asker)
      if let (about, _) = room(of: asker), let t = slotByCall[about] {
        facts.queue = slots[Int(t)].visit?.name ?? ""
        facts.language = slots[Int(t)].language
        facts.caller = slots[Int(t)].given?.facts.ani
        facts.notes = slots[Int(t)].extra?.notes ?? []
      }
    }
    if wantsEvents, let l = slotByCall[leg] { write("desk", "offer \(call)", of: Int(l), leg, at: now) }
    tell(leg: leg, .offered(facts))
  }

  // MARK: Orders

  private mutating func perform(_ act: DeskAct, on leg: CallID) {
    if let caller = extra(leg)?.caller { return dialled(leg, for: caller, takes: act == .accept) }
    if act == .refuse, extra(leg)?.callBack != nil { return calledBackGone(leg, isRefused: true) }
    guard let agent = sitter(leg) else { return }
    switch act {
    case .accept: distribute(.agentAnswered(agent))
    case .refuse: distribute(.agentRefused(agent))
    case .ready: if extra(leg)?.monitors == nil { distribute(.agentReady(agent)) }
    case .pause: distribute(.agentPaused(agent, reason: "key"))
    case .logOut: distribute(.agentLoggedOut(agent))
    case .endTalk: end(agent, leg)
    case .supervisor: supervisor(agent, leg)
    case .dispose(let code): dispose(agent, leg, code: code)
    case .hold, .transfer, .consult, .completeTransfer, .record, .secret:
      guard let (call, room) = room(of: agent), !room.isSecret else {
        return tell(leg: leg, .failed(.notNow))
      }
      // There is nobody to hold, to pass on or to record: what he said is heard again.
      if slotByCall[call].flatMap({ slots[Int($0)].extra?.work }) != nil {
        return act == .hold ? playWork(call, to: agent) : tell(leg: leg, .failed(.notHere))
      }
      switch act {
      case .hold: toggleHold(call)
      case .transfer(let number): transfer(call, to: number, leg)
      case .consult(let number): consult(about: call, number, leg)
      case .completeTransfer:
        if room.consultation == nil { tell(leg: leg, .failed(.notNow)) }
        completeConsultation(of: call)
      case .record: toggleRecording(call, leg)
      case .secret(let flow): beginSecret(call, flow, leg)
      case .accept, .refuse, .ready, .pause, .logOut, .endTalk, .supervisor, .dispose: break
      }
    }
  }

  private mutating func end(_ agent: AgentID, _ leg: CallID) {
    if extra(leg)?.monitors != nil {
      return monitoringOver(leg)
    }
    if let (call, room) = room(of: agent), room.consultation != nil {
      endConsultation(of: call)
      resume(call)
    } else {
      distribute(.agentHungUp(agent))
    }
  }
}
