import Chronology

extension English {
  private static let signs: [Character: String] = [
    "*": "star", "#": "hash", "+": "plus", "-": "dash", "_": "underscore", ".": "dot", ",": "comma",
    "@": "at", "/": "slash", "\\": "backslash", ":": "colon", ";": "semicolon", "&": "and",
    "%": "percent", "=": "equals", "!": "exclamation mark", "?": "question mark", "(": "open bracket",
    ")": "close bracket", "'": "apostrophe", "\"": "quotation mark", "~": "tilde", "$": "dollar",
    "₩": "won", "€": "euro", "£": "pound",
  ]

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
    guard !schedule.lines.isEmpty else { return Worded(written: "never", spoken: "never") }
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
    func around(_ before: String, _ value: Worded, _ after: String) -> Worded {
      Worded(written: before + value.written + after, spoken: before + value.spoken + after)
    }
    func minutes(_ minutes: Int) -> Worded {
      duration(DurationParts(.seconds(60 * Int64(min(max(minutes, 1), 100_000)))))
    }
    func plain(_ text: String) -> Worded { Worded(written: text, spoken: text) }
    switch text {
    case .queuePosition(let position) where position <= 1: return plain("You are next in the queue.")
    case .queuePosition(let position):
      return around("You are number ", number(position), " in the queue.")
    case .queueETA(let n): return around("The expected wait is about ", minutes(n), ".")
    case .queueETAOver(let n): return around("The expected wait is more than ", minutes(n), ".")
    case .technicalFault: return plain("I am sorry, we have a technical problem.")
    case .goodbye: return plain("Thank you for calling. Goodbye.")
    case .wasThatYourQuestion:
      return Worded(
        written: "If that answered your question press 1, if not press 2.",
        spoken: "If that answered your question press one, if not press two.")
    case .nextPage: return plain("more topics")
    }
  }
}
