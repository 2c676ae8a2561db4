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

  /// Takes samples from `start` on, as many as make up some blocks, and leaves these filtered.
  /// - Parameter start: moves behind the last sample taken.
  mutating func take(_ samples: Span<Int16>, from start: inout Int, _ filtered: inout FilteredBlocks) {
    let left = samples.count - start
    filtered.count = 0
    if filled == 0 && left >= ToneBlocks.length {
      let count = min(left / ToneBlocks.length, FilteredBlocks.capacity)
      let end = start + count * ToneBlocks.length
      filter(samples.extracting(unchecked: start..<end).bytes, count, &filtered)
      start = end
      return
    }
    let n = min(ToneBlocks.length - filled, left)
    for i in 0..<n { begun[filled + i] = samples[start + i] }
    filled += n
    start += n
    guard filled == ToneBlocks.length else { return }
    filled = 0
    let block = begun
    filter(block.span.bytes, 1, &filtered)
  }

  @inline(never)
  private mutating func filter(_ bytes: RawSpan, _ count: Int, _ filtered: inout FilteredBlocks) {
    let pairs = count * (ToneBlocks.length / 2)
    halfBand.split(bytes, pairs: pairs, lower: &filtered.band, upper: &filtered.above)
    filtered.keepUnfiltered(count)
    dialTone.filter(&filtered.band, count: pairs)
    filtered.count = count
  }

  /// Hears one of the filtered blocks: `blocks` has it then as its newest.
  @inline(__always)
  mutating func hear(_ filtered: inout FilteredBlocks, _ index: Int) {
    let start = index &* (ToneBlocks.length / 2)
    let (re, im) = ToneTemplates.correlate(&filtered.band, from: start)
    let inBand = 2 * filtered.bandEnergy(from: start)
    let withAbove = inBand + 0.5 * filtered.aboveEnergy(from: start)
    blocks.append(re, im, energy: SIMD4(withAbove, inBand, filtered.unfiltered[index], 0))
  }

  /// The gain of both filters, in power, at a frequency in turns a sample.
  static func gain(_ frequency: Double) -> Double {
    let half = HalfBand.gain(frequency)
    return half * half * DialToneFilter.Sections.power(2 * frequency)
  }
}
