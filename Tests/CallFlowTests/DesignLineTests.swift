import Testing

@testable import CallFlow

/// `profile` and `allow` in a flow file.
@Suite struct `Lines about design` {
  private func compiled(_ texts: String...) -> Compilation {
    Compiler.compile(texts.enumerated().map { SourceText(name: "\($0).callflow", text: $1) })
  }
  private func told(_ text: String) -> [String] {
    compiled(text).diagnostics.map {
      "\($0.range.start.line):\($0.range.start.column) \($0.code) \($0.message)"
    }
  }
  private func found(_ compilation: Compilation) -> [String] {
    guard !compilation.hasErrors else { return compilation.diagnostics.map(\.message) }
    return DesignCheck().findings(in: compilation.applications)
      .map {
        "\($0.range.start.file):\($0.range.start.line) \($0.severity.rawValue) \($0.code) \($0.message)"
      }
  }
  private let rest = "\nflow main { do bye { hangup } }"

  @Test func `name a profile, once a file`() {
    #expect(compiled("callflow 1\nprofile custom" + rest).applications.map(\.content.profile) == [.custom])
    #expect(compiled("callflow 1" + rest).applications.map(\.content.profile) == [nil])
    #expect(told("callflow 1\nprofile ksi" + rest) == ["2:9 CF206 there is no profile 'ksi'"])
    #expect(told("callflow 1\nprofile" + rest) == ["2:8 CF206 the profile was expected"])
    #expect(told("callflow 1\nprofile kr iso" + rest) == ["2:12 CF200 'iso' cannot stand here"])
    #expect(
      told("callflow 1\nprofile kr\nprofile kr" + rest) == ["3:1 CF205 'profile' is already written (line 2)"]
    )
    // The words are names all the same.
    #expect(
      told(
        "callflow 1\nfield profile text = \"a\"\nflow main { set allow = 1; do bye { log \"{allow}\"; hangup } }"
      ) == [])
  }

  @Test func `of the start file hold for what it uses`() {
    let shared = "callflow 1\nprofile kr\nflow other { do bye { hangup } }"
    let one = "callflow 1\nuse \"0.callflow\"\nflow main { do go { -> other } }"
    #expect(compiled(shared, one).applications.map(\.content.profile) == [.kr])
    #expect(
      compiled(shared, one.replacing("callflow 1\n", with: "callflow 1\nprofile iso\n")).applications
        .map(\.content.profile) == [.iso])
  }

  private func menus(top: String = "", flow: String = "", state: String = "") -> Compilation {
    compiled(
      """
      callflow 1
      \(top)
      language en { option "for {label}, press {key}" }
      skill help
      defaults { key # -> repeat; key * -> back; tries 3 -> main.person }
      flow main {
        \(flow)
        menu a { say options; key 1 "one" -> b; \(state) }
        menu b { say options; key 1 "a person" -> person }
        route person { queue help; talked -> bye; overflow -> bye }
        do bye { hangup }
      }
      queue help { need help; max-wait 1m }
      """)
  }

  @Test func `allow a finding in a state, a flow or a file`() {
    let finding = "0:8 error AGENT-EXIT no key of 'a' leads to a person"
    #expect(found(menus()) == [finding])
    let line = "allow AGENT-EXIT \"the next menu has it\""
    #expect(found(menus(top: line)) == [])
    #expect(found(menus(flow: line)) == [])
    #expect(found(menus(state: line)) == [])
    #expect(
      found(menus(state: "allow REPEAT \"so\"")) == [
        finding, "0:8 warning ALLOW nothing here is at odds with REPEAT",
      ])
    // In the profile at hand the rule does not hold, so that nothing is told of its line.
    #expect(found(menus(top: line, state: "allow RRN \"a law\"")) == [])
  }

  @Test func `allow in a queue`() {
    let text = """
      callflow 1
      skill help
      queue help { need help; allow QUEUE-EXIT "the doorbell" }
      flow main { route first { queue help; talked -> bye; overflow -> bye }; do bye { hangup } }
      """
    #expect(found(compiled(text)) == [])
    #expect(
      found(compiled(text.replacing("; allow QUEUE-EXIT \"the doorbell\"", with: "")))
        == ["0:3 error QUEUE-EXIT queue 'help' lets callers wait for ever"])
  }

  @Test(arguments: [
    ("allow MENU-SIZ \"x\"", "CF206 there is no design rule 'MENU-SIZ'"),
    ("allow PREFIX \"x\"", "CF206 PREFIX is seen to by CF239, and cannot be allowed"),
    ("allow DEPTH", "CF206 'allow' needs a reason in quotes"), ("allow", "CF206 a design rule was expected"),
    ("allow DEPTH \" \"", "CF206 'allow' needs a reason in quotes"),
    ("allow DEPTH \"a\" \"b\"", "CF200 \"b\" cannot stand here"),
  ])
  func `allow only rules that are checked, for a reason`(line: String, fault: String) {
    let faults = compiled("callflow 1\n" + line + rest).diagnostics.map { "\($0.code) \($0.message)" }
    #expect(faults == [fault])
  }

  @Test func `allow nothing in defaults`() {
    #expect(
      told("callflow 1\ndefaults { allow DEPTH \"x\" }" + rest)
        == ["2:12 CF200 'allow' cannot stand here"])
  }

  @Test func `of a file that two applications use are idle only when both say so`() {
    let shared = """
      callflow 1
      allow DATA-FAIL "nobody is there at night"
      table books (number text key, title text key)
      flow other {
        lookup look { from books where number == "1"; read title; found { log "{title}"; hangup }; missing -> bye }
        do bye { hangup }
      }
      """
    let with = "callflow 1\nuse \"0.callflow\"\nflow main { do go { -> other } }"
    let without = "callflow 1\nuse \"0.callflow\"\nflow second { do go { hangup } }"
    #expect(found(compiled(shared, with, without)) == [])
    #expect(
      found(compiled(shared, without)) == ["0:2 warning ALLOW nothing here is at odds with DATA-FAIL"])
  }
}
