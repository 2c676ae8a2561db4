import Chronology
import Foundation
import Testing

@testable import Wording

/// A third language, as one is added: this one type, a line in `WordedLanguage.allCases`, a table of tests.
private struct Esperanto: LanguageRules {
  let tag = "eo"
  let minus = "minus"
  let point = "komo"
  let percent = "procento"
  let rangeWord = " ĝis "
  let ratioWord = " al "
  let phoneSeparator = " "
  let optionPattern = "por {label} premu {key}"
  let units = ["km": Unit("kilometro", "kilometroj")]
  private static let ones = [
    "nul", "unu", "du", "tri", "kvar", "kvin", "ses", "sep", "ok", "naŭ",
  ]
  private static let months = [
    "januaro", "februaro", "marto", "aprilo", "majo", "junio", "julio", "aŭgusto", "septembro", "oktobro",
    "novembro", "decembro",
  ]

  func cardinal(_ digits: String) -> String? {
    guard let number = Int(digits), number < 1_000_000 else { return nil }
    if number >= 1000 {
      let thousands = number / 1000 == 1 ? "mil" : (cardinal(String(number / 1000)) ?? "") + " mil"
      return number % 1000 == 0 ? thousands : thousands + " " + (cardinal(String(number % 1000)) ?? "")
    }
    var words: [String] = []
    for (unit, word) in [(100, "cent"), (10, "dek")] where number / unit % 10 > 0 {
      words.append((number / unit % 10 > 1 ? Self.ones[number / unit % 10] : "") + word)
    }
    if number % 10 > 0 || words.isEmpty { words.append(Self.ones[number % 10]) }
    return words.joined(separator: " ")
  }
  func name(ofDigit digit: Int, inNumber: Bool) -> String { Self.ones[digit] }
  func name(of character: Character) -> String? { ["*": "stelo", "#": "krado"][character] }
  func keyName(_ key: Character) -> String? { name(of: key) ?? key.asciiDigit.map { Self.ones[$0] } }
  func fraction(_ numerator: Int, _ denominator: Int) -> String {
    spoken(Numeral(numerator)) + " " + spoken(Numeral(denominator)) + "onoj"
  }
  func ordinal(_ digits: String) -> Worded {
    Worded(written: digits + "-a", spoken: (cardinal(digits) ?? digits) + "a")
  }
  func count(_ number: Numeral, counter: String?) -> Worded {
    self.number(number) + Worded(written: " " + (counter ?? ""), spoken: " " + (counter ?? ""))
  }
  func currency(_ number: Numeral, code: String) -> Worded { count(number, counter: code) }
  func date(_ day: Day, short: Bool) -> Worded {
    let head = ordinal(String(day.day)) + both(" de " + Self.months[day.month - 1])
    return short ? head : head + both(" ") + number(day.year)
  }
  func birthdate(year: Int, month: Int, day: Int) -> Worded { number(day) + both(" ") + number(month) }
  func time(_ time: ClockTime) -> Worded { number(time.hour) + both(" horo ") + number(time.minute) }
  func instant(_ day: Day, _ time: ClockTime) -> Worded {
    date(day, short: false) + both(" ") + self.time(time)
  }
  func duration(_ duration: DurationParts) -> Worded { count(Numeral(duration.seconds), counter: "sekundoj") }
  func flag(_ flag: Bool) -> Worded { both(flag ? "jes" : "ne") }
  func hours(_ schedule: Schedule) -> Worded { both("malferma") }
  func builtIn(_ text: BuiltInText) -> Worded { both("pardonu") }
  private func both(_ text: String) -> Worded { Worded(written: text, spoken: text) }
}

@Suite struct `A third language` {
  private let eo = WordedLanguage(rules: Esperanto())

  @Test(arguments: GoldenRow.table(esperantoTable))
  func `is one type and a table`(row: GoldenRow) throws {
    #expect(try Wording.word(row.value, as: row.form, in: eo) == row.expected)
  }

  @Test func `stands beside the others`() {
    #expect(eo != .ko)
    #expect(Set([eo, .ko, .en]).count == 3)
    #expect(Wording.optionPattern(in: eo) == "por {label} premu {key}")
    #expect(Wording.keyName("#", in: eo) == "krado")
  }

  @Test func `not known yet is passed over in a chain of languages`() {
    #expect(WordedLanguage(firstOf: ["vi", "en-GB", "ko"]) == .en)
    #expect(WordedLanguage(firstOf: ["vi", "ko"]) == .ko)
    #expect(WordedLanguage(firstOf: ["vi", "th"]) == nil)
  }
}

private let esperantoTable = """
  n 0 | number | 0 | nul
  n 21 | number | 21 | dudek unu
  n 1234 | number | 1,234 | mil ducent tridek kvar
  n -2.5 | number | -2.5 | minus du komo kvin
  n 3 | ordinal | 3-a | tria
  t 1234567 | digits | 123 4567 | unu du tri, kvar kvin ses sep
  t 010-12 | phone | 010 12 | nul unu nul, unu du
  t a*1 | spell | a*1 | a, stelo, unu
  d 2026-03-01 | date | 1-a de marto 2,026 | unua de marto du mil dudek ses
  t premu 1 aŭ # | | premu 1 aŭ # | premu unu aŭ krado
  t 5km, 50%, 3-4 | | 5km, 50%, 3-4 | kvin kilometroj, kvindek procento, tri ĝis kvar
  t ½ de 3:2 | | ½ de 3:2 | unu duonoj de tri al du
  f true | | jes |
  """
