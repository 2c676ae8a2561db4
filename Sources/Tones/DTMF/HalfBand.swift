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
    let floats = samples.span.bytes
    for block in 0..<min(count, 8) {
      let i = block &* ToneBlocks.halfLength
      let a: (lower: SIMD4<Float>, upper: SIMD4<Float>) = Self.part(floats, i)
      let b: (lower: SIMD4<Float>, upper: SIMD4<Float>) = Self.part(floats, i &+ 4)
      let c: (lower: SIMD2<Float>, upper: SIMD2<Float>) = Self.part(floats, i &+ 8)
      for k in 0..<4 { blocks.lower[unchecked: start &+ i &+ k] = a.lower[k] }
      for k in 0..<4 { blocks.lower[unchecked: start &+ i &+ 4 &+ k] = b.lower[k] }
      for k in 0..<2 { blocks.lower[unchecked: start &+ i &+ 8 &+ k] = c.lower[k] }
      blocks.take(
        block, lower: Self.energy(a.lower, b.lower, c.lower), upper: Self.energy(a.upper, b.upper, c.upper))
    }
    for i in 0..<8 {
      even[i] = samples[unchecked: pairs &+ i]
      odd[i] = samples[unchecked: pairs &+ 88 &+ i]
    }
  }

  /// Some samples of both halves.
  ///
  /// Loaded as vectors byte by byte, or else the compiler puts together by shuffles what overlaps, which is slower
  /// than to load it again.
  /// - Parameter samples: of floating point, the even ones and then the odd ones.
  @inline(__always)
  private static func part<V: SIMD & BitwiseCopyable>(_ samples: RawSpan, _ i: Int) -> (lower: V, upper: V)
  where V.Scalar == Float {
    @inline(__always) func at(_ j: Int) -> V {
      samples.unsafeLoadUnaligned(fromUncheckedByteOffset: 4 &* j, as: V.self)
    }
    let sides =
      h1 * (at(i &+ 93) + at(i &+ 94)) + (h3 * (at(i &+ 92) + at(i &+ 95)) + h5 * (at(i &+ 91) + at(i &+ 96)))
    let middle = at(i &+ 6)
    return (middle + sides, middle - sides)
  }
  /// The energy of a block's ten samples at 4 kHz.
  @inline(__always)
  private static func energy(_ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD2<Float>) -> Float {
    let four = a * a + b * b
    let two = four.lowHalf + four.highHalf + c * c
    return 0.5 * (two.x + two.y)
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
