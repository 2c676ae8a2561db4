import ACD
import CallFlow
import Chronology
import Session
import Testing
import Tones

@testable import Engine

@Suite struct `A message for a queue` {
  static func bank(_ delivery: String, _ queue: String = "") -> String {
    """
    callflow 1
    language en default
    dial 1000 -> main
    skill billing
    queue billing { need billing 2; wrap-up 30s; \(queue) }
    flow main {
      record take { say "Speak."; \(delivery); done -> bye }
      route to_billing { queue billing; talked -> bye; overflow -> bye }
      do bye { say "Goodbye."; hangup }
    }
    flow card gives ok flag {
      set ok = false
      do enter { return }
    }
    """
  }
  private static func centre(_ delivery: String, _ queue: String = "") throws -> DeskCentre {
    try DeskCentre(bank: bank(delivery, queue))
  }
  /// A call that leaves a message of that many seconds.
  @discardableResult
  private static func leave(_ seconds: Int, _ centre: DeskCentre, _ ani: String = "0212345678") -> CallID {
    let call = centre.call(ani)
    centre.wait(5)
    centre.line.speak(call, true)
    centre.wait(seconds)
    centre.press("#", call)
    centre.wait(3)
    return call
  }
  private static func notes(_ centre: DeskCentre) -> [StoredMessage] {
    guard case .messages(let found, _) = centre.perform(.messages(queue: nil)) else { return [] }
    return found
  }

  @Test func `is of the segment that the flow chose, in a queue or not, until somebody hears it`() throws {
    let centre = try DeskCentre(
      bank: Self.bank("deliver billing").replacing(
        "record take {",
        with: "do choose_it { segment gold; -> take }\n  record take {"
      ).replacing("skill billing", with: "skill billing\nsegment gold { }"))
    Self.leave(6, centre)
    #expect(Self.notes(centre).map(\.segment) == ["gold"])
    let waiting = centre.engine.snapshot().messages
    #expect(waiting.map(\.queue) == ["billing"] && waiting.map(\.segment) == ["gold"])
    let kept = centre.log.kept.compactMap { KeptMessage($0) }
    #expect(kept.map(\.segment) == ["gold"])
    _ = centre.perform(.markMessage(1, .heard))
    #expect(centre.engine.snapshot().messages == [])
  }

  @Test func `lies in the mailbox, with who left it and when`() throws {
    let centre = try Self.centre("deliver billing")
    let call = Self.leave(6, centre)
    let message = try #require(Self.notes(centre).first)
    #expect(message.number == 1 && message.queue == "billing" && message.from == "0212345678")
    #expect(message.call == call.number && message.state == .new && message.work == nil)
    #expect(message.name == "messages/2026-03-03/\(call)-1.wav")
    #expect(
      centre.log.events(call).filter { $0.hasPrefix("message") } == [
        "message begins", "message taken \(Duration.milliseconds(message.length).tenths) key",
        "message kept billing",
      ])
    #expect(centre.log.closed.first?.outcome == "message")
  }

  @Test func `without a sound in it reaches nobody: silence is asked again, an unheard line taken through`()
    throws
  {
    let centre = try Self.centre("review; deliver billing as work")
    _ = centre.agent("kim")
    // He says nothing and presses the key.
    let silent = centre.call("0212345678")
    centre.wait(8)
    centre.press("#", silent)
    centre.wait(1)
    #expect(centre.log.events(silent).contains("event failed.no-input 1"), "\(centre.log.events(silent))")
    centre.hangUp(silent)
    // A telephone of keys alone.
    let keypad = centre.call("0212345679")
    centre.wait(5)
    centre.line.hearNobody(keypad)
    centre.wait(30)
    centre.press("#", keypad)
    centre.wait(2)
    #expect(centre.said(keypad).last?.contains("To hear your message") == true)
    centre.press("3", keypad)
    centre.wait(3)
    #expect(centre.said(keypad).last == "Goodbye.")
    let another = centre.call("0212345670")
    centre.wait(5)
    centre.line.hearNobody(another)
    centre.wait(30)
    centre.hangUp(another)
    centre.wait(3)
    for call in [keypad, another] {
      let events = centre.log.events(call)
      #expect(
        events.contains("log no message: this line has no microphone, there is no sound in it"), "\(events)")
      #expect(events.contains("message discarded"), "\(events)")
    }
    #expect(Self.notes(centre).isEmpty)
    #expect(centre.state("kim") == "ready")
    #expect(centre.log.closed.map(\.outcome) == ["hung-up", "finished", "hung-up"])
  }

  @Test func `that is work is cut by the orders of its agent, by no other key`() throws {
    let centre = try Self.centre("deliver billing as work within 1h")
    let leg = centre.agent("kim")
    Self.leave(6, centre)
    centre.press("1", leg)
    #expect(centre.played(leg).last == "message")
    let before = centre.orders(leg)
    centre.press("1", leg)
    centre.press("5", leg)
    centre.press("*8", leg)
    #expect(centre.orders(leg) == before)
    // Again, from its beginning.
    centre.press("*3", leg)
    #expect(Array(centre.orders(leg).dropFirst(before.count)) == [.stop, .play("")])
    #expect(centre.line.messages(leg).count + centre.desks.messages(leg).count == 2)
    centre.press("*7", leg)
    centre.wait(1)
    #expect(Self.notes(centre).first?.work?.state == .done)
  }

  @Test func `is offered to an agent as work, who hears it on his line`() throws {
    let centre = try Self.centre("deliver billing as work within 1h")
    let leg = centre.agent("kim")
    let call = Self.leave(6, centre)
    #expect(centre.state("kim") == "offered")
    #expect(centre.said(leg).last?.contains("message 1") == true, "\(centre.said(leg))")
    centre.press("1", leg)
    #expect(centre.state("kim") == "talking")
    #expect(centre.played(leg).last == "message")
    // Held, it is heard again.
    centre.press("*3", leg)
    centre.wait(3)
    #expect(centre.played(leg).last == "message")
    centre.perform(.agentHangUp("kim"))
    centre.wait(1)
    let message = try #require(Self.notes(centre).first)
    #expect(message.work?.state == .done && message.work?.agent == "kim" && message.state == .heard)
    #expect(message.heardAt.map { $0 >= message.at } == true)
    #expect(centre.state("kim") == "wrap-up")
    centre.wait(40)
    let visit = try #require(centre.log.visits.first)
    #expect(centre.log.visits.count == 1)
    #expect(visit.call == call && visit.how == "work" && visit.agent == "kim")
    #expect(visit.wrapUp == .seconds(30))
    // It is no call of its own.
    #expect(centre.log.opened.count == 2 && centre.log.closed.count == 1)
  }

  @Test func `waits behind callers, and in its last quarter before them`() throws {
    let centre = try Self.centre("deliver billing as work within 40m", "no-agents 2h")
    Self.leave(6, centre)
    centre.perform(.reload(try DeskCentre.site(bank: Self.routed)))
    centre.perform(.agentLogin("lee", paused: "lunch"))
    let waiting = centre.call()
    centre.wait(2)
    centre.perform(.agentLogin("kim"))
    #expect(centre.callOf("kim") == waiting)
    centre.perform(.agentAnswer("kim"))
    centre.wait(31 * 60)
    _ = centre.call()
    centre.wait(2)
    centre.perform(.agentHangUp("kim"))
    centre.wait(31)
    centre.perform(.agentAnswer("kim"))
    #expect(Self.notes(centre).first?.work?.agent == "kim")
  }
  /// The same queue, whose callers are routed at once.
  private static let routed = bank("deliver billing as work within 40m", "no-agents 2h")
    .replacing("record take", with: "record never").replacing(
      "flow main {", with: "flow main {\n  do first { -> to_billing }")

  @Test func `goes to the next agent when one refuses it, and is late when nobody had it in time`() throws {
    let centre = try Self.centre("deliver billing as work within 10m")
    let kim = centre.agent("kim")
    Self.leave(6, centre)
    centre.press("2", kim)
    let lee = centre.agent("lee")
    #expect(centre.state("lee") == "offered")
    centre.press("2", lee)
    centre.perform(.agentLogout("kim"))
    centre.perform(.agentLogout("lee"))
    centre.wait(11 * 60)
    #expect(Self.notes(centre).first?.work?.state == .late)
    #expect(Self.notes(centre).first?.state == .new)
    _ = centre.agent("park")
    centre.perform(.agentLogin("kim"))
    #expect(centre.state("kim") == "ready")
    #expect(centre.engine.core.works.isEmpty)
  }

  @Test func `waits on over a restart`() throws {
    let first = try Self.centre("deliver billing as work within 1h")
    Self.leave(6, first)
    first.perform(.shutdown(grace: .zero))
    let kept = first.log.kept.filter { $0.kind.hasPrefix("message") }
    #expect(kept.map(\.name) == ["1", "last"])
    let centre = try Self.centre("deliver billing as work within 1h")
    centre.engine.restore(kept)
    _ = centre.agent("kim")
    #expect(centre.state("kim") == "offered")
    centre.perform(.agentAnswer("kim"))
    centre.perform(.agentHangUp("kim"))
    #expect(Self.notes(centre).first?.work?.state == .done)
    Self.leave(6, centre)
    #expect(Self.notes(centre).map(\.number) == [1, 2])
  }

  @Test func `is marked, and deleted with its file, also while it waits for an agent`() throws {
    let centre = try Self.centre("deliver billing as work within 1h")
    var files: [String] = []
    centre.engine.onNotice = { _, notice in if case .fileUnwanted(let path) = notice { files.append(path) } }
    let call = Self.leave(6, centre)
    #expect(centre.perform(.markMessage(1, .saved)) == .done)
    #expect(Self.notes(centre).map(\.state) == [.saved])
    #expect(centre.perform(.markMessage(7, .saved)) == .refused("there is no message 7"))
    #expect(centre.perform(.markMessage(1, nil)) == .done)
    #expect(Self.notes(centre).isEmpty)
    #expect(files == ["recordings/messages/2026-03-03/\(call)-1.wav"])
    _ = centre.agent("kim")
    #expect(centre.state("kim") == "ready")
    #expect(centre.log.kept.filter { $0.kind == "message" }.isEmpty)
  }

  @Test func `whose file cannot go on ends as a failure, and its call goes on`() throws {
    let centre = try DeskCentre(bank: Self.bank("deliver billing; failed -> bye"))
    let call = centre.call()
    centre.wait(5)
    centre.line.speak(call, true)
    centre.wait(3)
    centre.line.failMessage(call, "No space left on device")
    centre.engine.run(upTo: centre.now)
    centre.wait(5)
    #expect(centre.said(call).last == "Goodbye.")
    #expect(centre.log.events(call).contains("message failed: No space left on device"))
    #expect(Self.notes(centre).isEmpty)
  }

  @Test func `is a notice that outlives the house, ordered by who may, until its time is over`() throws {
    let bank = "callflow 1\nnotice today\n" + Self.bank("deliver billing").dropFirst("callflow 1\n".count)
    let first = try DeskCentre(bank: bank)
    let wall = first.now.milliseconds
    #expect(
      first.perform(.setNotice("toda", nil)) == .refused("there is no notice toda; did you mean today?"))
    let notice = StoredNotice(name: "today", text: "Closed today.", at: wall, until: wall + 600_000)
    var foreign = notice
    foreign.language = "xx"
    #expect(
      first.perform(.setNotice("today", foreign))
        == .refused("no flow speaks 'xx', nobody would hear it; the flows speak en"))
    #expect(first.perform(.setNotice("today", notice)) == .done)
    #expect(first.said(first.call()).first?.hasPrefix("Closed today.") == true)
    let kept = first.log.kept.filter { $0.kind == "notice" }
    #expect(kept.map(\.name) == ["today"])
    let centre = try DeskCentre(bank: bank)
    centre.engine.restore(kept)
    #expect(centre.perform(.notices) == .notices(["today": notice], folder: "recordings"))
    #expect(centre.said(centre.call()).first?.hasPrefix("Closed today.") == true)
    centre.wait(600)
    #expect(centre.said(centre.call()).first?.hasPrefix("Speak.") == true)
    #expect(centre.perform(.setNotice("today", nil)) == .done)
    #expect(centre.log.kept.filter { $0.kind == "notice" }.isEmpty)
  }

  @Test func `is a notice for those of one language, heard once, as soon as they have it`() throws {
    let centre = try DeskCentre(
      bank: """
        callflow 1
        language ko default
        language en
        notice for_english
        notice for_all
        dial 1000 -> main
        flow main {
          menu pick { say "언어"; key 1 { language en; -> pick }; key 2 { language ko; -> pick }; key 3 -> bye }
          do bye { hangup }
        }
        flow card gives ok flag { set ok = false; do enter { return } }
        """)
    let wall = centre.now.milliseconds
    for (name, language) in [("for_english", "en"), ("for_all", nil)] {
      let notice = StoredNotice(
        name: name, text: "The line is \(name).", language: language, at: wall, until: wall + 600_000)
      #expect(centre.perform(.setNotice(name, notice)) == .done)
    }
    let call = centre.call()
    func heard(_ name: String) -> Int { centre.said(call).count { $0.contains("The line is \(name).") } }
    #expect(heard("for_all") == 1 && heard("for_english") == 0, "\(centre.said(call))")
    for keys in ["1", "2", "1"] {
      centre.wait(5)
      centre.press(keys, call)
      #expect(heard("for_all") == 1 && heard("for_english") == 1, "\(centre.said(call))")
    }
    centre.wait(5)
    centre.press("3", call)
  }

  @Test func `or a recording of one language is heard by its callers alone`() throws {
    let bank =
      "callflow 1\nnotice today\nlanguage ko\n"
      + Self.bank("deliver billing").dropFirst("callflow 1\n".count)
    let wall = try DeskCentre(bank: bank).now.milliseconds
    for (language, isHeard) in [("en", true), ("ko", false), (nil, true)] {
      let centre = try DeskCentre(bank: bank)
      let notice = StoredNotice(
        name: "today", file: "notices/today.wav", length: 2000, language: language, at: wall,
        until: wall + 600_000)
      #expect(centre.perform(.setNotice("today", notice)) == .done)
      let call = centre.call()
      #expect(centre.line.messages(call) == (isHeard ? ["recordings/notices/today.wav"] : []))
    }
  }

  @Test func `or a notice whose file is gone is left out, and calls go on`() throws {
    let bank = "callflow 1\nnotice today\n" + Self.bank("deliver billing").dropFirst("callflow 1\n".count)
    let centre = try DeskCentre(bank: bank)
    centre.line.losesFiles.withLock { $0 = true }
    let wall = centre.now.milliseconds
    let notice = StoredNotice(
      name: "today", file: "notices/today.wav", length: 2000, at: wall, until: wall + 600_000)
    #expect(centre.perform(.setNotice("today", notice)) == .done)
    let call = centre.call()
    centre.wait(3)
    #expect(centre.said(call).contains { $0.contains("Speak.") }, "\(centre.said(call))")
    #expect(
      centre.log.events(call).contains(
        "warning notice today is left out: recordings/notices/today.wav cannot be read"),
      "\(centre.log.events(call))")
    centre.hangUp(call)
    centre.wait(1)
    #expect(centre.log.closed.map(\.outcome) == ["hung-up"])
  }

  @Test func `as a notice goes with its time: nothing of it stays, not over a restart either`() throws {
    let bank = "callflow 1\nnotice today\n" + Self.bank("deliver billing").dropFirst("callflow 1\n".count)
    let first = try DeskCentre(bank: bank)
    let wall = first.now.milliseconds
    let notice = StoredNotice(
      name: "today", file: "notices/a.wav", length: 2000, at: wall, until: wall + 600_000)
    #expect(first.perform(.setNotice("today", notice)) == .done)
    let kept = first.log.kept.filter { $0.kind == "notice" }
    for (index, centre) in [first, try DeskCentre(bank: bank)].enumerated() {
      var files: [String] = []
      centre.engine.onNotice = { _, notice in
        if case .fileUnwanted(let path) = notice { files.append(path) }
      }
      if index > 0 { centre.engine.restore(kept) }
      centre.wait(590)
      #expect(files == [])
      centre.wait(11)
      #expect(files == ["recordings/notices/a.wav"])
      #expect(centre.log.kept.filter { $0.kind == "notice" }.isEmpty)
      #expect(centre.perform(.notices) == .notices(["today": nil], folder: "recordings"))
    }
  }

  @Test func `as work for an agent without a line tells him how he hears it`() throws {
    let centre = try Self.centre("deliver billing as work within 1h")
    var notes: [[String]] = []
    centre.engine.onNotice = { _, notice in
      if case .centre(let event) = notice, event.kind == .offered || event.kind == .answered {
        notes.append(event.notes.map { "\($0.name) \($0.text)" })
      }
    }
    centre.perform(.agentLogin("kim"))
    Self.leave(6, centre)
    #expect(centre.state("kim") == "offered")
    guard case .agent(let agent) = centre.perform(.agentAnswer("kim")) else {
      Issue.record("he cannot take it")
      return
    }
    #expect(agent.message == 1)
    #expect(notes.count == 2 && notes.allSatisfy { $0.contains("hear ivrctl messages 1 play") }, "\(notes)")
  }

  @Test func `that a line never closes is given up`() throws {
    let centre = try DeskCentre(bank: Self.bank("deliver billing; failed -> bye"))
    centre.line.closesMessages.withLock { $0 = false }
    let call = centre.call()
    centre.wait(5)
    centre.line.speak(call, true)
    centre.wait(3)
    centre.press("#", call)
    centre.wait(8)
    #expect(centre.log.closed.map(\.outcome) == ["finished"])
  }
}

extension DeskCentre {
  /// What a leg was played, of messages of callers.
  func played(_ call: CallID) -> [String] {
    (line.messages(call) + desks.messages(call)).map { _ in "message" }
  }
  func callOf(_ agent: String) -> CallID? {
    engine.snapshot().agents.first { $0.name == agent }?.call
  }
}
