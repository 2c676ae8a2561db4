import ACD
import Chronology
import Engine
import Session
import Testing

@Suite struct `An agent at a line of his own` {
  @Test func `logs in with number and PIN, which nobody sees`() throws {
    let centre = try DeskCentre()
    let leg = centre.sitDown()
    #expect(centre.said(leg) == ["Enter your agent number, then hash."])
    centre.press("201#1234#", leg)
    #expect(centre.state("kim") == "ready")
    #expect(centre.said(leg).last == "You are ready.")
    #expect(centre.log.events(leg).contains("desk login kim"))
    #expect(!centre.log.events(leg).contains { $0.hasPrefix("key 2") || $0.hasPrefix("key 1") })
    centre.hangUp(leg)
    #expect(centre.state("kim") == "line-gone")
    #expect(centre.log.agents.map(\.state) == ["ready", "line-gone"])
    centre.checkAfterAll()
  }

  @Test func `has three tries, then a pause, and is not told which of the two was wrong`() throws {
    let centre = try DeskCentre()
    let leg = centre.sitDown()
    for _ in 1...2 {
      centre.press("201#9999#", leg)
      #expect(centre.said(leg).last == "Number or PIN is wrong., Enter your agent number, then hash.")
    }
    centre.press("999#1234#", leg)
    #expect(centre.said(leg).last?.hasPrefix("Number or PIN is wrong., Three wrong tries.") == true)
    // Keys of the pause count for nothing, and are not written.
    centre.press("201#1234#", leg)
    let keys = centre.log.events(leg).filter { $0.hasPrefix("key") && $0 != "key # swallowed" }
    #expect(keys.count == 31 && keys.allSatisfy { $0.hasPrefix("key •") }, "\(keys)")
    #expect(centre.state("kim") == "logged-out")
    centre.wait(40)
    #expect(centre.said(leg).last == "Enter your agent number, then hash.")
    centre.press("201#1234#", leg)
    #expect(centre.state("kim") == "ready")
  }

  @Test func `without a PIN of his own nobody logs in, whose PIN he may know`() throws {
    let centre = try DeskCentre()
    var site = try DeskCentre.site()
    site.agents[1].pin = nil
    centre.perform(.reload(site))
    let leg = centre.sitDown()
    for keys in ["202#2234#", "202#1234#"] { centre.press(keys, leg) }
    #expect(centre.state("lee") == "logged-out")
    #expect(centre.said(leg).last?.hasPrefix("Number or PIN is wrong.") == true)
  }

  @Test func `does not get more tries by calling again`() throws {
    let centre = try DeskCentre()
    for _ in 1...3 {
      let leg = centre.sitDown()
      centre.press("201#9999#", leg)
      centre.hangUp(leg)
    }
    let leg = centre.sitDown()
    centre.press("201#1234#", leg)
    #expect(centre.state("kim") == "logged-out")
    centre.hangUp(leg)
    centre.wait(31)
    _ = centre.agent("kim")
    #expect(centre.state("kim") == "ready")
  }

  @Test func `hears who calls, accepts by a key, and the two hear each other`() throws {
    let centre = try DeskCentre()
    let leg = centre.agent("kim")
    let call = centre.call()
    #expect(centre.state("kim") == "offered")
    #expect(centre.said(leg).last == ", billing, English, account 12.")
    #expect(centre.hearsMusic(call))
    centre.press("1", leg)
    #expect(centre.state("kim") == "talking")
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    #expect(centre.seat(leg) == .join(TalkID(1), .agent))
    #expect(!centre.hearsMusic(call))
    #expect(centre.orders(call).contains(.stop))
    centre.wait(20)
    centre.hangUp(call)
    #expect(centre.seat(leg) == nil)
    #expect(centre.state("kim") == "wrap-up")
    #expect(centre.said(leg).last == "Wrap-up.")
    centre.press("1", leg)
    #expect(centre.state("kim") == "ready")
    let visit = try #require(centre.log.visits.first)
    #expect((visit.how, visit.agent, visit.talk, visit.hold) == ("answered", "kim", .seconds(20), .zero))
    centre.press("9", leg)
    #expect(centre.state("kim") == "logged-out")
    centre.wait(5)
    #expect(centre.orders(leg).last == .hangUp)
    centre.checkAfterAll()
  }

  @Test func `takes calls by himself when the flow says so, after the whisper`() throws {
    let centre = try DeskCentre(desk: "accept auto;")
    let leg = centre.agent("kim")
    let call = centre.call()
    #expect(centre.state("kim") == "offered")
    centre.wait(1)
    #expect(centre.state("kim") == "talking")
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    centre.hangUp(call, leg)
    centre.checkAfterAll()
  }

  @Test func `refuses a call, which goes to another, or lets it ring out`() throws {
    let centre = try DeskCentre()
    let kim = centre.agent("kim")
    let call = centre.call()
    centre.press("2", kim)
    #expect(centre.state("kim") == "ready")
    centre.wait(6)
    #expect(centre.state("kim") == "offered")
    let lee = centre.agent("lee")
    centre.wait(10)
    #expect(centre.said(kim).contains("The call was missed."))
    #expect(centre.state("lee") == "offered")
    #expect(centre.state("kim") == "ready")
    centre.press("1", lee)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    centre.hangUp(kim, lee, call)
    centre.checkAfterAll()
  }

  @Test func `is told when nobody answers for too long, and returns by a key`() throws {
    let centre = try DeskCentre()
    let kim = centre.agent("kim")
    let call = centre.call()
    centre.wait(30)
    #expect(centre.state("kim") == "not-answering")
    centre.press("1", kim)
    #expect(centre.state("kim") == "offered")
    centre.hangUp(call)
    #expect(centre.state("kim") == "ready")
    #expect(centre.said(kim).contains("The caller is gone."))
  }

  @Test func `pauses and returns, and asks whether the line is alive`() throws {
    let centre = try DeskCentre()
    let kim = centre.agent("kim")
    centre.press("7", kim)
    #expect(centre.state("kim") == "paused")
    centre.press("7", kim)
    #expect(centre.state("kim") == "ready")
    centre.wait(5)
    centre.press("2", kim)
    #expect(centre.orders(kim).last == .play(""))
    centre.press("0", kim)
    #expect(centre.said(kim).last?.contains("a pause") == true)
  }

  @Test func `a second line takes the place of the first`() throws {
    let centre = try DeskCentre()
    let first = centre.agent("kim")
    let second = centre.agent("kim")
    centre.wait(5)
    #expect(centre.orders(first).last == .hangUp)
    #expect(centre.state("kim") == "ready")
    let call = centre.call()
    centre.press("1", second)
    // Nobody comes in between.
    let third = centre.agent("kim")
    #expect(
      centre.said(third).last == "You are talking on another line., Enter your agent number, then hash.")
    #expect(centre.seat(call) != nil)
    centre.hangUp(call, second, third)
    centre.checkAfterAll()
  }

  @Test func `nobody at the line: it is left after three askings`() throws {
    let centre = try DeskCentre()
    let leg = centre.sitDown()
    centre.wait(60)
    #expect(centre.said(leg).count == 3)
    #expect(centre.orders(leg).last == .hangUp)
    centre.checkAfterAll()
  }
}
