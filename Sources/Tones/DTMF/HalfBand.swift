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
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 176) { samples in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 160) { squares in
        let odds = UnsafeMutableBufferPointer(rebasing: samples[88...])
        let uppers = UnsafeMutableBufferPointer(rebasing: squares[80...])
        split(bytes, count, into: &blocks, evens: samples, odds, lowers: squares, uppers)
      }
    }
  }

  /// - Parameters:
  ///   - evens, odds: take 88 samples.
  ///   - lowers, uppers: take the squares of 80.
  @inline(__always)
  private mutating func split(
    _ bytes: RawSpan, _ count: Int, into blocks: inout ToneBlocks,
    evens: UnsafeMutableBufferPointer<Float>, _ odds: UnsafeMutableBufferPointer<Float>,
    lowers: UnsafeMutableBufferPointer<Float>, _ uppers: UnsafeMutableBufferPointer<Float>
  ) {
    let pairs = min(count, 8) &* ToneBlocks.halfLength
    for i in 0..<8 {
      evens[i] = even[i]
      odds[i] = odd[i]
    }
    for i in 0..<pairs {
      // The earlier sample is in the lower half.
      let pair = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 4 &* i, as: Int32.self)
      evens[8 &+ i] = Float((pair &<< 16) &>> 16)
      odds[8 &+ i] = Float(pair &>> 16)
    }
    let start = blocks.startOfNext
    for i in 0..<pairs {
      let middle = evens[i &+ 6]
      let sides =
        Self.h1 * (odds[i &+ 5] + odds[i &+ 6])
        + (Self.h3 * (odds[i &+ 4] + odds[i &+ 7]) + Self.h5 * (odds[i &+ 3] + odds[i &+ 8]))
      let (lower, upper) = (middle + sides, middle - sides)
      blocks.lower[unchecked: start &+ i] = lower
      lowers[i] = lower * lower
      uppers[i] = upper * upper
    }
    for i in 0..<8 {
      even[i] = evens[pairs &+ i]
      odd[i] = odds[pairs &+ i]
    }
    blocks.take(count, UnsafeBufferPointer(lowers), UnsafeBufferPointer(uppers))
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
