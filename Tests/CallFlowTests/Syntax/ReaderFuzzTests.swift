import struct ACD.SeededGenerator
import CallFlow
import Testing

/// Whatever is read, something is told or something is read, and soon.
@Suite struct `The reader under noise` {
  /// Reads, prints, and parses every line's arguments as an expression.
  private func read(_ bytes: [UInt8], _ seed: UInt64) {
    let reading = Reading(bytes: bytes)
    _ = reading.printed
    if reading.file.isSound { #expect(!reading.diagnostics.hasErrors, "seed \(seed)") }
    var lines = reading.file.lines
    while let line = lines.popLast() {
      lines += line.block?.lines ?? []
      for otherwise in line.elses { lines += otherwise.block?.lines ?? [] }
      var cursor = TokenCursor(line)
      var diagnostics = Diagnostics()
      while !cursor.isAtEnd {
        let before = cursor.index
        if let syntax = ExpressionParser.parse(&cursor, into: &diagnostics) {
          var scope = Names()
          _ = ExpressionChecker.check(syntax, scope: &scope, into: &diagnostics)
        }
        if cursor.index == before { cursor.next() }
      }
      for token in line.arguments {
        if case .string(let parts) = token.kind { _ = parts.template(into: &diagnostics) }
        _ = KeyPattern.parse(token.text)
      }
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func `random bytes`(_ seed: UInt64) {
    var noise = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let length = Int.random(in: 0...400, using: &noise)
      let ascii = Bool.random(using: &noise)
      read((0..<length).map { _ in UInt8.random(in: 0...(ascii ? 127 : 255), using: &noise) }, seed)
    }
  }
  @Test(arguments: [4, 5, 6] as [UInt64]) func `random tokens`(_ seed: UInt64) {
    let soup = [
      "flow", "menu", "a", "잔액", "if", "then", "else", "not", "and", "or", "in", "matches", "->", "{", "}",
      "(",
      ")", "\"", "\"x\"", "\"{a}\"", "\"{", "\"\"\"", "\n", "\n", "\n    ", "\n  ", ";", ",", "1", "10", "5s",
      "09:00",
      "2026-03-01", "==", "=", "+", "-", "*", "/", "%", "..", ".", "//", "/*", "“", "＂", "８", "\u{A0}", "\\",
      "len",
      "call", "none", "a-b", "[", "]", "!", "&&", "?", "\r\n", "99999999999999999999999999999999999999999",
    ]
    var noise = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let length = Int.random(in: 0...120, using: &noise)
      let glue = Bool.random(using: &noise) ? " " : ""
      let text = (0..<length).map { _ in soup.randomElement(using: &noise) ?? "" }.joined(separator: glue)
      read(Array(text.utf8), seed)
    }
  }
  @Test func `every prefix of a good file`() {
    let bytes = Array(bank.utf8)
    for count in stride(from: 0, through: bytes.count, by: 3) { read(Array(bytes.prefix(count)), 0) }
  }
  @Test(arguments: [7, 8] as [UInt64]) func `a good file with bytes changed, left out and doubled`(
    _ seed: UInt64
  ) {
    var noise = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      var bytes = Array(bank.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &noise) {
        let at = Int.random(in: 0..<bytes.count, using: &noise)
        switch Int.random(in: 0...2, using: &noise) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &noise)
        case 1: bytes.remove(at: at)
        default: bytes.insert(bytes[at], at: at)
        }
      }
      read(bytes, seed)
    }
  }
  @Test func `one sign over and over`() {
    for text in [
      "{", "}", "(", ")", "\"", "\"{", "{\"", "“", "a{", "a{\n", "}\n", "a(\n", "\"\"\"\n", "not ", "-", "1+",
      "else ",
    ] {
      read(Array(String(repeating: text, count: 20_000).utf8), 0)
      read(Array(("flow a {\n  set x = " + String(repeating: text, count: 20_000)).utf8), 0)
    }
  }
  @Test func `10,000 parentheses are one finding`() {
    let reading = Reading(
      "set x = " + String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 10_000))
    #expect(reading.findings == [])
    var cursor = TokenCursor(reading.file.lines[0])
    cursor.rewind(to: 2)
    var diagnostics = Diagnostics()
    #expect(ExpressionParser.parse(&cursor, into: &diagnostics) == nil)
    #expect(diagnostics.all.map(\.code) == ["CF106"])
    #expect(cursor.isAtEnd)
  }
}
