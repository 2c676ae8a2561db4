/// A row and a column that fill a window of 30 ms.
struct DTMFPair: Sendable {
  var low: Int, high: Int
  /// What the tones turn by in a block beyond their nominal frequencies, as a vector of length 1.
  var lowTurn: SIMD2<Float>, highTurn: SIMD2<Float>
  /// `(10 · amplitude)²`.
  var lowPower: Float, highPower: Float

  var key: Key { DTMFTones.key(row: low, column: high) }
  func isSame(as other: DTMFPair) -> Bool { low == other.low && high == other.high }

  /// The pair in the newest 12 blocks; nil if there is none, or more than it.
  init?(in blocks: borrowing ToneBlocks) {
    guard blocks.count >= Self.windowBlocks else { return nil }
    let energy = blocks.energy(newest: Self.windowBlocks)
    guard energy.x >= Self.minimumEnergy, energy.y >= Self.quickShare * energy.x else { return nil }
    // The turn between two Hann windows is the frequency's error.
    let (strength, turnRe, turnIm) = blocks.hannWindows()
    low = Self.strongest(strength.lowHalf)
    high = Self.strongest(strength.highHalf)
    guard strength[low] + strength[high + 4] >= Self.quickStrength * energy.x else { return nil }

    let lowAngle = angle(turnIm[low], turnRe[low]) / 4
    let highAngle = angle(turnIm[high + 4], turnRe[high + 4]) / 4
    guard abs(lowAngle) <= Self.tolerance[low], abs(highAngle) <= Self.tolerance[high + 4] else { return nil }
    lowTurn = SIMD2(cosine(lowAngle), sine(lowAngle))
    highTurn = SIMD2(cosine(highAngle), sine(highAngle))

    // The least squares fit of the two tones: their correlations, less what each has of the other's.
    let lows = Thirds(blocks, low, lowTurn), highs = Thirds(blocks, high + 4, highTurn)
    let like = blocks.likeness(low: low, high: high, lowTurn: lowTurn, highTurn: highTurn)
    let c0 = like.first, c1 = c0.times(like.turn), c2 = c1.times(like.turn)
    let c = c0 + c1 + c2, x1 = lows.all, x2 = highs.all
    let n = Float(Self.windowBlocks * ToneBlocks.length)
    let d = n * n - c.squaredLength
    let a1 = (n * x1 - c.times(x2)) * (2 / d), a2 = (n * x2 - c.conjugateTimes(x1)) * (2 / d)
    lowPower = a1.squaredLength * 100
    highPower = a2.squaredLength * 100
    guard min(lowPower, highPower) >= Self.minimumPower,
      highPower <= lowPower * Self.reverseTwist, lowPower <= highPower * Self.normalTwist
    else { return nil }

    // Their share of all the window's energy, and of what remains of it without hiss: where the second is
    // much the larger, the rest is noise, which may be louder than the harmonics that come with a voice.
    let both = 2 * (n * (x1.squaredLength + x2.squaredLength) - 2 * x1.conjugateTimes(c.times(x2)).x) / d
    let (e1, e2) = (a1.squaredLength * n / 2, a2.squaredLength * n / 2)
    let (g1, g2) = (DTMFTable.hissGain[low], DTMFTable.hissGain[high + 4])
    let share = both / energy.x
    let bandShare = (g1 * e1 + g2 * e2 + (g1 * g2).squareRoot() * (both - e1 - e2)) / energy.y
    guard share >= Self.leastShare,
      bandShare + Self.hissAllowance * (bandShare - share) >= Self.bandShare
    else { return nil }

    // Each tone for itself must be there from the window's beginning to its end.
    let third = n / 6
    let least = Self.steadyShare * third * third
    guard (lows.first - c0.times(a2) / 2).squaredLength >= least * a1.squaredLength,
      (lows.last - c2.times(a2) / 2).squaredLength >= least * a1.squaredLength,
      (highs.first - c0.conjugateTimes(a1) / 2).squaredLength >= least * a2.squaredLength,
      (highs.last - c2.conjugateTimes(a1) / 2).squaredLength >= least * a2.squaredLength
    else { return nil }
  }

  /// The correlation with one tone over each third of the window.
  private struct Thirds {
    var first: SIMD2<Float>, middle: SIMD2<Float>, last: SIMD2<Float>
    var all: SIMD2<Float> { first + middle + last }
    init(_ blocks: borrowing ToneBlocks, _ lane: Int, _ turn: SIMD2<Float>) {
      let t2 = turn.times(turn), t4 = t2.times(t2)
      first = blocks.sum(lane: lane, turn: turn, from: 11, through: 8)
      middle = t4.conjugateTimes(blocks.sum(lane: lane, turn: turn, from: 7, through: 4))
      last = t4.times(t4).conjugateTimes(blocks.sum(lane: lane, turn: turn, from: 3, through: 0))
    }
  }

  private static func strongest(_ p: SIMD4<Float>) -> Int {
    let a = p.y > p.x ? 1 : 0, b = p.w > p.z ? 3 : 2
    return p[b] > p[a] ? b : a
  }

  // MARK: The numbers that decide

  private static let windowBlocks = 12
  /// −35 dBm0 a tone: what must be heard is −25, what must not is −55.
  private static let minimumPower: Float = {
    let peak = Float(Level.sinePeak(dBm0: -35)) * 10
    return peak * peak
  }()
  private static let minimumEnergy = minimumPower / 100 * Float(windowBlocks * ToneBlocks.length)
  /// What hiss may leave of the energy, for the pair to be worth looking for.
  private static let quickShare: Float = 0.7
  /// Two tones give the two Hann windows at least this for each unit of energy.
  private static let quickStrength: Float = 16
  private static let normalTwist: Float = 10.5  // 10.2 dB
  private static let reverseTwist: Float = 6  // 7.8 dB: an echo makes up to 5.7 dB of it
  private static let leastShare: Float = 0.75
  private static let bandShare: Float = 0.96
  private static let hissAllowance: Float = 0.8
  /// A tone in each outer third of the window against the whole, in power.
  private static let steadyShare: Float = 0.38
  /// 1.5 % must be heard, 3.5 % must not.
  private static let frequencyTolerance: Float = 0.0205
  /// The largest turn in a block that is still this frequency.
  private static let tolerance = DTMFTable.table {
    2 * .pi * $0 * Float(ToneBlocks.length) * frequencyTolerance
  }
}
