import ACD
import CallFlow
import Chronology
import Session

/// Agents without a line of their own: their telephones are rung for each call.
extension EngineCore {
  /// Has an agent's telephone rung for an offer, when he has one and sits on no line.
  mutating func ringPhone(of agent: AgentID, for ring: Duration) {
    let name = registry.name(agent)
    guard desks[agent] == nil, ringing[agent] == nil,
      let phone = definition.agents.first(where: { $0.name == name })?.phone
    else { return }
    ringing[agent] = self.ring(phone, for: ring, .agent(agent))
  }

  /// How often in a row a telephone that cannot be rung is tried, at most every five seconds.
  static let mostFailures = 3

  /// His line is broken: after some times in a row he is offered nothing more until he returns, so that callers
  /// are not held up by him.
  mutating func unreachable(_ agent: AgentID, _ why: String) {
    let failures = (unreachable[agent]?.failures ?? 0) + 1
    unreachable[agent] = Unreachable(failures: failures, why: why)
    distribute(.agentUnreachable(agent, isLast: failures >= EngineCore.mostFailures))
  }

  /// The telephone of an agent who is offered nothing since it cannot be rung, and why not.
  func fault(ofPhoneOf agent: AgentID) -> String? {
    guard let found = unreachable[agent], found.failures >= EngineCore.mostFailures else { return nil }
    let name = registry.name(agent)
    let phone = definition.agents.first { $0.name == name }?.phone ?? "?"
    return "telephone \(phone) cannot be rung: \(found.why)"
  }

  /// A telephone that could not be rung.
  struct Unreachable {
    /// In a row.
    var failures: Int
    var why: String
  }

  /// The offer is over, or taken elsewhere.
  mutating func stopPhone(of agent: AgentID) {
    if let leg = ringing.removeValue(forKey: agent) { stopRinging(leg) }
  }

  /// A telephone that was rung is answered, and for what.
  mutating func answered(
    _ purpose: LegPurpose, on arrival: Arrival, _ chosen: CallID?, at instant: Instant
  ) {
    switch purpose {
    case .asked: break
    case .agent(let agent): answered(agent, on: arrival, chosen, at: instant)
    case .bridge(let call): answered(bridge: call, on: arrival, chosen, at: instant)
    case .callBack(let place): answered(callBack: place, on: arrival, chosen, at: instant)
    case .consultation(let call): answered(consultation: call, on: arrival, chosen, at: instant)
    }
  }

  /// Answered when nobody wanted it any more: it is hung up, with a record that says what it was.
  mutating func late(_ arrival: Arrival, _ chosen: CallID?, _ what: String) {
    let id = chosen ?? inbox.makeCallID(at: wall(now))
    arrival.line.hangUp(id)
    if let leg = arrival.leg { legs.ended.set(leg, .hangUp, at: now) }
    log.append(
      .callOpened(
        CallOpening(
          call: id, graph: "", flow: "telephone", line: arrival.line.name, ani: arrival.ani,
          dnis: arrival.dnis, offered: wall(now))))
    if wantsEvents {
      log.append(
        .event(
          CallEventRow(
            call: id, number: 1, at: wall(now), kind: "late", state: "",
            detail: "\(what): answered when it rang no more")))
    }
    log.append(
      .callClosed(
        CallClosing(
          call: id, language: "", answered: nil, ended: wall(now), endedBy: Party.system.rawValue,
          outcome: Outcome.refused.rawValue, ownOutcome: nil)))
  }

  /// The telephone was answered: it takes the agent's place, and the call after a whisper.
  mutating func answered(_ agent: AgentID, on arrival: Arrival, _ chosen: CallID?, at instant: Instant) {
    guard case .offered(let call)? = distributor.value.state(of: agent)?.state, desks[agent] == nil,
      let source = offeredApplication(call), !isShuttingDown
    else {
      // Too late: the caller is gone, or somebody else has him.
      return late(arrival, chosen, "telephone of \(registry.name(agent))")
    }
    var id = chosen ?? inbox.makeCallID(at: wall(instant))
    if slotByCall[id] != nil { id = inbox.makeCallID(at: wall(instant)) }
    callsTaken += 1
    unreachable[agent] = nil
    let application: Application
    if let known = phones[source.graph.id] {
      application = known
    } else {
      application = Application(source.graph.phoneDesk, zone: definition.zone, registry: &registry)
      if phones.count > 100 { phones = [:] }
      phones[source.graph.id] = application
    }
    let content = application.graph.content
    let language =
      content.languages.indices.contains(content.defaultLanguage.index)
      ? content.languages[content.defaultLanguage].tag : ""
    let facts = CallFacts(
      id: id.description, ani: arrival.ani, dnis: arrival.dnis, line: arrival.line.name, start: wall(instant))
    log.append(
      .callOpened(
        CallOpening(
          call: id, graph: application.graphID, flow: "telephone", line: facts.line, ani: facts.ani,
          dnis: facts.dnis, offered: facts.start)))
    let walker = FlowWalker(application.prepared, start: StateID(0), isSeated: true)
    var slot = CallSlot(
      id, on: arrival.line, facts, application, walker, language: language, at: instant,
      wallOffset: wallOffset)
    slot.isAgentLine = true
    agentLines += 1
    let s = take(slot, of: arrival)
    let extra = makeExtra(s)
    (extra.agent, extra.isRung) = (agent, true)
    desks[agent] = id
    onNotice?(now, .callArrived(id, facts, application.graph, flow: "telephone", language: language))
    if wantsEvents { write("desk", "telephone of \(registry.name(agent))", of: s, id, at: now) }
    deliver(.answered, to: s, at: instant)
    deskOffered(agent, call)
  }

  /// That of the caller, also when an agent asks about one.
  private func offeredApplication(_ call: CallID) -> Application? {
    guard let s = slotByCall[call] else { return nil }
    if let asker = slots[Int(s)].extra?.agent, let (about, _) = room(of: asker), let t = slotByCall[about] {
      return slots[Int(t)].given?.application
    }
    return slots[Int(s)].given?.application
  }

  /// A telephone that was rung is hung up when the offer or the talk is over.
  mutating func releasePhone(of agent: AgentID) {
    stopPhone(of: agent)
    guard let leg = desks[agent], extra(leg)?.isRung == true else { return }
    stand(agent)
    tell(leg: leg, .loggedOut)
  }
}
