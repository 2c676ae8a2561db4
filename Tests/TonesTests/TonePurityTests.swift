import Foundation
import Testing
import Tones

/// What a measuring set would find in generated tones.
@Suite struct `Generated tones, measured` {
  /// The correlation of samples with a frequency: amplitude and phase, in turns.
  static func measure(_ samples: ArraySlice<Int16>, _ hertz: Double) -> (peak: Double, phase: Double) {
    var (re, im) = (0.0, 0.0)
    for (i, sample) in zip(samples.indices, samples) {
      let angle = 2 * Double.pi * (hertz * Double(i) / 8000).truncatingRemainder(dividingBy: 1)
      re += Double(sample) * cos(angle)
      im += Double(sample) * sin(angle)
    }
    return (2 * hypot(re, im) / Double(samples.count), atan2(re, im) / (2 * .pi))
  }
  static func steady(_ hertz: [Double], each levelDBm0: Double, milliseconds: Int) -> [Int16] {
    let components = hertz.map { Tone.Component(hertz: $0, levelDBm0: levelDBm0) }
    return ToneGenerator.samples(
      of: Tone([.init(components, milliseconds: milliseconds)], fadeMilliseconds: 0), limit: milliseconds)
  }

  @Test(arguments: Array(stride(from: -45.0, through: 3, by: 6)))
  func `a level is right to 0.05 dB`(level: Double) {
    for hertz in [350.0, 1004, 1633, 3400] {
      let samples = Self.steady([hertz], each: level, milliseconds: 500)
      #expect(abs(Level.dBm0(samples) - level) < 0.05, "\(hertz) Hz")
    }
  }

  @Test(arguments: [-8.0, -4, 0, 4]) func `twist is exact, the stronger tone has the level`(twist: Double) {
    for key in Key.allCases {
      let (low, high) = DTMFTones.frequencies(of: key)
      let tone = Tone.dtmf(
        [key], levelDBm0: -10, twist: twist, milliseconds: 1000, pause: 0, fadeMilliseconds: 0)
      let samples = ToneGenerator.samples(of: tone)[...]
      let peaks = (Self.measure(samples, low).peak, Self.measure(samples, high).peak)
      let stronger = Level.sinePeak(dBm0: -10)
      #expect(abs(20 * log10(peaks.1 / peaks.0) - twist) < 0.02)
      #expect(abs(20 * log10(max(peaks.0, peaks.1) / stronger)) < 0.02)
    }
  }

  @Test(arguments: [697.0, 3333.3]) func `a frequency does not drift in two minutes`(hertz: Double) {
    let samples = Self.steady([hertz], each: -10, milliseconds: 120_000)
    let begin = Self.measure(samples[..<800], hertz).phase
    let end = Self.measure(samples[(samples.count - 800)...], hertz).phase
    let turned = (end - begin) - (end - begin).rounded()
    // Over 120 s; the standard would be content with 0.01 Hz.
    #expect(abs(turned) / 120 < 1e-5)
    // Not off by whole turns either: half a second would show 0.01 Hz as 0.005 turns.
    let near = Self.measure(samples[4000..<4800], hertz).phase - begin
    #expect(abs(near - near.rounded()) < 0.001)
  }

  @Test(arguments: [440.0, 697, 1000, 1477, 2800]) func `what is not the tone is 60 dB down`(hertz: Double) {
    // Blackman-Harris: its side lobes are 92 dB down, its main lobe 4 bins to each side.
    let n = 2000
    let samples = Self.steady([hertz], each: -10, milliseconds: n / 8)
    let windowed = (0..<n).map { i -> Double in
      let t = 2 * Double.pi * Double(i) / Double(n)
      return Double(samples[i]) * (0.35875 - 0.48829 * cos(t) + 0.14128 * cos(2 * t) - 0.01168 * cos(3 * t))
    }
    var tone = 0.0, worst = 0.0
    for bin in stride(from: 0, through: n / 2, by: 2) {
      let coefficient = 2 * cos(2 * .pi * Double(bin) / Double(n))
      var (s1, s2) = (0.0, 0.0)
      for x in windowed { (s1, s2) = (x + coefficient * s1 - s2, s1) }
      let power = s1 * s1 + s2 * s2 - coefficient * s1 * s2
      if abs(Double(bin) * 4 - hertz) <= 20 { tone = max(tone, power) } else { worst = max(worst, power) }
    }
    #expect(10 * log10(worst / tone) < -80)
  }

  @Test func `durations are exact to the sample, edges sharp if asked for`() {
    let tone = Tone.dtmf([.one, .hash], levelDBm0: 0, milliseconds: 23, pause: 41, fadeMilliseconds: 0)
    let samples = ToneGenerator.samples(of: tone)
    #expect(samples.count == 2 * (23 + 41) * 8)
    for start in [0, 512] {
      // A segment begins at phase 0: its first sample is 0, the second is not.
      #expect(samples[start] == 0 && abs(Int(samples[start + 1])) > 15000)
      #expect(samples[(start + 180)..<(start + 184)].contains { abs(Int($0)) > 3000 })
      #expect(samples[(start + 184)..<(start + 512)].allSatisfy { $0 == 0 })
    }
    // With a fade the length is the same; the edges are half way up in the middle of it.
    let faded = ToneGenerator.samples(
      of: Tone([.init([.init(hertz: 1000, levelDBm0: 0)], milliseconds: 100)], fadeMilliseconds: 10))
    #expect(faded.count == 800)
    #expect(abs(Level.peak(Array(faded[36..<44])) - 22825 / 2) < 1200)
    #expect(abs(Level.peak(Array(faded[756..<764])) - 22825 / 2) < 1200)
    #expect(Level.peak(Array(faded[80..<720])) == 22825)
  }

  @Test func `two tones beyond full scale are limited, not wrapped`() {
    let samples = Self.steady([941, 1633], each: 3, milliseconds: 200)
    let peak = Level.sinePeak(dBm0: 3)
    for (i, sample) in samples.enumerated() {
      let t = 2 * Double.pi * Double(i) / 8000
      let wanted = peak * sin(941 * t) + peak * sin(1633 * t)
      #expect(abs(Double(sample) - max(-32768, min(32767, wanted))) < 0.6, "sample \(i)")
    }
    #expect(samples.contains(.max) && samples.contains(.min))
  }

  @Test func `a phase goes on through pieces of any size`() {
    let tone = Tone(hertz: [697, 1209], levelDBm0: -6)
    var whole = ToneGenerator(tone), pieces = whole
    let all = whole.next(8000)
    var made: [Int16] = []
    var chance = Xorshift(seed: 7)
    while made.count < 8000 {
      made += pieces.next(min(.random(in: 0...400, using: &chance), 8000 - made.count))
    }
    #expect(made == all)
    // A copy goes on where the one it was copied from is.
    var copy = pieces
    #expect(copy.next(100) == pieces.next(100))
  }
}
