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
  ///   - bytes: of 16-bit samples, as many as make up the blocks.
  ///   - count: how many blocks there are, at most 8.
  ///   - blocks: takes them; has room for them.
  @inline(never)
  mutating func split(_ bytes: RawSpan, _ count: Int, into blocks: inout ToneBlocks) {
    let pairs = min(count, 8) &* ToneBlocks.halfLength
    let start = blocks.startOfNext
    // 88 even ones, then 88 odd ones.
    var samples = InlineArray<176, Float>(repeating: 0)
    for i in 0..<8 {
      samples[unchecked: i] = even[i]
      samples[unchecked: 88 &+ i] = odd[i]
    }
    for i in 0..<pairs {
      // The earlier sample is in the lower half.
      let pair = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 4 &* i, as: Int32.self)
      samples[unchecked: 8 &+ i] = Float((pair &<< 16) &>> 16)
      samples[unchecked: 96 &+ i] = Float(pair &>> 16)
    }
    // Of the lower half, then of the upper one.
    var squares = InlineArray<160, Float>(repeating: 0)
    for i in 0..<pairs {
      let middle = samples[unchecked: i &+ 6]
      let sides =
        Self.h1 * (samples[unchecked: i &+ 93] + samples[unchecked: i &+ 94])
        + (Self.h3 * (samples[unchecked: i &+ 92] + samples[unchecked: i &+ 95])
          + Self.h5 * (samples[unchecked: i &+ 91] + samples[unchecked: i &+ 96]))
      let (lower, upper) = (middle + sides, middle - sides)
      blocks.lower[unchecked: start &+ i] = lower
      squares[unchecked: i] = lower * lower
      squares[unchecked: 80 &+ i] = upper * upper
    }
    for i in 0..<8 {
      even[i] = samples[unchecked: pairs &+ i]
      odd[i] = samples[unchecked: pairs &+ 88 &+ i]
    }
    blocks.take(count, squares.span.extracting(0..<80), squares.span.extracting(80..<160))
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
