import ACD
import Chronology
import Session

/// What is published of calls and agents.
extension EngineCore {
  /// Before the effect is carried out.
  mutating func publish(_ effect: DistributorEffect) {
    guard onNotice != nil else { return }
    switch effect {
    case .queued(let call, let queue, let position):
      publish(.queued, call) {
        $0.queue = $1.name(queue); $0.position = position
      }
    case .offer(let agent, let call, let queue, _):
      let notes = notes(of: call, for: agent)
      publish(.offered, call) {
        ($0.queue, $0.agent, $0.notes) = ($1.name(queue), $1.name(agent), notes)
      }
    case .offerEnded(let agent, let call, let end):
      publish(.offerEnded, call) { ($0.agent, $0.reason) = ($1.name(agent), end.rawValue) }
    case .connected(let call, let agent, let queue, let waited):
      let notes = notes(of: call, for: agent)
      publish(.answered, call) {
        ($0.queue, $0.agent, $0.waited, $0.notes) = ($1.name(queue), $1.name(agent), waited, notes)
      }
    case .talkEnded(let call, let agent, let talk, let end):
      publish(.talkEnded, call) {
        ($0.agent, $0.talk, $0.reason) = ($1.name(agent), talk, end.rawValue)
      }
    case .handedOver(let call, let agent, let queue):
      publish(.answered, call) {
        ($0.queue, $0.agent, $0.reason) = ($1.name(queue), $1.name(agent), "handed-over")
      }
    case .left(let call, let queue, let reason, let waited):
      // Of a place that is kept no longer it is told where it is given up.
      guard slotByCall[call] != nil || callBacks[call] != nil else { return }
      publish(.left, call) { ($0.queue, $0.reason, $0.waited) = ($1.name(queue), reason.rawValue, waited) }
    case .agentChanged(let agent, let state):
      var event = CentreEvent(.agent, at: wall(now), call: state.call, agent: registry.name(agent))
      event.state = state.word
      if case .paused(let why) = state { event.reason = why }
      onNotice?(now, .centre(event))
    case .turn, .widened, .eased, .reserved, .released, .start, .cancel, .decided: break
    }
  }

  /// Whoever has no line to hear a message on is told how he hears it.
  private func notes(of call: CallID, for agent: AgentID) -> [OfferFacts.Note] {
    guard let extra = slotByCall[call].flatMap({ slots[Int($0)].extra }) else { return [] }
    guard let number = extra.work, desks[agent] == nil else { return extra.notes }
    return extra.notes + [OfferFacts.Note(name: "hear", text: "ivrctl messages \(number) play")]
  }

  /// Nothing of what agents say to each other: such a call is a line of theirs. A place that is kept is
  /// told of as the call that ordered the call-back.
  private func publish(
    _ kind: CentreEvent.Kind, _ call: CallID, _ fill: (inout CentreEvent, Registry) -> Void
  ) {
    guard sitter(call) == nil else { return }
    let back = callBacks[call]
    let facts = slotByCall[call].flatMap { slots[Int($0)].given?.facts } ?? back?.given.facts
    var event = CentreEvent(kind, at: wall(now), call: back?.call ?? call)
    (event.from, event.to) = (facts?.ani, facts?.dnis)
    fill(&event, registry)
    onNotice?(now, .centre(event))
  }

  /// Nobody waits to be called back any more.
  func publishLeft(_ back: CallBack, _ reason: LeaveReason, waited: Duration) {
    var event = CentreEvent(.left, at: wall(now), call: back.call)
    (event.from, event.to) = (back.given.facts.ani, back.given.facts.dnis)
    (event.queue, event.reason, event.waited) = (back.order.request.queueName, reason.rawValue, waited)
    onNotice?(now, .centre(event))
  }

  mutating func publishArrival(_ call: CallID, _ facts: CallFacts) {
    var event = CentreEvent(.arrived, at: wall(now), call: call)
    (event.from, event.to, event.text) = (facts.ani, facts.dnis, facts.line)
    onNotice?(now, .centre(event))
  }

  mutating func publishEnd(_ call: CallID, _ ending: Ending, _ facts: CallFacts?) {
    var event = CentreEvent(.ended, at: wall(now), call: call)
    (event.from, event.to) = (facts?.ani, facts?.dnis)
    (event.state, event.reason) = (ending.outcome.rawValue, ending.by.rawValue)
    event.text = ending.ownOutcome
    onNotice?(now, .centre(event))
  }
}
