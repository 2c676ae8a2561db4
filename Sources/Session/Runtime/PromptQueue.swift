import CallFlow
import Chronology

/// What a call is hearing and has still to hear. Only the part under way is known to the line as a playback;
/// what is queued after it waits for the end.
struct PromptQueue: Sendable {
  private(set) var playback = PlaybackID(0)
  /// The segments of the running playback, and the one that is heard or comes next.
  private(set) var playing: [Segment] = []
  private(set) var position = 0
  private(set) var isPlaying = false
  /// Whether the current segment has begun to sound.
  private(set) var hasStarted = false
  private(set) var segmentStart = Instant(microseconds: 0)
  var queued: [Segment] = []

  var current: Segment? { isPlaying && position < playing.count ? playing[position] : nil }
  var isEmpty: Bool { !isPlaying && queued.isEmpty }
  /// The gate of what is heard now, or would be heard next.
  var gate: Gate? { isPlaying ? playing[position].gate : queued.first?.gate }

  /// What is said by several statements is kept apart like the parts of one.
  mutating func add(_ segments: [Segment]) {
    guard let first = segments.first, let last = queued.last else {
      queued += segments
      return
    }
    let pause = first.voice.pause
    if pause > .zero, first.isSpoken, last.isSpoken {
      queued.append(Segment(.silence(pause), gate: first.gate, voice: first.voice))
    }
    queued += segments
  }

  /// Everything queued becomes the running playback.
  mutating func start(at instant: Instant) {
    playback.number &+= 1
    playing = queued
    queued = []
    position = 0
    isPlaying = !playing.isEmpty
    hasStarted = false
    segmentStart = instant
  }

  mutating func started(_ index: Int, at instant: Instant) {
    guard index >= position, index < playing.count else { return }
    position = index
    hasStarted = true
    segmentStart = instant
  }

  /// - Returns: whether the playback is over.
  mutating func finished(_ index: Int, at instant: Instant) -> Bool {
    position = index + 1
    hasStarted = false
    segmentStart = instant
    if position >= playing.count { isPlaying = false }
    return !isPlaying
  }

  /// Takes what is not open out of what is still to be heard and queues it; the playback is over.
  /// - Parameter skipping: the current segment is skipped whatever its gate.
  /// - Returns: the open segments that will not be heard.
  mutating func dropOpen(skippingCurrent: Bool) -> [Segment] {
    var dropped: [Segment] = []
    var kept: [Segment] = []
    if isPlaying {
      let from = skippingCurrent ? position + 1 : position
      if from < playing.count {
        for segment in playing[from...] {
          if segment.gate == .open { dropped.append(segment) } else { kept.append(segment) }
        }
      }
      isPlaying = false
    }
    for segment in queued {
      if segment.gate == .open { dropped.append(segment) } else { kept.append(segment) }
    }
    queued = kept
    return dropped
  }

  /// The running playback is over; what of it was still to be heard comes first again.
  mutating func rewind() {
    guard isPlaying else { return }
    queued = playing[position...] + queued
    isPlaying = false
  }

  /// The running playback is over.
  mutating func stop() { isPlaying = false }

  /// Nothing more is to be heard.
  mutating func clear() {
    isPlaying = false
    queued = []
  }
}

extension Segment {
  var isMusic: Bool { if case .music = content { true } else { false } }
}

extension Segment {
  /// Neither silence nor a tone nor music.
  fileprivate var isSpoken: Bool {
    switch content {
    case .speech, .clip, .message: true
    case .silence, .tone, .music: false
    }
  }
}
