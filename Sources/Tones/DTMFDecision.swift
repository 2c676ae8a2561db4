/// What the blocks mean: which digit is down, since when, and when it is up.
///
/// A digit is down when a pair that began at once fills the window, or one that did not does so for longer; it
/// is up when the pair has been gone for longer than a lost packet of 20 ms. `DTMFRules` has the numbers.
struct DTMFDecision: Sendable {
  private var held: Held?
  /// The key that began at once, and the block in which that was last seen.
  private var sudden: (key: Key, block: Int)?
  /// The key that did not, but filled the window all the same, and in how many windows running.
  private var likely: (key: Key, times: Int)?
  private var nearMiss = DTMFNearMiss()
  /// Was there a pair in the window that was last looked at, which may yet be a digit?
  private var wasNear = false

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
    // What was refused need not be told by the block.
    let explaining = held == nil && blocks.count & 3 == 0
    var pair = look(&blocks, explaining: explaining)
    if let sure = pair, isDigit(&pair, at: blocks.count) { hear(sure, &blocks, report) }
    if held != nil {
      follow(&blocks, report)
    } else if explaining {
      if let pair { nearMiss.see(pair, in: &blocks) }
      if let refusal = nearMiss.follow(in: &blocks) { report(.refused(refusal)) }
    }
  }

  /// Takes a block that was made up, or comes right after such: it may hold the beginning of a digit, which is
  /// believed later if at all.
  mutating func wait(_ blocks: inout ToneBlocks) {
    guard let pair = DTMFPair(in: &blocks, explaining: false), pair.isSudden || sudden?.key == pair.key else {
      return
    }
    sudden = (pair.key, blocks.count)
  }

  /// The pair in the window. While there is none, it is enough to look at every other one: what becomes a digit
  /// is a pair some windows before.
  private mutating func look(_ blocks: inout ToneBlocks, explaining: Bool) -> DTMFPair? {
    if let held {
      // What follows a digit is another one, or none.
      let newest = blocks.strongestPair()
      if newest.low == held.pair.low && newest.high == held.pair.high {
        wasNear = false
        return nil
      }
    }
    if blocks.count & 1 == 0 {
      wasNear = false
      guard mayHold(&blocks, explaining: explaining) else { return nil }
    } else {
      guard wasNear, !isTooEarly(&blocks) else { return nil }
    }
    let pair = DTMFPair(in: &blocks, explaining: explaining)
    wasNear = pair?.mayBecomeDigit ?? false
    return pair
  }

  /// Do a row and a column have most of the window, by what is kept of every second one?
  @inline(__always)
  private func mayHold(_ blocks: inout ToneBlocks, explaining: Bool) -> Bool {
    let (oldest, middle, newest) = blocks.evenThirds()
    let energy = oldest + middle + newest
    guard energy.x >= (explaining ? DTMFPair.minimumNearEnergy : DTMFPair.minimumEnergy),
      energy.y >= DTMFPair.quickShare * energy.x,
      !isTooEarly(oldest.x, middle.x, newest.x)
    else { return false }
    let powers = blocks.evenPowers()
    let low = max(max(powers[0], powers[1]), max(powers[2], powers[3]))
    let high = max(max(powers[4], powers[5]), max(powers[6], powers[7]))
    let full = ToneBlocks.fullPower * energy.x
    guard low + high >= Self.quickTogether * full else { return false }
    return explaining || low >= Self.quickLow * full && high >= Self.quickHigh * full
  }
  /// The least share of the energy in both, and in each of them, for the pair to be worth measuring: some of a
  /// digit's 0.75 is lost to a frequency that is off, and to thirds that it does not fill.
  private static var quickTogether: Float { 0.6 }
  private static var quickLow: Float { 0.07 }
  private static var quickHigh: Float { 0.04 }

  /// Has a sound only begun, or a digit ended, so that too little of the window is full of it? What there is in
  /// the oldest and in the newest third of it is at least a third of the mean when it is a digit.
  private func isTooEarly(_ blocks: inout ToneBlocks) -> Bool {
    let (oldest, middle, newest) = blocks.thirds()
    return isTooEarly(oldest, middle, newest)
  }
  @inline(__always)
  private func isTooEarly(_ oldest: Float, _ middle: Float, _ newest: Float) -> Bool {
    let least = (oldest + middle + newest) / 9
    return oldest < least && (held != nil || 2 * newest >= middle) || newest < least && held != nil
  }

  /// Is a window's pair sure to be a digit now? If it only came up gradually, that is its fault.
  private mutating func isDigit(_ next: inout DTMFPair?, at block: Int) -> Bool {
    guard let pair = next else {
      likely = nil
      return false
    }
    if pair.isSudden { sudden = (pair.key, block) }
    guard pair.fault == nil else {
      likely = nil
      return false
    }
    if let sudden, sudden.key == pair.key, block - sudden.block <= DTMFRules.suddenBlocks { return true }
    guard pair.bandShare >= DTMFRules.leastShareGradual else {
      likely = nil
      next?.fault = .gradual
      return false
    }
    let times = (likely.map { $0.key == pair.key ? $0.times : 0 } ?? 0) + 1
    likely = (pair.key, min(times, DTMFRules.gradualConfirmations))
    return times >= DTMFRules.gradualConfirmations
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
