import Chronology
import Testing

@testable import ACD

@Suite struct `What must always hold` {
  /// One queue, agents who can and cannot, calls that wait.
  private func centre(calls: Int, agents: Int) -> Distributor {
    var distributor = Distributor(seed: 1)
    var effects: [DistributorEffect] = []
    let now = Instant(milliseconds: 0)
    distributor.configure(
      queues: [QueueDefinition(id: QueueID(0))],
      agents: (0..<agents).map { AgentDefinition(id: AgentID($0), name: "a\($0)", skills: [SkillID(0): 1]) },
      at: now, into: &effects)
    for n in 0..<agents {
      distributor.handle(.agentLoggedIn(AgentID(n), paused: "lunch"), at: now, into: &effects)
    }
    let request = ContactRequest(
      queue: QueueID(0), requirements: [.any([SkillLevel(SkillID(0), 1)])], preferences: [])
    for n in 0..<calls {
      distributor.handle(.enqueued(CallID(UInt64(n + 1)), request), at: now, into: &effects)
    }
    return distributor
  }

  @Test func `is looked at in turns that come to every call and every agent`() {
    let whole = centre(calls: 1000, agents: 300)
    #expect((0..<16).flatMap { whole.invariantFaults(sample: $0) } == [])
    for broken in [0, 63, 64, 500, 999] {
      var distributor = whole
      distributor.calls[broken].group = -1
      let faults = (0..<16).flatMap { distributor.invariantFaults(sample: $0) }
      #expect(faults.contains { $0.contains("stands in the wrong line") }, "call \(broken)")
      distributor = whole
      distributor.agents[broken % 300].phase = .offered
      #expect(
        (0..<5).flatMap { distributor.invariantFaults(sample: $0) }
          .contains("a\(broken % 300) has a call that is gone"))
    }
  }

  @Test func `a call that waits though somebody is free is found without a look at every agent`() {
    var distributor = centre(calls: 100, agents: 100)
    distributor.directory.idle = distributor.directory.idle.map { _ in 1 }
    let faults = Set((0..<2).flatMap { distributor.invariantFaults(sample: $0) })
    #expect(faults.count == 100 && faults.first?.contains("somebody who may take it is free") == true)
  }
}
