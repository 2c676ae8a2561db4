import Chronology
import Testing

@testable import CallFlow

func compiled(_ text: String, surroundings: Surroundings = Surroundings()) -> Compilation {
  Compiler.compile([SourceText(name: "a.callflow", text: text)], surroundings: surroundings)
}

/// As an author reads them.
func printed(_ text: String, surroundings: Surroundings = Surroundings()) -> String {
  let source = SourceText(name: "a.callflow", text: text)
  return DiagnosticPrinter(sources: [source]).text(
    Compiler.compile([source], surroundings: surroundings).diagnostics)
}

@Suite struct `A whole application` {
  @Test func `compiles without a finding`() throws {
    #expect(printed(BankFlow.text) == "")
    let graph = try #require(compiled(BankFlow.text).applications.first)
    #expect(graph.name == "a.callflow")
    #expect(graph.content.languages.map(\.tag) == ["ko", "en"])
    #expect(graph.content.dials.map(\.target) == [StateID(0)])
    #expect(
      graph.content.states.map(\.fullName).prefix(4)
        == ["main.pick_language", "main.check_hours", "main.top_menu", "main.top_menu_closed"])
  }

  @Test func `has an id that only its sources change`() {
    let first = compiled(BankFlow.text).applications.first?.id
    #expect(first == compiled(BankFlow.text).applications.first?.id)
    #expect(first != compiled(BankFlow.text + "\n").applications.first?.id)
  }

  @Test func `an entry that is only checked or read back has been used`() {
    let flow = """
      callflow 1
      language en default
      prompt read_back { en "{value as digits}" }
      flow main {
          collect ask into code { say "Code?"; digits 4; check luhn(code) else say "No."; done -> again }
          collect again into number { say "Number?"; digits 4; confirm read_back; done -> bye }
          do bye { say "Bye."; hangup }
      }

      """
    #expect(printed(flow) == "")
  }
}
