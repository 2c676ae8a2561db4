/// What the blocks mean: which digit is down, since when, and when it is up.
///
/// A digit is down when a pair fills the window in two windows running; it is up when the pair has been gone
/// for longer than a lost packet of 20 ms.
struct DTMFDecision: Sendable {
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

  /// The digit that is down now.
  var digit: Key? { held?.pair.key }

  /// Decides after each block.
  mutating func decide(_ blocks: borrowing ToneBlocks, _ report: (DTMFEvent) -> Void) {
    if let pair = DTMFPair(in: blocks) {
      let before = likely.map { $0.pair.isSame(as: pair) ? $0.times : 0 } ?? 0
      likely = (pair, min(before + 1, Self.confirmations))
      if before + 1 >= Self.confirmations { hear(pair, blocks, report) }
    } else {
      likely = nil
    }
    if held != nil { follow(blocks, report) }
  }

  /// No more samples will come: a digit that is still down goes up.
  mutating func finish(at position: Int, _ report: (DTMFEvent) -> Void) {
    if let held { release(held, at: position, report) }
  }

  private mutating func hear(
    _ pair: DTMFPair, _ blocks: borrowing ToneBlocks, _ report: (DTMFEvent) -> Void
  ) {
    if let held {
      if held.pair.isSame(as: pair) { return }
      release(held, at: blocks.position, report)
    }
    let onset = onset(of: pair, blocks)
    held = Held(pair: pair, onset: onset, end: blocks.count)
    report(.down(pair.key, onset: onset, at: blocks.position))
  }

  private mutating func release(
    _ held: Held, at position: Int, _ report: (DTMFEvent) -> Void
  ) {
    self.held = nil
    let length = max(0, held.end * ToneBlocks.length - held.onset)
    report(.up(held.pair.key, onset: held.onset, length: length, at: position))
  }

  /// Is the held pair still there? Its power over the last 10 ms says so.
  private mutating func follow(_ blocks: borrowing ToneBlocks, _ report: (DTMFEvent) -> Void) {
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
    if held.absent >= Self.releaseBlocks { release(held, at: blocks.position, report) }
  }

  /// Where the pair began: the oldest of the blocks without a gap in which it has half its amplitude.
  private func onset(of pair: DTMFPair, _ blocks: borrowing ToneBlocks) -> Int {
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
