import Chronology

/// `report page`: the page's figures, gathered from facts of every kind.
public struct DayPage: Sendable {
  private let intervals: Intervals
  private let rules: ReportRules
  private var all: FigureReport
  private var agentTotals: FigureReport
  private var byInterval: FigureReport
  private var agentsByInterval: FigureReport
  private var queues: FigureReport
  private var agents: FigureReport
  private var flows: FigureReport
  private var selfService: FigureReport
  private var answers: FigureReport
  private var customers: FigureReport
  private var policies: FigureReport
  private var breaches: [Fact] = []
  private var promises = 0
  private var adherence: FigureReport
  private var surveys: FigureReport
  private var told: FigureReport
  private var outcomes: [String: Int] = [:]

  private static let arrivals = QueueReport.named([
    "answered", "abandoned", "callbacks", "flowed out", "open",
  ])
  private static let waits = QueueReport.named(["ASA", "p90 wait"])
  private static let levels = QueueReport.named(["SL-Genesys"])
  private static let load = QueueReport.named(["occupancy"])

  public init(_ intervals: Intervals, _ rules: ReportRules) {
    (self.intervals, self.rules) = (intervals, rules)
    all = FigureReport(by: [], Figure.queue)
    agentTotals = FigureReport(by: [], Figure.agent)
    byInterval = FigureReport(
      by: [.interval], DayPage.arrivals + DayPage.waits + DayPage.levels + QueueReport.columns,
      intervals: intervals)
    agentsByInterval = FigureReport(by: [.interval], DayPage.load, intervals: intervals)
    queues = FigureReport(by: [.queue], QueueReport.columns)
    agents = FigureReport(by: [.agent], AgentReport.columns)
    flows = FigureReport(by: [.flow], FlowReport.columns)
    selfService = FigureReport(by: [], FlowReport.selfService)
    answers = FigureReport(by: [.answer], FlowReport.answers)
    customers = FigureReport(by: [], Figure.customer)
    policies = FigureReport(by: [.segment, .promise], PromiseReport.columns)
    adherence = FigureReport(by: [.agent], AgentReport.adherence)
    surveys = FigureReport(by: [.queue, .agent], SurveyReport.columns)
    told = FigureReport(by: [.queue], ToldReport.columns)
  }

  /// Time of agents has to be cut at the intervals' starts.
  public mutating func add(_ fact: Fact) {
    if fact.sets.contains(.queued) || fact.sets.contains(.handedOver) {
      all.add(fact)
      byInterval.add(fact)
      queues.add(fact)
    } else if fact.sets.contains(.promises) {
      policies.add(fact)
      promises += 1
      if fact.sets.contains(.promisesBroken) { breaches.append(fact) }
    } else if fact.sets.contains(.surveyed) {
      surveys.add(fact)
    } else if fact.sets.contains(.toldWaits) {
      told.add(fact)
    } else if fact.sets.contains(.answersHeard) {
      answers.add(fact)
      selfService.add(fact)
    } else if fact.sets.contains(.calls) {
      flows.add(fact)
      selfService.add(fact)
      customers.add(fact)
      outcomes[fact.outcome ?? "(open)", default: 0] += 1
    } else {
      agentTotals.add(fact)
      agentsByInterval.add(fact)
      agents.add(fact)
      adherence.add(fact)
    }
  }

  private func values(_ report: FigureReport, _ name: String) -> [Double?] {
    guard let figure = Figure.named(name) else { return [] }
    return intervals.starts.indices.map { report.value(figure, interval: $0) }
  }

  private var charts: [Chart] {
    let labels = intervals.starts.indices.map { place in
      let local = intervals.zone.local(intervals.starts[place])
      return intervals.length == .day ? String(local.day.description.dropFirst(5)) : local.time.description
    }
    func counts(_ name: String) -> [Double?] { values(byInterval, name) }
    let elsewhere = zip(counts("callbacks"), zip(counts("flowed out"), counts("open"))).map {
      callbacks, others in
      (callbacks ?? 0) + (others.0 ?? 0) + (others.1 ?? 0)
    }
    return [
      Chart(
        "Arrivals in queues", unit: "stays", .bars, labels: labels,
        [
          .init("answered", counts("answered")), .init("abandoned", counts("abandoned")),
          .init("other", elsewhere),
        ]),
      Chart(
        "Waiting time", unit: "s", .lines, labels: labels,
        [.init("ASA", counts("ASA")), .init("p90 of all", counts("p90 wait"))], top: 20),
      Chart(
        "SL-Genesys within \(rules.shownWithin)", unit: "%", .lines, labels: labels,
        [.init("SL-Genesys", counts("SL-Genesys"))], goal: 80, top: 100),
      Chart(
        "Occupancy of agents", unit: "%", .lines, labels: labels,
        [.init("occupancy", values(agentsByInterval, "occupancy"))], top: 100),
    ]
  }

  /// The whole page.
  public func page(title: String, of log: String) -> HTMLPage {
    let zone = intervals.zone
    var page = HTMLPage(
      title,
      subtitles: [
        log,
        "Clock of \(zone.name). T = \(rules.shownWithin), short abandons up to "
          + "\(rules.shownShort). Stays in a queue by time of enqueueing.",
      ])
    for (name, report) in [
      ("queued", all), ("answer rate", all), ("SL-Genesys", all), ("ASA", all),
      ("abandon rate of queued", all), ("AHT", all), ("occupancy", agentTotals), ("containment", selfService),
    ] {
      guard let figure = Figure.named(name) else { continue }
      let value = report.value(figure)
      let unit = figure.unit.rawValue.isEmpty || value == nil ? "" : " \(figure.unit.rawValue)"
      let shown = value.map { figure.unit == .count ? String(Int($0)) : ReportCell.decimal($0, 1) } ?? "-"
      page.highlights.append((name, shown + unit))
    }
    page.charts = charts
    var table = queues.table()
    table.notes = QueueReport.notes(rules)
    page.tables.append(("Queues", table))
    table = FigureReport.selected(byInterval, QueueReport.columns)
    table.notes = ["Half-open intervals; those without a row are left out."]
    page.tables.append(("By interval", table))
    table = agents.table()
    table.notes = AgentReport.notes
    page.tables.append(("Agents", table))
    if !rules.plans.isEmpty {
      table = adherence.table()
      table.notes = AgentReport.adherenceNotes
      page.tables.append(("Agents and their shifts", table))
    }
    addPromises(to: &page)
    if surveys.count > 0 {
      table = surveys.table()
      table.notes = SurveyReport.notes
      page.tables.append(("What callers said of it", table))
    }
    if told.count > 0 {
      table = told.table()
      table.notes = ToldReport.notes
      page.tables.append(("Waits told and come true", table))
    }
    page.tables.append(("Outcomes", CallReport.outcomes(outcomes)))
    table = flows.table()
    table.notes = FlowReport.notes(rules)
    page.tables.append(("Flows", table))
    if answers.count > 0 { page.tables.append(("Answers", answers.table())) }
    page.tables.append(("Self-service", selfService.everyFigure()))
    page.tables.append(("Customers", customers.everyFigure()))
    page.tables.append(("All figures of queues", all.everyFigure()))
    return page
  }

  /// A page is read, not searched: of many breaches those that took longest over.
  private static let mostBreaches = 100

  private func addPromises(to page: inout HTMLPage) {
    guard promises > 0 else { return }
    var table = policies.table()
    table.notes = PromiseReport.notes(rules)
    page.tables.append(("Promises to callers", table))
    guard !breaches.isEmpty else { return }
    let worst = breaches.sorted { $0.wait - $0.limit > $1.wait - $1.limit }.prefix(DayPage.mostBreaches)
    table = PromiseReport.breaches(Array(worst), zone: intervals.zone, notes: [])
    table.notes = [
      breaches.count > worst.count
        ? "The worst \(worst.count) of \(breaches.count); `ivrctl report breaches` lists all."
        : "All of them; clock of \(intervals.zone.name)."
    ]
    page.tables.append(("Breaches, call by call", table))
  }
}

extension FigureReport {
  /// Of a report with more figures, the columns of these.
  static func selected(_ report: FigureReport, _ figures: [Figure]) -> ReportTable {
    let table = report.table()
    let first = report.labelCount
    let places =
      Array(0..<first)
      + figures.compactMap { figure in
        report.figures.firstIndex(of: figure).map { $0 + first }
      }
    return ReportTable(
      places.map { table.columns[$0] },
      rows: table.rows.map { row in places.map { $0 < row.count ? row[$0] : .text(nil) } })
  }
}
