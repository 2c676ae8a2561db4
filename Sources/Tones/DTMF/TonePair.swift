/// Two tones, to be gone on with where samples are missing.
struct TonePair {
  /// One of them, as it comes out of the filters in the middle of a block.
  struct Part {
    /// `amplitude · e^(i·phase)`.
    var value: Phasor
    /// Turns a sample.
    var frequency: Float
  }
  /// The value at the next sample, and what it turns by in a sample.
  private var low: Phasor, lowTurn: Phasor
  private var high: Phasor, highTurn: Phasor

  /// - Parameter samples: how many of that block are there already.
  init(_ low: Part, _ high: Part, after samples: Int) {
    func start(_ part: Part) -> (Phasor, Phasor) {
      func turn(_ samples: Float) -> Phasor {
        let angle = 2 * .pi * part.frequency * samples
        return Phasor(angle: angle)
      }
      // The middle of a block is 9 samples after its first, and the half-band's output 4 behind its input.
      let filter = DialToneFilter.Sections.phase(2 * Double(part.frequency))
      return (filter.conjugateTimes(part.value).times(turn(Float(samples) - 5)), turn(1))
    }
    (self.low, lowTurn) = start(low)
    (self.high, highTurn) = start(high)
  }

  mutating func next() -> Int16 {
    let sample = Int16(limiting: low.x + high.x)
    low = low.times(lowTurn)
    high = high.times(highTurn)
    return sample
  }
}
