import ACD
import Chronology
import Engine
import Foundation
import Session
import Synchronization
import Testing
import Tones

/// Wakes whoever waits whenever something has happened.
final class News: Sendable {
  private let condition = NSCondition()
  func tell() {
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
  /// Looks again after each news. The limit is that of a line that hangs, not of a machine that is slow.
  func wait(for what: Comment, _ isSo: () throws -> Bool) throws {
    let deadline = Date().addingTimeInterval(120)
    condition.lock()
    defer { condition.unlock() }
    while try !isSo() { try #require(condition.wait(until: deadline), what) }
  }
}

/// Takes what a line tells the engine.
final class Inbox: EngineInbox {
  private let clock = SystemClock()
  private let ids: Mailbox
  private let inputs = Mutex<[EngineInput]>([])
  private let news: News
  init(_ news: News) {
    self.news = news
    let clock = clock
    ids = Mailbox(clock: { clock.now })
  }
  var now: Instant { clock.now }
  func makeCallID(at instant: Instant) -> CallID { ids.makeCallID(at: instant) }
  func post(_ input: EngineInput, at instant: Instant) {
    inputs.withLock { $0.append(input) }
    news.tell()
  }

  /// The call that arrived as the nth.
  func call(_ n: Int) -> CallID? {
    let calls = inputs.withLock { $0 }.compactMap { if case .arrival(_, let id) = $0 { id } else { nil } }
    return n < calls.count ? calls[n] : nil
  }
  func events(of call: CallID) -> [LineEvent] {
    inputs.withLock { $0 }.compactMap { input in
      if case .line(call, let event) = input { event } else { nil }
    }
  }
  func keys(of call: CallID) -> [Key] {
    events(of: call).compactMap { if case .keyDown(let key, _) = $0 { key } else { nil } }
  }
}

final class NoVoice: Voice {
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    answer(.failure(VoiceFault("nobody speaks here")))
  }
}
