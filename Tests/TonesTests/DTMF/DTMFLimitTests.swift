import Testing
import Tones

/// The limits of a receiver: the strictest union of AT&T/Bellcore and NTT.
@Suite struct `The DTMF detector at the standards' limits` {
  /// Which tones are off frequency: the low one, the high one, both alike, both apart.
  enum Mode: CaseIterable {
    case low, high, same, opposite
    func errors(_ percent: Double) -> (Double, Double) {
      switch self {
      case .low: (percent, 0)
      case .high: (0, percent)
      case .same: (percent, percent)
      case .opposite: (percent, -percent)
      }
    }
  }

  @Test(arguments: [0.0, -3, -6, -9, -12, -15, -18, -20, -22, -24, -25])
  func `hears 0 to −25 dBm0 a tone`(level: Double) {
    #expect(Leg(level: level).heard() == Leg.allKeys)
  }
  @Test(arguments: [-55.0, -60]) func `does not hear −55 dBm0`(level: Double) {
    #expect(Leg(level: level, on: 100, off: 60).heard() == "")
  }

  @Test(arguments: [4.0, 3, 2, -2, -4, -6, -7, -8], [-5.0, -15])
  func `stands twist from +4 to −8 dB`(twist: Double, level: Double) {
    #expect(Leg(level: level, twist: twist).heard() == Leg.allKeys)
  }
  @Test(arguments: [-15.0, -12, 12, 15]) func `refuses a twist far beyond that`(twist: Double) {
    #expect(Leg(level: -6, twist: twist).heard() == "")
  }

  @Test(arguments: Mode.allCases, [-1.5, 1.5]) func `stands 1.5 % off frequency`(mode: Mode, percent: Double)
  {
    #expect(Leg(errors: mode.errors(percent)).heard() == Leg.allKeys)
  }
  @Test(arguments: Mode.allCases, [-3.5, 3.5, 4.5, -6])
  func `refuses 3.5 % off frequency`(mode: Mode, percent: Double) {
    #expect(Leg(errors: mode.errors(percent), on: 100, off: 60).heard() == "")
  }

  @Test(arguments: [40, 42, 45], [-10.0, -22]) func `takes digits of 40 ms`(on: Int, level: Double) {
    #expect(Leg(level: level, on: on, off: 60).heard() == Leg.allKeys)
  }
  @Test(arguments: [15, 20, 22, 23], [-10.0, -22]) func `refuses digits of 23 ms`(on: Int, level: Double) {
    #expect(Leg(level: level, on: on, off: 60).heard() == "")
  }

  @Test(arguments: [40, 45, 50]) func `separates the same digit by a pause of 40 ms`(off: Int) {
    let keys = Key.allCases.flatMap { [$0, $0] }
    #expect(Leg(keys, on: 60, off: off, jitter: false).heard() == keys.text)
    #expect(Leg(on: 40, off: off, jitter: false).heard() == Leg.allKeys)
  }

  @Test(arguments: [1, 3, 5, 8, 10, 15, 20]) func `bridges an interruption`(milliseconds: Int) {
    var leg = Leg(on: 100, off: 60, jitter: false)
    for n in 0..<16 {
      // Near the middle, elsewhere in each digit.
      let at = (203 + n * 160 + 35 + n) * 8 + n * 5
      leg.silence(from: at, milliseconds: milliseconds)
    }
    #expect(leg.heard() == Leg.allKeys)
  }

  @Test(arguments: [-1.5, 1.5], [-8.0, 4]) func `stands all limits at once`(percent: Double, twist: Double) {
    for mode in [Mode.same, .opposite] {
      let leg = Leg(
        level: twist < 0 ? -17 : -21, twist: twist, errors: mode.errors(percent), on: 40, off: 40,
        jitter: false)
      #expect(leg.heard() == Leg.allKeys, "\(mode)")
      #expect(leg.noise(dBm0: -47, seed: 1).heard() == Leg.allKeys, "\(mode), 22 dB over noise")
    }
  }
}
