import ACD
import Control
import Session
import Synchronization

/// What happens to calls, passed on to whoever watches one of them.
final class Stories: Sendable {
  private let watchers = Mutex<[CallID: @Sendable (JSONValue, _ isOver: Bool) -> Void]>([:])

  /// - Parameter watcher: called on the engine's thread; the last time with `isOver`.
  func watch(_ call: CallID, _ watcher: @escaping @Sendable (JSONValue, _ isOver: Bool) -> Void) {
    watchers.withLock { $0[call] = watcher }
  }
  func forget(_ call: CallID) { watchers.withLock { _ = $0.removeValue(forKey: call) } }

  func tell(_ call: CallID, _ story: CallStory, _ state: String) {
    guard let watcher = watchers.withLock({ $0[call] }) else { return }
    if let value = JSONValue(story, state: state) { watcher(value, false) }
  }
  func end(_ call: CallID, _ ending: Ending) {
    guard let watcher = watchers.withLock({ $0.removeValue(forKey: call) }) else { return }
    watcher(
      [
        "kind": "end", "outcome": .text(ending.outcome.rawValue), "by": .text(ending.by.rawValue),
        "call": .text(call.description),
      ], true)
  }
}

extension JSONValue {
  /// What a person at a keypad wants to see of a story; nil for the rest.
  init?(_ story: CallStory, state: String) {
    switch story {
    case .said(let segment, _, _):
      if case .silence = segment.content { return nil }
      if case .music = segment.content {
        self = ["kind": "music"]
        return
      }
      if segment.loggable.isEmpty { return nil }
      self = [
        "kind": "say", "language": .text(segment.voice.language), "text": .text(segment.loggable),
        "state": .text(state),
      ]
    case .trace(.state(let name, _)): self = ["kind": "state", "state": .text(name)]
    case .key(_, let shown, let use, _):
      self = ["kind": "key", "key": .text(String(shown)), "use": .text(use.rawValue)]
    case .queued(let queue, let position):
      self = ["kind": "queued", "queue": .text(queue), "position": .integer(Int64(position))]
    case .connected(let agent, _): self = ["kind": "connected", "agent": .text(agent)]
    case .talked(let agent, _, _): self = ["kind": "talked", "agent": .text(agent)]
    case .left(let queue, let reason, _):
      self = ["kind": "left", "queue": .text(queue), "reason": .text(reason.rawValue)]
    default: return nil
    }
  }
}
