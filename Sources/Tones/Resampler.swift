/// Converts the sample rate of mono sound by a ratio of whole numbers, a piece at a time.
///
/// A polyphase filter: for `from : to` reduced to `down : up`, each output sample is the inner product of
/// the newest input samples with one of `up` rows of a windowed sinc (Kaiser, over 70 dB of stop band).
/// Pass band to 0.88 of the lower Nyquist frequency within 0.1 dB; what would alias into it is 60 dB down.
/// The filter's delay is taken out: input sample *n* lies at output sample *n · to ÷ from*.
public struct Resampler: Sendable {
  /// The rates that it converts between, in Hz.
  public static let rates = 4000...192_000

  public let from: Int, to: Int
  private let up: Int, down: Int
  /// Taps in a row.
  private let taps: Int
  private let rows: [Float]
  /// Input samples not yet used up, oldest first; the first `taps - 1` are history.
  private var pending: [Float]
  /// The row of the next output sample, and how many input samples lie before it is due.
  private var row = 0
  private var skip = 0
  private var fed = 0, made = 0

  /// Nil if a rate is outside `rates`.
  public init?(from: Int, to: Int) {
    guard Self.rates.contains(from), Self.rates.contains(to) else { return nil }
    self.from = from
    self.to = to
    var (a, b) = (from, to)
    while b != 0 { (a, b) = (b, a % b) }
    // Odd rates (44101 → 8000) would need a row for each of thousands of phases; the nearest ratio of small
    // numbers is inaudibly off.
    (up, down) = Self.ratio(up: to / a, down: from / a)
    // The transition band is a fifth of the lower Nyquist frequency wide, centred on 0.98 of it.
    let narrow = min(1, Double(up) / Double(down))
    let wanted = Int((46 / narrow).rounded(.up))
    taps = up == down ? 1 : wanted + wanted % 2
    rows = Self.design(up: up, taps: taps, cutoff: 0.98 * narrow / 2)
    pending = [Float](repeating: 0, count: taps - 1)
    // The filter's middle lies taps/2 input samples back: the first output is due when that many are in.
    skip = taps / 2
  }

  /// Converts the next samples and appends what they complete.
  public mutating func feed(_ samples: Span<Int16>, into output: inout [Int16]) {
    pending.reserveCapacity(pending.count + samples.count)
    for i in samples.indices { pending.append(Float(samples[i])) }
    fed &+= samples.count
    run(into: &output)
  }
  public mutating func feed(_ samples: [Int16], into output: inout [Int16]) {
    feed(samples.span, into: &output)
  }

  /// Ends the sound: appends the samples that the delay held back. Ready for another sound afterwards.
  public mutating func flush(into output: inout [Int16]) {
    let due = Int((Double(fed) * Double(up) / Double(down)).rounded(.up))
    while made < due {
      pending.append(contentsOf: repeatElement(0, count: taps))
      run(into: &output, limit: due)
    }
    pending = [Float](repeating: 0, count: taps - 1)
    (row, skip, fed, made) = (0, taps / 2, 0, 0)
  }

  /// A whole sound at once.
  public func convert(_ samples: [Int16]) -> [Int16] {
    if up == down { return samples }
    var copy = self
    var output: [Int16] = []
    output.reserveCapacity(samples.count / down * up + up)
    copy.feed(samples, into: &output)
    copy.flush(into: &output)
    return output
  }

  private mutating func run(into output: inout [Int16], limit: Int = .max) {
    // An output sample at `first` uses the inputs pending[first ..< first + taps].
    var first = 0
    let (up, down, taps) = (up, down, taps)
    var (row, skip, made) = (row, skip, made)
    pending.withUnsafeBufferPointer { pending in
      rows.withUnsafeBufferPointer { rows in
        while made < limit {
          guard first + skip + taps <= pending.count else { break }
          first += skip
          var sum = SIMD4<Float>()
          let h = row * taps
          var k = 0
          while k + 4 <= taps {
            let x = SIMD4(
              pending[first + k], pending[first + k + 1], pending[first + k + 2], pending[first + k + 3])
            let c = SIMD4(rows[h + k], rows[h + k + 1], rows[h + k + 2], rows[h + k + 3])
            sum += x * c
            k += 4
          }
          var rest: Float = 0
          while k < taps {
            rest += pending[first + k] * rows[h + k]
            k += 1
          }
          output.append(Int16(limiting: sum.sum() + rest))
          made += 1
          row += down
          skip = row / up
          row %= up
        }
      }
    }
    (self.row, self.skip, self.made) = (row, skip, made)
    // `skip` may reach beyond what is there; keep what the next output still needs.
    let gone = min(first + skip, pending.count)
    self.skip -= gone - first
    pending.removeFirst(gone)
  }

  /// At most 500 rows: the best approximation by continued fractions.
  private static func ratio(up: Int, down: Int) -> (Int, Int) {
    var (p0, q0, p1, q1) = (0, 1, 1, 0)
    var (a, b) = (up, down)
    while b != 0 {
      let n = a / b
      let (p2, q2) = (n * p1 + p0, n * q1 + q0)
      if p2 > 500, p1 > 0, q1 > 0 { break }
      (p0, q0, p1, q1) = (p1, q1, p2, q2)
      (a, b) = (b, a % b)
    }
    return (max(1, p1), max(1, q1))
  }

  /// The rows of a windowed sinc of `up · taps` points, each scaled so that a constant stays what it is.
  private static func design(up: Int, taps: Int, cutoff: Double) -> [Float] {
    guard taps > 1 else { return [1] }
    let beta = 7.0
    let middle = Double(taps) / 2
    var rows = [Float](repeating: 0, count: up * taps)
    for r in 0..<up {
      var row = [Double](repeating: 0, count: taps)
      for k in 0..<taps {
        // Tap k meets the input that lies k input samples after the window's first; the output lies
        // taps/2 − 1 + r/up after it.
        let t = Double(k) - (middle - 1) - Double(r) / Double(up)
        let x = t / middle
        let sinc = t == 0 ? 2 * cutoff : sine(2 * .pi * cutoff * t) / (.pi * t)
        row[k] = abs(x) < 1 ? sinc * bessel(beta * (1 - x * x).squareRoot()) : 0
      }
      let sum = row.reduce(0, +)
      for k in 0..<taps { rows[r * taps + k] = Float(row[k] / sum) }
    }
    return rows
  }
  /// The modified Bessel function of order 0.
  private static func bessel(_ x: Double) -> Double {
    var sum = 1.0, term = 1.0
    for k in 1...40 {
      term *= (x / 2 / Double(k)) * (x / 2 / Double(k))
      sum += term
    }
    return sum
  }
}
