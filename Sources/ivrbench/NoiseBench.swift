import Foundation
import Tones

/// Digits and call-progress tones heard where there are none: hours of noise and of voices, made from chance.
enum NoiseBench: Bench {
  static let name = "noise"
  static let summary = "digits and call-progress tones heard in hours of noise: none are in it"
  static let usualRuns = 1

  private enum Kind: String, CaseIterable {
    case white, pink, red, babble, speech, music

    /// A minute of it.
    func minute(_ levelDBm0: Double, _ chance: inout Scatter) -> [Double] {
      let count = 60 * 8000
      switch self {
      case .white: return Voices.noise(count, levelDBm0: levelDBm0, &chance)
      case .pink:
        // White noise through poles an octave and more apart falls by 3 dB an octave.
        var state = SIMD4<Double>()
        let poles = SIMD4(0.99, 0.93, 0.65, 0), gains = SIMD4(0.1, 0.28, 0.55, 0.25)
        return levelled(levelDBm0, Voices.noise(count, levelDBm0: levelDBm0, &chance)) { x in
          state = poles * state + gains * x
          return state.sum()
        }
      case .red:
        var state = 0.0
        return levelled(levelDBm0, Voices.noise(count, levelDBm0: levelDBm0, &chance)) { x in
          state = 0.97 * state + x
          return state
        }
      case .babble:
        var sum = [Double](repeating: 0, count: count)
        for _ in 0..<6 {
          let voice = Voices.speech(count, levelDBm0: levelDBm0 - 7.8, &chance)
          for i in sum.indices { sum[i] += voice[i] }
        }
        return sum
      case .speech: return Voices.speech(count, levelDBm0: levelDBm0, &chance)
      case .music: return Voices.music(count, levelDBm0: levelDBm0, &chance)
      }
    }

    private func levelled(_ levelDBm0: Double, _ x: [Double], _ filter: (Double) -> Double) -> [Double] {
      let y = x.map(filter)
      let power = y.reduce(0) { $0 + $1 * $1 } / Double(y.count)
      let gain = Level.sinePeak(dBm0: levelDBm0) / (2 * power).squareRoot()
      return y.map { $0 * gain }
    }
  }

  static func run(_ options: BenchOptions) throws -> BenchReport {
    let minutes = max(3, Int(60 * (options.hours ?? 1)))
    var chance = Scatter(options.seed)
    var figures: [Figure] = []
    var notes: [String] = []
    for kind in Kind.allCases {
      var detector = DTMFDetector()
      var progress = CallProgressDetector()
      var found = 0, tones = 0
      for minute in 0..<minutes {
        let level = [-8.0, -15, -30][minute % 3]
        let samples = kind.minute(level, &chance).map { Int16(near: $0) }
        detector.feed(samples) {
          guard case .down(let key, let onset, _) = $0 else { return }
          found += 1
          if found <= 3 { notes.append("  \(kind): \(key.character) at \(onset / 8) ms, \(level) dBm0") }
        }
        progress.feed(samples) {
          guard case .toneBegan(let tone) = $0 else { return }
          tones += 1
          if tones <= 3 { notes.append("  \(kind): \(tone) at \(tone.since / 8) ms, \(level) dBm0") }
        }
      }
      let hours = Figure.shown(Double(minutes) / 60)
      figures.append(
        Figure("\(kind.rawValue)", "digits in \(hours) h", [Double(found)]))
      figures.append(Figure("\(kind.rawValue), call progress", "tones in \(hours) h", [Double(tones)]))
    }
    return BenchReport(
      name: name, work: "by turns -8, -15 and -30 dBm0, a minute each, seed \(options.seed)",
      figures: figures,
      notes: notes.isEmpty ? nil : notes)
  }
}
