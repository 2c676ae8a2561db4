import Tones

extension KeyPattern {
  /// What a beginning of an entry is to a pattern.
  public enum Answer: Hashable, Sendable {
    /// Nothing that follows can make it fit.
    case reject
    /// More keys are needed.
    case partial
    /// It fits, and no longer entry can.
    case complete
    /// It fits, and so may a longer one.
    case completeMayGrow
  }
  /// `1XX`, `02[1-5]N?`, `*9`, `#`; nil when the text is no pattern.
  public static func parse(_ text: String) -> KeyPattern? { nil }
  public func answer(to keys: some Sequence<Key>) -> Answer { .reject }
  public func matches(_ keys: some Sequence<Key>) -> Bool { false }
  /// A text of keys; a leading `+` is passed over.
  public func matches(_ text: String) -> Bool { false }
  /// The patterns that fit exactly the numbers of a range written with digits: `10-19`, `8-12`.
  public static func range(from lower: String, through upper: String) -> [KeyPattern]? { nil }
}
