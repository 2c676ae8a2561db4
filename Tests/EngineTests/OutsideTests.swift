import ACD
import Chronology
import Session
import Testing

@testable import Engine

/// An agent who passes a caller on to somebody on no line of ours, or asks him first.
@Suite struct `A caller whom an agent sends outside` {
  struct Fault: Error { var description: String }

  /// Kim talks to a caller; the centre, what it dials, his line and the call.
  private func talk() throws -> (DeskCentre, FakeDialer, kim: CallID, CallID) {
    let dialer = FakeDialer()
    let centre = try DeskCentre(dialer: dialer)
    let kim = centre.agent("kim")
    let call = centre.call()
    centre.press("1", kim)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    return (centre, dialer, kim, call)
  }
  private func rung(_ dialer: FakeDialer) throws -> LegID {
    guard case .ring(let leg, "0315555", .seconds(30))? = dialer.orders.last else {
      throw Fault(description: "\(dialer.orders)")
    }
    return leg
  }
  private func told(_ centre: DeskCentre, _ call: CallID) -> [String] {
    centre.log.events(call).filter { event in
      ["transfer", "consult"].contains { event.hasPrefix($0) }
    }
  }
  private func checkOver(_ centre: DeskCentre, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(centre.engine.core.bridges.isEmpty, sourceLocation: sourceLocation)
    #expect(centre.engine.core.legs.rung.isEmpty, sourceLocation: sourceLocation)
    centre.checkAfterAll(sourceLocation: sourceLocation)
  }

  @Test func `blindly: he hears it ring, talks, and goes on in his flow as after any talk`() throws {
    let (centre, dialer, kim, call) = try talk()
    centre.press("*10315555#", kim)
    #expect(centre.state("kim") == "wrap-up")
    #expect(centre.hearsMusic(call) && centre.seat(call) == nil)
    let other = centre.answer(try rung(dialer))
    #expect(centre.seat(call) == .join(TalkID(2), .caller))
    #expect(centre.seat(other) == .join(TalkID(2), .agent))
    centre.wait(20)
    centre.hangUp(other)
    #expect(centre.said(call).last == "You talked to kim., Goodbye.")
    centre.wait(5)
    #expect(centre.log.closed.map(\.outcome) == ["transferred"])
    #expect(Set(centre.log.visits.map(\.number)) == [1])
    #expect(
      told(centre, call) == [
        "transfer kim to 0315555", "transfer 0315555", "transfer answered on agents", "transfer answered",
        "transfer ended talk 20.0s",
      ])
    centre.hangUp(kim)
    checkOver(centre)
  }

  @Test func `blindly to nobody: he waits again, at first for the agent who had him`() throws {
    let (centre, dialer, kim, call) = try talk()
    let lee = centre.agent("lee")
    centre.press("*10315555#", kim)
    dialer.fail(try rung(dialer), .busy)
    centre.wait(1)
    #expect(centre.hearsMusic(call))
    #expect(centre.state("kim") == "wrap-up" && centre.state("lee") == "ready")
    centre.press("1", kim)
    #expect(centre.state("kim") == "offered")
    centre.press("1", kim)
    #expect(centre.seat(call) == .join(TalkID(2), .caller))
    centre.hangUp(call)
    centre.hangUp(kim, lee)
    checkOver(centre)
  }

  @Test func `blindly, and the caller hangs up while it rings`() throws {
    let (centre, dialer, kim, call) = try talk()
    centre.press("*10315555#", kim)
    let leg = try rung(dialer)
    centre.hangUp(call)
    #expect(dialer.orders.last == .cancel(leg))
    centre.hangUp(kim)
    checkOver(centre)
  }

  @Test func `after he was asked: the two are joined, and the agent is free`() throws {
    let (centre, dialer, kim, call) = try talk()
    centre.press("*20315555#", kim)
    #expect(centre.hearsMusic(call) && centre.seat(kim) == nil)
    let other = centre.answer(try rung(dialer))
    #expect(centre.seat(kim) == .join(TalkID(2), .caller))
    #expect(centre.seat(other) == .join(TalkID(2), .agent))
    #expect(centre.seat(call) == nil)
    centre.wait(6)
    centre.press("*1", kim)
    #expect(centre.state("kim") == "wrap-up" && centre.seat(kim) == nil)
    #expect(centre.seat(call) == .join(TalkID(3), .caller))
    #expect(centre.seat(other) == .join(TalkID(3), .agent))
    centre.wait(9)
    centre.hangUp(other)
    #expect(centre.said(call).last == "You talked to kim., Goodbye.")
    centre.wait(5)
    #expect(
      told(centre, call) == [
        "consult kim asks 0315555", "consult answered on agents", "transfer kim to 0315555",
        "transfer 0315555", "transfer answered", "transfer ended talk 9.0s",
      ])
    centre.hangUp(kim)
    checkOver(centre)
  }

  @Test(arguments: ["*3", "*7", "other", "busy", "no answer"])
  func `after he was asked or was not reached, back to the caller`(how: String) throws {
    let (centre, dialer, kim, call) = try talk()
    centre.press("*20315555#", kim)
    let leg = try rung(dialer)
    switch how {
    case "*3", "*7":
      let other = centre.answer(leg)
      centre.press(how, kim)
      #expect(centre.orders(other).last == .hangUp)
    case "other": centre.hangUp(centre.answer(leg))
    case "busy":
      dialer.fail(leg, .busy)
      centre.wait(1)
      #expect(centre.said(kim).contains("That agent is not free."))
    default:
      centre.wait(36)
      #expect(dialer.orders.last == .cancel(leg))
    }
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    #expect(centre.seat(kim) == .join(TalkID(1), .agent))
    centre.press("*3", kim)
    #expect(centre.hearsMusic(call))
    centre.hangUp(call)
    centre.hangUp(kim)
    checkOver(centre)
  }

  @Test(arguments: [false, true]) func `hanging up completes it, answered or still ringing`(isAnswered: Bool)
    throws
  {
    let (centre, dialer, kim, call) = try talk()
    centre.press("*20315555#", kim)
    let leg = try rung(dialer)
    var other = isAnswered ? centre.answer(leg) : nil
    centre.hangUp(kim)
    if !isAnswered {
      // It is the same telephone that goes on ringing.
      #expect(dialer.orders.count == 1)
      #expect(centre.hearsMusic(call))
      other = centre.answer(leg)
    }
    #expect(centre.seat(call)?.isCaller == true)
    let phone = try #require(other)
    centre.hangUp(call)
    #expect(centre.orders(phone).last == .hangUp)
    checkOver(centre)
  }

  @Test(arguments: [false, true]) func `the caller hangs up while somebody is asked about him`(
    isAnswered: Bool
  )
    throws
  {
    let (centre, dialer, kim, call) = try talk()
    centre.press("*20315555#", kim)
    let leg = try rung(dialer)
    let other = isAnswered ? centre.answer(leg) : nil
    centre.hangUp(call)
    if let other {
      #expect(centre.orders(other).last == .hangUp)
    } else {
      #expect(dialer.orders.last == .cancel(leg))
    }
    #expect(centre.seat(kim) == nil && centre.state("kim") == "wrap-up")
    centre.hangUp(kim)
    checkOver(centre)
  }

  @Test func `a site that cannot dial has no such number`() throws {
    let centre = try DeskCentre()
    let kim = centre.agent("kim")
    let call = centre.call()
    centre.press("1", kim)
    for keys in ["*10315555#", "*20315555#"] {
      centre.press(keys, kim)
      #expect(centre.said(kim).last == "There is no such number.")
      #expect(centre.seat(call) == .join(TalkID(1), .caller))
    }
  }
}

extension FakeLine.Order {
  var isCaller: Bool { if case .join(_, .caller) = self { true } else { false } }
}

/// An agent to whom a flow has put a caller through.
@Suite struct `The keys of an agent who was reached by a transfer` {
  static let flow = """
    callflow 1
    language en default
    dial 2000 -> second
    skill billing
    queue billing { need billing 2; number 70; wrap-up 0s }
    queue lonely { number 71 }
    flow main {
      transfer to_kim { to "201"; mode bridge; done -> bye; busy -> taken; no-answer -> away; refused -> no }
      do taken { say "Busy."; hangup }
      do away { say "Away."; hangup }
      do no { say "No."; hangup }
      do bye { say "Bye."; hangup }
      route to_billing { queue billing; talked -> bye; overflow -> bye }
    }
    flow second { do start { say "Second."; hangup } }
    flow card gives ok flag {
      set ok = false
      collect enter into card_pin { say "Card number."; digits 4; done { set ok = true; -> leave } }
      do leave { return }
    }
    """
  private func talk() throws -> (DeskCentre, FakeDialer, kim: CallID, CallID) {
    let dialer = FakeDialer()
    let centre = try DeskCentre(bank: Self.flow, dialer: dialer)
    let kim = centre.agent("kim")
    centre.wait(5)
    let call = centre.call()
    centre.press("1", kim)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    return (centre, dialer, kim, call)
  }
  private func checkOver(_ centre: DeskCentre, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(centre.engine.core.bridges.isEmpty, sourceLocation: sourceLocation)
    centre.checkAfterAll(sourceLocation: sourceLocation)
  }

  @Test func `record with a notice, and end it`() throws {
    let (centre, _, kim, call) = try talk()
    centre.press("*4", kim)
    #expect(centre.said(call).last == "From now on this call is recorded.")
    centre.wait(5)
    #expect(centre.seat(call) == .join(TalkID(1), .caller) && !centre.hearsMusic(call))
    centre.press("*4", kim)
    #expect(centre.orders(call).contains(.record(.stop)))
    centre.hangUp(call)
    centre.hangUp(kim)
    checkOver(centre)
  }

  @Test func `have a secret entered, and talk on`() throws {
    let (centre, _, kim, call) = try talk()
    centre.press("*4", kim)
    centre.wait(3)
    centre.press("*5", kim)
    #expect(centre.seat(call) == nil && centre.seat(kim) == .join(TalkID(1), .agent))
    #expect(centre.said(call).last == "Card number.")
    #expect(centre.orders(call).contains(.record(.pause)))
    centre.wait(3)
    let before = centre.orders(kim).count
    centre.press("1", call)
    centre.wait(1)
    #expect(centre.orders(kim)[before...] == [.play("")])
    centre.press("234", call)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    #expect(centre.said(kim).last == "The entry is complete.")
    #expect(centre.orders(call).last { if case .record = $0 { true } else { false } } == .record(.resume))
    #expect(!centre.log.events(call).contains { $0.hasPrefix("key 3") })
    centre.wait(2)
    centre.hangUp(kim)
    #expect(centre.said(call).last == "Bye.")
    centre.wait(3)
    checkOver(centre)
  }

  @Test func `a secret is entered to its end when he hangs up, and the flow goes on`() throws {
    let (centre, _, kim, call) = try talk()
    centre.press("*5", kim)
    centre.press("12", call)
    centre.hangUp(kim)
    #expect(centre.said(call).last == "Card number.")
    centre.press("34", call)
    #expect(centre.said(call).last == "Bye.")
    centre.wait(3)
    #expect(centre.log.closed.first { $0.call == call }?.outcome == "transferred")
    let (other, _, lee, second) = try talk()
    other.press("*5", lee)
    other.hangUp(second)
    #expect(other.state("kim") == "ready")
    other.hangUp(lee)
    checkOver(centre)
    checkOver(other)
  }

  @Test func `pass him on to another agent, who is rung as he was`() throws {
    let (centre, _, kim, call) = try talk()
    let lee = centre.agent("lee")
    centre.press("*1202#", kim)
    #expect(centre.state("kim") == "ready" && centre.state("lee") == "offered")
    #expect(centre.hearsMusic(call))
    centre.press("1", lee)
    #expect(centre.seat(call) == .join(TalkID(2), .caller) && centre.seat(lee) == .join(TalkID(2), .agent))
    centre.wait(3)
    centre.press("*7", lee)
    #expect(centre.said(call).last == "Bye.")
    centre.wait(3)
    #expect(centre.log.visits == [])
    centre.hangUp(kim, lee)
    checkOver(centre)
  }

  @Test func `pass him on to an agent who does not take him, and the flow says what then`() throws {
    let (centre, _, kim, call) = try talk()
    let lee = centre.agent("lee")
    centre.press("*1202#", kim)
    centre.press("2", lee)
    #expect(centre.said(call).last == "No.")
    centre.wait(3)
    centre.hangUp(kim, lee)
    checkOver(centre)
  }

  @Test func `pass him on to a queue by the flow's way to it, and to a number of the flow`() throws {
    let (centre, _, kim, call) = try talk()
    centre.press("*171#", kim)
    #expect(centre.said(kim).last == "There is no such number.")
    let lee = centre.agent("lee")
    centre.press("*170#", kim)
    #expect(
      centre.state("lee") == "ready" ? centre.state("kim") == "offered" : centre.state("kim") == "ready")
    for line in [kim, lee] { centre.press("1", line) }
    #expect(centre.seat(call)?.isCaller == true)
    centre.hangUp(call)
    #expect(centre.log.visits.map(\.queue).last == "billing")
    centre.hangUp(kim, lee)
    checkOver(centre)
    let (other, _, line, second) = try talk()
    other.press("*12000#", line)
    #expect(other.said(second).last == "Second.")
    other.wait(3)
    other.hangUp(line)
    checkOver(other)
  }

  @Test func `ask another agent first, who has him then`() throws {
    let (centre, _, kim, call) = try talk()
    let park = centre.agent("park")
    centre.press("*2203#", kim)
    #expect(centre.hearsMusic(call))
    #expect(centre.said(park).last == ", kim asks you about a call.")
    centre.press("1", park)
    #expect(centre.seat(kim) == .join(TalkID(2), .caller) && centre.seat(park) == .join(TalkID(2), .agent))
    centre.press("*1", kim)
    #expect(centre.state("kim") == "ready" && centre.state("park") == "talking")
    #expect(centre.seat(call) == .join(TalkID(2), .caller) && centre.seat(kim) == nil)
    centre.press("*3", park)
    #expect(centre.hearsMusic(call))
    centre.press("*3", park)
    centre.wait(4)
    centre.press("*7", park)
    #expect(centre.said(call).last == "Bye.")
    centre.wait(3)
    #expect(centre.log.visits == [])
    centre.hangUp(kim, park)
    checkOver(centre)
  }

  @Test func `send him outside, and after that the flow goes on`() throws {
    let (centre, dialer, kim, call) = try talk()
    centre.press("*20315555#", kim)
    guard case .ring(let leg, "0315555", _)? = dialer.orders.last else {
      Issue.record("\(dialer.orders)")
      return
    }
    let other = centre.answer(leg)
    #expect(centre.seat(other) == .join(TalkID(2), .agent))
    centre.press("*1", kim)
    #expect(centre.seat(other) == .join(TalkID(3), .agent) && centre.seat(call)?.isCaller == true)
    #expect(centre.state("kim") == "ready")
    centre.hangUp(other)
    #expect(centre.said(call).last == "Bye.")
    centre.wait(3)
    centre.hangUp(kim)
    checkOver(centre)
  }
}
