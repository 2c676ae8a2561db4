@testable import ACD
import Chronology
import Testing

private let queue = QueueID(0)

@Suite struct `Asked why` {
  @Test func `a decision names the reason for each agent`() {
    var desk = Desk(
      [.plain { ($0.age, $0.ageMax, $0.weight) = (1, 5, 2) }],
      [
        .kim([Desk.billing: 5, Desk.korean: 3]), .lee([Desk.billing: 5, Desk.korean: 1]),
        .park([Desk.billing: 1, Desk.korean: 9]),
        AgentDefinition(id: AgentID(3), name: "choi", skills: [Desk.billing: 9]),
        AgentDefinition(id: AgentID(4), name: "song", skills: [Desk.billing: 4, Desk.korean: 3]),
        AgentDefinition(id: AgentID(5), name: "yoon", skills: [Desk.billing: 5, Desk.korean: 3]),
      ])
    for agent in [AgentID.kim, .lee, .park, AgentID(4), AgentID(5)] {
      desk.handle(.agentLoggedIn(agent, paused: nil))
    }
    desk.handle(.enqueued(.anna, .billing(2, prefer: [SkillLevel(Desk.korean, 3)], priority: 1)))
    #expect(
      desk.decisions == [
        Decision(
          call: .anna, agent: .kim, by: .call, fit: 3, candidates: 4,
          priority: PriorityParts(own: 1, age: 0, weight: 2), waited: .zero,
          passedOver: [
            Consideration(.lee, .lessFit(1)),
            Consideration(.park, .lacks(.need(Desk.billing, 2))),
            Consideration(AgentID(3), .busy(.loggedOut)),
            Consideration(AgentID(4), .otherAbility(4)),
            Consideration(AgentID(5), .laterInTurn),
          ])
      ])
  }

  @Test func `on a large site those with one reason are counted, and the nearest of the free are named`() {
    var agents: [AgentDefinition] = [.kim([Desk.billing: 5, Desk.korean: 3])]
    for n in 1..<60 {
      // Twenty without the skill, then thirty who are able, of whom ten are logged in; the rest are others' equals.
      let skills: [SkillID: Int] =
        n < 20
        ? [Desk.korean: 3]
        : n < 50 ? [Desk.billing: 5, Desk.korean: n % 2] : [Desk.billing: 5, Desk.korean: 3]
      agents.append(AgentDefinition(id: AgentID(n), name: "z\(n)", skills: skills))
    }
    var desk = Desk([.plain()], agents)
    desk.handle(.agentLoggedIn(.kim, paused: nil))
    for n in 40..<52 { desk.handle(.agentLoggedIn(AgentID(n), paused: nil)) }
    desk.handle(.agentPaused(AgentID(51), reason: "lunch"))
    desk.handle(.enqueued(.anna, .billing(2, prefer: [SkillLevel(Desk.korean, 3)])))
    #expect(desk.decisions.map(\.agent) == [.kim] && desk.decisions[0].passedOver.isEmpty)
    #expect(
      desk.distributor.passedOver(.anna, for: .kim) == [
        ConsiderationCount(.busy("logged-out"), 28), ConsiderationCount(.lacks(.need(Desk.billing, 2)), 19),
        ConsiderationCount(
          .lessFit, 10,
          nearest: [
            Consideration(AgentID(41), .lessFit(1)), Consideration(AgentID(43), .lessFit(1)),
            Consideration(AgentID(45), .lessFit(1)),
          ]),
        ConsiderationCount(.busy("paused"), 1),
        ConsiderationCount(.laterInTurn, 1, nearest: [Consideration(AgentID(50), .laterInTurn)]),
      ])
  }

  @Test func `a waiting call tells where it stands and what keeps each agent from it`() throws {
    var desk = Desk(
      [.plain { ($0.age, $0.agePeriod) = (1, .seconds(60)) }],
      [.kim([Desk.billing: 1]), .lee([Desk.billing: 5]), .park([Desk.billing: 5])])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: "lunch"))
    let widen = [WideningStep(after: .seconds(60), change: .require(.need(Desk.billing, 1)))]
    desk.handle(.enqueued(.anna, .billing(3, widen: widen)))
    desk.wait(.seconds(30))
    let why = try #require(desk.distributor.explain(.anna, at: desk.now))
    #expect(
      why
        == CallExplanation(
          call: .anna, queue: queue, state: .waiting, waited: .seconds(30), position: 1,
          priority: PriorityParts(own: 0, age: 0.5, weight: 0), requirements: [.need(Desk.billing, 3)],
          preferences: [], widened: 0, widenings: 1, nextWidening: .seconds(60), absent: [],
          reservedFor: nil,
          considerations: [
            Consideration(.kim, .lacks(.need(Desk.billing, 3))),
            Consideration(.lee, .busy(.paused(reason: "lunch"))),
            Consideration(.park, .busy(.loggedOut)),
          ]))
    #expect(desk.distributor.explain(.ben, at: desk.now) == nil)
  }

  @Test func `an agent learns what keeps calls from him`() throws {
    var desk = Desk([.plain()], [.kim([Desk.billing: 2]), .lee([Desk.billing: 9])])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: "lunch"))
    desk.handle(.enqueued(.anna, .billing(3)), .enqueued(.ben, .billing(3)), .enqueued(.cho, .billing(2)))
    desk.handle(.agentRefused(.kim))
    let why = try #require(desk.distributor.explain(.kim, at: desk.now))
    #expect(
      why.rows == [
        AgentExplanation.Row(queue: queue, reason: .lacks(.need(Desk.billing, 3)), calls: 2),
        AgentExplanation.Row(queue: queue, reason: .rests, calls: 1),
      ])
    #expect(why.state == .ready)
    #expect(why.misses == 0)
  }
}
