import Engine
import Session

/// What somebody sees of what goes on: an agent himself and his calls, and of the rest the figures of the
/// queues alone.
struct Sight: Sendable {
  /// Those he is; nil for whoever sees all.
  private let agents: Set<String>?

  init(_ person: Person) { agents = person.seesOthers ? nil : person.agents }

  func narrowed(_ snapshot: EngineSnapshot) -> EngineSnapshot {
    guard let agents else { return snapshot }
    var own = snapshot
    own.agents.removeAll { !agents.contains($0.name) }
    // Also the call that he is offered, and that which he has just had.
    let calls = Set(own.agents.compactMap(\.call))
    own.calls.removeAll { call in
      !calls.contains(call.id) && call.agent.map { agents.contains($0) } != true
    }
    own.callBacks = []
    return own
  }

  func narrowed(_ alerts: [Alert]) -> [Alert] {
    alerts.filter { alert in agents.map { own in alert.agent.map { own.contains($0) } ?? true } ?? true }
  }

  func shows(_ message: StoredMessage) -> Bool {
    agents.map { own in message.work?.agent.map { own.contains($0) } ?? false } ?? true
  }
}
