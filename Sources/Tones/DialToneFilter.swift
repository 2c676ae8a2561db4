/// A high-pass at 4 kHz that leaves the DTMF band alone and takes out what lies below it: direct current, hum,
/// dial and ringing tones (350…480 Hz, 30 dB and more down), the fundamental of most voices.
///
/// Elliptic, fourth order, 0.3 dB ripple, 30 dB stop band, 650 Hz. A sample at a time it would be one long
/// chain of dependent operations; being linear, it takes four together: what they and the state each add to
/// four outputs and to the next state are the columns of a table.
struct DialToneFilter: Sendable {
  private var state = SIMD4<Float>()

  /// Filters the ten samples of a block in place, by fours and the last two.
  /// - Parameters:
  ///   - start: where they are.
  ///   - table: `FilterTable.numbers`.
  /// - Returns: the sum of their squares.
  @inline(__always)
  mutating func filter(
    _ samples: inout InlineArray<320, Float>, from start: Int, _ table: Span<Float>
  ) -> Float {
    typealias C = FilterTable.DialTone
    var s = state
    var i = start
    var squares = SIMD4<Float>()
    for _ in 0..<2 {
      let x0 = splat(samples[unchecked: i])
      let x1 = splat(samples[unchecked: i &+ 1])
      let x2 = splat(samples[unchecked: i &+ 2])
      let x3 = splat(samples[unchecked: i &+ 3])
      let y: SIMD4<Float> =
        (table.four(C.inputs) * x0 + table.four(C.inputs &+ 4) * x1)
        + (table.four(C.inputs &+ 8) * x2 + table.four(C.inputs &+ 12) * x3)
      let n: SIMD4<Float> =
        (table.four(C.next) * x0 + table.four(C.next &+ 4) * x1)
        + (table.four(C.next &+ 8) * x2 + table.four(C.next &+ 12) * x3)
      let z: SIMD4<Float> = y + Self.output(s, table)
      s = n + (table.four(C.own) * s + table.four(C.other) * Self.swapped(s))
      squares += z * z
      for k in 0..<4 { samples[unchecked: i &+ k] = z[k] }
      i &+= 4
    }
    let x0 = splat(samples[unchecked: i])
    let x1 = splat(samples[unchecked: i &+ 1])
    let y: SIMD4<Float> = table.four(C.inputs) * x0 + table.four(C.inputs &+ 4) * x1
    let n: SIMD4<Float> = table.four(C.nextOfTwo) * x0 + table.four(C.nextOfTwo &+ 4) * x1
    let z: SIMD4<Float> = y + Self.output(s, table)
    state = n + (table.four(C.ownOfTwo) * s + table.four(C.otherOfTwo) * Self.swapped(s))
    samples[unchecked: i] = z[0]
    samples[unchecked: i &+ 1] = z[1]
    return (squares[0] + squares[1]) + (squares[2] + squares[3]) + (z[0] * z[0] + z[1] * z[1])
  }
  @inline(__always) private func splat(_ x: Float) -> SIMD4<Float> { SIMD4(repeating: x) }
  @inline(__always) private static func output(_ s: SIMD4<Float>, _ table: Span<Float>) -> SIMD4<Float> {
    typealias C = FilterTable.DialTone
    let resonance: SIMD4<Float> =
      table.four(C.outputs) * SIMD4(repeating: s[0]) + table.four(C.outputs &+ 4) * SIMD4(repeating: s[1])
    return resonance
      + (table.four(C.outputs &+ 8) * SIMD4(repeating: s[2])
        + table.four(C.outputs &+ 12) * SIMD4(repeating: s[3]))
  }
  @inline(__always) private static func swapped(_ s: SIMD4<Float>) -> SIMD4<Float> {
    SIMD4(s[1], s[0], s[3], s[2])
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

extension Span<Float> {
  @inline(__always) fileprivate func four(_ i: Int) -> SIMD4<Float> {
    SIMD4(self[unchecked: i], self[unchecked: i &+ 1], self[unchecked: i &+ 2], self[unchecked: i &+ 3])
  }
}
