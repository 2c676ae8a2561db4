import Chronology
import Foundation

/// Puts values in words: written as a person reads them, spoken without a single digit.
public struct Wording {
  /// A value in a form of a language.
  /// - Parameter form: nil for the natural form of the value: a text as it is, a number as a number.
  /// - Throws: when the value does not fit the form.
  public static func word(
    _ value: Sayable, as form: Form?, in language: WordedLanguage
  ) throws(WordingFault) -> Worded {
    let rules = language.rules
    let value = try audible(value, form)
    switch form {
    case nil, .text: return natural(value, rules)
    case .digits:
      let text = try keyed(value, .digits)
      let words = try heard(digits(text, rules), value, .digits)
      try readWhole(text, .digits) { rules.name(of: $0) != nil || $0.isLetter || $0.isNumber }
      return words
    case .phone:
      let text = try keyed(value, .phone)
      let words = try heard(phone(text, rules), value, .phone)
      let number = text.drop { $0 == "(" || $0.isWhitespace }
      try readWhole(number.first == "+" ? String(number.dropFirst()) : text, .phone) {
        $0.asciiDigit != nil || $0 == "*" || $0 == "#"
      }
      return words
    case .spell: return try heard(spell(try keyed(value, .spell), rules), value, .spell)
    case .number: return rules.number(try number(value, .number))
    case .ordinal: return rules.ordinal(try natural(value, .ordinal))
    case .count(let counter)?:
      return rules.count(try number(value, .count(counter)), counter: counter)
    case .currency(let code)?: return rules.currency(try number(value, .currency(code)), code: code)
    case .date(let short)?: return rules.date(try day(value, .date(short: short)), short: short)
    case .time: return rules.time(try time(value))
    case .instant:
      let (day, time) = try instant(value)
      return rules.instant(day, time)
    case .birthdate: return try birthdate(value, rules)
    case .name: return try heard(name(try keyed(value, .name), rules), value, .name)
    case .duration:
      guard case .duration(let duration) = value else { throw .unfit(type: value.typeName, form: .duration) }
      return rules.duration(DurationParts(duration))
    }
  }

  /// A running text as it is to be spoken: the numbers, dates, times and key signs in it become words.
  public static func spoken(_ text: String, in language: WordedLanguage) -> String {
    FreeText.spoken(text, language.rules)
  }

  /// The one of two particles that follows `text` by its final sound, `("은", "는")`, in either order.
  ///
  /// The sound of a number, of Latin letters and of signs is that of their reading in Korean.
  public static func particle(_ pair: (String, String), after text: String) -> String {
    Particle.choose(pair, after: text)
  }

  /// A key of the telephone as callers call it: 영번, 별표, 우물정자; zero, star, hash. Empty for no key.
  public static func keyName(_ key: Character, in language: WordedLanguage) -> String {
    language.rules.keyName(key) ?? ""
  }

  /// The opening hours of a week, in a form that stands in a sentence: `We are open {hours}.`
  public static func hours(_ hours: OpeningHours, in language: WordedLanguage) -> Worded {
    language.rules.hours(Schedule(hours))
  }

  /// How a menu's option is read when the flow gives no pattern: `{label} {key}번`.
  public static func optionPattern(in language: WordedLanguage) -> String {
    language.rules.optionPattern
  }

  // MARK: The forms that languages share

  private static func natural(_ value: Sayable, _ rules: any LanguageRules) -> Worded {
    switch value {
    case .text(let text): return Worded(written: text, spoken: FreeText.spoken(text, rules))
    case .number(let decimal):
      guard let number = Numeral(decimal) else { return "" }
      return rules.number(number)
    case .date(let day): return rules.date(day, short: false)
    case .time(let time): return rules.time(time)
    case .instant(let day, let time): return rules.instant(day, time)
    case .duration(let duration): return rules.duration(DurationParts(duration))
    case .flag(let flag): return rules.flag(flag)
    }
  }

  private static func digits(_ text: String, _ rules: any LanguageRules) -> Worded {
    read(DigitGroups.of(text), rules).joined(written: " ", spoken: ", ")
  }

  static func phone(_ text: String, _ rules: any LanguageRules) -> Worded {
    let groups = PhonePlan.groups(text)
    let words = read(groups, rules)
    guard let first = words.first else { return "" }
    guard groups[0].hasPrefix("+") else {
      return words.joined(written: rules.phoneSeparator, spoken: ", ")
    }
    let national = Array(words.dropFirst()).joined(written: rules.phoneSeparator, spoken: ", ")
    return [first, national].joined(written: " ", spoken: ", ")
  }

  /// Each group is spoken in one breath, but for letters: they would run into a word.
  private static func read(_ groups: [String], _ rules: any LanguageRules) -> [Worded] {
    groups.map { group in
      let separator = group.contains(where: \.isASCIILetter) ? ", " : " "
      return Worded(
        written: group, spoken: group.map(rules.anyName(of:)).joined(separator: separator))
    }
  }

  private static func name(_ text: String, _ rules: any LanguageRules) -> Worded {
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.isEmpty
      ? "" : rules.name(ofPerson: words.joined(separator: " "))
  }

  /// Six digits are a year of two digits, a month and a day; anything else is a day as in `date`.
  private static func birthdate(_ value: Sayable, _ rules: any LanguageRules) throws(WordingFault) -> Worded {
    guard case .text(let text) = value else {
      return rules.date(try day(value, .birthdate), short: false)
    }
    let digits = text.asciiDigits.filter { !$0.isWhitespace }
    guard digits.count == 6, digits.isDigits, let number = Int(digits) else {
      return rules.date(try day(.text(digits), .birthdate), short: false)
    }
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
    // 1900 and 2000: a 29 February may be in either century.
    guard Day(year: 2000 + year, month: month, day: day) != nil else { throw .notADay(.birthdate) }
    return rules.birthdate(year: year, month: month, day: day)
  }

  private static func spell(_ text: String, _ rules: any LanguageRules) -> Worded {
    let names = text.filter { !$0.isWhitespace }.map(rules.anyName(of:))
    return Worded(written: text, spoken: names.joined(separator: ", "))
  }

  // MARK: Values that fit a form

  private static func audible(_ value: Sayable, _ form: Form?) throws(WordingFault) -> Sayable {
    guard case .text(let text) = value else { return value }
    guard let visible = text.visible else { throw .nothingToSay(form ?? .text) }
    return .text(visible)
  }

  /// Only an empty text may be silence.
  private static func heard(_ words: Worded, _ value: Sayable, _ form: Form) throws(WordingFault) -> Worded {
    if case .text(let text) = value, !text.isEmpty,
      !words.spoken.contains(where: { $0.isLetter || $0.isNumber })
    {
      throw .nothingToSay(form)
    }
    return words
  }

  /// Nothing of what is read digit by digit may fall away but what parts its groups: it would be another number.
  private static func readWhole(
    _ text: String, _ form: Form, _ isRead: (Character) -> Bool
  ) throws(WordingFault) {
    let text = text.drop(while: \.isWhitespace)
    if let first = text.first, "-–−".contains(first), text.dropFirst().first?.asciiDigit != nil {
      throw .negative(form)
    }
    let sides = text.split(separator: ".", omittingEmptySubsequences: false)
    // A telephone number may have a point between its groups, none of which is so short.
    if sides.count == 2, sides.allSatisfy(\.isDigits), form == .digits || sides[1].count < 3 {
      throw .notWhole(form)
    }
    guard text.allSatisfy({ DigitGroups.isSeparator($0) || isRead($0) }) else { throw .notOnlyDigits(form) }
  }

  private static func keyed(_ value: Sayable, _ form: Form) throws(WordingFault) -> String {
    switch value {
    case .text(let text): return text.asciiDigits
    case .number: return try natural(value, form)
    case .date, .time, .instant, .duration, .flag: throw .unfit(type: value.typeName, form: form)
    }
  }

  private static func number(_ value: Sayable, _ form: Form) throws(WordingFault) -> Numeral {
    let numeral: Numeral?
    switch value {
    case .number(let decimal): numeral = Numeral(decimal)
    case .text(let text): numeral = Numeral(text.asciiDigits)
    case .date, .time, .instant, .duration, .flag: throw .unfit(type: value.typeName, form: form)
    }
    guard let numeral else { throw .notANumber(form) }
    return numeral
  }

  /// The digits of a whole number that is not negative.
  private static func natural(_ value: Sayable, _ form: Form) throws(WordingFault) -> String {
    let numeral = try number(value, form)
    guard numeral.isWhole else { throw .notWhole(form) }
    guard !numeral.isNegative else { throw .negative(form) }
    return numeral.whole
  }

  private static func day(_ value: Sayable, _ form: Form) throws(WordingFault) -> Day {
    switch value {
    case .date(let day), .instant(let day, _): return day
    case .text(let text):
      let digits = text.asciiDigits
      let day =
        digits.count == 8 && digits.isDigits
        ? Day("\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))") : Day(digits)
      guard let day else { throw .notADay(form) }
      return day
    case .number, .time, .duration, .flag: throw .unfit(type: value.typeName, form: form)
    }
  }

  private static func time(_ value: Sayable) throws(WordingFault) -> ClockTime {
    switch value {
    case .time(let time), .instant(_, let time): return time
    case .text(let text):
      let digits = text.asciiDigits
      let time =
        digits.count == 4 && digits.isDigits
        ? ClockTime("\(digits.prefix(2)):\(digits.suffix(2))") : ClockTime(digits)
      guard let time else { throw .notATime(.time) }
      return time
    case .number, .date, .duration, .flag: throw .unfit(type: value.typeName, form: .time)
    }
  }

  private static func instant(_ value: Sayable) throws(WordingFault) -> (Day, ClockTime) {
    switch value {
    case .instant(let day, let time): return (day, time)
    case .text(let text):
      let parts = text.asciiDigits.split { $0 == " " || $0 == "T" }
      guard parts.count == 2, let day = Day(parts[0]) else { throw .notADay(.instant) }
      guard let time = ClockTime(parts[1]) else { throw .notATime(.instant) }
      return (day, time)
    case .number, .date, .time, .duration, .flag: throw .unfit(type: value.typeName, form: .instant)
    }
  }
}

extension String {
  /// With the decimal digits of every script, full-width ones among them, as ASCII digits.
  var asciiDigits: String {
    guard unicodeScalars.contains(where: { $0.properties.generalCategory == .decimalNumber && !$0.isASCII })
    else { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      guard scalar.properties.generalCategory == .decimalNumber,
        let value = scalar.properties.numericValue.flatMap(UInt8.init(exactly:)), value < 10
      else {
        result.append(scalar)
        continue
      }
      result.append(Unicode.Scalar(0x30 + value))
    }
    return String(result)
  }
}
