import ACD
import CallFlow
import Chronology
import Engine
import Media
import Session
import Tones

/// A line with real samples both ways, in virtual time: the caller's side goes through the product's
/// detector, the engine's side is spoken and played as on a real line, and all that the caller heard is kept.
/// Like a sound card it has no signal for a caller who is gone, and listens for the tones that say so.
///
/// `tick` exchanges one frame of 20 ms and must be called at `nextTick`. Belongs to the engine's thread.
public final class SimulatedAudioLine: Line, @unchecked Sendable {
  /// One cut, as the samples show it.
  public struct CutMeasure: Hashable, Sendable {
    /// Where the key's tone began, and the first sample of silence behind it.
    public var onset: Int
    public var silentFrom: Int?
    public var latency: Duration? { silentFrom.map { .microseconds(Int64($0 - onset) * 125) } }
  }
  /// What a recording would hold.
  public struct Recording: Hashable, Sendable {
    public var path: String
    /// What the caller sent, and what he heard: as long as each other.
    public var sent: [Int16] = []
    public var heard: [Int16] = []
    var isPaused = false
  }
  /// Those that are over.
  public private(set) var recordings: [Recording] = []
  private var recording: Recording?
  private var message: Recording?
  private var watch = VoiceWatch()
  private let sounds: any SoundLibrary

  public let name: String
  public private(set) var isOver = false
  /// Everything the caller heard since the call's start, 8 kHz mono.
  public private(set) var heard: [Int16] = []
  public private(set) var cuts: [CutMeasure] = []
  /// When the next frame is due; nil before the call and after it.
  public private(set) var nextTick: Instant?
  private let inbox: any EngineInbox
  private let leg: MediaLeg
  private var sound = CallerSound()
  private var call: CallID?
  private var start = Instant(microseconds: 0)
  /// What the caller is sending during the frame that is played.
  private var spoken: [Int16]?
  private var frame = [Int16](repeating: 0, count: Telephony.frameLength)

  /// - Parameter voice: answers before it returns, or the samples depend on how fast it is: see
  ///   `WaitingVoice`.
  public init(
    name: String, inbox: any EngineInbox, voice: any Voice, sounds: any SoundLibrary,
    switchboard: Switchboard
  ) {
    (self.name, self.inbox, self.sounds) = (name, inbox, sounds)
    leg = MediaLeg(voice: voice, sounds: sounds, switchboard: switchboard, watch: FarEndWatch())
  }

  public func attach(_ call: CallID, at instant: Instant) {
    self.call = call
    start = instant
    nextTick = instant
  }

  /// Sound from the caller, from that instant on, mixed with what he sends already.
  public func send(_ samples: [Int16], at instant: Instant) {
    sound.mix(samples, at: Int(clamping: (instant - start).microseconds / 125))
  }
  public func press(_ key: Key, hold: Duration, at instant: Instant) {
    let length = Int(clamping: max(1, hold.milliseconds))
    send(ToneGenerator.samples(of: .dtmf([key], milliseconds: length, pause: 0)), at: instant)
  }
  /// The caller has sent all he has to send.
  public var hasSentAll: Bool { sound.remaining == 0 }

  public func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID) {
    if !isOver { leg.player.play(playback, segments) }
  }
  public func stop(_ playback: PlaybackID, for call: CallID) { leg.player.stop(playback) }
  public func join(_ talk: TalkID, as seat: TalkSeat, for call: CallID) {
    if !isOver { leg.talk.join(talk, as: seat) }
  }
  public func leaveTalk(_ call: CallID) { leg.talk.leave() }
  /// Recordings are kept in memory: a rehearsal writes no files.
  public func record(_ order: RecordingOrder, for call: CallID) {
    switch order {
    case .start(let path):
      endRecording(at: inbox.now)
      if !isOver { recording = Recording(path: path) }
    case .pause: recording?.isPaused = true
    case .resume: recording?.isPaused = false
    case .stop: endRecording(at: inbox.now)
    case .message(let path):
      endMessage(at: inbox.now)
      if !isOver { (message, watch) = (Recording(path: path), VoiceWatch()) }
    case .endMessage: endMessage(at: inbox.now)
    }
  }
  private func endRecording(at instant: Instant) {
    guard let recording, let call else { return }
    self.recording = nil
    recordings.append(recording)
    let duration = Duration.microseconds(Int64(recording.heard.count) * 125)
    inbox.post(.line(call, .recorded(path: recording.path, duration: duration)), at: instant)
  }
  private func endMessage(at instant: Instant) {
    guard let message, let call else { return }
    self.message = nil
    (sounds as? SoundStore)?.keep(Sound(message.sent), as: message.path)
    let duration = Duration.microseconds(Int64(message.sent.count) * 125)
    inbox.post(.line(call, .recorded(path: message.path, duration: duration)), at: instant)
  }
  public func hangUp(_ call: CallID) {
    endRecording(at: inbox.now)
    endMessage(at: inbox.now)
    finish()
  }
  public func callerHangsUp(at instant: Instant) {
    guard let call, !isOver else { return }
    endRecording(at: instant)
    endMessage(at: instant)
    finish()
    inbox.post(.line(call, .hungUp), at: instant)
  }
  private func finish() {
    isOver = true
    nextTick = nil
    leg.player.silence()
    leg.talk.leave()
  }

  /// Exchanges the frame that is due: what the caller sent up to now, and what he will hear from now on.
  public func tick() {
    guard let now = nextTick, let call, !isOver else { return }
    // A frame can be heard once it is whole: what the caller sends now arrives with the next tick.
    let arrived = spoken
    if let spoken { leg.hear(spoken.span, at: now) { tell($0, call, now) } }
    spoken = sound.next(frame.count)
    var outgoing = frame.mutableSpan
    leg.pull(into: &outgoing, at: now) { event in
      tell(LegEvent(kind: .player(event), sample: event.sample), call, now)
    }
    measure()
    heard.append(contentsOf: frame)
    let blank = [Int16](repeating: 0, count: frame.count)
    if let isPaused = recording?.isPaused {
      recording?.sent += isPaused ? blank : arrived ?? blank
      recording?.heard += isPaused ? blank : frame
    }
    if message != nil {
      let arrived = arrived ?? blank
      message?.sent += arrived
      if let isOn = watch.feed(arrived.span) { inbox.post(.line(call, .voice(isOn)), at: now) }
    }
    nextTick = now + .milliseconds(20)
  }

  private func tell(_ event: LegEvent, _ call: CallID, _ now: Instant) {
    switch event.kind {
    case .keyDown(let key, let cut, let onset):
      if cut != nil { cuts.append(CutMeasure(onset: max(0, onset), silentFrom: nil)) }
      inbox.post(.line(call, .keyDown(key, cut: cut)), at: now)
    case .keyUp(let key): inbox.post(.line(call, .keyUp(key)), at: now)
    case .farEndGone(let reason): inbox.post(.line(call, .farEndGone(reason)), at: now)
    case .voice(let isOn): inbox.post(.line(call, .voice(isOn)), at: now)
    case .player(let event):
      let instant = start + .microseconds(Int64(event.sample) * 125)
      switch event.kind {
      case .started: inbox.post(.line(call, .segmentStarted(event.playback, event.segment)), at: instant)
      case .finished: inbox.post(.line(call, .segmentFinished(event.playback, event.segment)), at: instant)
      case .failed(let fault):
        inbox.post(.line(call, .segmentFailed(event.playback, event.segment, fault)), at: instant)
      }
    }
  }

  /// Finds the first sample of silence behind a cut, in the frame that is about to be heard.
  private func measure() {
    guard let open = cuts.indices.last, cuts[open].silentFrom == nil else { return }
    let lastSound = frame.lastIndex { $0 != 0 }
    if let lastSound, lastSound == frame.count - 1 { return }
    cuts[open].silentFrom = heard.count + (lastSound.map { $0 + 1 } ?? 0)
  }
}
