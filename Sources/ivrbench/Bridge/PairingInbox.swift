import ACD
import Chronology
import Engine
import Foundation
import Synchronization

/// Stands in for the engine: lets every two calls that arrive talk with each other, or nobody.
final class PairingInbox: EngineInbox {
  private let clock = SystemClock()
  private let ids: Mailbox
  private let pairs: Bool
  private let waiting = Mutex<(CallID, any Line)?>(nil)
  private let talks = Atomic<UInt64>(0)

  init(pairs: Bool) {
    self.pairs = pairs
    let clock = clock
    ids = Mailbox(clock: { clock.now })
  }

  var now: Instant { clock.now }
  func makeCallID(at instant: Instant) -> CallID { ids.makeCallID(at: instant) }

  func post(_ input: EngineInput, at instant: Instant) {
    guard pairs, case .arrival(let arrival, let call?) = input else { return }
    let first = waiting.withLock { waiting in
      let first = waiting
      waiting = first == nil ? (call, arrival.line) : nil
      return first
    }
    guard let first else { return }
    let talk = TalkID(talks.add(1, ordering: .relaxed).newValue)
    first.1.join(talk, as: .caller, for: first.0)
    arrival.line.join(talk, as: .agent, for: call)
  }
}
