import Engine
import Tones

/// What a caller's telephone sends, sample by sample: silence, and what was mixed into it.
struct CallerSound {
  private var samples: [Int16] = []
  /// The position of `samples.first`.
  private var origin = 0
  /// What is before it has been sent.
  private(set) var position = 0
  /// Samples of sound still to be sent.
  var remaining: Int { max(0, origin + samples.count - position) }

  /// Adds sound from that position on; what would lie in the past is left out.
  mutating func mix(_ sound: [Int16], at start: Int) {
    let skipped = max(0, position - start)
    guard skipped < sound.count else { return }
    if remaining == 0 {
      samples.removeAll(keepingCapacity: true)
      origin = position
    }
    let from = max(start, position) - origin
    let end = from + sound.count - skipped
    if end > samples.count { samples.append(contentsOf: repeatElement(0, count: end - samples.count)) }
    for i in from..<end {
      samples[i] = Int16(clamping: Int(samples[i]) + Int(sound[skipped + i - from]))
    }
  }

  mutating func next(_ count: Int) -> [Int16] {
    let from = min(position - origin, samples.count)
    var frame = Array(samples[from..<min(from + count, samples.count)])
    frame.append(contentsOf: repeatElement(0, count: count - frame.count))
    position += count
    return frame
  }
}
