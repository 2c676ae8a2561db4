/// Takes the sound that we play out of the sound that we hear: talk-down on a line that echoes.
///
/// Told what was played and what was heard, sample by sample, it finds the delay of the echo (up to 320 ms),
/// learns the path around it (64 ms), and gives back what was heard without the echo. What is learnt lies
/// 50 ms back, so that nothing is learnt from sound in which a digit was heard meanwhile; and it is used only
/// when it has shown itself better than what is in use. Of what it gives back, 20 ms are not more than 1 dB
/// louder than what was heard.
///
/// A value: copying it copies what it knows. Allocates at initialisation only.
struct EchoCanceller: Sendable {
  /// Samples in a block.
  static let block = 20
  /// The longest delay of an echo, in samples.
  static let longestDelay = 2560

  private(set) var played = SampleRing(size: EchoCanceller.playedKept)
  /// Samples played, and up to where `played` is filled, with silence for what is missing.
  private(set) var playedCount = 0
  private var playedFilled = 0
  /// Behind the last sample played that is louder than −60 dBm0.
  private var playedLoud = 0

  private(set) var heard = SampleRing(size: 4096), echo = SampleRing(size: 4096)
  private(set) var clean = SampleRing(size: 4096)
  /// Samples heard.
  private(set) var count = 0
  /// Blocks of `heard` from which nothing may be learnt.
  private var barred = [Bool](repeating: false, count: 256)

  /// The path in use, last tap first, and the delay of its first tap.
  private var path = [Float](repeating: 0, count: EchoCanceller.pathTaps)
  private var pathStart = 0
  private(set) var isActive = false

  private var learner = AdaptiveFilter(
    block: EchoCanceller.step, groups: 1,
    prior: EchoCanceller.prior)
  private(set) var learnerStart: Int?
  private var delay = EchoDelay()
  private var scratch = [Float](repeating: 0, count: EchoCanceller.step)

  /// Energy of the last 8 blocks, heard and given back.
  private var energies = InlineArray<8, SIMD2<Float>>(repeating: .zero)
  /// Energy of what was heard, of what the learner left of it, and of what the path in use left of it, over
  /// the last 80 ms that were learnt from.
  private var left = SIMD3<Float>()
  private var compared = 0
  private var stuck = 0
  private var playedPower: Float = 0, heardPower: Float = 0
  private var weighed = 0
  /// The newest step of what was played that the learner has.
  private var pushed = -1
  /// Behind the last block that was given back as it was heard because its echo was wrong.
  private var passed = 0

  /// Samples to the end of the block that is being heard.
  var room: Int { Self.block - count % Self.block }

  // MARK: What happens on the line

  /// Takes samples that were played; the first one stands beside the first one heard.
  mutating func play(_ samples: Span<Int16>) {
    for i in samples.indices {
      let x = Float(samples[i])
      played[playedCount] = x
      playedCount += 1
      if abs(x) > Self.loud { playedLoud = playedCount }
    }
    playedFilled = max(playedFilled, playedCount)
  }

  /// Takes the echo out of `n` samples that were heard, `room` at most.
  /// - Parameter isBarred: nothing must be learnt from them.
  mutating func clean(_ samples: inout InlineArray<20, Float>, _ n: Int, barred isBarred: Bool) {
    let start = count
    fillPlayed(through: start + n)
    bar(isBarred, start)
    let estimate = estimate(start)
    var sums = SIMD2<Float>()
    for i in 0..<n {
      let rest = samples[i] - estimate[i]
      heard[start + i] = samples[i]
      echo[start + i] = estimate[i]
      sums += SIMD2(samples[i] * samples[i], rest * rest)
    }
    let slot = start / Self.block & 7
    if start % Self.block == 0 { energies[slot] = .zero }
    energies[slot] += sums
    var recent = SIMD2<Float>()
    for i in 0..<8 { recent += energies[i] }
    let passes = recent.y > Self.loudest * recent.x + Self.quiet
    if passes {
      energies[slot].y += sums.x - sums.y
      passed = start + n
    }
    for i in 0..<n {
      if !passes { samples[i] -= estimate[i] }
      clean[start + i] = samples[i]
    }
    count += n
    learn(from: start)
  }

  /// `n` samples that should have been heard never came; `room` at most.
  mutating func skip(_ n: Int) {
    let start = count
    fillPlayed(through: start + n)
    bar(true, start)
    if start % Self.block == 0 { energies[start / Self.block & 7] = .zero }
    for i in 0..<n {
      heard[start + i] = 0
      echo[start + i] = 0
      clean[start + i] = 0
    }
    count += n
    learn(from: start)
  }

  /// There was a digit in the newest samples: nothing is to be learnt from them.
  mutating func bar(since position: Int) {
    var at = max(position, count - Self.holdBack, 0)
    while at < count {
      barred[at / Self.block & 255] = true
      at += Self.block
    }
  }

  private mutating func fillPlayed(through end: Int) {
    while playedFilled < end {
      played[playedFilled] = 0
      playedFilled += 1
    }
  }
  private mutating func bar(_ isBarred: Bool, _ start: Int) {
    let slot = start / Self.block & 255
    barred[slot] = isBarred || barred[slot] && start % Self.block != 0
  }
  private func isBarred(_ range: Range<Int>) -> Bool {
    (range.lowerBound / Self.block...(range.upperBound - 1) / Self.block).contains { barred[$0 & 255] }
  }

  /// What the path in use makes of what was played.
  private func estimate(_ start: Int) -> InlineArray<20, Float> {
    var result = InlineArray<20, Float>(repeating: 0)
    let first = start - pathStart - (Self.pathTaps - 1)
    guard isActive, playedLoud > first else { return result }
    var a = SIMD4<Float>(), b = a, c = a, d = a, e = a
    path.withUnsafeBufferPointer { path in
      _ = played.from(first) { played in
        for j in 0..<Self.pathTaps {
          let at = UnsafeRawPointer(played + j)
          let tap = SIMD4(repeating: path[j])
          a += tap * at.loadUnaligned(as: SIMD4<Float>.self)
          b += tap * at.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self)
          c += tap * at.loadUnaligned(fromByteOffset: 32, as: SIMD4<Float>.self)
          d += tap * at.loadUnaligned(fromByteOffset: 48, as: SIMD4<Float>.self)
          e += tap * at.loadUnaligned(fromByteOffset: 64, as: SIMD4<Float>.self)
        }
      }
    }
    for i in 0..<4 {
      (result[i], result[i + 4], result[i + 8]) = (a[i], b[i], c[i])
      (result[i + 12], result[i + 16]) = (d[i], e[i])
    }
    return result
  }

  // MARK: Learning

  /// Learns from the steps that have come to lie `holdBack` samples back.
  private mutating func learn(from start: Int) {
    let before = start - Self.holdBack, now = count - Self.holdBack
    guard now > 0 else { return }
    if max(before, 0) / EchoDelay.step != now / EchoDelay.step {
      findDelay((now / EchoDelay.step - 1) * EchoDelay.step)
    }
    if max(before, 0) / Self.step != now / Self.step {
      followPath((now / Self.step - 1) * Self.step)
    }
  }

  private mutating func findDelay(_ start: Int) {
    let step = start..<(start + EchoDelay.step)
    let isPlaying = playedLoud > start - Self.longestDelay
    let found = delay.look(from: start, played: played, heard: heard, isPlaying: isPlaying) { [barred] in
      !barred[$0 / Self.block & 255]
    }
    if isPlaying, !isBarred(step) { weigh(step) }
    guard let found, found.delay <= Self.longestDelay else { return }
    let wanted = max(0, found.delay - Self.lead)
    guard let current = learnerStart else {
      if found.agreed >= Self.firstAgreement { move(to: wanted, at: start, keeping: false) }
      return
    }
    let off = abs(wanted - current)
    let isWell = compared > Self.comparisons && left.y < 0.3 * left.x
    if off > Self.slack, !isWell, found.agreed >= (off < Self.drift ? Self.firstAgreement : Self.newAgreement)
    {
      move(to: wanted, at: start, keeping: off < Self.drift)
    }
  }

  /// How much of what is played comes back at most.
  private mutating func weigh(_ step: Range<Int>) {
    let span = max(0, step.upperBound - Self.longestDelay - Self.pathTaps)..<step.upperBound
    let mean = played.energy(span) / Float(span.count)
    playedPower += Self.slowly * (mean - playedPower)
    heardPower += Self.slowly * (heard.energy(step) / Float(step.count) - heardPower)
    weighed = min(weighed + 1, Self.enoughWeighed)
  }
  /// The share of what is played that can come back, in power.
  var coupling: Float {
    guard weighed >= Self.enoughWeighed, playedPower > Self.loud * Self.loud else {
      return Self.worstCoupling
    }
    return min(Self.worstCoupling, 4 * heardPower / playedPower)
  }

  /// The learner looks elsewhere: `start` is the newest step that it has seen.
  private mutating func move(to delay: Int, at start: Int, keeping: Bool) {
    if keeping, let current = learnerStart {
      let taps = (0..<learner.tapCount).map { learner.tap($0) }
      learner.setTaps { index in
        let from = index + delay - current
        return taps.indices.contains(from) ? taps[from] : 0
      }
    } else {
      learner.forget()
      left.y = left.x
    }
    learnerStart = delay
    // What it needs to know of the past.
    let newest = (count - Self.holdBack) / Self.step - 1
    for step in (newest - 5)...newest { push(step * Self.step, delay) }
    pushed = newest
    compared = 0
  }
  private mutating func push(_ start: Int, _ delay: Int) {
    for i in scratch.indices {
      scratch[i] = played[start + i - delay] - Self.emphasis * played[start + i - delay - 1]
    }
    learner.push(scratch)
  }

  private mutating func followPath(_ start: Int) {
    guard let learnerStart else { return }
    if start / Self.step > pushed {
      push(start, learnerStart)
      pushed = start / Self.step
    }
    let step = start..<(start + Self.step)
    guard playedLoud > start - learnerStart - Self.pathTaps, !isBarred(step) else { return }
    var all: Float = 0, inUse: Float = 0
    for i in 0..<Self.step {
      let x = heard[start + i] - Self.emphasis * heard[start + i - 1]
      let rest = x - (echo[start + i] - Self.emphasis * echo[start + i - 1])
      scratch[i] = x
      all += x * x
      inUse += rest * rest
    }
    let rest = learner.learn(scratch)
    left = 0.8 * left + SIMD3(all, rest, inUse)
    compared += 1
    if !(learner.size < Self.largest) { learner.forget() }
    compare()
  }

  /// Uses what the learner knows when it is better than what is in use.
  private mutating func compare() {
    guard compared >= Self.comparisons else { return }
    let better = isActive ? left.y < 0.9 * left.z : left.y < 0.75 * left.x
    if better, let learnerStart {
      for i in 0..<Self.pathTaps { path[Self.pathTaps - 1 - i] = learner.tap(i) }
      pathStart = learnerStart
      isActive = true
      left.z = left.y
    } else if isActive, left.z > 1.25 * left.x {
      isActive = false
      left.z = left.x
    }
    // The path is not what it was: the learner must be quick again.
    stuck = left.y > 0.5 * left.x ? stuck + 1 : min(stuck, 0)
    if stuck > Self.patience {
      stuck = -Self.rest
      if left.y > 2 * left.x { learner.forget() } else { learner.doubt() }
    }
  }
  /// What is left of the echo, in power, where it is known; nil where it is not, or no longer.
  var remaining: Float? {
    guard isActive, passed + 400 < count, left.z < 0.25 * left.x else { return nil }
    return left.z / left.x
  }

  /// What is known was learnt from so much sound that it holds for tones that were never played.
  var isExperienced: Bool { learner.steps >= Self.experience }

  // MARK: The numbers

  private static let experience = 250
  private static let playedKept = 8192
  private static let pathTaps = 512
  private static let step = 128
  /// How far the learning lies back: longer than the detector needs to tell a digit.
  private static let holdBack = 400
  /// −60 dBm0, as a peak.
  private static let loud: Float = 23
  /// 1 dB.
  private static let loudest: Float = 1.26
  /// What the rule about loudness does not care for: −70 dBm0 over 20 ms.
  private static let quiet: Float = 160 * 26
  /// The first tap lies 1 ms before the delay that was found.
  private static let lead = 8
  private static let slack = 40
  private static let drift = 128
  private static let firstAgreement = 1, newAgreement = 3
  private static let comparisons = 4
  private static let patience = 15, rest = 45
  private static let largest: Float = 16
  private static let emphasis: Float = 0.9
  /// The expected power of the path in each 16 ms of it.
  private static let prior = SIMD4<Float>(0.5, 0.2, 0.02, 0.002)
  private static let slowly: Float = 0.3
  private static let enoughWeighed = 6
  /// −6 dB over all frequencies, and 5 dB for a path that rings at some of them.
  private static let worstCoupling: Float = 0.8
}
