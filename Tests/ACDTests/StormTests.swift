import ACD
import Chronology
import Testing

/// Random events of every kind, sensible or not; after each, what must always hold is checked.
@Suite struct `A storm of random events` {
  #if DEBUG
    static let events = 3_000
  #else
    static let events = 500_000
  #endif

  @Test(arguments: [UInt64(1), 20_260_303]) func `breaks no invariant`(seed: UInt64) {
    var chance = SeededGenerator(seed: seed)
    let skills = (0..<4).map { SkillID($0) }
    let picks: [PickRule] = [
      .longestIdle, .fewestCalls, .leastTalk, .roundRobin, .level, .spareLevel, .linear, .random, .all,
    ]
    func some(_ n: Int) -> Int { Int.random(in: 0..<n, using: &chance) }
    func queues() -> [QueueDefinition] {
      (0..<4).filter { $0 == 0 || some(8) > 0 }.map { n in
        var queue = QueueDefinition(id: QueueID(n))
        queue.pick = picks[some(picks.count)]
        queue.age = some(3)
        queue.weight = some(3)
        queue.ageMax = some(2) == 0 ? nil : 3
        queue.maxWait = some(2) == 0 ? nil : .seconds(some(300))
        queue.maxCallers = some(3) == 0 ? some(20) : nil
        queue.noAgents = .seconds(some(40))
        queue.ring = .seconds(some(15))
        queue.wrapUp = .seconds(some(30))
        queue.missedPause = some(4)
        return queue
      }
    }
    func agents() -> [AgentDefinition] {
      (0..<12).filter { _ in some(10) > 0 }.map { n in
        AgentDefinition(
          id: AgentID(n), name: "agent \(n)",
          skills: Dictionary(uniqueKeysWithValues: skills.map { ($0, some(2) * some(10)) }))
      }
    }
    func requirement() -> Requirement {
      switch some(5) {
      case 0: .not(skills[some(4)])
      case 1: .any([SkillLevel(skills[some(4)], some(6)), SkillLevel(skills[some(4)], some(6))])
      default: .any([SkillLevel(skills[some(4)], 1 + some(5))])
      }
    }
    func newRequest() -> ContactRequest {
      var request = ContactRequest(
        queue: QueueID(some(5)), requirements: (0..<some(3)).map { _ in requirement() },
        preferences: (0..<some(3)).map { _ in SkillLevel(skills[some(4)], 1 + some(9)) },
        widenings: (0..<some(3)).map { _ in
          WideningStep(
            after: .seconds(some(120)),
            change: some(2) == 0 ? .drop(skills[some(4)]) : .require(requirement()))
        }, priority: some(4))
      for _ in 0..<max(0, some(4) - 1) {
        request.absences.append(
          AbsenceRule(
            without: SkillLevel(skills[some(4)], 1 + some(6)),
            change: some(2) == 0 ? .drop(skills[some(4)]) : .require(requirement())))
      }
      return request
    }
    // A site has so many kinds of calls; their priorities are free.
    let kinds = (0..<60).map { _ in newRequest() }
    func request() -> ContactRequest {
      var request = kinds[some(kinds.count)]
      request.priority = some(4)
      return request
    }
    var desk = Desk(queues(), agents(), seed: seed)
    desk.checksAlways = false
    var known: [CallID] = [CallID(0)]
    func call() -> CallID { known[max(0, known.count - 1 - some(40))] }
    var ended: [CallID: Int] = [:]
    func count(_ effects: ArraySlice<DistributorEffect>) {
      for effect in effects {
        switch effect {
        case .left(let call, _, _, _), .talkEnded(let call, _, _, _): ended[call, default: 0] += 1
        case .queued(let call, _, _): ended[call, default: 0] -= 1
        default: break
        }
      }
    }
    for n in 0..<Self.events {
      let agent = AgentID(some(13))
      let before = desk.said.count
      switch some(30) {
      case 0...5:
        known.append(CallID(UInt64(n + 1)))
        desk.handle(.enqueued(call(), request()))
      case 6, 7: desk.handle(.callLeft(call(), some(2) == 0 ? .abandoned : .key))
      case 8: desk.handle(.callDeciding(call()))
      case 9: desk.handle(.callResumed(call()))
      case 10: desk.handle(.priorityChanged(call(), some(5)))
      case 11: desk.handle(.agentLoggedIn(agent, paused: some(4) == 0 ? "lunch" : nil))
      case 12: desk.handle(.agentReady(agent))
      case 13: desk.handle(.agentPaused(agent, reason: "break"))
      case 14: desk.handle(some(3) == 0 ? .agentLoggedOut(agent) : .agentReady(agent))
      case 15...17: desk.handle(.agentAnswered(agent))
      case 18: desk.handle(some(2) == 0 ? .agentRefused(agent) : .agentMissed(agent))
      case 19: desk.handle(.agentHungUp(agent))
      case 20: desk.handle(some(2) == 0 ? .queueOpened(QueueID(some(5))) : .queueClosed(QueueID(some(5))))
      case 22:
        var direct = request()
        direct.direct = agent
        direct.directWait = .seconds(some(3) * 10)
        direct.isDirectOnly = some(3) == 0
        direct.isAbsent = some(3) == 0
        known.append(CallID(UInt64(n + 1)))
        desk.handle(.enqueued(call(), direct))
      case 28:
        // A call-back is moved to another queue, or to an agent.
        var moved = request()
        (moved.isAbsent, moved.direct, moved.directWait) = (true, some(2) == 0 ? agent : nil, .seconds(20))
        let back = call()
        desk.handle(.callLeft(back, .moved))
        desk.handle(.enqueued(back, moved))
      case 23:
        // One agent asks another about a call.
        var asked = ContactRequest(queue: QueueID(some(5)))
        (asked.direct, asked.isInternal) = (agent, true)
        desk.handle(.enqueued(CallID(1_000_000 + UInt64(some(12))), asked))
      case 24: desk.handle(.agentLineGone(agent))
      case 25: desk.handle(some(2) == 0 ? .agentPassedOn(agent) : .callHandedOver(call(), to: agent))
      case 26: desk.handle(.skillChanged(agent, skills[some(4)], some(10)))
      case 27:
        known.append(CallID(UInt64(n + 1)))
        let (place, other) = (call(), call())
        guard some(2) == 0 else {
          desk.handle(.callPresent(place, as: other))
          // It is the other's from now on.
          if desk.said.count > before { ended[place, default: 0] += 1 }
          break
        }
        desk.handle(.callAbsent(known[known.count - 2], as: other))
      case 21 where some(40) == 0: desk.configure(queues(), agents())
      default: desk.wait(.milliseconds(some(4000)))
      }
      count(desk.said[before...])
      let faults = desk.distributor.invariantFaults() + desk.distributor.invariantFaults(sample: n, of: 4)
      if !faults.isEmpty {
        Issue.record("seed \(seed), event \(n): \(faults)")
        return
      }
    }
    // When everybody has gone, whoever was let in has left.
    for call in known + (0..<12).map({ CallID(1_000_000 + UInt64($0)) }) {
      let before = desk.said.count
      desk.handle(.callLeft(call, .abandoned))
      count(desk.said[before...])
    }
    #expect(ended.filter { $0.value < 0 } == [:], "seed \(seed)")
    #expect(desk.distributor.invariantFaults() == [], "seed \(seed)")
  }
}
