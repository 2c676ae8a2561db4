import ACD
import Chronology
import Session
import Testing

@testable import Engine

@Suite struct `A talk is filed` {
  static func filed(_ log: MemoryLog) -> [DispositionRow] {
    log.all.compactMap { if case .disposition(let row) = $0 { row } else { nil } }
  }
  static let bank = DeskCentre.bank.replacing(
    "wrap-up 30s; number 70", with: "wrap-up 30s; number 70; disposition 1 \"fees\", 2 \"termination\"")

  @Test func `by command, during the talk and after it, under a code of its queue`() throws {
    let centre = try DeskCentre(bank: Self.bank)
    centre.perform(.agentLogin("kim"))
    #expect(
      centre.perform(.dispose(agent: "kim", code: "1")).problem == "kim has had no talk that could be filed")
    let call = centre.call()
    centre.perform(.agentAnswer("kim"))
    #expect(centre.perform(.dispose(agent: "kim", code: "1")).problem == nil)
    centre.perform(.agentHangUp("kim"))
    centre.wait(60)
    #expect(centre.perform(.dispose(agent: "kim", code: "termination")).problem == nil)
    #expect(
      centre.perform(.dispose(agent: "kim", code: "7")).problem
        == "queue billing has no disposition '7'; it has 1 fees, 2 termination")
    #expect(centre.perform(.dispose(agent: "kom", code: "1")).problem?.contains("did you mean kim?") == true)
    #expect(
      Self.filed(centre.log) == [
        DispositionRow(call: call, agent: "kim", title: "fees"),
        DispositionRow(call: call, agent: "kim", title: "termination"),
      ])
  }

  @Test func `of the call that is named, or not at all`() throws {
    let centre = try DeskCentre(bank: Self.bank)
    centre.perform(.agentLogin("kim"))
    func talked() -> CallID {
      let call = centre.call()
      centre.perform(.agentAnswer("kim"))
      centre.perform(.agentHangUp("kim"))
      centre.wait(40)
      return call
    }
    let (first, second) = (talked(), talked())
    #expect(
      centre.perform(.dispose(agent: "kim", code: "1", call: first)).problem
        == "call \(first) is not filed: kim files the talk that he has or had last, which is call \(second)")
    #expect(centre.perform(.dispose(agent: "kim", code: "2", call: second)).problem == nil)
    #expect(Self.filed(centre.log) == [DispositionRow(call: second, agent: "kim", title: "termination")])
  }

  @Test func `also after a restart, and after a crash in the talk`() throws {
    let centre = try DeskCentre(bank: Self.bank)
    centre.perform(.agentLogin("kim"))
    let call = centre.call("0212345678")
    centre.perform(.agentAnswer("kim"))
    let inTalk = centre.log.kept
    centre.perform(.agentHangUp("kim"))
    centre.wait(60)
    #expect(centre.state("kim") == "ready")
    for kept in [inTalk, centre.log.kept] {
      let again = try DeskCentre(bank: Self.bank)
      var events: [CentreEvent] = []
      again.engine.onNotice = { _, notice in
        if case .centre(let event) = notice, event.kind == .disposed { events.append(event) }
      }
      again.engine.restore(kept)
      #expect(again.perform(.dispose(agent: "kim", code: "1")).problem == nil)
      #expect(
        Self.filed(again.log) == [DispositionRow(call: call, agent: "kim", title: "fees")])
      let event = try #require(events.first)
      #expect(event.call == call && event.from == "0212345678" && event.queue == "billing")
      #expect(event.disposition == "fees" && event.reason == nil)
    }
  }

  @Test func `of a call that a colleague handed over, not of the talk before`() throws {
    let centre = try DeskCentre(bank: Self.bank)
    let kim = centre.agent("kim")
    let lee = centre.agent("lee")
    let first = centre.call()
    centre.press("1", kim)
    centre.hangUp(first)
    centre.wait(40)
    let second = centre.call()
    let (taker, other) = centre.state("lee") == "offered" ? (lee, kim) : (kim, lee)
    let name = taker == lee ? "kim" : "lee"
    centre.press("1", taker)
    centre.press(name == "kim" ? "*2201#" : "*2202#", taker)
    centre.wait(2)
    centre.press("1", other)
    centre.wait(2)
    centre.hangUp(taker)
    centre.wait(2)
    #expect(centre.state(name) == "talking")
    #expect(centre.perform(.dispose(agent: name, code: "2")).problem == nil)
    #expect(
      Self.filed(centre.log) == [DispositionRow(call: second, agent: name, title: "termination")])
  }

  @Test func `by keys at a desk, in wrap-up`() throws {
    let centre = try DeskCentre(bank: Self.bank)
    let desk = centre.agent("kim")
    centre.wait(5)
    let call = centre.call()
    centre.wait(5)
    centre.press("1", desk)
    centre.wait(5)
    centre.hangUp(call)
    centre.wait(3)
    #expect(centre.state("kim") == "wrap-up")
    centre.press("*8", desk)
    centre.wait(2)
    #expect(centre.said(desk).last == "Enter the code, then hash.")
    centre.press("2#", desk)
    centre.wait(2)
    #expect(centre.said(desk).last == "The talk is filed.")
    #expect(Self.filed(centre.log) == [DispositionRow(call: call, agent: "kim", title: "termination")])
    centre.press("*8", desk)
    centre.wait(2)
    centre.press("9#", desk)
    centre.wait(2)
    #expect(centre.said(desk).last == "There is no such number.")
    #expect(Self.filed(centre.log).count == 1)
  }

  @Test func `reports are told each queue's own terms`() throws {
    let centre = try DeskCentre(
      bank: Self.bank.replacing("number 71", with: "number 71; service-level 90 in 45s; short-abandon 3s"))
    let rules = centre.log.kept.compactMap { row in KeptRules(row).map { (row.name, $0) } }
    #expect(rules.map(\.0) == ["billing", "sales"])
    #expect(
      rules.map(\.1) == [
        KeptRules(within: 20_000, short: 5_000, goal: 80), KeptRules(within: 45_000, short: 3_000, goal: 90),
      ])
  }
}
