import CallFlow
import Testing

/// One fault in a good file is one finding, at its place, and the rest of the file is read as it is.
@Suite struct `Recovery from one fault` {
  struct Fault: Sendable, CustomTestStringConvertible {
    var name: String
    var old: String
    var new: String
    var finding: String
    var testDescription: String { name }
  }
  static let faults: [Fault] = [
    Fault(
      name: "a state without }", old: "        tries 2 -> check_hours\n    }\n",
      new: "        tries 2 -> check_hours\n",
      finding: "19:15: error: this { is not closed before 'hours' on line 25 [CF103]"),
    Fault(
      name: "a key without }", old: "key 1 { language ko; -> check_hours }",
      new: "key 1 { language ko; -> check_hours",
      finding: "21:15: error: this { is not closed before 'key' on line 22 [CF103]"),
    Fault(
      name: "a flow without }", old: "hangup }\n}", new: "hangup }",
      finding: "17:11: error: this { is never closed [CF103]"),
    Fault(
      name: "the last state without }", old: "say goodbye; hangup }", new: "say goodbye; hangup",
      finding: "37:12: error: this { is not closed before '}' on line 38 [CF103]"),
    Fault(
      name: "a queue without }", old: "-> main.bye\n}", new: "-> main.bye",
      finding: "9:15: error: this { is not closed before 'prompt' on line 12 [CF103]"),
    Fault(
      name: "a } too many behind a key", old: "language ko; -> check_hours }",
      new: "language ko; -> check_hours } }",
      finding: "21:47: error: this } closes nothing: what it would close goes on in line 22 [CF104]"),
    Fault(
      name: "a } too many behind a state", old: "        tries 2 -> check_hours\n    }\n",
      new: "        tries 2 -> check_hours\n    }\n    }\n",
      finding: "25:5: error: this } closes nothing: what it would close goes on in line 27 [CF104]"),
    Fault(
      name: "a } too many at top level", old: "-> main.bye\n}", new: "-> main.bye\n}\n}",
      finding: "13:1: error: this } closes nothing [CF104]"),
    Fault(
      name: "a state without {", old: "collect ask into account {", new: "collect ask into account",
      finding: "32:29: error: a { is missing here [CF104]"),
    Fault(
      name: "a label without its closing quote", old: "\"상담원\" en", new: "\"상담원 en",
      finding: "22:15: error: this text has no closing quote [CF101]"),
    Fault(
      name: "the last text of a line without its closing quote", old: "\"Welcome.\"", new: "\"Welcome.",
      finding: "13:44: error: this text has no closing quote [CF101]"),
    Fault(
      name: "a text without its opening quote", old: "ko \"안녕하세요, 바다", new: "ko 안녕하세요, 바다",
      finding: "13:37: error: this text has no opening quote [CF101]"),
    Fault(
      name: "a missing quote that swallows a {", old: "voice \"ko\"", new: "voice \"ko",
      finding: "3:27: error: this text has no closing quote [CF101]"),
    Fault(
      name: "a value without }", old: "{office as hours}입니다", new: "{office as hours입니다",
      finding: "14:30: error: this { in a text is never closed [CF103]"),
    Fault(
      name: "a table without )", old: "holder text)", new: "holder text",
      finding: "8:16: error: this ( is never closed [CF110]"),
    Fault(
      name: "a table without (", old: "accounts (number", new: "accounts number",
      finding: "8:44: error: this ) closes nothing [CF110]"),
    Fault(
      name: "curly quotes", old: "\"Welcome.\"", new: "“Welcome.”",
      finding: "13:44: error: '“' is a curly quote and does not open a text [CF102]"),
    Fault(
      name: "full-width digits", old: "digits 8-12", new: "digits ８－１２",
      finding: "33:16: error: '８' is a full-width digit [CF102]"),
    Fault(
      name: "a no-break space", old: "digits 8-12", new: "digits\u{A0}8-12",
      finding: "33:15: error: a no-break space (U+00A0) stands here [CF102]"),
  ]

  @Test(arguments: faults) func `tells it once and at its place`(_ fault: Fault) throws {
    let parts = bank.split(separator: fault.old, maxSplits: 1)
    try #require(parts.count == 2)
    let read = Reading(parts[0] + fault.new + parts[1])
    #expect(read.findings == [fault.finding])
    // The flow still has all its states.
    let flow = try #require(read.file.lines.last)
    #expect(flow.word.text == "flow")
    #expect((flow.block?.lines ?? []).map(\.word.text) == ["set", "menu", "hours", "collect", "do"])
  }
  @Test func `the good file is good`() {
    #expect(Reading(bank).printed == "")
    #expect(Reading(bank).file.isSound)
  }
}
