import ACD
import Chronology
import Engine
import Testing

@testable import Reports

@Suite struct `The calls behind a figure` {
  @Test(arguments: [1, 2, 3, 20_260_302] as [UInt64])
  func `are as many as the figure says, and give it again`(_ seed: UInt64) throws {
    let log = RandomLog(seed: seed, calls: 400)
    let intervals = Intervals(
      .minutes(60), zone: .utc, since: RandomLog.start, until: RandomLog.start + .hours(24))
    for assignment in ReportRules.Assignment.allCases {
      var rules = ReportRules(by: assignment, sharedNumbers: ["021234"])
      rules.now = RandomLog.start + .hours(24)
      let facts = log.facts(rules, cuts: intervals.starts)
      var filters: [FactFilter] = [FactFilter(), FactFilter(), FactFilter(), FactFilter()]
      filters[1].queue = "billing"
      filters[2].queue = "카드"
      (filters[2].since, filters[2].until) = (intervals.starts[10], intervals.end(of: 10))
      (filters[3].flow, filters[3].line) = ("night", "trunk")
      for (number, filter) in filters.enumerated() {
        // As the report counts: by group and interval, without a look at single rows.
        var report = FigureReport(by: [], Figure.all)
        for fact in facts where filter.matches(fact) { report.add(fact) }
        for figure in Figure.all {
          var drill = DrillDown(figure, filter)
          for fact in facts { drill.add(fact) }
          #expect(drill.value == report.value(figure), "seed \(seed), filter \(number): \(figure.name)")
          if case .count = figure.formula {
            #expect(
              Double(drill.facts.count) == report.value(figure),
              "seed \(seed), filter \(number): \(figure.name)")
            #expect(drill.table(zone: .utc).rows.count == drill.facts.count)
          }
        }
      }
    }
  }

  @Test(arguments: [4, 5] as [UInt64])
  func `intervals and queues add up to the whole`(_ seed: UInt64) throws {
    let log = RandomLog(seed: seed, calls: 300)
    let intervals = Intervals(
      .minutes(15), zone: .utc, since: RandomLog.start, until: RandomLog.start + .hours(25))
    let facts = log.facts(cuts: intervals.starts)
    let sums = Figure.all.filter {
      switch $0.formula {
      case .count, .sum: true
      default: false
      }
    }
    for dimensions in [[.interval], [.interval, .queue], [.interval, .agent], [.flow, .line]]
      as [[FigureReport.Dimension]]
    {
      var report = FigureReport(by: dimensions, sums, intervals: intervals)
      for fact in facts { report.add(fact) }
      var table = report.table().rows
      let all = table.removeLast()
      for (place, figure) in sums.enumerated() {
        let column = place + report.labelCount
        let sum = table.reduce(0.0) { $0 + number($1[column]) }
        #expect(abs(sum - number(all[column])) < 0.01, "seed \(seed): \(figure.name) by \(dimensions)")
      }
    }
  }
  private func number(_ cell: ReportCell) -> Double {
    switch cell {
    case .count(let n): Double(n ?? 0)
    case .seconds(let d), .wholeSeconds(let d): d?.seconds ?? 0
    case .percent(let n), .number(let n): n ?? 0
    case .text, .flag, .missing: 0
    }
  }

  @Test func `say which part of the formula each is`() {
    var drill = DrillDown(Figure.named("SL-Genesys-Bs") ?? Figure.queue[0])
    for fact in GoldenSet.facts { drill.add(fact) }
    let table = drill.table(zone: .utc)
    #expect(
      table.notes == [
        "SL-Genesys-Bs = A_T / (A + B - Bs) = 37.50 %", "A_T: 3, answered after T at most",
        "A: 6, answered by an agent", "B: 4, the caller hung up in the queue",
        "Bs: 2, abandoned after s at most, part of B", "clock of UTC",
      ])
    #expect(
      table.rows.map { $0[$0.count - 1].shown } == [
        "A A_T", "A A_T", "A A_T", "A", "A", "A", "B Bs", "B Bs", "B", "B",
      ])
    #expect(table.text().split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
    #expect(DrillDown.figure("Bs")?.name == "short abandoned")
    #expect(DrillDown.figure("sl2")?.name == "SL2")
    #expect(DrillDown.figure("L")?.formula == .count(.left))
    #expect(DrillDown.figure("weather") == nil)
  }
}
