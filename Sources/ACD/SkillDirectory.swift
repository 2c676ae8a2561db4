/// Who can take what, worked out once for each distinct set of skills and each distinct set of needs, so
/// that a decision looks at a few groups and never at every agent or every call.
struct SkillDirectory: Sendable {
  /// Agents with the same skills.
  struct Profile: Sendable {
    var skills: SkillSet
    /// Needs that its agents meet.
    var needs: [Int32] = []
    /// All its agents, free or not.
    var members: [Int32] = []
    /// Free agents, longest idle first.
    var idle = OrderedHeap()
    /// Logged in and answering.
    var available = 0
  }
  /// A distinct list of requirements.
  struct Needs: Sendable {
    var requirements: [Requirement]
    /// Agents logged in and answering who meet them.
    var available = 0
    /// Groups of waiting calls that now have these needs; only those that are not empty.
    var groups: [Int32] = []
  }
  /// Profiles that meet some needs, the fittest for some preferences first.
  struct Ranking: Sendable {
    struct Row: Sendable {
      var profile: Int32
      var fit: Int
      var ability: Int
    }
    var needs: Int32
    var preferences: [SkillLevel]
    var rows: [Row] = []
    var generation = -1
  }
  /// What a call asks for as time goes by.
  struct Plan: Sendable {
    struct Step: Sendable {
      var after: Duration
      var needs: Int32
      var ranking: Int32
    }
    var steps: [Step]
  }
  private struct PlanKey: Hashable {
    var requirements: [Requirement]
    var preferences: [SkillLevel]
    var widenings: [WideningStep]
  }
  private struct RankingKey: Hashable {
    var needs: Int32
    var preferences: [SkillLevel]
  }

  var profiles: [Profile] = []
  var needs: [Needs] = []
  private(set) var rankings: [Ranking] = []
  private(set) var plans: [Plan] = []
  private var profileBySkills: [SkillSet: Int32] = [:]
  private var needsByRequirements: [[Requirement]: Int32] = [:]
  private var rankingByKey: [RankingKey: Int32] = [:]
  private var planByKey: [PlanKey: Int32] = [:]
  /// Changes whenever a profile joins.
  private var generation = 0

  mutating func profile(_ skills: SkillSet) -> Int32 {
    if let known = profileBySkills[skills] { return known }
    let index = Int32(profiles.count)
    var profile = Profile(skills: skills)
    for i in needs.indices where skills.meets(needs[i].requirements) { profile.needs.append(Int32(i)) }
    profiles.append(profile)
    profileBySkills[skills] = index
    generation += 1
    return index
  }

  mutating func plan(_ request: ContactRequest) -> Int32 {
    let key = PlanKey(
      requirements: request.requirements, preferences: request.preferences, widenings: request.widenings)
    if let known = planByKey[key] { return known }
    var steps: [Plan.Step] = []
    let widenings = request.orderedWidenings
    for count in 0...widenings.count {
      let (requirements, preferences) = request.widened(by: count)
      let needs = needsIndex(requirements)
      steps.append(
        Plan.Step(
          after: count == 0 ? .zero : widenings[count - 1].after, needs: needs,
          ranking: rankingIndex(needs, preferences)))
    }
    let index = Int32(plans.count)
    plans.append(Plan(steps: steps))
    planByKey[key] = index
    return index
  }

  /// Brings a ranking up to date with the profiles.
  mutating func refresh(_ ranking: Int32) {
    let i = Int(ranking)
    guard rankings[i].generation != generation else { return }
    let requirements = needs[Int(rankings[i].needs)].requirements
    var rows: [Ranking.Row] = []
    for (index, profile) in profiles.enumerated() where profile.skills.meets(requirements) {
      rows.append(
        Ranking.Row(
          profile: Int32(index), fit: profile.skills.fit(rankings[i].preferences),
          ability: profile.skills.ability(requirements)))
    }
    rows.sort { ($0.fit, $0.ability, -$0.profile) > ($1.fit, $1.ability, -$1.profile) }
    rankings[i].rows = rows
    rankings[i].generation = generation
  }

  private mutating func needsIndex(_ requirements: [Requirement]) -> Int32 {
    if let known = needsByRequirements[requirements] { return known }
    let index = Int32(needs.count)
    var new = Needs(requirements: requirements)
    for i in profiles.indices where profiles[i].skills.meets(requirements) {
      profiles[i].needs.append(index)
      new.available += profiles[i].available
    }
    needs.append(new)
    needsByRequirements[requirements] = index
    return index
  }

  private mutating func rankingIndex(_ needs: Int32, _ preferences: [SkillLevel]) -> Int32 {
    let key = RankingKey(needs: needs, preferences: preferences)
    if let known = rankingByKey[key] { return known }
    let index = Int32(rankings.count)
    rankings.append(Ranking(needs: needs, preferences: preferences))
    rankingByKey[key] = index
    return index
  }
}
