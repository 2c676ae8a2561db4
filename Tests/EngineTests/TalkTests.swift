import ACD
import Chronology
import Engine
import Session
import Testing

@Suite struct `In a talk` {
  /// Kim talks to a caller; the centre, his line and the call.
  private func talk(desk: String = "") throws -> (DeskCentre, CallID, CallID) {
    let centre = try DeskCentre(desk: desk)
    let kim = centre.agent("kim")
    let call = centre.call()
    centre.press("1", kim)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    return (centre, kim, call)
  }

  @Test func `the agent holds the caller, who hears music, and the time is counted`() throws {
    let (centre, kim, call) = try talk()
    centre.wait(10)
    centre.press("*3", kim)
    #expect(centre.seat(call) == nil)
    #expect(centre.hearsMusic(call))
    #expect(centre.engine.snapshot().agents[0].isHeld)
    centre.wait(7)
    centre.press("*3", kim)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    #expect(!centre.hearsMusic(call))
    centre.wait(5)
    centre.hangUp(call)
    let visit = try #require(centre.log.visits.first)
    #expect((visit.talk, visit.hold) == (.seconds(15), .seconds(7)))
    #expect(centre.log.agents.map(\.state) == ["ready", "offered", "talking", "held", "talking", "wrap-up"])
    #expect(centre.log.events(call).filter { $0.hasPrefix("hold") || $0.hasPrefix("resume") }.count == 2)
    centre.hangUp(kim)
    centre.checkAfterAll()
  }

  @Test func `other keys pass, and nobody sees them`() throws {
    let (centre, kim, call) = try talk()
    centre.press("5*8", kim)
    centre.press("77", call)
    centre.wait(5)
    #expect(centre.seat(call) != nil && centre.state("kim") == "talking")
    #expect(!centre.log.events(kim).contains { $0.hasPrefix("key 5") || $0.hasPrefix("key 8") })
  }

  @Test func `a key ends it, and the caller goes on in his flow`() throws {
    let (centre, kim, call) = try talk()
    centre.press("*7", kim)
    #expect(centre.seat(call) == nil && centre.seat(kim) == nil)
    #expect(centre.state("kim") == "wrap-up")
    #expect(centre.said(call).last == "You talked to kim., Goodbye.")
    centre.wait(5)
    #expect(centre.log.closed.first?.ownOutcome == "talked")
  }

  @Test func `an agent whose line goes is no longer offered anything`() throws {
    let (centre, kim, call) = try talk()
    centre.hangUp(kim)
    #expect(centre.state("kim") == "line-gone")
    #expect(centre.seat(call) == nil)
    #expect(centre.said(call).last == "You talked to kim., Goodbye.")
    #expect(centre.log.events(kim).contains("desk line gone kim"))
    centre.wait(5)
    centre.checkAfterAll()
  }

  @Test func `an operator takes the agent's line away: it was not the agent who ended the talk`() throws {
    let (centre, kim, call) = try talk()
    centre.perform(.hangUpCall(kim))
    #expect(centre.state("kim") == "line-gone")
    #expect(centre.log.events(call).last { $0.hasPrefix("talk ") }?.hasSuffix(" by system") == true)
    centre.wait(5)
    // The next one he ends himself.
    let (again, second, next) = try self.talk()
    again.hangUp(second)
    #expect(again.log.events(next).last { $0.hasPrefix("talk ") }?.hasSuffix(" by agent") == true)
    centre.checkAfterAll()
  }

  @Test func `both hang up in one instant, whoever is first`() throws {
    for agentFirst in [true, false] {
      let (centre, kim, call) = try talk()
      if agentFirst { centre.hangUp(kim, call) } else { centre.hangUp(call, kim) }
      #expect(centre.state("kim") == "line-gone")
      #expect(centre.log.visits.map(\.how) == ["answered"])
      centre.checkAfterAll()
    }
  }

  // MARK: Passing on

  @Test func `blind to another agent, who is offered the call`() throws {
    let (centre, kim, call) = try talk()
    let lee = centre.agent("lee")
    centre.press("*1202#", kim)
    #expect(centre.state("kim") == "wrap-up")
    #expect(centre.state("lee") == "offered")
    #expect(centre.hearsMusic(call))
    #expect(centre.said(lee).last == ", billing, English, account 12.")
    centre.press("1", lee)
    #expect(centre.seat(call) == .join(TalkID(2), .caller))
    #expect(centre.seat(lee) == .join(TalkID(2), .agent))
    centre.wait(3)
    centre.hangUp(call)
    #expect(centre.log.visits.map(\.agent) == ["kim", "lee"])
    centre.hangUp(kim, lee)
    centre.checkAfterAll()
  }

  @Test func `blind to an agent who is not free: the talk goes on`() throws {
    let (centre, kim, call) = try talk()
    centre.press("*1202#", kim)
    #expect(centre.said(kim).last == "That agent is not free.")
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    centre.press("*1999#", kim)
    #expect(centre.said(kim).last == "There is no such number.")
    #expect(centre.state("kim") == "talking")
  }

  @Test func `blind to a queue`() throws {
    let (centre, kim, call) = try talk()
    let lee = centre.agent("lee")
    centre.press("*171#", kim)
    #expect(centre.state("lee") == "offered")
    centre.press("1", lee)
    centre.wait(2)
    centre.press("*7", lee)
    // No wrap-up in that queue; the caller goes on where he was.
    #expect(centre.state("lee") == "ready")
    #expect(centre.said(call).last == "You talked to lee., Goodbye.")
    #expect(centre.log.visits.map(\.queue) == ["billing", "sales"])
    centre.wait(5)
    centre.hangUp(kim, lee)
    centre.checkAfterAll()
  }

  @Test func `blind to a number of the flow`() throws {
    let (centre, kim, call) = try talk()
    centre.press("*12000#", kim)
    #expect(centre.said(call).last == "Second.")
    centre.wait(5)
    #expect(centre.log.closed.first?.ownOutcome == "second")
    #expect(centre.log.closed.first?.outcome == "agent")
    centre.hangUp(kim)
    centre.checkAfterAll()
  }

  @Test func `a consultation, and the call is handed over`() throws {
    let (centre, kim, call) = try talk()
    let park = centre.agent("park")
    centre.wait(10)
    centre.press("*2203#", kim)
    #expect(centre.hearsMusic(call))
    #expect(centre.state("park") == "offered")
    #expect(centre.said(park).last == ", kim asks you about a call.")
    centre.press("1", park)
    #expect(centre.seat(kim) == .join(TalkID(2), .caller))
    #expect(centre.seat(park) == .join(TalkID(2), .agent))
    #expect(centre.seat(call) == nil)
    centre.wait(6)
    centre.press("*1", kim)
    #expect(centre.state("kim") == "wrap-up")
    #expect(centre.state("park") == "talking")
    #expect(centre.seat(call) == .join(TalkID(2), .caller))
    #expect(centre.seat(kim) == nil)
    centre.wait(4)
    centre.press("*7", park)
    let visits = centre.log.visits
    #expect(visits.map(\.agent) == ["kim", "park"])
    #expect(visits.map(\.how) == ["answered", "transferred"])
    #expect(visits.map(\.talk) == [.seconds(11), .seconds(4)])
    #expect(visits.map(\.hold) == [.seconds(6), .zero])
    #expect(centre.said(call).last == "You talked to park., Goodbye.")
    centre.wait(5)
    centre.hangUp(kim, park)
    centre.checkAfterAll()
  }

  @Test func `a consultation, and back to the caller`() throws {
    let (centre, kim, call) = try talk()
    let park = centre.agent("park")
    centre.press("*2203#", kim)
    centre.press("1", park)
    centre.press("*3", kim)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    #expect(centre.seat(kim) == .join(TalkID(1), .agent))
    #expect(centre.seat(park) == nil)
    #expect(centre.state("park") == "ready")
    #expect(centre.log.visits.count == 1)
    centre.hangUp(call, kim, park)
    centre.checkAfterAll()
  }

  @Test func `a consultation that nobody answers, or that ends by itself, leads back`() throws {
    for ends in ["missed", "refused", "ended", "gone"] {
      let (centre, kim, call) = try talk()
      let park = centre.agent("park")
      centre.press("*2203#", kim)
      switch ends {
      case "missed": centre.wait(11)
      case "refused": centre.press("2", park)
      case "ended":
        centre.press("1", park)
        centre.press("*7", park)
      default:
        centre.press("1", park)
        centre.hangUp(park)
      }
      #expect(centre.seat(call) == .join(TalkID(1), .caller), "\(ends)")
      #expect(centre.seat(kim) == .join(TalkID(1), .agent), "\(ends)")
      centre.hangUp(call, kim, park)
      centre.checkAfterAll()
    }
  }

  @Test func `hanging up completes a consultation`() throws {
    let (centre, kim, call) = try talk()
    let park = centre.agent("park")
    centre.press("*2203#", kim)
    centre.press("1", park)
    centre.hangUp(kim)
    #expect(centre.state("kim") == "line-gone")
    #expect(centre.seat(call) == .join(TalkID(2), .caller))
    // Before the other has answered, it passes the call on.
    let lee = centre.agent("lee")
    centre.press("*2202#", park)
    centre.hangUp(park)
    centre.press("1", lee)
    #expect(centre.seat(call) == .join(TalkID(3), .caller))
    centre.hangUp(lee, call)
    centre.checkAfterAll()
  }

  @Test func `the caller hangs up during a consultation`() throws {
    let (centre, kim, call) = try talk()
    let park = centre.agent("park")
    centre.press("*2203#", kim)
    centre.press("1", park)
    centre.hangUp(call)
    #expect(centre.state("park") == "ready")
    #expect(centre.state("kim") == "wrap-up")
    #expect(centre.seat(kim) == nil && centre.seat(park) == nil)
    centre.hangUp(kim, park)
    centre.checkAfterAll()
  }

  // MARK: Recording and secrets

  @Test func `a recording begins with a notice to the caller`() throws {
    let (centre, kim, call) = try talk()
    centre.press("*4", kim)
    #expect(centre.said(call).last == "From now on this call is recorded.")
    guard
      case .record(.start(let path))? = centre.orders(call).last(where: {
        if case .record = $0 { true } else { false }
      })
    else {
      Issue.record("nothing is recorded")
      return
    }
    #expect(path.hasPrefix("recordings/") && path.hasSuffix("-1.wav"))
    centre.press("*4", kim)
    #expect(centre.orders(call).contains(.record(.stop)))
    #expect(centre.log.events(call).contains { $0.hasPrefix("recording started") })
  }

  @Test func `a secret is entered away from the agent, who hears a click a key`() throws {
    let (centre, kim, call) = try talk()
    centre.press("*4", kim)
    centre.wait(3)
    centre.press("*5", kim)
    #expect(centre.seat(call) == nil)
    #expect(centre.seat(kim) == .join(TalkID(1), .agent))
    #expect(centre.said(call).last == "Card number.")
    #expect(centre.orders(call).contains(.record(.pause)))
    centre.wait(3)
    let before = centre.orders(kim).count
    centre.press("1", call)
    centre.wait(1)
    centre.press("2", call)
    centre.wait(1)
    // Twice a click, nothing else.
    #expect(centre.orders(kim)[before...] == [.play(""), .play("")])
    centre.press("34", call)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    #expect(centre.said(kim).last == "The entry is complete.")
    #expect(centre.orders(call).last { if case .record = $0 { true } else { false } } == .record(.resume))
    #expect(centre.log.visits.count == 1)
    #expect(!centre.log.events(call).contains { $0.hasPrefix("key 3") })
    centre.hangUp(call, kim)
    #expect(centre.log.opened.count == 2)
    centre.checkAfterAll()
  }

  @Test func `a secret that is not entered leads back as well`() throws {
    let (centre, kim, call) = try talk()
    centre.press("*5", kim)
    centre.wait(60)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    #expect(centre.said(kim).last == "The entry has failed.")
    centre.press("*5", kim)
    centre.hangUp(call, kim)
    centre.checkAfterAll()
  }

  @Test(arguments: ["hangs up", "ends the talk", "logs out"])
  func `whoever enters a secret when the agent goes enters it, and goes on as after any talk`(how: String)
    throws
  {
    let (centre, kim, call) = try talk()
    centre.press("*4", kim)
    centre.wait(3)
    centre.press("*5", kim)
    centre.wait(3)
    centre.press("12", call)
    switch how {
    case "hangs up": centre.hangUp(kim)
    case "ends the talk": centre.press("*7", kim)
    default: centre.perform(.agentHangUp("kim"))
    }
    #expect(centre.said(call).last == "Card number.")
    centre.press("34", call)
    #expect(centre.said(call).last == "You talked to kim., Goodbye.")
    centre.wait(5)
    #expect(centre.log.closed.contains { $0.call == call && $0.ownOutcome == "talked" })
    let keys = centre.log.events(call).filter { $0.hasPrefix("key") }
    #expect(keys.count == 4 && keys.allSatisfy { $0.hasPrefix("key •") }, "\(keys)")
    centre.hangUp(kim)
    centre.checkAfterAll()
  }

  @Test func `a secret that nobody enters when the agent is gone leads on as well`() throws {
    let (centre, kim, call) = try talk()
    centre.press("*5", kim)
    centre.hangUp(kim)
    centre.wait(60)
    #expect(centre.said(call).last == "You talked to kim., Goodbye.")
    #expect(centre.log.closed.count == 2)
    centre.checkAfterAll()
  }

  @Test func `a supervisor who goes during a secret changes nothing in it`() throws {
    let (centre, kim, call) = try talk()
    let park = centre.agent("park")
    centre.perform(.monitor("kim", by: "park", .join))
    centre.press("*5", kim)
    centre.press("12", call)
    centre.hangUp(park)
    centre.press("34", call)
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    centre.hangUp(kim)
    #expect(centre.said(call).last == "You talked to kim., Goodbye.")
    centre.wait(5)
    centre.checkAfterAll()
  }

  @Test func `an agent who goes while the caller is on hold or he asks another leaves no caller behind`()
    throws
  {
    for keys in ["*3", "*2203#"] {
      let (centre, kim, call) = try talk()
      let park = centre.agent("park")
      centre.press(keys, kim)
      centre.hangUp(kim)
      if keys == "*2203#" {
        // It is his now, if he takes it.
        #expect(centre.state("park") == "offered")
        centre.press("1", park)
        centre.hangUp(park)
      }
      #expect(centre.said(call).last?.hasSuffix("Goodbye.") == true, "\(keys)")
      centre.wait(5)
      centre.hangUp(park)
      centre.checkAfterAll()
    }
  }

  @Test func `keys behind a secret may be its own, and are not written`() throws {
    let (centre, kim, call) = try talk()
    centre.press("9", call)
    centre.press("*5", kim)
    centre.press("123456", call)
    centre.wait(1)
    centre.press("7", call)
    let keys = centre.log.events(call).filter { $0.hasPrefix("key") }
    #expect(keys.count == 8 && keys.allSatisfy { $0.hasPrefix("key •") }, "\(keys)")
    centre.hangUp(call, kim)
    centre.checkAfterAll()
  }

  // MARK: Supervisors

  @Test(arguments: ["ready", "lunch", "own"], ["leave", "key", "end"])
  func `a supervisor is afterwards what he was before`(before: String, how: String) throws {
    let (centre, kim, call) = try talk()
    let park = centre.agent("park")
    if before == "lunch" { centre.perform(.agentPause("park", reason: "lunch")) }
    centre.perform(.monitor("kim", by: "park", .listen))
    #expect(centre.state("park") == "paused")
    if before == "own" { centre.perform(.agentPause("park", reason: "own")) }
    switch how {
    case "leave": centre.perform(.monitor("kim", by: "park", nil))
    case "key": centre.press("*7", park)
    default: centre.hangUp(call)
    }
    let agent = centre.engine.snapshot().agents[2]
    switch agent.state {
    case .paused(let reason): #expect(reason == before)
    default: #expect(agent.state == .ready && before == "ready")
    }
    #expect(agent.monitor == nil)
    centre.hangUp(park, kim, call)
    centre.checkAfterAll()
  }

  @Test(arguments: [
    ("", ""), ("profile iso", ""), ("profile kr", ""),
    ("profile kr", "say \"A supervisor may listen.\" barge-in hold"),
    ("profile kr", "allow LISTEN-NOTICE \"our own people\""),
  ])
  func `a supervisor listens where callers are told, and is told where they are not`(
    profile: String, line: String
  ) throws {
    let centre = try DeskCentre(
      bank: DeskCentre.bank.replacing("callflow 1\n", with: "callflow 1\n\(profile)\n")
        .replacing("route to_billing {", with: "route to_billing { \(line)"))
    let kim = centre.agent("kim")
    let park = centre.agent("park")
    let call = centre.call()
    centre.wait(5)
    centre.press("1", kim)
    let reply = centre.perform(.monitor("kim", by: "park", .listen))
    let words =
      "nobody tells callers that a supervisor may listen before they come to main.to_billing: say it there"
    switch (profile, line) {
    case ("profile kr", ""):
      #expect(reply.problem?.hasPrefix(words) == true && centre.seat(park) == nil, "\(reply)")
    case (_, ""):
      guard case .remarked(let told) = reply else { return #expect(Bool(false), "\(reply)") }
      #expect(told.hasPrefix(words))
    default: #expect(reply == .done)
    }
    centre.hangUp(call, kim, park)
    centre.checkAfterAll()
  }

  @Test func `a supervisor listens, whispers, joins and leaves`() throws {
    let (centre, kim, call) = try talk()
    let park = centre.agent("park")
    #expect(centre.perform(.monitor("kim", by: "park", .listen)).problem == nil)
    #expect(centre.state("park") == "paused")
    #expect(centre.seat(park) == .join(TalkID(1), .supervisor(.nobody)))
    #expect(centre.engine.snapshot().agents[2].monitor == "listen")
    #expect(centre.engine.snapshot().calls.contains { $0.supervisor == "park" })
    centre.press("*9", park)
    #expect(centre.seat(park) == .join(TalkID(1), .supervisor(.agent)))
    #expect(centre.perform(.monitor("\(call)", by: "park", .join)).problem == nil)
    #expect(centre.seat(park) == .join(TalkID(1), .supervisor(.everybody)))
    #expect(centre.log.events(call).contains("supervisor park whisper"))
    #expect(centre.perform(.monitor("kim", by: "park", nil)).problem == nil)
    #expect(centre.seat(park) == nil)
    #expect(centre.perform(.monitor("lee", by: "park", .listen)).problem != nil)
    #expect(centre.perform(.monitor("kim", by: "lee", .listen)).problem != nil)
    centre.perform(.monitor("kim", by: "park", .listen))
    centre.hangUp(call)
    #expect(centre.seat(park) == nil)
    centre.hangUp(kim, park)
    centre.checkAfterAll()
  }

  @Test func `an agent asks for one`() throws {
    let (centre, kim, call) = try talk()
    centre.press("*9", kim)
    #expect(centre.engine.snapshot().agents[0].asksForSupervisor)
    #expect(centre.log.events(call).contains("supervisor kim asks"))
  }

  // MARK: Around it

  @Test func `keys can be others`() throws {
    let (centre, kim, call) = try talk(desk: "key 88 hold; key *7 supervisor; key *9 end;")
    centre.press("88", kim)
    #expect(centre.hearsMusic(call))
    centre.press("*9", kim)
    #expect(centre.state("kim") == "wrap-up")
  }

  @Test func `a reload changes nothing in it`() throws {
    let (centre, kim, call) = try talk()
    centre.perform(.reload(try DeskCentre.site(desk: "accept auto;")))
    #expect(centre.seat(call) == .join(TalkID(1), .caller))
    centre.press("*3", kim)
    #expect(centre.hearsMusic(call))
    centre.press("*3", kim)
    centre.hangUp(call)
    #expect(centre.state("kim") == "wrap-up")
  }

  @Test func `a shutdown ends it, and both records are closed`() throws {
    let (centre, _, _) = try talk()
    centre.perform(.shutdown(grace: .seconds(2)))
    centre.wait(3)
    #expect(centre.engine.isStopped)
    #expect(centre.log.closed.map(\.outcome) == ["interrupted", "interrupted"])
    centre.checkAfterAll()
  }

  @Test func `whoever ended it is told alike by the record and the timeline`() throws {
    func told(_ centre: DeskCentre, _ call: CallID) -> [String] {
      centre.wait(5)
      return centre.log.closed.filter { $0.call == call }.map(\.endedBy)
        + centre.log.events(call).filter { $0.hasPrefix("talk ") }
    }
    let (hungUp, _, first) = try talk()
    hungUp.perform(.hangUpCall(first))
    #expect(told(hungUp, first) == ["system", "talk kim 0.0s by system"])
    let (shutDown, _, second) = try talk()
    shutDown.perform(.shutdown(grace: .seconds(2)))
    #expect(told(shutDown, second) == ["system", "talk kim 0.0s by system"])
    let (left, _, third) = try talk()
    left.hangUp(third)
    #expect(told(left, third) == ["caller", "talk kim 0.0s by caller"])
  }

  @Test func `an agent without a line is as before: the caller hears the queue's music`() throws {
    let centre = try DeskCentre()
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.perform(.agentAnswer("kim"))
    #expect(centre.seat(call) == nil)
    #expect(centre.hearsMusic(call))
    centre.perform(.agentHangUp("kim"))
    #expect(centre.said(call).last == "You talked to kim., Goodbye.")
  }
}
