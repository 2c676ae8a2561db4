/// What every profile meets and is able to, by profile, side by side in memory: a decision looks at a profile
/// that nobody has looked at for a while, and each list of its own would be a further wait for memory.
struct Reach: Sendable {
  struct Span: Sendable {
    var needs: Int32 = 0
    var needsEnd: Int32 = 0
    var levels: Int32 = 0
    var levelsEnd: Int32 = 0
  }
  private(set) var spans: [Span] = []
  private var needs: [Int32] = []
  private var levels: [UInt8] = []
  /// Profiles or needs have come since.
  var isStale = true

  mutating func lay(out profiles: [SkillDirectory.Profile]) {
    needs.removeAll(keepingCapacity: true)
    levels.removeAll(keepingCapacity: true)
    spans.removeAll(keepingCapacity: true)
    // Those who meet the same share one list, so that most of what is looked at is at hand.
    var known: [[Int32]: (Int32, Int32)] = [:]
    for profile in profiles {
      var span = Span()
      if let shared = known[profile.needs] {
        (span.needs, span.needsEnd) = shared
      } else {
        span.needs = Int32(needs.count)
        needs += profile.needs
        span.needsEnd = Int32(needs.count)
        known[profile.needs] = (span.needs, span.needsEnd)
      }
      span.levels = Int32(levels.count)
      levels += profile.skills.levels
      span.levelsEnd = Int32(levels.count)
      spans.append(span)
    }
    isStale = false
  }

  /// Places of a profile's needs, for `need`.
  @inline(__always) func range(_ profile: Int) -> Range<Int> {
    Int(spans[profile].needs)..<Int(spans[profile].needsEnd)
  }
  @inline(__always) func need(_ place: Int) -> Int { Int(needs[place]) }

  /// Sum over preferences of min(level, wanted).
  @inline(__always) func fit(_ profile: Int, _ preferences: borrowing [SkillLevel]) -> Int {
    let (first, end) = (Int(spans[profile].levels), Int(spans[profile].levelsEnd))
    var sum = 0
    for p in preferences.indices {
      let place = first + preferences[p].skill.number
      if place >= first, place < end { sum += min(Int(levels[place]), preferences[p].level) }
    }
    return sum
  }
}
