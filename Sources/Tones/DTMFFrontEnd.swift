/// The detector's ear: samples in, finished `ToneBlocks` out. It filters, and correlates each block of 2.5 ms
/// with the eight frequencies; what that means is the business of `DTMFDecision`.
struct DTMFFrontEnd: Sendable {
  private var dialTone = DialToneFilter()
  private var hiss = HissFilter()
  private var s1 = SIMD8<Float>(), s2 = SIMD8<Float>()
  /// Of the block so far: all, and without what lies above the DTMF band.
  private var energy = SIMD2<Float>()
  private var filled = 0
  /// The newest blocks, each of them finished.
  private(set) var blocks = ToneBlocks()

  /// Samples taken so far.
  var position: Int { blocks.count * ToneBlocks.length + filled }

  /// Takes samples from `start` on, until a block is finished or there are no more.
  /// - Parameter start: moves behind the last sample taken.
  /// - Returns: whether a block is finished.
  mutating func take(_ samples: Span<Int16>, from start: inout Int) -> Bool {
    let coefficients = DTMFTable.coefficients
    let n = min(ToneBlocks.length - filled, samples.count - start)
    var (s1, s2, energy, dialTone, hiss) = (s1, s2, energy, dialTone, hiss)
    for j in start..<(start + n) {
      let x = dialTone(Float(samples[j]))
      let y = hiss(x)
      energy += SIMD2(x * x, y * y)
      let s = coefficients * s1 + (x - s2)
      s2 = s1
      s1 = s
    }
    (self.s1, self.s2, self.energy, self.dialTone, self.hiss) = (s1, s2, energy, dialTone, hiss)
    filled += n
    start += n
    guard filled == ToneBlocks.length else { return false }
    blocks.append(s1, s2, energy: energy)
    self.s1 = .zero
    self.s2 = .zero
    self.energy = .zero
    filled = 0
    return true
  }
}
