import Chronology
import Engine
import Tones

/// The recording of one leg: what it sent on the left, without the tones of its keys, what it heard on the
/// right. Belongs to the leg's thread.
public final class LegRecording {
  private struct Tape {
    var feed: RecordingFeed
    /// What the leg sends comes when it comes; it is recorded by the clock of what it hears.
    var voice: VoiceRing
    var tap: VoiceTap
    var held = HeldBack()
    var isPaused = false
    /// A key is down.
    var isMuted = false

    /// Nothing more comes.
    mutating func end() {
      let feed = feed
      held.empty { feed.give(left: $0, right: $1, isBlank: $2) }
      feed.end()
    }
  }
  /// How much earlier than it was heard a tone may have begun.
  private static let margin = Telephony.samples(milliseconds: 10)
  private let recorder: Recorder
  private var tape: Tape?

  public init(_ switchboard: Switchboard) { recorder = switchboard.recorder }
  deinit { finish() }

  /// - Parameter done: called for each recording that was started, once, on another thread: its path, and how
  ///   long it is; nil when it could not be kept, and then why.
  public func carryOut(
    _ order: RecordingOrder, done: @escaping @Sendable (String, Duration?, String?) -> Void
  ) {
    switch order {
    case .start(let path):
      finish()
      let (feed, voice) = (RecordingFeed(), VoiceRing())
      recorder.start(path, feed) { done(path, $0, $1) }
      tape = Tape(feed: feed, voice: voice, tap: VoiceTap(voice, fadesIn: false))
    case .pause: tape?.isPaused = true
    case .resume: tape?.isPaused = false
    case .stop: finish()
    }
  }
  /// The call is over.
  public func finish() {
    guard tape != nil else { return }
    tape?.end()
    recorder.wake()
    tape = nil
  }

  func sent(_ samples: Span<Int16>, at instant: Instant) {
    guard let tape else { return }
    if tape.isMuted {
      tape.voice.writeSilence(samples.count, at: instant)
    } else {
      tape.voice.write(samples, at: instant)
    }
  }

  /// A key was heard in what the leg sends; its tone is the last `length` samples. It may be part of a secret
  /// that is asked for only later: no key is ever in a recording.
  func heardKey(length: Int) {
    guard let voice = tape?.voice, let waiting = tape?.tap.waiting else { return }
    let length = length + LegRecording.margin
    voice.takeBack(length, fades: false)
    tape?.held.silence(last: length - waiting)
    tape?.isMuted = true
  }
  /// That key is up.
  func keyIsUp() { tape?.isMuted = false }

  /// A frame was heard.
  func heard(_ frame: Span<Int16>, at instant: Instant) {
    guard let feed = tape?.feed, let isPaused = tape?.isPaused else { return }
    var mix = VoiceMix()
    tape?.tap.add(to: &mix, at: instant)
    tape?.held.add(mix, frame, isBlank: isPaused) { feed.give(left: $0, right: $1, isBlank: $2) }
    if feed.isRefused { tape = nil }
  }
}
