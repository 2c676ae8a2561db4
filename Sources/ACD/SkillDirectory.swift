import Chronology

/// Who can take what, worked out once for each distinct set of skills and each distinct set of needs, so
/// that a decision looks at a few heads and never at every agent or every call.
///
/// A *profile* is agents with the same skills. *Needs* are a distinct list of requirements. A *ranking* is
/// needs with preferences and a strategy: its *tiers* hold the free agents who are equally fit, the first by
/// the strategy at the head.
struct SkillDirectory: Sendable {
  struct Profile: Sendable {
    var skills: SkillSet
    /// Needs that its agents meet.
    var needs: [Int32] = []
    /// Where its free agents stand: one tier of each ranking whose needs they meet.
    var tiers: [Int32] = []
    /// All its agents, free or not.
    var members: [Int32] = []
    var idle: Int32 = 0
    /// Logged in and answering.
    var available: Int32 = 0
  }

  /// The call at the head of a group of waiting calls.
  struct Head: Hashable, Sendable {
    var enqueued: Int64
    /// Its priority and its queue's weight.
    var base: Double
    /// How its queue's calls age; beside the others, since a decision looks at every head.
    var perMicrosecond: Double
    var most: Double
    var group: Int32
    var slot: Int32
    /// The next of its group.
    mutating func move(to next: OrderedLine.Entry) { (enqueued, slot) = (next.first, next.item) }
  }
  struct Needs: Sendable {
    var requirements: [Requirement]
    /// Of the groups that now have these needs and are not empty.
    var heads: [Head] = []
  }

  /// The first call so far of those that are looked at.
  struct First {
    var slot: Int32 = -1
    /// Known without a look at the call itself, which is mostly far away in memory.
    var group: Int32 = -1
    var priority = -Double.infinity
    var enqueued = Int64.max
  }

  /// Free agents who are equally fit for a ranking.
  struct Tier: Sendable {
    var line = OrderedLine()
    var fit: Int32
    var ability: Int32
    var rule: PickRule
    /// Where it is marked when somebody may be in it.
    var word: Int32
    var bit: UInt64
    var profiles: [Int32] = []
  }
  struct Ranking: Sendable {
    var needs: Int32
    var preferences: [SkillLevel]
    var rule: PickRule
    /// The fittest first.
    var tiers: Range<Int>
    /// In `marks`.
    var words: Range<Int>
  }

  /// What a call asks for as time goes by and agents come and go.
  struct Plan: Sendable {
    /// What it asks for at one step of time with one set of absences.
    struct Variant: Sendable {
      var needs: Int32 = -1
      var preferences: [SkillLevel] = []
      /// -1 until somebody looks for an agent.
      var ranking: Int32 = -1
      /// The group that was last used, and what it was used for.
      var group: Int32 = -1
      var priority = 0
    }
    var request: ContactRequest
    /// When each step begins.
    var times: [Duration]
    /// Needs that nobody meets while an absence is in force.
    var absences: [Int32]
    /// By step and, within it, by the bits of the absences.
    var variants: [Variant]

    @inline(__always) func index(_ step: Int, _ mask: Int) -> Int { step << absences.count | mask }
  }
  private struct RankingKey: Hashable {
    var needs: Int32
    var preferences: [SkillLevel]
    var rule: PickRule
  }

  var profiles: [Profile] = []
  var needs: [Needs] = []
  /// By needs: agents who meet them and are logged in and answering, and those of them who are free.
  var available: [Int32] = []
  var idle: [Int32] = []
  private(set) var rankings: [Ranking] = []
  var tiers: [Tier] = []
  /// Which tiers may have somebody in them.
  var marks: [UInt64] = []
  private(set) var plans: [Plan] = []
  private(set) var reach = Reach()
  /// Of the first needs those that a waiting call has.
  var wanted: UInt64 = 0

  private var profileBySkills: [SkillSet: Int32] = [:]
  private var needsByRequirements: [[Requirement]: Int32] = [:]
  private var rankingByKey: [RankingKey: Int32] = [:]
  private var plansByFingerprint: [UInt64: [Int32]] = [:]

  mutating func profile(_ skills: SkillSet) -> Int32 {
    if let known = profileBySkills[skills] { return known }
    let index = Int32(profiles.count)
    var profile = Profile(skills: skills)
    for i in needs.indices where skills.meets(needs[i].requirements) { profile.needs.append(Int32(i)) }
    profiles.append(profile)
    reach.isStale = true
    profileBySkills[skills] = index
    return index
  }

  /// Profiles that no agent has any more are forgotten; the others get new places.
  mutating func forgetProfiles() {
    (profiles, profileBySkills) = ([], [:])
    reach.isStale = true
  }

  mutating func layOut() { reach.lay(out: profiles) }

  /// An agent of this reach stands among the free, or no longer.
  @inline(__always) mutating func countIdle(_ span: Reach.Span, _ change: Int32) {
    reach.forEach(span) { idle[$0] += change }
  }

  // MARK: Plans

  /// The plan of a request, made when it is the first of its kind.
  mutating func plan(_ request: ContactRequest) -> Int32 {
    let fingerprint = request.fingerprint
    for known in plansByFingerprint[fingerprint] ?? [] where isSame(Int(known), request) { return known }
    let times = [.zero] + request.orderedWidenings.map(\.after)
    let absences = request.absences.prefix(ContactRequest.mostAbsences)
      .map { needsIndex([.any([$0.ability])]) }
    var plan = Plan(request: request, times: times, absences: absences, variants: [])
    for step in times.indices {
      for mask in 0..<(1 << absences.count) {
        let (requirements, preferences) = request.widened(by: step, absent: mask)
        plan.variants.append(Plan.Variant(needs: needsIndex(requirements), preferences: preferences))
      }
    }
    let index = Int32(plans.count)
    plans.append(plan)
    plansByFingerprint[fingerprint, default: []].append(index)
    return index
  }

  /// Lists of one origin are compared by their place in memory.
  func isSame(_ plan: Int, _ request: ContactRequest) -> Bool {
    plans[plan].request.queue == request.queue
      && plans[plan].request.requirements == request.requirements
      && plans[plan].request.preferences == request.preferences
      && plans[plan].request.widenings == request.widenings
      && plans[plan].request.absences == request.absences
  }

  mutating func setGroup(_ group: Int32, of plan: Int, _ variant: Int, priority: Int) {
    plans[plan].variants[variant].group = group
    plans[plan].variants[variant].priority = priority
  }

  /// Bits of the absences that are in force.
  @inline(__always) func mask(of plan: Int) -> Int {
    if plans[plan].absences.isEmpty { return 0 }
    var mask = 0
    for (bit, needs) in plans[plan].absences.enumerated() where available[Int(needs)] == 0 {
      mask |= 1 << bit
    }
    return mask
  }

  mutating func needsIndex(_ requirements: [Requirement]) -> Int32 {
    if let known = needsByRequirements[requirements] { return known }
    let index = Int32(needs.count)
    needs.append(Needs(requirements: requirements))
    reach.isStale = true
    var (able, free) = (Int32(0), Int32(0))
    for i in profiles.indices where profiles[i].skills.meets(requirements) {
      profiles[i].needs.append(index)
      able += profiles[i].available
      free += profiles[i].idle
    }
    available.append(able)
    idle.append(free)
    needsByRequirements[requirements] = index
    return index
  }

  // MARK: Rankings

  /// - Returns: the ranking of a variant, and whether it is new and its free agents are still to be put in.
  mutating func ranking(_ plan: Int, _ variant: Int, rule: PickRule) -> (index: Int32, isNew: Bool) {
    let known = plans[plan].variants[variant].ranking
    if known >= 0 { return (known, false) }
    let key = RankingKey(
      needs: plans[plan].variants[variant].needs, preferences: plans[plan].variants[variant].preferences,
      rule: rule)
    if let shared = rankingByKey[key] {
      plans[plan].variants[variant].ranking = shared
      return (shared, false)
    }
    let index = Int32(rankings.count)
    rankings.append(makeRanking(key))
    rankingByKey[key] = index
    plans[plan].variants[variant].ranking = index
    return (index, true)
  }

  private mutating func makeRanking(_ key: RankingKey) -> Ranking {
    struct Merit: Hashable {
      var fit: Int
      var ability: Int
    }
    let requirements = needs[Int(key.needs)].requirements
    var members: [Merit: [Int32]] = [:]
    for (index, profile) in profiles.enumerated() where profile.skills.meets(requirements) {
      let merit = Merit(
        fit: profile.skills.fit(key.preferences), ability: profile.skills.ability(requirements))
      members[merit, default: []].append(Int32(index))
    }
    // The least able who suffices goes first with `spareLevel`, the most able otherwise.
    let sign = key.rule == .spareLevel ? -1 : 1
    let merits = members.keys.sorted { ($0.fit, sign * $0.ability) > ($1.fit, sign * $1.ability) }
    let (first, word) = (tiers.count, marks.count)
    for (place, merit) in merits.enumerated() {
      let inside = members[merit] ?? []
      for profile in inside { profiles[Int(profile)].tiers.append(Int32(tiers.count)) }
      tiers.append(
        Tier(
          fit: Int32(clamping: merit.fit), ability: Int32(clamping: merit.ability), rule: key.rule,
          word: Int32(word + place / 64), bit: 1 << UInt64(place % 64), profiles: inside))
    }
    marks += [UInt64](repeating: 0, count: (merits.count + 63) / 64)
    return Ranking(
      needs: key.needs, preferences: key.preferences, rule: key.rule, tiers: first..<tiers.count,
      words: word..<marks.count)
  }

  /// After agents or strategies have changed: everything that is worked out from them anew, when it is
  /// asked for again.
  mutating func forgetAgents() {
    // An agent may have another profile now, and keeps where its reach lies.
    reach.isStale = true
    for p in profiles.indices {
      profiles[p].tiers.removeAll(keepingCapacity: true)
      profiles[p].members.removeAll(keepingCapacity: true)
      (profiles[p].idle, profiles[p].available) = (0, 0)
    }
    for n in needs.indices { (available[n], idle[n]) = (0, 0) }
    (rankings, tiers, marks, rankingByKey) = ([], [], [], [:])
    for p in plans.indices {
      for v in plans[p].variants.indices { plans[p].variants[v].ranking = -1 }
    }
  }
}
