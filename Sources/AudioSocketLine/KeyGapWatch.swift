import Chronology

/// Notices where a peer may have swallowed a key: its sound stops for as long as a key is held, and neither a
/// message nor a tone says which. So does a PBX that takes telephone events out of the sound and knows no
/// message for them. Lost packets can look the same, so one alone means nothing.
struct KeyGapWatch: Sendable {
  /// Less is lost packets, more is silence that is not sent.
  static let range: ClosedRange<Duration> = .milliseconds(80)...(.milliseconds(400))
  /// So many frames came in order before it.
  static let regular = 8
  /// A message may come as much behind its sound.
  static let patience: Duration = .milliseconds(100)

  private var last: Instant?
  private var inOrder = 0
  private var hasMessage = false
  private var open: Instant?

  /// - Parameter length: of the frame's sound.
  /// - Returns: whether a key has gone by without a word.
  mutating func frame(lasting length: Duration, at instant: Instant) -> Bool {
    defer { (last, hasMessage) = (instant, false) }
    guard let last else { return false }
    var isFound = false
    if let since = open, instant - since > KeyGapWatch.patience {
      open = nil
      isFound = true
    }
    let gap = instant - last
    if gap < max(KeyGapWatch.range.lowerBound, length * 5 / 2) {
      inOrder += 1
    } else {
      if KeyGapWatch.range.contains(gap), inOrder >= KeyGapWatch.regular, !hasMessage { open = instant }
      inOrder = 0
    }
    return isFound
  }
  mutating func message() { (hasMessage, open) = (true, nil) }
}
