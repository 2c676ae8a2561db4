import Session
import Testing
import Tones

/// Cases 13 to 20 and 32, 33: gates, type-ahead and what is said.
@Suite struct `Prompts and keys` {
  /// Each text takes one second; the menu listens for 1 and 2.
  static func menu(_ says: String, more: String = "") -> String {
    """
    flow main {
        menu start {
            \(more)
            \(says)
            key 1 -> next
            key 2 -> stop
        }
        menu next { say "The next menu."; key 1 -> stop; key 2 -> stop }
        do stop { log "stopped"; hangup }
    }
    """
  }
  static let open = "say \"Open part one.\""
  static let closed = "say \"Closed part..\" barge-in off"
  static let hold = "say \"A held part...\" barge-in hold"

  func started(_ flow: String) throws -> TestCall {
    var call = try TestCall(flow: flow)
    call.answer()
    return call
  }

  @Test(arguments: [true, false])
  func `a key cuts an open prompt, whether the line can do it by itself or not`(_ byLine: Bool) throws {
    var call = try started(Self.menu("\(Self.open); say \"Open part two.\""))  // 13
    call.cutsByItself = byLine
    call.wait(until: .milliseconds(900))
    call.press("1")
    call.wait(.milliseconds(100))
    #expect(
      call.timed("say", "cut", "key", "state") == [
        "0.000 state main.start", "0.500 say Open part one.", "0.900 key 1 taken",
        "0.900 cut Open part one. after 400", "0.900 state main.next", "0.900 say The next menu.",
      ])
  }
  @Test func `parts are kept apart, those of one say and those of several`() throws {
    var call = try TestCall(
      flow: Self.menu(
        "say \"Open part one.\", \"Open part two.\"; say \"Open, the third\"",
        more: "on no-match { say \"Not this key..\" }"), languages: "language en default { pause 300ms }")
    call.answer()
    call.wait(until: .seconds(5))
    call.press("7")
    call.wait(until: .seconds(7))
    #expect(
      call.timed("say").filter { !$0.hasSuffix("say ") } == [
        "0.500 say Open part one.", "1.800 say Open part two.", "3.100 say Open, the third",
        "5.000 say Not this key..", "6.300 say Open part one.",
      ])
  }
  @Test func `a key during a closed prompt is thrown away`() throws {  // 14
    var call = try started(Self.menu(Self.closed))
    call.wait(until: .milliseconds(900))
    call.press("1")
    call.wait(until: .seconds(4))
    #expect(call.lines("key", "cut") == ["key 1 dropped"])
    #expect(call.states == ["main.start"])
    call.press("2")
    #expect(call.lines("log") == ["log stopped"])
  }
  @Test func `kept keys are thrown away when a closed prompt begins`() throws {  // 15
    var call = try started(Self.menu(Self.closed))
    call.wait(until: .milliseconds(100))
    call.press("1")
    call.wait(until: .milliseconds(1400))
    #expect(call.lines("key") == ["key • buffered", "key • dropped"])
    #expect(call.states == ["main.start"])
  }
  static let passing = """
    table rows (id number key, text text)
    flow main {
        lookup find { from rows where id == 1; read text; found -> start; missing -> start }
        menu start { say "Fourteen signs"; key 1 -> next; key 2 -> stop }
        menu next { say "The next menu."; key 1 -> stop; key 2 -> stop }
        do stop { log "stopped"; hangup }
    }
    """
  func duringLookup(_ flow: String, press keys: String) throws -> TestCall {
    var call = try TestCall(flow: flow)
    call.dataDelay = .milliseconds(1500)
    call.answer()
    call.wait(until: .milliseconds(200))
    call.press(keys)
    call.wait(until: .milliseconds(1500))
    return call
  }

  @Test func `keys during a lookup are kept and skip the open prompts`() throws {  // 16, 17
    var call = try duringLookup(Self.passing, press: "12")
    call.finish()
    #expect(
      call.lines("key", "state", "say", "skipped", "log") == [
        "state main.find", "key • buffered", "key • buffered", "state main.start", "skipped Fourteen signs",
        "key 1 taken", "state main.next", "skipped The next menu.", "key 2 taken", "state main.stop",
        "log stopped",
      ])
  }
  @Test func `a held part is heard although a key was typed ahead`() throws {  // 17, 20
    let flow = Self.passing.replacing(
      "say \"Fourteen signs\"",
      with: "say \"Open part one.\", \"A held part...\" barge-in hold, \"Open part two.\"")
    var call = try duringLookup(flow, press: "2")
    // The key was pressed at the start of the open part: it is acted on, the notice is still heard.
    call.finish()
    #expect(call.said == ["A held part..."])
    #expect(call.lines("log") == ["log stopped"])
  }
  @Test func `a wrong key typed ahead plays no open prompt and empties the buffer`() throws {  // 18
    var call = try duringLookup(Self.passing, press: "71")
    #expect(
      call.lines("key", "skipped", "event", "say") == [
        "key • buffered", "key • buffered", "skipped Fourteen signs", "key 7 taken", "key • dropped",
        "event failed.no-match 1", "say Fourteen signs",
      ])
    call.wait(.seconds(2))
    #expect(call.said == ["Fourteen signs"])
    #expect(call.states == ["main.find", "main.start", "main.start"])
  }
  @Test func `fresh throws type-ahead away`() throws {  // 19
    let flow = Self.passing.replacing("menu start { ", with: "menu start { fresh; ")
    var call = try duringLookup(flow, press: "12")
    call.wait(.seconds(1))
    #expect(call.said == ["Fourteen signs"])
    #expect(call.states == ["main.find", "main.start"])
  }
  @Test func `keys older than thirty seconds are dropped`() throws {
    let long = Self.passing.replacing("read text", with: "read text; limit 1m")
    var call = try TestCall(flow: long)
    call.dataDelay = .seconds(31)
    call.answer()
    call.press("1")
    call.wait(until: .seconds(33))
    #expect(call.said == ["Fourteen signs"])
    #expect(call.states == ["main.find", "main.start"])
  }
  @Test func `a held part plays to its end and its keys are kept`() throws {  // 20
    var call = try started(Self.menu("\(Self.hold); say \"Open part two.\""))
    call.wait(until: .milliseconds(900))
    call.press("1")
    #expect(call.states == ["main.start"])
    call.wait(until: .milliseconds(1600))
    #expect(
      call.lines("say", "key", "skipped", "cut", "state") == [
        "state main.start", "say A held part...", "key • buffered", "skipped Open part two.",
        "key 1 taken", "state main.next", "say The next menu.",
      ])
    #expect(call.said.contains("Open part two.") == false)
  }
  @Test func `a key in an open part cuts it, and the held part behind it is still heard`() throws {
    var call = try started(Self.menu("\(Self.open), \"A held part...\" barge-in hold, \"Open part two.\""))
    call.wait(until: .milliseconds(900))
    call.press("1")
    call.wait(until: .seconds(4))
    #expect(call.said == ["Open part one.", "A held part...", "The next menu."])
    #expect(call.states == ["main.start", "main.next"])
  }
  @Test func `half a second of silence comes first and its keys are kept`() throws {
    var call = try started(Self.menu(Self.open))
    call.press("2")
    call.finish()
    #expect(call.said == [])
    #expect(call.timed("log") == ["0.500 log stopped"])
  }
  @Test func `visits choose what is said`() throws {  // 32
    var call = try TestCall(
      flow: """
        prompt ask { en "First time ask."; visit 2 en "Once more, ask." }
        flow main {
            menu start {
                say ask
                say visit 3 "Third visit..."
                timeout 1s
                tries 4 { hangup }
                key 1 -> stop
            }
            do stop { hangup }
        }
        """)
    call.answer()
    call.finish()
    #expect(call.said == ["First time ask.", "Once more, ask.", "Third visit...", "Third visit..."])
  }
  @Test func `options are read in the order of their lines, in the call's language`() throws {  // 33
    var call = try TestCall(
      flow: """
        defaults { key 0 -> main.stop }
        flow main {
            menu language_menu { say "1 2"; key 1 { language ko; -> start }; key 2 { language en; -> start } }
            menu start {
                say options
                key 2 "잔액" en "your balance" -> stop
                key 1 "상담원" en "an agent" -> stop
            }
            do stop { hangup }
        }
        """,
      languages:
        "language ko default { option \"{label} {key}번\" }\nlanguage en { option \"for {label}, press {key}.\" }"
    )
    let copy = call
    call.answer()
    call.press("1")
    call.wait(.seconds(5))
    #expect(call.said == ["잔액 2번", "상담원 1번"])
    call = copy
    call.answer()
    call.press("2")
    call.wait(.seconds(5))
    #expect(call.said == ["for your balance, press 2.", "for an agent, press 1."])
  }
}
