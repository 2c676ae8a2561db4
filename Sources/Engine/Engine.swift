import ACD
import CallFlow
import Chronology
import Session

/// All calls together: the agenda, the runtimes, the distributor, the log. Owns no thread and reads no
/// clock: whoever runs it says up to which instant. Belongs to one thread at a time.
///
/// In virtual time: `while let next = engine.nextInstant { engine.run(upTo: next) }`. In real time
/// `EngineRunner` does it.
public final class Engine {
  /// Told each line of every call's story: the call, the instant on the engine's timeline, the line, and
  /// the full name of the state the call is in.
  public var onStory: ((CallID, Instant, CallStory, String) -> Void)?
  /// Told what happens beside the stories.
  public var onNotice: ((Instant, EngineNotice) -> Void)?
  /// Where lines and sources post; shared with other threads.
  public let inbox: Mailbox
  /// The instant of the event being handled, or of the last one.
  public private(set) var now: Instant

  let log: any CallLog
  let data: any DataSource
  private var agenda = Agenda()
  private var arrived: [(EngineInput, Instant)] = []

  /// - Parameters:
  ///   - seed: for `pick random`.
  ///   - inbox: given when lines need it before the engine is there.
  public init(
    log: any CallLog, data: any DataSource, seed: UInt64, start: Instant, inbox: Mailbox = Mailbox()
  ) {
    (self.log, self.data, self.inbox) = (log, data, inbox)
    now = start
    inbox.publish(start)
  }

  /// Takes over definitions, between two events. Running calls keep their graph; agents and waiting calls
  /// keep their state; names keep their ids.
  public func load(_ definition: SiteDefinition, at instant: Instant) {
  }

  /// Puts an input on the agenda; its class comes from the input. An instant in the past is due at once.
  public func schedule(_ input: EngineInput, at instant: Instant) {
    agenda.add(input, at: instant, input.order)
  }

  /// When the next input is due; nil when nothing is.
  public var nextInstant: Instant? {
    takePosted()
    return agenda.nextInstant
  }

  /// Handles everything due at or before that instant, in order, and what comes of it.
  public func run(upTo limit: Instant) {
    takePosted()
    while let (input, instant) = agenda.take(upTo: limit) {
      if instant > now {
        now = instant
        inbox.publish(instant)
      }
      handle(input, at: instant)
      takePosted()
    }
    if limit > now {
      now = limit
      inbox.publish(limit)
    }
  }

  /// Carries a command out now.
  public func perform(_ command: EngineCommand) -> EngineReply { .done }

  public func snapshot() -> EngineSnapshot { EngineSnapshot() }

  private func takePosted() {
    inbox.take(into: &arrived)
    guard !arrived.isEmpty else { return }
    for (input, instant) in arrived { schedule(input, at: instant) }
    arrived.removeAll(keepingCapacity: true)
  }

  private func handle(_ input: EngineInput, at instant: Instant) {
  }
}

extension EngineInput {
  var order: Agenda.Order {
    switch self {
    case .line(_, .hungUp): .hangUp
    case .line(_, .keyDown), .line(_, .keyUp): .key
    case .line: .promptEnd
    case .callTimer, .distributorTimer, .graceOver: .timer
    case .arrival, .lookupAnswered, .saveAnswered, .command, .snapshot, .wallOffset: .other
    }
  }
}
