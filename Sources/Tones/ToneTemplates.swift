/// The eight DTMF frequencies over the ten samples (4 kHz) of a block, folded around its middle: cosines for
/// what two samples at the same distance from it have in common, sines for what they differ by.
struct ToneTemplates: Sendable {
  var cosine0, cosine1, cosine2, cosine3, cosine4: SIMD8<Float>
  var sine0, sine1, sine2, sine3, sine4: SIMD8<Float>

  init() {
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

  /// The correlation of a block with each frequency as it is at the block's middle.
  /// - Parameters:
  ///   - y0, y1, y2: the samples, in lanes of 4, 4 and 2.
  @inline(__always)
  func correlate(_ y0: SIMD4<Float>, _ y1: SIMD4<Float>, _ y2: SIMD4<Float>) -> (
    re: SIMD8<Float>, im: SIMD8<Float>
  ) {
    let back = SIMD4(y2[1], y2[0], y1[3], y1[2])
    let even = y0 + back, odd = y0 - back
    let re =
      (cosine0 * splat(even[0]) + cosine1 * splat(even[1]))
      + (cosine2 * splat(even[2]) + cosine3 * splat(even[3])) + cosine4 * splat(y1[0] + y1[1])
    let im =
      (sine0 * splat(odd[0]) + sine1 * splat(odd[1])) + (sine2 * splat(odd[2]) + sine3 * splat(odd[3]))
      + sine4 * splat(y1[0] - y1[1])
    return (re, im)
  }
  @inline(__always) private func splat(_ x: Float) -> SIMD8<Float> { SIMD8(repeating: x) }
}
