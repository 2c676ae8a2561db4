/// Finds DTMF digits in telephone audio: 8 kHz, 16-bit linear, any number of samples at a time.
///
/// Blocks of 2.5 ms are correlated with the eight frequencies (Goertzel, a SIMD lane each). Every block is a
/// step of a sliding window of 30 ms, over which the strongest row and column are followed in phase: that
/// gives their frequency, their level, and the share of the window's energy that is theirs. A digit is down
/// when that share says that the pair is nearly all there is and has been there for nearly the whole window;
/// it is up when the pair has been gone for longer than a lost packet of 20 ms.
///
/// A value of about 1.5 kB without references: copying it copies the ear. Feeding it allocates nothing.
public struct DTMFDetector: Sendable {
  static let blockLength = 20
  private static let ring = 16

  private var filter = DialToneFilter()
  private var hiss = HissFilter()
  private var s1 = SIMD8<Float>(), s2 = SIMD8<Float>()
  private var energy: Float = 0, bandEnergy: Float = 0
  private var filled = 0
  /// The phase of the eight frequencies at the start of the block.
  private var phaseRe = SIMD8<Float>(repeating: 1), phaseIm = SIMD8<Float>()
  private var re = InlineArray<16, SIMD8<Float>>(repeating: .zero)
  private var im = InlineArray<16, SIMD8<Float>>(repeating: .zero)
  private var energies = InlineArray<16, Float>(repeating: 0)
  private var bandEnergies = InlineArray<16, Float>(repeating: 0)
  /// Blocks completed.
  private var blocks = 0
  private var held: Held?
  /// The pair that filled the window, and in how many windows running.
  private var likely = (low: 0, high: 0, times: 0)

  /// The digit that is down.
  private struct Held: Sendable {
    var pair: Pair
    var onset: Int
    var lastHeard: Int
    var absent = 0
  }
  /// A row and a column, what their tones turn by in a block beyond their nominal frequencies (as a unit
  /// vector), and their power in a block when present.
  private struct Pair: Sendable {
    var low: Int, high: Int
    var lowTurn: SIMD2<Float>, highTurn: SIMD2<Float>
    var lowPower: Float, highPower: Float
    var key: Key { DTMFTones.key(row: low, column: high) }
  }

  public init() {}

  /// Samples fed so far.
  public var position: Int { blocks * Self.blockLength + filled }
  /// The digit that is down now.
  public var digit: Key? { held?.pair.key }

  /// Hears samples and reports each digit that goes down or up, in order.
  public mutating func feed(_ samples: Span<Int16>, _ report: (DTMFEvent) -> Void) {
    let coefficients = Bank.coefficients
    var i = 0
    while i < samples.count {
      let n = min(Self.blockLength - filled, samples.count - i)
      var (s1, s2, energy, filter) = (s1, s2, energy, filter)
      var (bandEnergy, hiss) = (bandEnergy, hiss)
      for j in i..<(i + n) {
        let x = filter(Float(samples[j]))
        energy += x * x
        let y = hiss(x)
        bandEnergy += y * y
        let s = coefficients * s1 + (x - s2)
        s2 = s1
        s1 = s
      }
      (self.s1, self.s2, self.energy, self.filter) = (s1, s2, energy, filter)
      (self.bandEnergy, self.hiss) = (bandEnergy, hiss)
      filled += n
      i += n
      if filled == Self.blockLength { finishBlock(report) }
    }
  }
  public mutating func feed(_ samples: [Int16], _ report: (DTMFEvent) -> Void) {
    feed(samples.span, report)
  }
  public mutating func feed(_ samples: ArraySlice<Int16>, _ report: (DTMFEvent) -> Void) {
    feed(samples.span, report)
  }
  public mutating func feed(_ samples: UnsafeBufferPointer<Int16>, _ report: (DTMFEvent) -> Void) {
    feed(samples.span, report)
  }

  /// Reports the digit that is still down as ended: the call is over.
  public mutating func finish(_ report: (DTMFEvent) -> Void) {
    if let held { release(held, report) }
  }

  // MARK: A block is complete

  private mutating func finishBlock(_ report: (DTMFEvent) -> Void) {
    let slot = blocks & (Self.ring - 1)
    // The correlation of the block with e^(−jωn), n counted from the block's last sample, turned to a phase
    // counted from the first sample of all, so that a steady tone gives the same value in every block.
    let blockRe = s1 - Bank.cosines * s2
    let blockIm = Bank.sines * s2
    re[slot] = blockRe * phaseRe + blockIm * phaseIm
    im[slot] = blockIm * phaseRe - blockRe * phaseIm
    energies[slot] = energy
    bandEnergies[slot] = bandEnergy
    // One Newton step keeps the turning vector's length at 1.
    let length = 1.5 - 0.5 * (phaseRe * phaseRe + phaseIm * phaseIm)
    (phaseRe, phaseIm) = (
      (phaseRe * Bank.turnRe - phaseIm * Bank.turnIm) * length,
      (phaseRe * Bank.turnIm + phaseIm * Bank.turnRe) * length
    )
    s1 = .zero
    s2 = .zero
    energy = 0
    bandEnergy = 0
    filled = 0
    blocks += 1

    if let candidate = judge() {
      let same = candidate.low == likely.low && candidate.high == likely.high
      likely = (candidate.low, candidate.high, same ? min(likely.times + 1, Tuning.confirmations) : 1)
      if likely.times >= Tuning.confirmations { heard(candidate, report) }
    } else {
      likely.times = 0
    }
    if held != nil { follow(report) }
  }

  private mutating func heard(_ pair: Pair, _ report: (DTMFEvent) -> Void) {
    if let held {
      if held.pair.low == pair.low && held.pair.high == pair.high { return }
      release(held, report)
    }
    let onset = onset(of: pair)
    held = Held(pair: pair, onset: onset, lastHeard: blocks)
    report(.down(pair.key, onset: onset, at: position))
  }

  private mutating func release(_ held: Held, _ report: (DTMFEvent) -> Void) {
    self.held = nil
    let end = held.lastHeard * Self.blockLength
    report(.up(held.pair.key, onset: held.onset, length: max(0, end - held.onset), at: position))
  }

  /// Is the held pair still there? Its power over the last 10 ms says so.
  private mutating func follow(_ report: (DTMFEvent) -> Void) {
    guard var held else { return }
    let low = power(lane: held.pair.low, turn: held.pair.lowTurn, newest: Tuning.shortBlocks)
    let high = power(lane: held.pair.high + 4, turn: held.pair.highTurn, newest: Tuning.shortBlocks)
    let share = Tuning.presentShare
    if low >= share * held.pair.lowPower && high >= share * held.pair.highPower {
      held.absent = 0
      held.lastHeard = blocks
    } else {
      held.absent += 1
    }
    self.held = held
    if held.absent >= Tuning.releaseBlocks { release(held, report) }
  }

  // MARK: Measuring

  @inline(__always) private func slot(back: Int) -> Int { (blocks - 1 - back) & (Self.ring - 1) }

  /// Mean power of one frequency in the newest `count` blocks, added in phase.
  private func power(lane: Int, turn: SIMD2<Float>, newest count: Int) -> Float {
    power(lane: lane, turn: turn, from: count - 1, through: 0)
  }
  private func power(lane: Int, turn: SIMD2<Float>, from oldest: Int, through newest: Int) -> Float {
    var sum = SIMD2<Float>()
    var back = SIMD2<Float>(1, 0)
    for k in stride(from: oldest, through: newest, by: -1) {
      let i = slot(back: k)
      let y = SIMD2(re[i][lane], im[i][lane])
      sum += SIMD2(y.x * back.x + y.y * back.y, y.y * back.x - y.x * back.y)
      back = SIMD2(back.x * turn.x - back.y * turn.y, back.x * turn.y + back.y * turn.x)
    }
    let n = Float(oldest - newest + 1)
    return (sum.x * sum.x + sum.y * sum.y) / (n * n)
  }

  /// The pair that fills the window, if there is one.
  private func judge() -> Pair? {
    guard blocks >= Tuning.windowBlocks else { return nil }
    var total: Float = 0, band: Float = 0
    for k in 0..<Tuning.windowBlocks {
      total += energies[slot(back: k)]
      band += bandEnergies[slot(back: k)]
    }
    guard total >= Tuning.minimumEnergy else { return nil }

    // Two Hann windows of 20 ms, 10 ms apart: the turn between them is the frequency's error.
    var oldRe = SIMD8<Float>(), oldIm = SIMD8<Float>(), newRe = SIMD8<Float>(), newIm = SIMD8<Float>()
    for k in 0..<8 {
      let w = Bank.hann[k]
      let n = slot(back: 7 - k), o = slot(back: 11 - k)
      newRe += w * re[n]
      newIm += w * im[n]
      oldRe += w * re[o]
      oldIm += w * im[o]
    }
    let strength = oldRe * oldRe + oldIm * oldIm + (newRe * newRe + newIm * newIm)
    let low = Self.strongest(strength.lowHalf), high = Self.strongest(strength.highHalf)
    // What two steady tones at these frequencies would give at least; anything else ends here, cheaply.
    guard strength[low] + strength[high + 4] >= Tuning.quickShare * total else { return nil }

    let turnRe = newRe * oldRe + newIm * oldIm
    let turnIm = newIm * oldRe - newRe * oldIm
    let lowAngle = angle(turnIm[low], turnRe[low]) / 4
    let highAngle = angle(turnIm[high + 4], turnRe[high + 4]) / 4
    guard abs(lowAngle) <= Bank.tolerance[low], abs(highAngle) <= Bank.tolerance[high + 4] else { return nil }
    let lowTurn = SIMD2(cosine(lowAngle), sine(lowAngle))
    let highTurn = SIMD2(cosine(highAngle), sine(highAngle))

    let lowPower = power(lane: low, turn: lowTurn, newest: Tuning.windowBlocks)
    let highPower = power(lane: high + 4, turn: highTurn, newest: Tuning.windowBlocks)
    guard min(lowPower, highPower) >= Tuning.minimumPower,
      highPower <= lowPower * Tuning.reverseTwist, lowPower <= highPower * Tuning.normalTwist
    else { return nil }
    // A sine of amplitude A correlates to A·20/2 in a block, and its energy in a window of n samples is A²·n/2.
    let scale = 2 * Float(Tuning.windowBlocks) / Float(Self.blockLength)
    // Of all the window's energy, and of what remains of it without hiss: where the second is much the
    // larger, the rest is noise, which may be louder than the company of harmonics that a voice brings.
    let share = (lowPower + highPower) * scale / total
    let bandShare = (lowPower * Bank.hissGain[low] + highPower * Bank.hissGain[high + 4]) * scale / band
    guard share >= Tuning.leastShare,
      bandShare + Tuning.hissAllowance * (bandShare - share) >= Tuning.bandShare
    else { return nil }
    // Each tone for itself must be there from the window's beginning to its end.
    guard steady(lane: low, turn: lowTurn, whole: lowPower),
      steady(lane: high + 4, turn: highTurn, whole: highPower)
    else { return nil }
    return Pair(
      low: low, high: high, lowTurn: lowTurn, highTurn: highTurn, lowPower: lowPower, highPower: highPower)
  }

  private func steady(lane: Int, turn: SIMD2<Float>, whole: Float) -> Bool {
    let old = power(lane: lane, turn: turn, from: 11, through: 8)
    let new = power(lane: lane, turn: turn, from: 3, through: 0)
    return min(old, new) >= Tuning.steadyShare * whole
  }

  private static func strongest(_ p: SIMD4<Float>) -> Int {
    let a = p.y > p.x ? 1 : 0, b = p.w > p.z ? 3 : 2
    return p[b] > p[a] ? b : a
  }

  /// Where the pair began: the oldest of the blocks without a gap in which it has half its amplitude.
  private func onset(of pair: Pair) -> Int {
    var first = 0
    for k in 0..<(min(Self.ring, blocks) - 1) {
      let low = power(lane: pair.low, turn: pair.lowTurn, from: k + 1, through: k)
      let high = power(lane: pair.high + 4, turn: pair.highTurn, from: k + 1, through: k)
      guard low + high >= 0.25 * (pair.lowPower + pair.highPower) else { break }
      first = k
    }
    return max(0, (blocks - first - 1) * Self.blockLength)
  }
}

/// The numbers that decide. Blocks are 2.5 ms.
private enum Tuning {
  static let windowBlocks = 12
  static let shortBlocks = 4
  /// 27.5 ms: longer than a lost packet, shorter than the pause of 40 ms that must separate two digits.
  static let releaseBlocks = 11
  /// −35 dBm0 a tone: what must be heard is −25, what must not is −55. In correlation units of a block.
  static let minimumPower: Float = {
    let peak = Float(Level.sinePeak(dBm0: -35)) * Float(DTMFDetector.blockLength) / 2
    return peak * peak
  }()
  static let minimumEnergy = minimumPower * 2 * 2 * Float(windowBlocks) / Float(DTMFDetector.blockLength)
  /// Windows running that must agree, a block apart.
  static let confirmations = 3
  static let leastShare: Float = 0.75
  static let bandShare: Float = 0.94
  static let hissAllowance: Float = 0.5
  /// The two Hann windows of a pure pair hold this much per unit of energy, and 0.6 of it is asked for.
  static let quickShare: Float = 0.6 * 4 * 4 * 2 * Float(DTMFDetector.blockLength) / (2 * Float(windowBlocks))
  static let normalTwist: Float = 10.5  // 10.2 dB
  static let reverseTwist: Float = 6  // 7.8 dB: an echo makes up to 5.7 dB of it
  /// A tone in each outer third of the window against the whole, in power.
  static let steadyShare: Float = 0.3
  /// A held tone counts as present down to −7 dB of what it was.
  static let presentShare: Float = 0.2
  /// 1.5 % must be heard, 3.5 % must not.
  static let frequencyTolerance: Float = 0.0215
}

/// Tables of the eight frequencies, low group first.
private enum Bank {
  static let frequencies = (DTMFTones.low + DTMFTones.high).map { Float($0 / Double(Telephony.sampleRate)) }
  static let radians = table { 2 * .pi * $0 }
  static let cosines = table { cosine(2 * .pi * $0) }
  static let sines = table { sine(2 * .pi * $0) }
  static let coefficients = 2 * cosines
  static let turnRe = table { cosine(2 * .pi * $0 * Float(DTMFDetector.blockLength)) }
  static let turnIm = table { sine(2 * .pi * $0 * Float(DTMFDetector.blockLength)) }
  /// The largest turn in a block that is still this frequency.
  static let tolerance = table { 2 * .pi * $0 * Float(DTMFDetector.blockLength) * Tuning.frequencyTolerance }
  static let hann: SIMD8<Float> = {
    var w = SIMD8<Float>()
    for k in 0..<8 { w[k] = 0.5 - 0.5 * cosine(2 * .pi * (Float(k) + 0.5) / 8) }
    return w
  }()
  static let hissGain = table { HissFilter.gain($0) }
  private static func table(_ value: (Float) -> Float) -> SIMD8<Float> {
    var table = SIMD8<Float>()
    for (i, f) in frequencies.enumerated() { table[i] = value(f) }
    return table
  }
}
