import ACD
import Chronology
import Session
import Testing
import Tones

@testable import Engine

/// A caller who leaves the queue by a key to be called back.
@Suite struct `A call-back` {
  static let bank = """
    callflow 1
    language en default
    skill billing
    queue billing { need billing 2; wrap-up 0s; max-wait 10m; key 1 -> main.call_me }
    flow main {
      set account = "none"
      do hello { set account = "471"; -> to_billing }
      route to_billing {
        queue billing
        priority 2
        note account = account
        talked -> rate
        overflow -> bye
      }
      callback call_me into number { to caller.number; within 1h; attempts 3 every 5m; done -> promised }
      do promised {
        if number == none { say "Nobody is called."; hangup }
        log "called at {number}"
        say "We will call you."
        hangup
      }
      do rate { log "account {account as digits} agent {agent}"; say "You talked."; hangup }
      do bye { say "Goodbye."; hangup }
    }
    """
  struct Fault: Error { var description: String }

  /// Kim is busy with one caller; Anna, behind him, has ordered a call-back.
  /// - Parameter hear: is told what happens meanwhile.
  static func ordered(
    _ ani: String? = "0212345678", bank: String = bank, hear: ((CentreEvent) -> Void)? = nil
  ) throws -> (DeskCentre, FakeDialer, CallID, kim: CallID) {
    let dialer = FakeDialer()
    let centre = try DeskCentre(bank: bank, dialer: dialer)
    if let hear {
      centre.engine.onNotice = { _, notice in if case .centre(let event) = notice { hear(event) } }
    }
    centre.perform(.agentLogin("kim"))
    let first = centre.call("0299999999")
    centre.perform(.agentAnswer("kim"))
    #expect(centre.state("kim") == "talking")
    let anna = centre.callFrom(ani)
    centre.wait(20)
    centre.press("1", anna)
    centre.wait(1)
    return (centre, dialer, anna, first)
  }
  static func rung(_ dialer: FakeDialer) throws -> LegID {
    guard case .ring(let leg, "0212345678", .seconds(25))? = dialer.orders.last else {
      throw Fault(description: "\(dialer.orders)")
    }
    return leg
  }
  static func told(_ centre: DeskCentre, _ call: CallID) -> [String] {
    centre.log.events(call).filter { $0.hasPrefix("callback ") }
  }
  static func checkOver(_ centre: DeskCentre, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(centre.engine.core.callBacks.isEmpty, sourceLocation: sourceLocation)
    #expect(centre.engine.snapshot().queues.map(\.waiting) == [0], sourceLocation: sourceLocation)
    centre.checkAfterAll(sourceLocation: sourceLocation)
  }

  @Test func `is promised to nobody where there is no way to dial`() throws {
    let centre = try DeskCentre(bank: Self.bank, dialer: NoDialer())
    centre.perform(.agentLogin("kim"))
    _ = centre.call("0299999999")
    centre.perform(.agentAnswer("kim"))
    let anna = centre.callFrom("0212345678")
    centre.wait(20)
    centre.press("1", anna)
    centre.wait(30)
    #expect(Self.told(centre, anna).isEmpty)
    let events = centre.log.events(anna)
    #expect(!events.contains { $0.contains("We will call you") }, "\(events)")
    #expect(events.contains { $0.contains("error.callback") }, "\(events)")
    #expect(centre.engine.core.callBacks.isEmpty)
  }

  @Test func `keeps the place and what was collected: he is dialled when an agent is free, and presses 1`()
    throws
  {
    let (centre, dialer, anna, first) = try Self.ordered()
    centre.wait(5)
    #expect(centre.said(anna).last == "We will call you.")
    #expect(centre.log.closed.map(\.outcome) == ["callback"])
    #expect(dialer.orders == [])
    // Whoever asks about the call that ordered it hears where it stands, and what keeps each agent from it.
    let lines = centre.explained(anna)
    #expect(lines.first?.hasPrefix("is to be called back at 0212345678, 0 of 3 tries made") == true)
    #expect(lines.contains("  kim talking") && lines.contains("  park lacks billing 2"), "\(lines)")
    #expect(centre.engine.snapshot().callBacks.map(\.call) == [anna])
    // Somebody who comes later is behind her.
    let later = centre.call("0233333333")
    centre.wait(30)
    centre.hangUp(first)
    let leg = try Self.rung(dialer)
    // Nobody has to wait for her meanwhile.
    #expect(centre.state("kim") == "offered")
    centre.hangUp(later)
    centre.perform(.agentPause("kim", reason: "lunch"))
    centre.wait(5)
    let back = centre.answer(leg)
    centre.wait(2)
    #expect(
      centre.said(back) == [
        "This is the call you asked for. To be connected press 1. If you no longer need it press 2."
      ])
    centre.press("1", back)
    centre.wait(4)
    #expect(centre.hearsMusic(back))
    let newest = centre.call("0244444444")
    centre.perform(.agentReady("kim"))
    #expect(centre.engine.snapshot().agents.first { $0.name == "kim" }?.call == back)
    centre.perform(.agentAnswer("kim"))
    centre.wait(30)
    centre.perform(.agentHangUp("kim"))
    centre.wait(3)
    #expect(centre.said(back).last == "You talked.")
    #expect(centre.log.events(back).contains("log account 471 agent kim"))
    #expect(centre.log.closed.first { $0.call == back }?.outcome == "agent")
    #expect(
      Self.told(centre, anna) == [
        "callback ordered 0212345678", "callback dialled 0212345678, attempt 1",
        "callback answered: call \(back)", "callback connected: call \(back)",
      ])
    #expect(Self.told(centre, back) == ["callback of call \(anna)"])
    // One stay in the queue, that of the call which ordered it.
    let visit = try #require(centre.log.visits.first { $0.call == anna })
    #expect((visit.how, visit.agent, visit.talk) == ("callback", "kim", .seconds(30)))
    #expect(visit.left - visit.enqueued == .seconds(21))
    #expect(!centre.log.visits.contains { $0.call == back })
    centre.hangUp(newest)
    centre.wait(1)
    Self.checkOver(centre)
  }

  @Test func `to a number of another country is dialled with its plus`() throws {
    let (centre, dialer, anna, first) = try Self.ordered("+82 2-1234-5678")
    centre.hangUp(first)
    guard case .ring(let leg, "+82212345678", _)? = dialer.orders.last else {
      throw Fault(description: "\(dialer.orders)")
    }
    #expect(Self.told(centre, anna).first == "callback ordered +82212345678")
    let back = centre.answer(leg)
    centre.press("2", back)
    centre.wait(3)
    Self.checkOver(centre)
  }

  @Test func `one agent who is free has one of those dialled who wait, and the next when that is nothing`()
    throws
  {
    let (centre, dialer, _, first) = try Self.ordered()
    for ani in ["0222222222", "0233333333"] {
      let other = centre.callFrom(ani)
      centre.wait(20)
      centre.press("1", other)
      centre.wait(1)
    }
    func rung() -> [String] {
      dialer.orders.compactMap { if case .ring(_, let number, _) = $0 { number } else { nil } }
    }
    centre.hangUp(first)
    let leg = try Self.rung(dialer)
    centre.wait(10)
    #expect(rung() == ["0212345678"])
    dialer.fail(leg, .busy)
    centre.wait(2)
    #expect(rung() == ["0212345678", "0222222222"])
    centre.perform(.agentPause("kim", reason: "lunch"))
    centre.wait(60)
    #expect(rung() == ["0212345678", "0222222222"])
  }

  @Test func `busy and not answered is tried again after a while, three times in all`() throws {
    let (centre, dialer, anna, first) = try Self.ordered()
    centre.hangUp(first)
    var leg = try Self.rung(dialer)
    dialer.fail(leg, .busy)
    centre.wait(1)
    centre.wait(298)
    #expect(try Self.rung(dialer) == leg)
    centre.wait(2)
    #expect(try Self.rung(dialer) != leg)
    leg = try Self.rung(dialer)
    centre.wait(31)
    #expect(dialer.orders.last == .cancel(leg))
    centre.wait(300)
    leg = try Self.rung(dialer)
    // Answered, and hung up without a word.
    let back = centre.answer(leg)
    centre.hangUp(back)
    centre.wait(600)
    #expect(
      Self.told(centre, anna) == [
        "callback ordered 0212345678", "callback dialled 0212345678, attempt 1", "callback busy",
        "callback dialled 0212345678, attempt 2", "callback no answer",
        "callback dialled 0212345678, attempt 3", "callback answered: call \(back)",
        "callback not taken, given up",
      ])
    #expect(centre.log.closed.map(\.outcome).sorted() == ["agent", "callback", "hung-up"])
    Self.checkOver(centre)
  }

  @Test func `that is no longer wanted, or whose time is over, is given up`() throws {
    let (centre, dialer, anna, first) = try Self.ordered()
    centre.hangUp(first)
    let back = centre.answer(try Self.rung(dialer))
    centre.wait(2)
    centre.press("2", back)
    centre.wait(4)
    #expect(centre.said(back).last == "We will not call again.")
    #expect(Self.told(centre, anna).last == "callback no longer wanted, given up")
    Self.checkOver(centre)

    let (other, _, ordered, talking) = try Self.ordered()
    other.wait(3600)
    #expect(Self.told(other, ordered).last == "callback its time is over, given up")
    other.hangUp(talking)
    Self.checkOver(other)
  }

  @Test func `is made only while its calendar is open`() throws {
    // The engine's first instant is 2026-03-03 01:06:40 UTC.
    let bank =
      Self.bank.replacing("within 1h;", with: "within 1d; slots office;")
      + "\ncalendar office { timezone \"UTC\"; open mon-fri 02:00-03:00 }\n"
    let (centre, dialer, anna, first) = try Self.ordered(bank: bank)
    centre.wait(4)
    centre.hangUp(first)
    centre.wait(60)
    #expect(dialer.orders == [])
    #expect(centre.state("kim") == "ready")
    centre.wait(2 * 3600)
    #expect(
      Self.told(centre, anna).prefix(3) == [
        "callback ordered 0212345678", "callback waits until it is open",
        "callback dialled 0212345678, attempt 1",
      ])
    let dialled = centre.log.all.compactMap { record -> Instant? in
      if case .event(let row) = record, row.detail.hasPrefix("dialled") { row.at } else { nil }
    }
    #expect(dialled.first == Instant(milliseconds: 1_772_503_200_000))
    centre.wait(24 * 3600)
    Self.checkOver(centre)
  }

  @Test func `a number that is withheld is asked for by keys`() throws {
    let (centre, dialer, anna, first) = try Self.ordered(nil)
    #expect(centre.said(anna).last == "Enter the number to call you back at, then hash.")
    centre.press("0212345678#", anna)
    centre.wait(3)
    #expect(centre.said(anna).last == "We will call you.")
    #expect(centre.log.events(anna).contains("log called at 0212345678"))
    centre.hangUp(first)
    _ = try Self.rung(dialer)
    centre.engine.schedule(.command(.shutdown(grace: .seconds(2)), reply: nil), at: centre.now)
    centre.wait(5)
    #expect(Self.told(centre, anna).last == "callback the house ends, kept for its next run")
    Self.checkOver(centre)
  }

  @Test func `whoever enters no number has ordered nothing, and the flow knows it`() throws {
    let (centre, dialer, anna, first) = try Self.ordered(nil)
    centre.wait(60)
    #expect(centre.said(anna).contains("Nobody is called."))
    #expect(dialer.orders == [] && centre.engine.core.callBacks.isEmpty)
    centre.hangUp(first)
    Self.checkOver(centre)
  }

  @Test func `who is called back may ask for it again, and it is still one stay`() throws {
    let (centre, dialer, anna, first) = try Self.ordered()
    centre.hangUp(first)
    let leg = try Self.rung(dialer)
    let other = centre.call("0299999999")
    centre.perform(.agentAnswer("kim"))
    let back = centre.answer(leg)
    centre.wait(5)
    centre.press("1", back)
    centre.wait(10)
    #expect(centre.hearsMusic(back))
    centre.press("1", back)
    centre.wait(10)
    #expect(centre.said(back).last == "We will call you.")
    centre.hangUp(other)
    let second = try Self.rung(dialer)
    #expect(second != leg)
    let again = centre.answer(second)
    centre.wait(5)
    centre.press("1", again)
    centre.wait(3)
    centre.perform(.agentAnswer("kim"))
    centre.wait(20)
    centre.hangUp(again)
    let stays = centre.log.visits.filter { $0.how == "callback" }
    #expect(stays.map(\.call) == [anna] && stays.map(\.agent) == ["kim"])
    #expect(centre.log.visits.allSatisfy { $0.call != back && $0.call != again })
    centre.wait(5)
    Self.checkOver(centre)
  }

  @Test func `whoever hangs up while he is asked for his number has ordered nothing`() throws {
    let (centre, _, anna, first) = try Self.ordered(nil)
    centre.hangUp(anna)
    centre.hangUp(first)
    centre.wait(5)
    #expect(centre.log.closed.first { $0.call == anna }?.outcome == "abandoned")
    Self.checkOver(centre)
  }

  @Test func `tells the agent what did not help before it was ordered, over a restart too`() throws {
    let bank = Self.bank.replacing(
      "flow main {",
      with: """
        answers faq { topic card { label "the card"; say "First."; step "Look."; number "902" } }
        flow main {
          answer ask { from faq; solved -> bye; unsolved -> hello }
        """)
    let centre = try DeskCentre(bank: bank, dialer: FakeDialer())
    centre.perform(.agentLogin("kim", paused: "lunch"))
    let anna = centre.callFrom("0212345678")
    for keys in ["902", "2", "1"] {
      centre.wait(3)
      centre.press(keys, anna)
    }
    centre.wait(10)
    #expect(Self.told(centre, anna) == ["callback ordered 0212345678"])
    let dialer = FakeDialer()
    let again = try DeskCentre(bank: bank, dialer: dialer)
    again.wait(Int((centre.now - again.now).milliseconds / 1000))
    again.engine.restore(centre.log.kept)
    var notes: [[String]] = []
    again.engine.onNotice = { _, notice in
      if case .centre(let event) = notice, event.kind == .offered {
        notes.append(event.notes.map { "\($0.name) \($0.text)" })
      }
    }
    again.perform(.agentReady("kim"))
    let back = again.answer(try Self.rung(dialer))
    again.wait(2)
    again.press("1", back)
    again.wait(4)
    #expect(notes == [["account 471", "topic card (902), step 1"]])
  }
}
