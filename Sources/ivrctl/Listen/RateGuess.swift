import Tones

/// Would there be digits if the sound had another sample rate? Hears its first minute at several.
struct RateGuess {
  private struct Guess {
    var rate: Int
    var resampler: Resampler
    var detector = DTMFDetector()
    var digits = 0
    var error = 0.0
  }
  private var guesses: [Guess]
  private var left: Int
  private static let usual = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]

  /// - Parameter rate: what the sound is said to have.
  init(besides rate: Int) {
    left = 60 * rate
    let close = [0.91, 0.94, 0.97, 1.03, 1.06, 1.09].map { Int(Double(rate) * $0) }
    guesses = (close + Self.usual).compactMap { guess in
      guard abs(guess - rate) * 100 > rate else { return nil }
      return Resampler(from: guess, to: Telephony.sampleRate).map { Guess(rate: guess, resampler: $0) }
    }
  }

  /// Takes samples as they are in the file.
  mutating func see(_ own: [Int16]) {
    guard left > 0 else { return }
    left -= own.count
    for i in guesses.indices {
      var samples: [Int16] = []
      guesses[i].resampler.feed(own, into: &samples)
      var measures: [DTMFMeasure] = []
      guesses[i].detector.feed(samples) { event in
        if case .up(_, _, _, _, let measure) = event { measures.append(measure) }
      }
      guesses[i].digits += measures.count
      for measure in measures { guesses[i].error += (measure.lowError + measure.highError) / 2 }
    }
  }

  /// Hz at which digits are heard, at least two; a tone's error tells it finer than the guess.
  var best: Int? {
    guard let most = guesses.map(\.digits).max(), most >= 2 else { return nil }
    let fitting = guesses.filter { $0.digits == most }
      .min { abs($0.error) < abs($1.error) }
    let rate = fitting.map { Int((Double($0.rate) / (1 + $0.error / Double($0.digits) / 100)).rounded()) }
    return rate.map { rate in Self.usual.first { abs($0 - rate) * 200 < rate } ?? rate }
  }
}
