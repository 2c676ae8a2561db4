/// The skills of one or more agents who can do exactly the same.
struct SkillSet: Hashable, Sendable {
  var levels: [SkillID: Int]
  init(_ skills: [SkillID: Int]) { levels = skills.filter { $0.value > 0 } }

  func level(_ skill: SkillID) -> Int { levels[skill] ?? 0 }

  func meets(_ requirements: [Requirement]) -> Bool { requirements.allSatisfy(meets) }

  private func meets(_ requirement: Requirement) -> Bool {
    switch requirement {
    case .any(let alternatives): alternatives.contains { level($0.skill) >= max(1, $0.level) }
    case .not(let skill): level(skill) == 0
    }
  }

  /// Sum over preferences of min(level, wanted).
  func fit(_ preferences: [SkillLevel]) -> Int {
    preferences.reduce(0) { $0 + min(level($1.skill), $1.level) }
  }

  /// Sum of the levels over the skills that are asked for, each once.
  func ability(_ requirements: [Requirement]) -> Int {
    var seen: Set<SkillID> = []
    var sum = 0
    for case .any(let alternatives) in requirements {
      for alternative in alternatives where seen.insert(alternative.skill).inserted {
        sum += level(alternative.skill)
      }
    }
    return sum
  }
}

extension Requirement {
  var skills: [SkillID] {
    switch self {
    case .any(let alternatives): alternatives.map(\.skill)
    case .not(let skill): [skill]
    }
  }
}

extension ContactRequest {
  /// What is asked for after `count` of the widenings, which are taken in the order of their times.
  func widened(by count: Int) -> (requirements: [Requirement], preferences: [SkillLevel]) {
    var (requirements, preferences) = (requirements, preferences)
    for step in orderedWidenings.prefix(count) {
      switch step.change {
      case .require(let requirement):
        let skills = Set(requirement.skills)
        let place = requirements.firstIndex { !skills.isDisjoint(with: $0.skills) }
        requirements.removeAll { !skills.isDisjoint(with: $0.skills) }
        requirements.insert(requirement, at: min(place ?? requirements.count, requirements.count))
      case .drop(let skill):
        requirements.removeAll { $0.skills.contains(skill) }
        preferences.removeAll { $0.skill == skill }
      }
    }
    return (requirements, preferences)
  }

  /// By time; steps of one time in the order in which they are written.
  var orderedWidenings: [WideningStep] {
    widenings.enumerated().sorted { ($0.element.after, $0.offset) < ($1.element.after, $1.offset) }
      .map(\.element)
  }
}
