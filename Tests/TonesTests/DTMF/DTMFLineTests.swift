import Testing
import Tones

/// What a telephone line adds to digits, and takes from them.
@Suite struct `The DTMF detector on a bad line` {
  @Test(arguments: 1...4) func `hears digits 15 dB over noise`(seed: UInt64) {
    #expect(Leg().noise(dBm0: -25, seed: seed).heard() == Leg.allKeys, "seed \(seed)")
  }
  @Test func `hears 97 in 100 digits of 50 ms at 6 dB over noise`() {
    let keys = Key.allCases + Key.allCases.reversed() + Key.allCases + Key.allCases.reversed()
    var (right, wrong) = (0, 0)
    for seed in UInt64(1)...4 {
      let heard = Array(Leg(keys).noise(dBm0: -16, seed: seed).heard())
      // In order: what was sent is found in what was heard.
      var at = heard.startIndex
      for key in keys.text {
        guard let place = heard[at...].prefix(3).firstIndex(of: key) else { continue }
        right += 1
        at = place + 1
      }
      wrong += heard.count
    }
    wrong -= right
    #expect(right >= 249 && wrong <= 2, "\(right) of 256, \(wrong) false")
  }

  @Test(arguments: [[350.0, 440], [425], [350, 450]]) func `hears digits over dial tone as loud`(
    hertz: [Double]
  ) {
    let dial = Tone(hertz: hertz, levelDBm0: -15 + (hertz.count == 2 ? 3 : 0))
    #expect(Leg(level: -15, on: 60, off: 60).over(dial).heard() == Leg.allKeys)
  }
  @Test(arguments: [300, -300]) func `hears digits on direct current`(offset: Int) {
    #expect(Leg().shifted(by: offset).heard() == Leg.allKeys)
  }
  @Test(arguments: [-2.0, 0, 2]) func `hears digits that are clipped`(level: Double) {
    #expect(Level.peak(Leg(level: level).samples) > 32700)
    #expect(Leg(level: level).heard() == Leg.allKeys)
  }
  @Test(arguments: [G711.muLaw, .aLaw], [-4.0, -10, -20, -25])
  func `hears digits through G.711`(law: G711, level: Double) {
    #expect(Leg(level: level).through(law).heard() == Leg.allKeys)
  }
  @Test(arguments: [5, 10, 15, 20]) func `hears digits with an echo 10 dB down`(milliseconds: Int) {
    #expect(Leg(on: 60, off: 60).echo(milliseconds: milliseconds, down: 10).heard() == Leg.allKeys)
  }
  @Test(arguments: 1...2) func `hears digits between clicks`(seed: UInt64) {
    var leg = Leg(on: 80, off: 80)
    var chance = Xorshift(seed: seed)
    for _ in 0..<8 {
      let at = Int.random(in: 0..<leg.samples.count - 24, using: &chance)
      for i in 0..<24 {
        let click = 20000 * chance.uniform() * Level.ratio(dB: -Double(i))
        leg.samples[at + i] = Leg.limited(Double(leg.samples[at + i]) + click)
      }
    }
    #expect(leg.heard() == Leg.allKeys, "seed \(seed)")
  }
  /// Packets of 20 ms that never came, told as silence: where each begins, in ms from the digit's onset.
  @Test(arguments: [-10, 60, 150, 200]) func `hears digits on a line that loses packets`(at: Int) {
    var leg = Leg(on: 160, off: 140, jitter: false)
    for n in 0..<16 { leg.silence(from: (203 + n * 300 + at) * 8, milliseconds: 20) }
    #expect(leg.heard() == Leg.allKeys)
  }

  @Test func `hears nothing in call progress tones`() {
    // Many countries share a tone.
    let tones = Set(
      CallProgress.Country.allCases.flatMap { country in
        CallProgress.allCases.map { $0.tone(country, levelDBm0: -6) }
      })
    for tone in tones {
      #expect(Leg(samples: ToneGenerator.samples(of: tone, limit: 2200)).heard() == "", "\(tone)")
    }
  }
  @Test(arguments: Noise.Colour.allCases, [-5.0, -15, -30])
  func `hears nothing in noise`(colour: Noise.Colour, level: Double) {
    // `ivrbench noise` listens for hours.
    var noise = Noise(colour, dBm0: level, seed: 9)
    let leg = Leg((0..<64_000).map { _ in noise.next() })
    #expect(abs(Level.dBm0(leg.samples) - level) < 1.5)
    #expect(leg.heard() == "")
  }
  @Test func `hears nothing in a voice of gliding pitch`() {
    // A buzz, a pulse each period: harmonics everywhere, none of them still.
    var phase = 0.0
    let voice = (0..<160_000).map { n -> Int16 in
      phase += (140 + 60 * Double(n % 6000) / 6000) / 8000
      if phase >= 1 { phase -= 1 }
      return Int16(12000 * (1 - phase) * (1 - phase) * (phase < 0.5 ? 1 : -1))
    }
    #expect(Leg(samples: voice).heard() == "")
  }
}
