/// The eight DTMF frequencies over the ten samples (4 kHz) of a block, folded around its middle: cosines for
/// what two samples at the same distance from it have in common, sines for what they differ by.
struct ToneTemplates: Sendable {
  var cosine0, cosine1, cosine2, cosine3, cosine4: SIMD8<Float>
  var sine0, sine1, sine2, sine3, sine4: SIMD8<Float>

  static let all = ToneTemplates()

  private init() {
    // Twice, since ten samples stand for twenty; and made up for what the filters take.
    func level(_ f: Float) -> Float { 2 / Float(DTMFFrontEnd.gain(Double(f))).squareRoot() }
    func cosines(_ i: Int) -> SIMD8<Float> {
      DTMFTable.table { level($0) * cosine(2 * .pi * $0 * Float(9 - 2 * i)) }
    }
    func sines(_ i: Int) -> SIMD8<Float> {
      DTMFTable.table { level($0) * sine(2 * .pi * $0 * Float(9 - 2 * i)) }
    }
    (cosine0, cosine1, cosine2, cosine3, cosine4) = (
      cosines(0), cosines(1), cosines(2), cosines(3), cosines(4)
    )
    (sine0, sine1, sine2, sine3, sine4) = (sines(0), sines(1), sines(2), sines(3), sines(4))
  }

  /// The correlation of ten samples with each frequency as it is in their middle.
  @inline(__always)
  static func correlate(_ samples: inout InlineArray<80, Float>, from start: Int) -> (
    re: SIMD8<Float>, im: SIMD8<Float>
  ) {
    @inline(__always) func even(_ i: Int) -> SIMD8<Float> {
      SIMD8(repeating: samples[unchecked: start &+ i] + samples[unchecked: start &+ 9 &- i])
    }
    @inline(__always) func odd(_ i: Int) -> SIMD8<Float> {
      SIMD8(repeating: samples[unchecked: start &+ i] - samples[unchecked: start &+ 9 &- i])
    }
    let re =
      (all.cosine0 * even(0) + all.cosine1 * even(1)) + (all.cosine2 * even(2) + all.cosine3 * even(3))
      + all.cosine4 * even(4)
    let im =
      (all.sine0 * odd(0) + all.sine1 * odd(1)) + (all.sine2 * odd(2) + all.sine3 * odd(3))
      + all.sine4 * odd(4)
    return (re, im)
  }
}
