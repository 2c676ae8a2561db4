import ACD
import Chronology

/// A call's place in a queue, from entry to leaving, talk included.
struct QueuePlace: Sendable {
  enum State: Hashable, Sendable {
    case waiting
    /// The caller has pressed a key and decides; the place is kept.
    case deciding
    case talking
    /// In talk, but busy with something that the agent must not hear.
    case away
  }
  /// Wait between the keys of a queue's longer choices.
  static let interdigit: Duration = .seconds(2)

  /// Apart, since most calls are never in a queue and each has room for a place in one.
  private let box: Box
  var request: QueueRequest { box.request }
  private final class Box: Sendable {
    let request: QueueRequest
    init(_ request: QueueRequest) { self.request = request }
  }
  var state = State.waiting
  var entered: Instant
  /// Counted from 1; 0 until the distributor has told it.
  var position = 0
  /// An agent is being rung: nothing is announced.
  var isOffered = false
  /// The prompts that play, or are queued, are an announcement and not the caller's own.
  var isAnnouncing = false
  /// Caller and agent hear each other unless the call is held.
  var isOnLine = false
  var isHeld = false
  var hearsMusic: Bool {
    switch state {
    case .waiting: true
    case .deciding, .away: false
    case .talking: !isOnLine || isHeld
    }
  }
  var nextTimed = 0
  var timer: CallTimer?
  /// The next announcement came due while something else was told: it is told behind it.
  var isLate = false
  /// Music between two announcements.
  static let pause: Duration = .seconds(1)
  private var music: MusicState = .asked
  private enum MusicState { case asked, builtIn, broken }

  init(_ request: QueueRequest, at instant: Instant) {
    box = Box(request)
    entered = instant
  }

  /// Nil when no music can be played.
  var musicSegment: Segment? {
    let clip: String?
    switch music {
    case .asked: clip = request.music
    case .builtIn: clip = nil
    case .broken: return nil
    }
    return Segment(.music(clip), gate: .hold, voice: QueuePlace.noVoice)
  }
  private static let noVoice = VoiceChoice(language: "")

  /// The clip cannot be played; the built-in music takes its place.
  mutating func musicFailed() { music = music == .asked && request.music != nil ? .builtIn : .broken }
  /// Music plays until it is stopped; one that ends at once would end again and again.
  mutating func musicEnded(after duration: Duration) { if duration < .seconds(1) { musicFailed() } }
}
