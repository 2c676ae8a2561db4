import Synchronization
import Tones

/// Two seconds of a recording on their way from a leg's thread to the recorder's: frames of both channels, or of
/// what the leg sends alone.
/// When the recorder does not keep up, new frames are left out, and counted, so that what follows is at its
/// place.
final class RecordingFeed: @unchecked Sendable {
  static let capacity = 100
  /// One channel, not two.
  let isMono: Bool
  private let samples: Int

  private let frames: UnsafeMutablePointer<Int16>
  /// Frames that were left out before each.
  private let gaps: UnsafeMutablePointer<Int>
  private let given = Atomic<Int>(0)
  private let taken = Atomic<Int>(0)
  private let over = Atomic<Bool>(false)
  private let refused = Atomic<Bool>(false)
  private let allLeftOut = Atomic<Int>(0)
  /// The leg's thread's own.
  private var leftOut = 0

  init(isMono: Bool = false) {
    self.isMono = isMono
    samples = (isMono ? 1 : 2) * Telephony.frameLength
    frames = .allocate(capacity: RecordingFeed.capacity * samples)
    frames.initialize(repeating: 0, count: RecordingFeed.capacity * samples)
    gaps = .allocate(capacity: RecordingFeed.capacity)
    gaps.initialize(repeating: 0, count: RecordingFeed.capacity)
  }
  deinit {
    frames.deallocate()
    gaps.deallocate()
  }

  // MARK: The leg's thread

  func give(left: VoiceMix, right: Span<Int16>, isBlank: Bool) {
    let number = given.load(ordering: .relaxed)
    guard number - taken.load(ordering: .acquiring) < RecordingFeed.capacity else {
      leftOut += 1
      allLeftOut.add(1, ordering: .relaxed)
      return
    }
    let slot = number % RecordingFeed.capacity
    let frame = frames + slot * samples
    for i in 0..<Telephony.frameLength {
      if isMono {
        frame[i] = isBlank ? 0 : Int16(clamping: left[i])
        continue
      }
      frame[2 * i] = isBlank ? 0 : Int16(clamping: left[i])
      frame[2 * i + 1] = isBlank || i >= right.count ? 0 : right[i]
    }
    gaps[slot] = leftOut
    leftOut = 0
    given.store(number + 1, ordering: .releasing)
  }
  /// Nothing more comes.
  func end() { over.store(true, ordering: .releasing) }
  /// The recorder wants no more.
  var isRefused: Bool { refused.load(ordering: .relaxed) }

  // MARK: The recorder's thread

  /// Whether the leg has given its last. Asked before `take`, nothing can be missed.
  var isOver: Bool { over.load(ordering: .acquiring) }
  func refuse() { refused.store(true, ordering: .relaxed) }
  /// Frames left out so far.
  var lost: Int { allLeftOut.load(ordering: .relaxed) }

  /// Hands out all that is there: frames left out before it, then its samples, both channels by turns.
  func take(_ frame: (_ gap: Int, UnsafeBufferPointer<Int16>) -> Void) {
    let end = given.load(ordering: .acquiring)
    var number = taken.load(ordering: .relaxed)
    while number < end {
      let slot = number % RecordingFeed.capacity
      frame(
        gaps[slot],
        UnsafeBufferPointer(start: frames + slot * samples, count: samples))
      number += 1
    }
    taken.store(end, ordering: .releasing)
  }
}
