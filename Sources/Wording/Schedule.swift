import Chronology

/// The hours of a week as they are told: days that have the same hours together.
struct Schedule: Hashable, Sendable {
  enum Days: Hashable, Sendable {
    case every
    /// Three or more in a row, which may go over the end of the week.
    case range(Weekday, Weekday)
    case some([Weekday])
    /// Single days, where no weekday has hours.
    case day(Day)
  }
  struct Line: Hashable, Sendable {
    var days: Days
    var periods: [OpeningHours.Period]
  }

  var lines: [Line]
  var lunch: [OpeningHours.Period]

  init(_ hours: OpeningHours) {
    lunch = hours.lunch
    lines = []
    var left = Weekday.allCases.filter { !(hours.weekly[$0] ?? []).isEmpty }
    while let first = left.first, let periods = hours.weekly[first] {
      let same = left.filter { Set(hours.weekly[$0] ?? []) == Set(periods) }
      left.removeAll(where: same.contains)
      lines.append(Line(days: Self.days(same), periods: periods.sorted { $0.from < $1.from }))
    }
    if lines.isEmpty {
      for (day, periods) in hours.exceptions.sorted(by: { $0.key < $1.key }) where !periods.isEmpty {
        lines.append(Line(days: .day(day), periods: periods.sorted { $0.from < $1.from }))
      }
    }
  }

  private static func days(_ days: [Weekday]) -> Days {
    guard days.count < 7 else { return .every }
    // Days in a row begin behind a day that is not one of them.
    let firsts = days.filter { day in !days.contains { ($0.rawValue + 1) % 7 == day.rawValue } }
    guard firsts.count == 1, let first = firsts.first else { return .some(days) }
    let inOrder = days.filter { $0.rawValue >= first.rawValue } + days.filter { $0.rawValue < first.rawValue }
    guard inOrder.count > 2, let last = inOrder.last else { return .some(inOrder) }
    return .range(first, last)
  }
}

extension OpeningHours.Period {
  /// From one time to the same time a day later.
  var isWholeDay: Bool {
    from == to || from == .midnight && to == .endOfDay
  }
}
