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
  public var choices: [Choice] {
    get { body.choices }
    set { body = Body(newValue, data, terminator) }
  }
  public var data: Data? {
    get { body.data }
    set { body = Body(choices, newValue, terminator) }
  }
  /// Ends the entry; nil when switched off.
  public var terminator: Key? {
    get { body.terminator }
    set { body = Body(choices, data, newValue) }
  }
  private var body: Body

  public init(choices: [Choice] = [], data: Data? = nil, terminator: Key? = .hash) {
    body = Body(choices, data, terminator)
  }

  /// What the choices make of a single key: worked out once, since nearly every choice is one.
  func standing(ofSingle key: Key) -> KeyStanding { body.singles[Int(key.rawValue)] }
  /// Whether some choice may have more than one key.
  var hasLongChoices: Bool { body.hasLongChoices }

  /// Shared: a grammar is made once and handed to every call.
  private final class Body: Hashable, Sendable {
    let choices: [Choice]
    let data: Data?
    let terminator: Key?
    let singles: [KeyStanding]
    let hasLongChoices: Bool

    init(_ choices: [Choice], _ data: Data?, _ terminator: Key?) {
      (self.choices, self.data, self.terminator) = (choices, data, terminator)
      singles = Key.allCases.map { choices.standing(of: [$0]) }
      hasLongChoices = choices.contains { $0.patterns.contains { !$0.isSingle } }
    }
    static func == (a: Body, b: Body) -> Bool {
      a === b || (a.choices, a.data, a.terminator) == (b.choices, b.data, b.terminator)
    }
    func hash(into hasher: inout Hasher) {
      hasher.combine(choices)
      hasher.combine(data)
      hasher.combine(terminator)
    }
  }
}
