/// Learns how one signal comes back in another: a partitioned-block Kalman filter in the frequency domain
/// (Enzner and Vary 2006, Kuech, Mabande and Enzner 2014).
///
/// Every bin has its own estimate of what is not yet known of the path and of what else is on the line; the
/// step follows from both. A strong narrow sound of the near side - a caller's digit - therefore stops the
/// learning where it is, and only there. Partitions lie in SIMD lanes, four in a group. Allocates at
/// initialisation only.
struct AdaptiveFilter: Sendable {
  typealias Lanes = SIMD4<Float>
  /// Samples in a block, and taps in a partition.
  let block: Int
  private let groups: Int
  private let bins: Int
  /// Expected power of each partition's path before anything is known.
  private let prior: Lanes
  var tapCount: Int { block * groups * 4 }

  private var transform: RealTransform
  /// The last two blocks of the reference.
  private var recent: [Float]
  private var xRe: [Lanes], xIm: [Lanes]
  private var wRe: [Lanes], wIm: [Lanes]
  /// Expected squared error of each of the path's bins.
  private var unknown: [Lanes]
  /// What else is on the line, in power, a bin each.
  private var noise: [Float]
  /// Tap `i` of partition `4 · group + lane`.
  private var taps: [Lanes]
  private var time: [Lanes], aRe: [Lanes], aIm: [Lanes], bRe: [Lanes], bIm: [Lanes]
  /// Steps that have learnt something.
  private(set) var steps = 0

  init(block: Int, groups: Int, prior: Lanes) {
    self.prior = prior
    (self.block, self.groups, bins) = (block, groups, block + 1)
    transform = RealTransform(half: block)
    recent = [Float](repeating: 0, count: 2 * block)
    xRe = [Lanes](repeating: .zero, count: bins * groups)
    (xIm, wRe, wIm) = (xRe, xRe, xRe)
    unknown = [Lanes](repeating: prior, count: bins * groups)
    noise = [Float](repeating: Self.leastNoise, count: bins)
    taps = [Lanes](repeating: .zero, count: block * groups)
    time = [Lanes](repeating: .zero, count: 2 * block)
    aRe = [Lanes](repeating: .zero, count: bins)
    (aIm, bRe, bIm) = (aRe, aRe, aRe)
  }

  func tap(_ index: Int) -> Float {
    let partition = index / block
    return taps[partition / 4 * block + index % block][partition & 3]
  }
  mutating func setTaps(_ value: (Int) -> Float) {
    for index in 0..<tapCount {
      let partition = index / block
      taps[partition / 4 * block + index % block][partition & 3] = value(index)
    }
    for group in 0..<groups { transformTaps(group) }
  }

  /// The energy of all taps.
  var size: Float {
    var sum = Lanes.zero
    for tap in taps { sum += tap * tap }
    return sum.sum()
  }

  /// Begins anew: knows nothing.
  mutating func forget() {
    for i in taps.indices { taps[i] = .zero }
    for i in wRe.indices {
      wRe[i] = .zero
      wIm[i] = .zero
      unknown[i] = prior
    }
    for i in noise.indices { noise[i] = Self.leastNoise }
    steps = 0
  }
  /// What it knows is no longer sure.
  mutating func doubt() {
    for i in unknown.indices {
      let known = wRe[i] * wRe[i] + wIm[i] * wIm[i]
      let doubt = known + Self.doubtShare * prior
      unknown[i].replace(with: doubt, where: unknown[i] .< doubt)
    }
    for i in noise.indices { noise[i] = Self.leastNoise }
  }

  /// Takes a block of the reference.
  mutating func push(_ reference: [Float]) {
    for i in 0..<min(block, reference.count) {
      recent[i] = recent[block + i]
      recent[block + i] = reference[i]
    }
    for i in 0..<(2 * block) { time[i] = Lanes(recent[i], 0, 0, 0) }
    transform.forward(time, re: &aRe, im: &aIm)
    Self.shift(aRe, &xRe, groups: groups)
    Self.shift(aIm, &xIm, groups: groups)
  }

  /// Learns from the block of the signal that belongs to the newest of the reference.
  /// - Returns: the energy of what the path as known before did not explain.
  mutating func learn(_ signal: [Float]) -> Float {
    guard signal.count >= block else { return 0 }
    Self.respond(xRe, xIm, wRe, wIm, &aRe, &aIm)
    transform.inverse(re: aRe, im: aIm, &time)
    var energy: Float = 0
    for i in 0..<block {
      let error = signal[i] - time[block + i][0]
      energy += error * error
      time[i] = .zero
      time[block + i] = Lanes(error, 0, 0, 0)
    }
    transform.forward(time, re: &aRe, im: &aIm)
    Self.weigh(xRe, xIm, unknown, &aRe, aIm, &noise)
    for group in 0..<groups {
      Self.step(group, xRe, xIm, aRe, aIm, &unknown, &bRe, &bIm)
      transform.inverse(re: bRe, im: bIm, &time)
      for i in 0..<block { taps[group * block + i] += time[i] }
      transformTaps(group)
      Self.forget(group, wRe, wIm, &unknown, bins: bins, prior)
    }
    steps &+= 1
    return energy
  }

  private mutating func transformTaps(_ group: Int) {
    for i in 0..<block {
      time[i] = taps[group * block + i]
      time[block + i] = .zero
    }
    transform.forward(time, re: &bRe, im: &bIm)
    for bin in 0..<bins {
      wRe[group * bins + bin] = bRe[bin]
      wIm[group * bins + bin] = bIm[bin]
    }
  }

  // MARK: Over all bins

  /// Each partition takes over what the one before it had; lane 0 of `new` is the first one's.
  private static func shift(_ new: [Lanes], _ x: inout [Lanes], groups: Int) {
    var x = x.mutableSpan
    let new = new.span
    let bins = new.count
    for bin in 0..<bins {
      var first = new[unchecked: bin][0]
      for group in 0..<groups {
        let old = x[unchecked: group * bins + bin]
        x[unchecked: group * bins + bin] = Lanes(first, old[0], old[1], old[2])
        first = old[3]
      }
    }
  }

  /// What the path makes of the reference, into lane 0.
  private static func respond(
    _ xRe: [Lanes], _ xIm: [Lanes], _ wRe: [Lanes], _ wIm: [Lanes],
    _ re: inout [Lanes], _ im: inout [Lanes]
  ) {
    var re = re.mutableSpan, im = im.mutableSpan
    let (xRe, xIm, wRe, wIm) = (xRe.span, xIm.span, wRe.span, wIm.span)
    let bins = re.count
    for bin in 0..<bins {
      var (sumRe, sumIm) = (Lanes.zero, Lanes.zero)
      var at = bin
      while at < xRe.count {
        let (x, y, u, v) = (xRe[unchecked: at], xIm[unchecked: at], wRe[unchecked: at], wIm[unchecked: at])
        sumRe += x * u - y * v
        sumIm += x * v + y * u
        at += bins
      }
      re[unchecked: bin] = Lanes(sumRe.sum(), 0, 0, 0)
      im[unchecked: bin] = Lanes(sumIm.sum(), 0, 0, 0)
    }
  }

  /// Puts one over the power that a bin's step is measured against into lane 1 of the error's real part.
  private static func weigh(
    _ xRe: [Lanes], _ xIm: [Lanes], _ unknown: [Lanes],
    _ re: inout [Lanes], _ im: [Lanes], _ noise: inout [Float]
  ) {
    var re = re.mutableSpan, noise = noise.mutableSpan
    let (xRe, xIm, unknown, im) = (xRe.span, xIm.span, unknown.span, im.span)
    let bins = re.count
    for bin in 0..<bins {
      let (eRe, eIm) = (re[unchecked: bin][0], im[unchecked: bin][0])
      let power = eRe * eRe + eIm * eIm
      var expected = Lanes.zero
      var at = bin
      while at < xRe.count {
        let (x, y) = (xRe[unchecked: at], xIm[unchecked: at])
        expected += (x * x + y * y) * unknown[unchecked: at]
        at += bins
      }
      let sum = expected.sum()
      // Half, because the error fills half of its window.
      let other = max(power - 0.5 * sum, otherShare * power)
      let before = noise[unchecked: bin]
      let change =
        other > before ? min(noiseUp * (other - before), noiseRise * before) : noiseDown * (other - before)
      noise[unchecked: bin] = max(leastNoise, before + change)
      re[unchecked: bin][1] = 1 / (sum + 2 * max(noise[unchecked: bin], suddenNoise * other))
    }
  }

  /// The gradient of a group, and what remains unknown after it.
  private static func step(
    _ group: Int, _ xRe: [Lanes], _ xIm: [Lanes], _ re: [Lanes], _ im: [Lanes],
    _ unknown: inout [Lanes], _ bRe: inout [Lanes], _ bIm: inout [Lanes]
  ) {
    var bRe = bRe.mutableSpan, bIm = bIm.mutableSpan, unknown = unknown.mutableSpan
    let (xRe, xIm, re, im) = (xRe.span, xIm.span, re.span, im.span)
    let bins = re.count
    for bin in 0..<bins {
      let at = group * bins + bin
      let (eRe, eIm, inverse) = (re[unchecked: bin][0], im[unchecked: bin][0], re[unchecked: bin][1])
      let (x, y) = (xRe[unchecked: at], xIm[unchecked: at])
      let step = unknown[unchecked: at] * inverse
      bRe[unchecked: bin] = step * (x * eRe + y * eIm)
      bIm[unchecked: bin] = step * (x * eIm - y * eRe)
      unknown[unchecked: at] *= memory * (1 - 0.5 * step * (x * x + y * y))
    }
  }

  /// With time the path becomes less sure, in proportion to its strength.
  private static func forget(
    _ group: Int, _ wRe: [Lanes], _ wIm: [Lanes], _ unknown: inout [Lanes], bins: Int, _ prior: Lanes
  ) {
    var unknown = unknown.mutableSpan
    let (wRe, wIm) = (wRe.span, wIm.span)
    for at in (group * bins)..<((group + 1) * bins) {
      let known = wRe[unchecked: at] * wRe[unchecked: at] + wIm[unchecked: at] * wIm[unchecked: at]
      unknown[unchecked: at] += (1 - memory) * known + leastUnknown
      let floor = (floorShare * known.sum()) * prior
      unknown[unchecked: at].replace(with: floor, where: unknown[unchecked: at] .< floor)
    }
  }

  // MARK: The numbers of the learning

  /// After a doubt, at least this share of what was expected before anything was known is unknown again.
  private static let doubtShare: Float = 0.1
  /// The path's error never counts as nothing, nor as less than a share of the path itself.
  private static let leastUnknown: Float = 1e-8
  private static let floorShare: Float = 0.01
  /// How much of what is known holds from one block to the next, in power.
  private static let memory: Float = 0.996
  /// The noise of a bin follows slowly what is louder, by a factor of 1000 a block at most, and quickly what
  /// is fainter: echo that is not known yet must not pass for noise.
  private static let noiseUp: Float = 0.05
  private static let noiseRise: Float = 1000
  private static let noiseDown: Float = 0.2
  /// A share of the error that is always taken for noise.
  private static let otherShare: Float = 0.1
  /// How much of a sudden sound holds back the step at once.
  private static let suddenNoise: Float = 0.3
  /// Far below one sample unit: the arithmetic never divides by nothing.
  private static let leastNoise: Float = 1
}
