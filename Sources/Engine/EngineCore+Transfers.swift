import ACD
import CallFlow
import Chronology
import Session

/// Calls that go from one agent on to somebody else.
extension EngineCore {
  /// What a number means that an agent enters for a caller: another agent, a queue, a dialled number, or a
  /// telephone elsewhere.
  private mutating func target(_ number: String, for call: CallID) -> TransferTarget? {
    if let agent = definition.agents.first(where: { $0.number == number }) {
      return .agent(registry.agent(agent.name))
    }
    guard let s = slotByCall[call], let application = slots[Int(s)].given?.application else { return nil }
    let content = application.graph.content
    if let queue = content.queues.firstIndex(where: { $0.number == number }).map({ QueueIndex($0) }) {
      // A caller who was put through past all queues comes into one by the flow's way to it.
      return bridges[call] == nil ? .queue(queue) : content.state(leadingTo: queue).map { .state($0) }
    }
    if let row = content.dials.first(where: { $0.patterns.contains { $0.matches(number) } }) {
      return .state(row.target)
    }
    return dialer.canRing && Ringing.isNumber(number) ? .number(number) : nil
  }

  private func isFree(_ agent: AgentID) -> Bool {
    if case .ready? = distributor.value.state(of: agent)?.state { true } else { false }
  }

  mutating func transfer(_ call: CallID, to number: String, _ leg: CallID) {
    guard let target = target(number, for: call), let room = rooms[call] else {
      return tell(leg: leg, .failed(.noSuchNumber))
    }
    guard room.consultation == nil else { return tell(leg: leg, .failed(.notNow)) }
    if case .agent(let other) = target, !isFree(other) { return tell(leg: leg, .failed(.agentNotFree)) }
    passOn(call, to: target)
  }

  /// The talk ends, and the call goes there.
  mutating func passOn(_ call: CallID, to target: TransferTarget) {
    guard let room = rooms[call] else { return }
    rooms[call]?.target = target
    note(call, "transfer") { registry in
      switch target {
      case .agent(let agent): "\(registry.name(room.agent)) to agent \(registry.name(agent))"
      case .queue(let queue): "\(registry.name(room.agent)) to queue \(queue.index + 1)"
      case .state: "\(registry.name(room.agent)) to the flow"
      case .number(let number): "\(registry.name(room.agent)) to \(number)"
      }
    }
    // A transfer knows agents by their numbers.
    if bridges[call] != nil, case .agent(let agent) = target,
      let number = definition.agents.first(where: { $0.name == registry.name(agent) })?.number
    {
      rooms[call]?.target = .number(number)
    }
    distribute(.agentPassedOn(room.agent))
  }

  // MARK: Asking first

  mutating func consult(about call: CallID, _ number: String, _ leg: CallID) {
    guard let room = rooms[call], room.consultation == nil else { return tell(leg: leg, .failed(.notNow)) }
    let other: AgentID
    switch target(number, for: call) {
    case .agent(let agent): other = agent
    case .number(let number): return consult(about: call, outside: number, leg)
    case .queue, .state, nil: return tell(leg: leg, .failed(.noSuchNumber))
    }
    // Past all queues any of them does: the two are between themselves.
    guard isFree(other), let s = slotByCall[call],
      let queue = slots[Int(s)].visit?.name ?? registry.queueNames.first
    else {
      return tell(leg: leg, .failed(.agentNotFree))
    }
    hold(call, isTold: false)
    rooms[call]?.consultation = TalkRoom.Consultation(agent: other)
    unseat(leg)
    note(call, "consult") { "\($0.name(room.agent)) asks \($0.name(other))" }
    tell(leg: leg, .asking(agent: registry.name(other)))
    var request = ContactRequest(queue: registry.queue(queue))
    (request.direct, request.isInternal) = (other, true)
    distribute(.enqueued(leg, request))
  }

  /// The agent who was asked has answered.
  mutating func consulted(_ leg: CallID, _ other: AgentID) {
    guard let asker = sitter(leg), let (call, room) = room(of: asker), room.consultation?.agent == other
    else {
      return
    }
    let id = newTalk()
    rooms[call]?.consultation?.talk = id
    seat(leg, in: id, as: .caller)
    if let line = desks[other] {
      seat(line, in: id, as: .agent)
      tell(leg: line, .connected)
    }
    tell(leg: leg, .consulting(agent: registry.name(other)))
  }

  /// The agent who was asked has hung up, or did not answer: back to the caller.
  mutating func consultationEnded(_ leg: CallID, isAnswered: Bool) {
    guard let asker = sitter(leg), let (call, room) = room(of: asker), let asked = room.consultation,
      !room.isHandedOver
    else { return }
    rooms[call]?.consultation = nil
    if let line = asked.agent.flatMap({ desks[$0] }) { unseat(line) }
    unseat(leg)
    if !isAnswered { tell(leg: leg, .failed(.agentNotFree)) }
    resume(call)
  }

  /// Whoever was asked is told that it is over; the caller stays on hold.
  mutating func endConsultation(of call: CallID) {
    guard let room = rooms[call], let asked = room.consultation else { return }
    rooms[call]?.consultation = nil
    dropConsultation(asked, by: room.agent)
  }

  mutating func dropConsultation(_ asked: TalkRoom.Consultation, by asker: AgentID) {
    guard let leg = desks[asker] else { return drop(ringing: asked.ringing, asked.leg) }
    unseat(leg)
    guard let other = asked.agent else { return drop(ringing: asked.ringing, asked.leg) }
    if let line = desks[other], seats[line] == asked.talk { unseat(line) }
    distribute(.callLeft(leg, .moved))
  }

  /// The call goes to whoever is asked about it, whether he has answered yet or not.
  mutating func completeConsultation(of call: CallID) {
    guard let room = rooms[call], let asked = room.consultation else { return }
    guard let other = asked.agent else { return passOn(call, outside: asked) }
    guard asked.talk != nil else {
      endConsultation(of: call)
      return passOn(call, to: .agent(other))
    }
    rooms[call]?.isHandedOver = true
    note(call, "transfer") { "\($0.name(room.agent)) to agent \($0.name(other))" }
    distribute(.callHandedOver(call, to: other))
  }

  mutating func handedOver(_ call: CallID, to agent: AgentID) {
    guard var room = rooms[call], let s = slotByCall[call] else { return }
    if bridges[call]?.agent != nil { bridges[call]?.agent = agent }
    let talk = room.consultation?.talk
    (room.agent, room.consultation, room.isHandedOver) = (agent, nil, false)
    room.held = .zero
    if let talk { room.id = talk }
    rooms[call] = room
    if let visit = slots[Int(s)].visit {
      let number = slots[Int(s)].visits + 1
      slots[Int(s)].visits = number
      slots[Int(s)].visit?.number = number
      slots[Int(s)].visit?.agent = agent
      var row = QueueVisitRow(
        call: call, number: number, queue: visit.name, enqueued: wall(now, of: s), left: wall(now, of: s),
        how: "transferred", agent: registry.name(agent))
      row.segment = visit.segment
      openVisits[agent] = OpenVisit(row: row)
      keepTalk(of: agent, call, stay: call, visit.name)
      log.append(.queueVisit(row))
    }
    deliver(.talk(.handedOver(to: registry.name(agent))), to: Int(s), at: now)
    if let leg = desks[agent] {
      seat(call, in: room.id, as: .caller)
      seat(leg, in: room.id, as: .agent)
      if let supervisor = room.supervisor { seat(supervisor, in: room.id, as: voice(of: supervisor)) }
      tell(leg: leg, .resumed)
    } else {
      // His telephone is elsewhere.
      rooms[call] = nil
      if let supervisor = room.supervisor {
        monitoringOver(supervisor)
      }
      deliver(.talk(.held), to: Int(s), at: now)
    }
  }
}
