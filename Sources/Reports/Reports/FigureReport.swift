import Chronology

/// Figures of groups of rows: by queue, agent, flow, line, outcome, answer, interval, or several of these.
public struct FigureReport: Sendable {
  public enum Dimension: String, Hashable, Sendable, CaseIterable {
    case interval, queue, agent, flow, line, outcome, answer, disposition, segment, promise, question
  }
  struct Group: Hashable, Comparable {
    var interval: Int
    var names: [String]
    static func < (a: Group, b: Group) -> Bool {
      a.interval != b.interval ? a.interval < b.interval : a.names.lexicographicallyPrecedes(b.names)
    }
  }

  public let dimensions: [Dimension]
  public let figures: [Figure]
  public let intervals: Intervals?
  private let plan: Tally.Plan
  private let sets: RowSets
  private var groups: [Group: Tally] = [:]
  private var all: Tally
  /// Facts that were counted.
  public private(set) var count = 0

  /// - Parameter intervals: needed for the dimension `interval`, which comes first.
  public init(by dimensions: [Dimension], _ figures: [Figure], intervals: Intervals? = nil) {
    let names = dimensions.filter { $0 != .interval }
    self.dimensions = (dimensions.contains(.interval) && intervals != nil ? [.interval] : []) + names
    (self.figures, self.intervals) = (figures, intervals)
    plan = Tally.Plan(figures.map(\.formula))
    sets = figures.flatMap(\.formula.sets).reduce(into: []) { $0.insert($1) }
    all = Tally(plan)
  }

  /// A fact in none of the figures' sets, or outside all intervals, is left out.
  public mutating func add(_ fact: Fact) {
    guard !sets.isDisjoint(with: fact.sets) else { return }
    var group = Group(interval: 0, names: [])
    for dimension in dimensions {
      if dimension == .interval {
        guard let place = intervals?.place(of: fact.at) else { return }
        group.interval = place
      } else {
        group.names.append(fact.name(dimension) ?? "-")
      }
    }
    count += 1
    groups[group, default: Tally(plan)].add(fact)
    all.add(fact)
  }

  public func value(_ figure: Figure) -> Double? { figure.value(in: all) }
  /// Of the interval at that place.
  public func value(_ figure: Figure, interval: Int) -> Double? {
    groups[Group(interval: interval, names: [])].flatMap { figure.value(in: $0) }
  }
  public func value(_ figure: Figure, of name: String) -> Double? {
    groups[Group(interval: 0, names: [name])].flatMap { figure.value(in: $0) }
  }

  /// Of a report by one dimension.
  var groupNames: [String] { groups.keys.sorted().compactMap(\.names.first) }

  private var labelled: [(labels: [ReportCell], tally: Tally)] {
    var list = groups.sorted { $0.key < $1.key }.map { group, tally in
      var names = group.names[...]
      return (
        dimensions.map { dimension -> ReportCell in
          dimension == .interval ? .text(intervals?.shortLabel(group.interval)) : .text(names.popFirst())
        } + (starts.isEmpty ? [] : [.count(intervals.map { Int($0.starts[group.interval].milliseconds) })]),
        tally
      )
    }
    if dimensions.isEmpty { return [([], all)] }
    if list.count != 1 {
      let blank: [ReportCell] = Array(repeating: .text(""), count: dimensions.count - 1)
      list.append(([.text("(all)")] + blank + starts.map { _ in .count(nil) }, all))
    }
    return list
  }
  /// The beginnings of intervals, for programs.
  private var starts: [ReportTable.Column] {
    guard dimensions.first == .interval else { return [] }
    var column = ReportTable.Column("start", key: "interval_start_ms")
    column.isHidden = true
    return [column]
  }
  /// Columns before the figures.
  var labelCount: Int { labelColumns.count }

  private var labelColumns: [ReportTable.Column] {
    dimensions.map { dimension in
      var column = ReportTable.Column(dimension.rawValue, key: dimension.rawValue, isText: true)
      column.isWhole = dimension == .interval
      return column
    } + starts
  }

  /// A line a group, a column a figure, and a line for all when there are several groups.
  /// - Parameter details: figures that are shown only where there is room.
  public func table(details: Set<Figure> = []) -> ReportTable {
    var table = ReportTable(
      labelColumns + figures.map { .init($0.title, key: $0.key, isDetail: details.contains($0)) })
    table.rows = labelled.map { group in group.labels + figures.map { $0.cell(group.tally) } }
    return table
  }

  /// A line a figure of each group: name, value, unit, formula.
  public func everyFigure() -> ReportTable {
    var table = ReportTable(
      labelColumns + [
        .init("figure", key: "figure", isText: true), .init("value", key: "value"),
        .init("unit", key: "unit", isText: true), .init("formula", key: "formula", isText: true),
      ])
    for group in labelled {
      for figure in figures {
        table.rows.append(
          group.labels + [
            .text(figure.name), figure.cell(group.tally), .text(figure.unit.rawValue),
            .text(figure.formula.text),
          ])
      }
    }
    return table
  }
}

extension Fact {
  func name(_ dimension: FigureReport.Dimension) -> String? {
    switch dimension {
    case .interval: nil
    case .disposition: disposition
    case .segment: segment
    case .promise: promise
    case .question: question
    case .queue: queue
    case .agent: agent
    case .flow: flow
    case .line: line
    case .outcome: outcome
    case .answer: topic
    }
  }
}
