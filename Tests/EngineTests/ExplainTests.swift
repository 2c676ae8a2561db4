import Chronology
import Testing

@testable import Engine

@Suite struct `Asked why, the engine` {
  private func lines(_ reply: EngineReply) -> [String] {
    if case .explained(let lines) = reply { lines } else { ["\(reply)"] }
  }

  @Test func `tells of a waiting call and of each agent`() {
    let centre = Centre(agents: ["kim": 3, "lee": 1, "park": 5]) { $0.weight = 2 }
    centre.perform(.agentLogin("kim", paused: "lunch"))
    centre.perform(.agentLogin("lee"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    centre.wait(.seconds(30))
    #expect(
      lines(centre.perform(.explainCall(call))) == [
        "waits in queue billing, position 1", "waited 30.0s, priority 2 (own 0, age 0, weight 2)",
        "asks for need billing 2", "  kim paused (lunch)", "  lee lacks billing 2", "  park logged-out",
      ])
    #expect(
      lines(centre.perform(.explainAgent("lee"))) == [
        "lee is ready for 31.0s", "skills billing 1", "  billing: 1 call, he lacks billing 2",
      ])
    #expect(
      lines(centre.perform(.explainAgent("kim"))) == [
        "kim is paused (lunch) for 31.0s", "he is offered nothing until he is ready", "skills billing 3",
        "  billing: 1 call, he could take it if he were ready",
      ])
    centre.perform(.setSkill(agent: "lee", skill: "billing", level: 4))
    #expect(centre.state("lee") == .offered(call))
    #expect(
      lines(centre.perform(.explainCall(call))).first == "in queue billing, rings at lee")
    centre.perform(.agentAnswer("lee"))
    #expect(lines(centre.perform(.explainCall(call))).first == "talks to lee, from queue billing")
    #expect(
      centre.log.events(call).filter { $0.hasPrefix("decide") || $0.hasPrefix("passed") } == [
        "decide lee, fit 0, became free, first of those that he may take; "
          + "priority 2 (own 0, age 0, weight 2) waited 30.0s",
        "passed kim paused (lunch); park logged-out",
      ])
  }

  @Test(arguments: [
    ("paused", EngineCommand.agentPause("kim", reason: "lunch")), ("logged-out", .agentLogout("kim")),
  ])
  func `tells that an agent went away while it rang at him`(_ how: String, _ act: EngineCommand) {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    #expect(centre.state("kim") == .offered(call))
    centre.perform(act)
    #expect(centre.log.events(call).contains("offer-ended kim \(how)"), "\(centre.log.events(call))")
  }

  @Test func `says what it does not know`() {
    let centre = Centre()
    let call = centre.call()
    #expect(lines(centre.perform(.explainCall(call))) == ["is in no queue now"])
    #expect(centre.perform(.explainAgent("kin")).problem == "there is no agent kin; did you mean kim?")
    #expect(
      centre.perform(.setSkill(agent: "kim", skill: "biling", level: 1)).problem
        == "there is no skill biling; did you mean billing?")
    #expect(
      centre.perform(.setQueue("bill", isOpen: false)).problem?.hasPrefix("there is no queue bill") == true)
  }

  @Test func `a queue that a supervisor closed stays closed over a reload`() {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    centre.perform(.setQueue("billing", isOpen: false))
    centre.perform(.reload(Centre.site()))
    let call = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, call)
    #expect(centre.state("kim") == .ready)
    #expect(centre.log.visits.map(\.how) == ["closed"])
    centre.perform(.setQueue("billing", isOpen: true))
    let next = centre.call()
    centre.wait(.seconds(1))
    centre.press(.one, next)
    #expect(centre.state("kim") == .offered(next))
  }
}
