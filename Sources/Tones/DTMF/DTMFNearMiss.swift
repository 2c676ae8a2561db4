/// Follows what is nearly a digit until it is over or has become one.
///
/// It sees windows further and further apart as a sound goes on, every eighth while there is something, and the one in
/// which a sound is over. What it reports is one sound, by the window in which it was most like a digit.
struct DTMFNearMiss: Sendable {
  private var pair: DTMFPair?
  private var onset = 0
  /// The block after the last one in which it was there, and how many have passed since.
  private var end = 0, absent = 0
  /// In how many windows it was seen.
  private var seen = 0
  /// The first block that belongs to no digit, and the sample before which no refusal is reported.
  private var free = 0, quietUntil = 0

  /// Is there something that is not over yet?
  var isOpen: Bool { pair != nil }

  /// Does the window that ends there belong to no digit, and would a refusal be reported?
  @inline(__always) func mayBegin(at block: Int) -> Bool {
    block >= free &+ 12 && block &* ToneBlocks.length >= quietUntil
  }

  /// A digit went down or up: what led to it, and what trails it, is part of it.
  mutating func digit(at block: Int) {
    pair = nil
    free = block
  }

  /// Takes a window's pair, which was refused.
  mutating func see(_ next: DTMFPair, in blocks: inout ToneBlocks) {
    guard next.isNear, mayBegin(at: blocks.count) else { return }
    guard let pair else {
      onset = next.onset(in: &blocks)
      seen = 1
      return start(next, &blocks)
    }
    if next.isSame(as: pair) { seen = min(seen + 1, DTMFRules.refusedWindows) }
    let (more, before) = (Self.weight(next), Self.weight(pair))
    if more > before || more == before && next.share > pair.share { start(next, &blocks) }
  }
  private mutating func start(_ next: DTMFPair, _ blocks: inout ToneBlocks) {
    pair = next
    end = next.end(in: &blocks)
    absent = 0
  }

  /// A full window says more than one in which the sound has only begun.
  private static func weight(_ pair: DTMFPair) -> Int { pair.isSteady && pair.fault != .unsteady ? 1 : 0 }

  /// Goes on by a block; the refusal, when the sound is over.
  mutating func follow(in blocks: inout ToneBlocks) -> DTMFRefusal? {
    guard let pair else { return nil }
    if pair.isPresent(in: &blocks) {
      absent = 0
      end = blocks.count
    } else {
      absent += 4
    }
    return absent >= DTMFRules.releaseBlocks ? finish(at: blocks.count * ToneBlocks.length) : nil
  }

  /// The sound is over; nil if it was not worth a word.
  mutating func finish(at: Int) -> DTMFRefusal? {
    guard let pair, let fault = pair.fault else { return nil }
    self.pair = nil
    let length = end * ToneBlocks.length - onset
    let isShort = fault == .unsteady && length < DTMFRules.shortTone
    guard length >= DTMFRules.leastRefused, isShort || seen >= DTMFRules.refusedWindows
    else { return nil }
    quietUntil = at + DTMFRules.refusalSpacing
    return DTMFRefusal(
      nearest: pair.key, onset: onset, length: length, at: at,
      reason: isShort ? .tooShort : fault, measure: pair.measured)
  }
}

extension DTMFPair {
  /// Is it still there? Its power over the last 10 ms says so, up to `back` blocks ago.
  func isPresent(back: Int = 0, in blocks: inout ToneBlocks) -> Bool {
    let low = blocks.power(lane: low, turn: lowTurn, from: back &+ 3, through: back)
    let high = blocks.power(lane: high, turn: highTurn, from: back &+ 3, through: back)
    return low >= DTMFRules.presentShare * lowPower && high >= DTMFRules.presentShare * highPower
  }

  /// Has it half its amplitude in the block `back` from now and the one before?
  private func isIn(_ back: Int, _ blocks: inout ToneBlocks) -> Bool {
    let low = blocks.power(lane: low, turn: lowTurn, from: back &+ 1, through: back)
    let high = blocks.power(lane: high, turn: highTurn, from: back &+ 1, through: back)
    return low + high >= 0.25 * (lowPower + highPower)
  }
  /// The newest block in which it is, counted back from now.
  private func newestBlock(in blocks: inout ToneBlocks) -> Int? {
    let last = min(ToneBlocks.correlations, blocks.count) - 2
    var back = 0
    while back <= last {
      if isIn(back, &blocks) { return back }
      back += 1
    }
    return nil
  }
  /// The sample near which it began: all blocks before the newest one are its without a gap.
  func onset(in blocks: inout ToneBlocks) -> Int {
    var oldest = newestBlock(in: &blocks) ?? 0
    let last = min(ToneBlocks.correlations, blocks.count) - 2
    while oldest < last, isIn(oldest + 1, &blocks) { oldest += 1 }
    return max(0, (blocks.count - oldest - 1) * ToneBlocks.length)
  }
  /// The block after the newest one in which it is.
  func end(in blocks: inout ToneBlocks) -> Int { blocks.count - (newestBlock(in: &blocks) ?? 0) }
}
