import ACD
import Chronology
import Engine
import Session
import Synchronization
import Tones

/// A line whose callers press keys on a keyboard: prompts play in real time, to a sound device if the caller
/// has one and to nowhere otherwise; what is said is shown by whoever watches the call's story.
public final class KeypadLine: Line {
  public let name: String
  private let inbox: any EngineInbox
  private let voice: any Voice
  private let sounds: any SoundLibrary
  private let loop: MediaLoop
  private let switchboard: Switchboard
  private let legs = Mutex<[CallID: KeypadLeg]>([:])
  public let ledger = LineLedger()
  private let taken = Atomic<Int>(0)

  /// - Parameter switchboard: shared with all lines whose callers may talk with this line's.
  public init(
    name: String, inbox: any EngineInbox, voice: any Voice, sounds: any SoundLibrary, loop: MediaLoop,
    switchboard: Switchboard
  ) {
    (self.name, self.inbox, self.voice) = (name, inbox, voice)
    (self.sounds, self.loop, self.switchboard) = (sounds, loop, switchboard)
  }

  /// A caller lifts the receiver.
  /// - Parameters:
  ///   - id: from `EngineInbox.makeCallID`, so that the call can be watched from its first moment.
  ///   - listener: takes each frame that the caller hears, on the media thread.
  public func call(
    _ id: CallID, from ani: String?, to dnis: String?, flow: String? = nil, application: String? = nil,
    listener: (@Sendable ([Int16]) -> Void)? = nil
  ) {
    let now = inbox.now
    let leg = KeypadLeg(
      call: id, inbox: inbox, player: SegmentPlayer(voice: voice, sounds: sounds),
      talk: TalkEnd(switchboard), recording: LegRecording(switchboard), listener: listener,
      ledger: ledger)
    taken.add(1, ordering: .relaxed)
    legs.withLock { $0[id] = leg }
    inbox.post(
      .arrival(
        Arrival(line: self, ani: ani, dnis: dnis, flow: flow, application: application), id), at: now)
    loop.add(leg)
  }

  public var callsNow: Int { legs.withLock { $0.count } }
  public var callsTaken: Int { taken.load(ordering: .relaxed) }

  /// The caller presses a key and lets it go.
  public func press(_ key: Key, on call: CallID) { leg(call)?.order(.press(key, at: inbox.now)) }

  /// The caller hangs up, after the keys that he has pressed.
  public func callerHangsUp(_ call: CallID) { take(call)?.order(.callerHangsUp) }

  public func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID) {
    leg(call)?.order(.play(playback, segments))
  }
  public func stop(_ playback: PlaybackID, for call: CallID) { leg(call)?.order(.stop(playback)) }
  public func join(_ talk: TalkID, as seat: TalkSeat, for call: CallID) {
    leg(call)?.order(.join(talk, seat))
  }
  public func leaveTalk(_ call: CallID) { leg(call)?.order(.leaveTalk) }
  public func record(_ order: RecordingOrder, for call: CallID) { leg(call)?.order(.record(order)) }
  public func hangUp(_ call: CallID) { take(call)?.order(.end) }

  private func leg(_ call: CallID) -> KeypadLeg? { legs.withLock { $0[call] } }
  private func take(_ call: CallID) -> KeypadLeg? { legs.withLock { $0.removeValue(forKey: call) } }
}

/// One caller of a keypad line. Orders come from any thread and are carried out at the next frame.
private final class KeypadLeg: MediaTicking, @unchecked Sendable {
  enum Order {
    case play(PlaybackID, [Segment])
    case stop(PlaybackID)
    case press(Key, at: Instant)
    case join(TalkID, TalkSeat)
    case leaveTalk
    case record(RecordingOrder)
    case callerHangsUp
    case end
  }
  /// How long a key is held down.
  static let hold: Duration = .milliseconds(100)
  private let call: CallID
  private let inbox: any EngineInbox
  private let listener: (@Sendable ([Int16]) -> Void)?
  private let orders = Mutex<[Order]>([])
  // Only the media thread touches these.
  private let player: SegmentPlayer
  private let talk: TalkEnd
  private let recording: LegRecording
  private var frame = [Int16](repeating: 0, count: 160)
  private var waiting: [Order] = []
  private var figures = LegFigures()
  private let ledger: LineLedger
  private let entry: LineLedger.Leg

  init(
    call: CallID, inbox: any EngineInbox, player: SegmentPlayer, talk: TalkEnd,
    recording: LegRecording, listener: (@Sendable ([Int16]) -> Void)?, ledger: LineLedger
  ) {
    (self.call, self.inbox, self.listener) = (call, inbox, listener)
    (self.player, self.talk, self.recording) = (player, talk, recording)
    (self.ledger, entry) = (ledger, ledger.begin(call, at: inbox.now))
  }

  func order(_ order: Order) { orders.withLock { $0.append(order) } }

  func tick(at instant: Instant) -> Bool {
    orders.withLock { swap(&$0, &waiting) }
    defer { waiting.removeAll(keepingCapacity: true) }
    for order in waiting {
      switch order {
      case .play(let playback, let segments): player.play(playback, segments)
      case .stop(let playback): player.stop(playback)
      case .press(let key, let at):
        figures.digits.byMessage += 1
        inbox.post(.line(call, .keyDown(key, cut: player.keyDown())), at: at)
        inbox.post(.line(call, .keyUp(key)), at: at + KeypadLeg.hold)
        talk.pressed(key)
      case .join(let id, let seat): talk.join(id, as: seat)
      case .leaveTalk: talk.leave()
      case .record(let order):
        let (call, inbox) = (call, inbox)
        // Nobody can hear whether he speaks: he says by a key when he is done.
        if case .message = order { inbox.post(.line(call, .unheard), at: inbox.now) }
        recording.carryOut(order) { path, duration, fault in
          inbox.post(.line(call, .recorded(path: path, duration: duration, fault: fault)), at: inbox.now)
        }
      case .callerHangsUp:
        leave()
        inbox.post(.line(call, .hungUp), at: inbox.now)
        ledger.end(entry, figures)
        return false
      case .end:
        leave()
        ledger.end(entry, figures)
        return false
      }
    }
    let first = player.position
    let wasSounding = player.isSounding
    var span = frame.mutableSpan
    player.pull(into: &span) { event in
      let at = instant + .microseconds(Int64(event.sample - first) * 125)
      inbox.post(.line(call, LineEvent(event)), at: at)
    }
    talk.hear(into: &span, isUnderPrompt: wasSounding || player.isSounding, at: instant)
    figures.frameWent(span.span)
    if figures.framesOut % 50 == 0 { entry.publish(figures) }
    recording.heard(span.span, at: instant)
    listener?(frame)
    return true
  }

  private func leave() {
    talk.leave()
    recording.finish()
  }
}

extension LineEvent {
  /// What a player tells, as the engine takes it.
  public init(_ event: PlayerEvent) {
    switch event.kind {
    case .started: self = .segmentStarted(event.playback, event.segment)
    case .finished: self = .segmentFinished(event.playback, event.segment)
    case .failed(let fault): self = .segmentFailed(event.playback, event.segment, fault)
    }
  }
}
