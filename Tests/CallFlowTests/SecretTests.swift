import CallFlow
import Testing

/// Where a caller's secret may go, and where not.
@Suite struct `A secret` {
  /// Findings of a flow with a secret `card`, by what is done with it.
  private func found(_ act: String, states: String = "do over { hangup }", tables: String? = nil) -> [String]
  {
    let text = """
      callflow 1
      language en default
      \(tables ?? "table cards (number text key, holder text)")
      queue desk { no-agents 0s; need help }
      skill help
      answers topics { topic rest { label "x"; say "y" } }
      dial 1 -> main
      flow main {
        collect ask into card { say "a"; digits 4; secret; done { \(act) } }
        \(states)
      }
      """
    let compiled = Compiler.compile([SourceText(name: "a.callflow", text: text)])
    return compiled.diagnostics.filter { $0.code == "CF280" }.map(\.message)
  }

  @Test(arguments: [
    "segment (card); hangup", "language (card); hangup", #"throw event.card "{card}""#,
  ]) func `is not told by a statement that is written down`(act: String) {
    #expect(found(act) == ["the secret 'card' would be logged"])
  }

  @Test(arguments: [
    "route next { queue desk; agent card for 5s; talked -> over; overflow -> over }",
    "route next { queue desk; priority number(card); talked -> over; overflow -> over }",
    "answer next { from topics; topic card; solved -> over; unsolved -> over }",
  ]) func `is not told by a state that is written down`(state: String) {
    #expect(found("-> next", states: state + "\ndo over { hangup }") == ["the secret 'card' would be logged"])
  }

  @Test(arguments: [
    (#"header "X-Api-Key" "4f9c""#, [#"header "X-Api-Key" is one for secrets, and a flow is read by many"#]),
    (#"header "Accept" "application/json""#, []), (#"authorization shop in "X-Api-Key""#, []),
  ]) func `is what a header named for one should have`(line: String, told: [String]) {
    #expect(sent(#"get "https://a.example/"; \#(line)"#) == told)
  }

  @Test(arguments: [
    ("password = open", ["'password' is sent, and is no secret here: logs have it"]), ("password = card", []),
    (#"api_key = "4f9c""#, ["'api_key' stands here, and a flow is read by many"]), ("number = open", []),
  ]) func `is what a member named for one should have`(member: String, told: [String]) {
    #expect(sent(#"post "https://a.example/" (\#(member))"#) == told)
  }

  /// What is found of a fetch of a flow with a secret `card` and an open `open`.
  private func sent(_ lines: String) -> [String] {
    let text = """
      callflow 1
      language en default
      dial 1 -> main
      flow main {
        collect first into open { say "a"; digits 4; done -> ask }
        collect ask into card { say "b"; digits 4; secret; done -> send }
        fetch send { \(lines); found -> over; missing -> over }
        do over { hangup }
      }
      """
    return Compiler.compile([SourceText(name: "a.callflow", text: text)]).diagnostics
      .filter { ["CF281", "CF206", "CF201", "CF200"].contains($0.code) }.map(\.message)
  }

  @Test func `is kept only in a column that is meant for it`() {
    let refused = "the secret 'card' would be kept in column 'number' of table cards"
    #expect(found("save cards (number = card); hangup") == [refused])
    #expect(found("save cards (number = left(card, 2)); hangup") == [refused])
    let meant = "table cards (number text key secret, holder text)"
    #expect(found("save cards (number = card); hangup", tables: meant) == [])
  }

  @Test func `is what stands in a column that it was found by`() {
    let lookup = """
      lookup next { from cards where number == card; read number; found { log "{number as digits}"; -> over }
        missing -> over }
      do over { hangup }
      """
    #expect(
      found("-> next", states: lookup) == [
        "column 'number' of table cards is compared with the secret 'card'"
      ])
    let meant = "table cards (number text key secret, holder text)"
    #expect(
      found("-> next", states: lookup, tables: meant) == ["the secret 'number' would be logged"])
    let row = """
      lookup next { from cards where number == card; as row; found { log "{row.holder} {row.number}"; -> over }
        missing -> over }
      do over { hangup }
      """
    #expect(
      found("-> next", states: row, tables: meant) == ["the secret column 'number' is not in the row 'row'"])
  }

  @Test func `in a column named pin needs no further word`() {
    let table = "table doors (number text key, pin text)"
    let lookup = """
      lookup next { from doors where number == "1"; read pin; found { log "{pin}"; -> over }; missing -> over }
      do over { hangup }
      """
    #expect(
      found("-> next", states: lookup, tables: table) == ["the secret 'pin' would be logged"])
    #expect(found("save doors (number = \"1\", pin = card); hangup", tables: table) == [])
  }
}
