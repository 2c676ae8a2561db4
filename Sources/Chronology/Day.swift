/// A day of the Gregorian calendar, without a time or a zone.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let year: Int
  /// 1…12.
  public let month: Int
  /// 1…31.
  public let day: Int

  /// Nil for a day that does not exist; years 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= Day.length(ofMonth: month, year: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day that many days after 1970-01-01, held within the years 1 to 9999.
  public init(daysSince1970: Int) {
    // Howard Hinnant's days-to-civil algorithm, in eras of 400 years that begin on 1 March.
    let clamped = min(max(daysSince1970, -719_162), 2_932_896)
    let z = clamped + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  public var daysSince1970: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  public var weekday: Weekday {
    Weekday(rawValue: ((daysSince1970 + 3) % 7 + 7) % 7) ?? .monday
  }

  public func adding(days: Int) -> Day {
    let (sum, overflow) = daysSince1970.addingReportingOverflow(days)
    return Day(daysSince1970: overflow ? (days < 0 ? .min : .max) : sum)
  }

  /// `2026-03-01`.
  public var description: String {
    func pad(_ n: Int, _ width: Int) -> String {
      let s = String(n)
      return String(repeating: "0", count: max(0, width - s.count)) + s
    }
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
  }

  public static func < (a: Day, b: Day) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Days of the week; the week begins on Monday.
public enum Weekday: Int, CaseIterable, Hashable, Sendable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

/// A time of day, 00:00:00 to 23:59:59, without a day or a zone. 24:00 is kept as the end of a day.
public struct ClockTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 0…86,400.
  public let secondsOfDay: Int

  /// Nil outside 00:00:00…24:00:00.
  public init?(hour: Int, minute: Int, second: Int = 0) {
    guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      hour < 24 || (minute == 0 && second == 0)
    else { return nil }
    secondsOfDay = hour * 3600 + minute * 60 + second
  }
  public var hour: Int { secondsOfDay / 3600 }
  public var minute: Int { secondsOfDay / 60 % 60 }
  public var second: Int { secondsOfDay % 60 }

  /// `09:00`, with seconds only when they are not zero.
  public var description: String {
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : String(n) }
    return two(hour) + ":" + two(minute) + (second == 0 ? "" : ":" + two(second))
  }
  public static func < (a: ClockTime, b: ClockTime) -> Bool { a.secondsOfDay < b.secondsOfDay }
}
