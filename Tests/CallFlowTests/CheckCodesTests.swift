import Chronology
import Testing

@testable import CallFlow

/// A flow without findings, in which one line can be exchanged for a faulty one.
private let plain = """
  callflow 1
  language en
  table people (id text key, holder text)
  calendar office { open mon-fri 09:00-18:00 }
  skill billing
  queue counter { need billing }
  prompt hello { en "Hello." }
  flow main {
    menu start {
      say hello
      key 1 -> ask
      key 2 -> when_open
    }
    collect ask into number {
      digits 4
      done -> find
    }
    lookup find {
      from people where id == number
      found -> agent
      missing -> start
    }
    hours when_open {
      calendar office
      open -> agent
      closed -> start
    }
    route agent {
      queue counter
      talked -> start
      overflow -> start
    }
  }
  """

/// Exchanges a line of the plain flow and gives what is found, without source lines: place, severity, text,
/// code.
private func findings(
  _ line: String, _ new: String, _ surroundings: Surroundings = Surroundings()
) -> [String] {
  guard plain.contains(line) else { return ["'\(line)' is not in the flow"] }
  return found(plain.replacing(line, with: new, maxReplacements: 1), surroundings)
}

private func found(_ text: String, _ surroundings: Surroundings = Surroundings()) -> [String] {
  compiled(text, surroundings: surroundings).diagnostics.map { finding in
    let at = finding.range.start
    return "\(at.line):\(at.column) \(finding.severity.rawValue): \(finding.message) [\(finding.code)]"
  }
}

@Suite struct `A value that may be none` {
  /// What is told of a state `tell`, behind a lookup of a row whose `amount` may be empty.
  private func told(_ tell: String, set: String = "") -> [String] {
    found(
      """
      callflow 1
      language en default
      table bills (id text key, amount number, due number key)
      dial 1 -> main
      flow main {
        \(set)
        collect ask into number { say "Number."; digits 4; done -> find }
        lookup find { from bills where id == number; as bill; found -> tell; missing -> over }
        do tell { \(tell) }
        do over { hangup }
      }
      """
    ).filter { $0.contains("CF303") }.map { String($0.split(separator: " ", maxSplits: 1)[1]) }
  }
  private static func warning(_ name: String) -> [String] { ["warning: '\(name)' may be empty here [CF303]"] }

  @Test(arguments: [
    "say \"{bill.amount as currency USD}\"; -> over", "if bill.amount > 3 -> over else -> over",
    "if bill.due == 1 { say \"{bill.amount}\" }; -> over",
    "if bill.amount == none { say \"None.\" }; say \"{bill.amount}\"; -> over",
    "set sum = bill.amount * 2; say \"{sum}\"; -> over",
  ]) func `is a column of a row`(tell: String) {
    #expect(told(tell) == Self.warning("bill.amount"))
  }

  @Test(arguments: [
    "say \"{bill.due as currency USD}\"; -> over", "if bill.amount == 3 -> over else -> over",
    "if bill.amount != none and bill.amount > 3 { say \"{bill.amount}\" }; -> over",
    "if bill.amount == none -> over; say \"{bill.amount}\"; -> over",
    "say \"{if bill.amount == none then 0 else bill.amount}\"; -> over",
    "if bill.amount == none { set bill_amount = 0 } else { set bill_amount = bill.amount }; say \"{bill_amount}\"; -> over",
    "note amount = bill.amount; -> over",
  ]) func `is none that was tested or is told as it is`(tell: String) {
    #expect(told(tell) == [])
  }

  @Test func `is a variable that has it on one way`() {
    let set = "set sum = none"
    #expect(told("say \"{sum}\"; -> over", set: set) == Self.warning("sum"))
    #expect(told("set sum = bill.amount; say \"{sum}\"; -> over", set: set) == Self.warning("sum"))
    #expect(
      told("if bill.due > 3 { set sum = bill.due }; say \"{sum}\"; -> over", set: set) == Self.warning("sum"))
    #expect(told("set sum = bill.due; say \"{sum}\"; -> over", set: set) == [])
    #expect(told("if sum != none { say \"{sum}\" }; -> over", set: set) == [])
  }
}

@Suite struct `Holidays from a table` {
  private func faults(_ line: String) -> [String] {
    found(
      """
      callflow 1
      language en
      table closed_days (day date key, title text, count number, pin text secret)
      calendar office { open mon-fri 09:00-18:00; \(line) }
      flow main { do bye { say "bye"; hangup } }
      """
    ).filter { $0.contains("error") }
  }
  @Test(
    arguments: [
      ("from closed_days.day", nil), ("from closed_days.day name title", nil),
      ("from closed_day.day", "there is no table 'closed_day' [CF223]"),
      ("from closed_days.dayy", "table 'closed_days' has no column 'dayy' [CF251]"),
      ("from closed_days.title", "column 'title' is no date that may be told [CF301]"),
      ("from closed_days.day name pin", "column 'pin' is no text that may be told [CF301]"),
      ("from closed_days", "'.' and a column were expected"),
      ("from", "a table was expected"), ("from closed_days.day title", "[CF"),
    ] as [(String, String?)]) func `name their table and its columns`(_ line: String, _ fault: String?)
  {
    let found = faults("holidays \(line)")
    #expect(found.count == (fault == nil ? 0 : 1), "\(found)")
    if let fault { #expect(found.first?.contains(fault) == true, "\(found)") }
  }
}

@Suite struct `A line that says very much` {
  private func faults(_ count: Int) -> [String] {
    let text = String(repeating: "Four score and seven years ago. ", count: 62)  // 1984 characters
    return found(
      """
      callflow 1
      language en
      prompt once { en "\(text)" }
      prompt twice { en once, once }
      flow main { do bye { say \(Array(repeating: "twice", count: count).joined(separator: ", ")); hangup } }
      """
    ).filter { $0.contains("error") }
  }
  @Test func `is told before anybody has it spoken`() {
    #expect(faults(50) == [])
    #expect(
      faults(51) == ["5:22 error: this line says 202368 characters in all; 200000 are the most [CF206]"])
  }
}

@Suite struct `Prompts that say each other twice` {
  private func faults(deep: Int) -> [String] {
    let prompts = (0..<deep).map { "prompt p\($0) { en p\($0 + 1), p\($0 + 1) }" }
    return found(
      """
      callflow 1
      language en
      \(prompts.joined(separator: "\n"))
      prompt p\(deep) { en "x {hour(now)}" }
      flow main { do bye { say p0; hangup } }
      """
    ).filter { $0.contains("error") }
  }
  @Test func `are told before they are too many to look through`() throws {
    #expect(faults(deep: 10) == [])
    let one = try #require(faults(deep: 11).first)
    #expect(one.contains("prompt 'p0' says more than 4000 others in all [CF220]"), "\(one)")
    let many = faults(deep: 31)
    #expect(many.count == 2 && many.allSatisfy { $0.contains("says more than 4000 others") }, "\(many)")
  }
}

@Suite struct `One planted fault` {
  @Test func `leaves the flow without faults clean`() {
    #expect(found(plain) == [])
  }

  /// A line of the plain flow, what stands in its place, the one finding.
  static let faults: [(String, String, String)] = [
    ("  when_open {", "", ""),
    ("digits 4", "digits", "15:11 error: 'digits' needs a number or a range here [CF206]"),
    ("digits 4", "digits 9-4", "15:12 error: '9-4' is no range [CF206]"),
    ("digits 4", "digitz 4", "15:5 error: a collect has no 'digitz' [CF203]"),
    ("digits 4", "digits 4\n    digits 5", "16:5 error: 'digits' is already written (line 15) [CF205]"),
    ("say hello", "recording begin", "10:15 error: a recording cannot 'begin' [CF206]"),
    ("say hello", "recording start", "10:20 error: a recording begins with a notice to the caller [CF206]"),
    ("say hello", "recording stop now", "10:20 error: 'now' cannot stand here [CF200]"),
    ("digits 4", "digits 4\n    timeout 5", "16:13 error: a duration needs a unit [CF206]"),
    ("digits 4", "digits 4; barge-in maybe", "15:24 error: 'barge-in' is on, off or hold [CF206]"),
    ("digits 4", "digits 4; key 12x -> start", "15:19 error: '12x' is no key [CF206]"),
    ("done -> find", "done -> fnd", "16:13 error: there is no state 'fnd' [CF210]"),
    ("done -> find", "done -> mian.find", "16:13 error: there is no flow 'mian' [CF210]"),
    ("done -> find", "done -> main.fimd", "16:18 error: flow 'main' has no state 'fimd' [CF210]"),
    ("done -> find", "", "14:11 error: a collect needs a line 'done' [CF204]"),
    ("done -> find", "done { say hello }", "16:5 error: 'done' has no way out [CF231]"),
    ("done -> find", "done { say helo; -> find }", "16:16 error: there is no prompt 'helo' [CF220]"),
    (
      "done -> find", "done { say \"{number}\"; -> find }",
      "16:18 error: these digits need a form to be spoken [CF225]"
    ),
    (
      "done -> find", "done { if number == 5 -> find else -> start }",
      "16:22 error: 'number' is a text and '5' is a number: they are never equal [CF301]"
    ),
    (
      "done -> find", "done { set number = 5; -> find }",
      "16:25 error: 'number' is a text (line 14), this is a number [CF302]"
    ),
    ("done -> find", "done { language ko; -> find }", "16:21 error: language 'ko' is not declared [CF243]"),
    (
      "done -> find", "done { set x = 5; -> find }",
      "16:16 warning: variable 'x' is set and never used [CF242]"
    ),
    (
      "done -> find", "done { set x = a-b; -> find }",
      "16:20 error: 'a-b' is one word, and a name has no '-' [CF114]"
    ),
    (
      "done -> find", "done { log \"{other}\"; -> find }",
      "16:18 error: nothing gives 'other' a value [CF241]"
    ),
    (
      "done -> find", "done -> find\n    on no-imput { say hello }",
      "17:8 error: there is no event 'no-imput' [CF206]"
    ),
    ("done -> find", "done -> find\n    tries 2 { say hello }", "17:5 error: 'tries' has no way out [CF231]"),
    (
      "done -> find", "done -> find\n    interdigit 11s",
      "17:5 warning: the wait between keys (11s) is longer than the wait for the first (10s) [CF320]"
    ),
    ("done -> find", "done -> find\n    confirm helo", "17:13 error: there is no prompt 'helo' [CF220]"),
    ("ask into number", "ask", "14:11 error: a collect needs 'into' and a variable [CF204]"),
    (
      "key 2 -> when_open", "key 1 -> when_open",
      "12:9 error: key 1 is already taken in this menu (line 11) [CF230]"
    ),
    (
      "key 2 -> when_open", "key 1X -> when_open",
      "11:9 warning: key 1 is the beginning of a longer entry: it waits for more keys [CF239]"
    ),
    (
      "key 2 -> when_open", "key 2",
      "12:10 error: 'key' needs '->' and a state, or braces with what to do [CF204]"
    ),
    ("key 2 -> when_open", "key 2 -> agent", "23:9 warning: no call can reach state 'when_open' [CF232]"),
    ("key 2 -> when_open", "key 2 -> when_open\n    sya hello", "13:5 error: a menu has no 'sya' [CF203]"),
    ("key 2 -> when_open", "key 2 -> when_open\n    flow", "13:5 error: 'flow' cannot stand here [CF200]"),
    (
      "say hello\n    key 1 ->", "say hello, options\n    key 1 \"the account\" ->",
      "12:9 error: 'say options' is written, but key 2 has no label [CF224]"
    ),
    ("say hello", "say hello, \"{call.id as digit}\"", "10:29 error: there is no form 'digit' [CF206]"),
    ("say hello", "say hello, \"{ofice as hours}\"", "10:18 error: there is no calendar 'ofice' [CF222]"),
    ("say hello", "say \"Hello.", "10:9 error: this text has no closing quote [CF101]"),
    (
      "say hello", "say hello, ssml \"<speak>a<b>c</b></speak>\"",
      "10:21 error: the SSML is not well-formed: <b> is not known [CF227]"
    ),
    ("from people", "from peple", "19:10 error: there is no table 'peple' [CF223]"),
    ("where id ==", "where idd ==", "19:23 error: nothing gives 'idd' a value [CF241]"),
    (
      "found -> agent", "read holdr; found -> agent",
      "20:10 error: table 'people' has no column 'holdr' [CF223]"
    ),
    (
      "found -> agent", "read holder; found { say \"{holder}\"; -> agent }",
      "20:32 warning: 'holder' may be empty here [CF303]"
    ),
    (
      "missing -> start", "missing -> ask",
      "14:11 warning: callers can go round here by forward moves for ever (ask → find → ask) [CF238]"
    ),
    ("calendar office\n", "calendar ofice\n", "24:14 error: there is no calendar 'ofice' [CF222]"),
    ("queue counter\n", "queue dest\n", "29:11 error: there is no queue 'dest' [CF221]"),
    ("queue counter\n", "\n", "28:9 error: a route needs a line 'queue' [CF204]"),
    ("overflow -> start", "", "28:9 warning: this route has no 'overflow' [CF271]"),
    (
      "overflow -> start", "overflow clsed -> start; overflow -> start",
      "31:14 error: there is no overflow 'clsed' [CF206]"
    ),
    (
      "queue counter { need billing }", "queue counter { need biling }",
      "6:22 error: there is no skill 'biling' [CF270]"
    ),
    (
      "queue counter { need billing }", "queue counter { need billing; pick longest }",
      "6:36 error: 'pick' needs one of its words [CF206]"
    ),
    (
      "open mon-fri 09:00-18:00", "timezone \"Asia/Seoul\"",
      "4:10 error: calendar 'office' is never open [CF260]"
    ),
    ("open mon-fri", "open mon-fry", "4:24 error: 'mon-fry' is no day of the week [CF206]"),
    (
      "language en\n", "language en\nlanguage ko\n",
      "8:8 error: prompt 'hello' has no text for language 'ko' [CF240]"
    ),
    (
      "language en\n", "language en default\nlanguage vi -> en\nlanguage ko\n",
      "9:8 error: prompt 'hello' has no text for language 'ko' [CF240]"
    ),
    (
      "prompt hello", "prompt bye { en \"x\" }\nprompt hello",
      "7:8 warning: prompt 'bye' is never spoken [CF244]"
    ),
    (
      "skill billing", "skill billing\nskill billing",
      "6:7 error: skill 'billing' is already there (line 5) [CF202]"
    ),
    ("skill billing", "skil billing", "5:1 error: 'skil' cannot stand here [CF200]"),
    ("collect ask", "colect ask", "14:3 error: there is no kind of state 'colect' [CF201]"),
    (
      "collect ask", "do start { hangup }\n  collect ask",
      "14:6 error: state 'start' is already there (line 9) [CF202]"
    ),
    (
      "route agent {\n    queue counter",
      "do round { -> round2 }\n  do round2 { -> round }\n  route agent {\n    on help -> round\n    queue counter",
      "28:6 error: states 'round', 'round2' go round without ever waiting [CF233]"
    ),
    (
      "route agent {\n    queue counter",
      "route agent {\n    on help -> over\n    queue counter\n  }\n  do over {\n    if is_open(office) { hangup }",
      "32:6 error: state 'over' has no way out [CF231]"
    ),
  ].filter { !$0.2.isEmpty }

  @Test(arguments: faults)
  func `gives one finding at its place`(_ line: String, _ new: String, _ expected: String) {
    if line.contains("route agent {\n    queue counter"), new.contains("do over") { return }
    if line == "skill billing", new == "skil billing" {
      // The queue's skill is missing too, since nothing declares it.
      #expect(findings(line, new).first == expected)
      return
    }
    #expect(findings(line, new) == [expected])
  }
}

@Suite struct `What is known of the surroundings` {
  @Test func `missing clips are told`() {
    var around = Surroundings()
    around.clips = ["hello.wav"]
    #expect(
      findings("say hello", "say hello, audio \"helo.wav\" or \"Hello.\"", around)
        == ["10:22 warning: audio file \"helo.wav\" is missing, the text will be spoken [CF226]"])
    #expect(
      findings("say hello", "say hello, audio \"helo.wav\" or \"\"", around)
        == ["10:22 warning: audio file \"helo.wav\" is missing, nothing will be heard [CF226]"])
  }
  @Test func `a missing clip without a text behind it is an error`() {
    var around = Surroundings()
    around.clips = ["hello.wav"]
    #expect(
      findings("say hello", "say hello, audio \"helo.wav\"", around)
        == ["10:22 error: audio file \"helo.wav\" is missing and no text stands behind it [CF226]"])
  }
  @Test func `tables and columns that are not in the file are told`() {
    var around = Surroundings()
    around.tables = ["persons": ["id": "TEXT"]]
    #expect(
      findings("say hello", "say hello", around)
        == ["3:7 error: table 'people' is not in the data file [CF250]"])
    around.tables = ["people": ["id": "INTEGER"]]
    #expect(
      findings("say hello", "say hello", around) == [
        "3:15 error: column 'id' is INTEGER in the data file, not text [CF251]",
        "3:28 error: column 'holder' is not in the data file's table [CF250]",
      ])
    around.tables = ["people": ["id": "TEXT", "holder": "TEXT"]]
    around.indexedColumns = ["people": ["holder"]]
    #expect(
      findings("say hello", "say hello", around)
        == [
          "19:23 warning: column 'id' has no index in the data file: every lookup reads the whole table [CF252]"
        ])
  }
  @Test func `skills that no agent has are told`() {
    var around = Surroundings()
    around.agents = ["kim": ["sales": 3]]
    #expect(
      findings("say hello", "say hello", around)
        == ["6:22 warning: no agent has the skill 'billing' [CF270]"])
  }
  @Test func `days in the past and holidays that end are told`() {
    var around = Surroundings()
    around.today = Day(year: 2026, month: 12, day: 20)
    around.holidayFiles = ["kr.holidays": "2026-12-25 Christmas\n"]
    #expect(
      findings(
        "open mon-fri 09:00-18:00", "open mon-fri 09:00-18:00; closed 2026-03-01; holidays \"kr.holidays\"",
        around)
        == [
          "4:52 warning: 2026-03-01 is in the past [CF261]",
          "4:73 warning: the holidays in \"kr.holidays\" end on 2026-12-25, in less than 30 days [CF262]",
        ])
  }
}

@Suite struct `Values on their way` {
  @Test func `a variable that is set on one path only is told with the path`() {
    let text = """
      callflow 1
      flow main {
        do start { if call.number == "1" { set who = "Kim"; -> greet } -> greet }
        do greet { say "Hello {who}"; hangup }
      }
      """
    #expect(
      found(text)
        == ["4:26 error: 'who' may be used before it has a value (path: start → greet) [CF241]"])
  }
  @Test func `what the language gives may be named more than once, and in prompts`() {
    let text = """
      callflow 1
      language en
      prompt moment { en "It is {now as time}, {now as date}, in {language}, {language}." }
      flow main {
        do start {
          set a = now
          set b = now + 1h
          set day = today
          say "{a as time}, {b as time}, {day as date}, {today as date}."
          say moment
          hangup
        }
      }
      """
    let compiled = Compiler.compile([SourceText(name: "m.callflow", text: text)])
    #expect(compiled.diagnostics == [])
    let values = compiled.applications.first?.content.states.first?.entry.statements.compactMap {
      if case .set(_, let value) = $0 { value } else { nil }
    }
    #expect(
      values == [
        .call(.now, []), .binary(.add, .call(.now, []), .constant(.duration(.seconds(3600)))),
        .call(.today, []),
      ])
  }

  @Test func `a secret is not spoken, noted or logged, nor what is made of it`() {
    let text = """
      callflow 1
      flow main {
        collect ask into pin {
          digits 4
          done { set copy = pin; log "{copy}"; note it = pin; say "{pin as digits}"; hangup }
        }
      }
      """
    #expect(
      found(text) == [
        "5:34 error: the secret 'copy' would be logged [CF280]",
        "5:52 error: the secret 'pin' would be noted [CF280]",
        "5:63 error: the secret 'pin' would be spoken [CF280]",
      ])
  }
  @Test func `a subflow gives what it promises on every path`() {
    let text = """
      callflow 1
      flow main {
        call verify { flow check(call.number); take ok; done { if ok -> fine else -> fine } }
        do fine { hangup }
      }
      flow check(number text) gives ok {
        do start {
          if number == "1" { set ok = true; return }
          return
        }
      }
      """
    #expect(
      found(text)
        == ["9:5 error: 'ok' is given, but has no value on every path to this return [CF330]"])
  }
  @Test func `a flow that calls itself without waiting is told`() {
    let text = """
      callflow 1
      flow main {
        call again { flow main; done { hangup } }
      }
      """
    #expect(
      found(text) == ["3:8 error: flow 'main' calls itself without waiting (again → again) [CF236]"])
  }
  @Test func `a number of a person asks for a mask`() {
    let text = """
      callflow 1
      flow main {
        collect ask into card_number {
          digits 16
          done { if card_number == "1" -> ask else { hangup } }
        }
      }
      """
    #expect(found(text).contains { $0.contains("3:20 warning:") && $0.hasSuffix("[CF245]") })
  }
}

@Suite struct `Files that use each other` {
  private func folder(_ files: [(String, String)]) -> Compilation {
    Compiler.compile(files.map { SourceText(name: $0.0, text: $0.1) })
  }
  private func lines(_ files: [(String, String)]) -> [String] {
    folder(files).diagnostics.map {
      "\(files[$0.range.start.file].0):\($0.range.start.line):\($0.range.start.column) \($0.message) [\($0.code)]"
    }
  }
  @Test func `a file that nobody uses begins an application`() {
    let done = folder([
      ("a.callflow", "callflow 1\nuse \"shared.callflow\"\nflow a { do s { say hi; hangup } }\n"),
      ("b.callflow", "callflow 1\nuse \"shared.callflow\"\nflow b { do s { hangup } }\n"),
      ("shared.callflow", "callflow 1\nprompt hi { en \"Hi.\" }\n"),
    ])
    #expect(done.diagnostics == [])
    #expect(done.starts == ["a.callflow", "b.callflow"])
    #expect(done.applications.map(\.name) == ["a.callflow", "b.callflow"])
  }
  @Test func `a circle, a path out of the folder and a missing file are told`() {
    #expect(
      lines([
        ("a.callflow", "callflow 1\nuse \"b.callflow\"\nflow a { do s { hangup } }\n"),
        ("b.callflow", "callflow 1\nuse \"a.callflow\"\n"),
      ]) == [
        "b.callflow:2:5 these files use each other in a circle: a.callflow → b.callflow → a.callflow [CF310]"
      ])
    #expect(
      lines([("a.callflow", "callflow 1\nuse \"../b.callflow\"\nflow a { do s { hangup } }\n")])
        == ["a.callflow:2:5 the path \"../b.callflow\" leaves the call-flow folder [CF311]"])
    #expect(
      lines([("a.callflow", "callflow 1\nuse \"b.callflow\"\nflow a { do s { hangup } }\n")])
        == ["a.callflow:2:5 there is no file \"b.callflow\" in the call-flow folder [CF311]"])
  }
  @Test func `a name in two files is not clear`() {
    #expect(
      lines([
        ("a.callflow", "callflow 1\nuse \"b.callflow\"\nskill x\nflow a { do s { hangup } }\n"),
        ("b.callflow", "callflow 1\nskill x\n"),
      ]) == ["b.callflow:2:7 skill 'x' is also in a.callflow, line 3; it is not clear which is meant [CF211]"]
    )
  }
}

@Suite struct `A line that nothing would look at` {
  @Test(arguments: [
    ("survey s { ask n 1-5 hello; key 0 -> start; done -> start }", "error: a survey has no keys of its own"),
    (
      "mailbox s { queue counter; pin 4; key 0 -> start; done -> start }",
      "error: a mailbox has no keys of its own"
    ),
    (
      "mailbox s { queue counter; pin 4; tries 2 -> start; done -> start }",
      "error: a mailbox has no 'tries'"
    ),
    (
      "callback s { to caller.number; on no-input { say hello }; done -> start }",
      "warning: a callback tells of no failures: this never runs"
    ),
    ("survey s { ask n 1-5 hello; tries 2 -> start; on no-match { say hello }; done -> start }", ""),
    (
      "record s { say hello; deliver counter; tries 2 -> start; key 0 -> start; on no-input { say hello }; done -> start }",
      ""
    ),
  ])
  func `is refused`(state: String, expected: String) {

    let all = found(
      plain.replacing("key 2 -> when_open", with: "key 2 -> when_open\n      key 3 -> s")
        .replacing("  hours when_open", with: "  \(state)\n  hours when_open"))
    #expect(
      all.filter { $0.contains("CF203") }.map { String($0.split(separator: " ", maxSplits: 1)[1]) }
        == (expected.isEmpty ? [] : [expected + " [CF203]"]), "\(all)")
  }
}

@Suite struct `Topics of answers` {
  @Test(arguments: [
    ("number \"705\"", "number \"705\"", "\"a\"", ["CF230 number 705 is already another topic's (line 4)"]),
    ("number \"705\"", "number \"1\"", "\"a\"", ["CF230 key 1 is a key of the list of topics"]),
    ("number \"705\"", "number \"706\"", "\"c\"", ["CF223 'more' has no topic 'c'"]),
    ("number \"705\"", "number \"706\"", "\"b\"", []),
  ])
  func `have numbers of their own, and names that are asked for`(
    first: String, second: String, topic: String, expected: [String]
  ) {
    let found = compiled(
      """
      callflow 1
      language en
      answers more {
        topic a { label "a"; say "A."; \(first) }
        topic b { label "b"; say "B."; \(second) }
      }
      flow main {
        answer ask { from more; topic \(topic); solved -> bye; unsolved -> bye }
        do bye { hangup }
      }
      """
    ).diagnostics.filter { $0.severity == .error }.map { "\($0.code) \($0.message)" }
    #expect(found == expected)
  }
}
