import Tones

/// Would there be digits if the sound had another sample rate? Hears its first minute at several.
struct RateGuess {
  private struct Guess {
    var rate: Int
    var resampler: Resampler
    var detector = DTMFDetector()
    var digits = 0
    var error = 0.0
    /// How far low and high tones differ in their errors; a true rate makes both right.
    var apart = 0.0
  }
  private var guesses: [Guess]
  private var left: Int
  static let usual = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000]
  /// Of old sound cards and of sound that was played at another speed.
  private static let unusual = [6000, 6400, 7000, 9600, 10_000]

  /// - Parameter rate: what the sound is said to have.
  init(besides rate: Int) {
    left = 60 * rate
    let close = [0.91, 0.94, 0.97, 1.03, 1.06, 1.09].map { Int(Double(rate) * $0) }
    guesses = (close + Self.usual + Self.unusual).compactMap { guess in
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
      for measure in measures {
        guesses[i].error += (measure.lowError + measure.highError) / 2
        guesses[i].apart += measure.lowError - measure.highError
      }
    }
  }

  struct Fit {
    /// Hz; a tone's error tells it finer than the guess.
    var rate: Int
    var digits: Int
  }
  /// The rate at which most digits are heard, at least two, with low and high tones equally right.
  var best: Fit? {
    let likely = guesses.filter {
      $0.digits >= 2 && abs($0.apart) < FrequencyFault.same * Double($0.digits)
    }
    guard let most = likely.map(\.digits).max() else { return nil }
    let fitting = likely.filter { $0.digits == most }
      .min { abs($0.error) < abs($1.error) }
    return fitting.map { guess in
      let rate = Int((Double(guess.rate) / (1 + guess.error / Double(guess.digits) / 100)).rounded())
      return Fit(
        rate: (Self.usual + Self.unusual).first { abs($0 - rate) * 200 < rate } ?? rate, digits: most)
    }
  }
}
