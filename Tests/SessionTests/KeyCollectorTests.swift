import CallFlow
import Session
import Testing
import Tones

@Suite struct `A key collector` {
  func choice(_ pattern: String, _ tag: Int, inherited: Bool = false) throws -> KeyGrammar.Choice {
    KeyGrammar.Choice([try #require(KeyPattern.parse(pattern))], tag: tag, isInherited: inherited)
  }
  func steps(_ grammar: KeyGrammar, _ keys: String, waits: Bool = false) -> [KeyCollector.Step] {
    var collector = KeyCollector(grammar, waitsForTerminator: waits)
    return keys.compactMap { Key($0) }.map { collector.take($0) }
  }
  func entry(_ keys: String, _ tag: Int, _ end: KeyEntry.End) -> KeyCollector.Step {
    .accepted(KeyEntry(keys: keys.compactMap { Key($0) }, tag: tag, end: end), givesBack: false)
  }

  @Test func `accepts a choice at once when nothing may follow, and refuses what cannot be`() throws {
    let menu = KeyGrammar(choices: [try choice("1", 0), try choice("2", 1)])
    #expect(steps(menu, "2") == [entry("2", 1, .full)])
    #expect(steps(menu, "3") == [.noMatch([.three])])
  }
  @Test func `waits when a choice is the beginning of another`() throws {
    let menu = KeyGrammar(choices: [try choice("1", 0), try choice("12", 1)])
    var collector = KeyCollector(menu)
    #expect(collector.take(.one) == .more)
    #expect(collector.timedOut() == entry("1", 0, .timeout))
    #expect(steps(menu, "12") == [.more, entry("12", 1, .full)])
    #expect(steps(menu, "1#") == [.more, entry("1", 0, .terminator)])
    #expect(steps(menu, "13") == [.more, .noMatch([.one, .three])])
  }
  @Test func `takes digits up to their length, or to the terminator`() {
    let digits = KeyGrammar(data: .init(lengths: 3...4))
    #expect(steps(digits, "1234").last == entry("1234", KeyGrammar.dataTag, .full))
    #expect(steps(digits, "123#").last == entry("123", KeyGrammar.dataTag, .terminator))
    #expect(steps(digits, "12#").last == .noMatch([.one, .two]))
    #expect(steps(digits, "#") == [.noMatch([.hash])])
  }
  @Test func `gives the terminator as first key its inherited meaning`() throws {
    let digits = KeyGrammar(choices: [try choice("#", 5, inherited: true)], data: .init(lengths: 3...4))
    #expect(steps(digits, "#") == [entry("#", 5, .full)])
    #expect(steps(digits, "123#").last == entry("123", KeyGrammar.dataTag, .terminator))
  }
  @Test func `does not let an inherited digit cut an entry short, but lets it mean itself alone`() throws {
    let digits = KeyGrammar(choices: [try choice("0", 5, inherited: true)], data: .init(lengths: 3...4))
    #expect(steps(digits, "0123").last == entry("0123", KeyGrammar.dataTag, .full))
    #expect(steps(digits, "0#") == [.more, entry("0", 5, .terminator)])
    var collector = KeyCollector(digits)
    #expect(collector.take(.zero) == .more)
    #expect(collector.timedOut() == entry("0", 5, .timeout))
    let one = KeyGrammar(choices: [try choice("0", 5, inherited: true)], data: .init(lengths: 1...4))
    #expect(steps(one, "0#").last == entry("0", KeyGrammar.dataTag, .terminator))
  }
  @Test func `clears digits at a star, unless it is the first key`() throws {
    let digits = KeyGrammar(choices: [try choice("*", 5, inherited: true)], data: .init(lengths: 3...4))
    #expect(steps(digits, "12*") == [.more, .more, .cleared])
    #expect(steps(digits, "*") == [entry("*", 5, .full)])
  }
  @Test func `keeps a star that is the decimal point`() {
    let amount = KeyGrammar(data: .init(keys: [.digits, KeySet(.star)], lengths: 1...9, starClears: false))
    #expect(steps(amount, "12*5#").last == entry("12*5", KeyGrammar.dataTag, .terminator))
  }
  @Test func `waits for the terminator of a full entry when told to, and gives a surplus key back`() {
    let digits = KeyGrammar(data: .init(lengths: 2...2))
    #expect(steps(digits, "12", waits: true) == [.more, .awaitsTerminator])
    #expect(steps(digits, "12#", waits: true).last == entry("12", KeyGrammar.dataTag, .terminator))
    #expect(
      steps(digits, "123", waits: true).last
        == .accepted(
          KeyEntry(keys: [.one, .two], tag: KeyGrammar.dataTag, end: .full), givesBack: true))
  }
  @Test func `has no terminator when it is switched off`() {
    let digits = KeyGrammar(data: .init(lengths: 2...4), terminator: nil)
    #expect(steps(digits, "12#").last == .noMatch([.one, .two, .hash]))
  }
  @Test func `takes only the lengths that are told`() {
    let date = KeyGrammar(data: .init(lengths: 4...8, exactLengths: [4, 8]))
    #expect(steps(date, "0301#").last == entry("0301", KeyGrammar.dataTag, .terminator))
    #expect(steps(date, "03011#").last == .noMatch([.zero, .three, .zero, .one, .one]))
    #expect(steps(date, "20260301").last == entry("20260301", KeyGrammar.dataTag, .full))
  }
}
