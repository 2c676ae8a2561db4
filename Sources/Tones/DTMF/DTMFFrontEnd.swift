/// The detector's ear: samples in, `ToneBlocks` out.
struct DTMFFrontEnd: Sendable {
  private var halfBand = HalfBand()
  /// Samples of a block that has begun.
  private var begun = InlineArray<20, Int16>(repeating: 0)
  private var filled = 0
  /// Quiet blocks running, as far as they are counted.
  private var quiet = 0
  /// The newest blocks.
  var blocks = ToneBlocks()

  /// Samples taken so far.
  var position: Int { blocks.position + filled }

  /// Is what comes now taken for silence?
  var isQuiet: Bool { quiet > Self.awake }

  // MARK: Samples

  /// Takes samples from `start` on, as many as make up some blocks. Blocks of a long quiet only count.
  /// - Parameter start: moves behind the last sample taken.
  /// - Returns: how many blocks are to be heard by `blocks.next` before it takes more.
  mutating func take(_ samples: Span<Int16>, from start: inout Int) -> Int {
    let length = ToneBlocks.length
    guard filled == 0, samples.count - start >= length else {
      let n = min(length - filled, samples.count - start)
      for i in 0..<n { begun[filled + i] = samples[start + i] }
      filled += n
      start += n
      guard filled == length else { return 0 }
      filled = 0
      let block = begun
      return take(block.span, 1, as: notice(block.span, 0))
    }
    let most = min(Self.together, blocks.room, (samples.count &- start) / length)
    let rest = notice(samples, start)
    var count = 1
    if quiet > 0, Self.isQuiet(samples, start, most &* length) {
      // All of it is: as many blocks as are still as restful.
      let last = rest == .awake ? Self.awake : rest == .resting ? Self.resting : Int.max
      count = min(most, last &- quiet &+ 1)
      quiet = min(quiet &+ count &- 1, Self.resting &+ 1)
    } else {
      count = alike(samples, start, most, rest)
    }
    let end = start &+ count &* length
    defer { start = end }
    return take(samples.extracting(unchecked: start..<end), count, as: rest)
  }
  /// The most blocks that are taken together.
  private static let together = 8

  /// How many of the blocks that begin at `start`, of which the first one has been noticed, are as restful as that.
  @inline(__always)
  private mutating func alike(_ samples: Span<Int16>, _ start: Int, _ most: Int, _ rest: Rest) -> Int {
    let length = ToneBlocks.length
    var count = 1
    while count < most {
      let next = start &+ count &* length, beyond = next &+ Self.awake &* length
      if rest == .awake, quiet == 0, count &+ Self.awake < most, Self.isLoud(samples, beyond) {
        // Not more than `awake` blocks before a loud one can be quiet.
        count &+= Self.awake &+ 1
        continue
      }
      let before = quiet
      guard notice(samples, next) == rest else {
        quiet = before
        break
      }
      count &+= 1
    }
    return count
  }

  /// Takes blocks that are all as restful.
  @inline(__always)
  private mutating func take(_ samples: Span<Int16>, _ count: Int, as rest: Rest) -> Int {
    switch rest {
    case .awake:
      halfBand.split(samples.bytes, count, into: &blocks)
    case .resting:
      halfBand = HalfBand()
      blocks.takeSilence(count)
    case .asleep:
      blocks.pass(count)
      return 0
    }
    return count
  }

  /// Passes silence that nobody sent.
  /// - Parameter left: how many samples of it; less by those that are passed.
  /// - Returns: how many blocks are to be heard by `blocks.next` before it takes more.
  mutating func passSilence(_ left: inout Int) -> Int {
    if quiet > Self.resting && filled == 0 {
      blocks.pass(left / ToneBlocks.length)
      left %= ToneBlocks.length
    }
    let silence = InlineArray<160, Int16>(repeating: 0)
    var start = 0
    defer { left -= start }
    return take(silence.span.extracting(first: min(left, 160)), from: &start)
  }

  // MARK: Quiet

  /// What is made of a block: after two quiet ones the filters have come to rest, and a quiet block is
  /// silence; when all that is kept is silence, blocks only count.
  private enum Rest { case awake, resting, asleep }

  /// - Parameter start: where in the samples the block begins.
  @inline(__always)
  private mutating func notice(_ samples: Span<Int16>, _ start: Int) -> Rest {
    if Self.isLoud(samples, start) || !Self.isQuiet(samples, start, ToneBlocks.length) {
      quiet = 0
      return .awake
    }
    quiet = min(quiet &+ 1, Self.resting &+ 1)
    return quiet <= Self.awake ? .awake : quiet <= Self.resting ? .resting : .asleep
  }
  /// What is loud mostly shows between any few samples.
  @inline(__always)
  private static func isLoud(_ samples: Span<Int16>, _ start: Int) -> Bool {
    let a = Int32(samples[unchecked: start]), b = Int32(samples[unchecked: start &+ 4])
    let c = Int32(samples[unchecked: start &+ 11])
    return abs(a &- b) > quietRange || abs(b &- c) > quietRange
  }
  @inline(never)
  private static func isQuiet(_ samples: Span<Int16>, _ start: Int, _ count: Int) -> Bool {
    var (low, high) = (Int16.max, Int16.min)
    for i in 0..<count {
      let x = samples[unchecked: start &+ i]
      low = min(low, x)
      high = max(high, x)
    }
    return Int32(high) &- Int32(low) <= quietRange
  }
  /// The most that the samples of a quiet block differ by: two tones of −50 dBm0 each, which may still be
  /// reported as too weak, differ by 190 at least.
  private static let quietRange: Int32 = 120
  /// Up to how many quiet blocks it is awake, and resting.
  private static let awake = 2, resting = awake + ToneBlocks.kept

  /// What a steady pair goes on as, sample by sample after the last one taken; nil if there is none.
  mutating func continuation(_ table: Span<Float>) -> TonePair? {
    blocks.correlate(table)
    guard let (low, high) = blocks.steadyPair() else { return nil }
    return TonePair(low, high, after: filled)
  }

  /// The gain of both filters, in power, at a frequency in turns a sample.
  static func gain(_ frequency: Double) -> Double {
    let half = HalfBand.gain(frequency)
    return half * half * DialToneFilter.Sections.power(2 * frequency)
  }
}
