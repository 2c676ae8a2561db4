/// The detector's ear: samples in, finished `ToneBlocks` out. It filters, and correlates each block of 2.5 ms
/// with the eight frequencies; what that means is the business of `DTMFDecision`.
struct DTMFFrontEnd: Sendable {
  private var halfBand = HalfBand()
  private var dialTone = DialToneFilter()
  /// Samples of a block that has begun.
  private var begun = InlineArray<20, Int16>(repeating: 0)
  private var filled = 0
  /// Quiet blocks running, as far as they are counted.
  private var quiet = 0
  /// The newest blocks, each of them finished.
  var blocks = ToneBlocks()

  /// Samples taken so far.
  var position: Int { blocks.count * ToneBlocks.length + filled }

  /// Takes samples from `start` on, as many as make up some blocks, and leaves these filtered. Blocks of a
  /// long quiet only count.
  /// - Parameter start: moves behind the last sample taken.
  mutating func take(
    _ samples: Span<Int16>, from start: inout Int, _ filtered: inout FilteredBlocks
  ) {
    filtered.count = 0
    let length = ToneBlocks.length
    guard filled == 0, samples.count - start >= length else {
      let n = min(length - filled, samples.count - start)
      for i in 0..<n { begun[filled + i] = samples[start + i] }
      filled += n
      start += n
      guard filled == length else { return }
      filled = 0
      let block = begun
      return take(block.span, 1, as: notice(block.span), &filtered)
    }
    var end = start + length
    let rest = notice(samples.extracting(unchecked: start..<end))
    var count = 1
    while count < FilteredBlocks.capacity, samples.count - end >= length {
      let before = quiet
      guard notice(samples.extracting(unchecked: end..<(end + length))) == rest else {
        quiet = before
        break
      }
      count += 1
      end += length
    }
    take(samples.extracting(unchecked: start..<end), count, as: rest, &filtered)
    start = end
  }

  /// Takes blocks that are all as restful.
  @inline(__always)
  private mutating func take(
    _ samples: Span<Int16>, _ count: Int, as rest: Rest, _ filtered: inout FilteredBlocks
  ) {
    switch rest {
    case .awake:
      filter(samples.bytes, count, &filtered)
      filtered.count = count
      filtered.isSilent = false
    case .resting:
      halfBand = HalfBand()
      dialTone = DialToneFilter()
      filtered.count = count
      filtered.isSilent = true
    case .asleep:
      blocks.pass(count)
    }
  }

  /// Passes silence that nobody sent.
  /// - Parameter left: how many samples of it; less by those that are passed.
  mutating func passSilence(_ left: inout Int, _ filtered: inout FilteredBlocks) {
    if quiet > Self.resting && filled == 0 {
      blocks.pass(left / ToneBlocks.length)
      left %= ToneBlocks.length
    }
    let silence = InlineArray<160, Int16>(repeating: 0)
    var start = 0
    take(silence.span.extracting(first: min(left, 160)), from: &start, &filtered)
    left -= start
  }

  // MARK: Quiet

  /// What is made of a block: when it has been quiet for 15 ms the filters have come to rest, and a quiet block
  /// is silence; after 60 ms `DTMFDecision` has told all it can, and blocks only count.
  private enum Rest { case awake, resting, asleep }

  @inline(__always)
  private mutating func notice(_ block: Span<Int16>) -> Rest {
    var (low, high) = (Int16.max, Int16.min)
    for i in 0..<ToneBlocks.length {
      let x = block[unchecked: i]
      low = min(low, x)
      high = max(high, x)
    }
    quiet = Int32(high) - Int32(low) <= Self.quietRange ? min(quiet + 1, Self.resting + 1) : 0
    return quiet <= Self.awake ? .awake : quiet <= Self.resting ? .resting : .asleep
  }
  /// The most that the samples of a quiet block differ by: two tones of −50 dBm0 each, which may still be
  /// reported as too weak, differ by 190 at least.
  private static let quietRange: Int32 = 120
  /// Up to how many quiet blocks it is awake, and resting.
  private static let awake = 6, resting = 24

  @inline(never)
  private mutating func filter(_ bytes: RawSpan, _ count: Int, _ filtered: inout FilteredBlocks) {
    let pairs = count * (ToneBlocks.length / 2)
    halfBand.split(bytes, pairs: pairs, lower: &filtered.band, upper: &filtered.above)
    filtered.keepUnfiltered(count)
    dialTone.filter(&filtered.band, blocks: count)
  }

  /// Hears one of the filtered blocks: `blocks` has it then as its newest.
  @inline(__always)
  mutating func hear(_ filtered: inout FilteredBlocks, _ index: Int) {
    if filtered.isSilent { return blocks.append(.zero, .zero, energy: .zero) }
    let start = index &* (ToneBlocks.length / 2)
    let (re, im) = ToneTemplates.correlate(&filtered.band, from: start)
    let inBand = 2 * filtered.bandEnergy(from: start)
    let withAbove = inBand + 0.5 * filtered.aboveEnergy(from: start)
    blocks.append(re, im, energy: SIMD4(withAbove, inBand, filtered.unfiltered[index], 0))
  }

  /// What a steady pair goes on as, sample by sample after the last one taken; nil if there is none.
  mutating func continuation() -> TonePair? {
    guard let (low, high) = blocks.steadyPair() else { return nil }
    return TonePair(low, high, after: filled)
  }

  /// The gain of both filters, in power, at a frequency in turns a sample.
  static func gain(_ frequency: Double) -> Double {
    let half = HalfBand.gain(frequency)
    return half * half * DialToneFilter.Sections.power(2 * frequency)
  }
}
