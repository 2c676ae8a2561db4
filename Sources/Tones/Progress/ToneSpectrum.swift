/// One or two frequencies that are nearly all there is in the band of call-progress tones for 80 ms.
struct ToneSpectrum: Sendable, Equatable {
  /// Hz; `high` is 0 for a single tone. Two tones less than 35 Hz apart are one, at their middle.
  var low: Float, high: Float = 0
  /// Mean square, in sample units.
  var power: Float

  /// The same frequencies to 1.2 %, and the level to 2 dB.
  func isSame(as other: ToneSpectrum, levelRatio: Float = 1.6) -> Bool {
    abs(low - other.low) <= 0.012 * low && abs(high - other.high) <= 0.012 * high
      && power <= other.power * levelRatio && other.power <= power * levelRatio
  }

  /// Values in a window, 2 ms apart.
  static let window = 40

  /// - Parameter value: the window's values, oldest first.
  init?(_ value: (Int) -> SIMD2<Float>) {
    var windowed = InlineArray<40, SIMD2<Float>>(repeating: .zero)
    var total: Float = 0
    let hann = Self.hann.span
    for n in 0..<Self.window {
      let z = value(n) * hann[n]
      total += (z * z).sum()
      windowed[n] = z
    }
    var power = InlineArray<32, Float>(repeating: 0)
    let cosines = Self.cosines.span, sines = Self.sines.span
    for group in 0..<4 {
      var re = SIMD8<Float>(), im = SIMD8<Float>()
      for n in 0..<Self.window {
        let z = windowed[n], c = cosines[4 * n + group], s = sines[4 * n + group]
        re += c * z.x + s * z.y
        im += c * z.y - s * z.x
      }
      let p = re * re + im * im
      for k in 0..<8 { power[8 * group + k] = p[k] }
    }
    var first = 1
    for k in 2..<31 where power[k] > power[first] { first = k }
    // A second tone: the largest peak outside of the first one's lobe.
    var second: Int?
    for k in 1..<31 where abs(k - first) >= 3 && power[k] > power[k - 1] && power[k] >= power[k + 1] {
      if power[k] > power[second ?? k] || second == nil { second = k }
    }
    if let k = second, power[k] < Self.weakest * power[first] { second = nil }
    var both: Float = 0
    let side = second == nil ? 3 : 2
    for k in 0..<32 where abs(k - first) <= side || abs(k - (second ?? first)) <= side { both += power[k] }
    guard both >= Self.purity * Float(Self.window) * total else { return nil }
    self.power = 0
    if let second {
      let (l, h) = (min(first, second), max(first, second))
      low = Self.frequency(power, l, outside: -1)
      high = Self.frequency(power, h, outside: 1)
      if high - low < 36 { (low, high) = ((low + high) / 2, 0) }
    } else {
      // The centre of the lobe: two tones that are nearly one have it in their middle.
      var sum: Float = 0, moment: Float = 0
      for k in max(0, first - 3)...min(31, first + 3) {
        sum += power[k]
        moment += power[k] * Float(k)
      }
      low = Self.lowest + Self.spacing * moment / sum
    }
    guard low >= 322, low <= 645, high <= 645 else { return nil }
  }

  /// Between two lines of a Hann window, by the one that is away from the other tone.
  private static func frequency(
    _ power: borrowing InlineArray<32, Float>, _ k: Int, outside side: Int
  ) -> Float {
    let ratio = (power[k + side] / max(power[k], 1e-9)).squareRoot()
    let offset = min(0.6, max(-0.6, (2 * ratio - 1) / (1 + ratio)))
    return lowest + spacing * (Float(k) + Float(side) * offset)
  }

  /// Share of the band's energy that must be in the lobes.
  private static let purity: Float = 0.93
  /// Of the weaker tone to the stronger, in power: −11 dB.
  private static let weakest: Float = 0.08
  private static let lowest: Float = 300, spacing: Float = 12.5
  private static let hann: [Float] = (0..<window).map {
    0.5 - 0.5 * cosine(2 * .pi * (Float($0) + 0.5) / Float(window))
  }
  private static let cosines = table { cosine($0) }
  private static let sines = table { sine($0) }
  private static func table(_ part: (Float) -> Float) -> [SIMD8<Float>] {
    (0..<4 * window).map { i in
      var lanes = SIMD8<Float>()
      let n = i / 4
      for j in 0..<8 {
        // 16 samples later a tone of 300 + 12.5 k Hz has made 0.6 + 0.025 k turns.
        lanes[j] = part(2 * .pi * Float((24 + i % 4 * 8 + j) * n % 40) / 40)
      }
      return lanes
    }
  }
}
