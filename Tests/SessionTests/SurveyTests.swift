import CallFlow
import Chronology
import Session
import Testing

@Suite struct `A survey` {
  private let flow = """
    table results (call_id text, score number, why number, again number, complete flag)
    flow main {
      survey rate {
        say "Two questions."
        ask score 1-5 "How was it?"
        ask why 1-3 "What was wrong?" when score != none and score < 3
        ask again 0-10 "Would you call again?"
        save results (call_id = call.id, score = score, why = why, again = again, complete = complete)
        done -> bye
        on hangup.caller { log "gone" }
      }
      do bye { say "Thank you."; hangup }
    }
    """
  /// A survey with lines of its own, and another way out than its end.
  private static func rate(_ columns: String, _ lines: String) -> String {
    """
    table results (\(columns))
    flow main {
      survey rate {
        \(lines)
        done -> bye
      }
      do other { say "Elsewhere."; hangup }
      do bye { say "Thank you."; hangup }
    }
    """
  }
  private func saved(_ call: TestCall) -> [[Value]] { call.saves.map { $0.values.map(\.value) } }

  @Test func `asks what holds, saves once, and goes on`() throws {
    var call = try TestCall(flow: flow)
    call.answer()
    call.listen()
    call.press("2")
    call.listen()
    call.press("3")
    call.listen()
    call.press("10")
    call.finish()
    #expect(
      call.said == [
        "Two questions.", "How was it?", "What was wrong?", "Would you call again?", "Thank you.",
      ])
    #expect(saved(call) == [[.text("1"), .number(2), .number(3), .number(10), .flag(true)]])
    #expect(call.lines("var") == ["var score=2", "var why=3", "var again=10"])
  }

  @Test func `leaves out what need not be asked, and lets a question be skipped`() throws {
    var call = try TestCall(flow: flow)
    call.answer()
    call.listen()
    call.press("5")
    call.listen()
    call.press("#")
    call.finish()
    #expect(call.said == ["Two questions.", "How was it?", "Would you call again?", "Thank you."])
    #expect(saved(call) == [[.text("1"), .number(5), .none, .none, .flag(true)]])
  }

  @Test func `asks three times, then thanks all the same`() throws {
    var call = try TestCall(flow: flow)
    call.answer()
    call.listen()
    call.press("4")
    call.listen()
    call.press("*")
    call.finish()
    #expect(call.said.filter { $0 == "Would you call again?" }.count == 3)
    #expect(call.said.last == "Thank you.")
    #expect(saved(call) == [[.text("1"), .number(4), .none, .none, .flag(false)]])
    #expect(call.events == ["failed.no-match 1", "failed.no-input 2", "failed.no-input 3"])
  }

  @Test func `tells reports what was asked, answered and skipped`() throws {
    var call = try TestCall(flow: flow)
    call.answer()
    call.listen()
    call.press("4")
    call.listen()
    call.press("#")
    call.finish()
    #expect(
      Array(call.lines("survey").prefix(4)) == [
        "survey score asked 1-5", "survey score answered 4", "survey again asked 0-10",
        "survey again skipped",
      ])
  }

  @Test func `keeps the answers of a caller who hangs up`() throws {
    var call = try TestCall(flow: flow)
    call.answer()
    call.listen()
    call.press("1")
    call.listen()
    call.hangUp()
    call.finish()
    #expect(saved(call) == [[.text("1"), .number(1), .none, .none, .flag(false)]])
    #expect(call.lines("log") == ["log gone"])
    #expect(call.endings == 1 && call.ending?.by == .caller)
  }

  @Test func `goes where its own tries lead, with what was answered kept before`() throws {
    var call = try TestCall(
      flow: Self.rate(
        "score number, again number, complete flag",
        """
        ask score 1-5 "How was it?"
        ask again 0-9 "Would you call again?"
        save results (score = score, again = again, complete = complete)
        tries 2 { say "Then not."; -> other }
        """))
    call.answer()
    call.listen()
    call.press("4")
    call.finish()
    #expect(
      call.said == [
        "How was it?", "Would you call again?", "Would you call again?", "Then not.", "Elsewhere.",
      ])
    #expect(saved(call) == [[.number(4), .none, .flag(false)]])
    #expect(call.events == ["failed.no-input 1", "failed.no-input 2", "tries 2"])
  }

  @Test
  func
    `says what its own handlers say, by question, and asks again; one that leads away keeps what there is`()
    throws
  {
    var call = try TestCall(
      flow: Self.rate(
        "a number, b number",
        """
        ask a 1-5 "One?"
        ask b 1-5 "Two?"
        save results (a = a, b = b)
        on no-input { say "I did not hear you." }
        on no-match { say "From one to five." }
        on no-match 2 -> other
        tries 9 -> bye
        """))
    call.answer()
    call.listen()
    call.press("9")
    call.listen()
    call.press("3")
    call.listen()
    call.wait(.seconds(6))
    call.listen()
    call.press("8")
    call.listen()
    call.press("7")
    call.finish()
    #expect(
      call.said == [
        "One?", "From one to five.", "One?", "Two?", "I did not hear you.", "Two?", "From one to five.",
        "Two?", "Elsewhere.",
      ])
    #expect(saved(call) == [[.number(3), .none]])
  }

  @Test func `ends when its time is over`() throws {
    var call = try TestCall(
      flow: """
        flow main {
          survey rate {
            ask a 1-9 "One?"; ask b 1-9 "Two?"; ask c 1-9 "Three?"
            limit 5s
            done { hangup }
          }
        }
        """)
    call.answer()
    call.wait(until: .seconds(4))
    call.press("1")
    call.listen()
    call.wait(.seconds(2))
    call.press("2")
    call.finish()
    #expect(call.said == ["One?", "Two?"])
  }
}
