import ACD
import Control
import LiveView
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
    watcher(JSONValue(ending, of: call.description), true)
  }
}
