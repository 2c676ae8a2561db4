import CallFlow
import Chronology
import Foundation
import Site

/// On whose clock a simulated day passes, and which day it is, where nobody says so.
struct SimulatedDay {
  let zone: Zone
  let first: Day

  init(_ arguments: Arguments, _ site: LoadedSite) throws {
    let wanted = Set(arguments.all("queue"))
    let calendars = site.applications.flatMap { application in
      application.content.queues.filter { wanted.isEmpty || wanted.contains($0.name) }
        .compactMap { $0.calendar.map { application.content.calendars[$0.index] } }
    }
    let zone = try SimulatedDay.zone(arguments, site, calendars)
    self.zone = zone
    if let day = arguments["day"] {
      first = try ForecastOptions.day(day, "day")
      return
    }
    let tomorrow = CheckTargets.today.adding(days: 1)
    let (from, to) = try SimulatedDay.hours(arguments)
    let next = (0..<14).map { tomorrow.adding(days: $0) }.first { day in
      calendars.allSatisfy {
        SimulatedDay.isOpen($0.hours, from: zone.instant(day, from), to: zone.instant(day, to))
      }
    }
    first = next ?? tomorrow
  }

  /// When calls come.
  static func hours(_ arguments: Arguments) throws -> (from: ClockTime, to: ClockTime) {
    (
      try ForecastOptions.time(arguments, "from", "09:00"), try ForecastOptions.time(arguments, "to", "18:00")
    )
  }

  /// The site's, else that of the hours of the queues called: on another clock they would be closed at noon.
  private static func zone(
    _ arguments: Arguments, _ site: LoadedSite, _ calendars: [CalendarItem]
  ) throws -> Zone {
    if arguments["zone"] == nil {
      if let zone = site.file.zone { return zone }
      if let first = calendars.first?.hours.zone, calendars.allSatisfy({ $0.hours.zone == first }) {
        return first
      }
    }
    return try Options.zone(arguments)
  }

  private static func isOpen(_ hours: OpeningHours, from: Instant, to: Instant) -> Bool {
    var instant = from
    while instant < to {
      if hours.status(at: instant) != .open { return false }
      instant = instant + .minutes(15)
    }
    return true
  }
}
