import ACD
import CallFlow
import Chronology
import Engine
import Forecast
import Foundation
import Reports
import SQLiteStore
import Site

extension Command {
  static let whatIf = Command(
    name: "whatif", usage: "SITE", summary: "a day of the log again, with other agents, skills or flows",
    details: """
      Takes the callers of the call log, as they came, and plays them again through the real engine in virtual
      time: once with the site as it is, once with the change. Prints what happened, what the replay makes of
      it, and what the change makes of it, each with the interval that holds its true mean in 95 of 100
      cases; beside them Erlang C and A for the changed day. Says below the table how sure it is, and what it
      takes for granted. Nothing is written.

      Fit says how well the day can be played again: by the service level in points, and by those answered and
      those abandoned in points of all callers, whichever is furthest apart. Under 2, or under 5 and within
      chance, the columns may be read as they are; under 10 it is fair, else poor.

      The change is a file of agents, who are then the whole team, or other flows: other needs, hours, wrap-up
      or overflow of the queues. Without a change it tells how well the day can be played again.

        ivrctl whatif callflows/demo.site --log var/calls.sqlite --day 2026-11-23 --agents team.site
        ivrctl whatif callflows/demo.site --log var/calls.sqlite --since 2026-11-23 --flows next/bank.callflow

      A file of agents has the agent lines of a site file. Whoever was there that day keeps his hours and
      pauses; whoever was not is there from the first login to the last logout. A priority that a flow works
      out for each caller, and which of its conditional needs held (`need senior when vip`), is taken from the
      log; where an earlier version wrote it, the page says so.

        agent kim { skills billing 3, en 5 }
      """,
    options: [
      Option("log", "FILE", "the call log (default: the site's)"),
      .since, .until, .day,
      Option("agents", "N|FILE", "the team of the change: so many alike who can do all, or a file"),
      Option("flows", "FILE", "the flow file of the change; repeat it for several"),
      .seed, .seeds, .within, .short, .csv, .zone,
      json,
    ],
    arguments: 1...1
  ) { arguments in
    let begun = ContinuousClock.now
    let site = try ForecastOptions.site(arguments.words[0])
    var arguments = arguments
    if arguments["log"] == nil {
      guard let path = site.logPath else {
        throw CommandError("the site names no log", hint: "name one: --log var/calls.sqlite")
      }
      arguments.give(path, to: "log")
    }
    let source = try ReportSource(arguments)
    let seeds = try ForecastOptions.seeds(arguments)
    let agentRows = try source.reader.agentEvents(since: source.since, until: source.until)
    let replay = Replay(
      try WhatIfDay.stays(source), agentRows: agentRows, since: source.since, until: source.until)
    guard !replay.logged.isEmpty else {
      throw CommandError(
        "no caller came into a queue in that time", hint: "ivrctl report queues shows when they did",
        status: 1)
    }
    let was = WhatIf.Centre(
      applications: site.applications, agents: ForecastOptions.definitions(site.file.agents, on: nil))
    let change = try WhatIfDay.change(arguments, site, replay, was, on: source.zone.local(source.since).day)
    let whatIf = WhatIf(
      replay, agentRows: agentRows, site: was, change: change, seeds: seeds, zone: source.zone,
      rules: source.rules)
    var table = ForecastTable.compared(whatIf)
    table.notes = ForecastTable.verdict(whatIf) + ForecastTable.assumptions(replay, whatIf)
    table.notes.append(
      "\(replay.logged.count) stays, \(ForecastOptions.list(seeds)), in \(ForecastOptions.took(since: begun))."
    )
    if arguments.has("json") || arguments.has("csv") {
      printText(arguments.has("json") ? table.json() : table.csv())
    } else {
      printText(WrappedNotes.text(table, lacking: "Erl. C", second: ForecastTable.theory(whatIf)))
    }
    return 0
  }
}

/// What `whatif` reads.
enum WhatIfDay {
  static func stays(_ source: ReportSource) throws -> [Replay.Logged] {
    var logged: [Replay.Logged] = []
    try source.reader.eachRoutedVisit(since: source.since, until: source.until) { row, entry in
      logged.append(
        Replay.Logged(
          row, state: entry.state, language: entry.language, wishes: entry.wishes,
          agent: entry.agent))
    }
    return logged
  }

  /// Nil when nothing is to be changed.
  static func change(
    _ arguments: Arguments, _ site: LoadedSite, _ replay: Replay, _ was: WhatIf.Centre, on day: Day
  ) throws -> WhatIf.Centre? {
    guard arguments["agents"] != nil || arguments["flows"] != nil else { return nil }
    var change = was
    // Without others, the team is that of the day.
    change.agents = []
    if arguments["flows"] != nil {
      change.applications = site.withHolidays(try flows(arguments.all("flows")))
    }
    if let count = arguments["agents"].flatMap({ Int($0) }) {
      guard (1...10_000).contains(count) else {
        throw CommandError("--agents takes 1 to 10000, or a file, not '\(count)'")
      }
      // Whoever was there first, with his hours, then new ones.
      let names = replay.attendance.map(\.agent)
      change.agents = Alike.agents(count, change.applications).enumerated().map { place, agent in
        var agent = agent
        agent.name = place < names.count ? names[place] : "new\(place - names.count + 1)"
        return agent
      }
    } else if let path = arguments["agents"] {
      change.agents = ForecastOptions.definitions(
        try ForecastOptions.agents(file: path, change.applications), on: day)
    }
    return change
  }

  private static func flows(_ paths: [String]) throws -> [FlowGraph] {
    try paths.flatMap { path -> [FlowGraph] in
      guard path.hasSuffix(".callflow"), FileManager.default.fileExists(atPath: path) else {
        throw CommandError(
          "\(path): there is no such flow file", hint: "name the application's start file, *.callflow")
      }
      let (folder, name) = CheckTargets.split(path)
      let loaded = try LoadedSite.load(
        folder: folder, start: name, today: CheckTargets.today, checksClips: false)
      guard !loaded.hasErrors else {
        _ = CheckReport(findings: loaded.findings, notes: []).print(json: false, strict: false)
        throw CommandError("\(path) has faults, see above", hint: "see: ivrctl check \(path)", status: 1)
      }
      return loaded.applications
    }
  }
}
