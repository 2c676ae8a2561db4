import CallFlow
import Chronology
import Foundation
import Testing

@Suite struct `The lexer` {
  private func tokens(_ text: String) -> [Token] {
    let lines = Reading("say " + text).file.lines
    return lines.first?.arguments ?? []
  }
  private func kinds(_ text: String) -> [Token.Kind] { tokens(text).map(\.kind) }

  @Test func `tells words, numbers, durations, clocks and days apart`() throws {
    #expect(
      kinds("no-input 8 1.50 1m30s 500ms 09:00 2026-03-01 0212345678") == [
        .word, .number(8), .number(Decimal(sign: .plus, exponent: -1, significand: 15)),
        .duration(.seconds(90)), .duration(.milliseconds(500)),
        .clock(try #require(ClockTime(hour: 9, minute: 0))),
        .day(try #require(Day(year: 2026, month: 3, day: 1))), .number(212_345_678),
      ])
    #expect(tokens("0212345678").map(\.text) == ["0212345678"])
  }
  @Test func `gives patterns and ranges as tokens that touch`() {
    let parts = tokens("1XX 10-19 5sec 12:3 *9#->x")
    #expect(
      parts.map(\.text) == ["1", "XX", "10", "-", "19", "5", "sec", "12", ":", "3", "*", "9", "#", "->", "x"])
    #expect(
      parts.map(\.touchesPrevious) == [
        false, true, false, true, true, false, true, false, true, true, false, true, true, true, true,
      ])
  }
  @Test func `reads the longest sign`() {
    #expect(
      tokens("a==b!=c<=d>=e===f!==g&&h||i..j.k->l<m>n=o").filter { $0.kind == .sign }.map(\.text) == [
        "==", "!=", "<=", ">=", "===", "!==", "&&", "||", "..", ".", "->", "<", ">", "=",
      ])
  }
  @Test func `gives names in NFC and counts columns in scalars`() {
    let decomposed = "잔액".decomposedStringWithCanonicalMapping
    let both = tokens("잔액 x \(decomposed) y")
    #expect(both[0].text.unicodeScalars.elementsEqual(both[2].text.unicodeScalars))
    #expect(both.map(\.range.start.column) == [5, 8, 10, 17])
    #expect(both.map(\.range.length) == [2, 1, 6, 1])
  }
  @Test func `undoes escapes and cuts strings at their values`() {
    let parsed = tokens(#""a\"b\\c\n\t\{d\} {x as digits}, {if y then "1" else "2"}!""#)
    guard case .string(let parts)? = parsed.first?.kind, parts.count == 5 else {
      Issue.record("\(parsed)")
      return
    }
    #expect(parts[0] == .text("a\"b\\c\n\t{d} "))
    #expect(parts[2] == .text(", "))
    #expect(parts[4] == .text("!"))
    guard case .value(let first, let range) = parts[1], case .value(let second, _) = parts[3] else { return }
    #expect(first.map(\.text) == ["x", "as", "digits"])
    #expect(range.length == 13)
    #expect(second.map(\.text) == ["if", "y", "then", "1", "else", "2"])
    #expect(first.map(\.range.start.column) == [24, 26, 29])
  }
  @Test func `removes the common indent of a text of several lines`() {
    let read = Reading("prompt a {\n  ko \"\"\"\n    하나\n      {x} 둘\n\n    셋\n    \"\"\"\n}\n")
    #expect(read.printed == "")
    #expect(read.tree == "prompt a {ko \"하나\n  {x} 둘\n\n셋\"}")
  }
  @Test func `skips a byte-order mark, comments and carriage returns`() {
    let read = Reading("\u{FEFF}use \"a // b\" // c \"\r\nuse \"d\"\r\n// e\r\n\r\nuse \"f\"")
    #expect(read.printed == "")
    #expect(read.tree == "use \"a // b\"; use \"d\"; use \"f\"")
    #expect(read.file.lines.map(\.word.range.start.line) == [1, 2, 5])
    #expect(read.file.lines[0].word.range.start.column == 1)
  }
}
