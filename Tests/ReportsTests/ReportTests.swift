import ACD
import Chronology
import Engine
import Testing

@testable import Reports

@Suite struct `Reports` {
  @Test func `queues in eighty columns, names in both alphabets`() {
    var rows = GoldenSet.rows
    rows.append(
      VisitRow(
        QueueVisitRow(
          call: CallID(99), number: 1, queue: "카드 분실 신고 상담 대기열", enqueued: Instant(milliseconds: 0),
          left: Instant(milliseconds: 2500), how: "abandoned")))
    rows.append(
      VisitRow(
        QueueVisitRow(
          call: CallID(100), number: 1, queue: "billing", enqueued: GoldenSet.start, left: GoldenSet.start,
          how: "open")))
    let text = QueueReport.summary(rows).text()
    #expect(
      text == """
        queue          Q  A  B  Bs  C  F  open  A/Q %  SL-Genesys %  ASA s  max s  AHT s
        billing       13  6  4   2  1  1     1  46.15         30.00   32.2  120.0  193.3
        카드 분실 …    1  0  1   1  0  0     0   0.00          0.00      -    2.5      -
        (all)         14  6  5   3  1  1     1  42.86         27.27   32.2  120.0  193.3
        Stays by time of enqueueing: Q queued = A answered + B abandoned + C callbacks
        + F flowed out + open. Bs: abandoned within 5 s, part of B.
        SL-Genesys: A_T / (A + B), T = 20 s.

        """)
    #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
  }

  @Test func `every figure stands with its name and formula`() {
    var report = FigureReport(by: [.queue], Figure.queue)
    for row in GoldenSet.rows {
      if let fact = Fact(row, ReportRules()) { report.add(fact) }
    }
    let csv = report.everyFigure().csv()
    #expect(csv.hasPrefix("queue,figure,value,unit,formula\r\nbilling,queued,12,\"\",Q\r\n"))
    #expect(csv.contains("billing,SL2,60.00,%,(A_T + B_T) / (A + B)\r\n"))
    #expect(csv.contains("billing,ASA,32.167,s,sum wait(A) / A\r\n"))
    #expect(report.everyFigure().text().split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
  }

  @Test func `each queue has its own terms where the log knows them`() {
    func row(_ queue: String, _ wait: Int, _ how: String) -> VisitRow {
      VisitRow(
        QueueVisitRow(
          call: CallID(UInt64(wait)), number: 1, queue: queue, enqueued: GoldenSet.start,
          left: GoldenSet.start + .seconds(wait), how: how))
    }
    let rows = ["billing", "cards"].flatMap {
      [row($0, 15, "answered"), row($0, 40, "answered"), row($0, 8, "abandoned")]
    }
    var rules = ReportRules()
    rules.byQueue["cards"] = .init(within: .seconds(45), shortAbandon: .seconds(10))
    rules.byQueue["billing"] = .init(within: .seconds(20), shortAbandon: .seconds(5))
    let text = QueueReport.summary(rows, rules).text()
    let lines = text.split(separator: "\n").map(String.init)
    // A, B, Bs; SL-Genesys.
    #expect(lines[1].hasPrefix("billing  3  2  1   0") && lines[1].contains("33.33"), "\(text)")
    #expect(lines[2].hasPrefix("cards    3  2  1   1") && lines[2].contains("66.67"), "\(text)")
    #expect(text.contains("abandoned within `short-abandon`, part of B."), "\(text)")
    #expect(text.contains("T = `service-level`."), "\(text)")
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= 80 }, "\(text)")
    rules.byQueue["billing"] = rules.byQueue["cards"]
    #expect(QueueReport.notes(rules).last == "SL-Genesys: A_T / (A + B), T = 45 s.")
  }

  @Test func `talks by how they were filed`() {
    var report = FigureReport(by: [.queue, .disposition], QueueReport.dispositions)
    for (index, row) in GoldenSet.rows.enumerated() {
      var row = row
      row.disposition = row.visit.how == "answered" ? ["fees", "termination", nil][index % 3] : nil
      if let fact = Fact(row, ReportRules()), fact.how == "answered" { report.add(fact) }
    }
    let lines = report.table().text().split(separator: "\n").map(String.init)
    #expect(lines.count == 5 && lines[1].hasPrefix("billing  -") && lines[2].contains("fees"), "\(lines)")
  }

  @Test func `nothing gives dashes and nulls`() {
    let table = QueueReport.summary([])
    #expect(table.text().contains("(all)  0  0  0   0  0  0     0      -             -      -      -      -"))
    #expect(
      table.json() == """
        [{"queue":"(all)","queued":0,"answered":0,"abandoned":0,"short_abandoned":0,"callbacks":0,\
        "flowed_out":0,"open":0,"answer_rate_percent":null,"sl_genesys_percent":null,"asa_seconds":null,\
        "maximum_wait_seconds":null,"aht_seconds":null}]

        """)
    #expect(CallReport.outcomes([]).csv() == "outcome,calls,percent\r\n(all),0,\r\n")
  }

  @Test func `calls, one still open and one interrupted`() {
    func opening(_ id: UInt64, _ ani: String?) -> CallOpening {
      CallOpening(
        call: CallID(id), graph: "5f1c", flow: "main", line: "trunk", ani: ani, dnis: "1000",
        offered: Instant(microseconds: Int64(id)))
    }
    let base: UInt64 = 1_772_500_000_000_000
    let rows = [
      CallRow(
        opening: opening(base, "0212345678"),
        closing: CallClosing(
          call: CallID(base), language: "ko", answered: nil,
          ended: Instant(microseconds: Int64(base) + 61_500_000),
          endedBy: "caller", outcome: "agent", ownOutcome: "vip")),
      CallRow(
        opening: opening(base + 5, nil),
        closing: CallClosing(
          call: CallID(base + 5), language: "", answered: nil, ended: Instant(microseconds: Int64(base) + 5),
          endedBy: "system", outcome: "interrupted", ownOutcome: nil), isEndEstimated: true),
      CallRow(opening: opening(base + 9, "\u{1B}[2J\"")),
    ]
    let text = CallReport.table(rows, zone: Zone("Asia/Seoul") ?? .utc).text()
    #expect(text.contains("03-03 10:06:40  trunk  0212345678  agent (vip)   caller  61.5"))
    #expect(text.contains("interrupted*"))
    #expect(text.contains("(open)"))
    #expect(!text.contains("\u{1B}"))
    #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
    #expect(CallReport.records(rows).json().contains(#""ani":"\u001b[2J\"","#))
    #expect(CallReport.outcomes(rows).rows.count == 4)
  }

  @Test func `an agent's states add up to the time logged in`() {
    let start = Instant(milliseconds: 1_772_500_000_000)
    func row(_ second: Int, _ state: String, _ reason: String? = nil) -> AgentEventRow {
      AgentEventRow(agent: "kim", at: start + .seconds(second), state: state, reason: reason)
    }
    let rows = [
      row(-100, "ready"), row(30, "offered"), row(35, "talking"), row(95, "wrap-up"), row(105, "ready"),
      row(205, "offered"), row(215, "ready", "missed"), row(300, "offered"), row(301, "ready", "refused"),
      row(310, "offered"), row(312, "ready", "withdrawn"), row(400, "paused", "lunch"),
      row(460, "logged-out"),
    ]
    let until = start + .seconds(3600)
    // The same whether time is cut or not, and with any cuts.
    for cuts in [[], [start, start + .seconds(31), start + .seconds(400)]] {
      var report = FigureReport(by: [.agent], AgentReport.columns + AgentReport.details)
      for fact in AgentFacts.all(rows, since: start, until: until, cuts: cuts) { report.add(fact) }
      let table = report.table(details: Set(AgentReport.details))
      #expect(
        table.csv() == """
          agent,logged_in_seconds,ready_seconds,talk_seconds,wrap_up_seconds,paused_seconds,calls,missed,\
          refused_offers,agent_answer_rate_percent,occupancy_percent,adherence_percent,held_seconds,\
          offered_seconds,not_answering_seconds,line_gone_seconds,offers,accepted,withdrawn,\
          utilisation_percent,calls_per_hour,scheduled_seconds,adherent_seconds\r
          kim,460.000,312.000,60.000,10.000,60.000,1,1,1,33.33,18.32,,0.000,18.000,0.000,0.000,4,1,1,83.04,7.83,\
          0.000,0.000\r

          """)
      let text = table.text()
      #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
      #expect(!text.contains("util") && table.text(width: 200).contains("util"))
    }
  }

  @Test(
    arguments: [
      ("paused", "missed", RowSet.offersRefused, "paused while it rang"),
      ("logged-out", "logged-out", .offersRefused, "logged out while it rang"),
      ("logged-out", nil, .offersRefused, "logged out while it rang"),
      ("logged-out", "interrupted", .offersWithdrawn, "interrupted"),
      ("line-gone", "line-gone", .offersWithdrawn, "line gone while it rang"),
      ("ready", "withdrawn", .offersWithdrawn, "withdrawn"), ("ready", "failed", .offersWithdrawn, "failed"),
      ("not-answering", "unreachable", .offersWithdrawn, "unreachable"),
      ("not-answering", nil, .offersMissed, "missed"), ("ready", "refused", .offersRefused, "refused"),
    ] as [(String, String?, RowSet, String)])
  func `an offer whose agent goes away while it rings is refused, one taken from him is withdrawn`(
    _ state: String, _ reason: String?, _ set: RowSet, _ how: String
  ) {
    let start = Instant(milliseconds: 1_772_500_000_000)
    let rows = [
      AgentEventRow(agent: "kim", at: start, state: "offered"),
      AgentEventRow(agent: "kim", at: start + .seconds(3), state: state, reason: reason),
    ]
    let offer = AgentFacts.all(rows, since: start, until: start + .seconds(60)).first {
      $0.sets.contains(.offers)
    }
    #expect(offer?.sets.contains(set) == true && offer?.how == how)
  }

  @Test func `CSV quotes what must be quoted`() {
    let table = ReportTable(
      [.init("a", key: "a")],
      rows: [[.text("x,\"y\"\nz")], [.text("")], [.text(nil)], [.seconds(.milliseconds(-1))]])
    #expect(table.csv() == "a\r\n\"x,\"\"y\"\"\nz\"\r\n\"\"\r\n\r\n-0.001\r\n")
  }

  @Test(
    arguments: [
      ("=1+1", "'=1+1"), ("+82212345678", "+82212345678"), ("-5", "-5"),
      ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
      ("@SUM(1)", "'@SUM(1)"), ("\t=1", "'\t=1"), ("＝1", "'＝1"), ("=a,b", "\"'=a,b\""), ("a=b", "a=b"),
    ])
  func `a spreadsheet calculates nothing of what callers send`(_ text: String, _ field: String) {
    #expect(ReportTable([.init("a", key: "a")], rows: [[.text(text)]]).csv() == "a\r\n\(field)\r\n")
  }
}

@Suite struct `Text in terminal columns` {
  @Test(
    arguments: [
      ("abc", 3), ("한글", 4), ("e\u{301}", 1), ("👨‍👩‍👧", 2), ("ｶ", 1), ("Ａ", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
    ])
  func `has the width a terminal gives it`(_ text: String, _ width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test func `is cut to fit, never through a wide character`() {
    #expect(DisplayWidth.fit("한국어", 6) == "한국어")
    #expect(DisplayWidth.fit("한국어", 5) == "한국…")
    #expect(DisplayWidth.fit("한국어", 4) == "한…")
    #expect(DisplayWidth.fit("a\u{7}b\u{202E}c", 9) == "a·b·c")
    #expect(DisplayWidth.fit("abc", 0) == "")
  }

  @Test func `short rows and long cells do no harm`() {
    let table = TextTable(
      [.init("name", shrinks: true), .init("n", .right)],
      rows: [[String(repeating: "가", count: 100), "1"], ["x"], []])
    let lines = table.lines(width: 20)
    #expect(lines == ["name               n", "가가가가가가가가…  1", "x", ""])
  }
}
