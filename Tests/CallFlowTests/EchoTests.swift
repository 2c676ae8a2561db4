import Testing

@testable import CallFlow

/// Slips whose consequences would be told too: one error each, on the line of the slip.
@Suite struct `A slip is told once` {
  static let slips: [(String, String, String)] = [
    ("prompt didnt_hear ", "pormpt didnt_hear ", "a.callflow:57: 'pormpt' cannot stand here [CF200]"),
    ("prompt didnt_hear ", "didnt_hear ", "a.callflow:57: 'didnt_hear' cannot stand here [CF200]"),
    ("prompt didnt_hear ", "prompt ", "a.callflow:57: the name of the prompt was expected [CF206]"),
    ("language ko default", "lnaguage ko default", "a.callflow:3: 'lnaguage' cannot stand here [CF200]"),
    ("language ko default", "ko default", "a.callflow:3: 'ko' cannot stand here [CF200]"),
    ("menu top_menu {", "menu {", "a.callflow:85: the name of the state was expected [CF206]"),
    ("menu top_menu {", "top_menu {", "a.callflow:85: 'top_menu' cannot stand here [CF200]"),
    ("queue billing {", "queue {", "a.callflow:22: the name of the queue was expected [CF206]"),
    (
      "key * -> repeat", "key * => repeat", "a.callflow:38: a label or '->' was expected [CF206]"
    ),
    ("key * -> repeat", "key * repeat", "a.callflow:38: there is no prompt 'repeat' [CF220]"),
    (
      "missing { say no_account; retry ask_account }", "missing { say no_account; rtery ask_account }",
      "a.callflow:110: 'rtery' cannot stand here [CF200]"
    ),
    (
      "missing { say no_account; retry ask_account }", "missing say no_account; retry ask_account }",
      "a.callflow:110: 'say' cannot stand here [CF200]"
    ),
    (
      "missing { say no_account; retry ask_account }", "missing {{ say no_account; retry ask_account }",
      "a.callflow:110: this { has no word before it [CF102]"
    ),
    ("label { ko \"수수료\"", "{ ko \"수수료\"", "a.callflow:51: this { has no word before it [CF102]"),
    (
      "read holder, balance, vip", "raed holder, balance, vip",
      "a.callflow:108: a lookup has no 'raed' [CF203]"
    ),
    (
      "read holder, balance, vip", "read , balance, vip",
      "a.callflow:108: the name of a column was expected [CF206]"
    ),
    ("lookup find {", "lookup {", "a.callflow:106: the name of the state was expected [CF206]"),
    (
      "en \"I did not hear a key.\"", "en I did not hear a key.\"",
      "a.callflow:57: this text has no opening quote [CF101]"
    ),
    ("(number text key,", "(number key,", "a.callflow:19: a type was expected [CF206]"),
  ]

  @Test(arguments: slips) func `with nothing that follows from it`(
    _ sound: String, _ slip: String, _ finding: String
  ) {
    let text = BankFlow.text.replacing(sound, with: slip, maxReplacements: 1)
    #expect(text != BankFlow.text)
    let source = SourceText(name: "a.callflow", text: text)
    let errors = Compiler.compile([source]).diagnostics.filter { $0.severity == .error }
    #expect(errors.map { "a.callflow:\($0.range.start.line): \($0.message) [\($0.code)]" } == [finding])
  }

  @Test func `two slips are told both`() {
    let text = BankFlow.text
      .replacing("say tell_balance", with: "say tell_balanc")
      .replacing("key * -> repeat", with: "key * -> repaet")
      .replacing("retry ask_account", with: "retry ask_acount")
    let errors = Compiler.compile([SourceText(name: "a.callflow", text: text)]).diagnostics
    #expect(errors.map(\.code) == ["CF210", "CF210", "CF220"])
  }

  @Test func `a built-in target without its arrow is said how to write`() {
    let text = "callflow 1\nflow main {\n  do a { if call.id == \"x\" hangup else -> a }\n}\n"
    let found = Compiler.compile([SourceText(name: "a.callflow", text: text)]).diagnostics
    #expect(found.contains { $0.hint == "write -> hangup" })
  }
}
