import ACD
import CallFlow
import Chronology
import Rehearsal
import Testing
import Tones

@Suite struct `The reader of scripts` {
  func read(_ text: String) -> (scripts: [Script], faults: [String]) {
    var diagnostics = Diagnostics()
    let scripts = ScriptReader.read(SourceText(name: "a.call", text: text), into: &diagnostics)
    let faults = diagnostics.sorted.map { "\($0.range.start.line):\($0.range.start.column) \($0.code)" }
    return (scripts, faults)
  }
  let head = "call \"x\"\nflow \"x.callflow\"\n"

  @Test func `reads the example of the language reference`() {
    let (scripts, faults) = read(
      """
      call "balance and then an agent"
      flow "bank.callflow"
      at 2026-03-03 10:15 "Asia/Seoul"    // virtual clock; Tuesday
      data accounts from "accounts.csv"
      agent kim skills billing 3, ko 5  ready
      agent lee skills billing 1        busy until +90s
      seed 7

      caller 0212345678 dials 1000
      expect say contains "한국어는 1번" in ko
      press 1 while saying
      expect cut within 100ms
      expect state check_hours, top_menu
      press 1
      expect say ask_number
      press 12345678# every 200ms
      expect say contains "12345678" as digits
      expect lookup accounts row 1
      expect event no-input 1 within 20s
      expect queue billing position 1 needs billing 2 prefers ko 3
      agent kim answers after 4s
      expect connected kim
      agent kim hangs up after 30s
      expect hangup by system
      expect log outcome=agent queue=billing agent=kim waited=4s..6s account="****5678"
      expect table survey_results has score=5
      expect no error
      """)
    #expect(faults == [])
    #expect(scripts.count == 1)
    let setup = scripts[0].setup
    #expect(setup.seed == 7)
    #expect(setup.start == Instant(milliseconds: 1_772_500_500_000))
    #expect(setup.agents.map(\.skills) == [["billing": 3, "ko": 5], ["billing": 1]])
    #expect(setup.agents[1].begin == .busy(until: .after(.seconds(90))))
    #expect(scripts[0].steps.count == 19)
    guard case .act(.press(let keys, every: .milliseconds(200), hold: nil, nil)) = scripts[0].steps[7].kind
    else {
      Issue.record("\(scripts[0].steps[7].kind)")
      return
    }
    #expect(keys.text == "12345678#")
  }

  @Test(arguments: [
    ("caller withheld dials 1000", "nil 1000"), ("caller +82212345678 dials 1000", "+82212345678 1000"),
    ("caller 02 dials *9 name \"김\"", "02 *9"),
  ]) func `reads who calls whom`(line: String, expected: String) {
    let (scripts, faults) = read(head + line)
    #expect(faults == [])
    guard case .act(.call(let ani, let dnis, _))? = scripts.first?.steps.first?.kind else {
      Issue.record("no call")
      return
    }
    #expect("\(ani ?? "nil") \(dnis)" == expected)
  }

  @Test(arguments: [
    "press *", "press #", "press 1A# hold 40ms", "press 1 while saying welcome after 0s", "press \"12 34\"",
    "wait 1500ms", "wait until say bye within 2m", "hang up", "drop line", "play \"a.wav\" at +2s",
    "tone 1 for 60ms level -12dBm twist +4dB noise -30dBm", "agent kim logs out after 3s",
    "expect next say \"a\" in ko", "expect never event error.lookup", "expect no silence 2s",
    "expect heard welcome 40 %", "expect key # at +1300ms", "expect var account == \"1\"",
    "expect var n == -3", "expect error lookup.timeout", "expect quiet", "expect lookup t missing",
    "expect say matches \"a*b?\"", "expect say \"52300\" as currency KRW in ko within 3s",
    "expect state main.a, b at 10:16", "expect table t has a=true, b=2026-01-01 c=none",
    "caller one { caller 1 dials 2; press 1 }",
  ]) func `reads every kind of line`(line: String) {
    let (scripts, faults) = read(head + line)
    #expect(faults == [])
    #expect(scripts.first?.steps.count == 1)
  }

  @Test(arguments: [
    "at 2026-03-03 10:15", "language en", "data t { (a = 1, b = \"x\"); (a = -2, b = none) }",
    "agent kim skills billing 3 away", "replace lookup t with (a = 1) after 2s",
    "replace lookup t fails timeout", "replace lookup t after 1s", "replace audio \"a.wav\" missing",
    "replace speech fails", "replace calendar office closed", "limit 2h", "mode audio",
  ]) func `reads every kind of setup`(line: String) {
    #expect(read(head + line).faults == [])
  }

  @Test(arguments: [
    ("press", "3:6 CF111"), ("press x", "3:7 CF206"), ("pres 1", "3:1 CF200"), ("wait 5", "3:6 CF206"),
    ("expect sai x", "3:8 CF200"), ("agent kim sings", "3:11 CF206"), ("hang", "3:5 CF111"),
    ("expect state", "3:13 CF111"), ("press 1 twice", "3:9 CF200"), ("wait 5s 6s", "3:9 CF112"),
    ("seed 7\npress 1\nseed 8", "5:1 CF200"), ("at 10:15", "3:4 CF206"),
    ("at 2026-03-03 10:15 \"Nowhere\"", "3:21 CF206"), ("agent kim skills ko 12", "3:21 CF206"),
    ("other line sings", "3:12 CF206"), ("expect say \"x\" as wibble", "3:19 CF206"),
    ("for x in (1, 2)", "3:16 CF111"), ("expect log", "3:11 CF111"), ("caller 12 dials", "3:16 CF111"),
  ]) func `names what is wrong at its place`(line: String, fault: String) {
    #expect(read(head + line).faults == [fault])
  }

  @Test func `asks for its first lines`() {
    #expect(read("press 1").faults == ["1:1 CF204"])
    #expect(read("").faults == ["1:1 CF204"])
    #expect(read("call \"x\"\npress 1").faults == ["1:1 CF204"])
    #expect(read("call \"x\"\nflow \"a\nseed 1\nsed 2").faults.count == 2)
  }

  @Test func `makes a case of each value`() {
    let (scripts, faults) = read(
      head + "for k in (1, \"2#\") { for t in (1s, 2s) { press k; wait t; expect say \"key {k}\" } }\nhang up"
    )
    #expect(faults == [])
    #expect(
      scripts.map(\.name) == ["x [k=1 t=1s]", "x [k=1 t=2s]", "x [k=\"2#\" t=1s]", "x [k=\"2#\" t=2s]"])
    #expect(scripts.map(\.steps.count) == [4, 4, 4, 4])
    guard case .act(.press(let keys, _, _, _)) = scripts[2].steps[0].kind,
      case .expect(let expectation) = scripts[2].steps[2].kind,
      case .say(.equals(let text), _, _) = expectation.body
    else {
      Issue.record("\(scripts[2].steps)")
      return
    }
    #expect(keys.text == "2#")
    #expect(text == "key 2#")
  }

  @Test func `reads several calls of one file`() {
    let (scripts, faults) = read(head + "press 1\n" + head.replacing("x", with: "y") + "hang up")
    #expect(faults == [])
    #expect(scripts.map(\.name) == ["x", "y"])
    #expect(scripts.map(\.flow) == ["x.callflow", "y.callflow"])
  }

  @Test func `survives any text`() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "call", "flow", "\"", "\"a\"", "caller", "dials", "0212", "press", "1#", "every", "200ms", "expect",
      "say",
      "contains", "in", "as", "digits", "{", "}", "(", ")", "for", "x", "=", "..", "-", "+", "3s", "10:15",
      "2026-03-03", "\n", "\n", ";", ",", "agent", "skills", "replace", "lookup", "with", "while", "saying",
      "한",
      "wait", "until", "at", "log", "queue", "needs", "7", "%", "->", "else", "\u{FEFF}", "\u{0}", "never",
    ]
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<Int.random(in: 0..<40, using: &random) {
        text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
        if Bool.random(using: &random) { text += " " }
      }
      let (scripts, faults) = read(text)
      #expect(!scripts.isEmpty || !faults.isEmpty, "seed \(seed): \(text)")
    }
    for _ in 0..<300 {
      var diagnostics = Diagnostics()
      let bytes = (0..<200).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      _ = ScriptReader.read(SourceText(name: "a.call", bytes: bytes), into: &diagnostics)
      #expect(diagnostics.hasErrors, "seed \(seed)")
    }
  }
}
