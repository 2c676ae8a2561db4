import Chronology
import Testing

@testable import ACD

private let billing = QueueID(0)
private let sales = QueueID(1)

@Suite struct `What a call asks for` {
  private func needsKorean() -> ContactRequest {
    var request = ContactRequest(
      queue: billing, requirements: [.need(Desk.billing), .need(Desk.korean, 3)])
    request.absences = [AbsenceRule(without: SkillLevel(Desk.korean, 3), change: .drop(Desk.korean))]
    return request
  }

  @Test func `is less while nobody has it, and as before when one comes back`() {
    var desk = Desk([.plain()], [.kim([Desk.billing: 1]), .lee([Desk.billing: 1, Desk.korean: 5])])
    desk.handle(.agentLoggedIn(.lee, paused: "lunch"), .agentLoggedIn(.kim, paused: nil))
    // Lee is there, if only at lunch: the call waits for him.
    desk.handle(.enqueued(.anna, needsKorean()))
    #expect(desk.decisions.isEmpty)
    #expect(
      desk.handle(.agentLoggedOut(.lee)) == [
        .agentChanged(.lee, .loggedOut), .eased(.anna, billing, absent: 1),
        .agentChanged(.kim, .offered(.anna)), .offer(.kim, .anna, billing, ring: .seconds(10)),
      ])
    desk.handle(.agentLoggedIn(.lee, paused: nil))
    #expect(
      desk.handle(.agentRefused(.kim)) == [
        .offerEnded(.kim, .anna, .refused), .agentChanged(.kim, .ready), .eased(.anna, billing, absent: 0),
        .agentChanged(.lee, .offered(.anna)), .offer(.lee, .anna, billing, ring: .seconds(10)),
      ])
  }

  @Test func `when it is less for many, goes to them in their order`() {
    var desk = Desk([.plain()], [.kim([Desk.billing: 1]), .lee([Desk.billing: 1, Desk.korean: 5])])
    desk.handle(.agentLoggedIn(.lee, paused: "lunch"), .agentLoggedIn(.kim, paused: nil))
    var urgent = needsKorean()
    urgent.priority = 2
    desk.handle(.enqueued(.anna, needsKorean()), .enqueued(.ben, needsKorean()), .enqueued(.cho, urgent))
    desk.handle(.agentLoggedOut(.lee))
    desk.handle(.agentAnswered(.kim), .agentHungUp(.kim), .agentReady(.kim))
    #expect(desk.decisions.map(\.call) == [.cho, .anna])
  }

  @Test func `becomes easier in one alternative, and the others stay`() {
    var request = ContactRequest(
      queue: billing,
      requirements: [.any([SkillLevel(Desk.billing, 4), SkillLevel(Desk.korean, 3)])])
    request.widenings = [WideningStep(after: .seconds(20), change: .require(.need(Desk.billing)))]
    #expect(
      request.widened(by: 1, absent: 0).requirements == [
        .any([SkillLevel(Desk.billing, 1), SkillLevel(Desk.korean, 3)])
      ])
    request.widenings[0].change = .require(.need(Desk.korean))
    #expect(
      request.widened(by: 1, absent: 0).requirements == [
        .any([SkillLevel(Desk.billing, 4), SkillLevel(Desk.korean, 1)])
      ])
    // What is taken away, and a need of its own, is as it was.
    request.widenings[0].change = .require(.not(Desk.korean))
    #expect(request.widened(by: 1, absent: 0).requirements == [.not(Desk.korean)])
    request.requirements = [.need(Desk.billing, 4), .need(Desk.korean, 3)]
    request.widenings[0].change = .require(.need(Desk.billing))
    #expect(
      request.widened(by: 1, absent: 0).requirements == [.need(Desk.billing), .need(Desk.korean, 3)])
  }

  @Test func `changes with a skill that an agent is given now`() {
    var desk = Desk([.plain()], [.kim([Desk.billing: 1]), .lee([Desk.billing: 4])])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: "lunch"))
    desk.handle(.enqueued(.anna, .billing(3)))
    #expect(desk.decisions.isEmpty)
    desk.handle(.skillChanged(.kim, Desk.billing, 3))
    #expect(desk.decisions.map(\.agent) == [.kim])
    #expect(desk.distributor.skills(of: .kim) == [Desk.billing: 3])
  }
}

@Suite struct `The order over queues` {
  @Test func `counts a queue's weight, and age up to its cap, in one sum`() {
    var heavy = QueueDefinition(id: sales)
    heavy.weight = 3
    let aging = QueueDefinition.plain { ($0.age, $0.agePeriod, $0.ageMax) = (1, .seconds(60), 4) }
    var desk = Desk([aging, heavy], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"))
    var other = ContactRequest.billing()
    other.queue = sales
    desk.handle(.enqueued(.anna, .billing()))
    desk.wait(.seconds(170))
    desk.handle(.enqueued(.ben, other))
    // Anna has gained 2.8 by now, ben has 3.
    desk.handle(.agentReady(.kim), .agentPaused(.kim, reason: "lunch"))
    #expect(desk.decisions.map(\.call) == [.ben])
    desk.wait(.seconds(20))
    desk.handle(.agentReady(.kim), .agentPaused(.kim, reason: "lunch"))
    #expect(desk.decisions.map(\.call) == [.ben, .anna])
    // A new weight counts for those who wait.
    heavy.weight = 9
    desk.configure([aging, heavy], [.kim()])
    desk.handle(.agentReady(.kim))
    #expect(desk.decisions.map(\.call) == [.ben, .anna, .ben])
  }

  @Test func `goes by age as the site has it now, for those too who have long waited`() {
    func aging(_ age: Int, most: Int) -> QueueDefinition {
      .plain { ($0.age, $0.agePeriod, $0.ageMax) = (age, .seconds(60), most) }
    }
    let other = QueueDefinition(id: sales)
    var second = ContactRequest.billing()
    second.queue = sales
    second.priority = 2
    for (age, most, first) in [(1, 5, CallID.ben), (1, 1, .ben), (3, 2, .anna), (3, 9, .anna)] {
      var desk = Desk([aging(0, most: 1), other], [.kim()])
      desk.handle(.agentLoggedIn(.kim, paused: "lunch"))
      desk.handle(.enqueued(.anna, .billing()), .enqueued(.ben, second))
      desk.wait(.seconds(60))
      desk.configure([aging(age, most: most), other], [.kim()])
      desk.handle(.agentReady(.kim))
      #expect(desk.decisions.map(\.call) == [first], "\(age) a minute, \(most) at most")
    }
  }

  @Test(arguments: [UInt64(1), 2, 3]) func `is what comparing every call with every other gives`(seed: UInt64)
  {
    var chance = SeededGenerator(seed: seed)
    func some(_ n: Int) -> Int { Int.random(in: 0..<n, using: &chance) }
    let queues = (0..<3).map { n in
      var queue = QueueDefinition(id: QueueID(n))
      (queue.age, queue.ageMax, queue.weight) = (n, n == 2 ? 3 : nil, some(3))
      queue.wrapUp = .zero
      return queue
    }
    // Lee could take everything, and takes nothing.
    var desk = Desk(
      queues, [.kim([Desk.billing: 2, Desk.korean: 2]), .lee([Desk.billing: 9, Desk.korean: 9])], seed: seed)
    desk.checksAlways = false
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"), .agentLoggedIn(.lee, paused: "lunch"))
    struct Waiting {
      var call: CallID
      var queue: Int
      var priority: Int
      var since: Instant
      var isAble: Bool
    }
    var waiting: [Waiting] = []
    for n in 1...120 {
      var request = ContactRequest(queue: QueueID(some(3)), priority: some(4))
      request.requirements = [.need(some(2) == 0 ? Desk.billing : Desk.korean, 1 + some(3))]
      let isAble = request.requirements.allSatisfy { requirement in
        if case .any(let levels) = requirement { levels[0].level <= 2 } else { false }
      }
      waiting.append(
        Waiting(
          call: CallID(UInt64(n)), queue: request.queue.number, priority: request.priority, since: desk.now,
          isAble: isAble))
      desk.handle(.enqueued(CallID(UInt64(n)), request))
      if some(3) > 0 { desk.wait(.seconds(some(20))) }
      if some(4) == 0, let changed = waiting.indices.randomElement(using: &chance) {
        waiting[changed].priority = some(6)
        desk.handle(.priorityChanged(waiting[changed].call, waiting[changed].priority))
      }
      if some(6) == 0, let left = waiting.indices.randomElement(using: &chance) {
        desk.handle(.callLeft(waiting.remove(at: left).call, .abandoned))
      }
    }
    func effective(_ call: Waiting) -> Double {
      let queue = queues[call.queue]
      let age = Double(queue.age) * Double((desk.now - call.since).microseconds) / 60_000_000
      return Double(call.priority + queue.weight) + min(age, Double(queue.ageMax ?? 1_000_000))
    }
    // Places in each queue are by the same order.
    for call in waiting {
      let ahead = waiting.filter { other in
        other.queue == call.queue
          && (effective(other) > effective(call) + 1e-9
            || abs(effective(other) - effective(call)) <= 1e-9 && other.call < call.call)
      }
      #expect(desk.distributor.position(of: call.call, at: desk.now) == ahead.count + 1, "seed \(seed)")
    }
    var expected: [CallID] = []
    while true {
      let able = waiting.filter(\.isAble)
      guard
        let next = able.min(by: { a, b in
          abs(effective(a) - effective(b)) > 1e-9 ? effective(a) > effective(b) : a.call < b.call
        })
      else { break }
      expected.append(next.call)
      waiting.removeAll { $0.call == next.call }
      desk.handle(.agentReady(.kim), .agentAnswered(.kim), .agentPaused(.kim, reason: "x"))
      desk.handle(.callLeft(next.call, .abandoned))
      desk.wait(.seconds(some(30)))
    }
    #expect(desk.decisions.map(\.call) == expected, "seed \(seed)")
    #expect(desk.distributor.invariantFaults() == [])
  }
}

@Suite struct `A call for one agent` {
  private func request(_ agent: AgentID, wait: Duration = .seconds(20), only: Bool = false) -> ContactRequest
  {
    var request = ContactRequest.billing()
    (request.direct, request.directWait, request.isDirectOnly) = (agent, wait, only)
    return request
  }
  private func busy() -> Desk {
    var desk = Desk([.plain { $0.wrapUp = .zero }], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.cho, .billing()), .agentAnswered(.kim))
    return desk
  }

  @Test func `waits for him alone, and then for anybody`() {
    var desk = busy()
    desk.handle(.agentLoggedIn(.lee, paused: nil))
    #expect(
      desk.handle(.enqueued(.anna, request(.kim))) == [
        .queued(.anna, billing, position: 1), .reserved(.anna, for: .kim),
      ])
    #expect(desk.wait(.seconds(19)) == [])
    #expect(
      desk.wait(.seconds(1)) == [
        .released(.anna, from: .kim), .agentChanged(.lee, .offered(.anna)),
        .offer(.lee, .anna, billing, ring: .seconds(10)),
      ])
  }

  @Test func `is his when he is free in time, by the one order`() {
    var desk = busy()
    desk.handle(.enqueued(.anna, request(.kim)))
    desk.wait(.seconds(1))
    desk.handle(.enqueued(.ben, .billing()))
    #expect(desk.distributor.position(of: .ben, at: desk.now) == 2)
    desk.handle(.agentHungUp(.kim))
    #expect(desk.said.last == .offer(.kim, .anna, billing, ring: .seconds(10)))
  }

  @Test func `is anybody's when he leaves or does not want it`() {
    var desk = busy()
    desk.handle(.agentLoggedIn(.lee, paused: nil), .enqueued(.anna, request(.kim)))
    #expect(
      desk.handle(.agentLoggedOut(.kim)) == [
        .released(.anna, from: .kim), .agentChanged(.lee, .offered(.anna)),
        .offer(.lee, .anna, billing, ring: .seconds(10)),
      ])
    desk = busy()
    desk.handle(.enqueued(.anna, request(.kim)), .agentHungUp(.kim), .agentLoggedIn(.lee, paused: nil))
    #expect(
      desk.handle(.agentRefused(.kim)) == [
        .offerEnded(.kim, .anna, .refused), .agentChanged(.kim, .ready), .released(.anna, from: .kim),
        .agentChanged(.lee, .offered(.anna)), .offer(.lee, .anna, billing, ring: .seconds(10)),
      ])
  }

  @Test func `only for him is nobody else's`() {
    var desk = busy()
    desk.handle(.agentLoggedIn(.lee, paused: nil), .enqueued(.anna, request(.kim, only: true)))
    #expect(desk.wait(.seconds(20)) == [.left(.anna, billing, .timeout, waited: .seconds(20))])
    desk.handle(.enqueued(.ben, request(.kim, wait: .zero, only: true)), .agentLoggedOut(.kim))
    #expect(desk.wait(.seconds(30)) == [.left(.ben, billing, .noAgents, waited: .seconds(30))])
    desk.handle(.agentHungUp(.kim))
    #expect(
      desk.handle(.enqueued(.anna, request(.kim, only: true))) == [
        .left(.anna, billing, .noAgents, waited: .zero)
      ])
  }
}
