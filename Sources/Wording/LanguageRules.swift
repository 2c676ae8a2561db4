import Chronology

/// What a language must know to say values. Everything that languages share is in `Wording` and in the
/// extension below, whose defaults a language overrides where it has rules of its own.
protocol LanguageRules: Sendable {
  /// The primary tag of BCP 47, in lower case: `ko`.
  var tag: String { get }
  var minus: String { get }
  var point: String { get }
  var percent: String { get }
  /// Between the two ends of a range in a running text, `9-18`, with its spaces.
  var rangeWord: String { get }
  /// Between the two sides of a ratio, `3:2`, with its spaces.
  var ratioWord: String { get }
  /// Between the groups of a telephone number without a country code, in writing.
  var phoneSeparator: String { get }
  /// The pattern of a menu's option where the flow gives none; it knows `{label}` and `{key}`.
  var optionPattern: String { get }

  /// A whole number, by its digits; nil when the language has no words for one so large.
  func cardinal(_ digits: String) -> String?
  /// `¾`, by its two numbers.
  func fraction(_ numerator: Int, _ denominator: Int) -> String
  /// What a sign or an abbreviation behind a number stands for, `km`, `℃`, for one and for many.
  var units: [String: Unit] { get }
  /// Signs of a running text that a voice of this language would not read right, as words or as a pause.
  var signsInText: [Character: String] { get }
  /// Whether a dash behind that character and before a digit is a range: 9시-18시.
  func isUnitOfTime(_ character: Character) -> Bool
  /// The right one of a particle that `rest` begins with; nil where there is none, or no such thing.
  func particle(after name: String, before rest: Substring) -> String?
  /// A digit among others read one by one, or behind the point of a number.
  func name(ofDigit digit: Int, inNumber: Bool) -> String
  /// A Latin letter or a sign; nil for a character that names itself.
  func name(of character: Character) -> String?
  /// A key of the telephone, as callers call it.
  func keyName(_ key: Character) -> String?

  func ordinal(_ digits: String) -> Worded
  func count(_ number: Numeral, counter: String?) -> Worded
  func currency(_ number: Numeral, code: String) -> Worded
  func date(_ day: Day, short: Bool) -> Worded
  func time(_ time: ClockTime) -> Worded
  func instant(_ day: Day, _ time: ClockTime) -> Worded
  func duration(_ duration: DurationParts) -> Worded
  func flag(_ flag: Bool) -> Worded
  /// A person's name as he is addressed. Neither empty nor with spaces around it.
  func name(ofPerson name: String) -> Worded
  /// A day in a year of two digits.
  func birthdate(year: Int, month: Int, day: Int) -> Worded
  func hours(_ schedule: Schedule) -> Worded
  func builtIn(_ text: BuiltInText) -> Worded
  /// A sentence of the engine as that level says it.
  func atLevel(_ level: SpeechLevel, _ sentence: Worded) -> Worded

  /// A number in a running text, between what was said already and what follows, and how many of the
  /// characters that follow were said with it.
  func numberInText(
    _ number: Numeral, after said: String, before rest: Substring
  ) -> (spoken: String, taken: Int)
  /// `3/4` in a running text, before what follows.
  func fractionInText(_ numerator: Int, _ denominator: Int, before rest: Substring) -> String
  /// What parts the numbers of `123-45` where what follows tells that they are no range; nil for a range.
  func hyphenInText(before rest: Substring) -> String?
  /// The first end of a range whose last end stands before `rest`; nil for the number by itself.
  func startOfRange(_ number: Numeral, before rest: Substring) -> String?
  /// A time such as `2:30` in a running text, between what was said already and what follows.
  func timeInText(
    _ time: ClockTime, after said: String, before rest: Substring
  ) -> (spoken: String, taken: Int)
}

/// A unit of measure in words.
struct Unit: Hashable, Sendable {
  var one: String
  var many: String
  init(_ one: String, _ many: String? = nil) { (self.one, self.many) = (one, many ?? one) }
}

extension LanguageRules {
  /// A wait as queues announce it: whole minutes, at least one.
  func minutes(_ minutes: Int) -> Worded {
    duration(DurationParts(.seconds(60 * Int64(min(max(minutes, 1), 100_000)))))
  }

  var signsInText: [Character: String] { [:] }
  func isUnitOfTime(_ character: Character) -> Bool { false }
  func atLevel(_ level: SpeechLevel, _ sentence: Worded) -> Worded { sentence }
  func particle(after name: String, before rest: Substring) -> String? { nil }

  func numberInText(
    _ number: Numeral, after said: String, before rest: Substring
  ) -> (spoken: String, taken: Int) { (spoken(number), 0) }

  func fractionInText(_ numerator: Int, _ denominator: Int, before rest: Substring) -> String {
    fraction(numerator, denominator)
  }

  func hyphenInText(before rest: Substring) -> String? { nil }

  func timeInText(
    _ time: ClockTime, after said: String, before rest: Substring
  ) -> (spoken: String, taken: Int) { (self.time(time).spoken, 0) }

  func startOfRange(_ number: Numeral, before rest: Substring) -> String? { nil }

  func name(ofPerson name: String) -> Worded {
    Worded(written: name, spoken: FreeText.spoken(name, self))
  }

  /// A number in words; one too large for words is read digit by digit.
  func spoken(_ number: Numeral) -> String {
    var words = number.isNegative ? minus + " " : ""
    words += cardinal(number.whole) ?? digitNames(number.whole, inNumber: true)
    if !number.isWhole { words += " \(point) " + digitNames(number.fraction, inNumber: true) }
    return words
  }

  func number(_ number: Numeral) -> Worded {
    Worded(written: number.written, spoken: spoken(number))
  }

  func number(_ value: Int) -> Worded { number(Numeral(value)) }

  func digitNames(_ digits: some StringProtocol, inNumber: Bool) -> String {
    digits.compactMap { character in
      character.wholeNumberValue.map { name(ofDigit: $0, inNumber: inNumber) }
    }.joined(separator: " ")
  }

  /// The name of any character that stands alone.
  func anyName(of character: Character) -> String {
    if let digit = character.asciiDigit { return name(ofDigit: digit, inNumber: false) }
    return name(of: character) ?? bare(character)
  }

  /// A character without a name; a digit in the clothes of another character, a keycap or a digit with
  /// marks, is still a digit.
  func bare(_ character: Character) -> String {
    let digits = character.unicodeScalars.filter { (0x30...0x39).contains($0.value) }
    return digits.isEmpty
      ? String(character) : digits.map { digitNames(String($0), inNumber: true) }.joined(separator: " ")
  }

  /// Digits with a zero in front are read one by one, others as a number.
  func digitsOrNumber(_ digits: Substring) -> String {
    if digits.count > 1, digits.first == "0" { return digitNames(digits, inNumber: false) }
    return Numeral(digits).map(spoken) ?? digitNames(digits, inNumber: false)
  }
}

extension Character {
  /// The value of one of 0 to 9.
  var asciiDigit: Int? { isASCII ? wholeNumberValue : nil }
  var isASCIILetter: Bool { isASCII && isLetter }
}

/// A duration in whole seconds, by its units.
struct DurationParts: Hashable, Sendable {
  var isNegative: Bool
  var days: Int
  var hours: Int
  var minutes: Int
  var seconds: Int

  /// Rounded to whole seconds, half away from zero.
  init(_ duration: Duration) {
    let (whole, atto) = duration.components
    let half: Int64 = 500_000_000_000_000_000
    let rounded = whole.addingReportingOverflow(atto >= half ? 1 : atto <= -half ? -1 : 0)
    let total = rounded.overflow ? whole : rounded.partialValue
    let size = total.magnitude
    isNegative = total < 0
    days = Int(clamping: size / 86_400)
    hours = Int(size / 3600 % 24)
    minutes = Int(size / 60 % 60)
    seconds = Int(size % 60)
  }
}
