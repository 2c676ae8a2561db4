import Chronology

/// English as spoken in Britain: `one hundred and one`, day before month.
struct English: LanguageRules {
  let tag = "en"
  let minus = "minus"
  let point = "point"
  let percent = "percent"
  let rangeWord = " to "
  let ratioWord = " to "
  let phoneSeparator = " "
  let optionPattern = "for {label}, press {key}"

  static let ones = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]
  private static let scales = [
    "", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion",
  ]

  // MARK: Numbers

  /// Below 10^21, on the short scale.
  func cardinal(_ digits: String) -> String? {
    guard digits.count <= 21 else { return nil }
    var words = ""
    var left = digits.utf8.count
    var group = 0
    for digit in digits.utf8 {
      left -= 1
      group = group * 10 + Int(digit & 0xF)
      guard left % 3 == 0 else { continue }
      if group > 0 {
        if !words.isEmpty { words += left == 0 && group < 100 ? " and " : " " }
        words += Self.underThousand(group)
        words += Self.scales[left / 3]
      }
      group = 0
    }
    return words.isEmpty ? "zero" : words
  }

  private static func underThousand(_ number: Int) -> String {
    guard number >= 100 else { return underHundred(number) }
    let rest = number % 100
    return ones[number / 100] + " hundred" + (rest == 0 ? "" : " and " + underHundred(rest))
  }

  static func underHundred(_ number: Int) -> String {
    guard number >= 20 else { return ones[number] }
    return tens[number / 10] + (number % 10 == 0 ? "" : "-" + ones[number % 10])
  }

  func name(ofDigit digit: Int, inNumber: Bool) -> String { Self.ones[digit % 10] }

  func ordinal(_ digits: String) -> Worded {
    let cardinal = cardinal(digits) ?? digitNames(digits, inNumber: true)
    let cut =
      cardinal.lastIndex { $0 == " " || $0 == "-" }.map { cardinal.index(after: $0) } ?? cardinal.startIndex
    return Worded(
      written: (Numeral(digits)?.written ?? digits) + suffix(digits),
      spoken: cardinal[..<cut] + Self.ordinalWord(cardinal[cut...]))
  }

  private static func ordinalWord(_ word: Substring) -> String {
    let irregular = [
      "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
      "twelve": "twelfth",
    ]
    if let ordinal = irregular[String(word)] { return ordinal }
    return word.last == "y" ? word.dropLast() + "ieth" : word + "th"
  }

  private func suffix(_ digits: String) -> String {
    if digits.dropLast().last == "1" { return "th" }
    switch digits.last {
    case "1": return "st"
    case "2": return "nd"
    case "3": return "rd"
    default: return "th"
    }
  }

  func count(_ number: Numeral, counter: String?) -> Worded {
    guard let counter, !counter.isEmpty else { return self.number(number) }
    let word = number.isOne ? Self.singular(counter) : counter
    return Worded(
      written: "\(number.written) \(word)", spoken: "\(spoken(number)) \(FreeText.spoken(word, self))")
  }

  private static func singular(_ word: String) -> String {
    switch word {
    case "people": return "person"
    case "men", "women": return word.dropLast(2) + "an"
    case "buses": return "bus"
    case "movies", "cookies", "news", "series":
      return word.hasSuffix("kies") || word.hasSuffix("vies") ? String(word.dropLast()) : word
    case "children": return "child"
    case _ where word.hasSuffix("ies"): return word.dropLast(3) + "y"
    case _ where ["sses", "xes", "ches", "shes"].contains { word.hasSuffix($0) }:
      return String(word.dropLast(2))
    case _ where word.hasSuffix("s") && !word.hasSuffix("ss"): return String(word.dropLast())
    default: return word
    }
  }

  func numberInText(
    _ number: Numeral, after said: String, before rest: Substring
  ) -> (spoken: String, taken: Int) {
    let letters = rest.prefix(while: \.isLetter)
    if ["st", "nd", "rd", "th"].contains(letters.lowercased()), number.natural != nil {
      return (ordinal(number.whole).spoken, 2)
    }
    if let hour = number.natural, (1...12).contains(hour), let time = ClockTime(hour: hour, minute: 0) {
      let said = timeInText(time, after: "", before: rest)
      if said.taken > 0 { return said }
    }
    return (spoken(number), 0)
  }

  func timeInText(
    _ time: ClockTime, after said: String, before rest: Substring
  ) -> (spoken: String, taken: Int) {
    let gap = rest.first == " " ? 1 : 0
    let half = rest.dropFirst(gap).prefix { $0.isASCIILetter || $0 == "." }
    let letters = half.filter { $0 != "." }.lowercased()
    guard letters == "am" || letters == "pm", (1...12).contains(time.hour),
      let exact = ClockTime(
        hour: time.hour % 12 + (letters == "pm" ? 12 : 0), minute: time.minute, second: time.second)
    else { return (self.time(time).spoken, 0) }
    // The last full stop of `a.m.` may be the sentence's.
    return (self.time(exact).spoken, gap + half.count - (half.last == "." ? 1 : 0))
  }

  // MARK: Money

  private struct Money {
    var one: String
    var many: String
    var minorOne: String?
    var minorMany: String?

    static func same(_ word: String) -> Money { Money(one: word, many: word) }
    static func dollar(_ country: String) -> Money {
      Money(one: country + "dollar", many: country + "dollars", minorOne: "cent", minorMany: "cents")
    }
  }

  private static let moneys: [String: Money] = [
    "KRW": .same("won"), "JPY": .same("yen"), "CNY": .same("yuan"), "VND": .same("dong"),
    "THB": .same("baht"),
    "USD": .dollar(""), "CAD": .dollar("Canadian "), "AUD": .dollar("Australian "),
    "HKD": .dollar("Hong Kong "), "SGD": .dollar("Singapore "), "TWD": .dollar("Taiwan "),
    "EUR": Money(one: "euro", many: "euros", minorOne: "cent", minorMany: "cents"),
    "GBP": Money(one: "pound", many: "pounds", minorOne: "penny", minorMany: "pence"),
    "CHF": Money(one: "Swiss franc", many: "Swiss francs"),
    "NZD": .dollar("New Zealand "), "MYR": .same("ringgit"), "MNT": .same("tugrik"),
    "PHP": Money(one: "Philippine peso", many: "Philippine pesos"),
    "IDR": .same("rupiah"), "INR": Money(one: "rupee", many: "rupees", minorOne: "paisa", minorMany: "paise"),
    "RUB": Money(one: "rouble", many: "roubles"), "UZS": .same("som"),
    "SEK": Money(one: "Swedish krona", many: "Swedish kronor"),
    "NOK": Money(one: "Norwegian krone", many: "Norwegian kroner"),
    "DKK": Money(one: "Danish krone", many: "Danish kroner"),
    "MXN": Money(one: "Mexican peso", many: "Mexican pesos"),
    "BRL": Money(one: "Brazilian real", many: "Brazilian reais"),
    "TRY": .same("Turkish lira"), "AED": Money(one: "dirham", many: "dirhams"),
  ]

  func currency(_ number: Numeral, code: String) -> Worded {
    guard let unit = Self.moneys[code] else {
      let name = code.map(anyName(of:)).joined(separator: ", ")
      return Worded(written: "\(code) \(number.written)", spoken: "\(name), \(spoken(number))")
    }
    guard let one = unit.minorOne, let many = unit.minorMany, (1...2).contains(number.fraction.count) else {
      let word = number.isOne ? unit.one : unit.many
      return Worded(written: "\(number.written) \(word)", spoken: "\(spoken(number)) \(word)")
    }
    let fraction = number.fraction.padded(to: 2)
    let cents = Int(fraction) ?? 0
    var parts = [Self.underHundred(cents) + " " + (cents == 1 ? one : many)]
    if number.whole != "0", let words = cardinal(number.whole) {
      parts.insert(words + " " + (number.whole == "1" ? unit.one : unit.many), at: 0)
    }
    return Worded(
      written: "\(number.isNegative ? "-" : "")\(number.writtenWhole).\(fraction) \(unit.many)",
      spoken: (number.isNegative ? minus + " " : "") + parts.joined(separator: " and "))
  }

  // MARK: Days and times

  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]

  func date(_ day: Day, short: Bool) -> Worded {
    let month = Self.months[day.month - 1]
    let date = Worded(
      written: "\(day.day) \(month)", spoken: "the \(ordinal(String(day.day)).spoken) of \(month)")
    return short ? date : date + Worded(written: " \(day.year)", spoken: ", " + year(day.year))
  }

  private func year(_ year: Int) -> String {
    let (century, rest) = (year / 100, year % 100)
    if year < 1000 || year % 1000 < 10 { return cardinal(String(year)) ?? "" }
    let head = Self.underHundred(century)
    if rest == 0 { return head + " hundred" }
    return head + " " + (rest < 10 ? "oh " + Self.ones[rest] : Self.underHundred(rest))
  }

  /// In twelve hours. Spoken with the time of day in words, because a voice reads `am` as the word.
  func time(_ time: ClockTime) -> Worded {
    if time.minute == 0 && time.second == 0 && time.hour % 12 == 0 {
      let word = time.hour == 12 ? "noon" : "midnight"
      return Worded(written: word, spoken: word)
    }
    let hour = (time.hour + 11) % 12 + 1
    var clock = Worded(written: String(hour), spoken: Self.ones[hour])
    if time.minute > 0 || time.second > 0 {
      clock.written += ":" + Self.twoDigits(time.minute)
      switch time.minute {
      case 0: break
      case 1...9: clock.spoken += " oh " + Self.ones[time.minute]
      default: clock.spoken += " " + Self.underHundred(time.minute)
      }
    }
    if time.second > 0 {
      clock.written += ":" + Self.twoDigits(time.second)
      clock.spoken += " and " + Self.underHundred(time.second) + (time.second == 1 ? " second" : " seconds")
    }
    let half =
      switch time.hour {
      case ..<12: "in the morning"
      case ..<18: "in the afternoon"
      default: "in the evening"
      }
    return clock + Worded(written: time.hour < 12 ? " am" : " pm", spoken: " " + half)
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  func instant(_ day: Day, _ time: ClockTime) -> Worded {
    [date(day, short: false), self.time(time)].joined(written: ", ", spoken: ", at ")
  }

  func duration(_ duration: DurationParts) -> Worded {
    var parts: [Worded] = []
    for (number, unit) in [
      (duration.days, "days"), (duration.hours, "hours"), (duration.minutes, "minutes"),
      (duration.seconds, "seconds"),
    ] where number > 0 {
      parts.append(count(Numeral(number), counter: unit))
    }
    if parts.isEmpty { parts.append(count(Numeral(0), counter: "seconds")) }
    let last = parts.removeLast()
    let words = parts.isEmpty ? last : [parts.joined(" "), last].joined(written: " ", spoken: " and ")
    return duration.isNegative ? Worded(written: minus + " ", spoken: minus + " ") + words : words
  }

  func flag(_ flag: Bool) -> Worded { Worded(written: flag ? "yes" : "no", spoken: flag ? "yes" : "no") }
}
