/// One compiled calendar: when an office is open, on the clocks of its zone.
///
/// What holds on a day: hours given for that one day, else a closure, else a holiday, else the hours of the
/// weekday. Hours belong to the day on which they begin, so those that cross midnight run on into a closed day.
public struct OpeningHours: Hashable, Sendable {
  /// Hours of one day. When `to` is not after `from` they end on the next day; `00:00-00:00` is a whole day.
  public struct Period: Hashable, Sendable {
    public var from: ClockTime
    public var to: ClockTime
    public init(from: ClockTime, to: ClockTime) {
      self.from = from
      self.to = to
    }
    public var crossesMidnight: Bool { to <= from }
  }

  /// Days on which the office is closed, with the reason if one is given.
  public struct Closure: Hashable, Sendable {
    public var days: ClosedRange<Day>
    public var name: String?
    public init(_ days: ClosedRange<Day>, name: String? = nil) {
      self.days = days
      self.name = name
    }
  }

  public enum Status: Hashable, Sendable {
    case open, closed
    /// Closed all day because of a holiday, with its name if the list has one.
    case holiday(String?)
    case lunch
  }

  public var zone: Zone
  public var weekly: [Weekday: [Period]]
  /// Hours of single days, in place of everything else. No hours: closed.
  public var exceptions: [Day: [Period]]
  public var closures: [Closure]
  public var holidays: [Day: String?]
  /// Closed for lunch, on every day, where it falls inside open hours or between two of them.
  public var lunch: [Period]

  public init(
    zone: Zone, weekly: [Weekday: [Period]] = [:], exceptions: [Day: [Period]] = [:],
    closures: [Closure] = [], holidays: [Day: String?] = [:], lunch: [Period] = []
  ) {
    self.zone = zone
    self.weekly = weekly
    self.exceptions = exceptions
    self.closures = closures
    self.holidays = holidays
    self.lunch = lunch
  }

  /// No hours are written for any weekday or day.
  public var isNeverOpen: Bool {
    weekly.values.allSatisfy(\.isEmpty) && exceptions.values.allSatisfy(\.isEmpty)
  }

  /// The hours that begin on that day.
  public func periods(on day: Day) -> [Period] {
    if let periods = exceptions[day] { return periods }
    if closures.contains(where: { $0.days.contains(day) }) || holidays[day] != nil { return [] }
    return weekly[day.weekday] ?? []
  }

  /// The closure that holds on that day, if no hours are given for the day itself.
  public func closure(on day: Day) -> Closure? {
    exceptions[day] == nil ? closures.first { $0.days.contains(day) } : nil
  }

  /// Whether that day is a holiday and neither a one-off opening nor a closure outranks it.
  public func isHoliday(_ day: Day) -> Bool {
    exceptions[day] == nil && closure(on: day) == nil && holidays[day] != nil
  }
}
