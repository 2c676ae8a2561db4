import ACD
import Chronology
import Dispatch
import Foundation
import Synchronization

/// The engine in real time: one thread, asleep until the next instant or the next input.
public final class EngineRunner: EngineInbox {
  public let inbox: Mailbox
  public let clock: SystemClock
  private let log: any CallLog
  private let data: any DataSource
  private let pins: any PinCheck
  private let dialer: any Dialer
  private let seed: UInt64
  private let hasStarted = Atomic<Bool>(false)
  private let hasStopped = Atomic<Bool>(false)
  private let stopped = DispatchGroup()

  /// The wall clock is looked at so often; a step of it reaches log times and calendars within that time.
  private static let clockCheck: Duration = .seconds(1)
  /// A smaller difference is drift and left alone.
  private static let clockStep: Duration = .milliseconds(50)

  public init(
    log: any CallLog, data: any DataSource, seed: UInt64, clock: SystemClock = SystemClock(),
    pins: any PinCheck = NoPins(), dialer: any Dialer = NoDialer()
  ) {
    (self.log, self.data, self.seed, self.clock) = (log, data, seed, clock)
    (self.pins, self.dialer) = (pins, dialer)
    inbox = Mailbox(clock: { clock.now })
  }

  /// Starts the thread, once. `prepare` runs on it before anything is handled: set the observers there.
  ///
  /// - Parameters:
  ///   - kept: what an earlier run left.
  ///   - recent: what the log says of the last half hour.
  public func start(
    _ definition: SiteDefinition, kept: [KeptRow] = [], recent: RecentLog = RecentLog(),
    prepare: @escaping @Sendable (Engine) -> Void = { _ in }
  ) {
    guard !hasStarted.exchange(true, ordering: .relaxed) else { return }
    stopped.enter()
    let thread = Thread { [self] in
      run(definition, kept, recent, prepare)
      stopped.leave()
    }
    thread.name = "engine"
    thread.start()
  }

  private func run(
    _ definition: SiteDefinition, _ kept: [KeptRow], _ recent: RecentLog,
    _ prepare: @Sendable (Engine) -> Void
  ) {
    let engine = Engine(
      log: log, data: data, seed: seed, start: clock.now, inbox: inbox, pins: pins, dialer: dialer)
    prepare(engine)
    engine.load(definition, at: clock.now)
    engine.restore(kept, recent: recent)
    var offset = Duration.zero
    while !engine.isStopped {
      let now = clock.now
      let wallOffset = clock.wallOffset
      if abs((wallOffset - offset).microseconds) > EngineRunner.clockStep.microseconds {
        offset = wallOffset
        engine.schedule(.wallOffset(offset), at: now)
      }
      engine.run(upTo: now)
      guard !engine.isStopped else { break }
      let check = now + EngineRunner.clockCheck
      let next = min(engine.nextInstant ?? check, check)
      inbox.sleep(untilMonotonic: clock.monotonicNanoseconds(of: next))
    }
    hasStopped.store(true, ordering: .sequentiallyConsistent)
    refuseTheRest()
  }

  /// Whoever ordered something too late gets a reply all the same.
  private func refuseTheRest() {
    var late: [(EngineInput, Instant)] = []
    inbox.take(into: &late)
    for case (.command(_, let reply), _) in late { reply?(.stopped) }
  }

  public func post(_ input: EngineInput, at instant: Instant) {
    inbox.post(input, at: instant)
    if hasStopped.load(ordering: .sequentiallyConsistent) { refuseTheRest() }
  }
  public var now: Instant { clock.now }
  public func makeCallID(at instant: Instant) -> CallID { inbox.makeCallID(at: instant) }

  /// Has a command carried out on the engine's thread and waits for its reply. Not to be called on it.
  public func perform(_ command: EngineCommand) -> EngineReply {
    let slot = Awaited<EngineReply>()
    perform(command) { slot.give($0) }
    return slot.wait() ?? .stopped
  }

  /// The same, without waiting.
  public func perform(_ command: EngineCommand, reply: @escaping @Sendable (EngineReply) -> Void) {
    guard hasStarted.load(ordering: .relaxed) else { return reply(.stopped) }
    post(.command(command, reply: reply), at: clock.now)
  }

  /// What is going on; waits for the engine's thread. Nil once the engine has stopped.
  public func snapshot() -> EngineSnapshot? {
    guard hasStarted.load(ordering: .relaxed) else { return nil }
    let slot = Awaited<EngineSnapshot>()
    post(.snapshot { slot.give($0) }, at: clock.now)
    while !hasStopped.load(ordering: .sequentiallyConsistent) {
      if let snapshot = slot.wait(.milliseconds(100)) { return snapshot }
    }
    return nil
  }

  /// Ends politely: no new calls, those under way are hung up, their hang-up handlers have `grace`, then
  /// every record is closed and the thread ends. Waits for it.
  public func stop(grace: Duration = .seconds(2)) {
    guard hasStarted.load(ordering: .relaxed) else { return }
    post(.command(.shutdown(grace: grace), reply: nil), at: clock.now)
    stopped.wait()
  }
}

/// A value that one thread waits for and another gives.
private final class Awaited<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let given = DispatchSemaphore(value: 0)

  func give(_ new: Value) {
    value.withLock { $0 = new }
    given.signal()
  }
  func wait() -> Value? {
    given.wait()
    return value.withLock { $0 }
  }
  func wait(_ limit: DispatchTimeInterval) -> Value? {
    guard given.wait(timeout: .now() + limit) == .success else { return nil }
    return value.withLock { $0 }
  }
}
