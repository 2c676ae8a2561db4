/// Measures the two tones of a key in stretches of sound.
struct ToneMeasure: Sendable {
  /// 30 ms, as the detector's window.
  static let window = 240
  /// 10 ms: the step in which delays are tried.
  static let piece = 80

  private let low: SIMD2<Float>, high: SIMD2<Float>

  init(_ key: Key) {
    let (low, high) = DTMFTones.frequencies(of: key)
    func turn(_ hertz: Double) -> SIMD2<Float> {
      let angle = 2 * .pi * hertz / Double(Telephony.sampleRate)
      return SIMD2(Float(cosine(angle)), Float(sine(angle)))
    }
    (self.low, self.high) = (turn(low), turn(high))
  }

  /// The squared peaks of both tones in a stretch.
  func powers(_ sound: borrowing SampleRing, _ range: Range<Int>) -> SIMD2<Float> {
    var turns = Turns()
    for position in range { turns.take(sound[position], low, high) }
    let n = Float(max(1, range.count))
    return SIMD2(turns.sumLow.squaredLength, turns.sumHigh.squaredLength) * (4 / (n * n))
  }

  /// Some 30 ms of what was played in the `within` samples before a position were mainly these two tones,
  /// each at least so strong.
  func wasPlayed(
    _ sound: borrowing SampleRing, before end: Int, within: Int, atLeast: SIMD2<Float>
  ) -> Bool {
    var filter = SpeechCut()
    var turns = Turns()
    // The sums of the last three pieces.
    var lows = InlineArray<3, SIMD2<Float>>(repeating: .zero), highs = lows
    var energies = InlineArray<3, Float>(repeating: 0)
    let pieces = (within + Self.window) / Self.piece + 1
    let start = end - pieces * Self.piece
    // What the filter does at its start must not be taken for sound.
    for position in (start - Self.piece)..<start { _ = filter(sound[position]) }
    let n = Float(Self.window)
    for piece in 0..<pieces {
      var energy: Float = 0
      (turns.sumLow, turns.sumHigh) = (.zero, .zero)
      for position in (start + piece * Self.piece)..<(start + (piece + 1) * Self.piece) {
        let x = filter(sound[position])
        energy += x * x
        turns.take(x, low, high)
      }
      (lows[piece % 3], highs[piece % 3], energies[piece % 3]) = (turns.sumLow, turns.sumHigh, energy)
      guard piece >= 2 else { continue }
      let powers = SIMD2(
        (lows[0] + lows[1] + lows[2]).squaredLength, (highs[0] + highs[1] + highs[2]).squaredLength)
      let all = energies[0] + energies[1] + energies[2]
      let peaks = powers * (4 / (n * n))
      if peaks.x >= atLeast.x, peaks.y >= atLeast.y, powers.sum() * (2 / n) >= Self.share * all {
        return true
      }
    }
    return false
  }
  private static let share: Float = 0.4

  /// Two tones' turning vectors and the sums against them.
  private struct Turns {
    var atLow = SIMD2<Float>(1, 0), atHigh = SIMD2<Float>(1, 0)
    var sumLow = SIMD2<Float>(), sumHigh = SIMD2<Float>()
    mutating func take(_ x: Float, _ low: SIMD2<Float>, _ high: SIMD2<Float>) {
      sumLow += x * atLow
      sumHigh += x * atHigh
      atLow = atLow.times(low)
      atHigh = atHigh.times(high)
    }
  }
}

/// A high-pass that keeps the DTMF band and takes out what the detector does not look at: elliptic, fourth
/// order, 0.3 dB ripple, 30 dB stop band, 650 Hz, at 8 kHz; two second-order sections.
private struct SpeechCut {
  private var a1: Float = 0, a2: Float = 0, b1: Float = 0, b2: Float = 0

  @inline(__always) mutating func callAsFunction(_ x: Float) -> Float {
    let y = 0.569018350 * x + a1
    a1 = a2 - 1.122220103 * x + 1.131932619 * y
    a2 = 0.569018350 * x - 0.414087750 * y
    let z = y + b1
    b1 = b2 - 1.876682984 * y + 1.671955953 * z
    b2 = y - 0.890554927 * z
    return z
  }
}

extension SIMD2<Float> {
  fileprivate func times(_ o: Self) -> Self { Self(x * o.x - y * o.y, x * o.y + y * o.x) }
  fileprivate var squaredLength: Float { x * x + y * y }
}
