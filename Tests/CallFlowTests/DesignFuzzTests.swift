import struct ACD.SeededGenerator
import Testing

@testable import CallFlow

@Suite struct `Rules of design, in flows by chance` {
  /// States that lead anywhere, with texts of all sorts.
  private func flow(_ generator: inout SeededGenerator) -> String {
    let count = Int.random(in: 2...24, using: &generator)
    func name() -> String {
      ["s\(Int.random(in: 0..<count, using: &generator))", "person", "bye"].randomElement(using: &generator)
        ?? "bye"
    }
    func text() -> String {
      let words = [
        "For red press 1", "press 2 for blue", "one moment", "we are open from 9 am", "the pound key",
        "press 9.",
        "상담원은 1번", "2번은 잔액", "{call.number as digits}", ",", "yes press 2", "별표를 누르십시오",
      ]
      return (0...Int.random(in: 0...9, using: &generator)).map { _ in
        words.randomElement(using: &generator) ?? ""
      }
      .joined(separator: " ")
    }
    // Passing states lead on, so that none goes round without waiting.
    func later(_ index: Int) -> String {
      index + 1 < count && Bool.random(using: &generator)
        ? "s\(Int.random(in: index + 1..<count, using: &generator))" : "person"
    }
    let states = (0..<count).map { index -> String in
      let keys = (1...Int.random(in: 1...9, using: &generator)).map {
        "key \($0) \"\(["a", "b", "no", "yes"].randomElement(using: &generator) ?? "c")\" -> \(name())"
      }
      let extra =
        [
          "tries \(Int.random(in: 1...5, using: &generator)) -> \(name())", "fresh", "barge-in off",
          "timeout 20s",
          "no key 0", "on no-input 2 -> \(name())", "",
        ].randomElement(using: &generator) ?? ""
      switch Int.random(in: 0..<5, using: &generator) {
      case 0:
        return "menu s\(index) { say \"\(text())\", options; \(keys.joined(separator: "; ")); \(extra) }"
      case 1: return "menu s\(index) { say \"\(text())\"; \(keys.joined(separator: "; ")); \(extra) }"
      case 2:
        return
          "collect s\(index) into v\(index % 3) { say \"\(text())\"; digits \(Int.random(in: 1...13, using: &generator)); mask 2; done { log \"x\"; -> \(name()) } }"
      case 3: return "hours s\(index) { calendar office; open -> \(later(index)); closed -> \(later(index)) }"
      default:
        return
          "do s\(index) { say \"\(text())\"; if is_open(office) -> \(later(index)); save slots (taken = none) where starts == 1 else -> \(later(index)); -> \(later(index)) }"
      }
    }
    return """
      callflow 1
      language en { option "{key} {label}" }
      language ko
      dial 15881000 -> main
      skill help
      calendar office { timezone "Asia/Seoul"; open mon-fri 09:00-18:00 }
      table slots (starts number key, taken text)
      queue help { need help; announce position every 10s }
      defaults { key 0 -> main.person; key * -> repeat; key # -> back }
      flow main {
      \(states.joined(separator: "\n"))
      route person { queue help; talked -> bye; overflow -> bye }
      do bye { hangup }
      }
      """
  }

  @Test(arguments: DesignProfile.allCases)
  func `are told in the file, the same each time, and are silent where all are allowed`(
    _ profile: DesignProfile
  ) {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let check = DesignCheck(forced: profile)
    var sound = 0
    for round in 0..<80 {
      // A label in one language would be a fault.
      let text = flow(&generator).replacing("language ko\n", with: "")
      func findings(_ text: String) -> [Diagnostic]? {
        let compiled = Compiler.compile([SourceText(name: "a", text: text)])
        return compiled.hasErrors ? nil : check.findings(in: compiled.applications)
      }
      guard let found = findings(text) else { continue }
      sound += 1
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(findings(text) == found, "seed \(seed), round \(round)")
      #expect(found.allSatisfy { (1...lines).contains($0.range.start.line) && $0.range.start.column > 0 })
      let allowed = Set(found.map(\.code)).sorted().map { "\nallow \($0) \"by chance\"" }.joined()
      #expect(findings(text + allowed) == [], "seed \(seed), round \(round)")
    }
    #expect(sound > 5, "seed \(seed)")
  }
}
