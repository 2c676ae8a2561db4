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

  @Test func `segments and their mistakes`() throws {
    func flow(_ segment: String, _ statement: String) -> String {
      """
      callflow 1
      language en default
      skill senior
      \(segment)
      queue q { }
      flow main {
          do start { \(statement); -> to_q }
          route to_q { queue q; talked -> bye; overflow -> bye }
          do bye { say "Bye."; hangup }
      }

      """
    }
    let gold = #"segment gold "Gold customers" { priority -5; need senior 2; after 1m drop senior }"#
    #expect(printed(flow(gold, "segment gold")) == "")
    #expect(printed(flow("segment gold", "segment (caller.number)")) == "")
    let segment = try #require(
      compiled(flow(gold, "segment none")).applications.first?.content.segments.first)
    #expect(segment.title == "Gold customers" && segment.priority == -5 && segment.needs.count == 1)
    for (segment, statement, code, says) in [
      ("segment gold", "segment god", "CF228", "did you mean 'gold'"),
      ("segment gold { weight 3 }", "segment gold", "CF203", "priority, need, prefer, after"),
      ("segment gold { priority 3; priority 4 }", "segment gold", "CF205", "already written"),
      ("segment gold { priority 3000 }", "segment gold", "CF206", "between 0 and 1000"),
      ("segment gold { need junior }", "segment gold", "CF270", "junior"),
      ("segment gold; segment gold { }", "segment gold", "CF202", "already there"),
      ("segment gold", "segment", "CF206", "segment gold, or segment (tier)"),
      ("segment gold", "segment (3)", "CF301", "text"),
    ] {
      let found = printed(flow(segment, statement))
      #expect(found.contains(code) && found.contains(says), "\(segment), \(statement): \(found)")
    }
  }
}
