import Chronology
import Synchronization
import Tones

/// What one leg says, for those who hear it: its last half second, written by the leg's thread and read by
/// any number of others, each at a place of its own. Nobody waits for anybody: who reads too late has missed
/// it, which he sees by the count of what was written.
final class VoiceRing: @unchecked Sendable {
  /// Samples; a power of two.
  static let capacity = 4096
  /// Keys that are told and not heard yet.
  static let keyCapacity = 8

  private let samples: UnsafeMutablePointer<Atomic<Int16>>
  private let keys: UnsafeMutablePointer<Atomic<UInt8>>
  private let count = Atomic<Int>(0)
  private let countOfKeys = Atomic<Int>(0)
  private let arrivedAt = Atomic<Int64>(0)
  private let lastPacket = Atomic<Int>(0)
  private let heardUpTo = Atomic<Int>(0)

  init() {
    samples = .allocate(capacity: VoiceRing.capacity)
    for i in 0..<VoiceRing.capacity { (samples + i).initialize(to: Atomic(0)) }
    keys = .allocate(capacity: VoiceRing.keyCapacity)
    for i in 0..<VoiceRing.keyCapacity { (keys + i).initialize(to: Atomic(0)) }
  }
  deinit {
    samples.deinitialize(count: VoiceRing.capacity)
    samples.deallocate()
    keys.deinitialize(count: VoiceRing.keyCapacity)
    keys.deallocate()
  }

  // MARK: The leg that speaks

  /// What has arrived together counts as one packet.
  func write(_ new: Span<Int16>, at instant: Instant) {
    let start = count.load(ordering: .relaxed)
    for i in new.indices {
      samples[(start &+ i) & (VoiceRing.capacity - 1)].store(new[i], ordering: .relaxed)
    }
    arrived(new.count, at: instant, from: start)
  }

  /// The same for silence.
  func writeSilence(_ length: Int, at instant: Instant) {
    let start = count.load(ordering: .relaxed)
    for i in 0..<length { samples[(start &+ i) & (VoiceRing.capacity - 1)].store(0, ordering: .relaxed) }
    arrived(length, at: instant, from: start)
  }

  private func arrived(_ length: Int, at instant: Instant, from start: Int) {
    let isMore = arrivedAt.load(ordering: .relaxed) == instant.microseconds
    let before = isMore ? lastPacket.load(ordering: .relaxed) : 0
    lastPacket.store(before &+ length, ordering: .relaxed)
    arrivedAt.store(instant.microseconds, ordering: .relaxed)
    count.store(start &+ length, ordering: .releasing)
  }

  /// Takes the last samples back, as far as nobody has heard them.
  func takeBack(_ length: Int, fades: Bool = true) {
    let end = count.load(ordering: .relaxed)
    let start = max(end - min(length, VoiceRing.capacity / 2), heardUpTo.load(ordering: .relaxed), 0)
    for i in start..<max(start, end) {
      let left = fades ? max(0, SegmentPlayer.fadeLength - (i - start)) : 0
      let slot = i & (VoiceRing.capacity - 1)
      let sample = Int(samples[slot].load(ordering: .relaxed)) * left / SegmentPlayer.fadeLength
      samples[slot].store(Int16(clamping: sample), ordering: .relaxed)
    }
  }

  /// A key was pressed of which there is no sound.
  func press(_ key: Key) {
    let number = countOfKeys.load(ordering: .relaxed)
    keys[number & (VoiceRing.keyCapacity - 1)].store(key.rawValue, ordering: .relaxed)
    countOfKeys.store(number &+ 1, ordering: .releasing)
  }

  // MARK: Those who hear it

  /// Samples so far.
  var written: Int { count.load(ordering: .acquiring) }
  var keysPressed: Int { countOfKeys.load(ordering: .acquiring) }
  /// When the last of them came, and how many came together.
  var arrival: Instant { Instant(microseconds: arrivedAt.load(ordering: .relaxed)) }
  var packet: Int { lastPacket.load(ordering: .relaxed) }

  /// One of the last samples, by its number.
  subscript(position: Int) -> Int {
    Int(samples[position & (VoiceRing.capacity - 1)].load(ordering: .relaxed))
  }
  func key(_ number: Int) -> Key? {
    Key(rawValue: keys[number & (VoiceRing.keyCapacity - 1)].load(ordering: .relaxed))
  }
  /// One of them has heard all before that.
  func heard(upTo position: Int) {
    if position > heardUpTo.load(ordering: .relaxed) { heardUpTo.store(position, ordering: .relaxed) }
  }
}
