import Chronology

/// Tells digits that somebody presses from a flood of them: each is a row of the call's timeline.
struct DigitPace: Sendable {
  /// Within a second. Faster than any telephone dials, and more than comes at once when a network was held up.
  static let most = 50

  private var since: Instant?
  private var count = 0

  /// - Returns: whether this one is too many.
  mutating func digit(at instant: Instant) -> Bool {
    if let since, instant - since < .seconds(1) {
      count += 1
    } else {
      (since, count) = (instant, 1)
    }
    return count > DigitPace.most
  }
}
