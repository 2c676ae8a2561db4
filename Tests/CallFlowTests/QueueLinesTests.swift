import Testing

@testable import CallFlow

@Suite struct `The lines of a queue and a route` {
  private func compiled(_ queue: String, _ route: String = "") -> Compilation {
    let text = """
      callflow 1
      language en
      skill billing levels 1-5
      skill ko
      skill vip
      queue q {
        \(queue)
      }
      flow main {
        set gold = true
        set adviser = "kim"
        route r {
          queue q
          \(route)
          talked -> bye
          overflow -> bye
        }
        do bye { say "Bye."; hangup }
      }
      """
    return Compiler.compile([SourceText(name: "a.callflow", text: text)])
  }
  private func errors(_ queue: String, _ route: String = "") -> [String] {
    compiled(queue, route).diagnostics.filter { $0.severity == .error }
      .map { "\($0.range.start.line):\($0.range.start.column) \($0.code)" }
  }

  @Test(
    arguments: [
      ("key 1 -> main.bye; key 2, 3 -> main.bye; key 1-2 -> main.bye", ["7:48 CF230"]),
      ("need billing; need not billing", ["7:17 CF206"]),
      ("need not ko; need billing 2; need ko or billing; need not billing", ["7:52 CF206"]),
      ("need language; need not language", ["7:18 CF206"]),
      // Somebody else can take it, or will in time.
      ("need billing or ko; need not billing", []), ("need billing; need not ko", []),
      ("need billing; need not billing; after 60s drop billing", []),
      ("need ko; need not ko; without ko need ko 1", []),
      ("ring 0s", ["7:8 CF206"]), ("ring 2999ms", ["7:8 CF206"]), ("ring 3s", []),
      ("announce position every 0s", ["7:27 CF206"]), ("eta-round 0s", ["7:13 CF206"]),
      ("wrap-up 0s; no-agents 0s; first 0s; max-wait 0s", []),
    ])
  func `that contradict each other are told`(_ queue: String, _ faults: [String]) {
    #expect(errors(queue) == faults, "\(queue)")
  }

  @Test(
    arguments: [
      ("key 1 \"a call back\" -> main.bye", ["7:7 CF282"]), ("key 1 -> main.bye", []),
      ("announce options every 60s; key 1 \"a call back\" -> main.bye", []),
      ("announce options every 60s; key 1 -> main.bye", ["7:35 CF224"]),
      ("announce place every 60s", ["7:12 CF206"]),
    ])
  func `tell callers of the keys that have labels`(_ queue: String, _ findings: [String]) {
    let found = compiled(queue).diagnostics.filter { ["CF282", "CF224", "CF206"].contains($0.code) }
      .map { "\($0.range.start.line):\($0.range.start.column) \($0.code)" }
    #expect(found == findings, "\(queue)")
  }

  @Test func `of routing are read`() throws {
    let compilation = compiled(
      """
      need billing 2; without ko 3 need ko 1; without vip drop vip; weight 4; last-agent 7d for 20s
      """,
      """
      need vip 2 when gold; prefer ko when not gold; without billing 3 need billing 1
      agent adviser for 30s only
      """)
    #expect(compilation.diagnostics.filter { $0.severity == .error } == [])
    let content = try #require(compilation.applications.first).content
    let queue = content.queues[0]
    let ko = Ability.skill(SkillIndex(1))
    #expect(
      queue.absences == [
        Absence(
          without: LevelledAbility(ko, level: 3), change: .need(.any([LevelledAbility(ko, level: 1)]))),
        Absence(
          without: LevelledAbility(.skill(SkillIndex(2))), change: .drop(.skill(SkillIndex(2)))),
      ])
    #expect(queue.weight == 4)
    #expect(queue.lastAgent == QueueItem.LastAgent(within: .seconds(7 * 86_400), wait: .seconds(20)))
    let route = try #require(
      content.states.lazy.compactMap { if case .route(let spec) = $0.kind { spec } else { nil } }.first)
    #expect(
      route.wishes.map(\.wish) == [
        .need(.any([LevelledAbility(.skill(SkillIndex(2)), level: 2)])), .prefer(LevelledAbility(ko)),
      ])
    #expect(route.absences.count == 1)
    #expect(route.direct?.wait == .seconds(30))
    #expect(route.direct?.isOnly == true)
  }

  @Test(arguments: [
    ("need billing 6", "", "7:18 CF206"), ("prefer billing 9", "", "7:20 CF206"),
    ("without ko", "", "7:15 CF206"), ("without", "", "7:12 CF206"), ("last-agent 7d", "", "7:18 CF206"),
    ("weight -1", "", "7:12 CF206"),
    (
      "without ko drop ko;without ko drop ko;without ko drop ko;without ko drop ko;without ko drop ko", "",
      "CF206"
    ),
    (
      "without ko drop ko;without ko drop ko;without vip drop vip", "without ko drop ko;without ko drop ko",
      "CF206"
    ),
    ("need ko", "need ko when 5", "CF301"), ("need ko", "need ko when", "CF111"),
    ("need ko when true", "", "CF"), ("need ko", "agent 5", "CF301"),
    ("need ko", "agent nobody", "CF241"),
  ])
  func `are told where they are wrong`(queue: String, route: String, finding: String) {
    let found = errors(queue, route)
    #expect(found.contains { $0.contains(finding.split(separator: " ").last ?? "") }, "\(found)")
  }
}
