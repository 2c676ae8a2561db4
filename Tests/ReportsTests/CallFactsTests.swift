import ACD
import Chronology
import Engine
import Testing

@testable import Reports

/// Calls of two days, told briefly.
private struct Story {
  static let start = Instant(milliseconds: 1_772_500_000_000)
  var calls: [LoggedCall] = []

  mutating func call(
    at hours: Double, from ani: String?, outcome: String? = "finished", own: String? = nil,
    by: String = "caller", topics: [String] = [], queue: String? = nil, how: String = "answered",
    key: String? = nil, isEstimated: Bool = false, segment: String? = nil
  ) {
    let offered = Story.start + .milliseconds(Int(hours * 3_600_000))
    let id = CallID(UInt64(offered.microseconds))
    var call = LoggedCall(
      CallRow(
        opening: CallOpening(
          call: id, graph: "g", flow: "main", line: "trunk", ani: ani, dnis: nil, offered: offered),
        isEndEstimated: isEstimated))
    for text in topics + (key.map { ["key \($0)"] } ?? []) {
      let isKey = text.hasPrefix("key ")
      call.events.append(
        CallEventRow(
          call: id, number: call.events.count + 1, at: offered + .seconds(5), kind: isKey ? "key" : "topic",
          state: "main.top", detail: isKey ? String(text.dropFirst(4)) : text))
    }
    if let segment {
      call.events.append(
        CallEventRow(
          call: id, number: call.events.count + 1, at: offered + .seconds(5), kind: "set",
          state: "main.top", detail: "segment = \(segment)"))
    }
    if let queue {
      call.visits = [
        QueueVisitRow(
          call: id, number: 1, queue: queue, enqueued: offered + .seconds(30), left: offered + .seconds(40),
          how: how, agent: how == "answered" ? "kim" : nil)
      ]
    }
    if let outcome {
      call.row.closing = CallClosing(
        call: id, language: "en", answered: offered, ended: offered + .seconds(60), endedBy: by,
        outcome: outcome,
        ownOutcome: own)
    }
    calls.append(call)
  }

  func figures(
    _ rules: ReportRules = ReportRules(), notesKnown: [String: Int] = [:], _ filter: FactFilter = FactFilter()
  ) -> (String) -> String? {
    var facts = CallFacts(
      since: Story.start, until: Story.start + .hours(48), rules, notesKnown: notesKnown)
    var report = FigureReport(by: [], Figure.all)
    for call in calls.reversed() {
      for fact in facts.facts(call) where filter.matches(fact) { report.add(fact) }
    }
    return { name in
      Figure.named(name).flatMap { figure in report.value(figure) }.map { ReportCell.decimal($0, 2) }
    }
  }
}

@Suite struct `Calls that help themselves` {
  @Test func `each counts once: confirmed, heard and left, gave up, or a queue`() {
    var story = Story()
    story.call(at: 0, from: "1", outcome: "self-served", own: "balance_told")
    story.call(at: 1, from: "2", topics: ["hours chosen", "hours solved"])
    story.call(at: 2, from: "3", outcome: "hung-up", topics: ["hours chosen"])
    story.call(at: 3, from: "4", outcome: "hung-up")
    story.call(
      at: 4, from: "5", outcome: "agent", topics: ["hours chosen", "hours unsolved"], queue: "billing")
    story.call(at: 5, from: "6", outcome: "abandoned", queue: "billing", how: "abandoned", key: "0 taken")
    story.call(at: 6, from: "7", outcome: "transferred", by: "transferred")
    story.call(at: 7, from: "8", outcome: "refused", by: "system")
    story.call(at: 8, from: "9", outcome: "interrupted", by: "system", isEstimated: true)
    story.call(at: 9, from: "10", outcome: nil)
    let value = story.figures()
    let expected: [(String, String)] = [
      ("calls", "10.00"), ("entered", "9.00"), ("refused", "1.00"), ("under way", "1.00"),
      ("estimated ends", "1.00"), ("contained", "4.00"), ("confirmed", "2.00"), ("heard and left", "1.00"),
      ("gave up", "1.00"), ("containment", "22.22"), ("heard-and-left rate", "11.11"),
      ("naive containment", "44.44"), ("IVR abandoned", "2.00"), ("IVR abandon rate", "22.22"),
      ("zero-out rate", "10.00"), ("transferred", "1.00"), ("transfer rate of calls", "11.11"),
      ("customers", "2.00"), ("customers served", "1.00"), ("customers lost", "1.00"),
      ("customer wait", "10.00"), ("self-service score", "1.50"),
      ("answers heard", "3.00"), ("answers solved", "1.00"), ("answers unsolved", "1.00"),
      ("answers then queue", "1.00"), ("solved rate", "33.33"), ("queue rate after answers", "33.33"),
    ]
    for (name, figure) in expected { #expect(value(name) == figure, "\(name)") }
  }

  @Test func `a caller is of the segment that his flow chose, whether he came into a queue or not`() {
    var story = Story()
    story.call(at: 0, from: "1", own: "paid", segment: "gold")
    story.call(at: 1, from: "2", topics: ["hours chosen"], segment: "gold")
    story.call(at: 2, from: "3", outcome: "agent", queue: "billing", segment: "gold")
    story.call(at: 3, from: "4", own: "paid", segment: "none")
    story.call(at: 4, from: "5", own: "paid")
    var gold = FactFilter()
    gold.segment = "gold"
    let value = story.figures(ReportRules(), gold)
    #expect(
      ["calls", "contained", "confirmed", "customers", "answers heard"].map(value)
        == ["3.00", "2.00", "1.00", "1.00", "1.00"])
  }

  @Test func `truly contained is who does not call again for 24 hours`() {
    var story = Story()
    story.call(at: 0, from: "1", own: "paid")
    story.call(at: 23.99, from: "1", outcome: "hung-up")
    story.call(at: 1, from: "2", own: "paid")
    story.call(at: 25, from: "2", outcome: "hung-up")
    story.call(at: 2, from: nil, own: "paid")
    story.call(at: 3, from: "shared", own: "paid")
    story.call(at: 40, from: "3", own: "paid")
    story.calls.sort { $0.row.opening.offered < $1.row.opening.offered }
    var rules = ReportRules(sharedNumbers: ["shared"])
    rules.now = Story.start + .hours(48)
    let value = story.figures(rules)
    #expect(value("confirmed") == "5.00")
    #expect(value("identified") == "5.00")
    // 2 (25 h later is not within 24) and 3; 3 is not certain yet.
    #expect(value("true containment") == "40.00")
    #expect(value("provisional") == "1.00")
  }

  @Test func `what the menus note saves agents time, as far as such calls show it`() {
    var story = Story()
    story.call(at: 1, from: "021", outcome: "agent", queue: "billing")
    story.call(at: 2, from: "022", outcome: "agent", queue: "billing")
    story.call(at: 3, from: "023", outcome: "agent", queue: "billing")
    for (index, talk) in [(0, 100), (1, 160), (2, 200)] { story.calls[index].visits[0].talk = .seconds(talk) }
    for (index, detail) in [
      (0, "account = 12"), (0, "topic = fees = due"), (0, "account = 13"), (1, "account = 9"),
    ] {
      let call = story.calls[index]
      story.calls[index].events.append(
        CallEventRow(
          call: call.row.opening.call, number: 9, at: call.row.opening.offered, kind: "note", state: "",
          detail: detail))
    }
    let value = story.figures(notesKnown: ["billing": 2])
    // Three of six notes; 130 s with notes, 200 s without.
    #expect(value("partial automation") == "50.00")
    #expect(value("handle time with notes") == "130.00" && value("handle time without notes") == "200.00")
    #expect(value("agent seconds saved") == "70.00")
  }

  @Test func `resolved at first is who does not call about the same again`() {
    var story = Story()
    story.call(at: 0, from: "1", outcome: "agent", queue: "billing")
    story.call(at: 20, from: "1", outcome: "agent", queue: "billing")
    story.call(at: 1, from: "2", outcome: "agent", queue: "billing")
    story.call(at: 2, from: "2", outcome: "agent", queue: "sales")
    story.call(at: 3, from: "3", own: "paid")
    story.call(at: 24 * 5, from: "3", own: "paid")
    story.calls.sort { $0.row.opening.offered < $1.row.opening.offered }
    let value = story.figures()
    // Five within the two days asked about; the sixth is only looked at.
    #expect(value("calls") == "5.00")
    #expect(value("FCR-1d") == "80.00")
    #expect(value("FCR-7d") == "60.00")
  }
}

@Suite struct `Leaders and uptime` {
  @Test func `nobody is ranked with few calls`() {
    var report = FigureReport(by: [.agent], QueueReport.named(["calls talked to", "CPH"]))
    func add(_ agent: String, _ calls: Int, _ hours: Int) {
      for n in 0..<calls {
        var fact = Fact(at: GoldenSet.start + .seconds(n))
        fact.agent = agent
        fact.sets.insert(.talks)
        report.add(fact)
      }
      var fact = Fact(at: GoldenSet.start)
      fact.agent = agent
      fact.time = Int64(hours) * 3_600_000
      fact.sets.insert(.loggedIn)
      report.add(fact)
    }
    add("han", 29, 1)
    add("kim", 40, 4)
    add("lee", 60, 5)
    add("park", 30, 3)
    #expect(
      report.ranking(by: "CPH", least: 30, of: "calls talked to").csv() == """
        place,agent,calls,calls_per_hour\r
        1,lee,60,12.00\r
        2,kim,40,10.00\r
        2,park,30,10.00\r
        ,han,29,29.00\r

        """)
  }

  @Test func `uptime is what runs cover, and gaps stand between them`() {
    let start = GoldenSet.start
    let runs: [UptimeReport.Run] = [
      .init(started: start + .seconds(100), until: start + .seconds(400), isEnded: true),
      .init(started: start + .seconds(350), until: start + .seconds(500), isEnded: false),
      .init(started: start + .seconds(600), until: start + .seconds(1000), isEnded: false),
    ]
    #expect(UptimeReport.share(runs, since: start, until: start + .seconds(1000)) == 80)
    #expect(UptimeReport.share([], since: start, until: start) == nil)
    let table = UptimeReport.table(
      runs, since: start, until: start + .seconds(1000), zone: .utc, isLive: true)
    #expect(
      table.rows.map { $0[2...4].map(\.shown) } == [
        ["300", "100", "ended"], ["150", "0", "broke off"], ["400", "100", "under way"],
      ])
  }

  @Test func `a clock that is set makes no gap`() {
    let start = GoldenSet.start
    // An hour on, then two back.
    let runs: [UptimeReport.Run] = [
      .init(started: start, until: start + .minutes(10), isEnded: true),
      .init(
        started: start + .minutes(70), until: start + .minutes(80), isEnded: true, clockSet: .hours(1)),
      .init(
        started: start - .minutes(40), until: start - .minutes(10), isEnded: false, clockSet: .hours(-2)),
    ]
    let (since, until) = (start - .minutes(40), start + .minutes(80))
    // Of 120 minutes the clock leapt over 60; of the others runs cover 50.
    #expect(UptimeReport.share(runs, since: since, until: until).map { ($0 * 10).rounded() } == 833)
    #expect(UptimeReport.share(runs, since: start + .minutes(20), until: start + .minutes(60)) == nil)
    #expect(UptimeReport.share(runs, since: start, until: until) == 100)
    let table = UptimeReport.table(runs, since: since, until: until, zone: .utc, isLive: true)
    #expect(
      table.rows.map { $0[2...4].map(\.shown) } == [
        ["600", "-", "clock set +3600 s"], ["600", "-", "clock set -7200 s"], ["1800", "-", "under way"],
      ])
    #expect(
      table.notes.last
        == "clock set: the machine's clock was set by so much, and the log went on; what it leapt over is no time, "
        + "and in no share. The runs lasted 3000 s in all.")
    func note(_ from: Int, _ to: Int) -> String? {
      UptimeReport.clockNote(runs, since: start + .minutes(from), until: start + .minutes(to), zone: .utc)
    }
    #expect(note(-200, -50) == nil && note(90, 200) == nil)
    #expect(
      note(0, 80)?.contains("set 2 times in this time, first at 2026-03-03 01:16:40 by +3600 s: ") == true,
      "\(note(0, 80) ?? "-")")
    #expect(
      note(75, 90)?.contains("set in this time, at 2026-03-03 02:26:40 by -7200 s: ") == true,
      "\(note(75, 90) ?? "-")")
  }
}
