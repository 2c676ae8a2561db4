/// The newest samples by their position, each kept twice so that every stretch lies in one piece.
struct SampleRing: Sendable {
  private var samples: [Float]
  private let mask: Int
  /// - Parameter size: a power of two; the longest stretch that can be asked for.
  init(size: Int) {
    samples = [Float](repeating: 0, count: 2 * size)
    mask = size - 1
  }
  /// A sample, or silence from before the first; positions older than `size` are taken by newer ones.
  subscript(position: Int) -> Float {
    get { samples[position & mask] }
    set {
      samples[position & mask] = newValue
      samples[position & mask + mask + 1] = newValue
    }
  }
  /// Lends the samples from a position on; at most `size` of them may be read.
  @inline(__always) func from<R>(_ position: Int, _ body: (UnsafePointer<Float>) -> R) -> R? {
    samples.withUnsafeBufferPointer { $0.baseAddress.map { body($0 + position & mask) } }
  }
  func energy(_ range: Range<Int>) -> Float {
    var sum: Float = 0
    for position in range { sum += samples[position & mask] * samples[position & mask] }
    return sum
  }
}
