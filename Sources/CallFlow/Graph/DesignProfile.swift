/// Whose customs an application follows: `profile kr`.
public enum DesignProfile: String, Hashable, Sendable, CaseIterable {
  /// ISO/IEC 13714: `0` help or a person, `*` back, `9` the end of the call.
  case iso
  /// The Korean guideline of 2009: `0` a person at every level, `*` once more, `#` back.
  case kr
  /// Keys mean what the application says.
  case custom
}

/// `allow MENU-SIZE "reason"`: a finding that is meant so.
public struct DesignAllowance: Hashable, Sendable {
  public var rule: String
  public var reason: String
  /// Where the line stands.
  public var range: SourceRange
  /// The lines of its file that it speaks of.
  public var lines: ClosedRange<Int>
  public init(rule: String, reason: String, range: SourceRange, lines: ClosedRange<Int>) {
    (self.rule, self.reason, self.range, self.lines) = (rule, reason, range, lines)
  }
}
