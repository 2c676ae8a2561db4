import ACD
import CallFlow
import Chronology
import Session

/// Messages that agents are offered like calls. One stands in its queue as a call on no line and without a record
/// of its own, and what its agent hears is played on his line.
extension EngineCore {
  /// Behind all callers, until a quarter of its time is left: then before them.
  private static let patient = -100, urgent = 100

  mutating func offerWork(_ number: Int) {
    guard let message = messages.messages[number], let work = message.work, work.state == .waiting else {
      return
    }
    guard
      let application = applications.first(where: { application in
        application.graph.content.queues.contains { $0.name == message.queue }
      }),
      let request = application.prepared.workRequest(queue: message.queue, language: message.language)
    else { return workLate(number, "there is no queue \(message.queue) any more") }
    let (since, until) = (at(message.at), at(work.until))
    guard until > now else { return workLate(number, "nobody had it in time") }
    let quarter = until - .milliseconds((until - since).milliseconds / 4)
    agenda.add(.workDue(number, isOver: false), at: max(now, quarter), .timer)
    agenda.add(.workDue(number, isOver: true), at: until, .timer)

    let id = inbox.makeCallID(at: wall(now))
    let facts = CallFacts(
      id: id.description, ani: message.from, dnis: nil, callerName: message.callerName, line: WorkLine.name,
      start: wall(now))
    let line = WorkLine()
    var slot = CallSlot(
      id, on: line, facts, application, WorkWalker(), language: message.language, at: now,
      wallOffset: wallOffset, keeping: request)
    slot.isQuiet = true
    let s = take(slot, of: Arrival(line: line))
    makeExtra(s).work = number
    works[number] = id
    deliver(.answered, to: s, at: now)
  }

  /// - Returns: false when that is no work.
  mutating func enqueueWork(_ s: Int, _ id: CallID, _ request: QueueRequest) -> Bool {
    guard let number = slots[s].extra?.work, let message = messages.messages[number], let work = message.work
    else { return false }
    slots[s].visits += 1
    slots[s].visit = CallSlot.Visit(
      request, number: slots[s].visits, enqueued: now, distributor.value.definition(of: request.contact.queue)
    )
    let extra = makeExtra(s)
    var visit = CallBack.Visit(
      call: CallID(message.call), number: work.visit, queue: message.queue, enqueued: at(message.at),
      left: now, wallOffset: wallOffset)
    visit.how = "work"
    extra.visit = visit
    extra.whisper = request.whisper
    let clock = (definition.zone ?? .utc).local(Instant(milliseconds: work.until)).time
    extra.notes = [
      OfferFacts.Note(name: "message", text: "\(number), \(Duration.milliseconds(message.length).tenths)"),
      OfferFacts.Note(name: "by", text: "\(clock)"),
    ]
    var contact = request.contact
    (contact.isPatient, contact.since, contact.priority) = (
      true, min(now, visit.enqueued), EngineCore.patient
    )
    (contact.direct, contact.isDirectOnly) = (nil, false)
    distribute(.enqueued(id, contact))
    return true
  }

  /// An agent has taken it: he hears it.
  mutating func playWork(_ call: CallID, to agent: AgentID) {
    guard let s = slotByCall[call], let number = slots[Int(s)].extra?.work,
      let message = messages.messages[number]
    else { return }
    messages.messages[number]?.work?.agent = registry.name(agent)
    keep(message: number)
    if let leg = desks[agent], let sound = messages.sound(message) { tell(leg: leg, .message(sound)) }
  }

  /// The call that it was is over.
  mutating func workOver(_ number: Int, of call: CallID) {
    guard works[number] == call else { return }
    works[number] = nil
    guard let message = messages.messages[number], let work = message.work else { return }
    guard work.agent == nil else {
      messages.messages[number]?.work?.state = .done
      if message.state == .new {
        messages.messages[number]?.change(to: .heard, at: wall(now).milliseconds)
      }
      keep(message: number)
      if let done = messages.messages[number] { publish(done) }
      return
    }
    // What the house leaves behind is for its next run.
    if !isShuttingDown { workLate(number, "its queue is closed") }
  }

  mutating func workDue(_ number: Int, isOver: Bool) {
    guard let call = works[number], !isShuttingDown, messages.messages[number]?.work?.agent == nil else {
      return
    }
    guard isOver else { return distribute(.priorityChanged(call, EngineCore.urgent)) }
    workLate(number, "nobody had it in time")
    distribute(.callLeft(call, .timeout))
  }

  private mutating func workLate(_ number: Int, _ why: String) {
    guard messages.messages[number]?.work?.state == .waiting else { return }
    messages.messages[number]?.work?.state = .late
    keep(message: number)
    if let message = messages.messages[number] { publish(message, why) }
  }

  /// Those of the run before, in the order in which they came.
  mutating func restoreWork() {
    for number in messages.messages.keys.sorted() {
      guard let work = messages.messages[number]?.work, work.state == .waiting else { continue }
      if work.agent == nil {
        offerWork(number)
      } else {
        // Somebody was hearing it when the house ended.
        messages.messages[number]?.work?.state = .done
        keep(message: number)
      }
    }
  }

  /// A time on the wall clock, milliseconds, on the engine's timeline.
  func at(_ wall: Int64) -> Instant { Instant(milliseconds: wall) - wallOffset }
}
