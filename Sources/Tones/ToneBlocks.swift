/// Correlations of the last 40 ms with the eight DTMF frequencies, a value each 2.5 ms.
///
/// Each value's phase counts from the very first sample, so that a steady tone gives the same value in every
/// block, and one beside its nominal frequency a value that turns by the same angle from block to block.
///
/// What only reads is `mutating` all the same, and who asks has it `inout`: to read one element of a borrowed
/// `InlineArray` the compiler copies all of it.
struct ToneBlocks: Sendable {
  /// Samples in a block.
  static let length = 20
  /// Blocks kept; a power of two.
  static let kept = 16

  private var re = InlineArray<16, SIMD8<Float>>(repeating: .zero)
  private var im = InlineArray<16, SIMD8<Float>>(repeating: .zero)
  /// The energy of a block: all of it, and without what lies above the DTMF band.
  private var energies = InlineArray<16, SIMD2<Float>>(repeating: .zero)
  /// The phase of the eight frequencies in the middle of the next block.
  private var phaseRe = SIMD8<Float>(repeating: 1), phaseIm = SIMD8<Float>()
  /// Blocks taken so far.
  private(set) var count = 0
  /// Samples in them.
  var position: Int { count * Self.length }

  /// Takes a block's correlations with the eight frequencies, each as it is in the middle of the block.
  @inline(__always)
  mutating func append(_ blockRe: SIMD8<Float>, _ blockIm: SIMD8<Float>, energy: SIMD2<Float>) {
    let slot = count & (Self.kept - 1)
    re[slot] = blockRe * phaseRe + blockIm * phaseIm
    im[slot] = blockIm * phaseRe - blockRe * phaseIm
    energies[slot] = energy
    // One Newton step keeps the turning vector's length at 1.
    let length = 1.5 - 0.5 * (phaseRe * phaseRe + phaseIm * phaseIm)
    (phaseRe, phaseIm) = (
      (phaseRe * DTMFTable.turnRe - phaseIm * DTMFTable.turnIm) * length,
      (phaseRe * DTMFTable.turnIm + phaseIm * DTMFTable.turnRe) * length
    )
    count += 1
  }

  @inline(__always) private func slot(_ back: Int) -> Int { (count - 1 - back) & (Self.kept - 1) }

  /// The energy of the newest `blocks`.
  mutating func energy(newest blocks: Int) -> SIMD2<Float> {
    var sum = SIMD2<Float>()
    for back in 0..<blocks { sum += energies[slot(back)] }
    return sum
  }

  /// What all eight are over the two Hann windows of 20 ms that overlap by half, the newer one ending now.
  mutating func hannWindows() -> (strength: SIMD8<Float>, turnRe: SIMD8<Float>, turnIm: SIMD8<Float>) {
    let hann = DTMFTable.hann
    var oldRe = SIMD8<Float>(), oldIm = SIMD8<Float>(), newRe = SIMD8<Float>(), newIm = SIMD8<Float>()
    for k in 0..<8 {
      let n = slot(7 - k), o = slot(11 - k)
      newRe += hann[k] * re[n]
      newIm += hann[k] * im[n]
      oldRe += hann[k] * re[o]
      oldIm += hann[k] * im[o]
    }
    return (
      oldRe * oldRe + oldIm * oldIm + (newRe * newRe + newIm * newIm),
      newRe * oldRe + newIm * oldIm, newIm * oldRe - newRe * oldIm
    )
  }

  /// The sum of the blocks from `oldest` to `newest` (counted back from now), each turned back by what the
  /// tone has turned since block `start`.
  mutating func sum(lane: Int, turn: SIMD2<Float>, from oldest: Int, through newest: Int) -> SIMD2<Float> {
    var sum = SIMD2<Float>()
    var back = SIMD2<Float>(1, 0)
    for k in stride(from: oldest, through: newest, by: -1) {
      let i = slot(k)
      sum += back.conjugateTimes(SIMD2(re[i][lane], im[i][lane]))
      back = back.times(turn)
    }
    return sum
  }
  /// Mean power of one tone in blocks, added in phase: `(10 · amplitude)²`.
  mutating func power(lane: Int, turn: SIMD2<Float>, from oldest: Int, through newest: Int) -> Float {
    let n = Float(oldest - newest + 1)
    return sum(lane: lane, turn: turn, from: oldest, through: newest).squaredLength / (n * n)
  }

  /// How much of one tone another one looks like, over the four oldest of 12 blocks: the inner product of
  /// the two; each later four blocks turn it by `turn`.
  mutating func likeness(low: Int, high: Int, lowTurn: SIMD2<Float>, highTurn: SIMD2<Float>) -> (
    first: SIMD2<Float>, turn: SIMD2<Float>
  ) {
    let l = low, h = high + 4
    let start = windowPhase(l).conjugateTimes(windowPhase(h))
    let r = lowTurn.times(Self.turn(l)).conjugateTimes(highTurn.times(Self.turn(h)))
    let r2 = r.times(r)
    let one = SIMD2<Float>(1, 0)
    let four = (one + r).times(one + r2)
    return ((start * DTMFTable.kernel[low * 4 + high]).times(four), r2.times(r2))
  }

  /// How much of the mirror image of one tone, as real samples have it, another one looks like over the 12
  /// newest blocks.
  mutating func image(
    _ one: Int, _ other: Int, _ oneTurn: SIMD2<Float>, _ otherTurn: SIMD2<Float>
  ) -> SIMD2<Float> {
    let start = windowPhase(one).times(windowPhase(other))
    let r = oneTurn.times(Self.turn(one)).times(otherTurn.times(Self.turn(other)))
    let r2 = r.times(r), r4 = r2.times(r2)
    let unit = SIMD2<Float>(1, 0)
    let twelve = (unit + r).times(unit + r2).times(unit + r4 + r4.times(r4))
    return start.times(twelve) * DTMFTable.imageKernel[one * 8 + other]
  }

  /// A frequency's phase in the middle of the oldest of 12 blocks.
  private func windowPhase(_ lane: Int) -> SIMD2<Float> {
    SIMD2(phaseRe[lane], phaseIm[lane])
      .times(SIMD2(DTMFTable.windowTurnRe[lane], -DTMFTable.windowTurnIm[lane]))
  }
  private static func turn(_ lane: Int) -> SIMD2<Float> {
    SIMD2(DTMFTable.turnRe[lane], DTMFTable.turnIm[lane])
  }
}

extension SIMD2<Float> {
  @inline(__always) func times(_ o: Self) -> Self { Self(x * o.x - y * o.y, x * o.y + y * o.x) }
  /// Its conjugate, times the other.
  @inline(__always) func conjugateTimes(_ o: Self) -> Self { Self(x * o.x + y * o.y, x * o.y - y * o.x) }
  @inline(__always) var squaredLength: Float { x * x + y * y }
}
