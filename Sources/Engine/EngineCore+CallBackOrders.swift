import ACD
import Chronology
import Session

/// What a supervisor sees of call-backs that wait, and does with them.
extension EngineCore {
  /// In the order in which they were given.
  var callBackSnapshots: [CallBackSnapshot] {
    callBacks.keys.sorted().compactMap { place in
      guard let back = callBacks[place], let visit = back.visit else { return nil }
      var shown = CallBackSnapshot(
        queue: back.order.request.queueName, segment: visit.segment, ordered: wall(visit.left),
        call: back.call)
      (shown.number, shown.tries, shown.mostTries) = (back.order.shown, back.attempts, back.order.attempts)
      shown.isBeingMade = back.ringing != nil || back.leg != nil
      shown.next = back.notBefore.map { wall($0) }
      return shown
    }
  }

  /// The place that is kept under that id, or by order of the call of that id: the latest.
  func callBack(of call: CallID) -> CallID? {
    callBacks[call] != nil ? call : callBacks.keys.filter { callBacks[$0]?.call == call }.max()
  }

  /// What is meant by a call that waits in no queue itself.
  func waitingCallBack(of call: CallID) -> CallID? {
    slotByCall[call].flatMap { slots[Int($0)].visit } == nil ? callBack(of: call) : nil
  }

  /// Nobody is called back any more. Whoever has just answered is hung up.
  mutating func cancel(callBack place: CallID) -> EngineReply {
    guard let back = callBacks[place] else { return .unknownCall(place) }
    giveUp(place, .ended, "cancelled by order")
    if let leg = back.leg { _ = hangUp(leg) }
    return .explained(["the call-back that call \(back.call) ordered is cancelled"])
  }

  mutating func setPriority(callBack place: CallID, _ priority: Int) {
    note(place, "priority") { _ in "\(priority)" }
    callBacks[place]?.priority = priority
    distribute(.priorityChanged(place, priority))
    keep(callBack: place)
  }

  /// It is no longer kept for the agent whom it was moved to.
  mutating func released(callBack place: CallID) {
    guard callBacks[place]?.meant != nil else { return }
    callBacks[place]?.meant = nil
    keep(callBack: place)
  }

  mutating func move(callBack place: CallID, to name: String) -> EngineReply {
    guard let back = callBacks[place] else { return .unknownCall(place) }
    guard back.ringing == nil, back.leg == nil else {
      return .refused("the call-back of call \(back.call) is being made now, so it cannot be moved")
    }
    let queue = back.order.request.queueName
    let target: TransferTarget
    let shown: String
    switch destination(name, of: back.call, in: back.given.application, from: queue) {
    case .refused(let reply): return reply
    case .found(let found, let itsName): (target, shown) = (found, itsName)
    }
    var walker = back.order.walker
    let other = if case .queue = target { shown } else { queue }
    guard let standing = distributor.value.place(of: place),
      var request = request(of: &walker, back.given, in: other)
    else { return .refused("the call-back of call \(back.call) cannot be moved to \(shown)") }
    request.contact.since = standing.since
    callBacks[place]?.meant = nil
    if case .agent(let agent) = target {
      request.contact.priority = standing.priority
      (request.contact.direct, request.contact.directWait) = (agent, FlowWalker.movedWait)
      callBacks[place]?.meant = (agent, now + FlowWalker.movedWait)
    }
    request.contact.priority = back.priority ?? request.contact.priority
    note(place, "moved") { _ in "to \(shown)" }
    callBacks[place]?.order.request = request
    callBacks[place]?.order.walker = walker
    distribute(.callLeft(place, .moved))
    distribute(.enqueued(place, request.contact))
    keep(callBack: place)
    return .done
  }
}
