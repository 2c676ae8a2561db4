/// A high-pass at 4 kHz that leaves the DTMF band alone and takes out what lies below it: direct current, hum,
/// dial and ringing tones (350…480 Hz, 30 dB and more down), the fundamental of most voices.
///
/// Elliptic, fourth order, 0.3 dB ripple, 30 dB stop band, 650 Hz. A sample at a time it would be one long
/// chain of dependent operations; being linear, it takes ten together: what they and the state each add to
/// the ten outputs and to the next state are the columns of a table.
struct DialToneFilter: Sendable {
  private var state = InlineArray<4, Float>(repeating: 0)

  /// Filters the ten samples of a block in place.
  /// - Parameters:
  ///   - start: where they are.
  ///   - table: `FilterTable.numbers`.
  /// - Returns: the sum of their squares.
  @inline(__always)
  mutating func filter(
    _ samples: inout InlineArray<320, Float>, from start: Int, _ table: Span<Float>
  ) -> Float {
    step(&samples, start, table)
    var squares = InlineArray<4, Float>(repeating: 0)
    for k in 0..<4 {
      let (a, b) = (samples[unchecked: start &+ k], samples[unchecked: start &+ 4 &+ k])
      squares[unchecked: k] = a * a + b * b
    }
    let (c, d) = (samples[unchecked: start &+ 8], samples[unchecked: start &+ 9])
    return (squares[unchecked: 0] + squares[unchecked: 1]) + (squares[unchecked: 2] + squares[unchecked: 3])
      + (c * c + d * d)
  }

  /// Not inlined, or else the compiler takes the sums to pieces that suit whoever reads them.
  @inline(never)
  private mutating func step(_ samples: inout InlineArray<320, Float>, _ start: Int, _ table: Span<Float>) {
    typealias C = FilterTable.DialTone
    // Ten outputs, two zeros, and the next state.
    var a = InlineArray<4, Float>(repeating: 0), b = InlineArray<4, Float>(repeating: 0)
    var c = InlineArray<4, Float>(repeating: 0), d = InlineArray<4, Float>(repeating: 0)
    // Two columns of the table at a time, which makes a shorter chain.
    @inline(__always) func add(
      _ x: (Float, Float), _ i: Int, _ column: Int, _ sum: inout InlineArray<4, Float>
    ) {
      for k in 0..<4 {
        sum[unchecked: k] += x.0 * table[unchecked: i &+ k] + x.1 * table[unchecked: i &+ column &+ k]
      }
    }
    for j in 0..<2 {
      let x = (samples[unchecked: start &+ 2 &* j], samples[unchecked: start &+ 2 &* j &+ 1])
      let i = C.firstInputs &+ 32 &* j
      add(x, i, 16, &a)
      add(x, i &+ 4, 16, &b)
      add(x, i &+ 8, 16, &c)
      add(x, i &+ 12, 16, &d)
    }
    for j in 0..<2 {
      let x = (samples[unchecked: start &+ 4 &+ 2 &* j], samples[unchecked: start &+ 5 &+ 2 &* j])
      let i = C.nextInputs &+ 24 &* j
      add(x, i, 12, &b)
      add(x, i &+ 4, 12, &c)
      add(x, i &+ 8, 12, &d)
    }
    let x = (samples[unchecked: start &+ 8], samples[unchecked: start &+ 9])
    add(x, C.lastInputs, 8, &c)
    add(x, C.lastInputs &+ 4, 8, &d)
    for j in 0..<2 {
      let x = (state[unchecked: 2 &* j], state[unchecked: 2 &* j &+ 1])
      let i = C.states &+ 32 &* j
      add(x, i, 16, &a)
      add(x, i &+ 4, 16, &b)
      add(x, i &+ 8, 16, &c)
      add(x, i &+ 12, 16, &d)
    }
    for k in 0..<4 { samples[unchecked: start &+ k] = a[unchecked: k] }
    for k in 0..<4 { samples[unchecked: start &+ 4 &+ k] = b[unchecked: k] }
    samples[unchecked: start &+ 8] = c[unchecked: 0]
    samples[unchecked: start &+ 9] = c[unchecked: 1]
    for k in 0..<4 { state[unchecked: k] = d[unchecked: k] }
  }

  /// The filter as two second-order sections, a sample at a time.
  struct Sections: Sendable {
    var state = SIMD4<Double>()
    private static let gain = 0.32353995
    private static let zero1 = -1.87510268, pole1 = SIMD2(-0.39193198, 0.20921386)
    private static let zero2 = -1.48883814, pole2 = SIMD2(-1.01432884, 0.81355166)

    mutating func filter(_ sample: Double) -> Double {
      let x = Self.gain * sample
      let y = x + state[0]
      state[0] = state[1] + Self.zero1 * x - Self.pole1[0] * y
      state[1] = x - Self.pole1[1] * y
      let z = y + state[2]
      state[2] = state[3] + Self.zero2 * y - Self.pole2[0] * z
      state[3] = y - Self.pole2[1] * z
      return z
    }

    /// What it turns a frequency's phase by, as a vector of length 1.
    static func phase(_ frequency: Double) -> Phasor {
      let back = SIMD2(cosine(2 * .pi * frequency), -sine(2 * .pi * frequency))
      func polynomial(_ one: Double, _ two: Double) -> SIMD2<Double> {
        let square = SIMD2(back.x * back.x - back.y * back.y, 2 * back.x * back.y)
        return SIMD2(1, 0) + one * back + two * square
      }
      func angle(_ v: SIMD2<Double>) -> Float { Tones.angle(Float(v.y), Float(v.x)) }
      let turn =
        angle(polynomial(zero1, 1)) - angle(polynomial(pole1[0], pole1[1]))
        + angle(polynomial(zero2, 1)) - angle(polynomial(pole2[0], pole2[1]))
      return Phasor(angle: turn)
    }

    /// The gain in power at a frequency, in turns a sample (of 4 kHz).
    static func power(_ frequency: Double) -> Double {
      let (c, s) = (cosine(2 * .pi * frequency), sine(2 * .pi * frequency))
      let (c2, s2) = (c * c - s * s, 2 * s * c)
      func polynomial(_ one: Double, _ two: Double) -> Double {
        let (re, im) = (1 + one * c + two * c2, one * s + two * s2)
        return re * re + im * im
      }
      return gain * gain * polynomial(zero1, 1) / polynomial(pole1[0], pole1[1])
        * polynomial(zero2, 1) / polynomial(pole2[0], pole2[1])
    }
  }
}
