import Testing
import Tones

/// Sounds that are like digits and are none, as a voice of a flat pitch or music has them.
@Suite struct `Voices and music that sound like digits` {
  static func keys(_ samples: [Int16]) -> String {
    var detector = DTMFDetector()
    var keys: [Key] = []
    detector.feed(samples) { if case .down(let key, _, _) = $0 { keys.append(key) } }
    return keys.text
  }

  /// A vowel of a voice: harmonics of a pitch that does not move, with two strong ones, swelling and fading.
  /// - Parameters:
  ///   - strong: the harmonics at a row and a column.
  ///   - below, between: the levels of those under the row, and of all others, against the strong ones in dB.
  ///   - glide: milliseconds from the first sound to the full level.
  static func vowel(
    pitch: Double, strong: (Int, Int), below: Double, between: Double, glide: Int, milliseconds: Int = 250
  ) -> [Int16] {
    let components = (1...Int(3400 / pitch)).map { n in
      let level = n == strong.0 || n == strong.1 ? 0 : n < strong.0 ? below : between
      return Tone.Component(hertz: pitch * Double(n), levelDBm0: -15 + level)
    }
    let sound = ToneGenerator.samples(of: Tone([.init(components, milliseconds: milliseconds)]))
    let ramp = Double(glide * 8)
    let swelling = sound.enumerated().map { i, x in
      Int16(Double(x) * min(1, (Double(i) + 1) / ramp, Double(sound.count - i) / ramp))
    }
    return [Int16](repeating: 0, count: 800) + swelling + [Int16](repeating: 0, count: 800)
  }

  @Test(arguments: [
    // The pitches of which a row and a column are both harmonics, within the tolerance.
    (232.8, (3, 7)), (233.3, (3, 7)), (170.4, (5, 8)), (153.5, (5, 8)), (134.0, (7, 11)),
  ])
  func `a flat pitch is no digit`(pitch: Double, strong: (Int, Int)) {
    for below in [-3.0, 0, 3] {
      for glide in [25, 40, 60] {
        let vowel = Self.vowel(pitch: pitch, strong: strong, below: below, between: -16, glide: glide)
        #expect(Self.keys(vowel) == "", "\(below) dB, \(glide) ms")
      }
    }
  }

  @Test func `a held chord that turns pure is no digit`() {
    // 852 and 1336 Hz of an organ, from which a third note fades.
    let pair = ToneGenerator.samples(
      of: Tone([
        .init([.init(hertz: 852, levelDBm0: -14), .init(hertz: 1336, levelDBm0: -16)], milliseconds: 900)
      ]))
    let third = ToneGenerator.samples(
      of: Tone([.init([.init(hertz: 1070, levelDBm0: -14)], milliseconds: 900)]))
    let chord = zip(pair, third).enumerated().map { i, x in
      Int16(clamping: Int(x.0) + Int(Double(x.1) * max(0.2, 1 - Double(i) / 4800)))
    }
    #expect(Self.keys(chord) == "")
  }

  @Test func `digits over music are heard`() {
    let digits = ToneGenerator.samples(of: .dtmf(Key.allCases, levelDBm0: -10, milliseconds: 60, pause: 60))
    // Chords of three notes with overtones, 20 dB down, a new one every 300 ms.
    let chords = (0..<8).map { n in
      let root = [196.0, 220, 261.6, 174.6][n % 4]
      return Tone.Segment(
        [1, 1.25, 1.5].flatMap { third in
          (1...4).map { Tone.Component(hertz: root * third * Double($0), levelDBm0: -30 - 3 * Double($0)) }
        }, milliseconds: 300)
    }
    let music = ToneGenerator.samples(of: Tone(chords))
    #expect(Self.keys(zip(digits, music).map { Int16(clamping: Int($0) + Int($1)) }) == Key.allCases.text)
  }
}
