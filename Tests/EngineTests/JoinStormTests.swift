import ACD
import Chronology
import Session
import Testing
import Tones

@testable import Engine

/// Transfers and call-backs in which everything happens at any moment; the seed is in the test's name.
@Suite struct `A storm of calls that ring others` {
  static let flow = """
    dial 1000 -> main
    dial 2000 -> asking
    flow main {
        transfer out {
            to "5201"
            mode bridge; max 2m; key * ends
            done -> bye
            busy -> bye
            no-answer -> bye
            refused -> bye
        }
        do bye { say "Bye."; hangup }
    }
    flow asking {
        transfer out { say "One moment."; to "5202"; mode ask; ring 20s; done -> out }
    }
    """

  @Test(arguments: 0..<40) func `leaves nobody behind whom it transfers`(seed: UInt64) throws {
    var chance = SeededGenerator(seed: seed)
    let trunk = try Trunk(Self.flow)
    var callers: [CallID] = [], others: [CallID] = [], legs: UInt64 = 0
    var seen = 0
    var ringing: [LegID] = []
    func look() {
      for order in trunk.dialer.orders[seen...] {
        switch order {
        case .ring(let leg, _, _): ringing.append(leg)
        // Who is rung may answer all the same.
        case .cancel(let leg): if Bool.random(using: &chance) { ringing.removeAll { $0 == leg } }
        }
      }
      seen = trunk.dialer.orders.count
    }
    for _ in 0..<300 {
      look()
      switch Int.random(in: 0..<10, using: &chance) {
      case 0, 1:
        legs += 1
        let number = Bool.random(using: &chance) ? "1000" : "2000"
        callers.append(trunk.arrive(Trunk.leg(legs), ani: "0212345678", dnis: number))
      case 2, 3:
        guard let leg = ringing.popLast() else { continue }
        others.append(trunk.arrive(leg))
      case 4:
        guard let leg = ringing.popLast() else { continue }
        let faults = [DialFault.busy, .noAnswer, .refused, .broken("out of order")]
        trunk.dialer.fail(leg, faults.randomElement(using: &chance) ?? .busy)
      case 5:
        guard let call = (callers + others).randomElement(using: &chance) else { continue }
        trunk.hangUp(call)
      case 6:
        // Two at once.
        for call in [callers.last, others.last].compactMap({ $0 }).shuffled(using: &chance) {
          trunk.engine.schedule(.line(call, .hungUp), at: trunk.now)
        }
      case 7:
        guard let call = (callers + others).randomElement(using: &chance) else { continue }
        `A transfer that rings somebody`.press(
          ["1", "2", "*"].randomElement(using: &chance) ?? "1", call, trunk)
      default: trunk.wait(.milliseconds(Int64.random(in: 0...15_000, using: &chance)))
      }
      #expect(trunk.engine.core.talkFaults() == [])
    }
    for call in callers { trunk.hangUp(call) }
    trunk.wait(.minutes(5))
    `A transfer that rings somebody`.checkOver(trunk)
    #expect(trunk.engine.snapshot().calls == [])
    // Calls that left and did not come back are over after an hour.
    trunk.wait(.hours(1))
    #expect(trunk.engine.core.leftBehind == [:])
    #expect(trunk.log.opened.map(\.call).sorted() == trunk.log.closed.map(\.call).sorted())
    #expect(Set(trunk.log.opened.map(\.call)).isSuperset(of: callers))
  }

  @Test(arguments: 0..<40) func `leaves nobody behind whom it calls back`(seed: UInt64) throws {
    var chance = SeededGenerator(seed: seed)
    let dialer = FakeDialer()
    let centre = try DeskCentre(bank: `A call-back`.bank, dialer: dialer)
    for name in ["kim", "lee"] { centre.perform(.agentLogin(name)) }
    var calls: [CallID] = [], seen = 0
    var ringing: [LegID] = []
    for _ in 0..<300 {
      for order in dialer.orders[seen...] {
        switch order {
        case .ring(let leg, _, _): ringing.append(leg)
        case .cancel(let leg): ringing.removeAll { $0 == leg }
        }
      }
      seen = dialer.orders.count
      let agent = Bool.random(using: &chance) ? "kim" : "lee"
      switch Int.random(in: 0..<12, using: &chance) {
      case 0, 1: calls.append(centre.callFrom(Bool.random(using: &chance) ? "0212345678" : nil))
      case 2, 3: if let call = calls.randomElement(using: &chance) { centre.press("1", call) }
      case 4: if let call = calls.randomElement(using: &chance) { centre.press("0212345678#", call) }
      case 5: if let call = calls.randomElement(using: &chance) { centre.hangUp(call) }
      case 6: if let leg = ringing.popLast() { calls.append(centre.answer(leg)) }
      case 7: if let leg = ringing.popLast() { dialer.fail(leg, .busy) }
      case 8: centre.perform(.agentAnswer(agent))
      case 9: centre.perform(.agentHangUp(agent))
      case 10:
        centre.perform(Bool.random(using: &chance) ? .agentPause(agent, reason: "x") : .agentReady(agent))
      default: centre.wait(Int.random(in: 0...240, using: &chance))
      }
      #expect(centre.engine.core.distributor.value.invariantFaults() == [])
    }
    for call in calls { centre.hangUp(call) }
    for name in ["kim", "lee"] { centre.perform(.agentHangUp(name)) }
    // The last order's time is over.
    centre.wait(2 * 3600)
    `A call-back`.checkOver(centre)
    #expect(centre.engine.core.leftBehind == [:])
    let orders = centre.log.closed.filter { $0.outcome == "callback" }
    for order in orders {
      let last = `A call-back`.told(centre, order.call).last ?? ""
      #expect(last.hasSuffix("given up") || last.contains("connected"), "\(last)")
    }
  }
}
