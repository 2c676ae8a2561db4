import ACD
import Chronology
import Session

/// A call enters a queue.
extension EngineCore {
  mutating func enqueue(_ request: QueueRequest, _ s: Int, _ id: CallID) {
    if takeKeptPlace(s, id, request) || enqueueWork(s, id, request) { return }
    let queue = request.contact.queue
    let number = slots[s].visits + 1
    let byHand = slots[s].extra?.priority
    slots[s].visits = number
    var request = request
    request.contact.priority = byHand ?? request.contact.priority
    slots[s].visit = CallSlot.Visit(
      request, number: number, enqueued: now, distributor.value.definition(of: queue),
      isByHand: byHand != nil)
    if !request.notes.isEmpty {
      makeExtra(s).notes = request.notes.map {
        OfferFacts.Note(name: $0.name, text: $0.value.shown($0.privacy))
      }
    }
    if !request.whisper.isEmpty || slots[s].extra?.whisper.isEmpty == false {
      makeExtra(s).whisper = request.whisper
    }
    if request.isClosed {
      distributorEffects.append(.left(id, queue, .closed, waited: .zero))
      return
    }
    var contact = request.contact
    if contact.direct == nil { choose(&contact, request, s) }
    // Who was moved has waited already.
    if let since = slots[s].extra?.waitsSince {
      contact.since = since
      slots[s].extra?.waitsSince = nil
    }
    distribute(.enqueued(id, contact))
  }

  /// Whom the call is offered first: who is named, else who served the caller last.
  private func choose(_ contact: inout ContactRequest, _ request: QueueRequest, _ s: Int) {
    if let name = request.agent {
      let agent = definition.agents.first { $0.name == name } ?? definition.agents.first { $0.number == name }
      contact.direct = agent.flatMap { registry.agents[$0.name] }
      if contact.direct != nil || contact.isDirectOnly { return }
    }
    guard let rule = request.lastAgent, let caller = slots[s].given?.facts.ani,
      let last = served.last(caller, within: rule.within, at: now)
    else { return }
    contact.direct = last
    (contact.directWait, contact.isDirectOnly) = (rule.wait, false)
  }
}
