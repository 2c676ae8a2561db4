import Chronology

/// Watches how long before it is needed a voice's sound arrives, and says when a listener's cushion is to
/// become thinner or thicker.
struct CushionWatch {
  enum Wish: Hashable, Sendable {
    case stay, thinner, thicker
    /// There is far too much: it does not wait for silence.
    case muchThinner
  }
  /// What arrives less than so long before it is needed may be late next time.
  static let margin: Duration = .milliseconds(3)
  /// A frame less is right when all came so much earlier.
  static let surplus: Duration = .milliseconds(26)
  /// 2 s and half a minute, in frames.
  private static let windows = 100...1500

  private var window = CushionWatch.windows.lowerBound
  private var frames = 0
  private var leastLeft = Int.max
  private var leastSlack = Duration.seconds(1000)

  /// A frame was heard.
  /// - Parameters:
  ///   - left: samples that were there beyond it.
  ///   - slack: how long before it was needed the last packet arrived.
  mutating func frame(left: Int, slack: Duration) -> Wish {
    leastLeft = min(leastLeft, left)
    leastSlack = min(leastSlack, slack)
    frames += 1
    // The more there is too much, the sooner it is believed: within half a second at the least.
    let isThick = leastLeft >= 2 * VoiceMix.length && frames * leastLeft >= 75 * VoiceMix.length
    guard frames >= window || isThick else { return .stay }
    defer { begin() }
    if isThick { return .muchThinner }
    window = max(CushionWatch.windows.lowerBound, window * 3 / 4)
    if leastLeft >= VoiceMix.length, leastSlack >= CushionWatch.surplus { return .thinner }
    return leastSlack < CushionWatch.margin ? .thicker : .stay
  }

  /// Sound did not come in time: what looks like a surplus is believed more slowly from now on.
  mutating func ranDry() {
    window = min(CushionWatch.windows.upperBound, window * 2)
    begin()
  }

  private mutating func begin() { (frames, leastLeft, leastSlack) = (0, .max, .seconds(1000)) }
}
