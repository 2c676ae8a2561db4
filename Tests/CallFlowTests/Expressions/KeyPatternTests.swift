import CallFlow
import Testing
import Tones

@Suite struct `Key patterns` {
  private func keys(_ text: String) -> [Key] { text.compactMap { Key($0) } }

  @Test func `give four answers`() throws {
    let pattern = try #require(KeyPattern.parse("1X[3-5]?Z?"))
    let answers: [(String, KeyPattern.Answer)] = [
      ("", .partial), ("1", .partial), ("2", .reject), ("10", .completeMayGrow), ("103", .completeMayGrow),
      ("1039", .complete), ("109", .complete), ("100", .reject), ("10399", .reject), ("1*", .reject),
    ]
    for (entry, answer) in answers { #expect(pattern.answer(to: keys(entry)) == answer, "\(entry)") }
  }
  @Test func `match texts, without a leading plus`() throws {
    #expect(try #require(KeyPattern.parse("8210XXXXXXXX")).matches("+821012345678"))
    #expect(try #require(KeyPattern.parse("+8210XXXXXXXX")).matches("821012345678"))
    #expect(try #require(KeyPattern.parse("*9#")).matches("*9#"))
    #expect(try !#require(KeyPattern.parse("N")).matches("1"))
    #expect(try !#require(KeyPattern.parse("XX")).matches("1-2"))
    #expect(try !#require(KeyPattern.parse("XX")).matches("12가"))
    #expect(try !#require(KeyPattern.parse("X")).matches(String(repeating: "1", count: 100_000)))
  }
  @Test func `refuse what is no pattern`() {
    for text in [
      "", "?", "1??", "[", "[]", "[5-1]", "[1-", "[1-*]", "1 2", "x", "1.5", "X?",
      String(repeating: "1", count: 41),
    ] {
      #expect(KeyPattern.parse(text) == nil, "\(text)")
    }
  }
  @Test(arguments: [
    ("10", "19"), ("8", "12"), ("007", "123"), ("1", "1"), ("95", "1203"), ("0", "9"), ("199", "200"),
  ])
  func `cover a range and nothing else`(_ lower: String, _ upper: String) throws {
    let patterns = try #require(KeyPattern.range(from: lower, through: upper))
    let (low, high) = (try #require(Int(lower)), try #require(Int(upper)))
    for number in 0...2000 {
      let plain = String(number)
      let text =
        lower.count == upper.count
        ? String(repeating: "0", count: max(0, lower.count - plain.count)) + plain : plain
      let hits = patterns.filter { $0.matches(text) }.count
      #expect(hits == ((low...high).contains(number) ? 1 : 0), "\(text)")
    }
  }
  @Test func `refuse what is no range`() {
    #expect(KeyPattern.range(from: "9", through: "1") == nil)
    #expect(KeyPattern.range(from: "", through: "1") == nil)
    #expect(KeyPattern.range(from: "1", through: "x") == nil)
    #expect(KeyPattern.range(from: "01", through: "100") == nil)
    #expect(KeyPattern.range(from: "1", through: "9999999999999999999") == nil)
  }
  @Test func `suggestions are near, in Korean by letter`() {
    #expect(Suggestions.nearest("terminater", among: ["terminator", "timeout"]) == "terminator")
    #expect(Suggestions.nearest("잔액조희", among: ["잔액조회", "상담원"]) == "잔액조회")
    #expect(Suggestions.nearest("xyz", among: ["find", "tell"]) == nil)
    #expect(Suggestions.nearest("fnid", among: ["find", "fund"]) == "find")
    #expect(Suggestions.nearest("a", among: ["b"]) == nil)
    #expect(Suggestions.nearest("no_input", among: ["no-input", "no-match"]) == "no-input")
  }
  @Test func `joined tokens are keys, ranges and numbers`() {
    let read = Reading("key 1XX, *, 10-19 +82212345678 12345678# mon-fri [1-5]X?->x\n")
    var cursor = TokenCursor(read.file.lines[0])
    var joined: [String] = []
    while !cursor.isAtEnd {
      if let next = cursor.takeJoined() {
        joined.append(next.text)
      } else {
        joined.append("<\(cursor.next()?.text ?? "")>")
      }
    }
    #expect(
      joined == [
        "1XX", "<,>", "*", "<,>", "10-19", "+82212345678", "12345678#", "mon-fri", "[1-5]X?", "<->>", "x",
      ])
  }
}
