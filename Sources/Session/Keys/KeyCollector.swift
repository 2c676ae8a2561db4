import CallFlow
import Tones

/// Puts keys together to an entry and says at each what has become of it (LANGUAGE 3.4, 3.10). It knows no
/// time: the runtime runs the waits and tells when one is over.
public struct KeyCollector: Sendable {
  public enum Step: Hashable, Sendable {
    /// More keys are needed or may follow: the wait between keys begins when this one is up.
    case more
    /// Complete but for its terminator: the wait for it begins when this key is up.
    case awaitsTerminator
    /// `givesBack` when the key just taken belongs to what comes after the entry.
    case accepted(KeyEntry, givesBack: Bool)
    case noMatch([Key])
    /// `*` threw away the digits that were in.
    case cleared
  }

  public let grammar: KeyGrammar
  private let waitsForTerminator: Bool
  /// The keys so far.
  public private(set) var entry: [Key] = []
  /// Whether only the terminator may still follow.
  public private(set) var isFull = false

  public init(_ grammar: KeyGrammar, waitsForTerminator: Bool = false) {
    self.grammar = grammar
    self.waitsForTerminator = waitsForTerminator && grammar.terminator != nil
  }

  public var isEmpty: Bool { entry.isEmpty }

  public mutating func take(_ key: Key) -> Step {
    if key == grammar.terminator, let step = terminate(with: key) { return step }
    if clears(key) {
      entry.removeAll(keepingCapacity: true)
      isFull = false
      return .cleared
    }
    if isFull { return accepted(.full, givesBack: true) }
    entry.append(key)
    let standing = grammar.standing(of: entry)
    if standing.isHopeless { return .noMatch(entry) }
    if standing.mayGrow { return .more }
    if waitsForTerminator {
      isFull = true
      return .awaitsTerminator
    }
    return accepted(.full, givesBack: false)
  }

  /// The wait between keys, or for the terminator, is over.
  public func timedOut() -> Step { accepted(.timeout, givesBack: false) }

  /// Nil when the terminator is a key like any other here.
  private func terminate(with key: Key) -> Step? {
    if grammar.hasChoice(beginning: entry + [key]) { return nil }
    if entry.isEmpty {
      // Alone it has its inherited meaning, which would have been a choice.
      guard let data = grammar.data, data.lengths.lowerBound == 0 else { return .noMatch([key]) }
      return .accepted(KeyEntry(keys: [], tag: KeyGrammar.dataTag, end: .terminator), givesBack: false)
    }
    return accepted(.terminator, givesBack: false)
  }

  /// Whether `*` comes after digits that it clears.
  private func clears(_ key: Key) -> Bool {
    guard key == .star, !entry.isEmpty, let data = grammar.data, data.starClears,
      !data.keys.contains(.star), entry.allSatisfy(data.keys.contains)
    else { return false }
    return !grammar.hasChoice(beginning: entry + [key])
  }

  private func accepted(_ end: KeyEntry.End, givesBack: Bool) -> Step {
    guard let tag = grammar.standing(of: entry).tag else { return .noMatch(entry) }
    return .accepted(KeyEntry(keys: entry, tag: tag, end: end), givesBack: givesBack)
  }
}
