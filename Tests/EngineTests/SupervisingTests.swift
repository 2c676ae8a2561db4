import ACD
import Chronology
import Session
import Testing

@testable import Engine

@Suite struct `A supervisor acts at once` {
  static func queued(_ centre: DeskCentre, _ ani: String = "0212345678") -> CallID {
    let call = centre.callFrom(ani)
    centre.wait(3)
    return call
  }
  static func visits(_ centre: DeskCentre, _ call: CallID) -> [String] {
    centre.log.visits.filter { $0.call == call }.map { "\($0.queue) \($0.how)" }
  }

  @Test func `a queue is closed with a message: those who wait hear it and go, so do those who come`() throws
  {
    let centre = try DeskCentre()
    centre.perform(.agentLogin("kim", paused: "lunch"))
    let waits = Self.queued(centre)
    #expect(centre.hearsMusic(waits))
    #expect(
      centre.perform(.closeQueue("billing", message: "Fire alarm.")).problem == nil)
    centre.wait(3)
    // Heard to its end, and then the flow's own words.
    #expect(
      centre.orders(waits).suffix(4) == [.stop, .play("Fire alarm."), .play("Goodbye."), .hangUp],
      "\(centre.orders(waits))")
    #expect(Self.visits(centre, waits) == ["billing closed"])
    let comes = Self.queued(centre)
    #expect(centre.said(comes).last == "Fire alarm., Goodbye.", "\(centre.said(comes))")
    #expect(Self.visits(centre, comes) == ["billing closed"])
    // For the next run as well.
    let again = try DeskCentre()
    again.engine.restore(centre.log.kept)
    again.perform(.agentReady("kim"))
    let later = Self.queued(again)
    #expect(again.said(later).last == "Fire alarm., Goodbye.")
    again.perform(.setQueue("billing", isOpen: true))
    let open = Self.queued(again)
    #expect(again.state("kim") == "offered" && again.engine.snapshot().agents.first?.call == open)
    #expect(
      centre.perform(.closeQueue("biling", message: "x")).problem?.contains("did you mean billing?") == true)
    #expect(centre.perform(.closeQueue("billing", message: "")).problem != nil)
    #expect(centre.perform(.closeQueue("billing", message: "x", language: "ko")).problem != nil)
  }

  @Test func `nobody is moved into a queue that is closed by hand, and nothing is said of it`() throws {
    let centre = try DeskCentre()
    centre.perform(.agentLogin("kim", paused: "lunch"))
    let waits = Self.queued(centre)
    centre.perform(.closeQueue("sales", message: "Closed."))
    #expect(centre.perform(.move(waits, to: "sales")).problem?.contains("closed by hand") == true)
    centre.wait(3)
    #expect(centre.hearsMusic(waits))
    #expect(Self.visits(centre, waits) == [])
    centre.perform(.setQueue("sales", isOpen: true))
    #expect(centre.perform(.move(waits, to: "sales")).problem == nil)
    #expect(Self.visits(centre, waits).first == "billing moved")
  }

  @Test func `a call that is hung up while it waits has ended, and neither moved nor given up`() throws {
    let centre = try DeskCentre()
    centre.engine.onNotice = { _, _ in }
    centre.perform(.agentLogin("kim", paused: "lunch"))
    let call = Self.queued(centre)
    #expect(centre.perform(.hangUpCall(call)) == .done)
    centre.wait(6)
    #expect(Self.visits(centre, call) == ["billing ended"])
    let recent = centre.engine.snapshot().queues.first?.recent
    #expect(recent?.abandoned == 0 && recent?.flowedOut == 1)
    #expect(centre.log.closed.map(\.endedBy) == ["system"])
  }

  @Test func `a hang-up that the PBX tells of is the caller's own`() throws {
    let centre = try DeskCentre()
    centre.perform(.agentLogin("kim", paused: "lunch"))
    let (leg, call) = (LegID(high: 1, low: 2), centre.engine.inbox.makeCallID(at: centre.now))
    centre.engine.schedule(
      .arrival(Arrival(line: centre.line, ani: "0212345678", leg: leg), call), at: centre.now)
    centre.wait(4)
    #expect(centre.perform(.hangUpLeg(leg)) == .done)
    centre.wait(2)
    #expect(Self.visits(centre, call) == ["billing abandoned"])
    #expect(centre.log.closed.map(\.outcome) == ["abandoned"])
  }

  @Test func `who waits may be kept`() throws {
    let centre = try DeskCentre()
    centre.perform(.agentLogin("kim", paused: "lunch"))
    let waits = Self.queued(centre)
    centre.perform(.closeQueue("billing", message: "Closed.", keepsWaiting: true))
    centre.wait(3)
    #expect(centre.hearsMusic(waits))
    centre.perform(.agentReady("kim"))
    #expect(centre.engine.snapshot().agents.first?.call == waits)
  }

  @Test func `a call that waits is moved to another queue, as old as it is`() throws {
    let centre = try DeskCentre()
    for name in ["kim", "lee"] { centre.perform(.agentLogin(name, paused: "lunch")) }
    let old = Self.queued(centre)
    centre.wait(60)
    #expect(centre.perform(.move(old, to: "sales")).problem == nil)
    centre.wait(1)
    let queues = centre.engine.snapshot().queues
    #expect(queues.first { $0.name == "sales" }?.waiting == 1)
    #expect(queues.first { $0.name == "sales" }?.longestWait ?? .zero > .seconds(60))
    #expect(queues.first { $0.name == "billing" }?.waiting == 0)
    #expect(Self.visits(centre, old) == ["billing moved"])
    #expect(centre.hearsMusic(old))
    centre.perform(.agentReady("lee"))
    #expect(centre.engine.snapshot().agents.first { $0.name == "lee" }?.call == old)
    centre.perform(.agentAnswer("lee"))
    centre.wait(5)
    centre.perform(.agentHangUp("lee"))
    centre.wait(3)
    #expect(Self.visits(centre, old) == ["billing moved", "sales answered"])
    #expect(centre.said(old).last?.contains("You talked to lee.") == true, "\(centre.said(old))")
  }

  @Test func `a priority given by hand goes with the call to other queues, until it is given another`() throws
  {
    let centre = try DeskCentre(bank: DeskCentre.bank.replacing("number 71", with: "number 71; priority 7"))
    for name in ["kim", "lee"] { centre.perform(.agentLogin(name, paused: "lunch")) }
    let call = Self.queued(centre)
    func told() -> String? {
      centre.explained(call).first { $0.hasPrefix("waited ") }?.split(separator: " ").dropFirst(2).joined(
        separator: " ")
    }
    #expect(told() == "priority 0")
    #expect(centre.perform(.setPriority(call, 40)) == .done)
    #expect(told() == "priority 40, given by hand")
    for queue in ["sales", "billing"] {
      #expect(centre.perform(.move(call, to: queue)) == .done)
      centre.wait(1)
      #expect(told() == "priority 40, given by hand")
    }
    #expect(centre.perform(.setPriority(call, 3)) == .done)
    #expect(centre.perform(.move(call, to: "sales")) == .done)
    #expect(told() == "priority 3, given by hand")
    centre.hangUp(call)
    centre.wait(2)
    #expect(
      centre.log.visits.map { "\($0.queue) \($0.priority?.own ?? -1) \($0.priority?.atEnd ?? -1)" } == [
        "billing 0 40.0", "sales 40 40.0", "billing 40 3.0", "sales 3 3.0",
      ])
    let other = Self.queued(centre)
    #expect(centre.perform(.move(other, to: "sales")) == .done)
    #expect(centre.explained(other).contains { $0.hasSuffix("priority 7") }, "\(centre.explained(other))")
  }

  @Test func `or to an agent, or says why not`() throws {
    let centre = try DeskCentre()
    for name in ["kim", "lee"] { centre.perform(.agentLogin(name)) }
    centre.perform(.agentPause("kim", reason: "lunch"))
    centre.perform(.agentPause("lee", reason: "lunch"))
    let call = Self.queued(centre)
    centre.perform(.agentReady("kim"))
    centre.perform(.agentRefuse("kim"))
    centre.perform(.agentReady("lee"))
    centre.perform(.agentRefuse("lee"))
    #expect(centre.perform(.move(call, to: "lee")).problem == nil)
    #expect(centre.engine.snapshot().agents.first { $0.name == "lee" }?.call == call)
    #expect(centre.perform(.move(call, to: "billing")).problem?.contains("already") == true)
    #expect(centre.perform(.move(call, to: "sale")).problem?.contains("did you mean sales?") == true)
    #expect(
      centre.perform(.move(call, to: "nobody")).problem
        == "there is no queue or agent nobody for call \(call); there is: billing, sales, kim, lee, park")
    #expect(
      centre.perform(.move(call, to: "park")).problem
        == "call \(call) cannot be moved to park: he is not logged in")
    #expect(centre.perform(.move(CallID(7), to: "sales")).problem != nil)
    centre.hangUp(call)
    centre.wait(2)
    centre.checkAfterAll()
  }

  @Test
  func `moved to an agent who is busy a call waits for him alone, whatever he is able to, and then for all`()
    throws
  {
    for isBackInTime in [true, false] {
      let centre = try DeskCentre()
      centre.perform(.agentLogin("park", paused: "lunch"))
      centre.perform(.agentLogin("kim", paused: "lunch"))
      let call = Self.queued(centre)
      #expect(centre.perform(.move(call, to: "203")).problem == nil)
      // Who could take it does not.
      centre.perform(.agentReady("kim"))
      centre.wait(60)
      #expect(centre.state("kim") == "ready")
      let lines = centre.explained(call)
      #expect(lines.contains("waits for park alone"), "\(lines)")
      if isBackInTime {
        centre.perform(.agentReady("park"))
        #expect(centre.state("park") == "offered" && centre.state("kim") == "ready")
        #expect(
          centre.log.events(call).contains {
            $0.hasPrefix("decide park, fit 0, for whom it is, whatever he is able to; priority 0")
          },
          "\(centre.log.events(call))")
        #expect(centre.log.events(call).contains("moved to park"))
      } else {
        centre.wait(61)
        #expect(centre.state("kim") == "offered" && centre.state("park") == "paused")
        #expect(centre.log.events(call).contains("release from park"))
      }
      centre.hangUp(call)
      centre.wait(2)
      centre.checkAfterAll()
    }
  }
}
