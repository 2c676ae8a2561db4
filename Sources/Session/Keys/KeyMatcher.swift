import CallFlow
import Tones

/// What a beginning of an entry is to a whole grammar.
struct KeyStanding: Hashable, Sendable {
  /// The tag of the choice that it is, keys of the wait itself before inherited ones.
  var own: Int?
  var inherited: Int?
  /// It is acceptable as the digits to collect.
  var fitsData = false
  /// A longer entry may fit too.
  var mayGrow = false

  var isHopeless: Bool { own == nil && inherited == nil && !fitsData && !mayGrow }
  /// What the entry means if nothing follows: an inherited key only when it is no acceptable entry.
  var tag: Int? { own ?? (fitsData ? KeyGrammar.dataTag : inherited) }
}

extension KeyGrammar {
  func standing(of entry: [Key]) -> KeyStanding {
    var standing = choiceStanding(of: entry)
    guard let data, entry.count <= data.lengths.upperBound, entry.allSatisfy(data.keys.contains) else {
      return standing
    }
    standing.fitsData =
      data.lengths.contains(entry.count) && (data.exactLengths?.contains(entry.count) ?? true)
    if entry.count < data.lengths.upperBound { standing.mayGrow = true }
    return standing
  }

  func choiceStanding(of entry: [Key]) -> KeyStanding {
    if entry.count == 1 { return standing(ofSingle: entry[0]) }
    return hasLongChoices || entry.isEmpty ? choices.standing(of: entry) : KeyStanding()
  }

  /// Whether some choice is, or begins with, these keys.
  func hasChoice(beginning entry: [Key]) -> Bool { !choiceStanding(of: entry).isHopeless }
}

extension [KeyGrammar.Choice] {
  func standing(of entry: [Key]) -> KeyStanding {
    var standing = KeyStanding()
    for choice in self {
      for pattern in choice.patterns {
        let (fits, grows) = pattern.follow(entry)
        if grows { standing.mayGrow = true }
        guard fits else { continue }
        if choice.isInherited {
          if standing.inherited == nil { standing.inherited = choice.tag }
        } else if standing.own == nil {
          standing.own = choice.tag
        }
      }
    }
    return standing
  }
}

extension KeyPattern {
  /// Only one key at a time fits.
  var isSingle: Bool { elements.count == 1 }

  /// Whether the keys are a whole entry of the pattern, and whether more keys may follow.
  func follow(_ entry: [Key]) -> (fits: Bool, grows: Bool) {
    // Nearly every choice of a menu is one key.
    if elements.count == 1, let first = entry.first {
      return (entry.count == 1 && elements[0].keys.contains(first), false)
    }
    return switch answer(to: entry) {
    case .reject: (false, false)
    case .partial: (false, true)
    case .complete: (true, false)
    case .completeMayGrow: (true, true)
    }
  }
}
