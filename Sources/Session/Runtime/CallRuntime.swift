import ACD
import CallFlow
import Chronology
import Tones

/// One call: does what its walker decides. A value; copying it clones the call.
///
/// It owns the prompt queue, the keys and their timers, the place in a queue, the limits and the ending; it
/// knows no states and no handlers.
public struct CallRuntime: Sendable {
  /// What the call waits for: the answer that the walker is owed.
  enum Wait: Hashable, Sendable {
    case nothing
    case keys, playOut
    case lookup(UInt32), save(UInt32)
    /// In a queue, or talking, by the state of `place`.
    case queue
    /// An agent's number and PIN are looked at.
    case login
    /// An agent's line: free, offered, in talk or in wrap-up.
    case desk
    /// The place is given up; the distributor has to say so.
    case leaving
    /// To be transferred, when everything has been heard.
    indirect case transfer(TransferRequest)
    /// Somebody is rung for the caller, or talks to him.
    indirect case bridge(CallBridge)
    /// Elsewhere; it may come back.
    case away
    /// A message of the caller.
    indirect case message(MessageWait)
    case disconnect
    /// Hung up, the walker is done; the distributor still owes a word about the queue.
    case parting
  }

  var walker: any Walker
  /// After `end`: every further event is ignored.
  public internal(set) var isOver = false

  /// The instant of the event being handled.
  var now = Instant(microseconds: 0)
  var wait = Wait.nothing
  private(set) var lastSerial: UInt32 = 0

  // Sound.
  var sound = PromptQueue()
  /// The number of the message that was being played when a key cut it.
  var cutMessage: Int?
  /// Nothing is played before it: the half second of silence at the beginning.
  var openingEnds: Instant?
  var openingTimer: CallTimer?

  // Keys.
  var request = CallRuntime.noRequest
  var collector = KeyCollector(CallRuntime.noRequest.grammar)
  var buffer = KeyBuffer()
  var keyIsDown = false
  /// A terminator up to that instant belongs to the entry before.
  var swallow: (key: Key, until: Instant)?
  var keyTimer = KeyTimer()
  /// When a key was down last.
  var lastKey: Instant?
  /// The last entry was of digits, not one of a few keys, and nobody has rested since its last one.
  var wasData = false
  /// It has failed: keys that come without a rest behind its last one are thrown away.
  var dropsBurst = false
  /// Until then a key may still be one of a secret that has been entered.
  var secretUntil: Instant?

  var place: QueuePlace?
  /// For a call-back.
  let kept: KeptPlace?
  /// Why the place was lost while the caller decided.
  var lostPlace: LeaveReason?
  /// How the talk ended while the caller was away from it, entering a secret: told when that is done.
  var afterSecret: WalkerEvent?
  /// At most one: whom the caller talks to past all queues, while he is away from it to enter a secret.
  var bridgeAway: [CallBridge] = []
  /// All that is pressed is a secret, whatever waits for it.
  var isInSecret: Bool { place?.state == .away || afterSecret != nil || !bridgeAway.isEmpty }
  var desk = Desk()
  var dataTimer: CallTimer?
  var held: HeldData?
  var recording = CallRecording()
  var limits = CallLimits()
  var ending = CallEnding()

  /// Before the first wait.
  private static let noRequest = CollectRequest(grammar: KeyGrammar(), timeout: .zero, interdigit: .zero)

  /// - Parameter keeping: for a call-back, what was kept in a queue.
  public init(walker: any Walker, keeping request: QueueRequest? = nil) {
    self.walker = walker
    kept = request.map { KeptPlace($0) }
  }

  /// Half a second of silence before the first prompt of a call.
  static let openingSilence: Duration = .milliseconds(500)
  /// A key within this time of the one before is pressed in one go with it.
  public static let burst: Duration = .milliseconds(500)
  /// A surplus terminator comes within this time of an entry that was complete without it.
  static let swallowTime: Duration = .seconds(2)

  /// - Parameters:
  ///   - instant: when it happened, never before the event handled last.
  ///   - effects: appended to, never cleared here.
  public mutating func handle(
    _ event: CallEvent, at instant: Instant, in context: some WalkerContext,
    into effects: inout [CallEffect]
  ) {
    guard !isOver else { return }
    now = instant
    if let answer = respond(to: event, &effects) { walk(answer, in: context, &effects) }
    if wait == .parting, place == nil, !isOver { end(&effects) }
  }

  /// What the walker is to be told of an event, if anything.
  private mutating func respond(to event: CallEvent, _ effects: inout [CallEffect]) -> WalkerEvent? {
    switch event {
    case .answered:
      guard !limits.isAnswered else { return nil }
      openingEnds = now + CallRuntime.openingSilence
      startClock(&effects)
      return .began
    case .keyDown(let key, let cut): return keyDown(key, cut: cut, &effects)
    case .keyUp: return keyUp(&effects)
    case .segmentStarted(let id, let index): segmentStarted(id, index, &effects)
    case .segmentFinished(let id, let index): return segmentFinished(id, index, &effects)
    case .segmentFailed(let id, let index, let fault): return segmentFailed(id, index, fault, &effects)
    case .timer(let timer): return expired(timer, &effects)
    case .hungUp(let party), .ended(let party):
      if case .ended = event { ending.isInterrupted = true }
      return hungUp(by: party, &effects)
    case .lookupAnswered(let serial, let answer):
      guard wait == .lookup(serial) else { return nil }
      endData(&effects)
      return WalkerEvent(answer)
    case .saveAnswered(let serial, let answer):
      guard wait == .save(serial) else { return nil }
      endData(&effects)
      return WalkerEvent(answer)
    case .queued(let position): queued(position, &effects)
    case .agentOffered(let agent): offered(agent, &effects)
    case .agentOfferEnded: place?.isOffered = false
    case .agentConnected(let agent, let waited, let isOnLine):
      return connected(agent, waited, isOnLine, &effects)
    case .agentDone(let agent, let talk, let party): return talked(agent, talk, party, &effects)
    case .queueLeft(let reason, let waited): return left(reason, waited, &effects)
    case .transferred(let answer): return transferred(answer, &effects)
    case .voice(let isOn): voice(isOn, &effects)
    case .unheard: unheard(&effects)
    case .messageEnded(let sound, let fault): return messageOver(sound, fault, &effects)
    case .desk(let news): return told(news, &effects)
    case .talk(let news): return told(news, &effects)
    }
    return nil
  }

  private mutating func expired(_ timer: CallTimer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    switch timer.kind {
    case .opening:
      guard timer == openingTimer else { return nil }
      openingTimer = nil
      openingEnds = nil
      return settle(&effects)
    case .firstKey, .interdigit, .terminator: return keyTimerFired(timer, &effects)
    case .data: return dataTimedOut(timer, &effects)
    case .hold: return holdForData(timer, &effects)
    case .maxCall: return clockFired(timer, &effects)
    case .timed: return announcementDue(timer, &effects)
    case .hangUpGrace:
      if timer == ending.graceTimer { end(&effects) }
      return nil
    case .bridge:
      bridgeTimeOver(timer, &effects)
      return nil
    case .message: return messageTimer(timer, &effects)
    case .swallow, .pause: return nil
    }
  }

  mutating func newSerial() -> UInt32 {
    lastSerial &+= 1
    return lastSerial
  }

  mutating func start(
    _ kind: CallTimer.Kind, at instant: Instant, _ effects: inout [CallEffect]
  ) -> CallTimer {
    let timer = CallTimer(kind, serial: newSerial())
    effects.append(.start(timer, at: instant))
    return timer
  }

  func cancel(_ timer: inout CallTimer?, _ effects: inout [CallEffect]) {
    guard let running = timer else { return }
    effects.append(.cancel(running))
    timer = nil
  }
}

extension WalkerEvent {
  init(_ answer: LookupAnswer) {
    switch answer {
    case .row(let values): self = .row(values)
    case .noRow: self = .noRow
    case .manyRows(let values): self = .manyRows(values)
    case .failed(let fault): self = .failed(fault)
    }
  }
  init(_ answer: SaveAnswer) {
    switch answer {
    case .saved: self = .saved
    case .conflict: self = .conflict
    case .failed(let fault): self = .failed(fault)
    }
  }
}
