/// The row and column that are strongest in a window of 30 ms, and what speaks against a digit there.
struct DTMFPair: Sendable {
  /// The row, 0…3, and the column, 4…7.
  var low: Int, high: Int
  /// What the tones turn by in a block beyond their nominal frequencies, and altogether.
  var lowAngle: Float, highAngle: Float
  var lowTurn: Phasor, highTurn: Phasor
  /// `(10 · amplitude)²`.
  var lowPower: Float = 0, highPower: Float = 0
  /// The pair's part of the window's energy, 0…1.
  var share: Float = 0
  /// Its part of what is in the DTMF band, and the same with hiss forgiven, then a little above 1 in noise.
  var bandShare: Float = 0, purity: Float = 0
  /// Was it not there 40 ms ago?
  var isSudden = false
  /// Is each tone as strong in each third of the window? Not asked of a pair whose frequencies are wrong.
  var isSteady = true
  /// Why it is no digit; nil for what may be one.
  var fault: DTMFRefusal.Reason?

  var key: Key { DTMFTones.key(row: low, column: high - 4) }
  func isSame(as other: DTMFPair) -> Bool { low == other.low && high == other.high }

  /// A row and a column in the newest 12 blocks; nil if there is nothing near a pair.
  /// - Parameter explaining: whether a pair that is no digit is measured.
  init?(_ lanes: LanePair, in blocks: inout ToneBlocks, explaining: Bool) {
    guard blocks.count >= Self.windowBlocks else { return nil }
    let energy = blocks.energy(newest: Self.windowBlocks)
    guard energy.all >= (explaining ? Self.minimumNearEnergy : Self.minimumEnergy),
      energy.inBand >= Self.quickShare * energy.all
    else { return nil }
    (low, high) = (lanes.low, lanes.high)
    // The turn between two Hann windows of 20 ms that overlap by half is the frequency's error.
    let windows = blocks.hannWindows(lanes)
    let lowHann = HannWindows(windows.low, low), highHann = HannWindows(windows.high, high)
    let strength = (lowHann.strength, highHann.strength)
    guard strength.0 + strength.1 >= Self.quickStrength * energy.all else { return nil }

    if lowHann.isBeyond(DTMFTable.tolerance[low]) {
      // Of a low tone that is far off nothing is told, of a high one the windows do not say how far it is off.
      guard !lowHann.isBeyond(DTMFTable.farTolerance[low]) else { return nil }
      fault = .lowFrequency
    } else if highHann.isBeyond(DTMFTable.tolerance[high]) {
      fault = .highFrequency
    }
    guard
      fault == nil || explaining
        || !lowHann.isBeyond(DTMFTable.nearTolerance[low])
          && !highHann.isBeyond(DTMFTable.nearTolerance[high])
    else { return nil }
    let lowError = Self.quarter(lowHann.turn.x, lowHann.turn.y)
    let highError = Self.quarter(highHann.turn.x, highHann.turn.y)
    (lowAngle, highAngle) = (lowError.angle, highError.angle)
    lowTurn = lowError.turn.times(ToneBlocks.nominalTurn(low))
    highTurn = highError.turn.times(ToneBlocks.nominalTurn(high))
    guard fault == nil else {
      if explaining { measure(in: &blocks, strength: strength, energy: energy.all) }
      return
    }

    // The least squares fit of the two tones: their correlations, less what each has of the other's.
    let lows = Thirds(&blocks, low, lowTurn), highs = Thirds(&blocks, high, highTurn)
    let like = ToneBlocks.likeness(low: low, high: high, lowTurn: lowTurn, highTurn: highTurn)
    let c0 = like.first, c1 = c0.times(like.turn), c2 = c1.times(like.turn)
    let c = c0 + c1 + c2, x1 = lows.all, x2 = highs.all
    let n = Float(Self.windowBlocks * ToneBlocks.length)
    let d = n * n - c.squaredLength
    let a1 = (n * x1 - c.times(x2)) * (2 / d), a2 = (n * x2 - c.conjugateTimes(x1)) * (2 / d)
    lowPower = a1.squaredLength * 100
    highPower = a2.squaredLength * 100

    // Their share of all the window's energy, and of what remains of it without hiss: where the second is
    // much the larger, the rest is noise, which may be louder than the harmonics that come with a voice.
    let images =
      x1.squared.times(ToneBlocks.image(low, low, lowTurn, lowTurn)).x
      + x2.squared.times(ToneBlocks.image(high, high, highTurn, highTurn)).x
      + 2 * x1.times(x2).times(ToneBlocks.image(low, high, lowTurn, highTurn)).x
    let both =
      2 * (n * (x1.squaredLength + x2.squaredLength) - 2 * x1.conjugateTimes(c.times(x2)).x) / d
      - 2 * images / (n * n)
    let (e1, e2) = (a1.squaredLength * n / 2, a2.squaredLength * n / 2)
    let (g1, g2) = (DTMFTable.gain[low], DTMFTable.gain[high])
    let heard = g1 * e1 + g2 * e2 + (g1 * g2).squareRoot() * (both - e1 - e2)
    share = heard / energy.all
    bandShare = heard / energy.inBand
    // Below the band is what reaches up to its end, less what is in it.
    let (h1, h2) = (DTMFTable.halfGain[low], DTMFTable.halfGain[high])
    let unfiltered = h1 * e1 + h2 * e2 + (h1 * h2).squareRoot() * (both - e1 - e2)
    let below = (energy.toItsEnd - unfiltered) - (energy.inBand - heard)
    let isOverSound = below >= DTMFRules.soundBelow * both
    purity = bandShare + (isOverSound ? 0 : DTMFRules.hissAllowance * (bandShare - share))

    isSudden = wasAbsent(in: &blocks)
    isSteady =
      Self.isFlat(
        lows.first - c0.times(a2) * 0.5, lows.middle - c1.times(a2) * 0.5, lows.last - c2.times(a2) * 0.5)
      && Self.isFlat(
        highs.first - c0.conjugateTimes(a1) * 0.5, highs.middle - c1.conjugateTimes(a1) * 0.5,
        highs.last - c2.conjugateTimes(a1) * 0.5)

    if lowPower > highPower * DTMFRules.normalTwist {
      fault = .normalTwist
    } else if highPower > lowPower * DTMFRules.reverseTwist {
      fault = .reverseTwist
    } else if min(lowPower, highPower) < Self.minimumPower {
      fault = .tooWeak
    } else if !isSteady {
      fault = .unsteady
    } else if share < DTMFRules.leastShare || purity < DTMFRules.leastPurity {
      fault = .otherSound
    } else if isOverSound && purity < DTMFRules.leastPurityOverSound {
      fault = .soundBelow
    }
    if fault != nil, explaining { measure(in: &blocks, strength: strength, energy: energy.all) }
  }

  /// Had it next to no power before the window?
  private func wasAbsent(in blocks: inout ToneBlocks) -> Bool {
    let oldest = ToneBlocks.correlations - 1
    let before =
      blocks.power(lane: low, turn: lowTurn, from: oldest, through: oldest - 1)
      + blocks.power(lane: high, turn: highTurn, from: oldest, through: oldest - 1)
    return before <= DTMFRules.absentShare * (lowPower + highPower)
  }
  /// Is a tone as strong in each third of the window?
  private static func isFlat(_ a: Phasor, _ b: Phasor, _ c: Phasor) -> Bool {
    let (p, q, r) = (a.squaredLength, b.squaredLength, c.squaredLength)
    return min(p, min(q, r)) >= DTMFRules.steadyShare * max(p, max(q, r))
  }

  /// What is known of a pair that is no digit, and may be shorter than the window: its share by the two Hann
  /// windows, its levels where it is strongest, the high tone's frequency beyond what these windows tell apart.
  private mutating func measure(in blocks: inout ToneBlocks, strength: (Float, Float), energy: Float) {
    var lowest: Float = 0, highest: Float = 0
    // The angle between the windows repeats at 100 Hz, which is less than 6.2 % of the high tones.
    let (angle, turn) = (highAngle, highTurn)
    for third in 0..<3 {
      let newest = third * 4
      lowest = max(lowest, blocks.power(lane: low, turn: lowTurn, from: newest + 3, through: newest))
      let powers = blocks.powers(lane: high, turn: turn, newest: newest)
      if powers.same > highest { (highest, highAngle, highTurn) = (powers.same, angle, turn) }
      if powers.faster > highest {
        (highest, highAngle, highTurn) = (powers.faster, angle + .pi / 2, Phasor(-turn.y, turn.x))
      }
      if powers.slower > highest {
        (highest, highAngle, highTurn) = (powers.slower, angle - .pi / 2, Phasor(turn.y, -turn.x))
      }
    }
    let together = strength.0 / Self.hannGain(lowAngle) + strength.1 / Self.hannGain(highAngle)
    let alone = together / (Self.fullStrength * energy)
    share = min(1, alone)
    // Alone where it is strongest: it is the window that it does not fill.
    if fault == .otherSound, alone >= DTMFRules.aloneShare { fault = .unsteady }
    if fault != .lowFrequency, abs(highAngle) > Self.tolerance(high) { fault = .highFrequency }
    if fault == .lowFrequency || fault == .highFrequency || fault == .unsteady {
      (lowPower, highPower) = (lowest, highest)
    }
  }
  /// What a Hann window of 20 ms leaves of the power of a tone that turns by `angle` a block.
  private static func hannGain(_ angle: Float) -> Float {
    let x = abs(angle) * 4 / .pi
    let gain =
      if x < 0.01 { Float(1) } else if abs(x - 1) < 0.01 { Float(0.5) } else {
        sine(.pi * x) / (.pi * x * (1 - x * x))
      }
    return max(0.1, gain * gain)
  }

  /// Is it so like a digit that somebody may ask why it is none?
  var isNear: Bool {
    let frequencies = DTMFRules.frequencyNear / DTMFRules.frequencyTolerance
    return min(lowPower, highPower) * DTMFRules.nearTwist >= max(lowPower, highPower)
      && min(lowPower, highPower) >= Self.minimumNearPower
      && abs(lowAngle) <= frequencies * Self.tolerance(low)
      && abs(highAngle) <= frequencies * Self.tolerance(high)
      && (fault == .otherSound || fault == .soundBelow || fault == .gradual || share >= DTMFRules.nearShare)
  }

  /// Is its frequency so near that it may be right in the next window, when less else is in that?
  var mayBecomeDigit: Bool {
    abs(lowAngle) <= Self.nearly * Self.tolerance(low) && abs(highAngle) <= Self.nearly * Self.tolerance(high)
  }
  static var nearly: Float { 1.5 }

  /// In hundredths, so that it is the same however the samples were cut into pieces.
  var measured: DTMFMeasure {
    func rounded(_ x: Double) -> Double { (x * 100).rounded() / 100 }
    func level(_ power: Float) -> Double {
      rounded(Level.dBm0(rms: Double(power).squareRoot() / 10 / 2.0.squareRoot()))
    }
    func error(_ angle: Float, _ lane: Int) -> Double {
      rounded(Double(angle / Self.tolerance(lane) * DTMFRules.frequencyTolerance) * 100)
    }
    return DTMFMeasure(
      low: level(lowPower), high: level(highPower), lowError: error(lowAngle, low),
      highError: error(highAngle, high), share: rounded(Double(max(0, min(1, share)))))
  }

  /// The correlation with one tone over each third of the window.
  private struct Thirds {
    var first: Phasor, middle: Phasor, last: Phasor
    var all: Phasor { first + middle + last }
    init(_ blocks: inout ToneBlocks, _ lane: Int, _ turn: Phasor) {
      let t4 = turn.squared.squared
      first = blocks.sum(lane: lane, turn: turn, from: 11, through: 8)
      middle = t4.conjugateTimes(blocks.sum(lane: lane, turn: turn, from: 7, through: 4))
      last = t4.squared.conjugateTimes(blocks.sum(lane: lane, turn: turn, from: 3, through: 0))
    }
  }

  /// A tone in the older and in the newer Hann window.
  private struct HannWindows {
    var strength: Float
    /// By how much it has turned from the one to the other, beyond its nominal frequency: four blocks.
    var turn: Phasor
    @inline(__always) init(_ windows: (older: Phasor, newer: Phasor), _ lane: Int) {
      let (older, newer) = windows
      strength = older.squaredLength + newer.squaredLength
      turn = ToneBlocks.nominalTurn(lane).squared.squared.conjugateTimes(older.conjugateTimes(newer))
    }
    /// Is the angle of the turn larger than the one with that cosine?
    @inline(__always) func isBeyond(_ cosine: Float) -> Bool {
      turn.x < cosine * turn.squaredLength.squareRoot()
    }
  }

  /// A quarter of a vector's angle, and the vector of length 1 that has it: by halving twice, and by the series
  /// of the arc tangent up to 45°.
  @inline(__always)
  static func quarter(_ x: Float, _ y: Float) -> (angle: Float, turn: Phasor) {
    let length = (x * x + y * y).squareRoot()
    guard length > 0 else { return (0, Phasor(1, 0)) }
    let (whole, wholeSine) = (x / length, y / length)
    var half: Float, halfSine: Float
    // Of sine and cosine the larger one is taken from the root, which keeps the digits of the other.
    if whole >= 0 {
      half = (0.5 + 0.5 * whole).squareRoot()
      halfSine = wholeSine / (2 * half)
    } else {
      halfSine = (0.5 - 0.5 * whole).squareRoot()
      half = abs(wholeSine) / (2 * halfSine)
      if y < 0 { halfSine = -halfSine }
    }
    let c = (0.5 + 0.5 * half).squareRoot()
    let s = halfSine / (2 * c)
    let t = s / c, u = t * t
    let a: Float =
      0.99997726 + u * (-0.33262347 + u * (0.19354346 + u * (-0.11643287 + u * (0.05265332 - 0.0117212 * u))))
    return (t * a, Phasor(c, s))
  }

  private static let windowBlocks = 12
  /// The power of a tone of `leastLevel`, and of `leastNearLevel`; written out for the same reason as
  /// `DTMFTable`.
  static var minimumPower: Float { 16474854 }
  static var minimumNearPower: Float { 520980.62 }
  static var minimumEnergy: Float { minimumPower / 100 * Float(windowBlocks * ToneBlocks.length) }
  static var minimumNearEnergy: Float { minimumNearPower / 100 * Float(windowBlocks * ToneBlocks.length) }
  /// What hiss may leave of the energy, for the pair to be worth looking for.
  static let quickShare: Float = 0.7
  /// Two steady tones give the two Hann windows this much for each unit of energy.
  private static let fullStrength: Float = 80.0 / 3
  /// The least of it for the pair to be worth looking at.
  private static let quickStrength: Float = 16
  /// The largest turn in a block that is still this frequency.
  @inline(__always) private static func tolerance(_ lane: Int) -> Float {
    2 * .pi * Float(ToneBlocks.length) * DTMFRules.frequencyTolerance * DTMFTable.frequencies[lane]
  }
}
