import ACD
import Chronology
import Foundation
import Glibc

/// The engine in real time: one thread, asleep until the next instant or the next input.
public final class EngineRunner: EngineInbox {
  public let inbox: Mailbox
  public let clock: SystemClock
  private let log: any CallLog
  private let data: any DataSource
  private let seed: UInt64

  public init(log: any CallLog, data: any DataSource, seed: UInt64, clock: SystemClock = SystemClock()) {
    (self.log, self.data, self.seed, self.clock) = (log, data, seed, clock)
    inbox = Mailbox(clock: { clock.now })
  }

  /// Starts the thread. `prepare` runs on it before anything is handled: set the observers there.
  public func start(_ definition: SiteDefinition, prepare: @escaping @Sendable (Engine) -> Void = { _ in }) {
  }

  public func post(_ input: EngineInput, at instant: Instant) { inbox.post(input, at: instant) }
  public var now: Instant { clock.now }
  public func makeCallID(at instant: Instant) -> CallID { inbox.makeCallID(at: instant) }

  /// Has a command carried out on the engine's thread and waits for its reply. Not to be called on it.
  public func perform(_ command: EngineCommand) -> EngineReply { .stopped }
  /// The same, without waiting.
  public func perform(_ command: EngineCommand, reply: @escaping @Sendable (EngineReply) -> Void) {
  }
  /// What is going on; waits for the engine's thread. Nil once the engine has stopped.
  public func snapshot() -> EngineSnapshot? { nil }

  /// Ends politely: no new calls, those under way are hung up, their hang-up handlers have `grace`, then
  /// every record is closed and the thread ends. Waits for it.
  public func stop(grace: Duration = .seconds(2)) {
  }
}
