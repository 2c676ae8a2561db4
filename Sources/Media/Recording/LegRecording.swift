import Chronology
import Engine
import Tones

/// The recordings of one leg. That of the call has what it sent on the left, without the tones of its keys, and
/// what it heard on the right; that of a message has the first alone. Belongs to the leg's thread.
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

    init(isMono: Bool = false) {
      let voice = VoiceRing()
      (feed, self.voice) = (RecordingFeed(isMono: isMono), voice)
      tap = VoiceTap(voice, fadesIn: false)
    }
    /// Nothing more comes.
    mutating func end() {
      let feed = feed
      held.empty { feed.give(left: $0, right: $1, isBlank: $2) }
      feed.end()
    }
    mutating func sent(_ samples: Span<Int16>, at instant: Instant) {
      if isMuted {
        voice.writeSilence(samples.count, at: instant)
      } else {
        voice.write(samples, at: instant)
      }
    }
    mutating func heardKey(length: Int) {
      let length = length + LegRecording.margin
      let waiting = tap.waiting
      voice.takeBack(length, fades: false)
      held.silence(last: length - waiting)
      isMuted = true
    }
    /// - Returns: whether anybody wants more.
    mutating func heard(_ frame: Span<Int16>, at instant: Instant) -> Bool {
      var mix = VoiceMix()
      tap.add(to: &mix, at: instant)
      let feed = feed
      held.add(mix, frame, isBlank: isPaused) { feed.give(left: $0, right: $1, isBlank: $2) }
      return !feed.isRefused
    }
  }
  /// How much earlier than it was heard a tone may have begun.
  private static let margin = Telephony.samples(milliseconds: 10)
  private let recorder: Recorder
  private var tape: Tape?
  private var message: Tape?
  private var watch = VoiceWatch()

  public init(_ switchboard: Switchboard) { recorder = switchboard.recorder }
  deinit { finish() }

  /// - Parameter done: called for each recording that was started, once, on another thread: its path, and how
  ///   long it is; nil when it could not be kept, and then why.
  public func carryOut(
    _ order: RecordingOrder, done: @escaping @Sendable (String, Duration?, String?) -> Void
  ) {
    switch order {
    case .start(let path):
      finish(&tape)
      let new = Tape()
      recorder.start(path, new.feed) { done(path, $0, $1) }
      tape = new
    case .pause: tape?.isPaused = true
    case .resume: tape?.isPaused = false
    case .stop: finish(&tape)
    case .message(let path):
      finish(&message)
      let new = Tape(isMono: true)
      recorder.start(path, new.feed) { done(path, $0, $1) }
      message = new
      watch = VoiceWatch()
    case .endMessage: finish(&message)
    }
  }
  /// The call is over.
  public func finish() {
    finish(&tape)
    finish(&message)
  }
  private func finish(_ tape: inout Tape?) {
    guard tape != nil else { return }
    tape?.end()
    recorder.wake()
    tape = nil
  }

  /// - Returns: whether somebody speaks now, when that has changed while a message is taken.
  func sent(_ samples: Span<Int16>, at instant: Instant) -> Bool? {
    tape?.sent(samples, at: instant)
    guard let isMuted = message?.isMuted else { return nil }
    message?.sent(samples, at: instant)
    // A key is no word.
    return isMuted ? watch.gap(samples.count) : watch.feed(samples)
  }
  /// So many samples should have come.
  func gap(_ samples: Int) -> Bool? { message == nil ? nil : watch.gap(samples) }

  /// A key was heard in what the leg sends; its tone is the last `length` samples. It may be part of a secret
  /// that is asked for only later: no key is ever in a recording.
  func heardKey(length: Int) {
    tape?.heardKey(length: length)
    message?.heardKey(length: length)
  }
  /// That key is up.
  func keyIsUp() {
    tape?.isMuted = false
    message?.isMuted = false
  }

  /// A frame was heard.
  func heard(_ frame: Span<Int16>, at instant: Instant) {
    if tape?.heard(frame, at: instant) == false { tape = nil }
    if message?.heard(frame, at: instant) == false { message = nil }
  }
}
