import ACD
import CallFlow
import Chronology
import Session

/// All calls together: the agenda, the runtimes, the distributor, the log. Owns no thread and reads no
/// clock: whoever runs it says up to which instant. Belongs to one thread at a time.
///
/// In virtual time: `while let next = engine.nextInstant { engine.run(upTo: next) }`. In real time
/// `EngineRunner` does it.
///
/// Observers are called in the middle of an event: what they schedule or order is handled after it, and
/// they see no snapshot.
public final class Engine {
  /// Told each line of every call's story: the call, the instant on the engine's timeline, the line, and
  /// the full name of the state the call is in. To be set before anything runs.
  public var onStory: ((CallID, Instant, CallStory, String) -> Void)? {
    get { core.onStory }
    set { core.onStory = newValue }
  }
  /// Told what happens beside the stories. To be set before anything runs.
  public var onNotice: ((Instant, EngineNotice) -> Void)? {
    get { core.onNotice }
    set { core.onNotice = newValue }
  }
  /// Ids for legs that are rung: whoever guesses one can take the call. From the seed when nil. To be set
  /// before anything runs.
  public var makeLeg: (() -> LegID)? {
    get { core.makeLeg }
    set { core.makeLeg = newValue }
  }
  /// Why no recording could be kept now, as far as is known: asked at the start of each, on the engine's
  /// thread. To be set before anything runs.
  public var recordingFault: (() -> String?)? {
    get { core.recordingFault }
    set { core.recordingFault = newValue }
  }
  /// Where lines and sources post; shared with other threads.
  public let inbox: Mailbox
  /// The instant of the event being handled, or of the last one.
  public var now: Instant { inbox.published }
  /// After a shutdown: every record is closed, nothing more will happen.
  public var isStopped: Bool { isRunning ? false : core.isStopped }

  /// How many inputs have been handled, timers that came too late to matter among them.
  public var inputsHandled: Int { isRunning ? 0 : core.inputs }

  var core: EngineCore
  private var isRunning = false

  /// - Parameters:
  ///   - seed: for `pick random`.
  ///   - inbox: given when lines need it before the engine is there.
  ///   - dialer: rings telephones.
  public init(
    log: any CallLog, data: any DataSource, seed: UInt64, start: Instant, inbox: Mailbox = Mailbox(),
    pins: any PinCheck = NoPins(), dialer: any Dialer = NoDialer()
  ) {
    self.inbox = inbox
    core = EngineCore(
      log: log, data: data, pins: pins, seed: seed, start: start, inbox: inbox, dialer: dialer)
  }

  /// Takes over definitions, between two events. Running calls keep their graph; agents and waiting calls
  /// keep their state; names keep their ids.
  public func load(_ definition: SiteDefinition, at instant: Instant) {
    guard !isRunning else { return inbox.post(.command(.reload(definition), reply: nil), at: instant) }
    begin()
    defer { end() }
    // What came before the first definitions waits for them.
    if core.isLoaded { core.run(upTo: instant) } else { core.advance(to: instant) }
    core.load(definition)
  }

  /// Takes up what an earlier run left: agents as they were, what was changed by hand, call-backs, the figures
  /// of the last half hour. To be called once, after the first definitions and before anything is handled.
  public func restore(_ rows: [KeptRow], recent: RecentLog = RecentLog()) {
    guard !isRunning else { return }
    begin()
    defer { end() }
    core.restore(recent)
    core.restore(rows)
    core.settle()
  }

  /// Puts an input on the agenda; its class comes from the input. An instant in the past is due at once.
  public func schedule(_ input: EngineInput, at instant: Instant) {
    guard !isRunning else { return inbox.post(input, at: instant) }
    core.takePosted()
    core.agenda.add(input, at: instant, input.order)
  }

  /// When the next input is due; nil when nothing is.
  public var nextInstant: Instant? {
    guard !isRunning else { return nil }
    core.takePosted()
    return core.agenda.nextInstant
  }

  /// Handles everything due at or before that instant, in order, and what comes of it.
  public func run(upTo limit: Instant) {
    guard !isRunning else { return }
    begin()
    defer { end() }
    core.run(upTo: limit)
  }

  /// Carries a command out now.
  @discardableResult public func perform(_ command: EngineCommand) -> EngineReply {
    guard !isRunning else {
      inbox.post(.command(command, reply: nil), at: now)
      return .done
    }
    begin()
    defer { end() }
    let reply = core.perform(command)
    core.settle()
    return core.refreshed(reply)
  }

  private func begin() {
    isRunning = true
    inbox.beginRun()
  }
  private func end() {
    core.takePosted()
    inbox.endRun()
    isRunning = false
  }

  public func snapshot() -> EngineSnapshot { isRunning ? EngineSnapshot() : core.snapshot() }
}

extension EngineInput {
  var order: Agenda.Order {
    switch self {
    case .arrival: .arrival
    case .line(_, .hungUp), .line(_, .farEndGone), .line(_, .lost): .hangUp
    case .line(_, .keyDown), .line(_, .keyUp): .key
    case .line: .promptEnd
    case .callTimer, .distributorTimer, .graceOver, .dialEnded, .callBackDue, .workDue,
      .noticeDue, .queueReopens:
      .timer
    case .lookupAnswered, .saveAnswered, .pinChecked, .command, .snapshot, .wallOffset, .topicsAsked,
      .transferAnswered,
      .ring:
      .other
    }
  }
}
