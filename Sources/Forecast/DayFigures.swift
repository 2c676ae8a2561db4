import Chronology
import Engine
import Reports

/// The figures of one day, simulated or real, each by its name in the reports.
public struct DayFigures: Sendable {
  /// Of stays in queues.
  public static let ofVisits = named([
    "queued", "answered", "abandoned", "callbacks", "flowed out", "abandon rate of queued", "SL-Genesys",
    "SL-answered", "ASA", "average wait", "p90 wait", "maximum wait", "AHT",
  ])
  /// Of agents.
  public static let ofAgents = named(["occupancy", "utilisation"])
  public static var all: [Figure] { ofVisits + ofAgents }

  private static func named(_ names: [String]) -> [Figure] {
    names.compactMap { name in Figure.all.first { $0.name == name } }
  }

  private var values: [String: Double] = [:]
  /// Why stays flowed out, and how many.
  public private(set) var flowedOut: [String: Int] = [:]
  public subscript(figure: Figure) -> Double? { values[figure.name] }
  public subscript(name: String) -> Double? { values[name] }

  /// - Parameter visits: those that began in the time asked about.
  public init(
    _ visits: some Sequence<VisitRow>, _ agentRows: [AgentEventRow], since: Instant, until: Instant,
    _ rules: ReportRules
  ) {
    var tally = Tally(DayFigures.ofVisits.map(\.formula))
    for visit in visits {
      guard let fact = Fact(visit, rules) else { continue }
      tally.add(fact)
      if fact.sets.contains(.flowedOut) { flowedOut[fact.how, default: 0] += 1 }
    }
    for figure in DayFigures.ofVisits { values[figure.name] = figure.value(in: tally) }
    let queued = visits.lazy.filter { $0.visit.how != "transferred" && $0.visit.how != "work" }
    let waited = queued.filter { $0.visit.left.milliseconds > $0.visit.enqueued.milliseconds }
    let count = queued.reduce(0) { sum, _ in sum + 1 }
    if count > 0 {
      values[Staffing.waited] = Double(waited.reduce(0) { sum, _ in sum + 1 }) / Double(count) * 100
    }
    var times = Tally(DayFigures.ofAgents.map(\.formula))
    for fact in AgentFacts.all(agentRows, since: since, until: until) { times.add(fact) }
    for figure in DayFigures.ofAgents { values[figure.name] = figure.value(in: times) }
  }

  /// Of a simulated day.
  /// - Parameters:
  ///   - since: from when agents' time counts; nil from the first login.
  ///   - until: up to when; nil to the end.
  public init(
    _ outcome: Simulation.Outcome, since: Instant? = nil, until: Instant? = nil, _ rules: ReportRules
  ) {
    self.init(
      outcome.visits.lazy.map { VisitRow($0) }, outcome.agentRows, since: since ?? outcome.began,
      until: until ?? outcome.ended + .milliseconds(1), rules)
  }
}
