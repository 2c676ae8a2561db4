import CallFlow
import Chronology

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

  /// On the first day of each leave, since it is then that an agent is missing: who is left for the needs
  /// of each queue.
  private func checkLeave(_ diagnostics: inout Diagnostics) {
    var told: Set<String> = []
    for application in applications {
      let content = application.content
      for queue in content.queues {
        for need in queue.needs {
          let able = file.agents.filter { meets($0, need, content) }
          for agent in able {
            for leave in agent.leave where !able.contains(where: { !$0.isAway(on: leave.lowerBound) }) {
              let asked = shown(need, content)
              guard told.insert("\(queue.name) \(asked) \(leave.lowerBound)").inserted else { continue }
              diagnostics.report(
                Diagnostic(
                  .warning, "CF272",
                  "on \(leave.lowerBound) nobody is there for queue '\(queue.name)', which needs \(asked)",
                  at: agent.range, hint: "on leave: \(able.map(\.name).joined(separator: ", "))"))
            }
          }
        }
      }
    }
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
