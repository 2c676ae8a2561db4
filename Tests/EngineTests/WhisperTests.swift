import ACD
import Chronology
import Engine
import Session
import Testing

@Suite struct `A queue's whisper` {
  static func bank(_ whisper: String) -> String {
    """
    callflow 1
    language en default
    queue billing { wrap-up 0s; whisper about_it }
    prompt about_it { en "A question about a bill." }
    flow main {
      route to_billing { queue billing; note account = "12"; talked -> bye; overflow -> bye }
      do bye { say "Goodbye."; hangup }
    }
    """
  }

  @Test func `is said to the agent before he has the call, with that of his line behind it`() throws {
    for (desk, said) in [
      ("", ", A question about a bill."),
      ("whisper \"From {offer_queue}.\"", ", A question about a bill., From billing."),
    ] {
      let centre = try DeskCentre(bank: Self.bank(""), desk: desk)
      let kim = centre.agent("kim")
      centre.wait(5)
      let call = centre.call()
      #expect(centre.said(kim).last == said)
      #expect(centre.seat(call) == nil)
      centre.press("1", kim)
      #expect(centre.seat(call) != nil)
      centre.hangUp(call)
      centre.hangUp(kim)
      centre.wait(1)
      centre.checkAfterAll()
    }
  }

  @Test func `is heard on a telephone that was rung before the two are joined`() throws {
    let dialer = FakeDialer()
    let centre = try DeskCentre(bank: Self.bank(""), dialer: dialer, phones: ["kim": "5201"])
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    guard case .ring(let leg, _, _)? = dialer.orders.last else {
      Issue.record("nothing rings")
      return
    }
    let phone = centre.answer(leg)
    #expect(centre.seat(call) == nil)
    centre.wait(3)
    #expect(centre.said(phone) == [", A question about a bill."])
    #expect(centre.seat(call) != nil)
    centre.hangUp(phone)
    centre.wait(3)
    centre.checkAfterAll()
  }
}

@Suite struct `Agents' own lines` {
  @Test func `are no calls: they take no room, and a caller finds some`() throws {
    let centre = try DeskCentre(maxCalls: 1)
    let kim = centre.agent("kim")
    let lee = centre.sitDown()
    let call = centre.call()
    #expect(centre.state("kim") == "offered")
    let refused = centre.call()
    #expect(centre.log.closed.map(\.call) == [refused])
    // But for a caller there is none, and an agent may sit down.
    centre.hangUp(call)
    centre.hangUp(lee)
    let next = centre.call()
    #expect(!centre.log.closed.contains { $0.call == next })
    #expect(centre.log.events(kim).first == "desk line of an agent")
    centre.hangUp(next)
    centre.hangUp(kim)
    centre.checkAfterAll()
  }

  @Test func `that are telephones answered too late leave a record that says so`() throws {
    let dialer = FakeDialer()
    let centre = try DeskCentre(dialer: dialer, phones: ["kim": "5201"])
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    guard case .ring(let leg, _, _)? = dialer.orders.last else {
      Issue.record("nothing rings")
      return
    }
    centre.hangUp(call)
    let late = centre.answer(leg)
    #expect(centre.orders(late) == [.hangUp])
    #expect(centre.log.events(late) == ["late telephone of kim: answered when it rang no more"])
    #expect(centre.log.closed.first { $0.call == late }?.outcome == "refused")
    centre.checkAfterAll()
  }

  @Test func `a recording that is lost when its call is over is reported`() throws {
    let centre = try DeskCentre()
    let call = centre.call()
    centre.hangUp(call)
    nonisolated(unsafe) var warnings: [String] = []
    centre.engine.onNotice = { _, notice in
      if case .recordingLost(let of, let path, let why) = notice {
        warnings.append("\(of == call) \(path) \(why ?? "-")")
      }
    }
    centre.engine.schedule(
      .line(call, .recorded(path: "a.wav", duration: nil, fault: "full")), at: centre.now)
    centre.wait(1)
    #expect(warnings == ["true a.wav full"])
  }
}
