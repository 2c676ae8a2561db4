import Testing

@testable import ACD

/// What a decision reads of a profile is laid out in bits and nibbles as far as they go.
@Suite struct `The reach of a profile` {
  @Test(arguments: [UInt64(1), 2, 3]) func `is what its skills say, on small sites and large ones`(
    seed: UInt64
  ) {
    var chance = SeededGenerator(seed: seed)
    func some(_ n: Int) -> Int { Int.random(in: 0..<n, using: &chance) }
    for skills in [3, 16, 17, 60] {
      var directory = SkillDirectory()
      // More distinct needs than there are bits, some of them known before the profiles and some after.
      let requirements = (0..<150).map { _ in
        [Requirement.any([SkillLevel(SkillID(some(skills)), 1 + some(9))]), .not(SkillID(some(skills)))]
      }
      for needs in requirements.prefix(70) { _ = directory.needsIndex(needs) }
      let sets = (0..<40).map { _ in
        SkillSet(
          Dictionary(uniqueKeysWithValues: (0..<skills).map { (SkillID($0), some(2) * (1 + some(9))) }))
      }
      let profiles = sets.map { Int(directory.profile($0)) }
      for needs in requirements.dropFirst(70) { _ = directory.needsIndex(needs) }
      directory.layOut()
      let preferences = (0..<6).map { _ in SkillLevel(SkillID(some(skills + 2)), 1 + some(9)) }
      for (set, profile) in zip(sets, profiles) {
        let span = directory.reach.spans[profile]
        var met: Set<Int> = []
        directory.reach.forEach(span) { met.insert($0) }
        let expected = directory.needs.indices.filter { set.meets(directory.needs[$0].requirements) }
        #expect(met == Set(expected), "seed \(seed), \(skills) skills")
        #expect(directory.reach.fit(span, preferences) == set.fit(preferences), "seed \(seed)")
      }
    }
  }
}
