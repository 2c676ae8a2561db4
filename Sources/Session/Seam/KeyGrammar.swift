import CallFlow
import Tones

/// What a wait accepts: choices by pattern, and digits to collect.
public struct KeyGrammar: Hashable, Sendable {
  public struct Choice: Hashable, Sendable {
    public var patterns: [KeyPattern]
    /// Handed back when an entry fits.
    public var tag: Int
    /// An inherited key: it never cuts an entry of digits short (LANGUAGE 3.4, collect).
    public var isInherited: Bool
    public init(_ patterns: [KeyPattern], tag: Int, isInherited: Bool = false) {
      (self.patterns, self.tag, self.isInherited) = (patterns, tag, isInherited)
    }
  }
  /// Digits to collect; their tag is `KeyGrammar.dataTag`.
  public struct Data: Hashable, Sendable {
    public var keys: KeySet
    /// Lengths that are acceptable.
    public var lengths: ClosedRange<Int>
    /// Lengths within the range that are not acceptable (a date has 4 or 8 keys).
    public var exactLengths: Set<Int>?
    /// `*` after digits clears the entry.
    public var starClears: Bool
    public init(
      keys: KeySet = .digits, lengths: ClosedRange<Int>, exactLengths: Set<Int>? = nil,
      starClears: Bool = true
    ) {
      (self.keys, self.lengths) = (keys, lengths)
      (self.exactLengths, self.starClears) = (exactLengths, starClears)
    }
  }
  public static let dataTag = -1
  public var choices: [Choice]
  public var data: Data?
  /// Ends the entry; nil when switched off.
  public var terminator: Key?
  public init(choices: [Choice] = [], data: Data? = nil, terminator: Key? = .hash) {
    (self.choices, self.data, self.terminator) = (choices, data, terminator)
  }
}
