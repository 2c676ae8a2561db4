import CallFlow
import Chronology
import Engine

/// Agents beside what the flows ask of them.
extension LoadedSite {
  func checkAgents(_ diagnostics: inout Diagnostics) {
    var levels: [String: ClosedRange<Int>] = [:]
    for skill in applications.flatMap(\.content.skills) where levels[skill.name] == nil {
      levels[skill.name] = skill.levels
    }
    for agent in file.agents {
      for skill in agent.skills {
        guard let known = levels[skill.name] else {
          diagnostics.report(
            Diagnostic(
              .warning, "CF270",
              "agent '\(agent.name)' has skill '\(skill.name)', which no flow declares",
              at: skill.range, hint: Suggestions.hint(skill.name, among: levels.keys.sorted())))
          continue
        }
        if !known.contains(skill.level) {
          diagnostics.report(
            Diagnostic(
              .warning, "CF270", "'\(skill.name)' has no level \(skill.level)", at: skill.range,
              hint: "its levels are \(known.lowerBound) to \(known.upperBound)"))
        }
      }
    }
    checkLeave(&diagnostics)
    checkShifts(&diagnostics)
  }

  /// On days on which somebody is on leave: whether the others, in their shifts, are there for each need of each
  /// queue while its calendar is open. Days that follow on each other are told together.
  private func checkLeave(_ diagnostics: inout Diagnostics) {
    var told: Set<String> = []
    for application in applications {
      let content = application.content
      for queue in content.queues {
        let hours = queue.calendar.flatMap { calendar in
          content.calendars.indices.contains(calendar.index) ? content.calendars[calendar].hours : nil
        }
        for need in queue.needs {
          let able = file.agents.filter { meets($0, need, content) }
          let days = Set(able.flatMap(\.leave).flatMap { LoadedSite.days(of: $0) }).sorted()
          var run: ClosedRange<Day>?
          func tell() {
            guard let days = run else { return }
            run = nil
            let asked = shown(need, content)
            let away = able.filter { $0.isAway(on: days.lowerBound) }
            let begins = away.first { $0.leave.contains { $0.lowerBound == days.lowerBound } }
            guard let first = begins ?? away.first, told.insert("\(queue.name) \(asked) \(days)").inserted
            else {
              return
            }
            let when =
              days.lowerBound == days.upperBound
              ? "on \(days.lowerBound)" : "from \(days.lowerBound) to \(days.upperBound)"
            diagnostics.report(
              Diagnostic(
                .warning, "CF272",
                "\(when) nobody is there for queue '\(queue.name)', which needs \(asked)", at: first.range,
                hint: "on leave: \(away.map(\.name).joined(separator: ", "))"))
          }
          for day in days where isUncovered(able, on: day, hours) {
            if let known = run, known.upperBound.adding(days: 1) == day {
              run = known.lowerBound...day
            } else {
              tell()
              run = day...day
            }
          }
          tell()
        }
      }
    }
  }

  /// At most a year of each: a leave without end is told all the same.
  private static func days(of leave: ClosedRange<Day>) -> [Day] {
    let count = min(leave.upperBound.daysSince1970 - leave.lowerBound.daysSince1970, 366)
    return (0...max(0, count)).map { leave.lowerBound.adding(days: $0) }
  }

  /// Whether nobody of them is there in some of the time that a queue is open on that day; at all, when it has no
  /// calendar.
  private func isUncovered(_ agents: [SiteFile.AgentItem], on day: Day, _ hours: OpeningHours?) -> Bool {
    let there = agents.filter { !$0.isAway(on: day) }
    // Who has no shifts may be there at any time.
    if there.contains(where: \.shifts.isEmpty) { return false }
    let zone = hours?.zone ?? self.zone
    let midnight = zone.instant(day, .midnight)
    let next = zone.instant(day.adding(days: 1), .midnight)
    let work = agents.flatMap { agent in
      WorkPlan(weekly: agent.shifts, leave: agent.leave, zone: agent.zone ?? file.zone ?? zone)
        .spans(since: midnight, until: next + .hours(24))
    }.sorted { $0.lowerBound < $1.lowerBound }
    guard let hours else { return !work.contains { $0.lowerBound < next } }
    for period in hours.periods(on: day) {
      var from = zone.instant(day, period.from)
      let to = zone.instant(period.crossesMidnight ? day.adding(days: 1) : day, period.to)
      for span in work where span.lowerBound <= from && span.upperBound > from { from = span.upperBound }
      if from < to { return true }
    }
    return false
  }

  /// Where all who can serve a queue have shifts: whether somebody works whenever its calendar is open, in winter
  /// and in summer where clocks of several zones meet.
  private func checkShifts(_ diagnostics: inout Diagnostics) {
    var told: Set<String> = []
    for application in applications {
      let content = application.content
      for queue in content.queues {
        guard let calendar = queue.calendar, content.calendars.indices.contains(calendar.index) else {
          continue
        }
        let hours = content.calendars[calendar].hours
        let open = WeekMinutes(hours.weekly)
        for need in queue.needs {
          let able = file.agents.filter { meets($0, need, content) }
          guard let first = able.first, able.allSatisfy({ !$0.shifts.isEmpty }) else { continue }
          let gaps = LoadedSite.seasons.compactMap { season in
            var covered = WeekMinutes([:])
            for agent in able {
              // Where nobody says it, the same clocks: a check is the same on every machine.
              let own = (agent.zone ?? file.zone ?? hours.zone).offset(at: season)
              covered.add(agent.shifts, shift: (hours.zone.offset(at: season) - own) / 60)
            }
            return open.firstNot(in: covered)
          }
          guard let gap = gaps.first else { continue }
          let asked = shown(need, content)
          guard told.insert("\(queue.name) \(asked)").inserted else { continue }
          diagnostics.report(
            Diagnostic(
              .warning, "CF273",
              "nobody's shift covers queue '\(queue.name)', which needs \(asked), on \(gap)", at: first.range,
              hint: "able: \(able.map(\.name).joined(separator: ", "))"))
        }
      }
    }
  }

  /// In January and in July 2026.
  private static let seasons = [
    Instant(milliseconds: 1_768_435_200_000), Instant(milliseconds: 1_784_073_600_000),
  ]

  private func name(_ ability: Ability, _ content: FlowGraph.Content) -> String? {
    if case .skill(let skill) = ability { content.skills[skill].name } else { nil }
  }
  /// A need for the call's language is met by whoever speaks any.
  private func meets(_ agent: SiteFile.AgentItem, _ need: Need, _ content: FlowGraph.Content) -> Bool {
    switch need {
    case .any(let alternatives):
      alternatives.contains { alternative in
        guard let name = name(alternative.ability, content) else { return true }
        return agent.skills.contains { $0.name == name && $0.level >= alternative.level }
      }
    case .not(let ability):
      name(ability, content).map { name in !agent.skills.contains { $0.name == name } } ?? true
    }
  }
  private func shown(_ need: Need, _ content: FlowGraph.Content) -> String {
    switch need {
    case .any(let alternatives):
      alternatives.map { "\(name($0.ability, content) ?? "language") \($0.level)" }.joined(separator: " or ")
    case .not(let ability): "not \(name(ability, content) ?? "language")"
    }
  }
}

extension SiteFile.AgentItem {
  func isAway(on day: Day) -> Bool { leave.contains { $0.contains(day) } }
}
