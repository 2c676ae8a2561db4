/// Tones that are all off their frequencies by the same, as those of one sender are.
struct FrequencyFault {
  /// Percent.
  typealias Error = (low: Double, high: Double)
  /// Two errors nearer to each other than this are the same.
  static let same = 0.35
  /// A tone nearer to its frequency than this is right.
  private static let right = 1.5

  /// Medians of the sizes of the errors, percent.
  let low: Double, high: Double
  /// Whether they are above or below; nil when some are and some are not: a tone half the way between two
  /// rows of the keypad is counted to either.
  let lowSign: Double?, highSign: Double?

  /// - Returns: nil when the errors disagree, or break no limit.
  init?(_ errors: [Error]) {
    guard errors.count > 1 else { return nil }
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    let (low, high) = (median(errors.map { abs($0.low) }), median(errors.map { abs($0.high) }))
    let agreeing = errors.filter { abs(abs($0.low) - low) < 0.75 && abs(abs($0.high) - high) < 0.75 }
    guard agreeing.count * 10 >= errors.count * 7, max(low, high) > 2 else { return nil }
    func sign(_ values: [Double]) -> Double? {
      let above = values.count { $0 > 0 }
      return above * 10 >= values.count * 9 ? 1 : above * 10 <= values.count ? -1 : nil
    }
    (self.low, self.high) = (low, high)
    (lowSign, highSign) = (sign(errors.map(\.low)), sign(errors.map(\.high)))
  }

  /// Percent that low and high tones are off alike, as with a wrong sample rate.
  var alike: Double? {
    guard let sign = lowSign, sign == highSign, abs(low - high) < Self.same else { return nil }
    return sign * (low + high) / 2
  }
  /// Perhaps they are alike and counted to different rows; another sample rate must show it.
  var mayBeAlike: Bool { alike != nil || (abs(low - high) < 1 && (lowSign == nil || highSign == nil)) }

  /// `low tones 5.0 % above their frequencies`
  var words: String {
    func off(_ size: Double, _ sign: Double?) -> String {
      Text.decibel(size) + " %" + (sign.map { $0 < 0 ? " below" : " above" } ?? " off")
    }
    if high < Self.right {
      return "the low tones are \(off(low, lowSign)) their frequencies, the high ones are right"
    }
    if low < Self.right {
      return "the high tones are \(off(high, highSign)) their frequencies, the low ones are right"
    }
    return "the low tones are \(off(low, lowSign)), the high ones \(off(high, highSign)) their frequencies"
  }
}
