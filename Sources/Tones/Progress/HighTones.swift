/// The tones above the band of the others, a step of 10 ms at a time: the three of a special information
/// tone, one after the other, and the four of North America's howler, all together and loud.
struct HighTones: Sendable {
  /// What a step brought.
  enum Found: Sendable, Equatable {
    case special(since: Int, SpecialInformation?, power: Float, hertz: SIMD2<Float>)
    case howler(since: Int, power: Float)
  }

  /// The tone of three that sounds, and since when.
  private var place: Int?
  private var start = 0
  private var steps = 0
  private var missed = 0
  private var first = 0
  private var last: (SIMD2<Float>, SIMD2<Float>, SIMD2<Float>) = (.zero, .zero, .zero)
  /// Sums over the tone that sounds: turn from step to step, and power.
  private var turn = SIMD2<Float>()
  private var power: Float = 0
  private var offsets = SIMD2<Float>()
  private var howlSteps = 0
  private var howlQuiet = 0
  private var howlSince = 0
  private var howls = false

  /// Nothing that could be one of these sounds in this step.
  mutating func skip(at position: Int) {
    miss()
    rest()
  }

  /// - Parameters:
  ///   - energy: of the newest step, which ends at `position`.
  ///   - band: has that step.
  mutating func feed(_ energy: Float, at position: Int, _ band: inout ToneBand) -> Found? {
    let cosines = Self.cosines.span, sines = Self.sines.span
    let x = band.correlate(cosines, sines, lane: 0), y = band.correlate(cosines, sines, lane: 1)
    let z = band.correlate(cosines, sines, lane: 2)
    let scale = Self.scale / energy
    let share = SIMD3((x * x).sum(), (y * y).sum(), (z * z).sum()) * scale
    defer { last = (x, y, z) }

    let strongest = share.x >= share.y ? (share.x >= share.z ? 0 : 2) : (share.y >= share.z ? 1 : 2)
    if share[strongest] >= Self.least {
      rest()
      return follow(strongest, strongest == 0 ? x : strongest == 1 ? y : z, energy, position)
    }
    miss()
    guard share.y >= 0.08, energy >= Self.loud else {
      rest()
      return nil
    }
    var all = share.y
    for lane in 3..<6 {
      let w = band.correlate(cosines, sines, lane: lane)
      let part = (w * w).sum() * scale
      guard part >= 0.06 else {
        rest()
        return nil
      }
      all += part
    }
    guard all >= 0.5 else {
      rest()
      return nil
    }
    howlQuiet = 0
    howlSteps += 1
    if howlSteps == 1 { howlSince = position - ToneBand.step }
    if howlSteps < Self.howlerSteps || howls { return nil }
    howls = true
    return .howler(since: howlSince, power: energy / Float(ToneBand.step))
  }

  private mutating func follow(_ lane: Int, _ value: SIMD2<Float>, _ energy: Float, _ position: Int) -> Found?
  {
    missed = 0
    if lane != place {
      // The next of the three, the one before having lasted as long as it must; or the first.
      let whole = place.map { lane == $0 + 1 && Self.lengths.contains(steps) } ?? false
      if whole, place == 0 { offsets.x = offset }
      if whole, place == 1 { offsets.y = offset }
      if !whole {
        place = lane == 0 ? 0 : nil
        first = position - ToneBand.step
        if lane != 0 { return nil }
      } else {
        place = lane
      }
      start = position
      (steps, turn, power) = (0, .zero, 0)
    } else {
      let before = lane == 0 ? last.0 : lane == 1 ? last.1 : last.2
      turn += SIMD2(value.x * before.x + value.y * before.y, value.y * before.x - value.x * before.y)
    }
    steps += 1
    power += energy
    guard place == 2, steps == Self.lengths.lowerBound else {
      if steps > Self.lengths.upperBound { place = nil }
      return nil
    }
    place = nil
    let hertz = SIMD2(Self.frequencies[0] + offsets.x, Self.frequencies[1] + offsets.y)
    return .special(
      since: max(0, first), cause(hertz), power: power / Float(steps * ToneBand.step), hertz: hertz)
  }

  /// Hz beside the lane's frequency: 1400 Hz makes whole turns in a step, 950 Hz half a turn more.
  private var offset: Float {
    let turn = place == 0 ? -turn : turn
    return angle(turn.y, turn.x) / (2 * .pi) * 100
  }

  /// North America's are to either side of the nominal frequencies.
  private func cause(_ hertz: SIMD2<Float>) -> SpecialInformation? {
    let low = SIMD2(abs(hertz.x - 913.8), abs(hertz.y - 1370.6))
    let high = SIMD2(abs(hertz.x - 985.2), abs(hertz.y - 1428.5))
    guard min(low.x, high.x) < 14, min(low.y, high.y) < 12 else { return nil }
    switch (low.x < high.x, low.y < high.y) {
    case (true, true): return .intercept
    case (false, true): return .vacantCode
    case (true, false): return .reorder
    case (false, false): return .noCircuit
    }
  }

  private mutating func miss() {
    guard place != nil else { return }
    missed += 1
    // 30 ms between the tones, and a step at each edge.
    if missed > 6 { place = nil }
  }
  private mutating func rest() {
    guard howlSteps > 0 else { return }
    howlQuiet += 1
    if howlQuiet > 15 { (howlSteps, howls) = (0, false) }
  }
  /// Whether the howler has ended.
  var isHowling: Bool { howls }

  /// 270 ms at −5 % to 380 ms at +5 %, with a step at each edge.
  private static let lengths = 22...42
  /// 1 s of tone in 2 s.
  private static let howlerSteps = 100
  /// A lane's share of a step's energy: 0.72 where the tone is 50 Hz beside it.
  private static let least: Float = 0.62
  /// −20 dBm0.
  private static let loud: Float = {
    let peak = Float(Level.sinePeak(dBm0: -20))
    return peak * peak / 2 * Float(ToneBand.step)
  }()

  private static let frequencies: [Float] = [950, 1400, 1800, 2060, 2450, 2600]
  private static let cosines = table { cosine($0) }
  private static let sines = table { sine($0) }
  private static let hann = (0..<ToneBand.step).map {
    0.5 - 0.5 * cosine(2 * .pi * (Float($0) + 0.5) / Float(ToneBand.step))
  }
  /// Of a tone on its lane's frequency: its energy over the squared correlation.
  private static let scale: Float = {
    let sum = hann.reduce(0, +)
    return Float(ToneBand.step) / 2 / (sum * sum / 4)
  }()
  private static func table(_ part: (Float) -> Float) -> [SIMD16<Float>] {
    frequencies.flatMap { frequency in
      (0..<ToneBand.chunks).map { k in
        var lanes = SIMD16<Float>()
        for j in 0..<ToneBand.chunk {
          let n = k * ToneBand.chunk + j
          let turns = frequency / Float(Telephony.sampleRate) * Float(n)
          lanes[j] = hann[n] * part(-2 * .pi * (turns - turns.rounded(.down)))
        }
        return lanes
      }
    }
  }
}
