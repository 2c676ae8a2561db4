/// What every profile meets and is able to, by profile, side by side in memory: a decision looks at a profile
/// that nobody has looked at for a while, and each list of its own would be a further wait for memory.
struct Reach: Sendable {
  /// Distinct needs have numbers; the first of them, which are all that most sites have, are told by bits.
  static let bits = 64

  struct Span: Sendable {
    /// Which of the first needs are met.
    var first: UInt64 = 0
    /// Places of the others that are met, for `need`.
    var more: Int32 = 0
    var moreEnd: Int32 = 0
    /// Levels of the first skills, four bits each.
    var firstLevels: UInt64 = 0
    var levels: Int32 = 0
    var levelsEnd: Int32 = 0
    @inline(__always) var others: Range<Int> { Int(more)..<Int(moreEnd) }
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
      for need in profile.needs where need < Reach.bits { span.first |= Reach.bit(need) }
      let others = profile.needs.filter { $0 >= Reach.bits }
      if let shared = known[others] {
        (span.more, span.moreEnd) = shared
      } else {
        span.more = Int32(needs.count)
        needs += others
        span.moreEnd = Int32(needs.count)
        known[others] = (span.more, span.moreEnd)
      }
      for (skill, level) in profile.skills.levels.prefix(16).enumerated() {
        span.firstLevels |= UInt64(min(level, 15)) << UInt64(4 * skill)
      }
      span.levels = Int32(levels.count)
      levels += profile.skills.levels
      span.levelsEnd = Int32(levels.count)
      spans.append(span)
    }
    isStale = false
  }

  /// No bit for needs beyond the first.
  @inline(__always) static func bit(_ need: Int32) -> UInt64 { 1 << UInt64(need) }

  @inline(__always) func need(_ place: Int) -> Int { Int(needs[place]) }

  /// All needs that are met.
  @inline(__always) func forEach(_ span: Span, _ body: (Int) -> Void) {
    var rest = span.first
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
    for place in span.others { body(Int(needs[place])) }
  }

  /// Sum over preferences of min(level, wanted).
  @inline(__always) func fit(_ span: Span, _ preferences: borrowing [SkillLevel]) -> Int {
    let (first, end) = (Int(span.levels), Int(span.levelsEnd))
    var sum = 0
    for p in preferences.indices {
      let skill = preferences[p].skill.number
      if (0..<16).contains(skill) {
        sum += min(Int(span.firstLevels >> UInt64(4 * skill) & 15), preferences[p].level)
      } else if skill >= 16, skill < end - first {
        sum += min(Int(levels[first + skill]), preferences[p].level)
      }
    }
    return sum
  }
}
