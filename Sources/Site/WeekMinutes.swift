import Chronology

/// The minutes of a week, Monday first, in some of which something is so.
struct WeekMinutes {
  private static let day = 24 * 60
  private var minutes = [Bool](repeating: false, count: 7 * day)

  init(_ weekly: [Weekday: [OpeningHours.Period]]) { add(weekly) }

  /// - Parameter shift: by how many minutes the clocks of the week are before those of the hours.
  mutating func add(_ weekly: [Weekday: [OpeningHours.Period]], shift: Int = 0) {
    for (weekday, periods) in weekly {
      for period in periods {
        let from = period.from.secondsOfDay / 60 + shift + WeekMinutes.day * 7
        let to =
          period.to.secondsOfDay / 60 + shift + WeekMinutes.day * 7
          + (period.crossesMidnight ? WeekMinutes.day : 0)
        for minute in from..<max(from, to) {
          minutes[(weekday.rawValue * WeekMinutes.day + minute) % minutes.count] = true
        }
      }
    }
  }

  /// `mon 12:00-13:00`: the first time that is here and not there.
  func firstNot(in other: WeekMinutes) -> String? {
    let missing = minutes.indices.filter { minutes[$0] && !other.minutes[$0] }
    guard let first = missing.first else { return nil }
    let end = (first..<(first / WeekMinutes.day + 1) * WeekMinutes.day).first { minute in
      !(minutes[minute] && !other.minutes[minute])
    }
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    func clock(_ minute: Int) -> String {
      func two(_ n: Int) -> String { n < 10 ? "0\(n)" : String(n) }
      return "\(two(minute / 60)):\(two(minute % 60))"
    }
    let dayStart = first / WeekMinutes.day * WeekMinutes.day
    return "\(names[first / WeekMinutes.day]) \(clock(first - dayStart))-"
      + clock((end ?? dayStart + WeekMinutes.day) - dayStart)
  }
}
