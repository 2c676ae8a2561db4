import CallFlow
import Chronology
import Session
import Testing

/// Cases 34 to 36 and 40, and self-service answers.
@Suite struct `Ends and ways` {
  static let flow = """
    table rows (id number key, text text)
    table calls_seen (id text)
    flow main {
        defaults {
            on hangup { say "Too late."; log "gone"; save calls_seen (id = call.id) }
        }
        menu start { say "Fourteen signs"; key 1 -> find; on no-match { say "Wrong number.." } }
        lookup find { from rows where id == 1; read text; found -> start; missing -> start }
    }
    """
  @Test(arguments: ["prompt", "wait", "handler", "lookup"])
  func `a hang-up is handled wherever it comes`(_ place: String) throws {  // 34, 35
    var call = try TestCall(flow: Self.flow)
    call.lookup = { _ in nil }
    call.answer()
    call.wait(until: .milliseconds(700))
    switch place {
    case "wait": call.wait(.seconds(2))
    case "handler":
      call.press("7")
      call.wait(.milliseconds(100))
    case "lookup": call.press("1")
    default: break
    }
    call.hangUp()
    call.finish()
    #expect(call.lines("log", "end") == ["log gone", "end hung-up by caller"])
    #expect(call.saves.count == 1)
    #expect(!call.said.contains("Too late."))
    #expect(call.endings == 1)
  }
  @Test func `a save that is not answered after a hang-up ends in five seconds`() throws {
    var call = try TestCall(flow: Self.flow)
    call.save = { _ in nil }
    call.answer()
    call.wait(until: .seconds(1))
    call.hangUp()
    call.finish()
    #expect(call.timed("end") == ["6.000 end hung-up by caller"])
  }
  @Test func `a call ended from outside is interrupted`() throws {
    var call = try TestCall(flow: Self.flow)
    call.answer()
    call.wait(until: .seconds(1))
    call.tell(.ended(.system))
    call.finish()
    #expect(call.lines("log", "end") == ["log gone", "end interrupted by system"])
  }
  @Test func `a lookup that is not answered is a timeout, a late answer is ignored`() throws {
    var call = try TestCall(flow: Self.flow)
    call.lookup = { _ in nil }
    call.answer()
    call.press("1")
    call.wait(.seconds(3))
    #expect(call.events == ["error.lookup.timeout 1"])
    call.tell(.lookupAnswered(1, .noRow))
    call.finish()
    #expect(call.ending?.outcome == .error)
  }
  @Test func `a lookup binds values and gives columns`() throws {
    var call = try TestCall(
      flow: """
        table rows (id number key, text text)
        flow main {
            set wanted = 4
            lookup find {
                from rows where id == wanted + 1 and text != "x"
                read text
                found { log "{text}"; hangup }
                missing { hangup }
            }
        }
        """)
    call.lookup = { _ in .row([.text("five")]) }
    call.answer()
    call.finish()
    #expect(call.lines("log", "lookup") == ["lookup rows 1", "log five"])
    #expect(
      call.lookups.first?.query.condition
        == .binary(
          .and, .binary(.equal, .column(0), .constant(.number(5))),
          .binary(.notEqual, .column(1), .constant(.text("x")))))
  }

  static let subflow = """
    flow main {
        call check { flow ask_pin("Eins"); take ok; done { log "done {if ok then "ok" else "no"}"; -> bye }
            on card_lost { log "lost"; -> bye } on cancel { log "cancelled"; -> bye } }
        do bye { hangup }
    }
    flow ask_pin(name text) gives ok {
        set ok = false
        menu ask {
            say "For {name}."
            key 1 { set ok = true; return }
            key 2 -> return
            key 3 { throw card_lost }
            key 4 -> back
        }
    }
    """
  @Test(arguments: [
    ("1", "log done ok"), ("2", "log done no"), ("3", "log lost"), ("4", "log cancelled"),
  ]) func `a subflow gives back, or is left`(_ key: String, _ line: String) throws {  // 36
    var call = try TestCall(flow: Self.subflow)
    call.answer()
    call.wait(until: .milliseconds(600))
    call.press(key)
    call.finish()
    #expect(call.said == ["For Eins."])
    #expect(call.lines("log") == [line])
  }
  @Test func `back goes to the waiting state before, top to the first`() throws {
    var call = try TestCall(
      flow: """
        flow main {
            menu a { key 1 -> b; key 9 -> back }
            menu b { key 1 -> c; key 9 -> back }
            menu c { key 9 -> back; key 0 -> top }
        }
        """)
    call.answer()
    call.press("119990")
    #expect(call.states == ["main.a", "main.b", "main.c", "main.b", "main.a", "main.a", "main.a"])
    #expect(call.events == ["failed.no-match 1"])
    call.press("110")
    #expect(call.states.last == "main.a")
  }

  @Test(arguments: [
    ("2026-03-03 08:59", "closed"), ("2026-03-03 09:00", "open"), ("2026-03-03 17:59", "open"),
    ("2026-03-03 18:00", "closed"), ("2026-03-01 10:00", "holiday"), ("2026-03-03 12:30", "lunch"),
    ("2026-03-06 23:00", "open"), ("2026-03-07 01:59", "open"), ("2026-03-07 02:00", "closed"),
  ]) func `hours open and close to the minute`(_ at: String, _ way: String) throws {  // 40
    var call = try TestCall(
      flow: """
        calendar office {
            timezone "Asia/Seoul"
            open mon-thu 09:00-18:00
            open fri 22:00-02:00
            lunch 12:00-13:00
            closed 2026-12-25
        }
        flow main {
            hours now_open {
                calendar office
                open { log "open"; hangup }
                closed { log "closed"; hangup }
                lunch { log "lunch"; hangup }
                holiday { log "holiday"; hangup }
            }
        }
        """, at: at)
    call.answer()
    call.finish()
    // Without a holiday list a Sunday is simply closed.
    #expect(call.lines("log") == ["log \(way == "holiday" ? "closed" : way)"])
  }

  static let answers = """
    answers faq {
        topic fees { label "fees"; say "Fees are low."; more "Very low indeed." }
        topic router { label "the router"; say "We go step by step."; step "Pull the plug."; step "Put it in." }
    }
    flow main {
        answer help { from faq; solved { log "solved"; -> bye }; unsolved { log "unsolved"; -> bye } }
        do bye { hangup }
    }
    """
  @Test func `an answer that helps is self-served`() throws {
    var call = try TestCall(flow: Self.answers)
    call.answer()
    call.wait(.seconds(5))
    #expect(call.said.count == 2)
    call.press("1")
    call.wait(.seconds(10))
    call.press("1")
    call.finish()
    #expect(call.lines("topic", "log") == ["topic fees chosen", "topic fees solved", "log solved"])
    #expect(call.ending?.outcome == .selfServed)
  }
  @Test func `an answer that does not help says more, then gives up`() throws {
    var call = try TestCall(flow: Self.answers)
    call.answer()
    call.press("1")
    call.wait(.seconds(10))
    call.press("2")
    call.wait(.seconds(10))
    #expect(call.said.contains("Very low indeed."))
    call.press("2")
    #expect(call.lines("topic", "log") == ["topic fees chosen", "topic fees unsolved", "log unsolved"])
  }
  @Test func `steps follow each other, and silence repeats only the question`() throws {
    var call = try TestCall(flow: Self.answers)
    call.answer()
    call.press("2")
    call.wait(.seconds(7))
    call.press("2")
    call.wait(.seconds(6))
    #expect(call.said.filter { $0.hasPrefix("Pu") } == ["Pull the plug.", "Put it in."])
    call.wait(.seconds(6))
    #expect(call.events == ["failed.no-input 1"])
    call.press("2")
    #expect(call.lines("note") == ["note topic=router, step 2"])
  }
  @Test(arguments: [false, true])
  func `an agent has the name, number and step of what did not help`(
    isSaidByTheRoute: Bool
  ) throws {
    var call = try TestCall(
      flow: """
        skill s
        queue q { need s }
        answers faq { topic card { label "the card"; say "First."; step "Look."; step "Turn."; number "902" } }
        flow main {
            answer help { from faq; solved { hangup }; unsolved -> person }
            route person {
                queue q
                \(isSaidByTheRoute ? "note topic = \"cards\"" : "")
                talked { hangup }
                overflow { hangup }
            }
        }
        """)
    call.answer()
    call.press("902")
    call.wait(.seconds(1))
    call.press("2")
    call.wait(.seconds(1))
    call.press("2")
    call.wait(.seconds(1))
    let notes = try #require(call.requests.first?.notes)
    #expect(notes.map(\.name) == ["topic"])
    #expect(notes.first?.value == .text(isSaidByTheRoute ? "cards" : "card (902), step 2"))
  }
}
