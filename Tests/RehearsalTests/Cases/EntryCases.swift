import Testing

/// Cases 28 to 33, 37, 38: what a caller enters, and what he hears.
@Suite struct `When a caller enters something` {
  static func collect(_ form: String, _ tell: String = "{v}") -> String {
    """
    flow main {
      collect c into v { say "a"; \(form); done -> tell }
      do tell { say "got \(tell)"; hangup }
    }
    """
  }
  static func pressing(_ keys: String, _ rest: String) -> String {
    "caller 1 dials 1\nwait 1s\npress \(keys)\n\(rest)"
  }

  @Test(arguments: [
    ("1#", "no-match"), ("12#", ""), ("123", ""), ("*", "no-match"),
  ]) func `28 digits by least and greatest length`(keys: String, event: String) {
    passes(
      Self.collect("digits 2-3", "{v as digits}"),
      Self.pressing(keys, event.isEmpty ? "expect state tell within 1s" : "expect event \(event) 1 within 1s")
    )
  }
  @Test(arguments: [("12#", "no-match"), ("123", "")])
  func `28 digits of one length`(keys: String, event: String) {
    passes(
      Self.collect("digits 3", "{v as digits}"),
      Self.pressing(keys, event.isEmpty ? "expect state tell within 1s" : "expect event \(event) 1 within 1s")
    )
  }
  @Test func `29 yes and no`() {
    let flow = """
      flow main {
        collect c into v { say "a"; yes-no; done { if v -> yes else -> no } }
        do yes { say "yes"; hangup }
        do no { say "no"; hangup }
      }
      """
    passes(flow, Self.pressing("1", "expect state yes at +1s"))
    passes(flow, Self.pressing("2", "expect state no at +1s"))
    passes(flow, Self.pressing("3", "expect event no-match 1 at +1s"))
  }
  @Test func `30 an amount, its point a star`() {
    passes(
      Self.collect("amount", "{v as number}"), Self.pressing("12*5#", "expect say \"got 12.5\" within 1s"))
    passes(Self.collect("amount", "{v as number}"), Self.pressing("7#", "expect say \"got 7\" within 1s"))
    passes(Self.collect("amount", "{v as number}"), Self.pressing("1*5*#", "expect event failed within 1s"))
  }
  @Test(arguments: [
    ("date", "20260230", false), ("date", "20260228", true), ("date", "20261301", false),
    ("date", "0229#", true), ("time", "2460", false), ("time", "0930", true), ("time", "2400", false),
  ]) func `31 days and times that do not exist`(form: String, keys: String, exists: Bool) {
    passes(
      Self.collect(form, "{v as \(form)}"),
      Self.pressing(keys, exists ? "expect state tell within 1s" : "expect event failed within 1s"))
  }
  @Test func `32 prompts by visit`() {
    passes(
      """
      flow main {
        menu m { say "hello"; say visit 2 "again"; key 1 -> m; key 2 -> repeat }
      }
      """,
      """
      caller 1 dials 1
      expect next say "hello"
      press 2 while saying after 0s
      expect next say "again"
      press 2 while saying after 0s
      expect next say "again"
      press 1 while saying after 0s
      expect next say "hello"
      """)
  }
  @Test func `33 options are read in the order of their lines and in the call's language`() {
    passes(
      """
      flow main {
        menu m {
          say options
          key 2 "sales" ko "영업" -> repeat
          key 1 "help" ko "도움" { language ko; repeat }
        }
      }
      """,
      """
      caller 1 dials 1
      expect next say contains "sales 2" in en
      expect next say contains "help 1" in en
      press 1 while saying
      expect next say contains "영업" in ko
      expect next say contains "도움" in ko
      """)
  }
  @Test func `37 a confirmed entry, said again, met with silence`() {
    let flow = """
      flow main {
        collect c into v {
          say "enter"; digits 2; confirm ask; tries 9 -> bye
          on no-input { say "silence" }
          on invalid { say "thrice" }
          done -> tell
        }
        do tell { say "got {v as digits}"; hangup }
        do bye { say "bye"; hangup }
      }
      """
    let prompts = "prompt ask { en \"is it {value as digits}\"; ko \"{value as digits}\" }\n"
    passes(
      prompts + flow,
      Self.pressing("12", "expect say ask\npress 1 while saying\nexpect state tell\nexpect say \"got 12\""))
    passes(
      prompts + flow,
      Self.pressing(
        "12",
        """
        expect say ask
        press 2 while saying
        expect next say "enter"
        press 34 while saying
        expect say "is it 34"
        expect event no-input 1
        expect say "silence"
        expect next say ask
        press 1 while saying
        expect say "got 34"
        """))
    passes(
      prompts + flow,
      """
      caller 1 dials 1
      expect say "enter"
      press 11 while saying
      expect say ask
      press 2 while saying
      expect say "enter"
      press 22 while saying
      expect say ask
      press 2 while saying
      expect say "enter"
      press 33 while saying
      expect say ask
      press 2 while saying
      expect event invalid 1
      expect say "thrice"
      """)
  }
  @Test func `38 mask shows the last digits, secret none, in the log and the transcript`() {
    let flow = """
      flow main {
        collect c into account { say "a"; digits 8; mask 4; done -> code }
        collect code into pin { say "b"; digits 4; done -> tell }
        do tell { say "your account is {account as digits}"; note account = account; hangup }
      }
      """
    let script = """
      caller 1 dials 1
      wait 1s
      press 12345678 every 150ms
      expect state code
      press 9753 while saying
      expect say contains "1234 5678"
      expect log account="****5678"
      """
    passes(flow, script)
    let transcript = rehearse(flow, script).transcript
    #expect(transcript.contains("5678"))
    for trace in ["1234", "9753", "975", "753"] { #expect(!transcript.contains(trace), "\(transcript)") }
    let keys = transcript.split(separator: "\n").filter { $0.dropFirst(10).hasPrefix("key") }
    #expect(keys.count == 12)
    #expect(
      keys.allSatisfy { !$0.dropFirst(16).contains(where: \.isNumber) || $0.contains("cut") }, "\(keys)")
  }
}
