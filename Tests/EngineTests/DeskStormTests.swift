import ACD
import Chronology
import Session
import Testing
import Tones

@testable import Engine

/// Callers and agents who come, press anything and go at random.
@Suite struct `A storm over agents on lines` {
  /// Each caller is rung through to an agent, and may come into the queue after that.
  static let putThrough = DeskCentre.bank.replacing(
    "flow main {",
    with: """
      flow main {
        transfer past {
          to "201"; mode bridge; max 90s
          done -> bye; busy -> other; no-answer -> to_billing; refused -> other
        }
        transfer other { to "202"; mode bridge; done -> bye; busy -> to_billing; no-answer -> to_billing
          refused -> to_billing }
      """)

  @Test(arguments: [UInt64(3), 44, 2026, 5, 71, 312]) func `leaves no seat taken and no record open`(
    seed: UInt64
  ) throws {
    var chance = SeededGenerator(seed: seed)
    func some(_ n: Int) -> Int { Int.random(in: 0..<n, using: &chance) }
    let dialer = FakeDialer()
    // Some come past all queues.
    let isPutThrough = [5, 71].contains(seed)
    let centre = try DeskCentre(
      bank: isPutThrough ? `A storm over agents on lines`.putThrough : DeskCentre.bank,
      desk: seed == 44 ? "accept auto;" : "", dialer: dialer, phones: seed == 2026 ? ["lee": "5202"] : [:])
    var rung = 0
    let names = ["kim", "lee", "park"]
    var legs: [CallID] = []
    var calls: [CallID] = []
    let codes = [
      "1", "1", "1", "2", "7", "*3", "*1", "*1", "*1202#", "*1203#", "*171#", "*12000#", "*2201#", "*2203#",
      "*2202#",
      "*4", "*5", "*7", "*9", "*0", "9", "0", "*10315555#", "*20315555#",
    ]
    for step in 0..<2500 {
      let live = Set(centre.engine.core.slotByCall.calls)
      legs.removeAll { !live.contains($0) }
      calls.removeAll { !live.contains($0) }
      switch some(20) {
      case 0...2 where calls.count < 12: calls.append(centre.call())
      case 3,
        4 where legs.count < 5:
        legs.append(centre.agent(names[some(3)]))
      case 5: if let leg = legs.randomElement(using: &chance), some(4) == 0 { centre.hangUp(leg) }
      case 6: if let call = calls.randomElement(using: &chance) { centre.hangUp(call) }
      case 7:
        if let leg = legs.randomElement(using: &chance), let call = calls.randomElement(using: &chance),
          some(4) == 0
        {
          if some(2) == 0 { centre.hangUp(leg, call) } else { centre.hangUp(call, leg) }
        }
      case 8:
        if let call = calls.randomElement(using: &chance) { centre.press(["1", "1234", "#"][some(3)], call) }
      case 9:
        let voice = [DeskNews.Monitor.listen, .whisper, .join, nil][some(4)]
        centre.perform(.monitor(names[some(3)], by: names[some(3)], voice))
      case 10:
        let name = names[some(3)]
        let orders: [EngineCommand] = [
          .agentReady(name), .agentLogin(name), .agentAnswer(name), .agentHangUp(name), .agentLogout(name),
        ]
        centre.perform(orders[some(orders.count)])
      case 11...15:
        if let leg = legs.randomElement(using: &chance) { centre.press(codes[some(codes.count)], leg) }
      case 16:
        // A telephone that was rung is answered, busy or lets it ring out; the answer may come too late.
        let rings = dialer.orders.compactMap { if case .ring(let leg, _, _) = $0 { leg } else { nil } }
        guard rung < rings.count else { break }
        let ring = rings[rung]
        rung += 1
        switch some(4) {
        case 0: dialer.fail(ring, .busy)
        case 1: break
        default: legs.append(centre.answer(ring))
        }
      default: centre.wait(some(6))
      }
      let faults = centre.engine.core.talkFaults() + centre.engine.core.distributor.value.invariantFaults()
      if !faults.isEmpty {
        Issue.record("seed \(seed), step \(step): \(faults)")
        return
      }
    }
    for call in calls + legs { centre.hangUp(call) }
    centre.wait(30)
    centre.checkAfterAll()
    // Longer than any timer of a call that is over could still run.
    centre.wait(1200)
    for name in names { centre.perform(.agentLogout(name)) }
    #expect(centre.engine.core.leftBehind == [:], "seed \(seed)")
    // Everybody who waited or talked has left once.
    #expect(Set(centre.log.opened.map(\.call)).count == centre.log.closed.count, "seed \(seed)")
    if isPutThrough { return }
    #expect(centre.log.visits.contains { $0.hold > .zero }, "seed \(seed): nobody was held")
    if seed == 44 {
      #expect(
        centre.log.visits.contains { $0.how == "transferred" }, "seed \(seed): nothing was handed over")
    }
  }
}
