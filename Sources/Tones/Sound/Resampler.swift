/// Converts the sample rate of mono sound by a ratio of whole numbers, a piece at a time.
///
/// A polyphase filter: for `from : to` reduced to `down : up`, each output sample is the inner product of
/// the newest input samples with one of `up` rows of a windowed sinc (Kaiser, β = 7). Where `up` is larger
/// than 512 (44101 → 8000 Hz), the row is interpolated between the nearest two of 512.
///
/// With *N* the Nyquist frequency of the lower rate (4000 Hz for the telephone's):
/// - Pass band 0…0.88 *N* (3520 Hz), ripple below 0.01 dB, linear phase.
/// - Stop band: from 1.08 *N* (4320 Hz) on, what would alias is at least 65 dB down; so are images going up.
/// - The delay is taken out: input sample *n* lies at output sample *n · to ÷ from*. To know an output
///   sample it must have heard `lookahead` input samples more, 3 ms with the telephone as the lower rate.
/// - *n* input samples give *n · to ÷ from* output samples, rounded up, after any time: the ratio is kept in
///   whole numbers.
public struct Resampler: Sendable {
  /// The rates that it converts between, in Hz.
  public static let rates = 4000...192_000

  public let from: Int, to: Int
  /// Input samples that it holds back.
  public var lookahead: Int { taps / 2 }
  private let up: Int, down: Int
  /// Taps in a row, a multiple of 8; 1 if there is nothing to convert.
  private let taps: Int
  /// Rows to the step of an input sample, if there is not one for each phase of `up`.
  private let interpolated: Int?
  private let rows: [Float]
  /// Input samples not yet used up, oldest first; the first `taps - 1` are history.
  private var pending: [Float]
  /// The phase of the next output sample, 0 ..< up, and how many input samples lie before it is due.
  private var phase = 0
  private var skip = 0
  /// Input and output samples of this sound, less whole rounds of `down` and `up`.
  private var fed = 0, made = 0

  /// Nil if a rate is outside `rates`.
  public init?(from: Int, to: Int) {
    guard Self.rates.contains(from), Self.rates.contains(to) else { return nil }
    self.from = from
    self.to = to
    var (a, b) = (from, to)
    while b != 0 { (a, b) = (b, a % b) }
    (up, down) = (to / a, from / a)
    let narrow = min(1, Double(up) / Double(down))
    taps = up == down ? 1 : (Int((46 / narrow).rounded(.up)) + 7) / 8 * 8
    interpolated = up > Self.mostRows ? Self.mostRows : nil
    // The transition band is a fifth of the lower Nyquist frequency wide, centred on 0.98 of it.
    rows = Self.design(
      steps: interpolated ?? up, count: interpolated.map { $0 + 1 } ?? up, taps: taps,
      cutoff: 0.98 * narrow / 2)
    pending = [Float](repeating: 0, count: taps - 1)
    // The filter's middle lies taps/2 input samples back: the first output is due when that many are in.
    skip = taps / 2
  }

  /// Converts the next samples and appends what they complete.
  public mutating func feed(_ samples: Span<Int16>, into output: inout [Int16]) {
    pending.reserveCapacity(pending.count + samples.count)
    for i in samples.indices { pending.append(Float(samples[i])) }
    fed += samples.count
    run(into: &output)
    let rounds = fed / down
    fed -= rounds * down
    made -= rounds * up
  }
  public mutating func feed(_ samples: [Int16], into output: inout [Int16]) {
    feed(samples.span, into: &output)
  }

  /// Ends the sound: appends the samples that the delay held back. Ready for another sound afterwards.
  public mutating func flush(into output: inout [Int16]) {
    let due = (fed * up + down - 1) / down
    while made < due {
      pending.append(contentsOf: repeatElement(0, count: taps))
      run(into: &output, limit: due)
    }
    pending = [Float](repeating: 0, count: taps - 1)
    (phase, skip, fed, made) = (0, taps / 2, 0, 0)
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
    let (up, down, taps, interpolated) = (up, down, taps, interpolated)
    var (phase, skip, made) = (phase, skip, made)
    pending.withUnsafeBytes { pending in
      rows.withUnsafeBytes { rows in
        while made < limit, first + skip + taps <= pending.count / 4 {
          first += skip
          let value: Float
          if let interpolated {
            let place = phase * interpolated
            let row = place / up
            let share = Float(place % up) / Float(up)
            let low = Self.product(pending, first, rows, row * taps, taps)
            let high = Self.product(pending, first, rows, (row + 1) * taps, taps)
            value = low + share * (high - low)
          } else {
            value = Self.product(pending, first, rows, phase * taps, taps)
          }
          output.append(Int16(limiting: value))
          made += 1
          phase += down
          skip = phase / up
          phase %= up
        }
      }
    }
    (self.phase, self.skip, self.made) = (phase, skip, made)
    // `skip` may reach beyond what is there; keep what the next output still needs.
    let gone = min(first + skip, pending.count)
    self.skip -= gone - first
    pending.removeFirst(gone)
  }

  /// The inner product of `taps` values of both from the given places on, which the caller has checked.
  @inline(__always) private static func product(
    _ x: UnsafeRawBufferPointer, _ i: Int, _ y: UnsafeRawBufferPointer, _ j: Int, _ taps: Int
  ) -> Float {
    guard taps > 1 else {
      return x.loadUnaligned(fromByteOffset: i * 4, as: Float.self)
        * y.loadUnaligned(fromByteOffset: j * 4, as: Float.self)
    }
    var sum = SIMD8<Float>()
    for k in stride(from: 0, to: taps * 4, by: 32) {
      sum +=
        x.loadUnaligned(fromByteOffset: i * 4 + k, as: SIMD8<Float>.self)
        * y.loadUnaligned(fromByteOffset: j * 4 + k, as: SIMD8<Float>.self)
    }
    return sum.sum()
  }

  private static let mostRows = 512

  /// Rows of a windowed sinc, `steps` to an input sample, each scaled so that a constant stays what it is.
  private static func design(steps: Int, count: Int, taps: Int, cutoff: Double) -> [Float] {
    guard taps > 1 else { return [1] }
    let middle = Double(taps) / 2
    var rows = [Float](repeating: 0, count: count * taps)
    var row = [Double](repeating: 0, count: taps)
    for r in 0..<count {
      for k in 0..<taps {
        // Tap k meets the input that lies k input samples after the window's first; the output lies
        // taps/2 − 1 + r/steps after it.
        let t = Double(k) - (middle - 1) - Double(r) / Double(steps)
        let x = t / middle
        let sinc = t == 0 ? 2 * cutoff : sine(2 * .pi * cutoff * t) / (.pi * t)
        row[k] = abs(x) < 1 ? sinc * bessel(7 * (1 - x * x).squareRoot()) : 0
      }
      let sum = row.reduce(0, +)
      for k in 0..<taps { rows[r * taps + k] = Float(row[k] / sum) }
    }
    return rows
  }
  /// The modified Bessel function of order 0.
  private static func bessel(_ x: Double) -> Double {
    var (sum, term, k) = (1.0, 1.0, 1.0)
    while term > sum * 1e-12 {
      term *= (x / 2 / k) * (x / 2 / k)
      sum += term
      k += 1
    }
    return sum
  }
}
