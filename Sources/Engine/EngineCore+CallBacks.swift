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
      order, of: id, given, language: slots[s].language, until: now + order.within,
      wallOffset: slots[s].wallOffset)
    callBacks[place]?.priority = slots[s].extra?.priority
    makeExtra(s).callBack = place
    agenda.add(.callBackDue(place, isOver: true), at: now + order.within, .timer)
    if let visit = slots[s].visit {
      // Who is called back and wants to be called again is still in the same stay.
      callBacks[place]?.visit =
        slots[s].extra?.visit ?? CallBack.Visit(visit, of: id, left: now, wallOffset: slots[s].wallOffset)
      distribute(.callAbsent(id, as: place))
    } else {
      // He was in no queue, and is counted as if he had left it at once.
      slots[s].visits += 1
      let rules = distributor.value.definition(of: order.request.contact.queue)
      let visit = CallBack.Visit(
        CallSlot.Visit(order.request, number: slots[s].visits, enqueued: now, rules), of: id, left: now,
        wallOffset: slots[s].wallOffset)
      callBacks[place]?.visit = visit
      log.append(.queueVisit(row(visit, agent: nil)))
      var contact = order.request.contact
      contact.isAbsent = true
      contact.priority = slots[s].extra?.priority ?? contact.priority
      distribute(.enqueued(place, contact))
    }
    keep(callBack: place)
  }

  /// An agent could have it: he is dialled.
  mutating func dial(_ place: CallID) {
    guard let back = callBacks[place], !isShuttingDown else { return distribute(.callLeft(place, .moved)) }
    if let next = back.notBefore, next > now {
      agenda.add(.callBackDue(place, isOver: false), at: next, .timer)
      return
    }
    let clock = wall(now)
    if let hours = back.order.slots, hours.status(at: clock) != .open {
      guard let next = hours.nextOpening(after: clock), now + (next - clock) < back.until else {
        return giveUp(place, .unreached, "closed for the rest of its time")
      }
      note(place, "waits until it is open")
      agenda.add(.callBackDue(place, isOver: false), at: now + (next - clock), .timer)
      return
    }
    guard hasAgent(for: back) else {
      agenda.add(.callBackDue(place, isOver: false), at: now + CallBack.look, .timer)
      return
    }
    callBacks[place]?.attempts += 1
    note(place, "dialled \(back.order.shown), attempt \(back.attempts + 1)")
    let leg = ring(back.order.number, for: back.order.ring, .callBack(place))
    callBacks[place]?.ringing = leg
    callBacks[place]?.notBefore = nil
    keep(callBack: place)
  }

  /// Whether an agent is free whom none of those has who are being dialled for the same queue: one agent is not
  /// promised to many.
  private func hasAgent(for back: CallBack) -> Bool {
    let contact = back.order.request.contact
    let ahead = callBacks.values.count { other in
      (other.ringing != nil || other.leg != nil) && other.order.request.contact.queue == contact.queue
    }
    return ahead == 0 || distributor.value.hasFree(moreThan: ahead, able: contact.requirements)
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
        wallOffset: wallOffset, keeping: back.order.request), of: arrival)
    makeExtra(s).callBack = place
    makeExtra(s).priority = back.priority
    callBacks[place]?.leg = id
    onNotice?(now, .callArrived(id, facts, application.graph, flow: "callback", language: back.language))
    if onNotice != nil { publishArrival(id, facts) }
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
    keep(callBack: place)
    let extra = makeExtra(s)
    extra.visit = back.visit
    if back.visit == nil { slots[s].visits += 1 }
    slots[s].visit = CallSlot.Visit(
      request, number: slots[s].visits, enqueued: now,
      distributor.value.definition(of: request.contact.queue))
    extra.callBack = nil
    extra.whisper = request.whisper
    extra.notes = request.notes.map { OfferFacts.Note(name: $0.name, text: $0.value.shown($0.privacy)) }
    distribute(.callPresent(place, as: id))
    return true
  }

  /// One stay, however often he is called: it stands with the call that ordered it.
  func row(_ visit: CallBack.Visit, agent: AgentID?) -> QueueVisitRow {
    var row = QueueVisitRow(
      call: visit.call, number: visit.number, queue: visit.queue,
      enqueued: visit.enqueued + visit.wallOffset,
      left: visit.left + visit.wallOffset, how: visit.how,
      agent: agent.map { registry.name($0) })
    (row.segment, row.priority) = (visit.segment, visit.priority)
    return row
  }

  /// The call that should take the place is over, or does not want it.
  mutating func calledBackGone(_ id: CallID, isRefused: Bool) {
    guard let place = extra(id)?.callBack, callBacks[place]?.leg == id else { return }
    extra(id)?.callBack = nil
    callBacks[place]?.leg = nil
    if isRefused { giveUp(place, .key, "no longer wanted") } else { tryAgain(place, "not taken") }
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
      return giveUp(place, .unreached, why)
    }
    note(place, why)
    callBacks[place]?.notBefore = now + back.order.every
    keep(callBack: place)
    agenda.add(.callBackDue(place, isOver: false), at: now + back.order.every, .timer)
  }

  mutating func giveUp(_ place: CallID, _ reason: LeaveReason, _ why: String) {
    guard callBacks[place] != nil else { return }
    note(place, "\(why), given up")
    drop(callBack: place, reason)
    keep(callBack: place)
  }

  /// Nobody waits in that place any more.
  private mutating func drop(callBack place: CallID, _ reason: LeaveReason) {
    guard let back = callBacks.removeValue(forKey: place) else { return }
    if let leg = back.ringing { stopRinging(leg) }
    let since = distributor.value.place(of: place)?.since ?? now
    publishLeft(back, reason, waited: now - since)
    distribute(.callLeft(place, reason))
  }

  mutating func callBackDue(_ place: CallID, isOver: Bool) {
    guard let back = callBacks[place] else { return }
    if isOver {
      // Whoever is just answering has his time.
      if back.leg == nil { giveUp(place, .unreached, "its time is over") }
    } else if back.ringing == nil, back.leg == nil {
      distribute(.callResumed(place))
    }
  }

  /// The house ends: what its log keeps is for the next run.
  mutating func dropCallBacks() {
    for place in callBacks.keys.sorted() {
      guard keepsState, callBacks[place]?.order.walker.kept != nil else {
        giveUp(place, .interrupted, "the house ends")
        continue
      }
      note(place, "the house ends, kept for its next run")
      keep(callBack: place)
      drop(callBack: place, .interrupted)
    }
  }

  /// Those of one who asked for it under the application that there is now; else it is given up, and its call
  /// says so.
  mutating func restore(callBack row: KeptRow) {
    guard let place = CallID(row.name), let kept: KeptCallBack = KeptText.decode(row.value) else { return }
    inbox.startCallIDs(after: place)
    let call = CallID(kept.call)
    func giveUp(_ why: String) {
      if wantsEvents {
        log.append(
          .event(
            CallEventRow(
              call: call, number: kept.rows + 1, at: wall(now), kind: "callback", state: "",
              detail: "\(why), given up")))
      }
      if keepsState { log.append(.kept(KeptRow("callback", row.name, at: wall(now), nil))) }
      var event = CentreEvent(.left, at: wall(now), call: call)
      (event.queue, event.reason) = (kept.queue, LeaveReason.unreached.rawValue)
      onNotice?(now, .centre(event))
    }
    func failed(_ why: String) {
      onNotice?(now, .warning("the call-back that call \(call) ordered is given up: \(why)"))
      giveUp(why)
    }
    let until = Instant(milliseconds: kept.until) - wallOffset
    guard until > now else { return giveUp("its time is over") }
    guard
      let application = applications.first(where: { $0.graph.content.name == kept.application }),
      var walker = FlowWalker(calledBack: kept.walk, application.prepared)
    else { return failed("the state that it goes on in, \(kept.walk.place), is there no longer") }
    let given = GivenFacts(kept.facts, application)
    guard var request = request(of: &walker, given, in: kept.queue) else {
      return failed("there is no queue \(kept.queue) any more")
    }
    request.contact.since = engine(Instant(milliseconds: kept.enqueued))
    request.contact.priority = kept.priority
    var back = kept.callBack(request, walker, given, offset: wallOffset)
    if let meant = kept.meant, let agent = registry.agents[meant.agent] {
      let end = Instant(milliseconds: meant.until) - wallOffset
      if end > now {
        back.meant = (agent, end)
        (request.contact.direct, request.contact.directWait) = (agent, end - now)
      }
    }
    callBacks[place] = back
    agenda.add(.callBackDue(place, isOver: true), at: until, .timer)
    note(place, "taken up again after a restart")
    distribute(.enqueued(place, request.contact))
    keep(callBack: place)
  }

  /// Those that wait go on as they are, and could not be taken up again under what was loaded now.
  func tellStrandedCallBacks() {
    var stranded: [String: Int] = [:]
    for back in callBacks.values {
      guard let walk = back.order.walker.kept else { continue }
      let name = back.given.application.graph.content.name
      let next = applications.first { $0.graph.content.name == name }
      if next.flatMap({ FlowWalker(calledBack: walk, $0.prepared) }) == nil {
        stranded[walk.place, default: 0] += 1
      }
    }
    for (state, count) in stranded.sorted(by: { $0.key < $1.key }) {
      let waits = count == 1 ? "1 call-back waits" : "\(count) call-backs wait"
      onNotice?(
        now,
        .warning("\(waits) for state \(state), which is gone: until a restart, which has to give them up"))
    }
  }

  /// What somebody who is to be called back asks for in a queue; nil when there is no such queue.
  func request(of walker: inout some Walker, _ given: GivenFacts, in queue: String) -> QueueRequest? {
    let context = EngineContext(
      given, distributor, recordingFault, topics, switches, messages, dialer)
    context.fill(now: wall(now), engineTime: now, given: given)
    guard var request = walker.callBackRequest(in: queue, context) else { return nil }
    request.contact.isAbsent = true
    (request.contact.direct, request.isClosed) = (nil, false)
    return request
  }

  /// Writes it as it is now.
  func keep(callBack place: CallID) {
    guard keepsState else { return }
    guard let back = callBacks[place] else {
      return log.append(.kept(KeptRow("callback", "\(place)", at: wall(now), nil)))
    }
    // Rows that may come before it is written again have their room.
    let rows = (slotByCall[back.call].map { slots[Int($0)].rows } ?? back.rows) + 1000
    guard let standing = distributor.value.place(of: place),
      var kept = KeptCallBack(back, rows: rows, place: standing, offset: wallOffset)
    else { return }
    kept.meant = back.meant.map {
      KeptCallBack.Meant(agent: registry.name($0.agent), until: wall($0.until).milliseconds)
    }
    log.append(.kept(KeptRow("callback", "\(place)", at: wall(now), KeptText.encode(kept))))
  }

  /// A line in the timeline of the call that ordered it, which is mostly over.
  private mutating func note(_ place: CallID, _ what: String) {
    note(callBack: place, "callback") { _ in what }
  }
  mutating func note(callBack place: CallID, _ kind: String, _ detail: (Registry) -> String) {
    guard wantsEvents, let back = callBacks[place] else { return }
    let what = detail(registry)
    if let s = slotByCall[back.call] { return write(kind, what, of: Int(s), back.call, at: now) }
    let number = back.rows + 1
    callBacks[place]?.rows = number
    log.append(
      .event(
        CallEventRow(
          call: back.call, number: number, at: now + back.wallOffset, kind: kind, state: "", detail: what)))
  }
}
