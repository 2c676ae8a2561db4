/// Finds DTMF digits in telephone audio: 8 kHz, 16-bit linear, any number of samples at a time.
///
/// Blocks of 2.5 ms are correlated with the eight frequencies (Goertzel, a SIMD lane each). Every block is a
/// step of a sliding window of 30 ms, over which the strongest row and column are followed in phase: that
/// gives their frequency, their level, and the share of the window's energy that is theirs. A digit is down
/// when that share says that the pair is nearly all there is and has been there for nearly the whole window;
/// it is up when the pair has been gone for longer than a lost packet of 20 ms.
///
/// A value of 1.5 kB without references: copying it copies the ear. Feeding it allocates nothing.
public struct DTMFDetector: Sendable {
  private var dialTone = DialToneFilter()
  private var hiss = HissFilter()
  private var s1 = SIMD8<Float>(), s2 = SIMD8<Float>()
  /// Of the block so far: all, and without what lies above the DTMF band.
  private var energy = SIMD2<Float>()
  private var filled = 0
  private var blocks = ToneBlocks()
  private var held: Held?
  /// The pair that filled the window, and in how many windows running.
  private var likely: (pair: DTMFPair, times: Int)?

  /// The digit that is down.
  private struct Held: Sendable {
    var pair: DTMFPair
    var onset: Int
    /// The block after the last one in which it was there, and how many have passed since.
    var end: Int
    var absent = 0
  }

  public init() {}

  /// Samples fed so far.
  public var position: Int { blocks.count * ToneBlocks.length + filled }
  /// The digit that is down now.
  public var digit: Key? { held?.pair.key }

  /// Hears samples and reports each digit that goes down or up, in order.
  public mutating func feed(_ samples: Span<Int16>, _ report: (DTMFEvent) -> Void) {
    let coefficients = DTMFTable.coefficients
    var i = 0
    while i < samples.count {
      let n = min(ToneBlocks.length - filled, samples.count - i)
      var (s1, s2, energy, dialTone, hiss) = (s1, s2, energy, dialTone, hiss)
      for j in i..<(i + n) {
        let x = dialTone(Float(samples[j]))
        let y = hiss(x)
        energy += SIMD2(x * x, y * y)
        let s = coefficients * s1 + (x - s2)
        s2 = s1
        s1 = s
      }
      (self.s1, self.s2, self.energy, self.dialTone, self.hiss) = (s1, s2, energy, dialTone, hiss)
      filled += n
      i += n
      if filled == ToneBlocks.length { finishBlock(report) }
    }
  }
  public mutating func feed(_ samples: [Int16], _ report: (DTMFEvent) -> Void) {
    feed(samples.span, report)
  }
  public mutating func feed(_ samples: ArraySlice<Int16>, _ report: (DTMFEvent) -> Void) {
    feed(samples.span, report)
  }
  public mutating func feed(_ samples: UnsafeBufferPointer<Int16>, _ report: (DTMFEvent) -> Void) {
    feed(samples.span, report)
  }

  /// Reports the digit that is still down as ended: the call is over.
  public mutating func finish(_ report: (DTMFEvent) -> Void) {
    if let held { release(held, report) }
  }

  private mutating func finishBlock(_ report: (DTMFEvent) -> Void) {
    blocks.append(s1, s2, energy: energy)
    s1 = .zero
    s2 = .zero
    energy = .zero
    filled = 0

    if let pair = DTMFPair(in: blocks) {
      let before = likely.map { $0.pair.isSame(as: pair) ? $0.times : 0 } ?? 0
      likely = (pair, min(before + 1, Self.confirmations))
      if before + 1 >= Self.confirmations { hear(pair, report) }
    } else {
      likely = nil
    }
    if held != nil { follow(report) }
  }

  private mutating func hear(_ pair: DTMFPair, _ report: (DTMFEvent) -> Void) {
    if let held {
      if held.pair.isSame(as: pair) { return }
      release(held, report)
    }
    let onset = onset(of: pair)
    held = Held(pair: pair, onset: onset, end: blocks.count)
    report(.down(pair.key, onset: onset, at: position))
  }

  private mutating func release(_ held: Held, _ report: (DTMFEvent) -> Void) {
    self.held = nil
    let length = max(0, held.end * ToneBlocks.length - held.onset)
    report(.up(held.pair.key, onset: held.onset, length: length, at: position))
  }

  /// Is the held pair still there? Its power over the last 10 ms says so.
  private mutating func follow(_ report: (DTMFEvent) -> Void) {
    guard var held else { return }
    let pair = held.pair
    let low = blocks.power(lane: pair.low, turn: pair.lowTurn, from: 3, through: 0)
    let high = blocks.power(lane: pair.high + 4, turn: pair.highTurn, from: 3, through: 0)
    if low >= Self.presentShare * pair.lowPower && high >= Self.presentShare * pair.highPower {
      held.absent = 0
      held.end = blocks.count
    } else {
      held.absent += 1
    }
    self.held = held
    if held.absent >= Self.releaseBlocks { release(held, report) }
  }

  /// Where the pair began: the oldest of the blocks without a gap in which it has half its amplitude.
  private func onset(of pair: DTMFPair) -> Int {
    var first = 0
    for k in 0..<(min(ToneBlocks.kept, blocks.count) - 1) {
      let low = blocks.power(lane: pair.low, turn: pair.lowTurn, from: k + 1, through: k)
      let high = blocks.power(lane: pair.high + 4, turn: pair.highTurn, from: k + 1, through: k)
      guard low + high >= 0.25 * (pair.lowPower + pair.highPower) else { break }
      first = k
    }
    return max(0, (blocks.count - first - 1) * ToneBlocks.length)
  }

  /// Windows running that must agree, a block apart.
  private static let confirmations = 2
  /// 27.5 ms: longer than a lost packet, shorter than the pause of 40 ms that must separate two digits.
  private static let releaseBlocks = 11
  /// A held tone counts as present down to −7 dB of what it was.
  private static let presentShare: Float = 0.2
}
