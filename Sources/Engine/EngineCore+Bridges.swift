import ACD
import CallFlow
import Chronology
import Session

/// Callers for whom somebody is rung (`transfer` with `mode bridge` or `ask`). Whoever answers is a leg without
/// a record of its own: all that happens to him stands in the timeline of the caller.
extension EngineCore {
  mutating func bridge(_ request: TransferRequest, _ s: Int, _ id: CallID) {
    guard bridges[id] == nil, !isShuttingDown else { return answer(id, .failed(.route)) }
    // What is told of the leg or the agent goes the way of all that few calls have.
    let extra = makeExtra(s)
    if let passed = extra.passed, passed.request.number == request.number { return take(passed, id, extra) }
    if let agent = definition.agents.first(where: { $0.number == request.number }) {
      return offer(id, to: registry.agent(agent.name), request)
    }
    guard Ringing.isNumber(request.number) else {
      tell(.warning("'\(request.shown)' cannot be dialled: it is no number of digits"), of: s, id, at: now)
      return answer(id, .failed(.route))
    }
    bridges[id] = Bridge(request)
    let leg = ring(request.number, for: request.ring, .bridge(id))
    bridges[id]?.ringing = leg
  }

  /// Whoever an agent has asked, or still rings, is there for the caller himself from now on.
  private mutating func take(_ passed: Bridge, _ id: CallID, _ extra: LegExtra) {
    extra.passed = nil
    bridges[id] = passed
    if let leg = passed.ringing { legs.rung[leg]?.purpose = .bridge(id) }
    // Later, when what led to it has been handled.
    if let leg = passed.leg { deskWork.append((leg, .act(.accept))) }
  }

  /// Later, when what led to it has been handled.
  private mutating func answer(_ id: CallID, _ answer: TransferAnswer) {
    agenda.add(.transferAnswered(id, answer), at: now, .other)
  }

  /// Nobody will come.
  mutating func bridgeFailed(_ id: CallID, _ fault: DialFault) {
    guard bridges.removeValue(forKey: id) != nil, let s = slotByCall[id] else { return }
    var reason = TransferFault.route
    switch fault {
    case .busy: reason = .busy
    case .noAnswer: reason = .noAnswer
    case .refused: reason = .refused
    case .broken(let why): tell(.warning("cannot be dialled: \(why)"), of: Int(s), id, at: now)
    }
    deliver(.transferred(.failed(reason)), to: Int(s), at: now)
  }

  // MARK: The leg

  /// Whoever was rung has answered.
  mutating func answered(
    bridge id: CallID, on arrival: Arrival, _ chosen: CallID?, at instant: Instant
  ) {
    guard let bridge = bridges[id], let s = slotByCall[id],
      let application = slots[Int(s)].given?.application,
      !isShuttingDown
    else { return late(arrival, chosen, "caller \(id) is gone") }
    bridges[id]?.ringing = nil
    let asks = bridge.request.mode == .ask
    let leg = seatRung(
      bridge.request.shown, asks: asks, for: id, Int(s), application, on: arrival, chosen, at: instant)
    bridges[id]?.leg = leg
    note(id, "transfer") { _ in "answered on \(arrival.line.name)" + (asks ? ", asked" : "") }
    begin(leg, at: instant)
  }

  /// A leg for whoever was rung for a caller.
  mutating func seatRung(
    _ shown: String, asks: Bool, for id: CallID, _ s: Int, _ application: Application, on arrival: Arrival,
    _ chosen: CallID?, at instant: Instant
  ) -> CallID {
    var leg = chosen ?? inbox.makeCallID(at: wall(instant))
    if slotByCall[leg] != nil { leg = inbox.makeCallID(at: wall(instant)) }
    let facts = CallFacts(
      id: leg.description, ani: nil, dnis: shown, line: arrival.line.name, start: wall(instant))
    let language = slots[s].language
    let walker = DialledWalker(
      application.prepared, language: language, asks: asks, from: slots[s].given?.facts.ani)
    var slot = CallSlot(
      leg, on: arrival.line, facts, application, walker, language: language, at: instant,
      wallOffset: wallOffset)
    slot.isQuiet = true
    makeExtra(take(slot, of: arrival)).caller = id
    onNotice?(now, .callArrived(leg, facts, application.graph, flow: "transfer", language: language))
    return leg
  }

  mutating func begin(_ leg: CallID, at instant: Instant) {
    if let l = slotByCall[leg] { deliver(.answered, to: Int(l), at: instant) }
  }

  /// The leg takes the call, or does not.
  mutating func dialled(_ leg: CallID, for id: CallID, takes: Bool) {
    if rooms[id]?.consultation?.leg == leg { return outsideAnswered(id, leg) }
    guard var bridge = bridges[id], bridge.leg == leg, bridge.since == nil, let s = slotByCall[id] else {
      return
    }
    guard takes else {
      extra(leg)?.caller = nil
      bridges[id] = nil
      return deliver(.transferred(.failed(.refused)), to: Int(s), at: now)
    }
    let talk = newTalk()
    (bridge.talk, bridge.since) = (talk, now)
    bridges[id] = bridge
    deliver(.transferred(.answered), to: Int(s), at: now)
    guard bridges[id] != nil else { return }
    seat(id, in: talk, as: .caller)
    seat(leg, in: talk, as: .agent)
  }

  /// The line of whoever was rung is gone.
  mutating func dialledGone(_ leg: CallID, for id: CallID) {
    if rooms[id]?.consultation?.leg == leg { return outsideEnded(id) }
    guard let bridge = bridges[id] ?? extra(id)?.passed, bridge.leg == leg else { return }
    unseat(leg)
    if extra(id)?.passed?.leg == leg {
      // He is rung again when the caller comes to him.
      extra(leg)?.caller = nil
      extra(id)?.passed = nil
      return
    }
    unseat(id)
    extra(leg)?.caller = nil
    bridges[id] = nil
    guard let s = slotByCall[id] else { return }
    let answer = bridge.since.map { TransferAnswer.ended(talk: now - $0) } ?? .failed(.refused)
    deliver(.transferred(answer), to: Int(s), at: now)
  }

  // MARK: An agent

  private mutating func offer(_ id: CallID, to agent: AgentID, _ request: TransferRequest) {
    switch distributor.value.state(of: agent)?.state {
    case .ready: break
    case .offered, .talking, .wrapUp, .paused: return answer(id, .failed(.busy))
    case .loggedOut, .notAnswering, .lineGone, nil: return answer(id, .failed(.noAnswer))
    }
    guard !registry.queueNames.isEmpty else { return answer(id, .failed(.route)) }
    var bridge = Bridge(request)
    bridge.agent = agent
    bridges[id] = bridge
    // Between the two alone: no queue counts it.
    var contact = ContactRequest(queue: QueueID(0))
    (contact.direct, contact.isInternal) = (agent, true)
    distribute(.enqueued(id, contact))
  }

  /// - Returns: whether the offer was for a caller who is transferred to that agent.
  mutating func bridgeOfferEnded(_ id: CallID, _ end: OfferEnd) {
    guard bridges[id]?.agent != nil else { return }
    switch end {
    case .refused: bridges[id]?.fault = .refused
    case .missed, .failed, .paused, .loggedOut, .lineGone: bridges[id]?.fault = .noAnswer
    case .withdrawn: break
    }
  }

  /// - Returns: false when no caller is transferred to that agent.
  mutating func bridged(_ id: CallID, to agent: AgentID) -> Bool {
    guard bridges[id]?.agent == agent, let s = slotByCall[id] else { return false }
    bridges[id]?.since = now
    deliver(.transferred(.answered), to: Int(s), at: now)
    beginTalk(id, agent)
    // On a telephone elsewhere: the caller hears music meanwhile.
    if desks[agent] == nil { deliver(.talk(.held), to: Int(s), at: now) }
    return true
  }

  /// The agent's talk is over, or there was none.
  /// - Parameter target: where the caller goes from there, by the agent who had him.
  mutating func bridgeOver(
    _ id: CallID, talk: Duration?, to target: TransferTarget? = nil, from agent: AgentID? = nil
  ) -> Bool {
    guard let bridge = bridges[id], bridge.agent != nil else { return false }
    bridges[id] = nil
    guard let s = slotByCall[id] else { return true }
    if let target, let agent, let talk {
      let news = TalkNews.transferred(target, from: registry.name(agent), talk: talk)
      deliver(.talk(news), to: Int(s), at: now)
      return true
    }
    deliver(.transferred(talk.map { .ended(talk: $0) } ?? .failed(bridge.fault)), to: Int(s), at: now)
    return true
  }

  // MARK: The end

  /// The caller is gone, has had enough, or the time is over.
  mutating func endBridge(_ id: CallID) {
    dropPassed(id)
    guard let bridge = bridges[id], let s = slotByCall[id] else { return }
    let answer = bridge.since.map { TransferAnswer.ended(talk: now - $0) } ?? .failed(.noAnswer)
    let isGone = slots[Int(s)].ending != nil || slots[Int(s)].lineIsGone
    if isGone { note(id, "transfer") { _ in "\(answer.told) by caller" } }
    if bridge.agent != nil {
      // The distributor answers.
      bridges[id]?.fault = .noAnswer
      if isGone { bridges[id] = nil }
      return distribute(.callLeft(id, .moved))
    }
    bridges[id] = nil
    drop(ringing: bridge.ringing, bridge.leg)
    unseat(id)
    if !isGone { self.answer(id, answer) }
  }

  /// Nobody is to hear from whoever was rung, or is.
  mutating func drop(ringing: LegID?, _ leg: CallID?) {
    if let ringing { stopRinging(ringing) }
    guard let leg else { return }
    unseat(leg)
    extra(leg)?.caller = nil
    if let l = slotByCall[leg] { deliver(.hungUp(by: .system), to: Int(l), at: now) }
  }

  /// The caller goes elsewhere than to whom he was passed on.
  mutating func dropPassed(_ id: CallID) {
    guard let extra = extra(id), let passed = extra.passed else { return }
    extra.passed = nil
    drop(ringing: passed.ringing, passed.leg)
  }
}
