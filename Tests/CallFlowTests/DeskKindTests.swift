import Testing

@testable import CallFlow

@Suite struct `A desk` {
  private func found(_ lines: String) -> [String] {
    let text = """
      callflow 1
      language en
      prompt who { en "{offer_queue}, {offer_notes}." }
      flow main {
        desk at {
          \(lines)
        }
        do gone { say "Bye, {agent}."; hangup }
      }
      """
    return Compiler.compile([SourceText(name: "a.callflow", text: text)]).diagnostics.map {
      "\($0.range.start.line):\($0.range.start.column) \($0.code)"
    }
  }
  private let needed = "number 3-4\n    pin 4\n    done -> gone\n"

  @Test func `is read with all its lines`() {
    #expect(
      found(
        needed
          + "whisper who\n standby \"Here.\"\n accept auto\n secret card\n key *8 hold\n key 99 end\n"
          + "key 5 alive") == [])
  }

  @Test(arguments: [
    ("number 3-4\n done -> gone", "5:8 CF204"), ("number 3-4\n pin 4", "5:8 CF204"),
    ("accept later\n", "6:8 CF206"), ("key *3 holt\n", "6:8 CF206"), ("key *3\n", "6:1 CF206"),
    ("key *1 hold\n", "6:5 CF230"), ("key * hold\n", "6:5 CF230"), ("number 3-99\n", "6:8 CF206"),
    ("key 1 -> gone\n", "6:7 CF206"), ("digits 4\n", "6:1 CF203"),
  ])
  func `tells a fault where it is`(lines: String, finding: String) {
    let own = lines.hasPrefix("number") ? lines : lines + needed
    #expect(found(own).contains { $0.hasSuffix(finding.split(separator: " ")[1]) }, "\(found(own))")
  }

  @Test func `gives keys to acts, the built-in ones where none are written`() throws {
    let spec = DeskSpec(keys: [.hold: [try #require(KeyPattern.parse("88"))]], done: Block([], at: .start))
    func keys(_ act: DeskSpec.Act, _ place: DeskSpec.Act.Place) -> [String?] {
      spec.patterns(act, at: place).map { $0.literal.map { String($0.map(\.character)) } }
    }
    #expect(keys(.hold, .talk) == ["88"])
    #expect(keys(.help, .talk) == ["*0"])
    #expect(keys(.help, .standby) == ["0"])
  }
}

extension SourcePosition {
  fileprivate static let start = SourcePosition(file: 0, line: 1, column: 1)
}
