import CallFlow
import Session
import Testing

/// Cases 21 to 25: counters, handlers, keys in scope.
@Suite struct `Handlers` {
  struct Row: CountedHandler {
    var event: EventName
    var count: Int
    init(_ event: String, _ count: Int = 1) { (self.event, self.count) = (EventName(event), count) }
  }
  func counters(_ names: String...) -> EventCounters {
    var counters = EventCounters()
    for name in names { counters.count(EventName(name)) }
    return counters
  }

  @Test func `the nearest scope is taken, by VoiceXML's rule the highest count`() {  // 21
    let scopes = [[Row("failed.no-match")], [Row("failed.no-match", 2)]]
    let counters = counters("failed.no-match", "failed.no-match")
    #expect(
      HandlerChoice.choose(for: .noMatch, counters: counters, scopes: scopes) { _ in true }
        == HandlerChoice(scope: 0, index: 0))
    #expect(
      HandlerChoice.choose(for: .noMatch, counters: counters, scopes: scopes, rule: .highestCount) { _ in true
      }
        == HandlerChoice(scope: 1, index: 0))
  }
  @Test func `each name and each prefix has its own counter`() {  // 23
    let both = counters("failed.no-match", "failed.no-input")
    #expect(both.count(of: "failed") == 2)
    #expect(both.count(of: "failed.no-match") == 1)
    let scopes = [[Row("failed.no-input", 2), Row("failed", 2)]]
    #expect(
      HandlerChoice.choose(for: .noInput, counters: both, scopes: scopes) { _ in true }
        == HandlerChoice(scope: 0, index: 1))
    #expect(HandlerChoice.reachesTries(2, for: .noInput, counters: both))
    #expect(!HandlerChoice.reachesTries(3, for: .noInput, counters: both))
    #expect(!HandlerChoice.reachesTries(0, for: .help, counters: both))
  }
  @Test func `a condition that does not hold leaves the next one`() {  // 24
    let scopes = [[Row("failed.no-match", 2), Row("failed.no-match")]]
    let twice = counters("failed.no-match", "failed.no-match")
    #expect(
      HandlerChoice.choose(for: .noMatch, counters: twice, scopes: scopes) { $0.count == 1 }
        == HandlerChoice(scope: 0, index: 1))
  }

  @Test func `handlers count up, and tries end it`() throws {  // 21, 23
    var call = try TestCall(
      flow: """
        flow main {
            menu start {
                say "Press."
                timeout 1s
                key 1 -> done
                tries 4 -> done
                on no-input { log "first" }
                on no-input 2 { log "second" }
                on no-match { log "wrong" }
            }
            do done { log "out"; hangup }
        }
        """)
    call.answer()
    call.wait(until: .milliseconds(1600))
    call.press("9")
    call.finish()
    #expect(call.lines("log") == ["log wrong", "log first", "log second", "log out"])
    #expect(
      call.events == [
        "failed.no-match 1", "failed.no-input 1", "failed.no-input 2", "failed.no-input 3", "tries 4",
      ])
  }
  @Test func `counters are new after a forward move and stay over repeat, retry and stay`() throws {  // 22
    var call = try TestCall(
      flow: """
        flow main {
            menu first { timeout 1s; key 1 -> second; key 2 -> repeat; key 3 -> retry; key 4 -> stay; tries 3 -> out }
            menu second { key 1 -> first; tries 3 -> out }
            do out { log "out"; hangup }
        }
        """)
    call.answer()
    call.press("9")  // one failure
    call.press("1")
    call.press("1")  // forward again: none
    call.press("92")
    call.press("4")
    call.press("3")  // two: no-match and retry
    #expect(call.lines("log") == [])
    call.press("9")
    #expect(call.lines("log") == ["log out"])
  }
  @Test func `conditions of handlers are asked`() throws {  // 24
    var call = try TestCall(
      flow: """
        flow main {
            set vip = true
            menu start {
                key 1 { set vip = false }
                key 2 -> out
                on no-match when vip { log "vip" }
                on no-match { log "other" }
            }
            do out { hangup }
        }
        """)
    call.answer()
    call.press("9")
    call.press("1")
    call.press("9")
    #expect(call.lines("log") == ["log vip", "log other"])
  }
  @Test func `a local key beats an inherited one, and no key removes it`() throws {  // 25
    var call = try TestCall(
      flow: """
        defaults { key 0 { log "inherited 0" }; key 9 { log "inherited 9" } }
        flow main {
            menu start { key 0 { log "own 0" }; key 1 -> next }
            menu next { no key 9; key 1 -> start }
        }
        """)
    call.answer()
    call.press("0")
    call.press("9")
    call.press("1")
    call.press("0")
    call.press("9")
    #expect(call.lines("log") == ["log own 0", "log inherited 9", "log inherited 0"])
    #expect(call.events == ["failed.no-match 1"])
  }
  @Test func `a silent caller is not sent to an agent`() throws {
    let flow = """
      queue help { need language }
      skill en
      flow main {
          menu start { timeout 1s; tries 2 -> agent; key 1 -> agent }
          route agent { queue help; talked { hangup }; overflow { hangup } }
      }
      """
    var call = try TestCall(flow: flow)
    call.answer()
    call.finish()
    #expect(call.said == ["Thank you for calling. Goodbye."])
    call = try TestCall(flow: flow)
    call.answer()
    call.press("77")
    #expect(call.states.last == "main.agent")
  }
  @Test func `built-in tries go to an agent, when the flow has one`() throws {
    var call = try TestCall(
      flow: """
        queue help { need en }
        skill en
        flow main {
            menu start { timeout 1s; key 1 -> agent }
            route agent { queue help; talked { hangup }; overflow { hangup } }
        }
        """)
    call.answer()
    call.press("9")
    call.wait(.seconds(4))
    #expect(call.states == ["main.start", "main.start", "main.start", "main.agent"])
  }
  @Test func `a value of which nothing can be said is an error`() throws {
    var call = try TestCall(
      flow: """
        flow main {
            do tell { set number = "abc"; say "Call {number as phone}."; hangup; on error.value -> other }
            do other { say "Call us."; hangup }
        }
        """)
    call.answer()
    call.finish()
    #expect(call.events == ["error.value 1"])
    #expect(call.said == ["Call us."])
  }
  @Test func `a value that is none is an error, handled or not`() throws {
    let flow = """
      table rows (id number key, text text)
      flow main {
          lookup find { from rows where id == 1; read text; found -> tell; missing { hangup } }
          do tell { say "It is {text}."; hangup }
      }
      """
    var call = try TestCall(flow: flow)
    call.lookup = { _ in .row([.none]) }
    call.answer()
    call.finish()
    #expect(call.events == ["error.value 1"])
    #expect(call.said == ["I am sorry, we have a technical problem."])
    #expect(call.ending?.outcome == .error)

    call = try TestCall(
      flow: flow.replacing("do tell {", with: "do tell { on error { log \"caught\"; -> bye }; ")
        .replacing("hangup }\n}", with: "hangup }\n do bye { hangup }\n}"))
    call.lookup = { _ in .row([.none]) }
    call.answer()
    call.finish()
    #expect(call.lines("log") == ["log caught"])
    #expect(call.ending?.outcome == .finished)
  }
  @Test func `a second error inside a handler goes to the built-in one`() throws {
    var call = try TestCall(
      flow: """
        flow main {
            menu start { key 1 { throw error.mine }; key 2 -> start; on error { throw error.other } }
        }
        """)
    call.answer()
    call.press("1")
    call.finish()
    #expect(call.events == ["error.mine 1", "error.other 1"])
    #expect(call.ending?.outcome == .error)
  }
  @Test func `events of one's own that nobody handles are errors`() throws {
    var call = try TestCall(
      flow: """
        flow main {
            menu start { key 1 { throw card.lost }; key 2 { throw other }; on card { log "card" } }
        }
        """)
    call.answer()
    call.press("1")
    #expect(call.lines("log") == ["log card"])
    #expect(call.ending == nil)
    call.press("2")
    #expect(call.events == ["card.lost 1", "other 1", "error.unhandled 1"])
    call.finish()
    #expect(call.ending?.outcome == .error)
  }
  @Test func `two hundred waits are the limit`() throws {
    var call = try TestCall(
      flow: """
        flow main {
            menu start { key 1 -> start; on limit.turns { log "limit"; -> out } }
            do out { hangup }
        }
        """)
    call.answer()
    for _ in 0..<199 { call.press("1") }
    #expect(call.events == [])
    call.press("1")
    #expect(call.events == ["limit.turns 1"])
    #expect(call.lines("log") == ["log limit"])
  }
  @Test func `fifteen minutes of self-service are the limit`() throws {
    var call = try TestCall(
      flow: """
        flow main {
            menu start { timeout 10s; tries 99 -> start; key 1 -> start }
        }
        """)
    call.answer()
    call.finish()
    #expect(call.timed("event").suffix(1) == ["900.000 event limit.call 1"])
    #expect(call.ending?.outcome == .error)
  }
  @Test func `states that go round without the caller end in error_loop`() throws {
    var call = try TestCall(
      flow: """
        flow main {
            do one { throw again; on again -> two }
            do two { throw again; on again -> one }
        }
        """)
    call.answer()
    call.finish()
    #expect(call.events.count == 1001)
    #expect(call.events.last == "error.loop 1")
    #expect(call.ending?.outcome == .error)
  }
}
