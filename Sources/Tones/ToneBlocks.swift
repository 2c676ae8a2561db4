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

  /// Eight numbers a block.
  private var re = InlineArray<128, Float>(repeating: 0)
  private var im = InlineArray<128, Float>(repeating: 0)
  /// The energy of a block: x without what lies below the DTMF band, y in the band, z up to its upper end.
  private var energies = InlineArray<16, SIMD4<Float>>(repeating: .zero)
  /// The power of each frequency over the newest four blocks, added as they are, and their energies: one for
  /// every second block, since that is how often it is asked for.
  private var powers = InlineArray<64, Float>(repeating: 0)
  private var fours = InlineArray<8, SIMD4<Float>>(repeating: .zero)
  /// The phase of the eight frequencies in the middle of the next block.
  private var phaseRe = SIMD8<Float>(repeating: 1), phaseIm = SIMD8<Float>()
  /// Blocks taken so far.
  private(set) var count = 0
  /// Samples in them.
  var position: Int { count * Self.length }

  /// Takes a block's correlations with the eight frequencies, each as it is in the middle of the block.
  @inline(__always)
  mutating func append(_ blockRe: SIMD8<Float>, _ blockIm: SIMD8<Float>, energy: SIMD4<Float>) {
    let slot = count & (Self.kept - 1)
    let turnedRe = blockRe * phaseRe + blockIm * phaseIm
    let turnedIm = blockIm * phaseRe - blockRe * phaseIm
    for lane in 0..<8 {
      re[unchecked: slot &* 8 &+ lane] = turnedRe[lane]
      im[unchecked: slot &* 8 &+ lane] = turnedIm[lane]
    }
    energies[slot] = energy
    // One Newton step keeps the turning vector's length at 1.
    let length = 1.5 - 0.5 * (phaseRe * phaseRe + phaseIm * phaseIm)
    (phaseRe, phaseIm) = (
      (phaseRe * DTMFTable.turnRe - phaseIm * DTMFTable.turnIm) * length,
      (phaseRe * DTMFTable.turnIm + phaseIm * DTMFTable.turnRe) * length
    )
    count += 1
    if count & 1 == 0 { keepPowers() }
  }

  @inline(__always)
  private mutating func keepPowers() {
    let (a, b, c, d) = (slot(0), slot(1), slot(2), slot(3))
    let sumRe = (Self.row(&re, a) + Self.row(&re, b)) + (Self.row(&re, c) + Self.row(&re, d))
    let sumIm = (Self.row(&im, a) + Self.row(&im, b)) + (Self.row(&im, c) + Self.row(&im, d))
    let power = sumRe * sumRe + sumIm * sumIm
    let i = (count &>> 1) & 7
    for lane in 0..<8 { powers[unchecked: i &* 8 &+ lane] = power[lane] }
    fours[unchecked: i] =
      (energies[unchecked: a] + energies[unchecked: b]) + (energies[unchecked: c] + energies[unchecked: d])
  }

  /// The energies of each third of the newest 12 blocks, whose number is even.
  @inline(__always)
  mutating func evenThirds() -> (oldest: SIMD4<Float>, middle: SIMD4<Float>, newest: SIMD4<Float>) {
    let i = count &>> 1
    return (
      fours[unchecked: (i &- 4) & 7], fours[unchecked: (i &- 2) & 7], fours[unchecked: i & 7]
    )
  }
  /// The power of each frequency over the newest 12 blocks, whose number is even, added in phase over each
  /// third of them: `fullPower` for each unit of a tone's energy, less what its frequency is off.
  @inline(__always)
  mutating func evenPowers() -> SIMD8<Float> {
    let i = count &>> 1
    return Self.row(&powers, i & 7) + Self.row(&powers, (i &- 2) & 7) + Self.row(&powers, (i &- 4) & 7)
  }
  static var fullPower: Float { 40 }
  /// The power of one frequency over the newest four blocks, added as they are.
  @inline(__always)
  mutating func newestPower(_ lane: Int) -> Float {
    let lane = lane & 7
    if count & 1 == 0 { return powers[unchecked: ((count &>> 1) & 7) &* 8 &+ lane] }
    let (a, b, c, d) = (
      slot(0) &* 8 &+ lane, slot(1) &* 8 &+ lane, slot(2) &* 8 &+ lane, slot(3) &* 8 &+ lane
    )
    let sumRe = (re[unchecked: a] + re[unchecked: b]) + (re[unchecked: c] + re[unchecked: d])
    let sumIm = (im[unchecked: a] + im[unchecked: b]) + (im[unchecked: c] + im[unchecked: d])
    return sumRe * sumRe + sumIm * sumIm
  }
  /// What that is for each unit of a tone's power that turns so from block to block.
  static func newestGain(_ turn: SIMD2<Float>) -> Float {
    let unit = SIMD2<Float>(1, 0)
    return (unit + turn).squaredLength * (unit + turn.times(turn)).squaredLength
  }
  /// The strongest row and column of the last 10 ms, as of the last block whose number is even.
  @inline(__always)
  mutating func strongestPair() -> (low: Int, high: Int) {
    let i = ((count &>> 1) & 7) &* 8
    @inline(__always) func strongest(_ i: Int) -> Int {
      let (x, y, z, w) = (
        powers[unchecked: i], powers[unchecked: i &+ 1], powers[unchecked: i &+ 2], powers[unchecked: i &+ 3]
      )
      let (a, b) = (y > x ? 1 : 0, w > z ? 3 : 2)
      return Swift.max(z, w) > Swift.max(x, y) ? b : a
    }
    return (strongest(i), strongest(i &+ 4))
  }
  @inline(__always) private static func row(_ a: inout InlineArray<64, Float>, _ slot: Int)
    -> SIMD8<Float>
  {
    let i = slot &* 8
    return SIMD8(
      a[unchecked: i], a[unchecked: i &+ 1], a[unchecked: i &+ 2], a[unchecked: i &+ 3],
      a[unchecked: i &+ 4], a[unchecked: i &+ 5], a[unchecked: i &+ 6], a[unchecked: i &+ 7])
  }

  /// Takes blocks of silence that need no trace: all that is kept is silence.
  mutating func pass(_ blocks: Int) { count += blocks }
  @inline(__always) private func slot(_ back: Int) -> Int {
    (count &- 1 &- back) & (Self.kept &- 1)
  }
  @inline(__always) private static func row(_ a: inout InlineArray<128, Float>, _ slot: Int)
    -> SIMD8<Float>
  {
    let i = slot &* 8
    return SIMD8(
      a[unchecked: i], a[unchecked: i &+ 1], a[unchecked: i &+ 2], a[unchecked: i &+ 3],
      a[unchecked: i &+ 4], a[unchecked: i &+ 5], a[unchecked: i &+ 6], a[unchecked: i &+ 7])
  }

  /// The energy of the newest `blocks`.
  @inline(__always)
  mutating func energy(newest blocks: Int) -> SIMD4<Float> {
    var sum = SIMD4<Float>()
    for back in 0..<blocks { sum += energies[unchecked: slot(back)] }
    return sum
  }

  /// The energy in the DTMF band of the newest four.
  @inline(__always)
  mutating func newestBandEnergy() -> Float {
    count & 1 == 0 ? fours[unchecked: (count &>> 1) & 7].y : energy(newest: 4).y
  }

  /// All the energy in each third of the newest 12 blocks.
  @inline(__always)
  mutating func thirds() -> (oldest: Float, middle: Float, newest: Float) {
    func sum(_ back: Int) -> Float {
      (energies[unchecked: slot(back)].x + energies[unchecked: slot(back &+ 1)].x)
        + (energies[unchecked: slot(back &+ 2)].x + energies[unchecked: slot(back &+ 3)].x)
    }
    return (sum(8), sum(4), sum(0))
  }

  /// What all eight are over the two Hann windows of 20 ms that overlap by half, the newer one ending now.
  @inline(__always)
  mutating func hannWindows() -> (
    strength: SIMD8<Float>, turnRe: SIMD8<Float>, turnIm: SIMD8<Float>
  ) {
    let (newRe, newIm) = hannWindow(from: 7)
    let (oldRe, oldIm) = hannWindow(from: 11)
    return (
      oldRe * oldRe + oldIm * oldIm + (newRe * newRe + newIm * newIm),
      newRe * oldRe + newIm * oldIm, newIm * oldRe - newRe * oldIm
    )
  }
  @inline(__always)
  private mutating func hannWindow(from oldest: Int) -> (re: SIMD8<Float>, im: SIMD8<Float>) {
    var (sumRe, sumIm) = (SIMD8<Float>(), SIMD8<Float>())
    for k in 0..<4 {
      // The window is the same from both ends.
      let (a, b) = (slot(oldest &- k), slot(oldest &- 7 &+ k))
      let weight = Self.hannWeight(k)
      sumRe += weight * (Self.row(&re, a) + Self.row(&re, b))
      sumIm += weight * (Self.row(&im, a) + Self.row(&im, b))
    }
    return (sumRe, sumIm)
  }

  /// The Hann window over 8 blocks, its first half.
  @inline(__always) private static func hannWeight(_ k: Int) -> Float {
    SIMD4<Float>(0.038060233, 0.30865827, 0.69134176, 0.96193975)[k]
  }

  /// The sum of the blocks from `oldest` to `newest` (counted back from now), each turned back by what the
  /// tone has turned since block `start`.
  mutating func sum(lane: Int, turn: SIMD2<Float>, from oldest: Int, through newest: Int) -> SIMD2<
    Float
  > {
    let lane = lane & 7
    var (sumRe, sumIm): (Float, Float) = (0, 0)
    var (c, s): (Float, Float) = (1, 0)
    var k = oldest
    while k >= newest {
      let i = slot(k) &* 8 &+ lane
      let (x, y) = (re[unchecked: i], im[unchecked: i])
      sumRe += c * x + s * y
      sumIm += c * y - s * x
      (c, s) = (c * turn.x - s * turn.y, c * turn.y + s * turn.x)
      k &-= 1
    }
    return SIMD2(sumRe, sumIm)
  }
  /// Mean power of one tone in blocks, added in phase: `(10 · amplitude)²`.
  mutating func power(lane: Int, turn: SIMD2<Float>, from oldest: Int, through newest: Int) -> Float {
    let n = Float(oldest - newest + 1)
    return sum(lane: lane, turn: turn, from: oldest, through: newest).squaredLength / (n * n)
  }

  /// The tones of the last 10 ms, as they are in the middle of the next block, if they are nearly all there is.
  mutating func steadyPair() -> (low: TonePair.Part, high: TonePair.Part)? {
    guard count >= 8 else { return nil }
    let (re, im) = hannWindow(from: 7)
    let strength = re * re + im * im
    var (low, high) = (0, 4)
    for i in 1..<4 where strength[i] > strength[low] { low = i }
    for i in 5..<8 where strength[i] > strength[high] { high = i }
    let parts = (part(low), part(high))
    let energy =
      0.5 * Float(4 * Self.length) * (parts.0.value.squaredLength + parts.1.value.squaredLength)
    guard energy > 0, energy >= 0.7 * self.energy(newest: 4).y else { return nil }
    return parts
  }
  private mutating func part(_ lane: Int) -> TonePair.Part {
    // What it turns by from block to block beyond its frequency: first roughly, then by what is left of it
    // between the older and the newer half.
    var products = SIMD2<Float>()
    let unit = SIMD2<Float>(1, 0)
    for k in 0..<5 {
      let (newer, older) = (
        sum(lane: lane, turn: unit, from: k + 1, through: k),
        sum(lane: lane, turn: unit, from: k + 2, through: k + 1)
      )
      products += older.conjugateTimes(newer)
    }
    var turn = angle(products.y, products.x)
    for _ in 0..<2 {
      let vector = SIMD2(cosine(turn), sine(turn))
      // Both pairs of windows, 3 and 4 blocks apart: what one tone has of the other is not the same in them.
      let near = sum(lane: lane, turn: vector, from: 6, through: 3)
      let far = sum(lane: lane, turn: vector, from: 7, through: 4)
      let newer = sum(lane: lane, turn: vector, from: 3, through: 0)
      let three = SIMD2(cosine(3 * turn), sine(3 * turn)).conjugateTimes(near.conjugateTimes(newer))
      let four = SIMD2(cosine(4 * turn), sine(4 * turn)).conjugateTimes(far.conjugateTimes(newer))
      turn += (angle(three.y, three.x) + angle(four.y, four.x)) / 7
    }
    // The sum stands as of its oldest block.
    let newest =
      sum(lane: lane, turn: SIMD2(cosine(turn), sine(turn)), from: 3, through: 0) / Float(4 * 10)
    let now = newest.times(SIMD2(cosine(4 * turn), sine(4 * turn)))
    return TonePair.Part(
      value: now.times(SIMD2(phaseRe[lane & 7], phaseIm[lane & 7])),
      frequency: DTMFTable.frequencies[lane] + turn / (2 * .pi * Float(Self.length)))
  }

  /// How much of one tone another one looks like, over the four oldest of 12 blocks: the inner product of
  /// the two; each later four blocks turn it by `turn`.
  mutating func likeness(low: Int, high: Int, lowTurn: SIMD2<Float>, highTurn: SIMD2<Float>) -> (
    first: SIMD2<Float>, turn: SIMD2<Float>
  ) {
    let l = low
    let h = high + 4
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
    let r2 = r.times(r)
    let r4 = r2.times(r2)
    let unit = SIMD2<Float>(1, 0)
    let twelve = (unit + r).times(unit + r2).times(unit + r4 + r4.times(r4))
    return start.times(twelve) * DTMFTable.imageKernel[one * 8 + other]
  }

  /// A frequency's phase in the middle of the oldest of 12 blocks.
  private mutating func windowPhase(_ lane: Int) -> SIMD2<Float> {
    let lane = lane & 7
    return SIMD2(DTMFTable.windowTurnCosine[lane], DTMFTable.windowTurnSine[lane])
      .conjugateTimes(SIMD2(phaseRe[lane], phaseIm[lane]))
  }
  private static func turn(_ lane: Int) -> SIMD2<Float> {
    SIMD2(DTMFTable.turnCosine[lane & 7], DTMFTable.turnSine[lane & 7])
  }
}

extension SIMD2<Float> {
  @inline(__always) func times(_ o: Self) -> Self { Self(x * o.x - y * o.y, x * o.y + y * o.x) }
  /// Its conjugate, times the other.
  @inline(__always) func conjugateTimes(_ o: Self) -> Self {
    Self(x * o.x + y * o.y, x * o.y - y * o.x)
  }
  @inline(__always) var squaredLength: Float { x * x + y * y }
}
