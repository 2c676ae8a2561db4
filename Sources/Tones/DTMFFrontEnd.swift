/// The detector's ear: samples in, finished `ToneBlocks` out. It filters, and correlates each block of 2.5 ms
/// with the eight frequencies; what that means is the business of `DTMFDecision`.
struct DTMFFrontEnd: Sendable {
  private var halfBand = HalfBand()
  private var dialTone = DialToneFilter()
  /// Samples of a block that has begun.
  private var begun = InlineArray<20, Int16>(repeating: 0)
  private var filled = 0
  /// The newest blocks, each of them finished.
  var blocks = ToneBlocks()

  /// Samples taken so far.
  var position: Int { blocks.count * ToneBlocks.length + filled }

  /// Takes samples from `start` on, until a block is finished or there are no more.
  /// - Parameter start: moves behind the last sample taken.
  /// - Returns: whether a block is finished.
  mutating func take(_ samples: Span<Int16>, from start: inout Int) -> Bool {
    let left = samples.count - start
    if filled == 0 && left >= ToneBlocks.length {
      let block = samples.extracting(unchecked: start..<(start + ToneBlocks.length))
      start += ToneBlocks.length
      finish(block)
      return true
    }
    let n = min(ToneBlocks.length - filled, left)
    for i in 0..<n { begun[filled + i] = samples[start + i] }
    filled += n
    start += n
    guard filled == ToneBlocks.length else { return false }
    filled = 0
    let block = begun
    finish(block.span)
    return true
  }

  @inline(never)
  private mutating func finish(_ block: Span<Int16>) {
    let bytes = block.bytes
    let a = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: SIMD4<Int32>.self)
    let b = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 16, as: SIMD4<Int32>.self)
    let c = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 32, as: SIMD2<Int32>.self)
    let last = SIMD4(c[0], c[1], 0, 0)
    let halves = halfBand.split(
      Self.even(a), Self.even(b), Self.even(last), Self.odd(a), Self.odd(b), Self.odd(last))
    let tables = Self.tables
    let y0 = dialTone.filter(halves.lower0, tables.columns)
    let y1 = dialTone.filter(halves.lower1, tables.columns)
    let y2 = dialTone.filterTwo(halves.lower2, tables.columns)
    let (re, im) = tables.templates.correlate(y0, y1, y2)
    let band = y0 * y0 + y1 * y1 + y2 * y2
    let (u0, u1, u2) = (halves.upper0, halves.upper1, halves.upper2)
    let above = u0 * u0 + u1 * u1 + u2 * u2
    let inBand = 2 * ((band[0] + band[1]) + (band[2] + band[3]))
    let all = inBand + 0.5 * ((above[0] + above[1]) + (above[2] + above[3]))
    blocks.append(re, im, energy: SIMD2(all, inBand))
  }

  /// Two samples are in each lane, the earlier one in the lower half.
  @inline(__always) private static func even(_ pairs: SIMD4<Int32>) -> SIMD4<Float> {
    SIMD4<Float>((pairs &<< 16) &>> 16)
  }
  @inline(__always) private static func odd(_ pairs: SIMD4<Int32>) -> SIMD4<Float> {
    SIMD4<Float>(pairs &>> 16)
  }

  private struct Tables: Sendable {
    var columns = DialToneFilter.Columns(gain: 0.5)
    var templates = ToneTemplates()
  }
  private static let tables = Tables()

  /// The gain of both filters, in power, at a frequency in turns a sample.
  static func gain(_ frequency: Double) -> Double {
    let half = HalfBand.gain(frequency)
    return half * half * DialToneFilter.Sections.power(2 * frequency)
  }
}
