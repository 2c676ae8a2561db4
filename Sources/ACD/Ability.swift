/// The skills of one or more agents who can do exactly the same.
struct SkillSet: Hashable, Sendable {
  /// By skill, 0 without it; nothing behind the last that is there.
  let levels: [UInt8]

  init(_ skills: [SkillID: Int]) {
    var levels: [UInt8] = []
    for (skill, level) in skills where level > 0 && SkillSet.isUsable(skill) {
      while levels.count <= skill.number { levels.append(0) }
      levels[skill.number] = UInt8(clamping: level)
    }
    self.levels = levels
  }
  /// Ids come from a registry that counts from 0; anything far beyond is no id of ours.
  private static func isUsable(_ skill: SkillID) -> Bool { (0..<100_000).contains(skill.number) }

  func level(_ skill: SkillID) -> Int {
    levels.indices.contains(skill.number) ? Int(levels[skill.number]) : 0
  }

  func meets(_ requirements: [Requirement]) -> Bool { requirements.allSatisfy(meets) }

  func meets(_ requirement: Requirement) -> Bool {
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
  /// So many absences count; further ones are ignored.
  static let mostAbsences = 4

  /// What is asked for after `count` of the widenings, which are taken in the order of their times, while
  /// the absences of `mask` are in force; these come last, in the order in which they are written.
  func widened(by count: Int, absent mask: Int) -> (requirements: [Requirement], preferences: [SkillLevel]) {
    var changes = orderedWidenings.prefix(count).map(\.change)
    for (bit, absence) in absences.prefix(ContactRequest.mostAbsences).enumerated()
    where mask & (1 << bit) != 0 {
      changes.append(absence.change)
    }
    var (requirements, preferences) = (requirements, preferences)
    for change in changes {
      switch change {
      case .require(let requirement):
        let skills = Set(requirement.skills)
        let place = requirements.firstIndex { !skills.isDisjoint(with: $0.skills) }
        var requirement = requirement
        // One of several alternatives is made easier; the others stay.
        if case .any(let new) = requirement, let place, case .any(let old) = requirements[place],
          requirements.count(where: { !skills.isDisjoint(with: $0.skills) }) == 1
        {
          let kept = old.filter { !skills.contains($0.skill) }
          let first = old.firstIndex { skills.contains($0.skill) } ?? 0
          requirement = .any(Array(kept.prefix(first)) + new + kept.dropFirst(first))
        }
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

  /// The same whenever the needs are the same; cheap, since every call that comes asks for it.
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ number: Int) { hash = (hash ^ UInt64(bitPattern: Int64(number))) &* 0x1_0000_0000_01B3 }
    func add(_ requirement: Requirement) {
      switch requirement {
      case .any(let alternatives):
        for alternative in alternatives {
          add(alternative.skill.number)
          add(alternative.level)
        }
        add(-1)
      case .not(let skill):
        add(skill.number)
        add(-2)
      }
    }
    func add(_ change: WideningStep.Change) {
      switch change {
      case .require(let requirement): add(requirement)
      case .drop(let skill):
        add(skill.number)
        add(-3)
      }
    }
    add(queue.number)
    for requirement in requirements { add(requirement) }
    for preference in preferences {
      add(preference.skill.number)
      add(preference.level)
    }
    for widening in widenings {
      add(Int(clamping: widening.after.microseconds))
      add(widening.change)
    }
    for absence in absences {
      add(absence.ability.skill.number)
      add(absence.ability.level)
      add(absence.change)
    }
    return hash
  }
}
