import ACD
import Chronology
import Engine
import Testing

@testable import Reports

@Suite struct `What policies promise` {
  let start = GoldenSet.start
  var rules: ReportRules {
    var rules = ReportRules(now: start + .hours(9))
    rules.policies["default"] = ServicePolicy(answer: .seconds(20), callBack: .minutes(60))
    return rules
  }
  private func values(_ facts: [Fact], _ names: [String]) -> [Double?] {
    var tally = Tally(Figure.all.map(\.formula))
    for fact in facts { tally.add(fact) }
    return names.map { name in Figure.all.first { $0.name == name }?.value(in: tally) }
  }
  private let names = [
    "promises", "promises kept", "SLA breaches", "left in time", "promises pending", "promises kept rate",
    "longest breach", "average breach",
  ]

  @Test func `of the golden set: three answered in time, seven waited too long, three left in time`() {
    let facts = GoldenSet.rows.flatMap { Fact.promises($0, callBackEnd: nil, rules) }
    // Breaches: 21, 45 and 90 s answered, 60 s abandoned, 35 s to the order and never called back, 120 s.
    #expect(values(facts, names) == [13, 3, 7, 3, 0, 30, 31_765, 28_416 / 7.0].map { Optional($0) })
  }

  @Test func `a call-back is kept by its talk, and broken when it is given up`() {
    let stay = QueueVisitRow(
      call: CallID(7), number: 1, queue: "q", enqueued: start, left: start + .seconds(5), how: "callback")
    func facts(_ agent: String?, _ end: Duration?, now: Duration) -> [RowSet] {
      var (visit, rules) = (stay, rules)
      visit.agent = agent
      rules.now = start + now
      return Fact.promises(VisitRow(visit), callBackEnd: end.map { start + $0 }, rules).filter {
        $0.promise == "callback"
      }.flatMap(\.sets.list)
    }
    #expect(facts("kim", .minutes(50), now: .hours(5)) == [.promises, .promisesKept])
    #expect(facts("kim", .minutes(61), now: .hours(5)) == [.promises, .promisesBroken])
    #expect(facts(nil, .minutes(9), now: .hours(5)) == [.promises, .promisesBroken])
    #expect(facts(nil, nil, now: .minutes(9)) == [.promises, .promisesPending])
    #expect(facts(nil, nil, now: .minutes(61)) == [.promises, .promisesBroken])
  }

  @Test func `who still waits is pending in time, and a breach when it is over`() {
    let stay = QueueVisitRow(
      call: CallID(7), number: 1, queue: "q", enqueued: start, left: start + .seconds(5), how: "open")
    func sets(_ seconds: Int) -> [RowSet] {
      var rules = rules
      rules.now = start + .seconds(seconds)
      return Fact.promises(VisitRow(stay), callBackEnd: nil, rules).flatMap(\.sets.list)
    }
    #expect(sets(20) == [.promises, .promisesPending])
    #expect(sets(21) == [.promises, .promisesBroken])
  }

  @Test func `a message is kept by who hears it in time`() throws {
    var rules = rules
    rules.policies["gold"] = ServicePolicy(message: .hours(4))
    func sets(_ json: String, changed: Duration, now: Duration = .hours(9)) -> [RowSet]? {
      rules.now = start + now
      let row = KeptRow("message", "3", at: start + changed, json)
      return KeptMessage(row).flatMap { Fact($0, segment: "gold", rules) }?.sets.list
    }
    let at = start.milliseconds
    func text(_ state: String, _ more: String = "") -> String {
      #"{"number":3,"queue":"q","name":"a.wav","call":7,"language":"en","at":\#(at),"length":9,"state":"\#(state)"\#(more)}"#
    }
    #expect(sets(text("new"), changed: .zero, now: .hours(4)) == [.promises, .promisesPending])
    #expect(sets(text("new"), changed: .zero) == [.promises, .promisesBroken])
    #expect(sets(text("heard"), changed: .hours(3)) == [.promises, .promisesKept])
    #expect(sets(text("saved"), changed: .hours(5)) == [.promises, .promisesBroken])
    #expect(
      sets(text("saved", #","heardAt":\#(at + 60_000)"#), changed: .hours(5)) == [.promises, .promisesKept])
    #expect(sets("{}", changed: .zero) == nil)
    let message = try #require(KeptMessage(KeptRow("message", "3", at: start, text("new"))))
    #expect(Fact(message, segment: nil, rules) == nil)
  }

  @Test func `a segment goes by its own policy, the others by the default`() {
    var rules = rules
    rules.policies["gold"] = ServicePolicy(answer: .seconds(10))
    var report = FigureReport(by: [.segment, .promise], QueueReport.named(["promises", "SLA breaches"]))
    for (number, row) in GoldenSet.rows.enumerated() {
      var row = row
      row.visit.segment = number < 3 ? "gold" : number == 3 ? "silver" : nil
      for fact in Fact.promises(row, callBackEnd: nil, rules) { report.add(fact) }
    }
    #expect(
      report.table().csv() == """
        segment,promise,promises,sla_breaches\r
        default,answer,8,5\r
        default,callback,1,1\r
        gold,answer,3,2\r
        silver,answer,1,1\r
        (all),"",13,9\r

        """)
  }

  @Test func `each breach is listed with its call, its promise and by how much`() {
    let facts = GoldenSet.rows.flatMap { Fact.promises($0, callBackEnd: nil, rules) }
    let table = PromiseReport.breaches(facts, zone: .utc, notes: PromiseReport.notes(rules))
    #expect(table.rows.count == 7)
    #expect(
      table.csv().split(separator: "\r\n").dropFirst().first
        == "4,03-03 01:09:40,default,answer,billing,kim,,21.000,answered,1.000,20.000,1,1772500180000")
    #expect(table.text().split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
    #expect(table.notes.first == "7 breaches of 13 promises; clock of UTC.")
    #expect(table.notes.contains("default: answer 20s, callback 1h."))
  }

  @Test func `nothing without a policy, and nothing to a message that an agent is offered like a call`() {
    var work = GoldenSet.rows[0]
    work.visit.how = "work"
    #expect(Fact.promises(work, callBackEnd: nil, rules) == [])
    #expect(GoldenSet.rows.flatMap { Fact.promises($0, callBackEnd: nil, ReportRules()) } == [])
    #expect(PromiseReport.notes(ReportRules()).first?.contains("`policy`") == true)
  }
}

@Suite struct `Adherence` {
  /// A Tuesday; kim works from nine to twelve and from one to five, lee is on leave.
  let midnight = Zone.utc.instant(Day(daysSince1970: 20_515), .midnight)
  private func clock(_ hour: Int) -> ClockTime { ClockTime(hour: hour, minute: 0) ?? .midnight }
  private var plan: WorkPlan {
    var weekly: [Weekday: [OpeningHours.Period]] = [:]
    for day in Weekday.allCases {
      weekly[day] = [.init(from: clock(9), to: clock(12)), .init(from: clock(13), to: clock(17))]
    }
    return WorkPlan(weekly: weekly, zone: .utc)
  }
  private func row(_ hours: Double, _ state: String) -> AgentEventRow {
    AgentEventRow(
      agent: "kim", at: midnight + .milliseconds(Int64((hours * 3_600_000).rounded())), state: state)
  }

  @Test func `is time at work in his shifts, of the time of his shifts`() throws {
    let rows = [
      row(8.5, "ready"), row(10, "talking"), row(10.5, "wrap-up"), row(11, "paused"), row(11.5, "ready"),
      row(12.5, "logged-out"), row(14, "ready"), row(18, "logged-out"),
    ]
    var away = plan
    away.leave = [Day(daysSince1970: 20_515)...Day(daysSince1970: 20_515)]
    let names = ["scheduled", "adherent", "adherence", "logged in"]
    let figures = names.compactMap { name in Figure.all.first { $0.name == name } }
    for cuts in [[], (0..<48).map { midnight + .minutes(30 * $0) }] {
      var report = FigureReport(by: [.agent], figures)
      for fact in AgentFacts.all(
        rows + [AgentEventRow(agent: "park", at: midnight, state: "ready")], since: midnight,
        until: midnight + .hours(24), cuts: cuts, plans: ["kim": plan, "lee": away, "choi": plan])
      {
        report.add(fact)
      }
      // In kim's seven hours half an hour's pause and one hour's absence; his early and late hours are no part.
      #expect(
        figures.map { report.value($0, of: "kim") } == [25_200, 19_800, 19_800 / 252.0, 28_800])
      #expect(figures.map { report.value($0, of: "choi") } == [25_200, 0, 0, 0])
      #expect(figures.map { report.value($0, of: "park") } == [0, 0, nil, 86_400])
      #expect(report.value(figures[0], of: "lee") == nil)
      let table = report.table()
      #expect(table.text().contains("no schedule"))
      #expect(table.json().contains(#""adherence_percent":null"#))
    }
  }

  @Test func `time that the clock showed twice counts as often as he worked in it, of his shifts once`()
    throws
  {
    var rows = [
      row(9, "ready"), row(10, "offered"), row(10.1, "talking"), row(10.4, "held"), row(10.5, "logged-out"),
      // It is nine again, and a little.
      row(9.1, "held"), row(9.2, "talking"), row(9.3, "wrap-up"), row(9.4, "ready"), row(12, "logged-out"),
    ]
    for index in 4...5 { rows[index].reason = AgentEventRow.clock }
    var report = FigureReport(by: [.agent], Figure.all)
    for fact in AgentFacts.all(
      rows, since: midnight, until: midnight + .hours(24), plans: ["kim": plan])
    {
      report.add(fact)
    }
    func value(_ name: String) -> Double? {
      Figure.all.first { $0.name == name }.flatMap { report.value($0, of: "kim") }
    }
    #expect(value("logged in") == 15_840 && value("adherent") == 10_800)
    #expect(value("talk") == 1440)
    #expect(value("occupancy").map { Int($0.rounded()) } == 16)
    #expect(value("accepted") == 1 && value("calls talked to") == 1)
  }

  @Test func `no time counts that the clock never showed when it was set forward`() throws {
    var rows = [
      row(9, "ready"), row(10, "offered"), row(10.1, "talking"), row(10.2, "logged-out"),
      row(22.2, "talking"),
      row(22.3, "wrap-up"), row(22.4, "ready"), row(22.5, "logged-out"),
    ]
    for index in 3...4 { rows[index].reason = AgentEventRow.clock }
    var report = FigureReport(by: [.agent], Figure.all)
    for fact in AgentFacts.all(rows, since: midnight, until: midnight + .hours(24)) { report.add(fact) }
    func value(_ name: String) -> Double? {
      Figure.all.first { $0.name == name }.flatMap { report.value($0, of: "kim") }
    }
    #expect(value("logged in") == 5400)
    #expect(value("accepted") == 1 && value("calls talked to") == 1)
  }

  @Test func `shifts outlive the program in the log, and hours run on over midnight`() throws {
    var night = plan
    night.weekly[.tuesday] = [.init(from: clock(22), to: clock(6)), .init(from: clock(5), to: .endOfDay)]
    night.leave = [Day(daysSince1970: 20_512)...Day(daysSince1970: 20_514)]
    #expect(WorkPlan(night.row(agent: "kim", at: midnight)) == night)
    #expect(WorkPlan(KeptRow("shift", "kim", at: midnight, "{")) == nil)
    #expect(
      night.spans(since: midnight, until: midnight + .hours(32)).map {
        [($0.lowerBound - midnight).seconds / 3600, ($0.upperBound - midnight).seconds / 3600]
      } == [[5, 30]])
    let policy = ServicePolicy(answer: .seconds(30), message: .hours(4), alertAt: 80)
    #expect(ServicePolicy(policy.row(segment: "gold", at: midnight)) == policy)
  }
}

@Suite struct `Surveys and what was told` {
  private func row(_ answer: Int?, _ range: ClosedRange<Int> = 1...5, isSkipped: Bool = false) -> SurveyRow {
    var row = SurveyRow(
      call: CallID(1), offered: GoldenSet.start, asked: GoldenSet.start + .seconds(60),
      question: "main.rate.score", range: range)
    (row.answer, row.isSkipped) = (answer, isSkipped)
    row.talk = GoldenSet.rows[0].visit
    return row
  }

  @Test func `CSAT is fours and fives of the answers on a scale of five`() {
    let rows = [
      row(5), row(4), row(3), row(1), row(nil, isSkipped: true), row(nil), row(10, 0...10), row(5),
    ]
    var report = FigureReport(by: [.agent], SurveyReport.columns)
    for row in rows { report.add(Fact(row)) }
    #expect(
      report.table().csv() == """
        agent,asked,responses,skipped,response_rate_percent,rated,csat_percent,mean_rating\r
        kim,8,6,1,75.00,5,60.00,3.60\r

        """)
    var drill = DrillDown(Figure.named("CSAT") ?? Figure.all[0])
    for row in rows { drill.add(Fact(row)) }
    #expect(drill.facts.count == 5)
    #expect(drill.table(zone: .utc).text().contains("4 of 1-5"))
  }

  @Test func `what was told is compared with what came, where an agent came`() {
    func fact(_ visit: Int, after seconds: Int, told minutes: Int, orLonger: Bool = false) -> Fact {
      let row = GoldenSet.rows[visit]
      return Fact(
        ToldWaitRow(
          row, at: row.visit.enqueued + .seconds(seconds), told: .minutes(minutes), orLonger: orLonger))
    }
    var report = FigureReport(by: [.queue], ToldReport.columns)
    // Answered after 90 s, told 1 min at 10 s and at 40 s; 45 s, told more than ten; one gave up.
    for fact in [
      fact(5, after: 10, told: 1), fact(5, after: 40, told: 1), fact(4, after: 5, told: 10, orLonger: true),
      fact(9, after: 5, told: 2),
    ] {
      report.add(fact)
    }
    #expect(
      report.table().csv() == """
        queue,waits_told,told_and_answered,wait_told_seconds,wait_come_true_seconds,told_and_kept_rate_percent\r
        billing,4,2,60.000,65.000,50.00\r

        """)
  }
}
