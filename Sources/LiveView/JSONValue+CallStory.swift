import ACD
import Control
import Session

extension JSONValue {
  /// What a person at a keypad wants to see of a story; nil for the rest.
  public init?(_ story: CallStory, state: String) {
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
