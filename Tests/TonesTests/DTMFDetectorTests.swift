import Testing
import Tones

@Suite struct `The DTMF detector` {
  /// What a detector reports for samples fed in pieces of `step`.
  static func events(_ samples: [Int16], step: Int = 160) -> [DTMFEvent] {
    var detector = DTMFDetector()
    var events: [DTMFEvent] = []
    var at = 0
    while at < samples.count {
      detector.feed(samples[at..<min(at + step, samples.count)]) { events.append($0) }
      at += step
    }
    detector.finish { events.append($0) }
    return events
  }
  static func keys(_ samples: [Int16], step: Int = 160) -> String {
    events(samples, step: step).compactMap { if case .down(let key, _, _) = $0 { key } else { nil } }.text
  }
  static func silence(_ milliseconds: Int) -> [Int16] { [Int16](repeating: 0, count: milliseconds * 8) }
  static func digits(
    _ keys: [Key] = Key.allCases, level: Double = -10, twist: Double = 0, on: Int = 50, off: Int = 50
  ) -> [Int16] {
    let tone = Tone.dtmf(keys, levelDBm0: level, twist: twist, milliseconds: on, pause: off)
    return silence(203) + ToneGenerator.samples(of: tone) + silence(100)
  }
  static let all = Key.allCases.text

  @Test func `reads every digit, in pieces of any size`() {
    for step in [1, 7, 20, 160, 100_000] { #expect(Self.keys(Self.digits(), step: step) == Self.all) }
  }

  @Test func `reports the same whatever the pieces`() {
    let samples = Self.digits()
    #expect(Self.events(samples, step: 13) == Self.events(samples, step: 4096))
  }

  @Test func `says when a digit began, how long it was, and is sure within 40 ms`() throws {
    for on in [45, 60, 100, 400] {
      let events = Self.events(Self.digits([.five], on: on))
      guard events.count == 2, case .down(.five, let onset, let at) = events[0],
        case .up(.five, let began, let length, let end, _) = events[1]
      else {
        Issue.record("\(events)")
        continue
      }
      let start = 203 * 8
      #expect(abs(onset - start) <= 40)
      #expect(began == onset)
      #expect(at - start <= 40 * 8)
      #expect(abs(length - on * 8) <= 80)
      #expect(end - (start + on * 8) <= 45 * 8)
    }
  }

  @Test(arguments: [0.0, -3, -10, -20, -25]) func `hears 0 to −25 dBm0`(level: Double) {
    #expect(Self.keys(Self.digits(level: level)) == Self.all)
  }
  @Test func `does not hear −55 dBm0`() {
    #expect(Self.keys(Self.digits(level: -55)) == "")
  }
  @Test(arguments: [-8.0, -5, -2, 2, 4]) func `stands twist from +4 to −8 dB`(twist: Double) {
    #expect(Self.keys(Self.digits(level: -6, twist: twist)) == Self.all)
    #expect(Self.keys(Self.digits(level: -15, twist: twist)) == Self.all)
  }
  @Test(arguments: [-15.0, -12, 12, 15]) func `refuses a twist far beyond that`(twist: Double) {
    #expect(Self.keys(Self.digits(level: -6, twist: twist)) == "")
  }

  @Test func `takes digits of 40 ms and refuses those of 23`() {
    for level in [-10.0, -22] {
      #expect(Self.keys(Self.digits(level: level, on: 40, off: 40)) == Self.all)
      #expect(Self.keys(Self.digits(level: level, on: 23, off: 60)) == "")
    }
  }

  @Test(arguments: [1, 5, 10, 15, 20]) func `bridges a drop-out`(milliseconds: Int) {
    var samples = Self.digits(on: 120)
    for n in 0..<16 {
      let at = (203 + n * 170 + 55) * 8
      for i in at..<(at + milliseconds * 8) { samples[i] = 0 }
    }
    #expect(Self.keys(samples) == Self.all)
  }

  @Test func `tells two same digits 40 ms apart`() {
    #expect(Self.keys(Self.digits([.seven, .seven, .seven], on: 60, off: 40)) == "777")
  }

  @Test(arguments: [-1.5, 1.5]) func `stands a frequency error of 1.5 %`(percent: Double) {
    #expect(Self.keys(Self.detuned(percent)) == Self.all)
  }
  @Test(arguments: [-3.5, 3.5, 5, -5]) func `refuses an error of 3.5 %`(percent: Double) {
    #expect(Self.keys(Self.detuned(percent)) == "")
  }
  static func detuned(_ percent: Double) -> [Int16] {
    var tone = Tone.dtmf(Key.allCases, levelDBm0: -10, milliseconds: 60, pause: 60)
    for s in tone.segments.indices {
      for c in tone.segments[s].components.indices {
        tone.segments[s].components[c].hertz *= 1 + percent / 100
      }
    }
    return silence(100) + ToneGenerator.samples(of: tone) + silence(100)
  }

  @Test func `hears digits over dial tone as loud as they are`() {
    var dial = ToneGenerator(CallProgress.dial.tone(levelDBm0: -12))
    let digits = Self.digits(level: -15)
    let samples = zip(digits, dial.next(digits.count)).map { Int16(clamping: Int($0) + Int($1)) }
    #expect(Self.keys(samples) == Self.all)
  }

  @Test(arguments: 1...4) func `hears digits 10 dB over noise`(seed: UInt64) {
    var chance = Xorshift(seed: seed)
    let amplitude = Level.sinePeak(dBm0: -20) / 2.0.squareRoot() * 3.0.squareRoot()
    let samples = Self.digits(level: -10).map { Int16(clamping: Int($0) + Int(chance.uniform() * amplitude)) }
    #expect(Self.keys(samples) == Self.all, "seed \(seed)")
  }

  @Test func `hears nothing in call progress tones`() {
    for country in CallProgress.Country.allCases {
      for kind in CallProgress.allCases {
        let samples = ToneGenerator.samples(of: kind.tone(country, levelDBm0: -6), limit: 6000)
        #expect(Self.keys(samples) == "", "\(kind) \(country)")
      }
    }
  }

  @Test(arguments: 1...3) func `hears nothing in noise, squares and voices`(seed: UInt64) {
    var chance = Xorshift(seed: seed)
    let noise = (0..<80_000).map { _ in Int16(clamping: Int(chance.uniform() * 32767)) }
    #expect(Self.keys(noise) == "", "seed \(seed)")
    for period in [2, 9, 16, 40, 101, 230] {
      let square = (0..<16_000).map { $0 / period % 2 == 0 ? Int16.max : Int16.min }
      #expect(Self.keys(square) == "", "period \(period)")
    }
    // A buzz with gliding pitch, a pulse each period: harmonics everywhere, none of them still.
    var phase = 0.0
    let voice = (0..<160_000).map { n -> Int16 in
      phase += (140 + 60 * Double(n % 6000) / 6000) / 8000
      if phase >= 1 { phase -= 1 }
      return Int16(12000 * (1 - phase) * (1 - phase) * (phase < 0.5 ? 1 : -1))
    }
    #expect(Self.keys(voice) == "")
  }

  @Test func `a copy hears on by itself`() {
    let samples = Self.digits([.one, .two])
    var first = DTMFDetector()
    var before = ""
    first.feed(samples[..<2100]) { if case .down(let key, _, _) = $0 { before.append(key.character) } }
    var copy = first
    var (one, other) = (before, before)
    first.feed(samples[2100...]) { if case .down(let key, _, _) = $0 { one.append(key.character) } }
    copy.feed(Self.silence(500)) { if case .down(let key, _, _) = $0 { other.append(key.character) } }
    #expect([before, one, other] == ["1", "12", "1"])
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
