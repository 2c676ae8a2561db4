import Foundation
import Tones

/// Sounds made from chance that are no digits: speech-like, music-like, noise.
enum Voices {
  /// F1…F3 of eleven vowels, Hz.
  private static let vowels: [SIMD3<Double>] = [
    [730, 1090, 2440], [570, 840, 2410], [660, 1720, 2410], [530, 1840, 2480], [270, 2290, 3010],
    [440, 1020, 2240], [300, 870, 2240], [640, 1190, 2390], [490, 1350, 1690], [850, 1610, 2700],
    [760, 1250, 2500],
  ]
  private static let rate = Double(Telephony.sampleRate)

  /// Syllables of gliding pitch and gliding formants by additive synthesis, hisses, pauses.
  static func speech(_ count: Int, levelDBm0: Double, _ chance: inout Scatter) -> [Double] {
    var out = [Double](repeating: 0, count: count)
    var sounding = 0
    let base = chance.pick([95.0, 120, 180, 215, 260])
    var at = chance.next(960)
    while at < count - 480 {
      let n = min(480 + chance.next(2160), count - at)
      var piece =
        chance.unit() < 0.18 ? hiss(n, &chance) : syllable(n, base: base, high: base > 150, &chance)
      let (shape, strength) = (0.3 + 0.5 * chance.unit(), 0.5 + 0.5 * chance.unit())
      for i in 0..<n {
        let arch: Double = sin(Double.pi * (Double(i) + 0.5) / Double(n))
        piece[i] *= strength * pow(arch, shape)
      }
      for i in 0..<n { out[at + i] = piece[i] }
      sounding += n
      at += n
      if chance.unit() < 0.3 { at += 240 + chance.next(2560) }
    }
    return levelled(out, levelDBm0, over: sounding)
  }

  private static func hiss(_ n: Int, _ chance: inout Scatter) -> [Double] {
    var last = 0.0
    return (0..<n).map { _ in
      let x = chance.normal()
      defer { last = x }
      return 0.25 * (x - 0.9 * last)
    }
  }

  private static func syllable(
    _ n: Int, base: Double, high: Bool, _ chance: inout Scatter
  ) -> [Double] {
    let (begin, end) = (base * exp(0.12 * chance.normal()), base * exp(0.12 * chance.normal()))
    let tremble = chance.unit() < 0.3 ? 0.02 : 0
    let (from, to) = (chance.pick(vowels), chance.pick(vowels))
    let scale = high ? 1.15 : 1.0
    let harmonics = max(1, Int(3600 / max(begin, end) / 1.02))
    var (phase, pitch) = (0.0, begin)
    var weights = [Double](repeating: 0, count: harmonics)
    // The pitch glides sample by sample, the formants are followed every 2 ms.
    let glide = pow(end / begin, 1 / Double(n))
    return (0..<n).map { i in
      if i % 16 == 0 {
        let t = Double(i) / Double(n)
        pitch = begin * pow(end / begin, t) * (1 + tremble * sin(2 * .pi * 5.5 * Double(i) / rate))
        let formants = scale * (from + (to - from) * (t * t))
        for k in weights.indices {
          let f = Double(k + 1) * pitch
          let distance = (SIMD3(repeating: f) - formants) / SIMD3(90, 110, 170)
          weights[k] = (SIMD3(1, 0.6, 0.25) / (1 + distance * distance)).sum() / pow(Double(k + 1), 0.3)
        }
      }
      pitch *= glide
      phase += 2 * .pi * pitch / rate
      // cos(kφ) by its recurrence.
      var (before, now, sum) = (1.0, cos(phase), 0.0)
      let turn = 2 * now
      for weight in weights {
        sum += weight * now
        (before, now) = (now, turn * now - before)
      }
      return sum
    }
  }

  /// Three voices of notes with harmonics, from soft to bright, each dying away.
  static func music(_ count: Int, levelDBm0: Double, _ chance: inout Scatter) -> [Double] {
    var out = [Double](repeating: 0, count: count)
    for lowest in [48, 60, 67] {
      var at = 0
      while at < count {
        let n = min(1000 + chance.next(7) * 1000, count - at)
        let hertz = 440 * exp2(Double(lowest + chance.next(20) - 69) / 12)
        let fade = chance.pick([0.5, 2.0, 6.0]) / rate
        let brightness = chance.pick([1.0, 1.5, 2.5])
        for k in 1...8 where hertz * Double(k) < 3700 {
          let step = 2 * .pi * hertz * Double(k) / rate
          let peak = pow(Double(k), -brightness)
          for i in 0..<n {
            let envelope = min(1, Double(i) / 80, Double(n - i) / 80) * exp(-fade * Double(i))
            out[at + i] += peak * envelope * sin(step * Double(i))
          }
        }
        at += n
      }
    }
    return levelled(out, levelDBm0, over: count)
  }

  /// White noise of a level, 0…4 kHz.
  static func noise(_ count: Int, levelDBm0: Double, _ chance: inout Scatter) -> [Double] {
    let rms = Level.sinePeak(dBm0: levelDBm0) / 2.0.squareRoot()
    return (0..<count).map { _ in rms * chance.normal() }
  }

  private static func levelled(_ x: [Double], _ levelDBm0: Double, over sounding: Int) -> [Double] {
    let power = x.reduce(0) { $0 + $1 * $1 } / Double(max(1, sounding))
    guard power > 0 else { return x }
    let gain = Level.sinePeak(dBm0: levelDBm0) / (2 * power).squareRoot()
    return x.map { $0 * gain }
  }
}

extension Scatter {
  /// 0 ..< 1
  mutating func unit() -> Double { Double(next(1 << 30)) / Double(1 << 30) }
  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }
  mutating func pick<T>(_ choices: [T]) -> T { choices[next(choices.count)] }
  /// Mean 0, variance 1 (twelve uniform ones together).
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + unit() } }
}
