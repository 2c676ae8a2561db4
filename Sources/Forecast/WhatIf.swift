import CallFlow
import Chronology
import Engine
import Reports

/// A day of the log beside itself, played again as it was, and with a change.
public struct WhatIf: Sendable {
  /// Queues, flows and agents of one arm.
  public struct Centre: Sendable {
    public var applications: [FlowGraph]
    public var agents: [SiteDefinition.Agent]
    public init(applications: [FlowGraph], agents: [SiteDefinition.Agent]) {
      (self.applications, self.agents) = (applications, agents)
    }
  }
  public var happened: DayFigures
  public var asItWas: [DayFigures] = []
  public var changed: [DayFigures] = []
  public var staffing: Staffing
  public var unknownQueues: Set<String> = []
  /// Agents of the log whom the site does not know: taken to be able to do whatever is asked for.
  public var unknownAgents: [String] = []
  /// Agents of the change who were not there that day.
  public var newAgents: [String] = []
  /// Callers whose computed priority is not in the log.
  public var withoutPriority = 0
  /// Callers of whom the log does not say which conditional needs held, or for whom an agent was named.
  public var withoutWishes = 0
  /// Conditional wishes of the change's flows that those of the day did not have.
  public var newWishes: [String] = []
  public var isChanged: Bool
  /// Callers of the day.
  public var stays = 0

  /// - Parameters:
  ///   - change: nil to see only how well the day can be played again; without agents it has those of the day.
  ///   - seeds: each plays both arms with the same callers.
  public init(
    _ replay: Replay, agentRows: [AgentEventRow], site: Centre, change: Centre?, seeds: [UInt64],
    zone: Zone?, rules: ReportRules
  ) {
    happened = DayFigures(
      replay.logged.lazy.map(\.visit), agentRows, since: replay.since, until: replay.until, rules)
    isChanged = change != nil
    stays = replay.logged.count
    withoutPriority = replay.withoutPriority(site.applications)
    withoutWishes = replay.withoutWishes(site.applications)
    newWishes = change.map { replay.newWishes($0.applications, since: site.applications) } ?? []
    let seen = Set(replay.attendance.map(\.agent))
    unknownAgents = replay.attendance.map(\.agent).filter { name in !site.agents.contains { $0.name == name }
    }
    var site = site
    let skills = Alike.skills(site.applications)
    site.agents += unknownAgents.map { SiteDefinition.Agent(name: $0, skills: skills) }
    let present = site.agents.map(\.name).filter { seen.contains($0) }
    let attendance = replay.attendance(of: present)
    // Other flows alone leave the team as it was.
    var change = change
    if change?.agents.isEmpty == true { change?.agents = site.agents.filter { seen.contains($0.name) } }
    newAgents = (change?.agents.map(\.name) ?? []).filter { !seen.contains($0) }
    let newAttendance = change.map { replay.attendance(of: $0.agents.map(\.name)) }
    staffing = replay.staffing(
      of: newAttendance ?? attendance, handling: replay.meanHandling,
      within: rules.within(replay.busiestQueue ?? ""))
    for seed in seeds {
      let stays = replay.stays(seed: seed)
      func run(_ centre: Centre, _ attendance: [Attendance]) -> DayFigures {
        var simulation = Simulation(
          applications: centre.applications, agents: centre.agents, attendance: attendance, stays: stays,
          seed: seed)
        (simulation.rings, simulation.zone) = (replay.rings, zone)
        let outcome = simulation.run()
        unknownQueues.formUnion(outcome.unknownQueues)
        return DayFigures(outcome, since: replay.since, until: replay.until, rules)
      }
      asItWas.append(run(site, attendance))
      if let change { changed.append(run(change, newAttendance ?? attendance)) }
    }
  }

  public func asItWas(_ name: String) -> Estimate? { Estimate(asItWas.map { $0[name] }) }
  public func changed(_ name: String) -> Estimate? { Estimate(changed.map { $0[name] }) }
  /// By pairs of one seed: chance that both arms share falls out.
  public func difference(_ name: String) -> Estimate? {
    Estimate(zip(asItWas, changed).map { a, b in a[name].flatMap { a in b[name].map { $0 - a } } })
  }
}
