import ACD
import CallFlow
import Chronology
import Session

/// Somebody elsewhere, on no line of ours, whom an agent asks about a call before he passes it on.
extension EngineCore {
  mutating func consult(about call: CallID, outside number: String, _ leg: CallID) {
    guard let room = rooms[call] else { return }
    hold(call, isTold: false)
    rooms[call]?.consultation = TalkRoom.Consultation(number: number)
    unseat(leg)
    note(call, "consult") { "\($0.name(room.agent)) asks \(number)" }
    tell(leg: leg, .asking(agent: number))
    let ringing = ring(number, for: TransferSpec.usualRing, .consultation(call))
    rooms[call]?.consultation?.ringing = ringing
  }

  /// He has answered: he is joined to the agent at once.
  mutating func answered(
    consultation call: CallID, on arrival: Arrival, _ chosen: CallID?, at instant: Instant
  ) {
    guard let asked = rooms[call]?.consultation, let number = asked.number, asked.ringing != nil,
      let s = slotByCall[call], let application = slots[Int(s)].given?.application, !isShuttingDown
    else { return late(arrival, chosen, "consultation about call \(call)") }
    let leg = seatRung(number, asks: false, for: call, Int(s), application, on: arrival, chosen, at: instant)
    rooms[call]?.consultation?.ringing = nil
    rooms[call]?.consultation?.leg = leg
    note(call, "consult") { _ in "answered on \(arrival.line.name)" }
    begin(leg, at: instant)
  }

  mutating func outsideAnswered(_ call: CallID, _ leg: CallID) {
    guard let room = rooms[call], let asked = room.consultation, let number = asked.number,
      asked.talk == nil, let asker = desks[room.agent]
    else { return }
    let talk = newTalk()
    rooms[call]?.consultation?.talk = talk
    seat(asker, in: talk, as: .caller)
    seat(leg, in: talk, as: .agent)
    tell(leg: asker, .consulting(agent: number))
  }

  /// Nobody came.
  mutating func outsideFailed(_ call: CallID, _ fault: DialFault) {
    guard let room = rooms[call], room.consultation?.number != nil else { return }
    rooms[call]?.consultation = nil
    if case .broken(let why) = fault, let s = slotByCall[call] {
      tell(.warning("cannot be dialled: \(why)"), of: Int(s), call, at: now)
    }
    tell(room.agent, .failed(.agentNotFree))
    resume(call)
  }

  /// He has hung up: back to the caller.
  mutating func outsideEnded(_ call: CallID) {
    guard let room = rooms[call], let asked = room.consultation else { return }
    rooms[call]?.consultation = nil
    if let leg = asked.leg {
      unseat(leg)
      extra(leg)?.caller = nil
    }
    if let asker = desks[room.agent] { unseat(asker) }
    resume(call)
  }

  /// The caller gets him, or his telephone that still rings.
  mutating func passOn(_ call: CallID, outside asked: TalkRoom.Consultation) {
    guard let room = rooms[call], let number = asked.number, let s = slotByCall[call] else { return }
    rooms[call]?.consultation = nil
    if let asker = desks[room.agent] { unseat(asker) }
    if let leg = asked.leg { unseat(leg) }
    var passed = Bridge(TransferRequest(number: number, shown: number, mode: .bridge))
    (passed.ringing, passed.leg) = (asked.ringing, asked.leg)
    makeExtra(Int(s)).passed = passed
    passOn(call, to: .number(number))
  }
}

extension FlowGraph.Content {
  /// The first route into that queue.
  func state(leadingTo queue: QueueIndex) -> StateID? {
    states.firstIndex { state in
      if case .route(let spec) = state.kind { spec.queue == queue } else { false }
    }.map { StateID($0) }
  }
}
