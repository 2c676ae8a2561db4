import ACD
import CallFlow
import Chronology
import Session

/// Callers who left a queue to be called back: their places are kept, and when an agent could be theirs, they are
/// dialled. What is done for one stands in the timeline of the call that ordered it.
extension EngineCore {
  mutating func orderCallBack(_ order: CallBackOrder, _ s: Int, _ id: CallID) {
    guard let given = slots[s].given, !isShuttingDown else { return }
    let place = inbox.makeCallID(at: wall(now))
    callBacks[place] = CallBack(
      order, of: id, given, language: slots[s].language, until: now + order.within)
    makeExtra(s).callBack = place
    agenda.add(.callBackDue(place, isOver: true), at: now + order.within, .timer)
    if slots[s].visit != nil {
      distribute(.callAbsent(id, as: place))
    } else {
      var contact = order.request.contact
      contact.isAbsent = true
      distribute(.enqueued(place, contact))
    }
  }

  /// An agent could have it: he is dialled.
  mutating func dial(_ place: CallID) {
    guard let back = callBacks[place], !isShuttingDown else { return distribute(.callLeft(place, .moved)) }
    let clock = wall(now)
    if let hours = back.order.slots, hours.status(at: clock) != .open {
      guard let next = hours.nextOpening(after: clock), now + (next - clock) < back.until else {
        return giveUp(place, "closed for the rest of its time")
      }
      note(place, "waits until it is open")
      agenda.add(.callBackDue(place, isOver: false), at: now + (next - clock), .timer)
      return
    }
    callBacks[place]?.attempts += 1
    note(place, "dialled \(back.order.shown), attempt \(back.attempts + 1)")
    let leg = ring(back.order.number, for: back.order.ring, .callBack(place))
    callBacks[place]?.ringing = leg
  }

  /// He has answered; he still has to say that he wants it.
  mutating func answered(
    callBack place: CallID, on arrival: Arrival, _ chosen: CallID?, at instant: Instant
  ) {
    guard let back = callBacks[place], !isShuttingDown else {
      return late(arrival, chosen, "call-back")
    }
    callBacks[place]?.ringing = nil
    var id = chosen ?? inbox.makeCallID(at: wall(instant))
    if slotByCall[id] != nil { id = inbox.makeCallID(at: wall(instant)) }
    callsTaken += 1
    var facts = CallFacts(
      id: id.description, ani: back.order.number, dnis: back.given.facts.dnis,
      callerName: back.given.facts.callerName, line: arrival.line.name, start: wall(instant))
    facts.fields = back.given.facts.fields
    let application = back.given.application
    log.append(
      .callOpened(
        CallOpening(
          call: id, graph: application.graphID, flow: "callback", line: facts.line, ani: back.order.shown,
          dnis: facts.dnis, offered: facts.start)))
    let s = take(
      CallSlot(
        id, on: arrival.line, facts, application, back.order.walker, language: back.language, at: instant,
        keeping: back.order.request), of: arrival)
    makeExtra(s).callBack = place
    callBacks[place]?.leg = id
    onNotice?(now, .callArrived(id, facts, application.graph, flow: "callback", language: back.language))
    if wantsEvents { write("callback", "of call \(back.call)", of: s, id, at: now) }
    note(place, "answered: call \(id)")
    deliver(.answered, to: s, at: instant)
  }

  /// He wants it.
  /// - Returns: false when nothing was kept for that call.
  mutating func takeKeptPlace(_ s: Int, _ id: CallID, _ request: QueueRequest) -> Bool {
    guard let place = slots[s].extra?.callBack, let back = callBacks[place], back.leg == id else {
      return false
    }
    note(place, "connected: call \(id)")
    callBacks[place] = nil
    let number = slots[s].visits + 1
    slots[s].visits = number
    slots[s].visit = CallSlot.Visit(name: request.queueName, number: number, enqueued: now)
    let extra = makeExtra(s)
    extra.callBack = nil
    extra.whisper = request.whisper
    extra.notes = request.notes.map { OfferFacts.Note(name: $0.name, text: $0.value.shown($0.privacy)) }
    distribute(.callPresent(place, as: id))
    return true
  }

  /// The call that should take the place is over, or does not want it.
  mutating func calledBackGone(_ id: CallID, isRefused: Bool) {
    guard let place = extra(id)?.callBack, callBacks[place]?.leg == id else { return }
    extra(id)?.callBack = nil
    callBacks[place]?.leg = nil
    if isRefused { giveUp(place, "no longer wanted") } else { tryAgain(place, "not taken") }
  }

  mutating func callBackFailed(_ place: CallID, _ fault: DialFault) {
    callBacks[place]?.ringing = nil
    switch fault {
    case .busy: tryAgain(place, "busy")
    case .noAnswer: tryAgain(place, "no answer")
    case .refused: tryAgain(place, "refused")
    case .broken(let why): tryAgain(place, "cannot be dialled: \(why)")
    }
  }

  private mutating func tryAgain(_ place: CallID, _ why: String) {
    guard let back = callBacks[place] else { return }
    guard back.attempts < back.order.attempts, now + back.order.every < back.until else {
      return giveUp(place, why)
    }
    note(place, why)
    agenda.add(.callBackDue(place, isOver: false), at: now + back.order.every, .timer)
  }

  private mutating func giveUp(_ place: CallID, _ why: String) {
    guard let back = callBacks[place] else { return }
    note(place, "\(why), given up")
    callBacks[place] = nil
    if let leg = back.ringing { stopRinging(leg) }
    distribute(.callLeft(place, .moved))
  }

  mutating func callBackDue(_ place: CallID, isOver: Bool) {
    guard let back = callBacks[place] else { return }
    if isOver {
      // Whoever is just answering has his time.
      if back.leg == nil { giveUp(place, "its time is over") }
    } else if back.ringing == nil, back.leg == nil {
      distribute(.callResumed(place))
    }
  }

  /// The house ends.
  mutating func dropCallBacks() {
    for place in callBacks.keys.sorted() { giveUp(place, "the house ends") }
  }

  /// A line in the timeline of the call that ordered it, which is mostly over.
  private mutating func note(_ place: CallID, _ what: String) {
    guard wantsEvents, let back = callBacks[place] else { return }
    if let s = slotByCall[back.call] { return write("callback", what, of: Int(s), back.call, at: now) }
    let number = back.rows + 1
    callBacks[place]?.rows = number
    log.append(
      .event(
        CallEventRow(
          call: back.call, number: number, at: wall(now), kind: "callback", state: "", detail: what)))
  }
}
