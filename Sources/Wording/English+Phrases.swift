import Chronology

extension English {
  private static let signs: [Character: String] = [
    "*": "star", "#": "hash", "+": "plus", "-": "dash", "_": "underscore", ".": "dot", ",": "comma",
    "@": "at", "/": "slash", "\\": "backslash", ":": "colon", ";": "semicolon", "&": "and",
    "%": "percent", "=": "equals", "!": "exclamation mark", "?": "question mark", "(": "open bracket",
    ")": "close bracket", "'": "apostrophe", "\"": "quotation mark", "~": "tilde", "$": "dollar",
    "₩": "won", "€": "euro", "£": "pound",
  ]

  static let unitWords: [String: Unit] = [
    "km": Unit("kilometre", "kilometres"), "m": Unit("metre", "metres"),
    "cm": Unit("centimetre", "centimetres"),
    "mm": Unit("millimetre", "millimetres"), "kg": Unit("kilogram", "kilograms"), "g": Unit("gram", "grams"),
    "mg": Unit("milligram", "milligrams"), "t": Unit("ton", "tons"), "L": Unit("litre", "litres"),
    "l": Unit("litre", "litres"), "ℓ": Unit("litre", "litres"), "ml": Unit("millilitre", "millilitres"),
    "mL": Unit("millilitre", "millilitres"), "㎞": Unit("kilometre", "kilometres"),
    "㎝": Unit("centimetre", "centimetres"), "㎜": Unit("millimetre", "millimetres"),
    "㎏": Unit("kilogram", "kilograms"), "㎎": Unit("milligram", "milligrams"),
    "㎖": Unit("millilitre", "millilitres"), "㎡": Unit("square metre", "square metres"),
    "m²": Unit("square metre", "square metres"), "㎥": Unit("cubic metre", "cubic metres"),
    "m³": Unit("cubic metre", "cubic metres"), "°": Unit("degree", "degrees"),
    "℃": Unit("degree Celsius", "degrees Celsius"), "°C": Unit("degree Celsius", "degrees Celsius"),
    "℉": Unit("degree Fahrenheit", "degrees Fahrenheit"),
    "°F": Unit("degree Fahrenheit", "degrees Fahrenheit"),
    "KB": Unit("kilobyte", "kilobytes"), "MB": Unit("megabyte", "megabytes"),
    "GB": Unit("gigabyte", "gigabytes"),
    "TB": Unit("terabyte", "terabytes"), "Mbps": Unit("megabit a second", "megabits a second"),
    "Gbps": Unit("gigabit a second", "gigabits a second"), "Hz": Unit("hertz"), "kHz": Unit("kilohertz"),
    "W": Unit("watt", "watts"), "kW": Unit("kilowatt", "kilowatts"),
    "kWh": Unit("kilowatt hour", "kilowatt hours"), "min": Unit("minute", "minutes"),
    "%p": Unit("percentage point", "percentage points"),
  ]
  var units: [String: Unit] { Self.unitWords }

  func fraction(_ numerator: Int, _ denominator: Int) -> String {
    let part: String
    switch denominator {
    case 2: part = "half"
    case 4: part = "quarter"
    default: part = ordinal(String(denominator)).spoken
    }
    guard numerator != 1 else { return "one \(part)" }
    return "\(spoken(Numeral(numerator))) \(part == "half" ? "halves" : part + "s")"
  }

  /// A name in capitals only would be spelt by a voice.
  func name(ofPerson name: String) -> Worded {
    let spoken = FreeText.spoken(name, self).split(separator: " ").map { word in
      word.count > 2 && word.allSatisfy { $0.isUppercase }
        ? word.prefix(1) + word.dropFirst().lowercased() : String(word)
    }
    return Worded(written: name, spoken: spoken.joined(separator: " "))
  }

  /// `1 March '90`, as a voice says it.
  func birthdate(year: Int, month: Int, day: Int) -> Worded {
    let two = year < 10 ? "0\(year)" : String(year)
    let words =
      switch year {
      case 0: "zero zero"
      case 1...9: "oh " + Self.ones[year]
      default: Self.underHundred(year)
      }
    let name = Self.months[(month + 11) % 12]
    return Worded(
      written: "\(day) \(name) '\(two)", spoken: "the \(ordinal(String(day)).spoken) of \(name), \(words)")
  }

  func name(of character: Character) -> String? {
    character.isASCIILetter ? character.uppercased() : Self.signs[character]
  }

  func keyName(_ key: Character) -> String? {
    if let digit = key.asciiDigit { return Self.ones[digit] }
    return "*#ABCDabcd".contains(key) ? name(of: key) : nil
  }

  // MARK: Opening hours

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  func hours(_ schedule: Schedule) -> Worded {
    guard !schedule.lines.isEmpty else { return "never" }
    var lines = schedule.lines.map { line in
      [days(line.days), periods(line.periods)].joined(" ")
    }
    if !schedule.lunch.isEmpty {
      let lunch = "closed for lunch "
      lines.append(Worded(written: lunch, spoken: lunch) + periods(schedule.lunch))
    }
    return lines.joined(", ")
  }

  private func days(_ days: Schedule.Days) -> Worded {
    let words: String
    switch days {
    case .every: words = "every day"
    case .range(let first, let last):
      words = "\(Self.weekdays[first.rawValue]) to \(Self.weekdays[last.rawValue])"
    case .some(let days):
      words = Self.list(days.map { Self.weekdays[$0.rawValue] })
    case .day(let day): return date(day, short: false)
    }
    return Worded(written: words, spoken: words)
  }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  private func periods(_ periods: [OpeningHours.Period]) -> Worded {
    periods.map { period in
      if period.isWholeDay && period.from == .midnight {
        return Worded(written: "24 hours", spoken: "twenty-four hours")
      }
      let next = period.crossesMidnight && period.to != .midnight ? " the next day" : ""
      return [time(period.from), time(period.to)].joined(" to ") + Worded(written: next, spoken: next)
    }.joined(" and ")
  }

  // MARK: Sentences of the engine

  func builtIn(_ text: BuiltInText) -> Worded {
    switch text {
    case .queuePosition(let position) where position <= 1: return "You are next in the queue."
    case .queuePosition(let position):
      return "You are number " + number(position) + " in the queue."
    case .queueETA(let n): return "The expected wait is about " + minutes(n) + "."
    case .queueETAOver(let n): return "The expected wait is more than " + minutes(n) + "."
    case .technicalFault: return "I am sorry, we have a technical problem."
    case .goodbye: return "Thank you for calling. Goodbye."
    case .wasThatYourQuestion:
      return Worded(
        written: "If that answered your question press 1, if not press 2.",
        spoken: "If that answered your question press one, if not press two.")
    case .nextPage: return "more topics"
    case .desk(let phrase): return Worded(phrase.english)
    case .dialled(let phrase): return dialledEnglish(phrase)
    case .message(let phrase): return messageEnglish(phrase)
    }
  }
}
