import struct ACD.SeededGenerator
import Testing

@testable import CallFlow

@Suite struct `Whatever an author may write` {
  private static let words: [String] =
    BankFlow.text.split(whereSeparator: \.isWhitespace).map(String.init) + [
      "{", "}", "->", ";", "\"", "if", "else", "-", "1-", "5s", "(", ")", ",", "{x}", "\"\"\"", "into",
      "call",
    ]

  @Test(arguments: 0..<4) func `as words in any order is read to its end`(_ part: Int) {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    for round in 0..<60 {
      var text = "callflow 1\n"
      for _ in 0..<Int.random(in: 5...250, using: &generator) {
        text += Self.words.randomElement(using: &generator) ?? ""
        text += Bool.random(using: &generator) ? " " : "\n"
      }
      let result = compiled(text)
      #expect(
        result.hasErrors == result.applications.isEmpty, "part \(part), seed \(seed), round \(round)")
    }
  }

  /// Beside chance, one by which all faults were once taken for echoes of each other.
  @Test(arguments: [11_871_682_011_904_683_822, nil, nil, nil, nil])
  func `as slips in a sound flow is read to its end`(_ known: UInt64?) {
    let seed = known ?? UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let sound = Array(BankFlow.text.utf8)
    for round in 0..<60 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let at = Int.random(in: 0..<bytes.count - 64, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: at)
        case 1: bytes[at] = UInt8.random(in: 32...126, using: &generator)
        case 2: bytes.insert(contentsOf: (Self.words.randomElement(using: &generator) ?? "").utf8, at: at)
        default: bytes.removeSubrange(at..<at + Int.random(in: 1...60, using: &generator))
        }
      }
      let result = Compiler.compile([SourceText(name: "a.callflow", bytes: bytes)])
      #expect(
        result.hasErrors == result.applications.isEmpty, "seed \(seed), round \(round)")
    }
  }

  @Test func `in circles and depths ends`() {
    var prompts = "callflow 1\n"
    for index in 0..<300 { prompts += "prompt p\(index) { en p\((index + 1) % 300) }\n" }
    #expect(compiled(prompts + "flow main { do s { say p0; hangup } }\n").hasErrors)
    var sets = "callflow 1\nflow main {\n"
    for index in 0..<2000 { sets += "set v\(index) = v\(index + 1)\n" }
    #expect(compiled(sets + "do s { hangup } }\n").hasErrors)
    var constants = "callflow 1\n"
    for index in 0..<2000 { constants += "const c\(index) = c\(index + 1)\n" }
    _ = compiled(constants + "const c2000 = 1\nflow main { do s { hangup } }\n")
    var files: [SourceText] = []
    for index in 0..<500 {
      files.append(SourceText(name: "\(index)", text: "callflow 1\nuse \"\((index + 1) % 500)\"\n"))
    }
    #expect(Compiler.compile(files).hasErrors)
  }
}
