import ACD
import Chronology
import Engine

@testable import Reports

/// A log of everything that can happen, in any mixture.
struct RandomLog {
  var calls: [LoggedCall] = []
  var agents: [AgentEventRow] = []
  static let start = Instant(milliseconds: 1_772_500_000_000)

  init(seed: UInt64, calls count: Int, over span: Duration = .hours(24), agents staff: Int = 5) {
    var chance = SeededGenerator(seed: seed)
    let spread = Int(span.milliseconds)
    let offers = (0..<count).map { _ in Int.random(in: 0..<spread, using: &chance) }.sorted()
    for (n, offset) in offers.enumerated() {
      calls.append(RandomLog.call(n, at: RandomLog.start + .milliseconds(offset), staff, &chance))
    }
    for n in 0..<staff {
      var at = RandomLog.start + .seconds(Int.random(in: 0..<7200, using: &chance))
      let end = RandomLog.start + span
      while at < end {
        let states = [
          "ready", "offered", "talking", "held", "wrap-up", "paused", "not-answering", "logged-out",
        ]
        let state = states.randomElement(using: &chance) ?? "ready"
        agents.append(
          AgentEventRow(
            agent: "agent\(n)", at: at, state: state,
            reason: ["missed", "refused", "withdrawn", nil].randomElement(using: &chance) ?? nil))
        at += .milliseconds(Int.random(in: 0..<600_000, using: &chance))
      }
    }
  }

  private static func call(
    _ n: Int, at offered: Instant, _ staff: Int, _ chance: inout SeededGenerator
  ) -> LoggedCall {
    // Ids are the microseconds of the arrival: no two are the same.
    let id = CallID(UInt64(offered.milliseconds * 1000) + UInt64(n % 1000))
    let anis: [String?] = [nil, "", "021234", "0311", "0322", "0333", "0344\(n % 40)"]
    var call = LoggedCall(
      CallRow(
        opening: CallOpening(
          call: id, graph: "g", flow: ["main", "night"].randomElement(using: &chance) ?? "",
          line: ["trunk", "desk"].randomElement(using: &chance) ?? "",
          ani: anis.randomElement(using: &chance) ?? nil, dnis: "1000", offered: offered)))
    var at = offered
    func step(_ most: Int, _ chance: inout SeededGenerator) {
      at += .milliseconds(Int.random(in: 0...most, using: &chance))
    }
    for _ in 0..<Int.random(in: 0...2, using: &chance) {
      step(9000, &chance)
      let what = ["chosen", "solved", "unsolved"].randomElement(using: &chance) ?? ""
      let topic = ["balance", "opening hours"].randomElement(using: &chance) ?? ""
      call.events.append(
        CallEventRow(
          call: id, number: call.events.count + 1, at: at, kind: "topic", state: "main.help",
          detail: "\(topic) \(what)"))
    }
    if Bool.random(using: &chance) {
      let key = ["0 taken", "1 taken", "0 dropped"].randomElement(using: &chance) ?? ""
      call.events.append(
        CallEventRow(
          call: id, number: call.events.count + 1, at: at, kind: "key", state: "main.top", detail: key))
    }
    let ends = [
      "answered", "abandoned", "callback", "timeout", "key", "interrupted", "closed", "transferred",
    ]
    for number in 0..<max(0, Int.random(in: -1...2, using: &chance)) {
      step(5000, &chance)
      let enqueued = at
      step(60_000, &chance)
      var visit = QueueVisitRow(
        call: id, number: number + 1, queue: ["billing", "sales", "카드"].randomElement(using: &chance) ?? "",
        enqueued: enqueued, left: at, how: ends.randomElement(using: &chance) ?? "")
      if visit.how == "answered" || visit.how == "transferred" {
        visit.agent = "agent\(Int.random(in: 0..<max(staff, 1), using: &chance))"
        visit.talk = .milliseconds(Int.random(in: 0...400_000, using: &chance))
        visit.hold = .milliseconds(Int.random(in: 0...30_000, using: &chance))
        visit.wrapUp = .milliseconds(Int.random(in: 0...60_000, using: &chance))
        at += visit.talk + visit.hold
      }
      call.visits.append(visit)
    }
    guard Int.random(in: 0..<20, using: &chance) > 0 else {
      // Under way; perhaps still waiting.
      if let last = call.visits.indices.last, call.visits[last].agent == nil {
        call.visits[last].how = "open"
      }
      return call
    }
    step(5000, &chance)
    let outcomes = [
      "interrupted", "error", "refused", "transferred", "agent", "callback", "message", "self-served",
      "abandoned",
      "hung-up", "finished",
    ]
    call.row.closing = CallClosing(
      call: id, language: "ko", answered: offered, ended: at,
      endedBy: ["caller", "system", "agent", "line", "transferred"].randomElement(using: &chance) ?? "",
      outcome: outcomes.randomElement(using: &chance) ?? "",
      ownOutcome: Int.random(in: 0..<8, using: &chance) == 0 ? "paid" : nil)
    call.row.isEndEstimated = Int.random(in: 0..<15, using: &chance) == 0
    return call
  }

  /// As a reader of the log gives them.
  var visits: [VisitRow] {
    calls.flatMap { call in
      call.visits.map { visit in
        var row = VisitRow(visit, isEndEstimated: call.row.closing == nil || call.row.isEndEstimated)
        (row.flow, row.line) = (call.row.opening.flow, call.row.opening.line)
        (row.ani, row.outcome) = (call.row.opening.ani, call.row.closing?.outcome)
        row.isLast = visit.number == call.visits.count
        return row
      }
    }.sorted { ($0.visit.enqueued, $0.visit.call.number) < ($1.visit.enqueued, $1.visit.call.number) }
  }

  func facts(_ rules: ReportRules = ReportRules(), cuts: [Instant] = []) -> [Fact] {
    var facts = visits.compactMap { Fact($0, rules) }
    var calls = CallFacts(since: RandomLog.start, until: RandomLog.start + .hours(24 * 30), rules)
    for call in self.calls.reversed() { facts += calls.facts(call) }
    var promised = rules
    promised.policies["default"] = ServicePolicy(answer: .seconds(30), callBack: .minutes(30))
    facts += visits.flatMap { Fact.promises($0, callBackEnd: nil, promised) }
    let day = OpeningHours.Period(
      from: ClockTime(hour: 6, minute: 10) ?? .midnight, to: ClockTime(hour: 15, minute: 0) ?? .endOfDay)
    let plan = WorkPlan(weekly: Dictionary(Weekday.allCases.map { ($0, [day]) }) { a, _ in a }, zone: .utc)
    facts += AgentFacts.all(
      agents, since: RandomLog.start, until: RandomLog.start + .hours(24), cuts: cuts,
      plans: ["agent0": plan, "agent1": plan])
    return facts
  }
}
