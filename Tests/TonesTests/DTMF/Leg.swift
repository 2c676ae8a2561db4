import Tones

/// One leg of sound with digits in it, made to a test's wish, and what a detector reads of it.
struct Leg {
  var samples: [Int16] = []

  /// Digits as a standard's test would send them, with sharp edges.
  /// - Parameters:
  ///   - errors: percent, of the low tone and of the high one.
  ///   - jitter: up to 101 samples more of each pause, so that digits fall anywhere in a detector's blocks.
  init(
    _ keys: [Key] = Key.allCases, level: Double = -10, twist: Double = 0, errors: (Double, Double) = (0, 0),
    on: Int = 50, off: Int = 50, jitter: Bool = true
  ) {
    samples = Leg.silence(milliseconds: 203)
    var more = 37
    for key in keys {
      var tone = Tone.dtmf(
        [key], levelDBm0: level, twist: twist, milliseconds: on, pause: off, fadeMilliseconds: 0)
      tone.segments[0].components[0].hertz *= 1 + errors.0 / 100
      tone.segments[0].components[1].hertz *= 1 + errors.1 / 100
      samples += ToneGenerator.samples(of: tone)
      if jitter {
        samples += [Int16](repeating: 0, count: more)
        more = (more + 41) % 102
      }
    }
    samples += Leg.silence(milliseconds: 100)
  }
  init(samples: [Int16]) { self.samples = samples }
  init(_ values: some Sequence<Double>) { samples = values.map { Leg.limited($0) } }

  static func silence(milliseconds: Int) -> [Int16] { [Int16](repeating: 0, count: milliseconds * 8) }
  static func limited(_ value: Double) -> Int16 { Int16(max(-32768, min(32767, value.rounded()))) }

  // MARK: What happens to it on the way

  /// With a tone under all of it.
  func over(_ tone: Tone) -> Leg {
    var generator = ToneGenerator(tone)
    return Leg(zip(samples, generator.next(samples.count)).map { Double($0) + Double($1) })
  }
  /// With white noise of a level under all of it.
  func noise(dBm0: Double, seed: UInt64) -> Leg {
    var noise = Noise(.white, dBm0: dBm0, seed: seed)
    return Leg(samples.map { Double($0) + noise.next() })
  }
  func shifted(by offset: Int) -> Leg { Leg(samples.map { Double($0) + Double(offset) }) }
  /// With itself once more, later and softer.
  func echo(milliseconds: Int, down: Double) -> Leg {
    let gain = Level.ratio(dB: -down), delay = milliseconds * 8
    return Leg(
      samples.indices.map { Double(samples[$0]) + ($0 < delay ? 0 : gain * Double(samples[$0 - delay])) })
  }
  func through(_ law: G711) -> Leg { Leg(samples: law.decode(law.encode(samples))) }
  /// With silence in a piece of it.
  mutating func silence(from: Int, milliseconds: Int) {
    for i in from..<min(from + milliseconds * 8, samples.count) { samples[i] = 0 }
  }

  // MARK: Heard

  /// The digits that went down.
  func heard(step: Int = 160) -> String {
    DTMFEvent.heard(samples, step: step).compactMap { if case .down(let key, _, _) = $0 { key } else { nil } }
      .text
  }
  static let allKeys = Key.allCases.text
}

extension DTMFEvent {
  /// What a fresh detector reports of digits, for samples fed in pieces of `step`.
  static func heard(_ samples: [Int16], step: Int = 160) -> [DTMFEvent] {
    var detector = DTMFDetector()
    var events: [DTMFEvent] = []
    func report(_ event: DTMFEvent) {
      if case .refused = event { return }
      events.append(event)
    }
    for at in stride(from: 0, to: samples.count, by: max(1, step)) {
      detector.feed(samples[at..<min(at + max(1, step), samples.count)], report)
    }
    detector.finish(report)
    return events
  }
}

/// Noise of a level, the same from the same seed.
struct Noise {
  enum Colour: CaseIterable {
    /// As much in every Hz, in every octave, and of several buzzing voices at once.
    case white, pink, babble
  }
  private let colour: Colour
  private let peak: Double
  private var chance: Xorshift
  private var rows = [Double](repeating: 0, count: 8)
  private var count = 0
  /// Phase and pitch of each voice.
  private var voices: [(phase: Double, step: Double)] = []

  init(_ colour: Colour, dBm0: Double, seed: UInt64) {
    self.colour = colour
    chance = Xorshift(seed: seed)
    // The factor brings what `next` sums to a mean square of 1/2, that of a sine.
    let unit: Double =
      switch colour {
      case .white: (1.5).squareRoot()
      case .pink: (1.5 / 9).squareRoot()
      case .babble: 1
      }
    peak = Level.sinePeak(dBm0: dBm0) * unit
  }

  mutating func next() -> Double {
    count &+= 1
    switch colour {
    case .white: return peak * chance.uniform()
    case .pink:
      // Voss: row k changes every 2ᵏ samples.
      rows[min(7, count.trailingZeroBitCount)] = chance.uniform()
      var sum = chance.uniform()
      for row in rows { sum += row }
      return peak * sum
    case .babble:
      // Six sawtooth voices, whose pitch jumps as syllables do.
      if count % 800 == 1 {
        let old = voices
        voices = (0..<6).map { i in
          (old.isEmpty ? 0 : old[i].phase, (85 + 200 * abs(chance.uniform())) / 8000)
        }
      }
      var sum = 0.0
      for i in voices.indices {
        voices[i].phase += voices[i].step
        if voices[i].phase >= 1 { voices[i].phase -= 1 }
        sum += 0.5 - voices[i].phase
      }
      return peak * sum
    }
  }
}

/// Chance with a seed, the same on every machine.
struct Xorshift: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
  /// −1…1.
  mutating func uniform() -> Double { Double(Int64(bitPattern: next()) >> 11) / Double(Int64(1) << 52) }
}
