/// What the blocks mean: which digit is down, since when, and when it is up.
///
/// A digit is down when a pair fills the window in two windows running; it is up when the pair has been gone
/// for longer than a lost packet of 20 ms.
struct DTMFDecision: Sendable {
  private var held: Held?
  /// The pair that filled the window, and in how many windows running.
  private var likely: (pair: DTMFPair, times: Int)?
  private var nearMiss = DTMFNearMiss()

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
  mutating func decide(_ blocks: inout ToneBlocks, _ report: (DTMFEvent) -> Void) {
    if let held, held.pair.isSteady(in: &blocks) {
      // Nothing else can fill the window.
      likely = nil
      self.held?.absent = 0
      self.held?.end = blocks.count
      return
    }
    let pair = look(&blocks)
    if let pair, pair.fault == nil {
      let before = likely.map { $0.pair.isSame(as: pair) ? $0.times : 0 } ?? 0
      likely = (pair, min(before + 1, DTMFRules.confirmations))
      if before + 1 >= DTMFRules.confirmations { hear(pair, &blocks, report) }
    } else {
      likely = nil
      if let pair, held == nil { nearMiss.see(pair, in: &blocks) }
    }
    if held != nil {
      follow(&blocks, report)
    } else if let refusal = nearMiss.follow(in: &blocks) {
      report(.refused(refusal))
    }
  }

  /// The pair in the window. Since two windows running must agree, it is enough to look at every other one,
  /// and at those beside it when there is a digit in it.
  private mutating func look(_ blocks: inout ToneBlocks) -> DTMFPair? {
    guard likely == nil else { return DTMFPair(in: &blocks) }
    guard blocks.count % 2 == 0, !isTooEarly(&blocks), let pair = DTMFPair(in: &blocks) else { return nil }
    if pair.fault == nil {
      blocks.behind = 1
      if let before = DTMFPair(in: &blocks), before.fault == nil { likely = (before, 1) }
      blocks.behind = 0
    }
    return pair
  }

  /// Has a sound only begun, or a digit ended, so that too little of the window is full of it? What there is in
  /// the oldest and in the newest third of it is at least two fifths of the mean when it is a digit.
  private func isTooEarly(_ blocks: inout ToneBlocks) -> Bool {
    let (oldest, middle, newest) = blocks.thirds()
    let least = (oldest + middle + newest) / 9
    return oldest < least && (held != nil || 2 * newest >= middle) || newest < least && held != nil
  }

  /// No more samples will come: a digit that is still down goes up.
  mutating func finish(at position: Int, _ report: (DTMFEvent) -> Void) {
    if let held {
      release(held, at: position, report)
    } else if let refusal = nearMiss.finish(at: position) {
      report(.refused(refusal))
    }
  }

  private mutating func hear(
    _ pair: DTMFPair, _ blocks: inout ToneBlocks, _ report: (DTMFEvent) -> Void
  ) {
    if let held {
      if held.pair.isSame(as: pair) { return }
      release(held, at: blocks.position, report)
    }
    let onset = pair.onset(in: &blocks)
    held = Held(pair: pair, onset: onset, end: blocks.count)
    nearMiss.digit(at: blocks.count)
    report(.down(pair.key, onset: onset, at: blocks.position))
  }

  private mutating func release(
    _ held: Held, at position: Int, _ report: (DTMFEvent) -> Void
  ) {
    self.held = nil
    nearMiss.digit(at: held.end)
    let length = max(0, held.end * ToneBlocks.length - held.onset)
    report(
      .up(held.pair.key, onset: held.onset, length: length, at: position, measure: held.pair.measured))
  }

  private mutating func follow(_ blocks: inout ToneBlocks, _ report: (DTMFEvent) -> Void) {
    guard var held else { return }
    if held.pair.isPresent(in: &blocks) {
      held.absent = 0
      held.end = blocks.count
    } else {
      held.absent += 1
    }
    self.held = held
    if held.absent >= DTMFRules.releaseBlocks { release(held, at: blocks.position, report) }
  }
}
