import Engine
import Session

/// What somebody sees of what goes on: an agent himself and his calls, and of the rest the figures of the
/// queues alone.
struct Sight: Sendable {
  private let seesAll: Bool
  private let agents: Set<String>

  init(_ person: Person) { (seesAll, agents) = (person.seesOthers, person.agents) }

  func narrowed(_ snapshot: EngineSnapshot) -> EngineSnapshot {
    if seesAll { return snapshot }
    var own = snapshot
    own.agents.removeAll { !isOwn($0.name) }
    // Also the call that he is offered, and that which he has just had.
    let calls = Set(own.agents.compactMap(\.call))
    own.calls.removeAll { !calls.contains($0.id) && !isOwn($0.agent) }
    own.callBacks = []
    return own
  }

  func narrowed(_ alerts: [Alert]) -> [Alert] {
    alerts.filter { seesAll || $0.agent == nil || isOwn($0.agent) }
  }

  func shows(_ message: StoredMessage) -> Bool { seesAll || isOwn(message.work?.agent) }

  private func isOwn(_ agent: String?) -> Bool { agent.map { agents.contains($0) } ?? false }
}
