import ACD
import Chronology
import Engine
import Testing

@testable import Reports

private func twoDecimals(_ number: Double?) -> String? { number.map { ReportCell.decimal($0, 2) } }

@Suite struct `Figures of the golden set` {
  /// Name, value, formula: one set of rows, and eight different "service levels" among them.
  @Test(
    arguments: [
      ("SL-answered", "50.00", "A_T / A"), ("SL2", "60.00", "(A_T + B_T) / (A + B)"),
      ("SL-left", "50.00", "(A_T + B_T + C_T) / Q"), ("SL-Genesys", "30.00", "A_T / (A + B)"),
      ("SL-Genesys+F", "27.27", "A_T / (A + B + F)"), ("SL-Genesys-Bs", "37.50", "A_T / (A + B - Bs)"),
      ("SL-Genesys+F-Bs", "33.33", "A_T / (A + B + F - Bs)"), ("SL-Genesys-B", "50.00", "A_T / A"),
      ("SL-ignore", "33.33", "A_T / (E - B_T)"), ("SL-negative", "25.00", "A_T / E"),
      ("SL-positive", "50.00", "(A_T + B_T) / E"), ("SL-threshold", "37.50", "A_T / (A + B - Bs)"),
      ("SL-threshold-B", "50.00", "A_T / A"),
      ("queued", "12.00", "Q"), ("answered", "6.00", "A"), ("abandoned", "4.00", "B"),
      ("short abandoned", "2.00", "Bs"), ("callbacks", "1.00", "C"), ("flowed out", "1.00", "F"),
      ("open", "0.00", "open"), ("waits over T", "6.00", "over_T"),
      ("answer rate", "50.00", "A / Q"), ("abandon rate of queued", "33.33", "B / Q"),
      ("abandon rate of handled", "25.00", "(B - Bs) / (A + B - Bs)"),
      ("abandon rate of ended", "40.00", "B / (A + B)"),
      ("ASA", "32.17", "sum wait(A) / A"), ("average wait", "36.08", "sum wait(L) / L"),
      ("average abandon time", "21.25", "sum wait(B) / B"), ("maximum wait", "120.00", "max wait(L)"),
      ("median wait", "20.00", "p50 wait(L)"), ("p80 wait", "60.00", "p80 wait(L)"),
      ("p90 wait", "90.00", "p90 wait(L)"), ("p95 wait", "120.00", "p95 wait(L)"),
      ("hold estimate", "36.00", "running wait(A)"),
      ("handled", "6.00", "H"), ("handle time", "1160.00", "sum handle(H_all)"),
      ("AHT", "193.33", "sum handle(H_all) / H"), ("average talk", "153.33", "sum talk(H_all) / H"),
      ("average hold", "5.00", "sum hold(H_all) / H"), ("average wrap-up", "35.00", "sum wrap-up(H_all) / H"),
      (
        "occupancy", "65.91",
        "(sum time(talking) + sum time(held) + sum time(wrap_up))"
          + " / (sum time(talking) + sum time(held) + sum time(wrap_up) + sum time(ready))"
      ),
      ("logged in", "1802.00", "sum time(logged_in)"), ("ready", "600.00", "sum time(ready)"),
      ("offers", "6.00", "offers"),
      ("agent answer rate", "100.00", "accepted / (accepted + refused_offers + missed)"),
      ("CPH", "11.99", "talks / sum time(logged_in)"), ("utilisation", "97.67", nil),
    ] as [(String, String, String?)])
  func `are exact, each by its name and formula`(_ name: String, _ value: String, _ formula: String?) {
    #expect(twoDecimals(GoldenSet.value(name)) == value)
    if let formula { #expect(Figure.named(name)?.formula.text == formula) }
  }

  @Test func `Cisco's own example`() {
    func rows(_ count: Int, _ wait: Int, _ how: String) -> [VisitRow] {
      (0..<count).map { n in
        VisitRow(
          QueueVisitRow(
            call: CallID(UInt64(n)), number: 1, queue: "q", enqueued: GoldenSet.start,
            left: GoldenSet.start + .seconds(wait), how: how))
      }
    }
    var report = FigureReport(by: [], Figure.serviceLevels)
    for row in rows(70, 5, "answered") + rows(10, 5, "abandoned") + rows(20, 40, "timeout") {
      if let fact = Fact(row, ReportRules()) { report.add(fact) }
    }
    let values = ["SL-ignore", "SL-negative", "SL-positive"].map { name in
      Figure.named(name).flatMap { report.value($0) }.map { ($0 * 10).rounded() / 10 }
    }
    #expect(values == [77.8, 70, 80])
  }

  @Test func `a call whose end was estimated counts, but not in the handle time`() {
    var rows = GoldenSet.rows
    rows.append(
      VisitRow(
        QueueVisitRow(
          call: CallID(99), number: 1, queue: "billing", enqueued: GoldenSet.start,
          left: GoldenSet.start + .seconds(7), how: "answered", agent: "kim", talk: .hours(9)),
        isEndEstimated: true))
    let table = QueueReport.summary(rows)
    #expect(
      table.rows.map { $0.map(\.shown) } == [
        ["billing", "13", "7", "4", "2", "1", "1", "0", "53.85", "36.36", "28.6", "120.0", "193.3"]
      ])
  }

  @Test func `a wait that a crash cut off counts as flowed out, and in no mean, median or maximum`() {
    func visit(_ how: String, _ wait: Int, isEstimated: Bool) -> VisitRow {
      VisitRow(
        QueueVisitRow(
          call: CallID(99), number: 1, queue: "billing", enqueued: GoldenSet.start,
          left: GoldenSet.start + .seconds(wait), how: how), isEndEstimated: isEstimated)
    }
    var tally = Tally(Figure.queue.map(\.formula))
    var drill = DrillDown(Figure.named("F") ?? Figure.queue[0])
    // A shutdown interrupts too, at an instant that is known.
    for row in [
      visit("interrupted", 0, isEstimated: true), visit("interrupted", 900, isEstimated: true),
      visit("interrupted", 40, isEstimated: false), visit("abandoned", 20, isEstimated: false),
    ] {
      guard let fact = Fact(row, ReportRules()) else { continue }
      tally.add(fact)
      drill.add(fact)
    }
    let names = ["queued", "flowed out", "abandoned", "average wait", "median wait", "maximum wait"]
    #expect(
      names.map { name in Figure.named(name).flatMap { $0.value(in: tally) } } == [4, 3, 1, 30, 20, 40])
    #expect(drill.table(zone: .utc).notes.contains { $0.hasPrefix("interrupted by a crash") })
  }

  @Test func `of nothing are missing, not zero and not NaN`() {
    for figure in Figure.all where ![.count].contains(figure.unit) {
      let value = figure.value(in: Tally([figure.formula]))
      #expect(value == nil || (figure.unit == .seconds && value == 0), "\(figure.name)")
    }
  }

  @Test func `have each one name, one key and one kind of row`() {
    #expect(Set(Figure.all.map(\.name)).count == Figure.all.count)
    #expect(Set(Figure.all.map(\.key)).count == Figure.all.count)
    #expect(Set(RowSet.allCases.map(\.symbol)).count == RowSet.allCases.count)
    #expect(RowSet.allCases.count <= RowSets.RawValue.bitWidth)
    for figure in Figure.all where figure.name != "self-service score" {
      #expect(Set(figure.formula.sets.map(\.rows)).count == 1, "\(figure.name)")
    }
  }
}

@Suite struct `Thresholds` {
  private func fact(_ wait: Duration, _ how: String) -> Fact? {
    Fact(
      VisitRow(
        QueueVisitRow(
          call: CallID(1), number: 1, queue: "q", enqueued: GoldenSet.start, left: GoldenSet.start + wait,
          how: how)), ReportRules())
  }
  @Test func `are met by equality`() {
    #expect(fact(.seconds(20), "answered")?.sets.contains(.answeredWithin) == true)
    #expect(fact(.milliseconds(20_001), "answered")?.sets.contains(.answeredWithin) == false)
    #expect(fact(.seconds(5), "abandoned")?.sets.contains(.shortAbandoned) == true)
    #expect(fact(.milliseconds(5_001), "abandoned")?.sets.contains(.shortAbandoned) == false)
    #expect(fact(.seconds(20), "timeout")?.sets.contains(.serviceLevelEvents) == false)
    #expect(fact(.seconds(-3), "answered")?.wait == 0)
  }
  @Test func `an open stay has waited up to now`() {
    var rules = ReportRules()
    rules.now = GoldenSet.start + .seconds(90)
    let row = VisitRow(
      QueueVisitRow(
        call: CallID(1), number: 1, queue: "q", enqueued: GoldenSet.start,
        left: GoldenSet.start + .seconds(10), how: "open"))
    #expect(Fact(row, rules)?.wait == 90_000)
    #expect(Fact(row, rules)?.sets.list == [.queued, .open, .serviceLevelEvents, .over])
    rules.assignment = .answer
    #expect(Fact(row, rules) == nil)
  }
}

@Suite struct `What queueing theory expects` {
  @Test(
    arguments: [(10, "0.40918", "65.36", "49.10"), (11, "0.24496", "80.92", "19.60")])
  func `Erlang C, 120 calls an hour of 240 s`(_ agents: Int, _ wait: String, _ level: String, _ asa: String)
    throws
  {
    let erlang = try #require(Erlang(callsPerHour: 120, handling: 240, agents: agents))
    #expect(erlang.load == 8)
    #expect(abs(erlang.waitProbability - (Double(wait) ?? 0)) < 0.000_005)
    #expect(twoDecimals(erlang.serviceLevel(within: 20) * 100) == level)
    #expect(twoDecimals(erlang.averageSpeedOfAnswer) == asa)
    #expect(erlang.occupancy == 8 / Double(agents))
  }
  @Test(
    arguments: [(8, 0.471912, "16.27", "19.53"), (10, 0.247519, "6.84", "8.21")])
  func `Erlang A, callers patient for 120 s`(
    _ agents: Int, _ wait: Double, _ abandoned: String, _ meanWait: String
  ) throws {
    let erlang = try #require(
      Erlang(callsPerHour: 120, handling: 240, agents: agents)?.impatient(patience: 120))
    #expect(abs(erlang.waitProbability - wait) < 0.000_000_5)
    #expect(twoDecimals(erlang.abandoned * 100) == abandoned)
    #expect(twoDecimals(erlang.meanWait) == meanWait)
  }
  @Test func `too few agents: nobody is answered in the end, unless callers give up`() throws {
    let erlang = try #require(Erlang(callsPerHour: 120, handling: 240, agents: 8))
    #expect(erlang.averageSpeedOfAnswer == nil)
    #expect(erlang.serviceLevel(within: 20) == 0)
    #expect(erlang.occupancy == 1)
    let flood = try #require(
      Erlang(callsPerHour: 900_000, handling: 600, agents: 10)?.impatient(patience: 60))
    #expect(abs(flood.abandoned - (1 - 10.0 / 150_000)) < 0.000_001)
    #expect(abs(flood.waitProbability - 1) < 1e-9)
  }
  @Test func `large rooms do not overflow`() throws {
    let erlang = try #require(Erlang(callsPerHour: 360_000, handling: 300, agents: 30_200))
    #expect((0...1).contains(erlang.waitProbability))
    let impatient = try #require(erlang.impatient(patience: 60))
    #expect((0..<0.02).contains(impatient.abandoned))
  }
  @Test func `how many agents a goal needs`() {
    #expect(Erlang.agentsNeeded(callsPerHour: 120, handling: 240, serviceLevel: 0.8, within: 20) == 11)
    #expect(Erlang.agentsNeeded(callsPerHour: 120, handling: 240, serviceLevel: 1, within: 20) == nil)
    #expect(Erlang(callsPerHour: 0, handling: 240, agents: 3) == nil)
    #expect(Erlang(callsPerHour: .nan, handling: 240, agents: 3) == nil)
  }
}
