import Session
import Testing

/// Cases 28 to 31, 37 and 38.
@Suite struct `A collect` {
  func flow(_ lines: String, tell: String) -> String {
    """
    flow main {
        collect ask into entry1 { \(lines); done -> tell }
        do tell { log "\(tell)"; hangup }
    }
    """
  }
  func logged(_ lines: String, _ tell: String, press keys: String) throws -> [String] {
    var call = try TestCall(flow: flow(lines, tell: tell))
    call.answer()
    call.press(keys)
    call.wait(.seconds(4))
    return call.lines("log", "event")
  }
  @Test func `takes a flag`() throws {  // 29
    #expect(try logged("yes-no", "{if entry1 then \"yes\" else \"no\"}", press: "1") == ["log yes"])
    #expect(try logged("yes-no", "{if entry1 then \"yes\" else \"no\"}", press: "2") == ["log no"])
    #expect(
      try logged("yes-no", "{if entry1 then \"yes\" else \"no\"}", press: "3") == ["event failed.no-match 1"])
  }
  @Test(arguments: [
    ("12*50#", "log 12.5"), ("7#", "log 7"), ("*5#", "log 0.5"), ("1**5#", "event failed.no-match 1"),
    ("##", "log nothing"), ("*#", "event failed.no-match 1"),
  ]) func `takes an amount`(_ keys: String, _ expected: String) throws {  // 30
    #expect(
      try logged("amount", "{if entry1 == none then \"nothing\" else text(entry1)}", press: keys) == [
        expected
      ])
  }
  @Test(arguments: [
    ("20260229", "event failed.no-match 1"), ("20240229", "log 29 February 2024"),
    ("0304", "log 4 March 2026"), ("0302", "log 2 March 2027"), ("0229", "log 29 February 2028"),
    ("1301", "event failed.no-match 1"),
  ]) func `takes a date that exists`(_ keys: String, _ expected: String) throws {  // 31
    var call = try TestCall(flow: flow("date", tell: "{entry1 as date}"))
    call.answer()
    call.press(keys)
    call.wait(.seconds(4))
    #expect(call.lines("log", "event").first == expected)
  }
  @Test(arguments: [("2359", true), ("2400", false), ("0960", false)])
  func `takes a time that exists`(_ keys: String, _ isTime: Bool) throws {  // 31
    let lines = try logged("time", "ok", press: keys)
    #expect(lines.first == (isTime ? "log ok" : "event failed.no-match 1"))
  }
  @Test func `a check that fails counts and says why`() throws {
    var call = try TestCall(
      flow: """
        flow main {
            collect ask into number {
                digits 2
                check number != "13" else say "Not thirteen."
                done { log "took {number as digits}"; hangup }
                tries 2 { log "out"; hangup }
            }
        }
        """)
    call.answer()
    call.press("13")
    #expect(call.events == ["failed.invalid 1"])
    call.wait(.seconds(1))
    call.press("13")
    #expect(call.lines("log") == ["log out"])
  }

  static let confirm = """
    flow main {
        collect ask into number {
            say "Your number."
            digits 3
            confirm { say_back }
            done { log "took {number as digits}"; hangup }
            tries 3 { log "out"; hangup }
            on no-input { say "Nothing heard." }
        }
    }
    prompt read_back { en "{value as digits}, right?" }
    """.replacing("confirm { say_back }", with: "confirm read_back")
  func confirming() throws -> TestCall {
    var call = try TestCall(flow: Self.confirm)
    call.answer()
    call.wait(until: .milliseconds(1500))
    call.press("123")
    call.wait(.seconds(1))
    return call
  }
  @Test func `confirmed as right goes on`() throws {  // 37
    var call = try confirming()
    call.press("1")
    #expect(call.said == ["Your number.", "123, right?"])
    #expect(call.lines("log") == ["log took 123"])
  }
  @Test func `again asks anew, uncounted, the third time it is a failure`() throws {
    var call = try confirming()
    for _ in 0..<2 {
      call.press("2")
      call.wait(.seconds(2))
      #expect(call.events == [])
      call.press("456")
      call.wait(.seconds(1))
    }
    call.press("2")
    #expect(call.events == ["failed.invalid 1"])
    call.wait(.seconds(2))
    #expect(call.said.last == "Your number.")
  }
  @Test func `silence at the question counts and repeats only the question`() throws {
    var call = try confirming()
    call.wait(.seconds(13))
    #expect(call.events == ["failed.no-input 1"])
    #expect(call.said == ["Your number.", "123, right?", "Nothing heard.", "123, right?"])
    call.press("7")
    #expect(call.events == ["failed.no-input 1", "failed.no-match 1"])
    call.wait(.seconds(1))
    #expect(call.said.last == "123, right?")
    call.press("1")
    #expect(call.lines("log") == ["log took 123"])
  }

  @Test func `masked digits are written by their last ones only`() throws {  // 38
    var call = try TestCall(
      flow: """
        flow main {
            collect ask into account {
                digits 8; mask 4; confirm read_back
                done { note account = account; log "account {account as digits}"; hangup }
            }
        }
        prompt read_back { en "{value as digits}." }
        """)
    call.answer()
    call.press("12345678")
    call.wait(.seconds(1))
    call.press("1")
    call.finish()
    let written = call.story.joined(separator: "\n")
    #expect(!written.contains("1234"))
    #expect(call.lines("var", "note") == ["var account=****5678", "note account=****5678"])
    #expect(call.lines("key").dropLast() == Array(repeating: "key • taken", count: 8)[...])
  }
  @Test func `what is made of masked digits is masked too`() throws {
    var call = try TestCall(
      flow: """
        field mem text
        flow main {
            collect ask into account { digits 8; mask 4; done -> made }
            do made {
                set copy = account; set count = number(account); set call.mem = account
                set part = left(account, 4)
                note head = left(account, 4)
                log "a {copy as spell} b {count} c {call.mem} d {part} e {account + "9" as digits} f {copy as phone}"
                -> sub_call
            }
            call sub_call { flow sub(account); take b; done { log "g {b}"; hangup } }
        }
        flow sub(a text) gives b text { do s { set b = a + "-x"; return b } }
        """)
    call.answer()
    call.press("73918264")
    call.finish()
    let written = call.story.joined(separator: "\n")
    for told in ["7391", "73,9", "739", "18264", "9-x", "64-x"] {
      #expect(!written.contains(told), "\(told)")
    }
    #expect(call.lines("note") == ["note head=****"])
    #expect(written.contains("8264"))
  }
  @Test func `a secret leaves no trace`() throws {  // 38
    var call = try TestCall(
      flow: """
        flow main {
            collect ask into pin { digits 4; done { if pin == "9753" { log "right" } else { log "wrong" }; hangup } }
        }
        """)
    call.answer()
    call.press("9753")
    call.finish()
    #expect(call.lines("log") == ["log right"])
    let written = call.story.joined(separator: "\n")
    for digit in ["9", "7", "5", "3"] { #expect(!written.contains("key \(digit)")) }
    #expect(!written.contains("9753"))
  }
}
