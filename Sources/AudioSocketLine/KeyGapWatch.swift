import Chronology

/// Notices where a peer may have swallowed a key: its sound stops for as long as a key is held, and neither a
/// message nor a tone says which. So does a PBX that takes telephone events out of the sound and knows no
/// message for them. Lost packets can look the same, so one alone means nothing.
struct KeyGapWatch: Sendable {
  /// Less is lost packets, more is silence that is not sent.
  static let range: ClosedRange<Duration> = .milliseconds(80)...(.milliseconds(400))
  /// So many frames came in order before it.
  static let regular = 8
  /// Less sound than that may be missing through a late packet or two.
  static let missing: Duration = .milliseconds(60)
  /// A message may come as much behind its sound.
  static let patience: Duration = .milliseconds(100)

  private var last: Instant?
  private var inOrder = 0
  private var hasMessage = false
  /// A gap: when the last frame before it came, the first behind it, and the sound that has come since.
  private var open: (before: Instant, since: Instant, sound: Duration)?

  /// - Parameter length: of the frame's sound.
  /// - Returns: whether a key has gone by without a word.
  mutating func frame(lasting length: Duration, at instant: Instant) -> Bool {
    defer { (last, hasMessage) = (instant, false) }
    guard let last else { return false }
    var isFound = false
    if let gap = open {
      open?.sound += length
      if instant - gap.since > KeyGapWatch.patience {
        open = nil
        // What was only held up has come meanwhile, all at once.
        isFound = (instant - gap.before) - (gap.sound + length) >= KeyGapWatch.missing
      }
    }
    let gap = instant - last
    if gap < max(KeyGapWatch.range.lowerBound, length * 5 / 2) {
      inOrder += 1
    } else {
      if KeyGapWatch.range.contains(gap), inOrder >= KeyGapWatch.regular, !hasMessage {
        open = (last, instant, length)
      }
      inOrder = 0
    }
    return isFound
  }
  mutating func message() { (hasMessage, open) = (true, nil) }
}
