import Chronology
import Foundation
import Testing

@testable import ACD

private let queue = QueueID(0)

@Suite struct `A call and the agents` {
  @Test func `is offered to the agent who has been idle longest`() {
    var desk = Desk([.plain()], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.lee, paused: nil))
    desk.wait(.seconds(5))
    desk.handle(.agentLoggedIn(.kim, paused: nil))
    desk.wait(.seconds(5))
    #expect(
      desk.handle(.enqueued(.anna, .billing())) == [
        .queued(.anna, queue, position: 1), .agentChanged(.lee, .offered(.anna)),
        .offer(.lee, .anna, queue, ring: .seconds(10)),
      ])
    desk.wait(.seconds(4))
    #expect(
      desk.handle(.agentAnswered(.lee)) == [
        .agentChanged(.lee, .talking(.anna)), .connected(.anna, .lee, queue, waited: .seconds(4)),
      ])
    desk.wait(.seconds(60))
    #expect(
      desk.handle(.agentHungUp(.lee)) == [
        .talkEnded(.anna, .lee, talk: .seconds(60), by: .agent), .agentChanged(.lee, .wrapUp(.anna)),
      ])
    #expect(desk.wait(.seconds(29)) == [])
    #expect(desk.wait(.seconds(1)) == [.agentChanged(.lee, .ready)])
  }

  @Test func `ties go to the first by name`() {
    var desk = Desk([.plain()], [.lee(), .kim()])
    desk.handle(.agentLoggedIn(.lee, paused: nil), .agentLoggedIn(.kim, paused: nil))
    desk.handle(.enqueued(.anna, .billing()))
    #expect(desk.decisions.map(\.agent) == [.kim])
    #expect(desk.decisions.map(\.candidates) == [2])
  }

  @Test func `all needs must be met, and a level is a least level`() {
    var desk = Desk(
      [.plain()],
      [
        .kim([Desk.billing: 1, Desk.korean: 9]), .lee([Desk.billing: 2]),
        .park([Desk.billing: 2, Desk.korean: 1]),
      ])
    desk.handle(
      .agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: nil),
      .agentLoggedIn(.park, paused: nil))
    desk.handle(
      .enqueued(
        .anna,
        ContactRequest(queue: queue, requirements: [.need(Desk.billing, 2), .need(Desk.korean)])))
    #expect(desk.decisions.map(\.agent) == [.park])
    #expect(desk.distributor.agents(able: [.need(Desk.billing, 2)]) == 2)
  }

  @Test func `one of several alternatives suffices`() {
    var desk = Desk([.plain()], [.kim([Desk.korean: 2]), .lee([Desk.english: 4])])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: nil))
    let either = Requirement.any([SkillLevel(Desk.korean, 3), SkillLevel(Desk.english, 4)])
    desk.handle(.enqueued(.anna, ContactRequest(queue: queue, requirements: [either])))
    #expect(desk.decisions.map(\.agent) == [.lee])
  }

  @Test func `an excluded skill keeps an agent away`() {
    var desk = Desk([.plain()], [.kim([Desk.billing: 9, Desk.trainee: 1]), .lee()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: nil))
    desk.handle(
      .enqueued(
        .anna,
        ContactRequest(queue: queue, requirements: [.need(Desk.billing), .not(Desk.trainee)])))
    #expect(desk.decisions.map(\.agent) == [.lee])
  }

  @Test func `a preference lifts up to the level wanted, then ability decides`() {
    // Preferred korean 3: kim has 3 of it, lee 9 counts as 3, so billing decides for lee.
    var desk = Desk(
      [.plain()],
      [
        .kim([Desk.billing: 2, Desk.korean: 3]), .lee([Desk.billing: 4, Desk.korean: 9]),
        .park([Desk.billing: 9, Desk.korean: 2]),
      ])
    desk.handle(
      .agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: nil),
      .agentLoggedIn(.park, paused: nil))
    desk.handle(.enqueued(.anna, .billing(prefer: [SkillLevel(Desk.korean, 3)])))
    #expect(desk.decisions.map(\.agent) == [.lee])
    #expect(desk.decisions.map(\.fit) == [3])
  }

  @Test func `widening lowers the level at its time`() {
    var desk = Desk([.plain()], [.kim([Desk.billing: 1]), .lee([Desk.billing: 2])])
    desk.handle(.agentLoggedIn(.kim, paused: nil))
    let widen = [WideningStep(after: .seconds(60), change: .require(.need(Desk.billing, 1)))]
    desk.handle(.enqueued(.anna, .billing(2, widen: widen)))
    #expect(desk.wait(.seconds(59)) == [])
    #expect(
      desk.wait(.seconds(1)) == [
        .widened(.anna, queue, step: 0), .agentChanged(.kim, .offered(.anna)),
        .offer(.kim, .anna, queue, ring: .seconds(10)),
      ])
  }

  @Test func `widening works a whole day later, step after step`() {
    var desk = Desk([.plain()], [.kim([Desk.korean: 1])])
    desk.handle(.agentLoggedIn(.kim, paused: nil))
    let widen = [
      WideningStep(after: .hours(24), change: .drop(Desk.billing)),
      WideningStep(after: .hours(23), change: .require(.need(Desk.billing, 1))),
    ]
    desk.handle(.enqueued(.anna, .billing(2, widen: widen)))
    #expect(desk.wait(.hours(23)) == [.widened(.anna, queue, step: 0)])
    #expect(
      desk.wait(.hours(1)) == [
        .widened(.anna, queue, step: 1), .agentChanged(.kim, .offered(.anna)),
        .offer(.kim, .anna, queue, ring: .seconds(10)),
      ])
  }

  @Test func `an agent takes the highest priority, then the longest wait`() {
    var desk = Desk([.plain()], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"))
    desk.handle(.enqueued(.anna, .billing()))
    desk.wait(.seconds(1))
    desk.handle(.enqueued(.ben, .billing()), .enqueued(.cho, .billing(priority: 1)))
    desk.handle(.agentReady(.kim), .agentAnswered(.kim))
    desk.handle(.agentLoggedIn(.lee, paused: nil))
    #expect(desk.decisions.map(\.call) == [.cho, .anna])
  }

  @Test func `age overtakes priority, up to its cap`() {
    for (cap, first) in [(nil, CallID.anna), (2, CallID.ben)] {
      var desk = Desk(
        [
          .plain {
            ($0.age, $0.agePeriod, $0.ageMax) = (1, .seconds(60), cap)
          }
        ], [.kim()])
      desk.handle(.agentLoggedIn(.kim, paused: "lunch"))
      desk.handle(.enqueued(.anna, .billing()))
      desk.wait(.seconds(180))
      desk.handle(.enqueued(.ben, .billing(priority: 3)))
      desk.handle(.agentReady(.kim))
      #expect(desk.decisions.map(\.call) == [first])
    }
  }

  @Test func `a new priority holds for a call that already waits`() {
    var desk = Desk([.plain()], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"))
    desk.handle(.enqueued(.anna, .billing()), .enqueued(.ben, .billing()), .priorityChanged(.ben, 5))
    #expect(desk.distributor.position(of: .anna, at: desk.now) == 2)
    desk.handle(.agentReady(.kim))
    #expect(desk.decisions.map(\.call) == [.ben])
  }

  @Test func `strategies pick among those who are equally fit`() {
    for (pick, expected) in [
      (PickRule.linear, AgentID.park), (.fewestCalls, .lee), (.leastTalk, .park), (.roundRobin, .park),
      (.level, .kim), (.spareLevel, .kim), (.longestIdle, .park),
    ] {
      var desk = Desk(
        [.plain { ($0.pick, $0.wrapUp) = (.linear, .zero) }], [.park(), .lee(), .kim()])
      desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.park, paused: "away"))
      // Kim has two short calls, park one long one that ends first, lee none; lee came last.
      desk.handle(.agentPaused(.kim, reason: "away"), .agentReady(.park))
      desk.handle(.enqueued(CallID(11), .billing()), .agentAnswered(.park))
      desk.wait(.milliseconds(1))
      desk.handle(.agentHungUp(.park), .agentPaused(.park, reason: "away"), .agentReady(.kim))
      for call in [CallID(12), CallID(13)] {
        desk.handle(.enqueued(call, .billing()), .agentAnswered(.kim))
        desk.wait(.seconds(1))
        desk.handle(.agentHungUp(.kim))
      }
      desk.handle(.agentReady(.park))
      desk.wait(.seconds(1))
      desk.handle(.agentPaused(.kim, reason: "away"), .agentReady(.kim))
      desk.handle(.agentLoggedIn(.lee, paused: nil))
      let definitions = [AgentDefinition.park(), .lee(), .kim()]
      desk.configure([.plain { $0.pick = pick }], definitions)
      let before = desk.decisions.count
      if pick == .leastTalk {
        // Lee has not talked at all; without him park has talked least.
        desk.handle(.agentLoggedOut(.lee))
      }
      if pick == .roundRobin { desk.handle(.agentLoggedOut(.lee)) }
      desk.handle(.enqueued(.anna, .billing()))
      #expect(desk.decisions[before...].map(\.agent) == [expected], "pick \(pick)")
    }
  }

  @Test func `spare-level takes the least able who suffices`() {
    var desk = Desk([.plain { $0.pick = .spareLevel }], [.kim([Desk.billing: 9]), .lee([Desk.billing: 2])])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: nil))
    desk.handle(.enqueued(.anna, .billing(2)))
    #expect(desk.decisions.map(\.agent) == [.lee])
  }

  @Test func `random picks the same with the same seed, and everybody in time`() {
    func picks(_ seed: UInt64) -> [AgentID] {
      var desk = Desk(
        [.plain { ($0.pick, $0.wrapUp) = (.random, .zero) }], [.kim(), .lee(), .park()], seed: seed)
      for agent in [AgentID.kim, .lee, .park] { desk.handle(.agentLoggedIn(agent, paused: nil)) }
      for n in 1...40 {
        desk.handle(.enqueued(CallID(UInt64(n)), .billing()), .callLeft(CallID(UInt64(n)), .abandoned))
      }
      return desk.decisions.map(\.agent)
    }
    #expect(picks(7) == picks(7))
    #expect(Set(picks(7)).count == 3)
  }

  @Test func `ringing all: the first to answer has the call, the others are free`() {
    var desk = Desk([.plain { $0.pick = .all }], [.kim(), .lee(), .park([Desk.korean: 3])])
    for agent in [AgentID.kim, .lee, .park] { desk.handle(.agentLoggedIn(agent, paused: nil)) }
    desk.handle(.enqueued(.anna, .billing()))
    #expect(desk.distributor.state(of: .kim)?.state == .offered(.anna))
    #expect(desk.distributor.state(of: .lee)?.state == .offered(.anna))
    #expect(
      desk.handle(.agentAnswered(.lee)) == [
        .offerEnded(.kim, .anna, .withdrawn), .agentChanged(.kim, .ready),
        .agentChanged(.lee, .talking(.anna)), .connected(.anna, .lee, queue, waited: .zero),
      ])
  }
}

@Suite struct `A call that gets no agent` {
  @Test func `leaves after the longest wait`() {
    var desk = Desk([.plain { $0.maxWait = .minutes(15) }], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"), .enqueued(.anna, .billing()))
    #expect(desk.wait(.seconds(899)) == [])
    #expect(desk.wait(.seconds(1)) == [.left(.anna, queue, .timeout, waited: .minutes(15))])
  }

  @Test func `a telephone that rings at the longest wait may still be answered`() {
    var desk = Desk([.plain { $0.maxWait = .seconds(15) }], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"), .enqueued(.anna, .billing()))
    desk.wait(.seconds(10))
    desk.handle(.agentReady(.kim))
    #expect(desk.wait(.seconds(5)) == [])
    var other = desk
    #expect(
      desk.handle(.agentAnswered(.kim)).last == .connected(.anna, .kim, queue, waited: .seconds(15)))
    #expect(other.wait(.seconds(5)).last == .left(.anna, queue, .timeout, waited: .seconds(20)))
  }

  @Test func `leaves at once when the queue is full or closed or nobody is logged in`() {
    var desk = Desk([.plain { $0.maxCallers = 1 }], [.kim()])
    #expect(
      desk.handle(.enqueued(.anna, .billing())) == [.left(.anna, queue, .noAgents, waited: .zero)])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"), .enqueued(.anna, .billing()))
    #expect(desk.handle(.enqueued(.ben, .billing())) == [.left(.ben, queue, .full, waited: .zero)])
    desk.handle(.queueClosed(queue))
    #expect(desk.handle(.enqueued(.cho, .billing())) == [.left(.cho, queue, .closed, waited: .zero)])
    #expect(desk.distributor.waiting(queue) == 1)
  }

  @Test func `waits a while after the last able agent has gone`() {
    var desk = Desk([.plain { $0.noAgents = .seconds(30) }], [.kim(), .lee([Desk.korean: 1])])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"), .agentLoggedIn(.lee, paused: nil))
    desk.handle(.enqueued(.anna, .billing()))
    desk.wait(.seconds(10))
    desk.handle(.agentLoggedOut(.kim))
    desk.wait(.seconds(20))
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"))
    desk.wait(.seconds(20))
    desk.handle(.agentLoggedOut(.kim))
    #expect(desk.wait(.seconds(29)) == [])
    #expect(desk.wait(.seconds(1)) == [.left(.anna, queue, .noAgents, waited: .seconds(80))])
  }

  @Test func `an agent who will be able after widening counts as logged in`() {
    var desk = Desk([.plain()], [.kim([Desk.billing: 1])])
    desk.handle(.agentLoggedIn(.kim, paused: nil))
    let widen = [WideningStep(after: .seconds(60), change: .require(.need(Desk.billing, 1)))]
    #expect(
      desk.handle(.enqueued(.anna, .billing(2, widen: widen))) == [.queued(.anna, queue, position: 1)])
  }

  @Test func `keeps its place while the caller decides`() {
    var desk = Desk([.plain()], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"))
    desk.handle(.enqueued(.anna, .billing()), .callDeciding(.anna))
    desk.wait(.seconds(5))
    desk.handle(.enqueued(.ben, .billing()), .callResumed(.anna), .agentReady(.kim))
    #expect(desk.decisions.map(\.call) == [.anna])
  }

  @Test func `is not offered while the caller decides, even when it rang already`() {
    var desk = Desk([.plain()], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()))
    #expect(
      desk.handle(.callDeciding(.anna)) == [
        .offerEnded(.kim, .anna, .withdrawn), .agentChanged(.kim, .ready),
      ])
    desk.handle(.callLeft(.anna, .key))
    #expect(desk.said.last == .left(.anna, queue, .key, waited: .zero))
  }

  @Test func `who waits where, since when, and who is at a key, is told of all queues at once`() {
    let second = QueueID(1)
    var desk = Desk([.plain(), QueueDefinition(id: second), QueueDefinition(id: QueueID(2))], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"), .enqueued(.anna, .billing()))
    desk.wait(.seconds(5))
    desk.handle(
      .enqueued(.ben, ContactRequest(queue: second)), .enqueued(.cho, ContactRequest(queue: second)))
    desk.handle(.callDeciding(.ben))
    func standing(_ seconds: Int?, _ deciding: Int) -> QueueStanding {
      var standing = QueueStanding()
      standing.deciding = deciding
      standing.first = seconds.map { Instant(milliseconds: 0) + .seconds($0) }
      return standing
    }
    #expect(desk.distributor.standings() == [standing(0, 0), standing(5, 1), standing(nil, 0)])
    desk.handle(.callLeft(.anna, .abandoned), .callResumed(.ben))
    #expect(desk.distributor.standings() == [standing(nil, 0), standing(5, 0), standing(nil, 0)])
  }

  @Test func `its time may run out while the caller decides; then it leaves at once`() {
    var desk = Desk([.plain { $0.maxWait = .seconds(10) }], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"), .enqueued(.anna, .billing()))
    desk.handle(.callDeciding(.anna))
    #expect(desk.wait(.seconds(12)) == [])
    #expect(desk.handle(.callResumed(.anna)) == [.left(.anna, queue, .timeout, waited: .seconds(12))])
  }
}

@Suite struct `An offer` {
  @Test func `rings out to the next agent and the call keeps its place`() {
    var desk = Desk([.plain()], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.kim, paused: nil))
    desk.wait(.seconds(1))
    desk.handle(.agentLoggedIn(.lee, paused: nil), .enqueued(.anna, .billing()))
    #expect(
      desk.wait(.seconds(10)) == [
        .offerEnded(.kim, .anna, .missed), .agentChanged(.kim, .ready),
        .agentChanged(.lee, .offered(.anna)), .offer(.lee, .anna, queue, ring: .seconds(10)),
      ])
  }

  @Test func `goes to the same agent again only after a while, and to others meanwhile`() {
    var desk = Desk([.plain { $0.missedPause = 0 }], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()))
    #expect(
      desk.handle(.agentRefused(.kim)) == [.offerEnded(.kim, .anna, .refused), .agentChanged(.kim, .ready)])
    #expect(desk.wait(.seconds(4)) == [])
    #expect(
      desk.wait(.seconds(1)) == [
        .agentChanged(.kim, .offered(.anna)), .offer(.kim, .anna, queue, ring: .seconds(10)),
      ])
    desk.handle(.agentRefused(.kim), .agentLoggedIn(.lee, paused: nil))
    #expect(desk.said.last == .offer(.lee, .anna, queue, ring: .seconds(10)))
  }

  @Test func `that he refused is passed over for another call of his`() {
    var desk = Desk([.plain()], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()), .enqueued(.ben, .billing()))
    desk.handle(.agentRefused(.kim))
    #expect(desk.decisions.map(\.call) == [.anna, .ben])
    // Two who both refused are not asked in turn for ever.
    desk = Desk([.plain()], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: nil))
    desk.handle(.enqueued(.anna, .billing()), .agentRefused(.kim), .agentRefused(.lee))
    #expect(desk.decisions.map(\.agent) == [.kim, .lee])
    #expect(desk.distributor.state(of: .kim)?.state == .ready)
    desk.wait(.seconds(5))
    #expect(desk.decisions.map(\.agent) == [.kim, .lee, .kim])
  }

  @Test func `missed so many times in a row makes an agent not answering`() {
    var desk = Desk([.plain { $0.missedPause = 2 }], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()))
    desk.wait(.seconds(25))
    #expect(desk.distributor.state(of: .kim)?.state == .notAnswering)
    #expect(desk.wait(.seconds(30)).last == .left(.anna, queue, .noAgents, waited: .seconds(55)))
    #expect(desk.handle(.agentReady(.kim)) == [.agentChanged(.kim, .ready)])
  }

  @Test func `rings as long as the agent's own time says`() {
    var kim = AgentDefinition.kim()
    kim.ring = .seconds(25)
    var desk = Desk([.plain()], [kim])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()))
    #expect(desk.said.last == .offer(.kim, .anna, queue, ring: .seconds(25)))
  }

  @Test func `is taken back when the caller hangs up, and the agent is free for the next`() {
    var desk = Desk([.plain()], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: nil))
    desk.handle(.enqueued(.anna, .billing()), .enqueued(.ben, .billing()))
    desk.wait(.seconds(3))
    #expect(
      desk.handle(.callLeft(.anna, .abandoned)) == [
        .offerEnded(.kim, .anna, .withdrawn), .agentChanged(.kim, .ready),
        .left(.anna, queue, .abandoned, waited: .seconds(3)), .agentChanged(.kim, .offered(.ben)),
        .offer(.kim, .ben, queue, ring: .seconds(10)),
      ])
  }

  @Test func `late answers and late timers change nothing`() {
    var desk = Desk([.plain()], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()))
    desk.handle(.callLeft(.anna, .abandoned))
    #expect(desk.handle(.agentAnswered(.kim)) == [])
    #expect(desk.handle(.agentRefused(.kim)) == [])
    #expect(desk.handle(.timer(DistributorTimer(.ring(.kim), serial: 1))) == [])
    #expect(desk.handle(.timer(DistributorTimer(.maxWait(.anna), serial: 2))) == [])
    #expect(desk.handle(.callLeft(.anna, .abandoned)) == [])
    #expect(desk.handle(.agentAnswered(AgentID(99)), .agentReady(AgentID(-1))) == [])
  }

  @Test func `ends when its agent logs out or pauses`() {
    var desk = Desk([.plain()], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()))
    #expect(
      desk.handle(.agentPaused(.kim, reason: "lunch")) == [
        .offerEnded(.kim, .anna, .paused), .agentChanged(.kim, .paused(reason: "lunch")),
      ])
  }
}

@Suite struct `An agent` {
  @Test func `has his wrap-up whatever queue calls`() {
    var other = QueueDefinition(id: QueueID(1))
    other.wrapUp = .zero
    var desk = Desk([.plain(), other], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()), .agentAnswered(.kim))
    desk.handle(.callLeft(.anna, .abandoned))
    var request = ContactRequest.billing()
    request.queue = QueueID(1)
    #expect(desk.handle(.enqueued(.ben, request)) == [.queued(.ben, QueueID(1), position: 1)])
    #expect(desk.wait(.seconds(29)) == [])
    #expect(desk.wait(.seconds(1)).last == .offer(.kim, .ben, QueueID(1), ring: .seconds(10)))
  }

  @Test func `ends his wrap-up himself`() {
    var desk = Desk([.plain()], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()), .agentAnswered(.kim))
    desk.handle(.agentHungUp(.kim))
    #expect(desk.handle(.agentReady(.kim)) == [.agentChanged(.kim, .ready)])
    #expect(desk.wait(.minutes(5)) == [])
  }

  @Test func `pauses after talk and wrap-up when he asks while talking`() {
    var desk = Desk([.plain()], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()), .agentAnswered(.kim))
    #expect(desk.handle(.agentPaused(.kim, reason: "lunch")) == [])
    desk.handle(.agentHungUp(.kim))
    #expect(desk.wait(.seconds(30)) == [.agentChanged(.kim, .paused(reason: "lunch"))])
  }

  @Test func `logs out after the talk when he asks while talking`() {
    var desk = Desk([.plain()], [.kim()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .enqueued(.anna, .billing()), .agentAnswered(.kim))
    #expect(desk.handle(.agentLoggedOut(.kim)) == [])
    #expect(
      desk.handle(.agentHungUp(.kim)) == [
        .talkEnded(.anna, .kim, talk: .zero, by: .agent), .agentChanged(.kim, .loggedOut),
      ])
  }

  @Test func `logs in paused without being rung in between`() {
    var desk = Desk([.plain()], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.lee, paused: "lunch"), .enqueued(.anna, .billing()))
    #expect(
      desk.handle(.agentLoggedIn(.kim, paused: "lunch")) == [.agentChanged(.kim, .paused(reason: "lunch"))])
  }

  @Test func `keeps his state and his call over a reload`() {
    var desk = Desk([.plain()], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: "lunch"))
    desk.handle(.enqueued(.anna, .billing()), .agentAnswered(.kim), .enqueued(.ben, .billing()))
    let before = desk.said.count
    desk.configure([.plain { $0.wrapUp = .seconds(5) }], [.lee([Desk.korean: 9]), .kim()])
    #expect(desk.said.count == before)
    #expect(desk.distributor.state(of: .kim)?.state == .talking(.anna))
    #expect(desk.distributor.state(of: .lee)?.state == .paused(reason: "lunch"))
    desk.handle(.agentHungUp(.kim))
    #expect(desk.wait(.seconds(5)).last == .offer(.kim, .ben, queue, ring: .seconds(10)))
  }

  @Test func `who is no longer defined goes when he is free`() {
    var desk = Desk([.plain()], [.kim(), .lee()])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: nil))
    desk.handle(.enqueued(.anna, .billing()), .agentAnswered(.kim))
    desk.configure([.plain()], [])
    #expect(desk.distributor.state(of: .kim)?.state == .talking(.anna))
    #expect(desk.distributor.state(of: .lee)?.state == .loggedOut)
    desk.handle(.agentHungUp(.kim))
    #expect(desk.distributor.state(of: .kim)?.state == .loggedOut)
    #expect(desk.handle(.agentLoggedIn(.kim, paused: nil)) == [])
  }

  @Test func `with a new skill gets the call that waits for it`() {
    var desk = Desk([.plain()], [.kim(), .lee([Desk.korean: 1])])
    desk.handle(.agentLoggedIn(.kim, paused: "lunch"), .agentLoggedIn(.lee, paused: nil))
    desk.handle(.enqueued(.anna, .billing()))
    desk.configure([.plain()], [.kim(), .lee([Desk.billing: 1])])
    #expect(desk.said.last == .offer(.lee, .anna, queue, ring: .seconds(10)))
  }
}

@Suite struct `The expected wait` {
  @Test func `needs five samples and is the 80th percentile of the last 15 minutes`() {
    var estimate = WaitEstimate()
    for wait in [50, 10, 40, 20] {
      estimate.add(wait: .seconds(wait), stoodInLine: true, at: Instant(milliseconds: 1000))
    }
    #expect(estimate.expected(at: Instant(milliseconds: 2000)) == nil)
    #expect(estimate.expected(place: 1, at: Instant(milliseconds: 2000)) == nil)
    estimate.add(wait: .seconds(30), stoodInLine: false, at: Instant(milliseconds: 2000))
    #expect(estimate.expected(at: Instant(milliseconds: 2000)) == .seconds(40))
    #expect(estimate.expected(place: 1, at: Instant(milliseconds: 2000)) == nil)
    #expect(estimate.expected(at: Instant(milliseconds: 901_000)) == nil)
  }

  @Test(arguments: [
    // From tables of the F distribution, upper point of 20 %.
    (2.0, 10.0, 1.90), (2, 20, 1.75), (10, 10, 1.73), (20, 60, 1.34), (10, 120, 1.37),
  ]) func `takes few samples for what they are worth`(first: Double, second: Double, expected: Double) {
    #expect(abs(WaitEstimate.quantile(first, second) / expected - 1) < 0.02)
  }

  /// Callers at random, four agents, talks at random; whoever waits is told at once and at each minute.
  @Test(arguments: [UInt64(1), 2, 3]) func `is kept for four of five, at whatever place`(seed: UInt64) {
    var chance = SeededGenerator(seed: seed)
    func some(_ mean: Double) -> Duration {
      .microseconds(Int64(-log(Double.random(in: 1e-9..<1, using: &chance)) * mean * 1e6))
    }
    var estimate = WaitEstimate()
    var now = Instant(milliseconds: 0)
    var free = [Instant](repeating: now, count: 4)
    // By place: of those who were told something, how many waited no longer.
    var kept: [Int: (told: Int, kept: Int)] = [:]
    var inLine: [(until: Instant, since: Instant)] = []
    for _ in 0..<20_000 {
      now += some(70)
      // First come, first served: it is known who is taken when.
      let agent = free.indices.min { free[$0] < free[$1] } ?? 0
      let start = max(now, free[agent])
      for done in inLine where done.until <= now {
        estimate.add(wait: done.until - done.since, stoodInLine: done.until > done.since, at: done.until)
      }
      inLine.removeAll { $0.until <= now }
      let place = inLine.count + 1
      inLine.append((start, now))
      free[agent] = start + some(240)
      guard start > now, let told = estimate.expected(place: place, at: now) else { continue }
      kept[min(place, 6), default: (0, 0)].told += 1
      if start - now <= told { kept[min(place, 6), default: (0, 0)].kept += 1 }
    }
    for (place, counts) in kept.sorted(by: { $0.key < $1.key }) where counts.told >= 300 {
      let share = Double(counts.kept) / Double(counts.told)
      #expect((0.7...0.92).contains(share), "seed \(seed), place \(place): \(share) of \(counts.told)")
    }
    #expect(kept.values.filter { $0.told >= 300 }.count >= 6, "seed \(seed)")
  }
}
