import CallFlow
import Chronology
import Engine
import Forecast
import Foundation
import Reports
import SQLiteStore
import Site

extension Command {
  static let simulate = Command(
    name: "simulate", usage: "SITE", summary: "a made-up day through the site's queues and agents",
    details: """
      Plays calls that were never made through the real engine in virtual time: the site's own queues, needs,
      hours, overflow, announcements and wrap-up, with its agents or others. Calls come at random at the
      rates given, talks and patience are random with the means given. Prints the day's figures, each with
      the interval that holds its true mean in 95 of 100 cases, beside Erlang C (nobody gives up) and
      Erlang A (callers give up) for the same numbers. The same seed gives the same day.

      --aht is talk and wrap-up together. Agents come and go by their shifts in the site file, those without when calls
      begin and end; nobody goes while a caller waits. With --log the first seed's day becomes a call log that ivrctl report reads.

        ivrctl simulate callflows/demo.site --queue billing --calls-per-hour 120 --aht 240s --agents 10
        ivrctl simulate callflows/demo.site --queue billing --calls-per-hour 120 --aht 4m \\
          --patience 2m --agents team.site --log simulated.sqlite
        ivrctl report queues --log simulated.sqlite --interval 30

      A file for --arrivals has a line a queue and half hour, and a fourth column when its AHT differs:

        queue,half-hour,calls,aht
        billing,09:00,58
        billing,09:30,64,300s

      A file for --agents has the agent lines of a site file:

        agent kim { skills billing 3, en 5; shift mon-fri 09:00-18:00 }
      """,
    options: [
      Option("queue", "NAME", "where calls come in; repeat it, with --calls-per-hour, for several"),
      Option("calls-per-hour", "N", "how many come to that queue"),
      Option("arrivals", "FILE", "how many come by queue and half hour, as CSV"),
      Option("aht", "TIME", "mean handling time: 240s, 4m"),
      Option("shape", "WORD", "of handling times: exponential, log-normal (default exponential)"),
      Option("patience", "TIME", "how long callers wait in the mean (default 120s), or none: for ever"),
      Option("agents", "N|FILE", "so many alike who can do all, or a file (default: the site's)"),
      Option("ring", "TIME", "from an offer to its answer (default: at once)"),
      Option("day", "DAY", "the day (default: the next on which the queues are open all the time)"),
      Option("from", "HH:MM", "when calls begin to come (default 09:00)"),
      Option("to", "HH:MM", "when they end (default 18:00)"),
      Option("days", "N", "so many days, one after the other (default 1)"),
      .seed, .seeds, .within, .short,
      Option("log", "FILE", "write the first seed's day as a call log; no such file may be there yet"),
      .csv,
      Option("zone", "NAME", "on whose clock (default: the site's, that of its hours, the machine's)"),
      json,
    ],
    arguments: 1...1
  ) { arguments in try SimulateRun(arguments).run() }
}

/// Carries out one `ivrctl simulate`.
struct SimulateRun {
  private let arguments: Arguments
  private let site: LoadedSite
  private let zone: Zone
  private let seeds: [UInt64]
  private let days: [Day]
  private let rules: ReportRules
  private var synthetic: Synthetic
  private var agents: [SiteDefinition.Agent]
  /// When those work who have said so.
  private let shifts: [String: WorkPlan]
  private let who: String
  private let ring: Duration?

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    site = try ForecastOptions.site(arguments.words[0])
    let begin = try SimulatedDay(arguments, site)
    zone = begin.zone
    seeds = try ForecastOptions.seeds(arguments)
    let first = begin.first
    let count = try arguments["days"].map { try Options.whole($0, "days") } ?? 1
    guard (1...366).contains(count) else { throw CommandError("--days takes 1 to 366, not \(count)") }
    days = (0..<count).map { first.adding(days: $0) }
    var rules = ReportRules(
      within: try Options.seconds(arguments, "within", 20),
      shortAbandon: try Options.seconds(arguments, "short", 5))
    if arguments["within"] == nil, arguments["short"] == nil {
      for queue in site.applications.flatMap(\.content.queues) where rules.byQueue[queue.name] == nil {
        rules.byQueue[queue.name] = ReportRules.Thresholds(
          within: queue.serviceWithin, shortAbandon: queue.shortAbandon)
      }
    }
    self.rules = rules
    guard let aht = arguments["aht"] else {
      throw CommandError(
        "how long a call takes is missing", hint: "add the mean of talk and wrap-up, for example: --aht 240s")
    }
    let patience = arguments["patience"] ?? "120s"
    synthetic = Synthetic(
      rates: [], handling: try ForecastOptions.duration(aht, "aht"),
      patience: patience == "none" ? nil : try ForecastOptions.duration(patience, "patience"))
    if let shape = arguments["shape"] {
      guard let known = Synthetic.Shape(rawValue: shape) else {
        throw CommandError("--shape takes exponential or log-normal, not '\(shape)'")
      }
      synthetic.shape = known
    }
    ring = try arguments["ring"].map { try ForecastOptions.duration($0, "ring") }
    let queues = site.applications.flatMap(\.content.queues)
    synthetic.wrapUp = Dictionary(queues.map { ($0.name, $0.wrapUp) }, uniquingKeysWith: { a, _ in a })
    synthetic.rates = try ArrivalRates(arguments, queues: queues.map(\.name), days: days, zone: zone).rates
    let wanted = Set(synthetic.rates.map(\.queue))
    if let ring,
      let queue = queues.first(where: { wanted.contains($0.name) && $0.ring ?? .seconds(10) <= ring })
    {
      throw CommandError(
        "--ring is as long as queue \(queue.name) rings, so nobody would answer in time",
        hint: "give less than \((queue.ring ?? .seconds(10)).milliseconds / 1000)s")
    }
    let team = try SimulateRun.team(arguments, site, on: first)
    (agents, who) = (team.agents, team.who)
    let zone = zone
    shifts = Dictionary(
      team.items.filter { !$0.shifts.isEmpty }.map {
        ($0.name, WorkPlan(weekly: $0.shifts, leave: $0.leave, zone: $0.zone ?? zone))
      }, uniquingKeysWith: { a, _ in a })
  }

  private static func team(
    _ arguments: Arguments, _ site: LoadedSite, on day: Day
  ) throws -> (agents: [SiteDefinition.Agent], items: [SiteFile.AgentItem], who: String) {
    guard let text = arguments["agents"] else {
      let agents = ForecastOptions.definitions(site.file.agents, on: day)
      guard !agents.isEmpty else {
        throw CommandError(
          "the site has no agents that day", hint: "add --agents 10, or a file of them: --agents team.site")
      }
      return (agents, site.file.agents, "the site's \(agents.count) agents")
    }
    guard let count = Int(text) else {
      let items = try ForecastOptions.agents(file: text, site.applications)
      let agents = ForecastOptions.definitions(items, on: day)
      return (agents, items, "\(agents.count) agents of \(text)")
    }
    guard (1...10_000).contains(count) else {
      throw CommandError("--agents takes 1 to 10000, or a file, not '\(text)'")
    }
    return (Alike.agents(count, site.applications), [], "\(count) agents alike")
  }

  func run() throws -> Int32 {
    let begun = ContinuousClock.now
    var figures: [DayFigures] = []
    var written = ""
    var unknown: Set<String> = []
    var calls = 0
    for (place, seed) in seeds.enumerated() {
      var simulation = Simulation(
        applications: site.applications, agents: agents, attendance: attendance,
        stays: synthetic.stays(seed: seed), seed: seed)
      (simulation.waitsForLast, simulation.zone) = (true, zone)
      simulation.rings = ring.map { [$0] } ?? []
      calls += simulation.stays.count
      let outcome: Simulation.Outcome
      if place == 0, let path = arguments["log"] {
        outcome = try write(simulation, to: path)
        written = "The day of seed \(seed) is in \(path): ivrctl report queues --log \(path)"
      } else {
        outcome = simulation.run()
      }
      unknown.formUnion(outcome.unknownQueues)
      figures.append(DayFigures(outcome, rules))
    }
    var table = ForecastTable.simulated(figures, staffing, ringsAtOnce: ring == nil)
    table.notes =
      notes + (ForecastTable.flowedOut(figures).map { [$0] } ?? []) + (written.isEmpty ? [] : [written])
    table.notes.append(
      "\(ForecastOptions.list(seeds)): \(calls) calls in \(ForecastOptions.took(since: begun)).")
    if arguments.has("json") || arguments.has("csv") {
      printText(arguments.has("json") ? table.json() : table.csv())
    } else {
      printText(WrappedNotes.text(table))
    }
    return 0
  }

  private func write(_ simulation: Simulation, to path: String) throws -> Simulation.Outcome {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw CommandError(
        "\(path) is there already, and a log is made anew", hint: "name a new file, or remove this one")
    }
    do {
      let log = try BulkCallLog(path: path)
      let outcome = simulation.run { log.append($0) }
      try log.close(from: outcome.began, to: outcome.ended)
      return outcome
    } catch {
      throw CommandError("\(error)")
    }
  }

  /// From the first call of a day to its last, everybody.
  private var attendance: [Attendance] {
    let spans = days.compactMap { day -> (Instant, Instant)? in
      let begin = zone.instant(day, .midnight)
      let end = zone.instant(day.adding(days: 1), .midnight)
      let rates = synthetic.rates.filter { $0.from >= begin && $0.from < end }
      guard let from = rates.map(\.from).min(), let to = rates.map(\.to).max() else { return nil }
      return (from, to)
    }
    // A day that begins as the one before it ends is the same shift.
    var steps: [Attendance.Step] = []
    for (from, to) in spans {
      if steps.last?.at == from { steps.removeLast() } else { steps.append(.init(at: from, .comes)) }
      steps.append(.init(at: to, .goes))
    }
    return agents.map { agent in
      guard let plan = shifts[agent.name], let first = days.first, let last = days.last else {
        return Attendance(agent: agent.name, steps: steps)
      }
      let since = zone.instant(first, .midnight)
      let until = zone.instant(last.adding(days: 1), .midnight)
      // Who begins before midnight works to the end of his shift.
      let spans = plan.spans(since: since, until: until + .hours(24)).filter { $0.lowerBound < until }
      return Attendance(
        agent: agent.name,
        steps: spans.flatMap {
          [.init(at: $0.lowerBound, .comes), .init(at: $0.upperBound, .goes)] as [Attendance.Step]
        })
    }
  }

  /// By the rates, not by what came of them: these are the numbers that were asked for.
  private var staffing: Staffing {
    var spans: [Instant: (to: Instant, calls: Double, handling: Double)] = [:]
    for rate in synthetic.rates {
      let handling = rate.calls * (rate.handling ?? synthetic.handling).seconds
      let before = spans[rate.from] ?? (rate.to, 0, 0)
      spans[rate.from] = (rate.to, before.calls + rate.calls, before.handling + handling)
    }
    let all = spans.values.reduce((0.0, 0.0)) { ($0.0 + $1.calls, $0.1 + $1.handling) }
    let there = attendance
    return Staffing(
      spans.sorted { $0.key < $1.key }.map {
        let length = $0.value.to - $0.key
        let (from, to) = ($0.key, $0.value.to)
        let present = there.reduce(0.0) { $0 + $1.present(from: from, to: to).seconds }
        return Staffing.Interval(length: length, calls: $0.value.calls, agents: present / length.seconds)
      }, handling: all.0 > 0 ? all.1 / all.0 : 0, patience: synthetic.patience?.seconds, within: within)
  }

  /// T of the queue with the most calls: Erlang has one only.
  private var within: Duration {
    let counts = Dictionary(synthetic.rates.map { ($0.queue, $0.calls) }, uniquingKeysWith: +)
    return rules.within(counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? "")
  }

  private var notes: [String] {
    let names = Set(synthetic.rates.map(\.queue))
    let queues = names.sorted().joined(separator: ", ")
    let isOne = Set(names.map { rules.within($0) }).count == 1
    var lines = [
      "\(days.count == 1 ? "\(days[0])" : "\(days.count) days from \(days[0])") (\(zone.name)), \(queues), \(who). "
        + (isOne ? "T = \(QueueReport.seconds(within)) s" : "T is each queue's own")
        + "; figures as in ivrctl report figures."
    ]
    let several = Set(synthetic.rates.map(\.queue)).count > 1
    lines.append(
      "Erlang takes calls and agents to be alike\(several ? ", all queues for one," : "") and the day to have "
        + "begun long ago\(staffing.overloaded > 0 ? "; by Erlang C, callers who never give up are too many" : "")."
    )
    if ring != nil {
      lines.append("Erlang knows no ringing: ASA is longer by it, and agents are busy with it.")
    }
    if seeds.count < 2 { lines.append("One seed has no interval: take --seeds 5 or more.") }
    return lines
  }
}
