import ACD
import Chronology
import Session
import Testing
import Tones

@testable import Engine

/// A caller whom a flow transfers by ringing somebody for him.
@Suite struct `A transfer that rings somebody` {
  static func flow(_ lines: String = "mode bridge") -> String {
    """
    flow main {
        transfer out {
            say "One moment."
            to "5201"
            \(lines)
            done { log "talked {talk}"; -> bye }
            busy { log "reason {reason}"; -> bye }
            no-answer { log "reason {reason}"; -> bye }
            refused { log "reason {reason}"; -> bye }
        }
        do bye { say "Bye."; hangup }
    }
    """
  }
  struct Fault: Error { var description: String }

  /// A call that has come so far that somebody is rung.
  static func ringing(_ lines: String = "mode bridge") throws -> (Trunk, CallID, LegID) {
    let trunk = try Trunk(flow(lines))
    let call = trunk.arrive(Trunk.leg(1), ani: "0212345678")
    trunk.wait(.seconds(2))
    guard case .ring(let leg, "5201", _)? = trunk.dialer.orders.last else {
      throw Fault(description: "\(trunk.dialer.orders), \(trunk.log.events(call))")
    }
    return (trunk, call, leg)
  }
  static func told(_ trunk: Trunk, _ call: CallID) -> [String] {
    trunk.log.events(call).filter { event in
      ["transfer", "log", "event error.transfer.route", "warning"].contains { event.hasPrefix($0 + " ") }
    }
  }
  static func press(_ keys: String, _ call: CallID, _ trunk: Trunk) {
    for key in keys.compactMap({ Key($0) }) {
      trunk.engine.schedule(.line(call, .keyDown(key, cut: nil)), at: trunk.now)
      trunk.engine.schedule(.line(call, .keyUp(key)), at: trunk.now)
      trunk.engine.run(upTo: trunk.now)
    }
  }
  static func isSeated(_ trunk: Trunk, _ call: CallID) -> Bool {
    let seats = trunk.line.orders(call).filter { if case .join = $0 { true } else { $0 == .leaveTalk } }
    if case .join? = seats.last { return true }
    return false
  }
  static func checkOver(_ trunk: Trunk, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(trunk.engine.core.bridges.isEmpty, sourceLocation: sourceLocation)
    #expect(trunk.engine.core.talkFaults() == [], sourceLocation: sourceLocation)
    #expect(trunk.engine.core.seats.isEmpty, sourceLocation: sourceLocation)
    #expect(trunk.engine.snapshot().legs.ringing == 0, sourceLocation: sourceLocation)
  }

  @Test func `lets the caller hear ringing, then whoever answers, then goes on, as one record`() throws {
    let (trunk, call, leg) = try Self.ringing()
    #expect(trunk.dialer.orders == [.ring(leg, "5201", .seconds(30))])
    #expect(trunk.line.orders(call).last == .play(""))
    trunk.wait(.seconds(5))
    let phone = trunk.arrive(leg)
    #expect(Self.isSeated(trunk, call) && Self.isSeated(trunk, phone))
    #expect(trunk.line.orders(call).contains(.stop))
    #expect(trunk.engine.snapshot().calls.map(\.id) == [call])
    #expect(trunk.engine.core.talkFaults() == [])
    trunk.wait(.seconds(30))
    trunk.hangUp(phone)
    trunk.wait(.seconds(3))
    #expect(trunk.line.orders(call).suffix(2) == [.play("Bye."), .hangUp])
    #expect(trunk.log.opened.map(\.call) == [call] && trunk.log.closed.map(\.outcome) == ["transferred"])
    #expect(
      Self.told(trunk, call) == [
        "transfer 5201", "transfer answered on trunk", "transfer answered", "transfer ended talk 30.0s",
        "log talked 30 seconds",
      ])
    Self.checkOver(trunk)
  }

  @Test(arguments: [
    (DialFault.busy, "busy"), (.noAnswer, "no-answer"), (.refused, "refused"),
  ])
  func `comes back busy, unanswered or refused`(fault: DialFault, reason: String) throws {
    let (trunk, call, leg) = try Self.ringing()
    trunk.dialer.fail(leg, fault)
    trunk.wait(.seconds(3))
    #expect(
      Self.told(trunk, call) == ["transfer 5201", "transfer failed \(reason)", "log reason \(reason)"])
    #expect(trunk.log.closed.map(\.outcome) == ["finished"])
    Self.checkOver(trunk)
  }

  @Test func `rings so long as it says, and says what is wrong with the way`() throws {
    let (trunk, call, leg) = try Self.ringing("mode bridge; ring 12s")
    #expect(trunk.dialer.orders == [.ring(leg, "5201", .seconds(12))])
    trunk.wait(.seconds(18))
    #expect(Self.told(trunk, call).contains("transfer failed no-answer"))
    let (other, second, way) = try Self.ringing()
    other.dialer.fail(way, .broken("no program"))
    other.wait(.seconds(3))
    #expect(
      Self.told(other, second) == [
        "transfer 5201", "warning cannot be dialled: no program", "transfer failed route",
        "event error.transfer.route 1",
      ])
    Self.checkOver(trunk)
    Self.checkOver(other)
  }

  @Test func `ends with the caller, whether it rings or they talk`() throws {
    let (trunk, call, leg) = try Self.ringing()
    trunk.hangUp(call)
    #expect(trunk.dialer.orders.last == .cancel(leg))
    #expect(Self.told(trunk, call) == ["transfer 5201", "transfer failed no-answer by caller"])
    #expect(trunk.log.closed.map(\.outcome) == ["hung-up"])
    Self.checkOver(trunk)

    let (other, second, rung) = try Self.ringing()
    let phone = other.arrive(rung)
    other.wait(.seconds(10))
    other.hangUp(second)
    #expect(other.line.orders(phone).last == .hangUp)
    #expect(Self.told(other, second).last == "transfer ended talk 10.0s by caller")
    #expect(other.log.closed.map(\.outcome) == ["transferred"])
    Self.checkOver(other)
  }

  @Test func `both hang up in the same instant`() throws {
    for order in 0...1 {
      let (trunk, call, leg) = try Self.ringing()
      let phone = trunk.arrive(leg)
      for leaving in order == 0 ? [call, phone] : [phone, call] {
        trunk.engine.schedule(.line(leaving, .hungUp), at: trunk.now)
      }
      trunk.wait(.seconds(5))
      #expect(trunk.log.closed.map(\.call) == [call])
      Self.checkOver(trunk)
    }
  }

  @Test func `asks the person first, who takes it with 1`() throws {
    let (trunk, call, leg) = try Self.ringing("mode ask")
    let phone = trunk.arrive(leg)
    trunk.wait(.seconds(2))
    #expect(
      trunk.line.orders(phone) == [
        .play("A call from 02 1234 5678. To take it press 1, to refuse it press 2.")
      ])
    #expect(!Self.isSeated(trunk, call))
    Self.press("1", phone, trunk)
    #expect(Self.isSeated(trunk, call) && Self.isSeated(trunk, phone))
    trunk.wait(.seconds(20))
    trunk.hangUp(phone)
    trunk.wait(.seconds(3))
    #expect(
      Self.told(trunk, call) == [
        "transfer 5201", "transfer answered on trunk, asked", "transfer answered",
        "transfer ended talk 20.0s", "log talked 20 seconds",
      ])
    Self.checkOver(trunk)
  }

  @Test(arguments: ["2", "", "hang up"])
  func `is refused with 2, by silence, or by hanging up`(how: String) throws {
    let (trunk, call, leg) = try Self.ringing("mode ask")
    let phone = trunk.arrive(leg)
    trunk.wait(.seconds(2))
    if how == "hang up" { trunk.hangUp(phone) } else { Self.press(how, phone, trunk) }
    trunk.wait(.minutes(1))
    #expect(
      Self.told(trunk, call) == [
        "transfer 5201", "transfer answered on trunk, asked", "transfer failed refused", "log reason refused",
      ])
    #expect(how == "hang up" || trunk.line.orders(phone).last == .hangUp)
    Self.checkOver(trunk)
  }

  @Test func `the caller gives up while the person is asked`() throws {
    let (trunk, call, leg) = try Self.ringing("mode ask")
    let phone = trunk.arrive(leg)
    trunk.wait(.seconds(2))
    trunk.hangUp(call)
    #expect(trunk.line.orders(phone).last == .hangUp)
    Self.checkOver(trunk)
  }

  @Test func `ends by the caller's keys and by its time`() throws {
    let (trunk, call, leg) = try Self.ringing("mode bridge; key *# ends; max 5m")
    let phone = trunk.arrive(leg)
    trunk.wait(.seconds(5))
    Self.press("12*", call, trunk)
    trunk.wait(.seconds(3))
    Self.press("#", call, trunk)
    #expect(Self.isSeated(trunk, phone))
    Self.press("**#", call, trunk)
    trunk.wait(.seconds(3))
    #expect(trunk.line.orders(phone).last == .hangUp)
    #expect(Self.told(trunk, call).suffix(2) == ["transfer ended talk 8.0s", "log talked 8 seconds"])
    Self.checkOver(trunk)

    let (other, second, rung) = try Self.ringing("mode bridge; key *# ends; max 5m")
    let far = other.arrive(rung)
    other.wait(.minutes(6))
    #expect(other.line.orders(far).last == .hangUp)
    #expect(Self.told(other, second).last == "log talked 5 minutes")
    Self.checkOver(other)
  }

  @Test func `answered when the caller is gone, is hung up with a record that says so`() throws {
    let (trunk, call, leg) = try Self.ringing()
    trunk.hangUp(call)
    let late = trunk.arrive(leg)
    #expect(trunk.line.orders(late) == [.hangUp])
    #expect(trunk.log.events(late) == ["late transfer of call \(call): answered when it rang no more"])
    #expect(trunk.log.closed.map(\.outcome) == ["hung-up", "refused"])
    #expect(trunk.next(leg) == .nextHop(.hangUp))
  }

  @Test func `is no call among those that are counted`() throws {
    let trunk = try Trunk(Self.flow(), maxCalls: 1)
    let call = trunk.arrive(Trunk.leg(1))
    trunk.wait(.seconds(2))
    guard case .ring(let leg, _, _)? = trunk.dialer.orders.last else {
      throw Fault(description: "\(trunk.dialer.orders)")
    }
    trunk.arrive(leg)
    #expect(Self.isSeated(trunk, call))
    trunk.hangUp(call)
    let next = trunk.arrive(Trunk.leg(2))
    #expect(trunk.engine.snapshot().calls.map(\.id) == [next])
  }

  @Test func `ends with the house`() throws {
    let (trunk, call, leg) = try Self.ringing()
    let phone = trunk.arrive(leg)
    trunk.engine.schedule(.command(.shutdown(grace: .seconds(2)), reply: nil), at: trunk.now)
    trunk.wait(.seconds(5))
    #expect(trunk.line.orders(phone).last == .hangUp)
    #expect(trunk.log.closed.map(\.call) == [call] && trunk.log.closed.map(\.outcome) == ["interrupted"])
    Self.checkOver(trunk)
  }
}

/// A caller whom a flow transfers to an agent of the house.
@Suite struct `A transfer to an agent` {
  static let flow = """
    callflow 1
    language en default
    queue billing { wrap-up 30s }
    flow main {
      transfer to_kim { to "201"; mode bridge; done -> bye; busy -> taken; no-answer -> away; refused -> no }
      do taken { say "Busy."; hangup }
      do away { say "Away."; hangup }
      do no { say "No."; hangup }
      do bye { say "Bye."; hangup }
      route r { queue billing; talked -> bye; overflow -> bye }
    }
    """
  @Test func `is offered on his line, held, and over when he hangs up`() throws {
    let centre = try DeskCentre(bank: Self.flow)
    let kim = centre.agent("kim")
    centre.wait(5)
    let call = centre.call()
    #expect(centre.state("kim") == "offered")
    #expect(centre.hearsMusic(call))
    centre.press("1", kim)
    #expect(centre.state("kim") == "talking")
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    centre.press("*3", kim)
    #expect(centre.hearsMusic(call) && centre.seat(call) == nil)
    centre.press("*3", kim)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    // In no queue, so there is nowhere to pass him on from.
    centre.press("*1202#", kim)
    #expect(centre.state("kim") == "talking")
    centre.press("##", kim)
    centre.hangUp(kim)
    centre.wait(5)
    #expect(centre.said(call).last == "Bye.")
    #expect(centre.log.visits == [])
    centre.checkAfterAll()
  }

  @Test func `is busy, away or refused`() throws {
    let centre = try DeskCentre(bank: Self.flow)
    let away = centre.call()
    centre.wait(3)
    #expect(centre.said(away).last == "Away.")
    let kim = centre.agent("kim")
    centre.wait(5)
    let first = centre.call()
    let second = centre.call()
    centre.wait(3)
    #expect(centre.said(second).last == "Busy.")
    centre.press("2", kim)
    centre.wait(3)
    #expect(centre.said(first).last == "No.")
    #expect(centre.state("kim") == "ready")
    let third = centre.call()
    centre.wait(15)
    #expect(centre.said(third).last == "Away.")
    let fourth = centre.call()
    centre.hangUp(fourth)
    centre.hangUp(kim)
    centre.wait(3)
    centre.checkAfterAll()
  }
}
