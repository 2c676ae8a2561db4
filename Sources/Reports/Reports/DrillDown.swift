import Chronology

/// The rows behind a figure: exactly those that its formula counts.
public struct DrillDown: Sendable {
  /// What is looked behind: a figure, or one set of rows.
  public let figure: Figure
  public private(set) var facts: [Fact] = []
  private let sets: RowSets
  private let filter: FactFilter

  public init(_ figure: Figure, _ filter: FactFilter = FactFilter()) {
    (self.figure, self.filter) = (figure, filter)
    sets = figure.formula.sets.reduce(into: []) { $0.insert($1) }
  }

  /// By a figure's name, key or title, or by a set's symbol; nil when there is none.
  public static func figure(_ text: String) -> Figure? {
    if let set = RowSet.allCases.first(where: { $0.symbol == text }) {
      return Figure.all.first { $0.formula == .count(set) }
        ?? Figure(set.symbol, .count, .count(set), set.meaning)
    }
    return Figure.named(text)
  }

  public mutating func add(_ fact: Fact) {
    if !sets.isDisjoint(with: fact.sets), filter.matches(fact) { facts.append(fact) }
  }

  public var value: Double? {
    var tally = Tally([figure.formula])
    for fact in sorted { tally.add(fact) }
    return figure.value(in: tally)
  }
  public var sorted: [Fact] {
    facts.sorted { ($0.at, $0.call?.number ?? 0, $0.visit) < ($1.at, $1.call?.number ?? 0, $1.visit) }
  }

  /// A line a row: which call, when, what it measured, and the sets of the formula that it is in.
  public func table(zone: Zone) -> ReportTable {
    let isAgents = figure.rows == .agents
    let isVisits = [.visits, .promises, .told].contains(figure.rows)
    let isPromise = figure.rows == .promises
    let isLimited = [.promises, .told].contains(figure.rows)
    let isSurvey = figure.rows == .surveys
    var table = ReportTable([
      .init("call", key: "call", isText: false), .init("at", key: "at"),
      .init("queue", key: "queue", isText: true, isDetail: isAgents),
      .init("agent", key: "agent", isText: true, isDetail: isPromise || !isAgents && !isVisits && !isSurvey),
      .init("segment", key: "segment", isText: true, isDetail: !isPromise),
      .init("promise", key: "promise", isText: true, isDetail: !isPromise),
      .init("question", key: "question", isText: true, isDetail: !isSurvey),
      .init("answer", key: "answer", isText: true, isDetail: figure.rows != .answers),
      .init("flow", key: "flow", isText: true, isDetail: true),
      .init("line", key: "line", isText: true, isDetail: true),
      .init("from", key: "ani", isText: true, isDetail: true),
      .init("how", key: "how", isText: true),
      .init("wait s", key: "wait_seconds", isDetail: !isVisits),
      .init(
        figure.rows == .told ? "told s" : "within s", key: "limit_seconds", isDetail: figure.rows != .told),
      .init("handle s", key: "handle_seconds", isDetail: true),
      .init("s", key: "seconds", isDetail: isVisits || isSurvey),
      .init("in", key: "sets", isText: true),
    ])
    let sets = figure.formula.sets
    table.rows = sorted.map { fact in
      let local = zone.local(fact.at)
      return [
        .text(fact.call?.description),
        .text("\(local.day.description.dropFirst(5)) \(CallReport.clock(local.time))"),
        .text(fact.queue), .text(fact.agent), .text(fact.segment), .text(fact.promise),
        .text(fact.question), .text(fact.topic), .text(fact.flow), .text(fact.line),
        .text(fact.caller), .text(fact.how), .seconds(.milliseconds(fact.wait)),
        .seconds(isLimited ? .milliseconds(fact.limit) : nil), .seconds(.milliseconds(fact[.handle])),
        .seconds(.milliseconds(fact.time)),
        .text(
          RowSet.allCases.filter { sets.contains($0) && fact.sets.contains($0) }.map(\.symbol).joined(
            separator: " ")),
      ]
    }
    table.notes = notes(zone)
    return table
  }

  private func notes(_ zone: Zone) -> [String] {
    var tally = Tally([figure.formula])
    for fact in sorted { tally.add(fact) }
    var notes = [
      "\(figure.name) = \(figure.formula.text) = \(figure.cell(tally).shown) \(figure.unit.rawValue)"
    ]
    var told: Set<RowSet> = []
    for set in figure.formula.sets where told.insert(set).inserted {
      notes.append("\(set.symbol): \(facts.count { $0.sets.contains(set) }), \(set.meaning)")
    }
    if facts.contains(where: {
      $0.sets.contains(.queued) && !$0.sets.contains(.open) && !$0.sets.contains(.left)
    }) {
      notes.append("interrupted by a crash: the wait lasted at least so long, and is in no mean")
    }
    notes.append("clock of \(zone.name)")
    return notes
  }
}
