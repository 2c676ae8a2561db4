import Chronology
import Engine

/// A day so far in the text format of Prometheus: queues, agents and policies.
public struct DayMetrics: Sendable {
  private let since: Instant
  private let rules: ReportRules
  private var queues = FigureReport(by: [.queue], Figure.queue)
  private var agents = FigureReport(by: [.agent], Figure.agent)
  private var policies = FigureReport(by: [.segment], Figure.policy)

  /// - Parameter kept: what the log keeps of the site's rules.
  public init(since: Instant, until: Instant, kept: [KeptRow]) {
    var rules = ReportRules(now: until)
    for row in kept { rules.take(row) }
    self.init(since: since, rules)
  }
  public init(since: Instant, _ rules: ReportRules) { (self.since, self.rules) = (since, rules) }

  public mutating func add(_ row: VisitRow) {
    if let fact = Fact(row, rules) { queues.add(fact) }
    // When a call-back came true is another matter: its promise is told by the reports.
    for fact in Fact.promises(row, callBackEnd: nil, rules) where fact.promise == "answer" {
      policies.add(fact)
    }
  }

  /// All of them, in order.
  public mutating func add(_ rows: [AgentEventRow]) {
    let until = max(rules.now, since)
    for fact in AgentFacts.all(rows, since: since, until: until, plans: rules.plans) { agents.add(fact) }
  }

  public func text() -> String {
    MetricsText.text([("queue", queues), ("agent", agents), ("policy", policies)])
  }
}

extension ReportRules {
  /// A row that the log keeps of the site's rules; others change nothing.
  public mutating func take(_ row: KeptRow) {
    if let policy = ServicePolicy(row) { policies[row.name] = policy }
    if let plan = WorkPlan(row) { plans[row.name] = plan }
    if let own = KeptRules(row) {
      byQueue[row.name] = Thresholds(
        within: .milliseconds(own.within), shortAbandon: .milliseconds(own.short))
    }
  }
}
