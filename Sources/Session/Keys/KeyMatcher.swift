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
    var standing = KeyStanding()
    for choice in choices {
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

  /// Whether some choice is, or begins with, these keys.
  func hasChoice(beginning entry: [Key]) -> Bool { !choiceStanding(of: entry).isHopeless }
}

extension KeyPattern {
  /// Whether the keys are a whole entry of the pattern, and whether more keys may follow. The places the
  /// pattern may be at are a bit each, so optional elements cost nothing; elements beyond 63 never fit.
  func follow(_ entry: [Key]) -> (fits: Bool, grows: Bool) {
    let count = elements.count
    if count == 1, entry.count == 1, !elements[0].isOptional {
      return (elements[0].keys.contains(entry[0]), false)
    }
    guard count < 64, entry.count <= count else { return (false, false) }
    var places = closure(1)
    for key in entry {
      var next: UInt64 = 0
      for index in 0..<count where places & (1 << UInt64(index)) != 0 {
        if elements[index].keys.contains(key) { next |= 1 << UInt64(index + 1) }
      }
      guard next != 0 else { return (false, false) }
      places = closure(next)
    }
    let end: UInt64 = 1 << UInt64(count)
    return (places & end != 0, places & (end - 1) != 0)
  }

  /// The places together with those that are reached by leaving optional elements out.
  private func closure(_ places: UInt64) -> UInt64 {
    var places = places
    for index in elements.indices where elements[index].isOptional && places & (1 << UInt64(index)) != 0 {
      places |= 1 << UInt64(index + 1)
    }
    return places
  }
}
