import ACD
import Chronology
import Engine
import Foundation
import Testing

@testable import Reports
@testable import SQLiteStore

/// A log of a day, made once; `REPORT_DAY=FILE` keeps it to look at.
private enum TheDay {
  static let start = Instant(milliseconds: 1_772_409_600_000)  // 2026-03-02 00:00 UTC
  static let end = start + .hours(24)
  static func clock(_ hour: Int) -> ClockTime { ClockTime(hour: hour, minute: 0) ?? .midnight }
  static let kept = ProcessInfo.processInfo.environment["REPORT_DAY"]
  static let path = kept ?? NSTemporaryDirectory() + "ivr-day-\(UUID().uuidString.prefix(8)).sqlite"
}

@Suite struct `A day of 100,000 calls` {
  @Test func `its report equals plain queries over the tables`() throws {
    defer { if TheDay.kept == nil { try? FileManager.default.removeItem(atPath: TheDay.path) } }
    try DayLog(path: TheDay.path, start: TheDay.start).write(seed: 20_260_302)
    let clock = ContinuousClock()
    let begun = clock.now
    let reader = try CallLogReader(path: TheDay.path)
    let rules = ReportRules(now: TheDay.end)
    let intervals = Intervals(.minutes(30), zone: .utc, since: TheDay.start, until: TheDay.end)
    var page = DayPage(intervals, rules)
    var queues = FigureReport(by: [.queue], Figure.queue)
    var halfHours = FigureReport(by: [.interval], Figure.queue, intervals: intervals)
    var calls = FigureReport(by: [], Figure.flow + Figure.customer + Figure.selfService)
    var agents = FigureReport(by: [.agent], Figure.agent)
    var promises = FigureReport(by: [.segment], Figure.policy)
    var segments = FigureReport(by: [.segment], Figure.queue)
    var promised = rules
    promised.policies["default"] = ServicePolicy(answer: .seconds(30))
    promised.policies["gold"] = ServicePolicy(answer: .seconds(12))
    let plan = WorkPlan(
      weekly: Dictionary(
        Weekday.allCases.map { ($0, [.init(from: TheDay.clock(9), to: TheDay.clock(17))]) }
      ) { a, _ in a },
      zone: .utc)
    try reader.eachVisit(since: TheDay.start, until: TheDay.end) { row in
      for fact in Fact.promises(row, callBackEnd: nil, promised) { promises.add(fact) }
      guard let fact = Fact(row, rules) else { return }
      page.add(fact)
      queues.add(fact)
      segments.add(fact)
      halfHours.add(fact)
    }
    var facts = CallFacts(since: TheDay.start, until: TheDay.end, rules)
    try reader.eachCall(since: TheDay.start, until: TheDay.end + CallFacts.lookAhead) { call in
      for fact in facts.facts(call) {
        page.add(fact)
        calls.add(fact)
      }
    }
    let rows = try reader.agentEvents(since: TheDay.start, until: TheDay.end)
    for fact in AgentFacts.all(
      rows, since: TheDay.start, until: TheDay.end, cuts: intervals.starts,
      plans: ["agent0": plan, "agent3": plan, "agent499": plan])
    {
      page.add(fact)
      agents.add(fact)
    }
    let html = page.page(title: "A day", of: "100,000 calls").html()
    let took = clock.now - begun
    print(
      "all reports of a day of 100,000 calls: \(ReportCell.decimal(took.seconds, 1)) s, page \(html.utf8.count) bytes"
    )

    let plain = try PlainQueries(TheDay.path)
    for queue in ["billing", "sales", "support", "카드"] {
      try plain.compare(queueQueries("v.queue = '\(queue)'"), queue) { queues.value($0, of: queue) }
    }
    try plain.compare(queueQueries("1"), "all") { queues.value($0) }
    for place in stride(from: 1, to: 48, by: 5) {
      let from = intervals.starts[place].milliseconds
      try plain.compare(
        queueQueries("v.enqueued >= \(from) AND v.enqueued < \(from + 1_800_000)"), intervals.label(place)
      ) { halfHours.value($0, interval: place) }
    }
    try plain.compare(queueQueries("v.segment = 'gold'"), "gold") { segments.value($0, of: "gold") }
    try plain.compare(queueQueries("v.segment IS NULL"), "no segment") { segments.value($0, of: "-") }
    try plain.compare(promiseQueries("segment = 'gold'", 12_000), "gold") { promises.value($0, of: "gold") }
    try plain.compare(promiseQueries("segment IS NULL", 30_000), "default") {
      promises.value($0, of: "default")
    }
    try plain.compare(callQueries, "calls") { calls.value($0) }
    for agent in ["agent0", "agent3", "agent499"] {
      try plain.compare(agentQueries(agent), agent) { agents.value($0, of: agent) }
    }
  }

  private func queueQueries(_ condition: String) -> [(String, String)] {
    let from = "FROM queue_visits v JOIN calls c ON c.id = v.call WHERE \(condition) AND"
    let w = "(v.\"left\" - v.enqueued)"
    func share(_ part: String, _ whole: String) -> String {
      "SELECT 100.0 * sum(\(part)) / nullif(sum(\(whole)), 0) \(from) 1"
    }
    func mean(_ what: String, _ which: String) -> String { "SELECT avg(\(what)) / 1000 \(from) \(which)" }
    let handled = "v.how = 'answered' AND c.end_estimated = 0 AND c.ended IS NOT NULL"
    let a = "v.how = 'answered'"
    let b = "v.how = 'abandoned'"
    let c = "v.how = 'callback'"
    let ab = "v.how IN ('answered', 'abandoned')"
    let event = "(\(w) > 20000 OR \(ab))"
    return [
      ("queued", "SELECT count(*) \(from) 1"), ("answered", "SELECT count(*) \(from) \(a)"),
      ("abandoned", "SELECT count(*) \(from) \(b)"),
      ("short abandoned", "SELECT count(*) \(from) \(b) AND \(w) <= 5000"),
      ("callbacks", "SELECT count(*) \(from) \(c)"),
      ("flowed out", "SELECT count(*) \(from) v.how = 'timeout'"),
      ("waits over T", "SELECT count(*) \(from) \(w) > 20000"),
      ("answer rate", share(a, "1")), ("abandon rate of queued", share(b, "1")),
      ("abandon rate of handled", share("\(b) AND \(w) > 5000", "\(a) OR (\(b) AND \(w) > 5000)")),
      ("abandon rate of ended", share(b, ab)),
      ("SL-answered", share("\(a) AND \(w) <= 20000", a)), ("SL2", share("\(ab) AND \(w) <= 20000", ab)),
      ("SL-left", share("(\(ab) OR \(c)) AND \(w) <= 20000", "1")),
      ("SL-Genesys", share("\(a) AND \(w) <= 20000", ab)),
      ("SL-Genesys+F", share("\(a) AND \(w) <= 20000", "\(ab) OR v.how = 'timeout'")),
      ("SL-Genesys-Bs", share("\(a) AND \(w) <= 20000", "\(a) OR (\(b) AND \(w) > 5000)")),
      ("SL-ignore", share("\(a) AND \(w) <= 20000", "\(event) AND NOT (\(b) AND \(w) <= 20000)")),
      ("SL-negative", share("\(a) AND \(w) <= 20000", event)),
      ("SL-positive", share("\(ab) AND \(w) <= 20000", event)),
      ("ASA", mean(w, a)), ("average abandon time", mean(w, b)), ("average wait", mean(w, "1")),
      ("maximum wait", "SELECT max(\(w)) / 1000.0 \(from) 1"),
      (
        "p90 wait",
        "SELECT max(x) / 1000.0 FROM (SELECT \(w) AS x, row_number() OVER (ORDER BY \(w)) AS r, count(*) OVER () AS n "
          + "\(from) 1) WHERE r <= (n * 90 + 99) / 100"
      ),
      ("AHT", mean("v.talk + v.hold + v.wrap", handled)),
      ("handle time", "SELECT sum(v.talk + v.hold + v.wrap) / 1000.0 \(from) \(handled)"),
      (
        "transfer rate to queues",
        share("\(a) AND EXISTS (SELECT 1 FROM queue_visits l WHERE l.call = v.call AND l.n > v.n)", a)
      ),
    ]
  }

  private func promiseQueries(_ segment: String, _ limit: Int) -> [(String, String)] {
    let wait = "(\"left\" - enqueued)"
    func count(_ condition: String) -> String {
      "SELECT count(*) FROM queue_visits WHERE \(segment) AND \(condition)"
    }
    return [
      ("promises", count("1")), ("SLA breaches", count("\(wait) > \(limit)")),
      ("promises kept", count("\(wait) <= \(limit) AND how = 'answered'")),
      ("left in time", count("\(wait) <= \(limit) AND how <> 'answered'")),
      (
        "promises kept rate",
        """
        SELECT 100.0 * sum(\(wait) <= \(limit) AND how = 'answered')
          / sum(\(wait) > \(limit) OR how = 'answered') FROM queue_visits WHERE \(segment)
        """
      ),
      ("longest breach", "SELECT max(\(wait)) / 1000.0 FROM queue_visits WHERE \(segment)"),
      (
        "average breach",
        "SELECT avg(\(wait) - \(limit)) / 1000.0 FROM queue_visits WHERE \(segment) AND \(wait) > \(limit)"
      ),
    ]
  }

  private let callQueries: [(String, String)] = {
    let queued = "EXISTS (SELECT 1 FROM queue_visits v WHERE v.call = c.id)"
    let contained = "(NOT \(queued) AND c.outcome <> 'transferred' AND c.end_estimated = 0)"
    let solved =
      "EXISTS (SELECT 1 FROM call_events e WHERE e.call = c.id AND e.kind = 'topic' AND e.detail LIKE '% solved')"
    let heard = "EXISTS (SELECT 1 FROM call_events e WHERE e.call = c.id AND e.kind = 'topic')"
    let goal = "(\(contained) AND (c.own_outcome IS NOT NULL OR \(solved)))"
    let again =
      "EXISTS (SELECT 1 FROM calls d WHERE d.ani = c.ani AND d.id > c.id AND d.offered < c.offered + 86400000)"
    func count(_ condition: String) -> String { "SELECT count(*) FROM calls c WHERE \(condition)" }
    func share(_ part: String, _ whole: String) -> String {
      "SELECT 100.0 * sum(\(part)) / sum(\(whole)) FROM calls c"
    }
    return [
      ("calls", count("1")), ("contained", count(contained)), ("confirmed", count(goal)),
      ("heard and left", count("\(contained) AND NOT \(goal) AND \(heard)")),
      ("gave up", count("\(contained) AND NOT \(goal) AND NOT \(heard)")),
      ("naive containment", share(contained, "1")), ("containment", share(goal, "1")),
      ("true containment", share("c.ani IS NOT NULL AND \(goal) AND NOT \(again)", "c.ani IS NOT NULL")),
      ("IVR abandoned", count("\(contained) AND NOT \(goal) AND ended_by = 'caller'")),
      (
        "zero-out rate",
        share(
          "(SELECT detail FROM call_events e WHERE e.call = c.id AND kind = 'key' ORDER BY n LIMIT 1) LIKE '0 %'",
          "1")
      ),
      ("customers", count(queued)),
      (
        "customer wait",
        """
        SELECT avg(t - f) / 1000 FROM (SELECT min("left") FILTER (WHERE how = 'answered') AS t,
        min(enqueued) AS f FROM queue_visits GROUP BY call) WHERE t IS NOT NULL
        """
      ),
      (
        "self-service score",
        """
        SELECT 1.0 * (SELECT count(DISTINCT ani) FROM calls c WHERE \(heard))
          / (SELECT count(DISTINCT ani) FROM calls c WHERE \(queued))
        """
      ),
      ("answers heard", "SELECT count(*) FROM call_events WHERE kind = 'topic' AND detail LIKE '% chosen'"),
    ]
  }()

  private func agentQueries(_ agent: String) -> [(String, String)] {
    let states = """
      (SELECT state, reason, at, min(coalesce(lead(at) OVER w, \(TheDay.end.milliseconds)),
      \(TheDay.end.milliseconds)) - at AS t, lead(state) OVER w AS next
      FROM agent_events WHERE agent = '\(agent)' WINDOW w AS (ORDER BY at, rowid))
      """
    func time(_ state: String) -> String {
      "SELECT coalesce(sum(t), 0) / 1000.0 FROM \(states) WHERE state = '\(state)' AND t > 0"
    }
    return [
      ("logged in", "SELECT sum(t) / 1000.0 FROM \(states) WHERE state <> 'logged-out' AND t > 0"),
      ("ready", time("ready")), ("talk", time("talking")), ("held", time("held")),
      ("wrap-up", time("wrap-up")), ("scheduled", "SELECT 28800"),
      (
        "adherence",
        """
        SELECT sum(max(0, min(at + t, \(TheDay.start.milliseconds + 17 * 3_600_000))
          - max(at, \(TheDay.start.milliseconds + 9 * 3_600_000)))) / 288000.0 FROM \(states)
        WHERE state IN ('ready', 'offered', 'talking', 'held', 'wrap-up') AND t > 0
        """
      ),
      ("paused", time("paused")),
      (
        "offers", "SELECT count(*) FROM \(states) WHERE state = 'offered' AND at < \(TheDay.end.milliseconds)"
      ),
      (
        "accepted",
        "SELECT count(*) FROM \(states) WHERE state = 'offered' AND next = 'talking' AND at < \(TheDay.end.milliseconds)"
      ),
      (
        "occupancy",
        """
        SELECT 100.0 * sum(t) FILTER (WHERE state IN ('talking', 'held', 'wrap-up'))
          / sum(t) FILTER (WHERE state IN ('talking', 'held', 'wrap-up', 'ready')) FROM \(states) WHERE t > 0
        """
      ),
    ]
  }
}

/// Figures by SQL alone.
private struct PlainQueries {
  private let database: Database
  init(_ path: String) throws {
    database = try Database(path, .readWrite)
    // Only these queries look a caller up.
    try database.execute("CREATE INDEX plain_ani ON calls (ani, offered)")
  }

  func compare(
    _ queries: [(String, String)], _ what: String, _ value: (Figure) -> Double?
  ) throws {
    for (name, sql) in queries {
      let figure = try #require(Figure.all.first { $0.name == name })
      let statement = try Statement(sql, on: database)
      let plain = try statement.step() && !statement.isNull(0) ? statement.real(0) : nil
      let reported = value(figure)
      let isEqual =
        switch (plain, reported) {
        case (let a?, let b?): abs(a - b) < 0.000_5
        case (nil, nil): true
        // Counts and sums of no row at all.
        case (let a?, nil): a == 0
        case (nil, let b?): b == 0
        }
      #expect(
        isEqual, "\(name) of \(what): \(String(describing: reported)), by SQL \(String(describing: plain))")
    }
  }
}
