/// The band of call-progress tones, 320…640 Hz, out of telephone audio: a complex value every 2 ms.
///
/// A filter of 128 taps (Hamming, ±265 Hz about 480 Hz, 16 ms) whose output is taken every 16 samples: that
/// is 2 multiplications a sample each for the real and the imaginary part of 16 lanes at a time.
struct ToneBand: Sendable {
  /// Samples in a chunk, and chunks in a step of 10 ms.
  static let chunk = 16, chunks = 5
  static let step = chunk * chunks
  /// Samples by which what comes out is late.
  static let delay = 64
  private static let taps = 8
  private static let mask = 15

  private var samples = InlineArray<16, SIMD16<Float>>(repeating: .zero)
  private var energies = InlineArray<16, Float>(repeating: 0)
  private(set) var count = 0
  /// Direct current, as a sound card may add, and what is left of it in the newest samples.
  private var offset: Float = 0, left: Float = 0

  /// One step, seen after the filter's delay.
  struct Step {
    /// Of everything that sounded, and of the band; the sum of squares of its samples.
    var energy: Float = 0, band: Float = 0
    var values = InlineArray<5, SIMD2<Float>>(repeating: .zero)
  }

  @inline(__always) mutating func append(_ chunk: SIMD16<Float>) {
    let chunk = chunk - offset
    left += chunk.sum()
    samples[count & Self.mask] = chunk
    energies[count & Self.mask] = (chunk * chunk).sum()
    count &+= 1
  }

  /// Follows the direct current, once a step: 0.4 s.
  mutating func settle() {
    offset += 0.025 * left / Float(Self.step)
    left = 0
  }

  /// The energy of the newest five chunks, without the filter's delay.
  var newest: Float {
    var sum: Float = 0
    for back in 1...Self.chunks { sum += energies[(count &- back) & Self.mask] }
    return sum
  }

  /// Filters the newest five chunks.
  /// Mutating only because a value of this size is otherwise copied for each call.
  mutating func filter() -> Step {
    var step = Step()
    let re = Self.re.span, im = Self.im.span
    for i in 0..<Self.chunks {
      let k = count &- Self.chunks &+ i
      var x = SIMD16<Float>(), y = SIMD16<Float>()
      for tap in 0..<Self.taps {
        let s = samples[(k &- Self.taps &+ 1 &+ tap) & Self.mask]
        x += re[tap] * s
        y += im[tap] * s
      }
      let z = SIMD2(x.sum(), y.sum())
      step.band += (z * z).sum()
      step.energy += 0.5 * (energies[(k &- 4) & Self.mask] + energies[(k &- 3) & Self.mask])
      step.values[i] = z
    }
    return step
  }

  /// How much of the step that was filtered last follows from the samples one or two before, 0…1: nothing of white
  /// noise or hiss, nearly all of a tone or of a voice.
  mutating func likenessToItself() -> Float {
    var x = InlineArray<80, Float>(repeating: 0)
    for k in 0..<Self.step {
      x[k] = samples[(count &- 8 &+ k / Self.chunk) & Self.mask][k & (Self.chunk - 1)]
    }
    var (all, one, two): (Float, Float, Float) = (1, 0, 0)
    for k in 2..<Self.step {
      all += x[k] * x[k]
      one += x[k] * x[k - 1]
      two += x[k] * x[k - 2]
    }
    return max(abs(one), abs(two)) / all
  }

  /// The correlation of the newest step with `lane` of a table that has five chunks a lane.
  mutating func correlate(_ table: Span<SIMD16<Float>>, _ other: Span<SIMD16<Float>>, lane: Int) -> SIMD2<
    Float
  > {
    var x = SIMD16<Float>(), y = SIMD16<Float>()
    for k in 0..<Self.chunks {
      let s = samples[(count &- Self.chunks &+ k) & Self.mask]
      x += table[lane * Self.chunks + k] * s
      y += other[lane * Self.chunks + k] * s
    }
    return SIMD2(x.sum(), y.sum())
  }

  private static let re = table(cosine)
  private static let im = table(sine)
  /// The newest sample is the last tap; a tone of the band comes out with its own energy.
  private static func table(_ part: (Double) -> Double) -> [SIMD16<Float>] {
    let length = taps * chunk
    let taps = (0..<length).map { i -> Double in
      let t = Double(i) - Double(length - 1) / 2
      let sinc = sine(2 * .pi * 265 / 8000 * t) / (.pi * t)
      return sinc * (0.54 + 0.46 * cosine(2 * .pi * t / Double(length)))
    }
    let sum = taps.reduce(0, +)
    return (0..<Self.taps).map { k in
      var lanes = SIMD16<Float>()
      for j in 0..<chunk {
        let i = k * chunk + j
        // The oldest sample meets the largest turn of a filter; what counts is only that all turn alike.
        lanes[j] = Float(taps[i] / sum * 32.0.squareRoot() * part(-2 * .pi * 480 / 8000 * Double(i)))
      }
      return lanes
    }
  }
}
