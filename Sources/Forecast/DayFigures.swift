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
  public subscript(figure: Figure) -> Double? { values[figure.name] }
  public subscript(name: String) -> Double? { values[name] }

  /// - Parameter visits: those that began in the time asked about.
  public init(
    _ visits: some Sequence<VisitRow>, _ agentRows: [AgentEventRow], since: Instant, until: Instant,
    _ rules: ReportRules
  ) {
    var tally = Tally(DayFigures.ofVisits.map(\.formula))
    for visit in visits {
      if let fact = Fact(visit, rules) { tally.add(fact) }
    }
    for figure in DayFigures.ofVisits { values[figure.name] = figure.value(in: tally) }
    var times = Tally(DayFigures.ofAgents.map(\.formula))
    for fact in AgentFacts.all(agentRows, since: since, until: until) { times.add(fact) }
    for figure in DayFigures.ofAgents { values[figure.name] = figure.value(in: times) }
  }

  /// Of a simulated day.
  public init(_ outcome: Simulation.Outcome, _ rules: ReportRules) {
    self.init(
      outcome.visits.lazy.map { VisitRow($0) }, outcome.agentRows, since: outcome.began,
      until: outcome.ended + .milliseconds(1), rules)
  }
}
