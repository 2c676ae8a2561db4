/// What the blocks mean: which digit is down, since when, and when it is up.
///
/// A digit is down when a pair that began at once fills the window, or one that did not does so for longer; it
/// is up when the pair has been gone for longer than a lost packet of 20 ms. `DTMFRules` has the numbers.
struct DTMFDecision: Sendable {
  private var held: DTMFHold?
  /// Is there such? Asked after every block, which is cheaper of this than of that.
  private var isHolding = false
  /// The key that began at once, and the block in which that was last seen.
  private var sudden: (key: Key, block: Int)?
  /// The key that did not, but filled the window all the same, and in how many windows running.
  private var likely: (key: Key, times: Int)?
  private var nearMiss = DTMFNearMiss()
  /// What was made up last of a digit, and the first block after it.
  private var bridged: (lanes: LanePair, until: Int)?
  /// The pair in the window that was last looked at, which may yet be a digit.
  private var near: LanePair?
  /// The block in which a sound last began, or grew much louder.
  private var begun = 0
  /// Is there nothing like a pair in it?
  private var isFar = false

  /// The last digit, and the block after the last one in which it or its echo was there.
  private var last: (pair: DTMFPair, end: Int)?

  /// The digit that is down now.
  var digit: Key? { held?.pair.key }

  /// From now on the tones of a digit that is down are made up, until `endBridge`.
  mutating func beginBridge() { held?.beginBridge() }
  mutating func endBridge(at block: Int) {
    guard let lanes = held?.lanes else { return }
    held?.endBridge(at: block)
    bridged = (lanes, block)
  }

  /// Decides after each block.
  @inline(__always)
  mutating func decide(_ blocks: inout ToneBlocks, _ table: Span<Float>, _ report: (DTMFEvent) -> Void) {
    if isHolding { return hold(&blocks, table, report) }
    var explaining = false
    if blocks.count & 1 != 0 {
      // While there is no pair it is enough to look at every other window: what becomes a digit is a pair some
      // windows before. While there is nothing like two tones, at every fourth.
      if near == nil { return }
    } else if isFar, blocks.count & 3 != 0 {
      return
    } else {
      explaining = isExplaining(&blocks)
      let least = explaining ? DTMFPair.minimumNearEnergy : DTMFPair.minimumEnergy
      guard blocks.mayHoldTones(of: least) else {
        near = nil
        isFar = true
        likely = nil
        return followRefused(&blocks, table, report)
      }
    }
    judge(&blocks, table, explaining: explaining, report)
  }

  /// Decides while a digit is down.
  private mutating func hold(_ blocks: inout ToneBlocks, _ table: Span<Float>, _ report: (DTMFEvent) -> Void)
  {
    switch held?.next(&blocks, table) {
    case .steady: likely = nil
    case .unknown: break
    case .gone:
      near = nil
      likely = nil
      releaseIfGone(at: blocks.position, report)
    case .unsteady, nil: judge(&blocks, table, explaining: false, report)
    }
  }

  private mutating func judge(
    _ blocks: inout ToneBlocks, _ table: Span<Float>, explaining: Bool, _ report: (DTMFEvent) -> Void
  ) {
    var pair: DTMFPair?
    look(&blocks, table, explaining: explaining, for: &pair)
    if isDigit(&pair, at: blocks.count), let pair { hear(pair, &blocks, report) }
    if isHolding {
      blocks.correlate(table)
      follow(&blocks, report)
    } else {
      if explaining, let pair { nearMiss.see(pair, in: &blocks) }
      followRefused(&blocks, table, report)
    }
  }

  /// Reports what was refused when it is over, which need not be told by the block.
  @inline(__always)
  private mutating func followRefused(
    _ blocks: inout ToneBlocks, _ table: Span<Float>, _ report: (DTMFEvent) -> Void
  ) {
    guard nearMiss.isOpen, blocks.count & 3 == 0 else { return }
    blocks.correlate(table)
    if let refusal = nearMiss.follow(in: &blocks) { report(.refused(refusal)) }
  }
  /// Is it worth knowing why there is no digit? What has only begun may yet become one, so that it is asked when a
  /// sound is over, and while it goes on after 20 ms, 40, 80 and so on; every 20 ms once there is something.
  @inline(__always)
  private mutating func isExplaining(_ blocks: inout ToneBlocks) -> Bool {
    guard blocks.count & 3 == 0 else { return false }
    let hasBegun = blocks.hasBegun()
    if hasBegun { begun = blocks.count }
    guard nearMiss.mayBegin(at: blocks.count) else { return false }
    guard blocks.count & 7 == 0 else { return blocks.hasEnded() }
    let age = (blocks.count &- begun) &>> 3
    return !hasBegun && (nearMiss.isOpen || age & (age &- 1) == 0)
  }

  /// Takes a block that was made up, or comes right after such: it may hold the beginning of a digit, which is
  /// believed later if at all.
  mutating func wait(_ blocks: inout ToneBlocks, _ table: Span<Float>) {
    blocks.correlate(table)
    isFar = false
    let lanes = LanePair(strongestOf: blocks.evenPowers())
    guard let pair = DTMFPair(lanes, in: &blocks, explaining: false),
      pair.isSudden || sudden?.key == pair.key
    else { return }
    sudden = (pair.key, blocks.count)
  }

  /// The pair in the window.
  private mutating func look(
    _ blocks: inout ToneBlocks, _ table: Span<Float>, explaining: Bool, for pair: inout DTMFPair?
  ) {
    if isHolding {
      blocks.correlate(table)
      // What follows a digit is another one, or none.
      if held?.lanes == blocks.strongestPair() {
        near = nil
        return
      }
    }
    if blocks.count & 1 == 0 {
      near = mayHold(&blocks, table, explaining: explaining)
    } else if near != nil {
      blocks.filter(table)
      guard !isTooEarly(&blocks) else { return }
      blocks.correlate(table)
    }
    guard let lanes = near else { return }
    pair = DTMFPair(lanes, in: &blocks, explaining: explaining)
    if pair?.mayBecomeDigit != true { near = nil }
  }

  /// The row and the column that have most of the window, by what is kept of every second one.
  private mutating func mayHold(_ blocks: inout ToneBlocks, _ table: Span<Float>, explaining: Bool)
    -> LanePair?
  {
    isFar = true
    blocks.filter(table)
    let (oldest, middle, newest) = blocks.evenThirds()
    let energy = oldest + middle + newest
    guard energy.all >= (explaining ? DTMFPair.minimumNearEnergy : DTMFPair.minimumEnergy),
      energy.inBand >= DTMFPair.quickShare * energy.all,
      !isTooEarly(oldest.all, middle.all, newest.all)
    else { return nil }
    blocks.correlate(table)
    let powers = blocks.evenPowers()
    let lanes = LanePair(strongestOf: powers)
    let (low, high) = (powers[unchecked: lanes.low], powers[unchecked: lanes.high])
    let full = ToneBlocks.fullPower * energy.all
    guard low + high >= Self.quickTogether * full else { return nil }
    if explaining { return lanes }
    guard low >= Self.quickLow * full, high >= Self.quickHigh * full,
      low <= Self.quickTwist * DTMFRules.normalTwist * high,
      high <= Self.quickTwist * DTMFRules.reverseTwist * low
    else { return nil }
    isFar = false
    let lows = blocks.evenRange(lanes.low), highs = blocks.evenRange(lanes.high)
    return lows.least >= Self.quickSteady * lows.greatest && highs.least >= Self.quickSteady * highs.greatest
      ? lanes : nil
  }
  /// How much more twist there may be in the powers, which have lost what the frequencies are off, and the
  /// least share of the strongest third in the weakest: a good half of `DTMFRules.steadyShare`, since each third
  /// has something of the other tone.
  private static var quickTwist: Float { 2 }
  private static var quickSteady: Float { 0.22 }
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
    return oldest < least && (isHolding || 2 * newest >= middle) || newest < least && isHolding
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
    if isEcho(pair, at: blocks.count) {
      last?.end = blocks.count
      return nearMiss.digit(at: blocks.count)
    }
    var onset = pair.onset(in: &blocks)
    if let bridged, bridged.lanes != LanePair(low: pair.low, high: pair.high) {
      onset = max(onset, bridged.until * ToneBlocks.length)
    }
    held = DTMFHold(pair, onset: onset, end: blocks.count)
    isHolding = true
    nearMiss.digit(at: blocks.count)
    report(.down(pair.key, onset: onset, at: blocks.position))
  }

  /// Is that pair what is left of the digit that was just over?
  private func isEcho(_ pair: DTMFPair, at block: Int) -> Bool {
    guard let last, last.pair.isSame(as: pair), block - last.end <= DTMFRules.echoBlocks else { return false }
    return pair.lowPower < DTMFRules.presentShare * last.pair.lowPower
      && pair.highPower < DTMFRules.presentShare * last.pair.highPower
  }

  @inline(__always)
  private mutating func releaseIfGone(at position: Int, _ report: (DTMFEvent) -> Void) {
    guard let absent = held?.absent, absent >= DTMFRules.releaseBlocks, let held else { return }
    release(held, at: position, report)
  }
  private mutating func release(
    _ held: DTMFHold, at position: Int, _ report: (DTMFEvent) -> Void
  ) {
    self.held = nil
    isHolding = false
    nearMiss.digit(at: held.end)
    last = (held.pair, held.end)
    let length = max(0, held.end * ToneBlocks.length - held.onset)
    report(
      .up(held.pair.key, onset: held.onset, length: length, at: position, measure: held.pair.measured))
  }

  private mutating func follow(_ blocks: inout ToneBlocks, _ report: (DTMFEvent) -> Void) {
    held?.follow(&blocks)
    releaseIfGone(at: blocks.position, report)
  }
}
