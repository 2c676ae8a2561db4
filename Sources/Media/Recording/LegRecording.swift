import Chronology
import Engine
import Tones

/// The recording of one leg: what it sent on the left, what it heard on the right. Belongs to the leg's
/// thread.
public final class LegRecording {
  private struct Tape {
    var feed: RecordingFeed
    /// What the leg sends comes when it comes; it is recorded by the clock of what it hears.
    var voice: VoiceRing
    var tap: VoiceTap
    var isPaused = false
  }
  private let recorder: Recorder
  private var tape: Tape?

  public init(_ switchboard: Switchboard) { recorder = switchboard.recorder }
  deinit { finish() }

  /// - Parameter done: called for each recording that was started, once, on another thread: its path, and how
  ///   long it is; nil when it could not be kept.
  public func carryOut(_ order: RecordingOrder, done: @escaping @Sendable (String, Duration?) -> Void) {
    switch order {
    case .start(let path):
      finish()
      let (feed, voice) = (RecordingFeed(), VoiceRing())
      recorder.start(path, feed) { done(path, $0) }
      tape = Tape(feed: feed, voice: voice, tap: VoiceTap(voice, fadesIn: false))
    case .pause: tape?.isPaused = true
    case .resume: tape?.isPaused = false
    case .stop: finish()
    }
  }
  /// The call is over.
  public func finish() {
    guard let tape else { return }
    tape.feed.end()
    recorder.wake()
    self.tape = nil
  }

  func sent(_ samples: Span<Int16>, at instant: Instant) { tape?.voice.write(samples, at: instant) }

  /// A frame was heard.
  func heard(_ frame: Span<Int16>, at instant: Instant) {
    guard let feed = tape?.feed, let isPaused = tape?.isPaused else { return }
    var mix = VoiceMix()
    tape?.tap.add(to: &mix, at: instant)
    feed.give(left: mix, right: frame, isBlank: isPaused)
    if feed.isRefused { tape = nil }
  }
}
