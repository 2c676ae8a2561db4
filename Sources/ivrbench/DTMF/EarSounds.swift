import Tones

/// The sounds that detectors are measured with, the same from the same seed.
struct EarSounds {
  private var chance: Scatter
  init(seed: UInt64) { chance = Scatter(seed &* 0x9E37_79B9_7F4A_7C15 | 1) }

  /// Noise of a quiet line.
  private static let line = -65.0

  /// All questions, some legs each.
  mutating func cases() -> [EarCase] {
    var cases: [EarCase] = []
    for question in EarCase.Question.allCases {
      for _ in 0..<Self.legs(question) { cases.append(leg(question)) }
    }
    return cases
  }

  private static func legs(_ question: EarCase.Question) -> Int {
    switch question {
    case .plain, .limits, .noisy, .dialTone: 40
    case .lost, .short, .offFrequency, .faint: 20
    case .networkTones: CallProgress.Country.allCases.count * CallProgress.allCases.count
    case .noise: 30
    case .speech: 150
    case .music: 60
    }
  }
  private var tonesMade = 0

  private mutating func leg(_ question: EarCase.Question) -> EarCase {
    var leg = EarCase(question: question)
    var noise = Self.line
    var under: [Int16] = []
    switch question {
    case .plain:
      let level = chance.between(-20, -4)
      dial(&leg) { _ in Digit(level: level, milliseconds: 50, pause: 50) }
    case .limits:
      // Each parameter within what must be heard, and 4 in 10 at its very limit.
      let strong = chance.between(-15, -3)
      noise = strong - 26
      dial(&leg) { chance in
        func within(_ low: Double, _ high: Double) -> Double {
          chance.unit() < 0.4 ? chance.pick([low, high]) : chance.between(low, high)
        }
        return Digit(
          level: strong, twist: within(-8, 4), lowError: within(-1.5, 1.5), highError: within(-1.5, 1.5),
          milliseconds: Int(within(40, 90)), pause: Int(within(40, 90)))
      }
    case .noisy:
      noise = -25
      dial(&leg) { _ in Digit(level: -10, milliseconds: 50, pause: 50) }
    case .dialTone:
      dial(&leg) { _ in Digit(level: -15, milliseconds: 60, pause: 60) }
      var tone = ToneGenerator(CallProgress.dial.tone(.northAmerica, levelDBm0: -12))
      under = tone.next(leg.samples.count)
    case .lost:
      dial(&leg) { _ in Digit(level: -10, milliseconds: 100, pause: 100) }
      for onset in leg.onsets {
        let at = onset + 160 + chance.next(320)
        for i in at..<at + 160 { leg.samples[i] = 0 }
      }
    case .short:
      let level = chance.pick([-10.0, -22])
      refuse(&leg) { chance in Digit(level: level, milliseconds: 15 + chance.next(9), pause: 60) }
    case .offFrequency:
      refuse(&leg) { chance in
        let error = chance.pick([-1.0, 1]) * chance.between(3.5, 6)
        return Digit(
          level: -13, lowError: error, highError: chance.pick([-error, error]), milliseconds: 100, pause: 60)
      }
    case .faint:
      refuse(&leg) { _ in Digit(level: -55, milliseconds: 50, pause: 50) }
    case .networkTones:
      let countries = CallProgress.Country.allCases, kinds = CallProgress.allCases
      let tone = kinds[tonesMade % kinds.count].tone(
        countries[tonesMade / kinds.count % countries.count], levelDBm0: -10)
      tonesMade += 1
      leg.samples = ToneGenerator.samples(of: tone, limit: 6000)
    case .noise:
      noise = chance.pick([-5.0, -15, -30])
      leg.samples = [Int16](repeating: 0, count: 12 * 8000)
    case .speech:
      let level = chance.pick([-12.0, -20])
      leg.samples = Voices.speech(12 * 8000, levelDBm0: level, &chance).map { Int16(near: $0) }
    case .music:
      leg.samples = Voices.music(12 * 8000, levelDBm0: -12, &chance).map { Int16(near: $0) }
    }
    let hiss = Voices.noise(leg.samples.count, levelDBm0: noise, &chance)
    for i in leg.samples.indices {
      leg.samples[i] = Int16(
        near: Double(leg.samples[i]) + hiss[i] + (under.isEmpty ? 0 : Double(under[i])))
    }
    return leg
  }

  /// A call of three minutes: 12 digits of 100 ms, 45 s of speech, noise of a quiet line the rest.
  mutating func call() -> EarCase {
    var leg = EarCase(question: .plain, samples: [Int16](repeating: 0, count: 180 * 8000))
    for part in 0..<6 {
      let start = part * 30 * 8000
      for n in 0..<2 {
        let at = start + n * 3200 + chance.next(800)
        let tone = Digit(level: -10, milliseconds: 100, pause: 0).samples(chance.pick(Key.allCases))
        leg.samples.replaceSubrange(at..<at + tone.count, with: tone)
      }
      let speech = Voices.speech(60_000, levelDBm0: -20, &chance)
      for i in speech.indices { leg.samples[start + 160_000 + i] = Int16(near: speech[i]) }
    }
    let hiss = Voices.noise(leg.samples.count, levelDBm0: Self.line, &chance)
    for i in leg.samples.indices { leg.samples[i] = Int16(near: Double(leg.samples[i]) + hiss[i]) }
    return leg
  }

  /// Six digits, 3 s of speech and as much noise of a quiet line.
  mutating func shortCall() -> EarCase {
    var leg = EarCase(question: .plain, samples: [Int16](repeating: 0, count: 4800))
    for _ in 0..<6 {
      leg.samples += Digit(level: -10, milliseconds: 80, pause: 80).samples(chance.pick(Key.allCases))
    }
    leg.samples += Voices.speech(24_000, levelDBm0: -20, &chance).map { Int16(near: $0) }
    leg.samples += Voices.noise(24_000, levelDBm0: Self.line, &chance).map { Int16(near: $0) }
    return leg
  }

  /// Digits of 50 ms and pauses of 50 ms without end, under noise 30 dB down.
  mutating func dialling() -> EarCase {
    var leg = EarCase(question: .plain)
    for _ in 0..<40 { dial(&leg) { _ in Digit(level: -10, milliseconds: 50, pause: 50) } }
    let hiss = Voices.noise(leg.samples.count, levelDBm0: -40, &chance)
    for i in leg.samples.indices { leg.samples[i] = Int16(near: Double(leg.samples[i]) + hiss[i]) }
    return leg
  }

  /// Speech without end.
  mutating func talking() -> EarCase {
    EarCase(
      question: .speech,
      samples: Voices.speech(120 * 8000, levelDBm0: -15, &chance).map { Int16(near: $0) })
  }

  // MARK: Digits

  private struct Digit {
    var level: Double
    var twist = 0.0
    /// Percent.
    var lowError = 0.0, highError = 0.0
    var milliseconds: Int
    var pause: Int

    func samples(_ key: Key) -> [Int16] {
      var tone = Tone.dtmf([key], levelDBm0: level, twist: twist, milliseconds: milliseconds, pause: pause)
      tone.segments[0].components[0].hertz *= 1 + lowError / 100
      tone.segments[0].components[1].hertz *= 1 + highError / 100
      return ToneGenerator.samples(of: tone)
    }
  }

  /// Sixteen keys; up to 101 samples more of each pause put them anywhere in a detector's blocks.
  private mutating func dial(_ leg: inout EarCase, _ digit: (inout Scatter) -> Digit) {
    leg.samples += [Int16](repeating: 0, count: 1200 + chance.next(2000))
    for _ in 0..<16 {
      let key = chance.pick(Key.allCases)
      leg.digits.append(key)
      leg.onsets.append(leg.samples.count)
      leg.samples += digit(&chance).samples(key)
      leg.samples += [Int16](repeating: 0, count: chance.next(102))
    }
    leg.samples += [Int16](repeating: 0, count: 2080)
  }

  /// The same for digits that must not be heard.
  private mutating func refuse(_ leg: inout EarCase, _ digit: (inout Scatter) -> Digit) {
    dial(&leg, digit)
    (leg.digits, leg.onsets) = ([], [])
  }
}

extension Int16 {
  init(near value: Double) { self = Int16(Swift.max(-32768, Swift.min(32767, value)).rounded()) }
}
