import ACD
import Chronology
import Session
import Testing

@testable import Engine

/// What a supervisor does with a call-back that waits.
@Suite struct `A call-back that waits` {
  static let bank =
    `A call-back`.bank.replacing("skill billing\n", with: "skill billing\nskill sales\n")
    .replacing(
      "flow main {", with: "queue cards { need sales; wrap-up 0s; priority 7 }\nflow main {")

  /// Kim talks, Anna has ordered a call-back and is gone; what is told of it meanwhile is collected.
  static func ordered() throws -> (DeskCentre, FakeDialer, CallID, first: CallID, Told) {
    let told = Told()
    let (centre, dialer, anna, first) = try `A call-back`.ordered(bank: bank) { told.events.append($0) }
    centre.wait(9)
    return (centre, dialer, anna, first, told)
  }
  final class Told: @unchecked Sendable {
    var events: [CentreEvent] = []
    func left(_ call: CallID) -> [String] {
      events.filter { $0.kind == .left && $0.call == call }
        .map { [$0.queue, $0.reason, $0.from].compactMap { $0 }.joined(separator: " ") }
    }
  }
  @Test func `is cancelled by a hang-up of the call that ordered it`() throws {
    let (centre, dialer, anna, first, told) = try Self.ordered()
    #expect(
      centre.perform(.hangUpCall(anna))
        == .explained(["the call-back that call \(anna) ordered is cancelled"]))
    #expect(`A call-back`.told(centre, anna).last == "callback cancelled by order, given up")
    #expect(told.left(anna) == ["billing callback 0212345678", "billing ended 0212345678"])
    #expect(centre.perform(.hangUpCall(anna)) == .unknownCall(anna))
    #expect(!centre.log.kept.contains { $0.kind == "callback" })
    centre.hangUp(first)
    centre.wait(60)
    #expect(dialer.orders == [])
    #expect(centre.engine.core.callBacks.isEmpty)
    centre.checkAfterAll()
  }

  @Test func `is cancelled while it rings, and while it is answered`() throws {
    let (centre, dialer, anna, first, _) = try Self.ordered()
    centre.hangUp(first)
    let leg = try `A call-back`.rung(dialer)
    #expect(centre.perform(.hangUpCall(anna)).problem == nil)
    #expect(dialer.orders.last == .cancel(leg))

    let (other, otherDialer, ordering, talking, _) = try Self.ordered()
    other.hangUp(talking)
    let back = other.answer(try `A call-back`.rung(otherDialer))
    other.wait(1)
    #expect(other.perform(.hangUpCall(ordering)).problem == nil)
    other.wait(10)
    #expect(other.log.closed.first { $0.call == back }?.endedBy == "system")
    other.wait(1000)
    for run in [centre, other] {
      #expect(run.engine.core.callBacks.isEmpty)
      run.checkAfterAll()
    }
  }

  @Test func `whose tries are over has left unreached`() throws {
    let (centre, dialer, anna, first, told) = try Self.ordered()
    centre.hangUp(first)
    for _ in 0..<3 {
      dialer.fail(try `A call-back`.rung(dialer), .busy)
      centre.wait(301)
    }
    #expect(told.left(anna).last == "billing unreached 0212345678")
    #expect(centre.log.visits.first { $0.call == anna }?.how == "callback")
    #expect(centre.engine.core.callBacks.isEmpty)
  }

  @Test func `gets another priority, in other queues and over a restart too`() throws {
    let (centre, _, anna, first, _) = try Self.ordered()
    func isGiven(_ centre: DeskCentre) -> Bool {
      centre.explained(anna).contains { $0.hasSuffix("priority 40, given by hand") }
    }
    #expect(centre.explained(anna).contains { $0.hasSuffix("priority 2") })
    #expect(centre.perform(.setPriority(anna, 40)) == .done)
    #expect(centre.perform(.setPriority(anna, 4_000_000)).problem?.contains("-1000000 to 1000000") == true)
    #expect(isGiven(centre))
    #expect(centre.log.events(anna).contains("priority 40"))
    #expect(centre.perform(.move(anna, to: "cards")) == .done)
    #expect(isGiven(centre))
    let again = try DeskCentre(bank: Self.bank, dialer: FakeDialer())
    again.engine.restore(centre.log.kept)
    #expect(isGiven(again))
    #expect(again.perform(.move(anna, to: "billing")) == .done)
    #expect(isGiven(again))
    centre.hangUp(first)
  }

  @Test func `is moved to another queue: it is made there, and counts where it was ordered`() throws {
    let (centre, dialer, anna, first, told) = try Self.ordered()
    #expect(centre.perform(.move(anna, to: "billing")).problem?.contains("already") == true)
    #expect(centre.perform(.move(anna, to: "nosuch")).problem?.contains("there is no queue or agent") == true)
    #expect(centre.perform(.move(anna, to: "cards")) == .done)
    centre.wait(1)
    #expect(told.left(anna).last == "billing moved 0212345678")
    #expect(told.events.last { $0.kind == .queued }?.queue == "cards")
    #expect(told.events.last { $0.kind == .queued }?.call == anna)
    let queues = centre.engine.snapshot().queues
    #expect(queues.map(\.waiting) == [0, 1])
    #expect((queues[1].longestWait ?? .zero) > .seconds(25))
    #expect(centre.explained(anna).contains { $0.contains("priority 7") })
    // Over a restart it waits there.
    let again = try DeskCentre(bank: Self.bank, dialer: FakeDialer())
    again.engine.restore(centre.log.kept)
    #expect(again.engine.snapshot().queues.map(\.waiting) == [0, 1])
    centre.hangUp(first)
    centre.wait(10)
    #expect(dialer.orders == [])
    centre.perform(.agentLogin("lee"))
    let back = centre.answer(try `A call-back`.rung(dialer))
    centre.wait(2)
    centre.press("1", back)
    centre.wait(2)
    #expect(centre.state("lee") == "offered" && centre.state("kim") == "ready")
    centre.perform(.agentAnswer("lee"))
    centre.wait(30)
    centre.perform(.agentHangUp("lee"))
    centre.wait(5)
    let stays = centre.log.visits.filter { $0.call == anna || $0.call == back }
    #expect(stays.map { "\($0.queue) \($0.how) \($0.agent ?? "")" } == ["billing callback lee"])
    #expect(centre.engine.core.callBacks.isEmpty)
    centre.checkAfterAll()
  }

  @Test func `is moved to an agent: he alone is waited for, and has it when the caller is there`() throws {
    let (centre, dialer, anna, first, _) = try Self.ordered()
    centre.perform(.agentLogin("lee", paused: "lunch"))
    #expect(centre.perform(.move(anna, to: "park")).problem?.contains("he is not logged in") == true)
    #expect(centre.perform(.move(anna, to: "lee")) == .done)
    centre.hangUp(first)
    centre.wait(30)
    // Kim is free, and not whom it waits for.
    #expect(dialer.orders == [] && centre.state("kim") == "ready")
    centre.perform(.agentReady("lee"))
    #expect(
      centre.perform(.move(anna, to: "cards")).problem
        == "the call-back of call \(anna) is being made now, so it cannot be moved")
    let back = centre.answer(try `A call-back`.rung(dialer))
    centre.wait(2)
    centre.press("1", back)
    centre.wait(1)
    #expect(centre.state("lee") == "offered" && centre.state("kim") == "ready")
    #expect(centre.log.events(back).contains { $0.contains("decide lee") && $0.contains("for whom it is") })
    centre.perform(.agentRefuse("lee"))
    centre.wait(1)
    #expect(centre.state("kim") == "offered")
    centre.hangUp(back)
    centre.wait(5)
    #expect(centre.engine.core.distributor.value.invariantFaults() == [])
  }

  @Test func `moved to an agent who stays away is anybody's after two minutes`() throws {
    let (centre, dialer, anna, first, _) = try Self.ordered()
    centre.perform(.agentLogin("lee", paused: "lunch"))
    #expect(centre.perform(.move(anna, to: "lee")) == .done)
    centre.hangUp(first)
    centre.wait(119)
    #expect(dialer.orders == [])
    centre.wait(2)
    _ = try `A call-back`.rung(dialer)
  }

  @Test func `moved to an agent it waits for him over a restart too, no longer than it would have`() throws {
    let (centre, _, anna, first, _) = try Self.ordered()
    centre.perform(.agentLogin("lee", paused: "lunch"))
    #expect(centre.perform(.move(anna, to: "lee")) == .done)
    centre.hangUp(first)
    centre.wait(60)
    let dialer = FakeDialer()
    let again = try DeskCentre(bank: Self.bank, dialer: dialer)
    again.wait(Int((centre.now - again.now).milliseconds / 1000))
    again.engine.restore(centre.log.kept)
    #expect(again.explained(anna).contains("waits for lee alone"), "\(again.explained(anna))")
    #expect(again.state("kim") == "ready")
    again.wait(59)
    #expect(dialer.orders == [])
    again.wait(2)
    _ = try `A call-back`.rung(dialer)
    // Nor does the run after that have him wait again.
    #expect(!again.log.kept.contains { $0.value?.contains("\"lee\"") == true })
  }

  @Test func `is taken and made though its queue is closed by hand, over a restart too`() throws {
    let (centre, _, anna, _, _) = try Self.ordered()
    centre.perform(.setQueue("billing", isOpen: false))
    let dialer = FakeDialer()
    let again = try DeskCentre(bank: Self.bank, dialer: dialer)
    again.engine.restore(centre.log.kept)
    #expect(again.engine.snapshot().queues.first?.waiting == 1)
    again.wait(5)
    _ = try `A call-back`.rung(dialer)
    #expect(`A call-back`.told(again, anna).last == "callback dialled 0212345678, attempt 1")
  }
}
