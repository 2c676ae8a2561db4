/// Splits a signal of 8 kHz into a lower and an upper half, both at 4 kHz, ten samples each out of twenty.
///
/// A linear-phase half-band filter: every second coefficient is zero but for the middle one, and the upper
/// half is what the lower one leaves. Equiripple, 11 coefficients: below 480 Hz the lower half passes within
/// 0.4 dB and the upper one is 27 dB down; to 1690 Hz it is 0.8 dB and 21 dB. What lies above 2310 Hz, which
/// decimation would fold into the DTMF band, is 21 dB down. Delays by 5 samples of 8 kHz.
struct HalfBand: Sendable {
  /// The four odd samples before this block, and in lane 1 the one before them.
  private var odd = SIMD4<Float>(), older = SIMD4<Float>()
  /// The two even samples before this block, in lanes 2 and 3.
  private var even = SIMD4<Float>()

  /// Twice the outputs, in lanes of 4, 4 and 2; the last two lanes are 0.
  struct Halves {
    var lower0: SIMD4<Float>, lower1: SIMD4<Float>, lower2: SIMD4<Float>
    var upper0: SIMD4<Float>, upper1: SIMD4<Float>, upper2: SIMD4<Float>
  }

  /// - Parameters:
  ///   - even, odd: the block's samples 0, 2, 4… and 1, 3, 5…; the last two lanes are 0.
  @inline(__always)
  mutating func split(
    _ e0: SIMD4<Float>, _ e1: SIMD4<Float>, _ e2: SIMD4<Float>,
    _ o0: SIMD4<Float>, _ o1: SIMD4<Float>, _ o2: SIMD4<Float>
  ) -> Halves {
    // The odd samples from the n-th on, counted from this block's first.
    let n5 = SIMD4(older[1], odd[0], odd[1], odd[2])
    let n3 = odd.shifted(1, o0), n2 = odd.shifted(2, o0), n1 = odd.shifted(3, o0)
    let p1 = o0.shifted(1, o1), p2 = o0.shifted(2, o1), p3 = o0.shifted(3, o1)
    let p5 = o1.shifted(1, o2), p6 = o1.shifted(2, o2), p7 = o1.shifted(3, o2)
    let a0 = Self.h1 * (n3 + n2) + (Self.h3 * (odd + n1) + Self.h5 * (n5 + o0))
    let a1 = Self.h1 * (p1 + p2) + (Self.h3 * (o0 + p3) + Self.h5 * (n1 + o1))
    let a2 = Self.h1 * (p5 + p6) + (Self.h3 * (o1 + p7) + Self.h5 * (p3 + o2))
    let c0 = even.shifted(2, e0), c1 = e0.shifted(2, e1), c2 = e1.shifted(2, e2)
    older = o1
    odd = o1.shifted(2, o2)
    even = SIMD4(0, 0, e2[0], e2[1])
    // The last two outputs of the third vector would need samples that have not come.
    let (l2, u2) = (c2 + a2, c2 - a2)
    return Halves(
      lower0: c0 + a0, lower1: c1 + a1, lower2: SIMD4(l2[0], l2[1], 0, 0),
      upper0: c0 - a0, upper1: c1 - a1, upper2: SIMD4(u2[0], u2[1], 0, 0))
  }

  // Twice the coefficients.
  private static var h1: Float { 0.62877498 }
  private static var h3: Float { -0.21105556 }
  private static var h5: Float { 0.1266652 }

  /// The gain of the lower half at a frequency, in turns a sample.
  static func gain(_ frequency: Double) -> Double {
    let w = 2 * .pi * frequency
    return 0.5 + Double(h1) * cosine(w) + Double(h3) * cosine(3 * w) + Double(h5) * cosine(5 * w)
  }
}

extension SIMD4<Float> {
  /// Its lanes from `n` on, and then the next one's.
  @inline(__always) func shifted(_ n: Int, _ next: Self) -> Self {
    switch n {
    case 1: Self(self[1], self[2], self[3], next[0])
    case 2: Self(self[2], self[3], next[0], next[1])
    case 3: Self(self[3], next[0], next[1], next[2])
    default: self
    }
  }
}
