import ACD
import Chronology
import Session
import Testing

@testable import Engine

/// An agent without a line of his own, whose telephone is rung.
@Suite struct `An agent's telephone` {
  private func centre() throws -> (DeskCentre, FakeDialer, CallID, LegID) {
    let dialer = FakeDialer()
    let centre = try DeskCentre(dialer: dialer, phones: ["kim": "5201"])
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    #expect(centre.state("kim") == "offered")
    guard case .ring(let leg, "5201", .seconds(20))? = dialer.orders.last else {
      throw Fault(description: "nothing rings: \(dialer.orders)")
    }
    return (centre, dialer, call, leg)
  }
  private struct Fault: Error { var description: String }

  @Test func `is rung for an offer, and has the call after a whisper`() throws {
    let (centre, dialer, call, leg) = try centre()
    let phone = centre.answer(leg)
    #expect(centre.state("kim") == "offered")
    centre.wait(3)
    #expect(centre.said(phone) == [", billing, English, account 12."])
    #expect(centre.state("kim") == "talking")
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    #expect(centre.seat(phone) == .join(TalkID(1), .agent))
    centre.press("*3", phone)
    #expect(centre.hearsMusic(call))
    centre.press("*3", phone)
    centre.hangUp(call)
    centre.wait(1)
    #expect(centre.orders(phone).last == .hangUp)
    #expect(centre.state("kim") == "wrap-up")
    #expect(dialer.orders.count == 1)
    centre.wait(31)
    #expect(centre.state("kim") == "ready")
    centre.checkAfterAll()
  }

  @Test func `is hung up by the agent: the caller goes on, and the agent stays logged in`() throws {
    let (centre, _, call, leg) = try centre()
    let phone = centre.answer(leg)
    centre.wait(3)
    centre.hangUp(phone)
    #expect(centre.state("kim") == "wrap-up")
    #expect(centre.said(call).last == "You talked to kim., Goodbye.")
    centre.wait(5)
    centre.checkAfterAll()
  }

  @Test func `is busy, or not answered: an offer missed`() throws {
    for fault in [DialFault.busy, .noAnswer, .refused] {
      let (centre, dialer, call, leg) = try centre()
      dialer.fail(leg, fault)
      centre.wait(0)
      #expect(centre.state("kim") == "ready")
      // Offered again after a moment, since he is the only one; then no more.
      centre.wait(5)
      #expect(dialer.orders.filter { if case .ring = $0 { true } else { false } }.count == 2)
      guard
        case .ring(let again, _, _)? = dialer.orders.last(where: {
          if case .ring = $0 { true } else { false }
        })
      else { return }
      dialer.fail(again, fault)
      centre.wait(0)
      #expect(centre.state("kim") == "not-answering")
      centre.hangUp(call)
      centre.checkAfterAll()
    }
  }

  @Test func `that cannot be rung is no missed offer; the timeline says why, and after three times an alert`()
    throws
  {
    let (centre, dialer, call, leg) = try centre()
    dialer.fail(leg, .busy)
    centre.wait(0)
    for _ in 0..<3 {
      centre.wait(5)
      guard
        case .ring(let leg, _, _)? = dialer.orders.last(where: {
          if case .ring = $0 { true } else { false }
        })
      else { return }
      dialer.fail(leg, .broken("dial.sh: the trunk is gone"))
      centre.wait(0)
    }
    // Callers are no longer held up by him, and everybody is told why.
    #expect(centre.state("kim") == "not-answering")
    centre.wait(6)
    let fault = "telephone 5201 cannot be rung: dial.sh: the trunk is gone"
    let snapshot = centre.engine.snapshot()
    #expect(snapshot.agents.first { $0.name == "kim" }?.fault == fault)
    var board = AlertBoard()
    guard case .raised(let alert)? = board.look(at: snapshot).first else {
      Issue.record("no alert")
      return
    }
    #expect(alert.what == "unreachable" && alert.text == fault && alert.agent == "kim")
    guard case .explained(let lines) = centre.perform(.explainAgent("kim")) else { return }
    #expect(lines.contains("his \(fault): any key or command of his brings him back"))
    #expect(centre.log.agents.last.map { "\($0.state) \($0.reason ?? "-")" } == "not-answering unreachable")
    #expect(
      centre.log.events(call).filter { $0.hasPrefix("phone") || $0.hasPrefix("offer-ended") } == [
        "phone kim is busy", "offer-ended kim missed",
      ]
        + (0..<3).flatMap { _ in
          ["phone kim cannot be rung: dial.sh: the trunk is gone", "offer-ended kim failed"]
        })
    // He comes back, and it is tried anew.
    let before = dialer.orders.count
    centre.perform(.agentReady("kim"))
    #expect(centre.state("kim") == "offered" && dialer.orders.count == before + 1)
    #expect(centre.engine.snapshot().agents.allSatisfy { $0.fault == nil })
    centre.hangUp(call)
    centre.checkAfterAll()
  }

  @Test func `stops ringing when the caller is gone, or somebody else has him`() throws {
    let (centre, dialer, call, leg) = try centre()
    centre.hangUp(call)
    #expect(dialer.orders.last == .cancel(leg))
    #expect(centre.state("kim") == "ready")
    // Too late.
    let late = centre.answer(leg)
    centre.hangUp(late)
    centre.wait(5)
    #expect(centre.engine.core.talkFaults() == [])
  }

  @Test func `the caller is gone while the whisper is heard`() throws {
    let (centre, _, call, leg) = try centre()
    let phone = centre.answer(leg)
    centre.hangUp(call)
    #expect(centre.state("kim") == "ready")
    centre.wait(2)
    #expect(centre.orders(phone).last == .hangUp)
    centre.checkAfterAll()
  }
}
