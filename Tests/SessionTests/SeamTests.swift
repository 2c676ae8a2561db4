import ACD
import CallFlow
import Chronology
import Session
import Testing
import Tones

/// The same runtime under another walker.
@Suite struct `The seam between walker and runtime` {
  static let form = ToyVoiceXML.Form(
    fields: [
      .init(
        name: "city", prompts: [1: "Which city?..", 2: "City, please.."], lengths: 2...2,
        handlers: [.init(event: EventName("noinput"), count: 1, text: "Nothing heard.")]),
      .init(name: "day", prompts: [1: "Which day?...."], lengths: 1...1),
    ], subdialogAfter: 1, subdialog: [.init(name: "pin", prompts: [1: "Your pin?....."], lengths: 4...4)],
    handlers: [
      .init(event: EventName("noinput"), count: 2, text: "Still nothing.."),
      .init(event: EventName("noinput"), count: 3, text: "Goodbye.......", exits: true),
    ])

  @Test func `carries a form with a subdialog`() {
    var call = TestCall(ToyVoiceXML(Self.form))
    call.answer()
    call.wait(.seconds(2))
    call.press("12")
    call.wait(.seconds(2))
    call.press("3456")
    call.wait(.seconds(2))
    call.press("7")
    call.finish()
    #expect(
      call.said == ["Which city?..", "Your pin?.....", "Which day?....", "Thank you."])
    #expect(call.ending == Ending(outcome: .selfServed, ownOutcome: "filled", by: .system))
  }
  @Test func `takes type-ahead across fields`() {
    var call = TestCall(ToyVoiceXML(Self.form))
    call.answer()
    call.press("1234567")
    call.finish()
    #expect(call.said == ["Which day?....", "Thank you."])
  }
  @Test func `counts events by its own rule`() {
    var call = TestCall(ToyVoiceXML(Self.form))
    call.answer()
    call.finish()
    #expect(call.said == ["Which city?..", "Nothing heard.", "Still nothing..", "Goodbye......."])
    #expect(call.ending?.outcome == .finished)
  }
  @Test func `lets it log after a hang-up`() {
    var call = TestCall(ToyVoiceXML(Self.form))
    call.answer()
    call.wait(.seconds(2))
    call.press("12")
    call.hangUp()
    call.finish()
    #expect(call.lines("log", "end") == ["log gone with 1", "end hung-up by caller"])
  }
  @Test func `a call can be cloned in the middle`() {
    var call = TestCall(ToyVoiceXML(Self.form))
    call.answer()
    call.wait(.seconds(2))
    var clone = call
    call.press("12")
    clone.hangUp()
    call.press("34567")
    call.finish()
    #expect(call.ending?.outcome == .selfServed)
    #expect(clone.ending?.outcome == .hungUp)
  }
  @Test func `a sound that cannot be made is a fault, in the fault's own text it only ends the call`() throws
  {
    var call = try TestCall(
      flow: """
        flow main { menu ask { say "Press one, now"; key 1 -> ask; on error.speech { log "mute"; -> bye } }
            do bye { say "Good bye."; hangup } }
        """)
    call.answer()
    call.wait(until: .milliseconds(600))
    call.tell(.segmentFailed(PlaybackID(1), 0, .speech))
    #expect(call.lines("event", "log") == ["event error.speech 1", "log mute"])
    call.tell(.segmentFailed(PlaybackID(2), 0, .speech))
    #expect(call.ending?.outcome == .finished)
  }
  @Test func `a call hung up before it was answered ends once`() throws {
    var call = TestCall(ToyVoiceXML(Self.form))
    call.hangUp()
    call.hangUp()
    #expect(call.endings == 1)
    #expect(call.ending?.outcome == .hungUp)
  }
}

/// Random events at random instants.
@Suite struct `Whatever happens` {
  static let flow =
    `A call in a queue`.flow
    .replacing(
      "flow main {",
      with: """
        answers faq { topic a { label "a"; say "Text a."; step "Step."; more "More." } topic b { label "b"; say "Text b." } }
        table rows (id number key, text text)
        defaults { key 0 -> main.agent; key * -> repeat; key # -> back; on hangup { log "gone"; save rows (id = 1) } }
        flow other(n number) gives n { menu m { say "In.", "Held." barge-in hold; key 1 { set n = n + 1; return } } }
        flow main {
            menu start { say "One.", "Two." barge-in off, "Three." barge-in hold, "Four."
                key 1 -> ask; key 2 -> find; key 3 -> sub; key 4 -> help; key 55 -> agent; key 5 -> stay }
            collect ask into pin { fresh; digits 3-6; term-wait 1s; confirm back_text; check len(pin) > 3 else say "No."
                done -> find }
            lookup find { from rows where text == "x" and id > 3; read text; found { say "{text}"; -> start }
                missing { retry ask }; many -> start }
            call sub { flow other(1); take n; done { log "{n}"; -> start } }
            answer help { from faq; solved -> start; unsolved -> agent }
        """)
    + "\nprompt back_text { en \"Right?\" }"

  @Test(arguments: 0..<200) func `a call never traps and ends exactly once`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var call = try TestCall(flow: Self.flow)
    call.lookup = { _ in .row([.text("row")]) }
    call.dataDelay = .milliseconds(Int64.random(in: 0...3000, using: &random))
    call.cutsByItself = Bool.random(using: &random)
    call.answer()
    for _ in 0..<150 where !call.isOver {
      switch Int.random(in: 0..<40, using: &random) {
      case 0..<20: call.press(String("0123456789*#".randomElement(using: &random) ?? "1"))
      case 20..<28: call.wait(.milliseconds(Int64.random(in: 0...4000, using: &random)))
      case 28: call.wait(.seconds(Int64.random(in: 0...60, using: &random)))
      case 29: call.keyDown(.one)
      case 30: call.tell(.queued(position: Int.random(in: 0...9, using: &random)))
      case 31: call.tell(.agentOffered(agent: "kim"))
      case 32: call.tell(.agentConnected(agent: "kim", waited: .seconds(3)))
      case 33: call.tell(.agentDone(agent: "kim", talk: .seconds(3), by: .agent))
      case 34:
        let reasons: [LeaveReason] = [.closed, .timeout, .full, .noAgents, .moved, .key]
        call.tell(.queueLeft(reasons.randomElement(using: &random) ?? .full, waited: .seconds(1)))
      case 35: call.tell(.lookupAnswered(UInt32.random(in: 0...40, using: &random), .manyRows([])))
      case 36: call.tell(.saveAnswered(UInt32.random(in: 0...40, using: &random), .conflict))
      case 37:
        let id = PlaybackID(UInt32.random(in: 0...20, using: &random))
        let index = Int.random(in: -1...5, using: &random)
        if Bool.random(using: &random) {
          call.tell(.segmentFailed(id, index, .audio))
        } else {
          call.tell(.keyDown(.two, cut: Cut(playback: id, segment: index, heard: .seconds(1))))
        }
      case 38:
        let kinds: [CallTimer.Kind] = [.firstKey, .interdigit, .maxCall, .timed, .data, .hangUpGrace]
        let kind = kinds.randomElement(using: &random) ?? .data
        call.tell(.timer(CallTimer(kind, serial: UInt32.random(in: 0...60, using: &random))))
      default: if Int.random(in: 0..<10, using: &random) == 0 { call.hangUp() }
      }
    }
    call.hangUp()
    call.finish()
    #expect(call.endings == 1, "seed \(seed)")
    call.tell(.keyDown(.one, cut: nil))
    call.tell(.hungUp(by: .line))
    #expect(call.endings == 1, "seed \(seed)")
  }
}
