import ACD
import Chronology
import Session

/// Callers and agents who hear each other.
extension EngineCore {
  /// The talk that an agent has with a caller.
  func room(of agent: AgentID) -> (CallID, TalkRoom)? {
    guard case .talking(let call)? = distributor.value.state(of: agent)?.state, let room = rooms[call],
      room.agent == agent
    else { return nil }
    return (call, room)
  }

  // MARK: Seats

  mutating func seat(_ call: CallID, in talk: TalkID, as seat: TalkSeat) {
    guard let s = slotByCall[call], let line = slots[Int(s)].line, !slots[Int(s)].lineIsGone else { return }
    seats[call] = talk
    line.join(talk, as: seat, for: slots[Int(s)].lineCall)
  }

  mutating func unseat(_ call: CallID) {
    guard seats.removeValue(forKey: call) != nil, let s = slotByCall[call] else { return }
    slots[Int(s)].line?.leaveTalk(slots[Int(s)].lineCall)
  }

  mutating func newTalk() -> TalkID {
    lastTalk &+= 1
    return TalkID(lastTalk)
  }

  // MARK: Beginning and ending

  mutating func beginTalk(_ call: CallID, _ agent: AgentID) {
    guard let leg = desks[agent] else { return }
    let id = newTalk()
    rooms[call] = TalkRoom(id: id, agent: agent)
    seat(call, in: id, as: .caller)
    seat(leg, in: id, as: .agent)
    if wantsEvents, let s = slotByCall[leg] { write("desk", "talk \(call)", of: Int(s), leg, at: now) }
    tell(leg: leg, .connected)
  }

  /// The distributor says that an agent's talk with a caller is over.
  /// - Returns: where the call goes from here; nil when the talk was its last with an agent for now.
  mutating func endRoom(
    _ call: CallID, _ agent: AgentID, _ end: TalkEnd
  ) -> (held: Duration, target: TransferTarget?, isHandedOver: Bool) {
    guard var room = rooms[call], room.agent == agent else { return (.zero, nil, false) }
    room.resume(at: now)
    if room.isHandedOver {
      rooms[call] = room
      if let leg = desks[agent] { unseat(leg) }
      return (room.held, nil, true)
    }
    rooms[call] = nil
    if let asked = room.consultation { dropConsultation(asked, by: agent) }
    unseat(call)
    if let leg = desks[agent] { unseat(leg) }
    if let leg = room.supervisor {
      unseat(leg)
      monitoringOver(leg)
    }
    if room.isRecorded, let s = slotByCall[call] {
      deliver(.talk(.recording(false)), to: Int(s), at: now)
    }
    return (room.held, room.target, false)
  }

  // MARK: Hold

  mutating func toggleHold(_ call: CallID) {
    guard let room = rooms[call] else { return }
    if room.consultation != nil { endConsultation(of: call) }
    if room.isHeld { resume(call) } else { hold(call) }
  }

  mutating func hold(_ call: CallID, isTold: Bool = true) {
    guard var room = rooms[call], !room.isHeld, let s = slotByCall[call] else { return }
    room.hold(at: now)
    rooms[call] = room
    unseat(call)
    note(call, "hold") { $0.name(room.agent) }
    logAgent(room.agent, "held", call)
    deliver(.talk(.held), to: Int(s), at: now)
    if isTold { tell(room.agent, .held) }
  }

  mutating func resume(_ call: CallID) {
    guard var room = rooms[call], room.isHeld, let s = slotByCall[call] else { return }
    room.resume(at: now)
    rooms[call] = room
    deliver(.talk(.resumed), to: Int(s), at: now)
    seat(call, in: room.id, as: .caller)
    if let leg = desks[room.agent] { seat(leg, in: room.id, as: .agent) }
    note(call, "resume") { $0.name(room.agent) }
    logAgent(room.agent, "talking", call)
    tell(room.agent, .resumed)
  }

  private mutating func logAgent(_ agent: AgentID, _ state: String, _ call: CallID) {
    log.append(
      .agent(AgentEventRow(agent: registry.name(agent), at: wallForAgents(), state: state, call: call)))
  }

  // MARK: Recording

  mutating func toggleRecording(_ call: CallID, _ leg: CallID) {
    guard let s = slotByCall[call], rooms[call] != nil else { return }
    guard definition.recordings != nil else { return tell(leg: leg, .failed(.notHere)) }
    let isOn = !slots[Int(s)].recording.isOn
    // Nobody is told of a recording that there is none of.
    if isOn, let why = recordingFault?() {
      tell(.warning("the call is not recorded: \(why)"), of: Int(s), call, at: now)
      return tell(leg: leg, .failed(.notHere))
    }
    rooms[call]?.isRecorded = isOn
    deliver(.talk(.recording(isOn)), to: Int(s), at: now)
    tell(leg: leg, .recording(isOn))
  }

  // MARK: A secret

  mutating func beginSecret(_ call: CallID, _ flow: String, _ leg: CallID) {
    guard let room = rooms[call], !room.isHeld, room.consultation == nil, let s = slotByCall[call] else {
      return tell(leg: leg, .failed(.notNow))
    }
    rooms[call]?.isSecret = true
    unseat(call)
    note(call, "secret") { _ in "begins \(flow)" }
    tell(leg: leg, .secretBegan)
    deliver(.talk(.secret(flow: flow)), to: Int(s), at: now)
  }

  /// The same two talk on.
  mutating func endSecret(_ call: CallID, isDone: Bool) {
    guard let room = rooms[call], room.isSecret else { return }
    rooms[call]?.isSecret = false
    note(call, "secret") { _ in isDone ? "done" : "failed" }
    seat(call, in: room.id, as: .caller)
    tell(room.agent, .secretEnded(isDone: isDone))
  }
}
