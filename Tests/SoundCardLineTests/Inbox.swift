import ACD
import Chronology
import Engine
import Foundation
import Session
import Synchronization
import Testing

/// Takes what a line tells the engine. The line asks it for the time with each frame: whoever waits looks again
/// then.
final class Inbox: EngineInbox {
  private let clock = SystemClock()
  private let ids: Mailbox
  private let condition = NSCondition()
  private let ended = Mutex<Duration?>(nil)
  init() {
    let clock = clock
    ids = Mailbox(clock: { clock.now })
  }
  var now: Instant {
    tell()
    return clock.now
  }
  func makeCallID(at instant: Instant) -> CallID { ids.makeCallID(at: instant) }
  func post(_ input: EngineInput, at instant: Instant) {
    if case .line(_, .recorded(_, let duration, _)) = input { ended.withLock { $0 = duration } }
    tell()
  }
  private func tell() {
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
  /// The limit is that of a line that hangs, not of a machine that is slow.
  func wait(for what: Comment, _ isSo: () -> Bool) throws {
    let deadline = Date().addingTimeInterval(120)
    condition.lock()
    defer { condition.unlock() }
    while !isSo() { try #require(condition.wait(until: deadline), what) }
  }
  var recorded: Duration? { ended.withLock { $0 } }
}

final class NoVoice: Voice {
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    answer(.failure(VoiceFault("nobody speaks here")))
  }
}
