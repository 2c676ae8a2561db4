/// Finds how late the echo of one signal comes back in another, 0…384 ms, from what they have below 900 Hz:
/// an adaptive filter over the whole span at a quarter of the sample rate.
struct EchoDelay: Sendable {
  /// Samples between two looks.
  static let step = 256

  private var filter = AdaptiveFilter(block: EchoDelay.step / 4, groups: 3)
  private var quarter = [Float](repeating: 0, count: EchoDelay.step / 4)
  private var energies: [Float]
  private var candidate = 0, agreed = 0

  init() { energies = [Float](repeating: 0, count: filter.tapCount) }

  /// Takes a step of both signals.
  /// - Parameter usable: something was played, and nothing else is known to be in what was heard.
  /// - Returns: the delay in samples, when several looks running agree about it, and in how many.
  mutating func look(
    from start: Int, played: borrowing SampleRing, heard: borrowing SampleRing, usable: Bool
  ) -> (delay: Int, agreed: Int)? {
    reduce(played, start)
    filter.push(quarter)
    guard usable else { return nil }
    reduce(heard, start)
    _ = filter.learn(quarter)
    guard filter.steps >= Self.firstSteps else { return nil }
    return strongest()
  }

  /// Every fourth sample, after a low-pass.
  private mutating func reduce(_ signal: borrowing SampleRing, _ start: Int) {
    let lowPass = Self.lowPass
    for q in quarter.indices {
      let value = signal.from(start + 4 * q - (lowPass.count - 4)) { samples in
        var sum = SIMD4<Float>()
        for k in lowPass.indices {
          sum += lowPass[k] * UnsafeRawPointer(samples + 4 * k).loadUnaligned(as: SIMD4<Float>.self)
        }
        return sum.sum()
      }
      quarter[q] = value ?? 0
    }
  }

  private mutating func strongest() -> (delay: Int, agreed: Int)? {
    var total: Float = 0, best: Float = 0, sum: Float = 0
    var at = 0
    for i in energies.indices {
      let tap = filter.tap(i)
      energies[i] = tap * tap
      total += energies[i]
      sum += energies[i] - (i >= Self.window ? energies[i - Self.window] : 0)
      if sum > best { (best, at) = (sum, i) }
    }
    guard total > 0, best >= Self.share * total else {
      agreed = 0
      return nil
    }
    let first = max(0, at + 1 - Self.window) * 4
    agreed = abs(first - candidate) <= Self.tolerance ? agreed + 1 : 1
    candidate = first
    return (first, agreed)
  }

  /// The low-pass (Hamming, 32 taps), four taps each.
  private static let lowPass: [SIMD4<Float>] = (0..<8).map { k in
    var taps = SIMD4<Float>()
    for i in 0..<4 {
      let n = Double(4 * k + i), t = 2 * .pi * (n - 15.5)
      taps[i] = Float(sine(0.11 * t) / t * 2 * (0.54 - 0.46 * cosine(2 * .pi * (n + 0.5) / 32)))
    }
    return taps
  }
  /// 8 ms of taps hold most of a path.
  private static let window = 16
  /// A third of all is in them when the path is beginning to be known.
  private static let share: Float = 0.3
  private static let tolerance = 64
  private static let firstSteps = 4
}
