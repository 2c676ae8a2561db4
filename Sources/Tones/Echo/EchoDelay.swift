/// Finds how late the echo of one signal comes back in another, 0…320 ms, from what they have below 900 Hz.
///
/// Every 192 ms, the newest of what was heard is correlated with 512 ms of what was played, at a quarter of
/// the sample rate; the cross spectrum over that of what was played, both over about a second, is the path,
/// whatever was played. Allocates at initialisation only.
struct EchoDelay: Sendable {
  /// Samples between two looks.
  static let step = 1536

  private typealias Lanes = SIMD4<Float>
  private static let half = 512
  private var transform = RealTransform(half: EchoDelay.half)
  /// Lane 0: every fourth sample played, 1024 of them; lane 1: the newest 384 heard.
  private var time = [SIMD4<Float>](repeating: .zero, count: 2 * EchoDelay.half)
  private var re = [SIMD4<Float>](repeating: .zero, count: EchoDelay.half + 1)
  private var im = [SIMD4<Float>](repeating: .zero, count: EchoDelay.half + 1)
  /// Lanes 0 and 1: the cross spectrum; lane 2: the power of what was played.
  private var spectrum = [SIMD4<Float>](repeating: .zero, count: EchoDelay.half + 1)
  private var history = [Float](repeating: 0, count: 2 * EchoDelay.half)
  private var looks = 0
  private var candidate = 0, agreed = 0

  /// Takes a step of both signals.
  /// - Parameters:
  ///   - usable: a sample heard may be learnt from.
  /// - Returns: the delay in samples, when it stands out, and how many looks running agree about it.
  mutating func look(
    from start: Int, played: borrowing SampleRing, heard: borrowing SampleRing, isPlaying: Bool,
    usable: (Int) -> Bool
  ) -> (delay: Int, agreed: Int)? {
    let fresh = Self.step / 4, kept = 2 * Self.half - fresh
    for i in 0..<kept { history[i] = history[i + fresh] }
    for q in 0..<fresh { history[kept + q] = Self.reduced(played, start + 4 * q) }
    guard isPlaying else { return nil }
    for i in 0..<kept { time[i] = SIMD4(history[i], 0, 0, 0) }
    for q in 0..<fresh {
      let y = usable(start + 4 * q) ? Self.reduced(heard, start + 4 * q) : 0
      time[kept + q] = SIMD4(history[kept + q], y * Self.window[q], 0, 0)
    }
    transform.forward(time, re: &re, im: &im)
    var mean: Float = 0
    for bin in Self.band {
      let (x, y, u, v) = (re[bin][0], im[bin][0], re[bin][1], im[bin][1])
      let new = SIMD4(x * u + y * v, x * v - y * u, x * x + y * y, u * u + v * v)
      spectrum[bin] = Self.persistence * spectrum[bin] + new
      mean += spectrum[bin][2]
    }
    mean = mean / Float(Self.band.count)
    guard mean > 0 else { return nil }
    for bin in re.indices {
      let scale = Self.band.contains(bin) ? 1 / (spectrum[bin][2] + Self.flattening * mean) : 0
      re[bin] = SIMD4(scale * spectrum[bin][0], 0, 0, 0)
      im[bin] = SIMD4(scale * spectrum[bin][1], 0, 0, 0)
    }
    transform.inverse(re: re, im: im, &time)
    looks += 1
    return looks >= Self.firstLooks ? strongest() : nil
  }

  /// The sample at a position, without what lies above 900 Hz.
  private static func reduced(_ signal: borrowing SampleRing, _ position: Int) -> Float {
    signal.from(position - (4 * lowPass.count - 4)) { samples in
      var sum = SIMD4<Float>()
      for k in lowPass.indices {
        sum += lowPass[k] * UnsafeRawPointer(samples + 4 * k).loadUnaligned(as: SIMD4<Float>.self)
      }
      return sum.sum()
    } ?? 0
  }

  /// Where the path's strongest part begins, and how often running that was seen.
  private mutating func strongest() -> (delay: Int, agreed: Int)? {
    func energy(_ lag: Int) -> Float { time[lag][0] * time[lag][0] }
    var total: Float = 0, best: Float = 0
    var peak = 0
    for lag in 0..<Self.lags {
      let e = energy(lag)
      total += e
      if e > best { (best, peak) = (e, lag) }
    }
    guard best * Float(Self.lags) >= Self.prominence * total, total > 0 else {
      agreed = 0
      return nil
    }
    let onset = (max(0, peak - Self.rise)...peak).first { energy($0) >= Self.onsetShare * best } ?? peak
    agreed = abs(4 * onset - candidate) <= Self.tolerance ? agreed + 1 : 1
    candidate = 4 * onset
    return (candidate, agreed)
  }

  private static let window: [Float] = (0..<(step / 4)).map {
    0.5 - 0.5 * cosine(2 * .pi * (Float($0) + 0.5) / Float(step / 4))
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
  /// 100…900 Hz.
  private static let band = 51...460
  private static let lags = 640
  private static let persistence: Float = 0.8
  private static let flattening: Float = 0.05
  /// How far, in power, the strongest tap stands out of the mean of all.
  private static let prominence: Float = 20
  private static let onsetShare: Float = 0.2
  private static let rise = 12
  private static let tolerance = 24
  private static let firstLooks = 2
}
