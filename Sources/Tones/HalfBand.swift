/// Splits a signal of 8 kHz into a lower and an upper half, both at 4 kHz.
///
/// A linear-phase half-band filter: every second coefficient is zero but for the middle one, and the upper
/// half is what the lower one leaves. Equiripple, 11 coefficients: below 480 Hz the lower half passes within
/// 0.4 dB and the upper one is 27 dB down; to 1690 Hz it is 0.8 dB and 21 dB. What lies above 2310 Hz, which
/// decimation would fold into the DTMF band, is 21 dB down. Delays by 5 samples of 8 kHz.
struct HalfBand: Sendable {
  /// The eight even and the eight odd samples before now.
  private var even = SIMD8<Float>(), odd = SIMD8<Float>()

  /// - Parameters:
  ///   - bytes: of 16-bit samples.
  ///   - pairs: how many pairs of samples there are, at most `FilteredBlocks.capacity`.
  ///   - lower, upper: take twice the outputs, one for each pair.
  @inline(__always)
  mutating func split(
    _ bytes: RawSpan, pairs: Int,
    lower: inout InlineArray<80, Float>, upper: inout InlineArray<80, Float>
  ) {
    var evens = InlineArray<88, Float>(repeating: 0)
    var odds = InlineArray<88, Float>(repeating: 0)
    for i in 0..<8 {
      evens[unchecked: i] = even[i]
      odds[unchecked: i] = odd[i]
    }
    for i in 0..<pairs {
      // The earlier sample is in the lower half.
      let pair = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 4 &* i, as: Int32.self)
      evens[unchecked: 8 &+ i] = Float((pair &<< 16) &>> 16)
      odds[unchecked: 8 &+ i] = Float(pair &>> 16)
    }
    for i in 0..<pairs {
      let middle = evens[unchecked: i &+ 6]
      let sides =
        Self.h1 * (odds[unchecked: i &+ 5] + odds[unchecked: i &+ 6])
        + (Self.h3 * (odds[unchecked: i &+ 4] + odds[unchecked: i &+ 7])
          + Self.h5 * (odds[unchecked: i &+ 3] + odds[unchecked: i &+ 8]))
      lower[unchecked: i] = middle + sides
      upper[unchecked: i] = middle - sides
    }
    for i in 0..<8 {
      even[i] = evens[unchecked: pairs &+ i]
      odd[i] = odds[unchecked: pairs &+ i]
    }
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
