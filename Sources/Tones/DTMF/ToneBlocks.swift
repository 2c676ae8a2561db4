/// The last blocks of 2.5 ms: what of each is below 2 kHz, how much above, and, as far as somebody asked for it,
/// what the eight DTMF frequencies have of it.
///
/// The sound of a block is kept for 80 ms. Of it the dial tone is filtered out (`filter`), and the rest correlated
/// with the frequencies (`correlate`), only when there may be a digit: whoever asks has to catch up with what was
/// missed. Each correlation has its phase in the middle of its block: that of a tone turns by the same angle from
/// block to block, by `nominalTurn` if it is just on its frequency.
///
/// What only reads is `mutating` all the same, and who asks has it `inout`: to read one element of a borrowed
/// `InlineArray` the compiler copies all of it.
struct ToneBlocks: Sendable {
  /// Samples in a block, and those of its lower half, which are at 4 kHz.
  static let length = 20, halfLength = 10
  /// Blocks kept, and of how many of these the correlations; powers of two.
  static let kept = 32, correlations = 16

  /// The sound below 2 kHz, twice as large, block by block; without the dial tone, as far as it is `filtered`.
  var lower = InlineArray<320, Float>(repeating: 0)
  /// The energy of each block below 2 kHz, above, and in the DTMF band.
  private var lowerEnergy = InlineArray<32, Float>(repeating: 0)
  private var upperEnergy = InlineArray<32, Float>(repeating: 0)
  private var bandEnergy = InlineArray<32, Float>(repeating: 0)
  /// The same of each four blocks the last of which has an odd number.
  private var lowerFours = InlineArray<16, Float>(repeating: 0)
  private var upperFours = InlineArray<16, Float>(repeating: 0)
  private var bandFours = InlineArray<16, Float>(repeating: 0)

  /// Eight real and eight imaginary parts a block.
  private var values = InlineArray<256, Float>(repeating: 0)
  /// The sums of the newest two blocks whose number is even, in the middle of the second.
  private var two = InlineArray<16, Float>(repeating: 0)
  /// The power of each frequency over four blocks the last of which has an odd number, added as if the tones were
  /// just on their frequencies.
  private var powers = InlineArray<64, Float>(repeating: 0)

  private var dialTone = DialToneFilter()
  /// Blocks heard so far, and those among them that were filtered and correlated.
  private(set) var count = 0
  private var filtered = 0, correlated = 0
  /// Samples in them.
  var position: Int { count * Self.length }

  @inline(__always) private static func place(_ block: Int) -> Int { block & (kept &- 1) }
  /// The place of the block `back` before the newest, and that of its correlations.
  @inline(__always) private func place(_ back: Int) -> Int { Self.place(count &- 1 &- back) }
  @inline(__always) private func slot(_ back: Int) -> Int {
    (count &- 1 &- back) & (Self.correlations &- 1)
  }

  // MARK: Halves

  /// How many blocks can be put next to each other now.
  var room: Int { Self.kept - Self.place(count) }

  /// Where in `lower` the next block begins.
  @inline(__always) var startOfNext: Int { Self.place(count) &* Self.halfLength }

  /// Takes a block whose lower half is in `lower` already; `next` tells of it.
  /// - Parameters:
  ///   - block: how many have been taken since the last that was told of.
  ///   - lower, upper: the energy of its halves.
  @inline(__always)
  mutating func take(_ block: Int, lower: Float, upper: Float) {
    let place = Self.place(count &+ block)
    lowerEnergy[unchecked: place] = lower
    upperEnergy[unchecked: place] = upper
    if place & 1 != 0 { keepFours(place) }
  }
  @inline(__always)
  private mutating func keepFours(_ place: Int) {
    let (a, b) = ((place &- 3) & (Self.kept &- 1), (place &- 2) & (Self.kept &- 1))
    lowerFours[unchecked: place &>> 1] =
      (lowerEnergy[unchecked: a] + lowerEnergy[unchecked: b])
      + (lowerEnergy[unchecked: place &- 1] + lowerEnergy[unchecked: place])
    upperFours[unchecked: place &>> 1] =
      (upperEnergy[unchecked: a] + upperEnergy[unchecked: b])
      + (upperEnergy[unchecked: place &- 1] + upperEnergy[unchecked: place])
  }
  /// Takes blocks of silence; `next` tells of each.
  mutating func takeSilence(_ blocks: Int) {
    for block in count..<(count + blocks) {
      let place = Self.place(block)
      for i in 0..<Self.halfLength { lower[unchecked: place &* Self.halfLength &+ i] = 0 }
      lowerEnergy[unchecked: place] = 0
      upperEnergy[unchecked: place] = 0
      if place & 1 != 0 { keepFours(place) }
    }
  }
  /// Goes on by a block of those that were taken.
  @inline(__always)
  mutating func next() { count &+= 1 }
  /// Passes blocks of silence when there is nothing else.
  mutating func pass(_ blocks: Int) { count += blocks }

  /// May the last 30 ms hold two tones of that energy, by what the halves have? Asked after every second block.
  @inline(__always)
  mutating func mayHoldTones(of least: Float) -> Bool {
    let (a, b, c) = (four(0), four(2), four(4))
    let (newest, middle, oldest) = (
      lowerFours[unchecked: a], lowerFours[unchecked: b], lowerFours[unchecked: c]
    )
    let upper = (upperFours[unchecked: a], upperFours[unchecked: b], upperFours[unchecked: c])
    // What is in the band is nearly all in the lower half, with what is below it.
    let inBand = 1.1 * (newest + middle + oldest), all = inBand + (upper.0 + upper.1 + upper.2)
    guard all >= least, inBand >= DTMFPair.quickShare * all else { return false }
    // Has it only begun?
    return oldest + upper.2 >= all / 9 || 2 * (newest + upper.0) < middle + upper.1
  }
  /// Has the newest third of the last 30 ms more than twice what the oldest has, by what both halves have? Asked
  /// after every second block.
  @inline(__always)
  mutating func hasBegun() -> Bool { sumOfFour(four(0)) > 2 * sumOfFour(four(4)) }
  /// Has it less than half of what the middle one has?
  @inline(__always)
  mutating func hasEnded() -> Bool { 2 * sumOfFour(four(0)) < sumOfFour(four(2)) }
  @inline(__always)
  private mutating func sumOfFour(_ i: Int) -> Float { lowerFours[unchecked: i] + upperFours[unchecked: i] }
  /// The place of the four blocks that end `back` pairs of blocks ago.
  @inline(__always) private func four(_ back: Int) -> Int { ((count &>> 1) &- 1 &- back) & 15 }

  /// The energy below 2 kHz in the last four blocks.
  @inline(__always)
  mutating func lowerEnergyOfFour() -> Float {
    if count & 1 == 0 { return lowerFours[unchecked: four(0)] }
    return (lowerEnergy[unchecked: place(0)] + lowerEnergy[unchecked: place(1)])
      + (lowerEnergy[unchecked: place(2)] + lowerEnergy[unchecked: place(3)])
  }

  /// What the last two blocks have of a tone, with its phase at their beginning; nil if they are filtered already.
  /// Asked after every second block.
  /// - Parameter table: `FilterTable.numbers`.
  @inline(__always)
  mutating func unfilteredTone(_ lane: Int, _ table: Span<Float>) -> Phasor? {
    guard filtered <= count &- 2 else { return nil }
    let start = place(1) &* Self.halfLength, cosine = FilterTable.steady &+ (lane & 7) &* 40
    var re = InlineArray<4, Float>(repeating: 0), im = InlineArray<4, Float>(repeating: 0)
    for k in 0..<5 {
      let (i, j) = (start &+ 4 &* k, cosine &+ 4 &* k)
      for l in 0..<4 { re[unchecked: l] += lower[unchecked: i &+ l] * table[unchecked: j &+ l] }
      for l in 0..<4 { im[unchecked: l] += lower[unchecked: i &+ l] * table[unchecked: j &+ 20 &+ l] }
    }
    return Phasor(
      (re[unchecked: 0] + re[unchecked: 1]) + (re[unchecked: 2] + re[unchecked: 3]),
      -((im[unchecked: 0] + im[unchecked: 1]) + (im[unchecked: 2] + im[unchecked: 3])))
  }

  // MARK: Catching up

  /// Filters the dial tone out of the blocks of which that has not been done.
  /// - Parameter table: `FilterTable.numbers`.
  @inline(never)
  mutating func filter(_ table: Span<Float>) {
    if count &- filtered > Self.correlations &+ Self.warmUp {
      dialTone = DialToneFilter()
      filtered = count &- Self.correlations &- Self.warmUp
    }
    while filtered < count {
      let place = Self.place(filtered)
      if lowerEnergy[unchecked: place] == 0 {
        // Silence: only what is left in the filter would ring.
        dialTone = DialToneFilter()
        bandEnergy[unchecked: place] = 0
      } else {
        bandEnergy[unchecked: place] = 2 * dialTone.filter(&lower, from: place &* Self.halfLength, table)
      }
      if place & 1 != 0 {
        let (a, b) = ((place &- 3) & (Self.kept &- 1), (place &- 2) & (Self.kept &- 1))
        bandFours[unchecked: place &>> 1] =
          (bandEnergy[unchecked: a] + bandEnergy[unchecked: b])
          + (bandEnergy[unchecked: place &- 1] + bandEnergy[unchecked: place])
      }
      filtered &+= 1
    }
  }
  /// Blocks after which the dial tone filter has forgotten what was before, by 54 dB.
  private static let warmUp = 6

  /// Filters and correlates the blocks of which that has not been done.
  /// - Parameter table: `FilterTable.numbers`.
  @inline(never)
  mutating func correlate(_ table: Span<Float>) {
    if filtered < count { filter(table) }
    correlated = max(correlated, count &- Self.correlations)
    while correlated < count {
      let start = Self.place(correlated) &* Self.halfLength
      let slot = correlated & (Self.correlations &- 1)
      var re = InlineArray<8, Float>(repeating: 0), im = InlineArray<8, Float>(repeating: 0)
      for k in 0..<5 {
        let (a, b) = (lower[unchecked: start &+ k], lower[unchecked: start &+ 9 &- k])
        let (even, odd) = (a + b, a - b)
        let i = FilterTable.tones &+ 16 &* k
        for lane in 0..<8 { re[unchecked: lane] += even * table[unchecked: i &+ lane] }
        for lane in 0..<8 { im[unchecked: lane] += odd * table[unchecked: i &+ 8 &+ lane] }
      }
      for lane in 0..<8 {
        values[unchecked: slot &* 16 &+ lane] = re[unchecked: lane]
        values[unchecked: slot &* 16 &+ 8 &+ lane] = im[unchecked: lane]
      }
      if correlated & 1 != 0 { keepPowers(table) }
      correlated &+= 1
    }
  }

  /// Of the block that is just correlated. Not inlined, or else the compiler takes the correlation to pieces that
  /// suit this.
  @inline(never)
  private mutating func keepPowers(_ table: Span<Float>) {
    let new = (correlated & (Self.correlations &- 1)) &* 16, old = new &- 16
    let (turn, turn2) = (FilterTable.turn, FilterTable.turnOfTwo)
    var re = InlineArray<8, Float>(repeating: 0), im = InlineArray<8, Float>(repeating: 0)
    for k in 0..<8 {
      let (x, y) = (values[unchecked: old &+ k], values[unchecked: old &+ 8 &+ k])
      let (c, s) = (table[unchecked: turn &+ k], table[unchecked: turn &+ 8 &+ k])
      re[unchecked: k] = values[unchecked: new &+ k] + (c * x - s * y)
      im[unchecked: k] = values[unchecked: new &+ 8 &+ k] + (c * y + s * x)
    }
    var power = InlineArray<8, Float>(repeating: 0)
    for k in 0..<8 {
      let (x, y) = (two[unchecked: k], two[unchecked: k &+ 8])
      let (c, s) = (table[unchecked: turn2 &+ k], table[unchecked: turn2 &+ 8 &+ k])
      let (a, b) = (re[unchecked: k] + (c * x - s * y), im[unchecked: k] + (c * y + s * x))
      power[unchecked: k] = a * a + b * b
    }
    let i = ((correlated &>> 1) & 7) &* 8
    for k in 0..<8 { powers[unchecked: i &+ k] = power[unchecked: k] }
    for k in 0..<8 {
      two[unchecked: k] = re[unchecked: k]
      two[unchecked: k &+ 8] = im[unchecked: k]
    }
  }
  /// The place of the powers of the four blocks that end `back` pairs of blocks ago.
  @inline(__always) private func row(_ back: Int) -> Int { (((count &>> 1) &- 1 &- back) & 7) &* 8 }

  // MARK: Energy, when filtered

  /// The energies of each third of the newest 12 blocks, whose number is even.
  @inline(__always)
  mutating func evenThirds() -> (oldest: BlockEnergy, middle: BlockEnergy, newest: BlockEnergy) {
    @inline(__always) func energy(_ i: Int) -> BlockEnergy {
      let inBand = bandFours[unchecked: i]
      return BlockEnergy(
        all: inBand + upperFours[unchecked: i], inBand: inBand, toItsEnd: lowerFours[unchecked: i])
    }
    return (energy(four(4)), energy(four(2)), energy(four(0)))
  }
  /// The energy of the newest `blocks`.
  @inline(__always)
  mutating func energy(newest blocks: Int) -> BlockEnergy {
    if blocks == 12, count & 1 == 0 {
      let (oldest, middle, newest) = evenThirds()
      return oldest + middle + newest
    }
    var sum = BlockEnergy()
    for back in 0..<blocks {
      let i = place(back)
      sum.all += bandEnergy[unchecked: i] + upperEnergy[unchecked: i]
      sum.inBand += bandEnergy[unchecked: i]
      sum.toItsEnd += lowerEnergy[unchecked: i]
    }
    return sum
  }
  /// All the energy in each third of the newest 12 blocks.
  mutating func thirds() -> (oldest: Float, middle: Float, newest: Float) {
    func all(_ back: Int) -> Float {
      bandEnergy[unchecked: place(back)] + upperEnergy[unchecked: place(back)]
    }
    func sum(_ back: Int) -> Float {
      (all(back) + all(back &+ 1)) + (all(back &+ 2) + all(back &+ 3))
    }
    return (sum(8), sum(4), sum(0))
  }

  // MARK: Power, when correlated

  /// The power of each frequency over the newest 12 blocks, whose number is even, added in phase over each
  /// third of them: `fullPower` for each unit of a tone's energy, less what its frequency is off.
  @inline(__always)
  mutating func evenPowers() -> InlineArray<8, Float> {
    let (a, b, c) = (row(0), row(2), row(4))
    var sum = InlineArray<8, Float>(repeating: 0)
    for k in 0..<8 {
      sum[unchecked: k] = powers[unchecked: a &+ k] + (powers[unchecked: b &+ k] + powers[unchecked: c &+ k])
    }
    return sum
  }
  static var fullPower: Float { 40 }
  /// The least of the powers of the three thirds that make up `evenPowers`, and the greatest.
  @inline(__always)
  mutating func evenRange(_ lane: Int) -> (least: Float, greatest: Float) {
    let a = powers[unchecked: row(0) &+ (lane & 7)]
    let b = powers[unchecked: row(2) &+ (lane & 7)]
    let c = powers[unchecked: row(4) &+ (lane & 7)]
    return (min(a, min(b, c)), max(a, max(b, c)))
  }
  /// The power of one frequency over the newest four blocks, as of the last one whose number is even.
  @inline(__always)
  mutating func newestPower(_ lane: Int) -> Float { powers[unchecked: row(0) &+ (lane & 7)] }
  /// What that is for each unit of a tone's power that turns so from block to block beyond its frequency.
  static func newestGain(_ turn: Phasor) -> Float {
    let unit = Phasor(1, 0)
    return (unit + turn).squaredLength * (unit + turn.squared).squaredLength
  }
  /// The energy in the DTMF band of the same blocks.
  @inline(__always)
  mutating func newestBandEnergy() -> Float { bandFours[unchecked: four(0)] }
  /// The strongest row and column of the last 10 ms, as of the last block whose number is even.
  @inline(__always)
  mutating func strongestPair() -> LanePair {
    let i = row(0)
    var newest = InlineArray<8, Float>(repeating: 0)
    for k in 0..<8 { newest[unchecked: k] = powers[unchecked: i &+ k] }
    return LanePair(strongestOf: newest)
  }

  // MARK: Tones, when correlated

  /// What a frequency turns by in a block.
  static func nominalTurn(_ lane: Int) -> Phasor {
    Phasor(DTMFTable.turnCosine[lane & 7], DTMFTable.turnSine[lane & 7])
  }

  /// A row and a column over the two Hann windows of 20 ms that overlap by half, the newer one ending now,
  /// in phase in the middle of the oldest block of each.
  mutating func hannWindows(_ lanes: LanePair) -> (
    low: (older: Phasor, newer: Phasor), high: (older: Phasor, newer: Phasor)
  ) {
    let (low, high) = (lanes.low & 7, lanes.high & 7)
    let (lowTurn, highTurn) = (Self.nominalTurn(low), Self.nominalTurn(high))
    // All four together.
    let c: InlineArray<4, Float> = [lowTurn.x, highTurn.x, lowTurn.x, highTurn.x]
    let s: InlineArray<4, Float> = [lowTurn.y, highTurn.y, lowTurn.y, highTurn.y]
    var re = InlineArray<4, Float>(repeating: 0), im = InlineArray<4, Float>(repeating: 0)
    for k in 0..<8 {
      // From the newest to the oldest, each turned back once more.
      let weight = Self.hannWeights[unchecked: k]
      let (old, new) = (slot(4 &+ k) &* 16, slot(k) &* 16)
      let x: InlineArray<4, Float> = [
        values[unchecked: old &+ low], values[unchecked: old &+ high],
        values[unchecked: new &+ low], values[unchecked: new &+ high],
      ]
      let y: InlineArray<4, Float> = [
        values[unchecked: old &+ low &+ 8], values[unchecked: old &+ high &+ 8],
        values[unchecked: new &+ low &+ 8], values[unchecked: new &+ high &+ 8],
      ]
      var (nextRe, nextIm) = (re, im)
      for l in 0..<4 {
        nextRe[unchecked: l] =
          c[unchecked: l] * re[unchecked: l] + s[unchecked: l] * im[unchecked: l] + weight * x[unchecked: l]
      }
      for l in 0..<4 {
        nextIm[unchecked: l] =
          c[unchecked: l] * im[unchecked: l] - s[unchecked: l] * re[unchecked: l] + weight * y[unchecked: l]
      }
      (re, im) = (nextRe, nextIm)
    }
    return (
      (Phasor(re[0], im[0]), Phasor(re[2], im[2])), (Phasor(re[1], im[1]), Phasor(re[3], im[3]))
    )
  }
  private static let hannWeights: InlineArray<8, Float> = [
    0.038060233, 0.30865827, 0.69134176, 0.96193975, 0.96193975, 0.69134176, 0.30865827, 0.038060233,
  ]

  /// The sum of the blocks from `oldest` to `newest`, counted back from now, as it is in the middle of the oldest
  /// one: each later one is turned back by what the tone has turned since, `turn` a block.
  @inline(__always)
  mutating func sum(lane: Int, turn: Phasor, from oldest: Int, through newest: Int) -> Phasor {
    let lane = lane & 7
    let first = slot(newest) &* 16 &+ lane
    var (re, im) = (values[unchecked: first], values[unchecked: first &+ 8])
    for k in 0..<(oldest &- newest) {
      let i = slot(newest &+ 1 &+ k) &* 16 &+ lane
      (re, im) = (
        turn.x * re + turn.y * im + values[unchecked: i],
        turn.x * im - turn.y * re + values[unchecked: i &+ 8]
      )
    }
    return Phasor(re, im)
  }
  /// Mean power of one tone in blocks, added in phase: `(10 · amplitude)²`.
  @inline(__always)
  mutating func power(lane: Int, turn: Phasor, from oldest: Int, through newest: Int) -> Float {
    let n = Float(oldest &- newest &+ 1)
    return sum(lane: lane, turn: turn, from: oldest, through: newest).squaredLength / (n * n)
  }

  /// The same over four blocks, and for tones that turn a quarter of a circle more or less in each.
  mutating func powers(lane: Int, turn: Phasor, newest: Int) -> (same: Float, faster: Float, slower: Float) {
    let lane = lane & 7
    @inline(__always) func value(_ back: Int) -> Phasor {
      let i = slot(newest &+ back) &* 16 &+ lane
      return Phasor(values[unchecked: i], values[unchecked: i &+ 8])
    }
    let turn2 = turn.squared
    let even = value(3) + turn2.conjugateTimes(value(1)), odd = turn.conjugateTimes(value(2))
    let last = turn2.times(turn).conjugateTimes(value(0))
    let even2 = value(3) - turn2.conjugateTimes(value(1)), odd2 = odd - last
    return (
      (even + (odd + last)).squaredLength / 16,
      Phasor(even2.x + odd2.y, even2.y - odd2.x).squaredLength / 16,
      Phasor(even2.x - odd2.y, even2.y + odd2.x).squaredLength / 16
    )
  }

  /// The tones of the last 10 ms, as they are in the middle of the next block, if they are nearly all there is.
  mutating func steadyPair() -> (low: TonePair.Part, high: TonePair.Part)? {
    guard count >= 8 else { return nil }
    var strength = InlineArray<8, Float>(repeating: 0)
    for i in 0..<4 {
      let windows = hannWindows(LanePair(low: i, high: 4 + i))
      strength[i] = windows.low.newer.squaredLength
      strength[4 + i] = windows.high.newer.squaredLength
    }
    let pair = LanePair(strongestOf: strength)
    let parts = (part(pair.low), part(pair.high))
    let energy =
      0.5 * Float(4 * Self.length) * (parts.0.value.squaredLength + parts.1.value.squaredLength)
    guard energy > 0, energy >= 0.7 * self.energy(newest: 4).inBand else { return nil }
    return parts
  }
  private mutating func part(_ lane: Int) -> TonePair.Part {
    // What it turns by from block to block beyond its frequency: first roughly, then by what is left of it
    // between the older and the newer half.
    var products = Phasor()
    let nominal = Self.nominalTurn(lane)
    for k in 0..<5 {
      let (newer, older) = (
        sum(lane: lane, turn: nominal, from: k + 1, through: k),
        sum(lane: lane, turn: nominal, from: k + 2, through: k + 1)
      )
      products += nominal.conjugateTimes(older.conjugateTimes(newer))
    }
    func full(_ turn: Float) -> Phasor { nominal.times(Phasor(cosine(turn), sine(turn))) }
    var turn = angle(products.y, products.x)
    for _ in 0..<2 {
      let vector = full(turn), square = vector.times(vector)
      // Both pairs of windows, 3 and 4 blocks apart: what one tone has of the other is not the same in them.
      let near = sum(lane: lane, turn: vector, from: 6, through: 3)
      let far = sum(lane: lane, turn: vector, from: 7, through: 4)
      let newer = sum(lane: lane, turn: vector, from: 3, through: 0)
      let three = square.times(vector).conjugateTimes(near.conjugateTimes(newer))
      let four = square.times(square).conjugateTimes(far.conjugateTimes(newer))
      turn += (angle(three.y, three.x) + angle(four.y, four.x)) / 7
    }
    // The sum stands as of its oldest block.
    let vector = full(turn), square = vector.times(vector)
    let newest = sum(lane: lane, turn: vector, from: 3, through: 0) / Float(4 * 10)
    return TonePair.Part(
      value: newest.times(square.times(square)),
      frequency: DTMFTable.frequencies[lane] + turn / (2 * .pi * Float(Self.length)))
  }

  /// How much of one tone another one looks like, over the four oldest of 12 blocks: the inner product of
  /// the two as they are in the middle of the oldest; each later four blocks turn it by `turn`.
  @inline(__always)
  static func likeness(low: Int, high: Int, lowTurn: Phasor, highTurn: Phasor) -> (
    first: Phasor, turn: Phasor
  ) {
    let r = lowTurn.conjugateTimes(highTurn)
    let r2 = r.times(r)
    let one = Phasor(1, 0)
    let kernel = DTMFTable.kernel[(low & 3) * 4 + (high & 3)]
    return ((one + r).times(one + r2) * kernel, r2.times(r2))
  }

  /// How much of the mirror image of one tone, as real samples have it, another one looks like over 12 blocks.
  @inline(__always)
  static func image(
    _ one: Int, _ other: Int, _ oneTurn: Phasor, _ otherTurn: Phasor
  ) -> Phasor {
    let r = oneTurn.times(otherTurn)
    let r2 = r.times(r)
    let r4 = r2.times(r2)
    let unit = Phasor(1, 0)
    let twelve = (unit + r).times(unit + r2).times(unit + r4 + r4.times(r4))
    return twelve * DTMFTable.imageKernel[(one & 7) * 8 + (other & 7)]
  }
}
