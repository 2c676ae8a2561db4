import Session
import Testing
import Tones

/// Cases 1 to 12 and 26, 27: what the timers of a wait do.
@Suite struct `Waiting for keys` {
  /// "Fourteen signs" takes one second.
  static let menu = """
    flow main {
        menu start {
            say "Fourteen signs"
            timeout 5s
            key 1 -> one
            key 12 -> twelve
            key 2 -> two
        }
        do one { say "One is chosen."; hangup }
        do two { say "Two is chosen."; hangup }
        do twelve { say "Twelve it is.."; hangup }
    }
    """
  static let digits = """
    defaults {
        key 0 -> main.agent
        key * -> repeat
        key # -> main.help
    }
    flow main {
        collect ask into number {
            say "Fourteen signs"
            digits 3-4
            interdigit 3s
            done -> tell
        }
        do tell { log "got {number as digits}"; hangup }
        do agent { log "agent"; hangup }
        do help { log "help"; hangup }
    }
    """
  func started(_ flow: String) throws -> TestCall {
    var call = try TestCall(flow: flow)
    call.answer()
    call.wait(until: .milliseconds(1500))  // the prompt is over
    return call
  }

  @Test func `the first-key time starts at the end of the prompt`() throws {  // 1
    var call = try TestCall(flow: Self.menu)
    call.answer()
    call.wait(until: .milliseconds(6499))
    #expect(call.events == [])
    call.wait(until: .milliseconds(6500))
    #expect(call.timed("event") == ["6.500 event failed.no-input 1"])
  }
  @Test func `of two prompts at the end of the last`() throws {  // 2
    var call = try TestCall(
      flow: """
        flow main {
            menu start { say "Fourteen signs"; say "Fourteen signs"; key 1 -> bye }
            do bye { hangup }
        }
        """)
    call.answer()
    call.wait(until: .seconds(8))
    #expect(call.timed("event") == ["7.500 event failed.no-input 1"])
  }
  @Test(arguments: [1, 0]) func `a key in time counts`(_ milliseconds: Int) throws {  // 3
    var call = try started(Self.menu)
    call.wait(until: .milliseconds(6500 - milliseconds - 100))
    call.wait(.milliseconds(99))
    if milliseconds == 1 {
      call.wait(.milliseconds(1))
      call.press("2")
      #expect(call.events == [])
      #expect(call.states.last == "main.two")
    }
  }
  @Test func `an acceptable entry is accepted when the time between keys is over`() throws {  // 4, 27
    var call = try started(Self.menu)
    call.press("1")
    call.wait(.milliseconds(1999))
    #expect(call.states == ["main.start"])
    call.wait(.milliseconds(1))
    #expect(call.states == ["main.start", "main.one"])
  }
  @Test func `the longer of two entries is taken when it comes`() throws {  // 27
    var call = try started(Self.menu)
    call.press("12")
    #expect(call.states.last == "main.twelve")
  }
  @Test func `the time between keys runs from key up`() throws {
    var call = try started(Self.menu)
    call.keyDown(.one)
    call.wait(.seconds(10))
    #expect(call.states == ["main.start"])
    call.keyUp(.one)
    call.wait(.seconds(2))
    #expect(call.states.last == "main.one")
  }
  @Test func `too short an entry is no-match when the time between keys is over`() throws {  // 5
    var call = try started(Self.digits)
    call.press("12")
    call.wait(.seconds(3))
    #expect(call.timed("event") == ["4.800 event failed.no-match 1"])
  }
  @Test func `the terminator accepts`() throws {  // 6
    var call = try started(Self.digits)
    call.press("123#")
    #expect(call.lines("log", "var") == ["var number=123", "log got 123"])
  }
  @Test func `the terminator too early is no-match`() throws {  // 7
    var call = try started(Self.digits)
    call.press("12#")
    #expect(call.events == ["failed.no-match 1"])
  }
  @Test func `a lone inherited digit and the terminator are that key`() throws {  // 7, 26
    var call = try started(Self.digits)
    call.press("0#")
    #expect(call.lines("log") == ["log agent"])
  }
  @Test func `a lone inherited digit and the time between keys are that key`() throws {  // 26
    var call = try started(Self.digits)
    call.press("0")
    call.wait(.seconds(3))
    #expect(call.lines("log") == ["log agent"])
  }
  @Test func `inherited digits do not cut an entry short`() throws {  // 26
    var call = try started(Self.digits)
    call.press("0101")
    #expect(call.lines("log") == ["log got 0101"])
  }
  @Test func `the terminator as first key has its inherited meaning`() throws {  // 8
    var call = try started(Self.digits)
    call.press("#")
    #expect(call.lines("log") == ["log help"])
  }
  @Test func `the terminator as first key without a meaning is no-match`() throws {  // 8
    var call = try started(
      Self.digits.replacing("key # -> main.help", with: "").replacing("-> repeat", with: "-> main.help"))
    call.press("#")
    #expect(call.events == ["failed.no-match 1"])
  }
  @Test func `a terminator switched off is a key without meaning`() throws {  // 9
    var call = try started(
      Self.digits.replacing("interdigit 3s", with: "interdigit 3s; terminator none; no key #")
        .replacing("-> repeat", with: "-> main.help"))
    call.press("123#")
    #expect(call.events == ["failed.no-match 1"])
  }
  @Test func `the greatest length accepts at once`() throws {  // 10
    var call = try started(Self.digits)
    call.press("123")
    #expect(call.states == ["main.ask"])
    call.wait(.milliseconds(100))
    call.keyDown(.four)
    #expect(call.lines("log") == ["log got 1234"])
  }
  @Test func `with a terminator time the entry waits for it`() throws {  // 11
    let flow = Self.digits.replacing("interdigit 3s", with: "interdigit 3s; term-wait 1s")
    var call = try started(flow)
    call.press("1234")
    call.wait(.milliseconds(999))
    #expect(call.lines("log") == [])
    call.wait(.milliseconds(1))
    #expect(call.timed("log") == ["3.200 log got 1234"])
    call = try started(flow)
    call.press("1234#")
    #expect(call.timed("log") == ["2.300 log got 1234"])
  }
  static let twice = """
    flow main {
        collect first into a { digits 4; done -> second }
        collect second into b { say "Fourteen signs"; digits 2; done -> tell }
        do tell { log "{a as digits} {b as digits}"; hangup }
    }
    """
  @Test func `surplus digits go to the buffer`() throws {  // 12
    var call = try TestCall(flow: Self.twice)
    call.answer()
    call.press("123456")
    #expect(call.lines("log") == ["log 1234 56"])
  }
  static let checked = """
    flow main {
        collect first into a { digits 4; say "Number"; check a == "1111" else say "That is wrong" barge-in GATE; done -> tell }
        do tell { log "{a as digits}"; hangup }
    }
    """
  @Test(arguments: ["on", "hold"])
  func `surplus digits of an entry that failed begin no other`(gate: String) throws {
    var call = try TestCall(flow: Self.checked.replacing("GATE", with: gate))
    call.answer()
    call.wait(.seconds(1))
    call.press("123456")
    #expect(call.lines("key").suffix(2) == ["key 5 dropped", "key 6 dropped"])
    #expect(call.events == ["failed.invalid 1"])
    call.wait(.milliseconds(501))
    call.press("1111")
    #expect(call.lines("log") == ["log 1111"])
  }
  @Test func `a wrong key of a menu is mended at once`() throws {
    var call = try TestCall(
      flow: "flow main { menu first { say \"Press 1.\"; key 1 -> tell } do tell { log \"one\"; hangup } }")
    call.answer()
    call.wait(.seconds(1))
    call.press("71")
    #expect(call.events == ["failed.no-match 1"])
    #expect(call.lines("log") == ["log one"])
  }
  @Test func `a surplus terminator is swallowed, and the prompt it cut is heard`() throws {  // 12
    var call = try TestCall(flow: Self.twice)
    call.answer()
    call.press("1234#")
    #expect(call.lines("key").last == "key # swallowed")
    #expect(call.events == [])
    call.wait(.seconds(2))
    #expect(call.said == ["Fourteen signs", "Fourteen signs"])
    call.press("56")
    #expect(call.lines("log") == ["log 1234 56"])
  }
  @Test func `a surplus terminator while the next prompt plays is swallowed and the prompt begins again`()
    throws
  {
    var call = try TestCall(flow: Self.twice)
    call.answer()
    call.wait(.milliseconds(600))
    call.press("1234")
    call.wait(.milliseconds(300))
    call.press("#")
    #expect(call.said == ["Fourteen signs", "Fourteen signs"])
    call.press("78")
    #expect(call.lines("log") == ["log 1234 78"])
  }
  @Test func `a terminator after more than two seconds is not swallowed`() throws {  // 12
    var call = try TestCall(flow: Self.twice)
    call.answer()
    call.wait(.milliseconds(600))
    call.press("1234")
    call.wait(.milliseconds(2000))
    call.press("#")
    #expect(call.events == ["failed.no-match 1"])
  }
  @Test func `a star after digits clears and asks again, uncounted`() throws {  // 26
    var call = try started(Self.digits)
    call.press("12*")
    call.wait(.seconds(1))
    #expect(call.events == [])
    #expect(call.said == ["Fourteen signs", "Fourteen signs"])
    call.press("345#")
    #expect(call.lines("log") == ["log got 345"])
  }
  @Test func `a star as first key has its inherited meaning`() throws {  // 26
    var call = try started(Self.digits)
    call.press("*")
    #expect(call.lines("move") == ["move key * -> repeat"])
  }
  @Test func `an impossible key is no-match at once`() throws {
    var call = try started(Self.menu)
    call.keyDown(.nine)
    #expect(call.timed("event") == ["1.500 event failed.no-match 1"])
  }
}
