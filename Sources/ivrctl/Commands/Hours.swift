import CallFlow
import Chronology
import Control
import Foundation
import Site

extension Command {
  static let hours = Command(
    name: "hours", usage: "CALENDAR", summary: "whether a calendar is open, why, and until when",
    details: """
      Asks a calendar of a flow about a moment: whether it is open then, because of which line, and when it
      changes next. Holidays that are kept in a table are known where --in names a site. Exit status 0 when it is open, 1 when it is not.

        ivrctl hours office
        ivrctl hours office --in callflows/bank --at "2026-03-01 10:15 Asia/Seoul"
      """,
    options: [
      Option("in", "PATH", "a flow, a site or a folder of flows (default: callflows)"),
      Option("at", "TIME", "the moment, like \"2026-03-03 10:15\" on the calendar's clocks (default: now)"),
      json,
    ],
    arguments: 1...1
  ) { arguments in
    let name = arguments.words[0]
    let path = arguments["in"] ?? "callflows"
    let calendars = try CalendarQuestion.calendars(in: path)
    guard let calendar = calendars.first(where: { $0.item.name == name }) else {
      throw CommandError(
        "there is no calendar '\(name)'",
        hint: Suggestions.nearest(name, among: calendars.map(\.item.name)).map { "did you mean '\($0)'?" }
          ?? "there is: \(calendars.map(\.item.name).joined(separator: ", "))")
    }
    if calendar.item.holidayTable != nil, !path.hasSuffix(".site") {
      printError("note: holidays of its table are not known here; name the site: --in FILE.site")
    }
    let answer = CalendarQuestion(
      calendar: calendar.item, toggle: calendar.toggle, at: try moment(arguments, calendar.item.hours.zone))
    printOut(arguments.has("json") ? answer.json.pretty : answer.text)
    return answer.isOpen ? 0 : 1
  }

  private static func moment(_ arguments: Arguments, _ zone: Zone) throws -> Instant {
    guard let text = arguments["at"], text.split(separator: " ").count == 2 else {
      return try Options.moment(arguments).start
    }
    var local = arguments
    local.values["at"] = "\(text) \(zone.name)"
    return try Options.moment(local).start
  }
}

/// What a calendar says of a moment.
struct CalendarQuestion {
  var calendar: CalendarItem
  /// The name of its switch.
  var toggle: String?
  var at: Instant

  static func calendars(in path: String) throws -> [(item: CalendarItem, toggle: String?)] {
    try graphs(in: path).flatMap { graph in
      graph.content.calendars.map { item in
        (item: item, toggle: item.toggle.map { graph.content.switches[$0].name })
      }
    }
  }

  /// The applications of a flow, a site or a folder.
  static func graphs(in path: String) throws -> [FlowGraph] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandError("\(path): there is no such file or folder", hint: "check its name")
    }
    if path.hasSuffix(".site") {
      let site = try LoadedSite.load(site: path, today: nil, checksClips: false)
      try whole(site, path)
      return site.applicationsWithHolidays()
    }
    if isFolder.boolValue {
      return try CheckTargets.folders(in: path).flatMap { folder in
        let loaded = try LoadedSite.load(folder: folder, checksClips: false)
        if loaded.hasErrors { printError("note: \(folder) has faults: ivrctl check \(folder)") }
        return loaded.applications
      }
    }
    let (folder, name) = CheckTargets.split(path)
    let loaded = try LoadedSite.load(folder: folder, start: name, checksClips: false)
    try whole(loaded, path)
    return loaded.applications
  }

  /// What a flow with faults has is not known.
  private static func whole(_ loaded: LoadedSite, _ path: String) throws {
    guard loaded.hasErrors else { return }
    _ = CheckReport(findings: loaded.findings, notes: []).print(json: false, strict: false)
    throw CommandError("\(path) has faults", hint: "they are listed above; mend them")
  }

  private var hours: OpeningHours { calendar.hours }
  var isOpen: Bool { hours.status(at: at) == .open }

  /// `open`, `closed`, `closed for lunch`, `closed: a holiday, 삼일절`.
  private var state: String {
    switch hours.status(at: at) {
    case .open: "open"
    case .closed: "closed"
    case .lunch: "closed for lunch"
    case .holiday(let name): "closed for a holiday" + (name.map { ", \($0)" } ?? "")
    }
  }

  /// The day whose hours hold now: they may have begun the day before and go on over midnight.
  private var day: Day {
    let today = hours.zone.local(at).day
    func covers(_ day: Day) -> Bool {
      hours.periods(on: day).contains { period in
        let last = period.crossesMidnight ? day.adding(days: 1) : day
        return hours.zone.firstInstant(day, period.from) <= at
          && at < hours.zone.firstInstant(last, period.to)
      }
    }
    return [today, today.adding(days: -1)].first(where: covers) ?? today
  }

  /// The line of the calendar that decides.
  private var reason: String {
    let day = day
    let over = day < hours.zone.local(at).day ? ", and go on over midnight" : ""
    func list(_ periods: [OpeningHours.Period]) -> String {
      periods.isEmpty ? "no hours" : periods.map { "\($0.from)-\($0.to)" }.joined(separator: ", ")
    }
    let lunch = hours.lunch.isEmpty ? "" : ", lunch is \(list(hours.lunch))"
    if let periods = hours.exceptions[day] {
      return "the hours of \(over.isEmpty ? "that one day" : "\(day)") are \(list(periods))\(lunch)\(over)"
    }
    if let closure = hours.closure(on: day) {
      let days = closure.days
      let span =
        days.lowerBound == days.upperBound
        ? "on \(days.lowerBound)" : "from \(days.lowerBound) to \(days.upperBound)"
      return "it is closed \(span)" + (closure.name.map { ": \($0)" } ?? "")
    }
    if hours.isHoliday(day) { return "\(day) is in its list of holidays" }
    return "the hours of a \(day.weekday.word) are \(list(hours.weekly[day.weekday] ?? []))\(lunch)\(over)"
  }

  private func shown(_ instant: Instant) -> String {
    let local = hours.zone.local(instant)
    return "\(local.day.weekday.word) \(local.day) \(local.time)"
  }

  var text: String {
    var lines = ["\(calendar.name) is \(state) on \(shown(at)) (\(hours.zone.name))", "  because \(reason)"]
    if let change = hours.nextChange(after: at) {
      let next = CalendarQuestion(calendar: calendar, toggle: nil, at: change)
      lines.append("  from \(shown(change)) it is \(next.state)")
    } else {
      lines.append("  it stays so for \(OpeningHours.horizon) days")
    }
    if !isOpen, let opening = hours.nextOpening(after: at), opening != hours.nextChange(after: at) {
      lines.append("  it opens on \(shown(opening))")
    }
    if let toggle { lines.append("  the switch \(toggle) outranks all this: ivrctl switch \(toggle)") }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    [
      "calendar": .text(calendar.name), "zone": .text(hours.zone.name), "at": .text(shown(at)),
      "open": .flag(isOpen), "state": .text(state), "because": .text(reason),
      "next_change": hours.nextChange(after: at).map { .text(shown($0)) } ?? .null,
      "next_opening": hours.nextOpening(after: at).map { .text(shown($0)) } ?? .null,
      "switch": toggle.map { .text($0) } ?? .null,
    ]
  }
}

extension Weekday {
  fileprivate var word: String {
    switch self {
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    case .sunday: "Sunday"
    }
  }
}
