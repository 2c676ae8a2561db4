/// How a value is to be said: the words after `as` in a prompt.
public enum Form: Hashable, Sendable, CustomStringConvertible {
  /// One by one, in groups of three and four.
  case digits
  case number
  case ordinal
  /// With a counter word. Korean counts in native numbers up to 99 (`count 번`: 세 번; `count 분` counts
  /// people, minutes are a `duration`), except with counters that take the others, such as 원, 년, 층. In English the counter is
  /// written as for many (`count calls`) and put in the singular for one.
  case count(String?)
  /// Money, by its ISO 4217 code in capitals.
  case currency(String)
  /// `short` leaves the year out.
  case date(short: Bool)
  case time, instant, duration
  /// A day of birth: a day, `19900301`, or the six digits `900301` that callers key in, whose year has no
  /// century.
  case birthdate
  /// A person's name as he is addressed: in Korean with 님.
  case name
  /// A telephone number, in the groups of its numbering plan.
  case phone
  /// Letter by letter.
  case spell
  case text

  /// Nil for words that are no form.
  public init?(words: [String]) {
    switch (words.first, words.count) {
    case ("digits", 1): self = .digits
    case ("number", 1): self = .number
    case ("ordinal", 1): self = .ordinal
    case ("count", 1): self = .count(nil)
    case ("count", 2): self = .count(words[1])
    case ("currency", 2):
      let code = words[1].uppercased()
      guard code.count == 3, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else { return nil }
      self = .currency(code)
    case ("date", 1): self = .date(short: false)
    case ("date", 2) where words[1] == "short": self = .date(short: true)
    case ("time", 1): self = .time
    case ("instant", 1): self = .instant
    case ("duration", 1): self = .duration
    case ("birthdate", 1): self = .birthdate
    case ("name", 1): self = .name
    case ("phone", 1): self = .phone
    case ("spell", 1): self = .spell
    case ("text", 1): self = .text
    default: return nil
    }
  }

  /// The first words of all forms, for hints.
  public static let names = [
    "digits", "number", "ordinal", "count", "currency", "date", "time", "instant", "duration", "birthdate",
    "phone", "name", "spell", "text",
  ]

  /// The words of the form, as they are written after `as`.
  public var description: String {
    switch self {
    case .digits: "digits"
    case .number: "number"
    case .ordinal: "ordinal"
    case .count(nil): "count"
    case .count(let counter?): "count \(counter)"
    case .currency(let code): "currency \(code)"
    case .date(short: false): "date"
    case .date(short: true): "date short"
    case .time: "time"
    case .instant: "instant"
    case .duration: "duration"
    case .birthdate: "birthdate"
    case .phone: "phone"
    case .name: "name"
    case .spell: "spell"
    case .text: "text"
    }
  }
}
