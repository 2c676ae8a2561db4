import CallFlow
import Chronology
import Engine

/// A day of the log as what callers and agents did whoever answered, so that it can be played again with
/// other agents, skills, hours or queues.
public struct Replay: Sendable {
  /// One stay in a queue as the log has it.
  public struct Logged: Hashable, Sendable {
    public var visit: VisitRow
    /// The full name of the state that put the caller into the queue; nil when the log does not say.
    public var state: String?
    public var language: String?
    /// Conditional needs and preferences of that state that held for him; nil when the log does not say.
    public var wishes: [String]?
    /// Name or number of the agent whom that state named.
    public var agent: String?
    public init(
      _ visit: VisitRow, state: String? = nil, language: String? = nil, wishes: [String]? = nil,
      agent: String? = nil
    ) {
      (self.visit, self.state, self.language) = (visit, state, language)
      (self.wishes, self.agent) = (wishes, agent)
    }
  }

  /// In the order of arrival; stays that began there, talks passed on between agents left out.
  public let logged: [Logged]
  /// Talks that went on with another agent: what they cost in time is in no stay.
  public let passedOn: Int
  public let since: Instant
  public let until: Instant
  /// Of the callers who gave up: all waiting, over how many gave up; nil when nobody did, and then nobody
  /// ever does.
  public let patience: Duration?
  /// Between an offer and its answer.
  public let rings: [Duration]
  /// By agent, in the order of their first row.
  public let attendance: [Attendance]
  /// Talk and wrap-up of the answered stays of each queue, for callers whom nobody answered.
  private let handled: [String: [(talk: Duration, wrapUp: Duration)]]
  private let allHandled: [(talk: Duration, wrapUp: Duration)]

  public init(_ logged: [Logged], agentRows: [AgentEventRow], since: Instant, until: Instant) {
    (self.since, self.until) = (since, until)
    passedOn = logged.count { $0.visit.visit.how == "transferred" }
    self.logged = logged.filter { $0.visit.visit.how != "transferred" && $0.visit.visit.how != "work" }
    var waited = 0.0
    var gaveUp = 0
    var handled: [String: [(talk: Duration, wrapUp: Duration)]] = [:]
    var all: [(talk: Duration, wrapUp: Duration)] = []
    for stay in self.logged {
      let visit = stay.visit.visit
      waited += max(0, (visit.left - visit.enqueued).seconds)
      if visit.how == "abandoned" { gaveUp += 1 }
      if visit.how == "answered", !stay.visit.isEndEstimated {
        handled[visit.queue, default: []].append((visit.talk + visit.hold, visit.wrapUp))
        all.append((visit.talk + visit.hold, visit.wrapUp))
      }
    }
    patience = gaveUp > 0 ? .rounded(seconds: max(0.001, waited / Double(gaveUp))) : nil
    (self.handled, allHandled) = (handled, all)
    var rings: [Duration] = []
    var steps: [(agent: String, steps: [Attendance.Step])] = []
    var places: [String: Int] = [:]
    var last: [String: AgentEventRow] = [:]
    // Who is out because the clock was set was there all the same.
    for row in agentRows where row.state != "logged-out" || row.reason != AgentEventRow.clock {
      if let before = last[row.agent], before.state == "offered", row.state == "talking", before.at >= since {
        rings.append(row.at - before.at)
      }
      last[row.agent] = row
      let place = places[row.agent] ?? steps.count
      if place == steps.count {
        places[row.agent] = place
        steps.append((row.agent, []))
      }
      let change = Replay.change(row.state)
      if steps[place].steps.last?.change ?? .goes != change {
        steps[place].steps.append(Attendance.Step(at: max(row.at, since), change))
      }
    }
    self.rings = rings
    attendance = steps.compactMap { agent, steps in
      guard !steps.isEmpty else { return nil }
      return Attendance(
        agent: agent,
        steps: steps.last?.change == .goes ? steps : steps + [Attendance.Step(at: until + .hours(1), .goes)])
    }
  }

  private static func change(_ state: String) -> Attendance.Change {
    switch state {
    case "logged-out", "line-gone": .goes
    // Who does not answer is not there for callers, whatever he is called.
    case "paused", "not-answering": .pauses
    default: .comes
    }
  }

  /// From when to when anybody was there. Who was still there at the end of the time stays for an hour, for
  /// the callers who wait by then.
  public var hours: (from: Instant, to: Instant) {
    let steps = attendance.flatMap(\.steps)
    return (steps.map(\.at).min() ?? since, steps.map(\.at).max() ?? until + .hours(1))
  }

  /// Of these agents: who was there keeps his hours, pauses included; who was not is there as long as
  /// anybody was.
  public func attendance(of agents: [String]) -> [Attendance] {
    let hours = hours
    return agents.map { name in
      attendance.first { $0.agent == name } ?? Attendance(agent: name, from: hours.from, to: hours.to)
    }
  }

  /// The callers of the day. Known are arrival, queue, the handling time of those who were answered, and the
  /// patience of those who gave up; the rest is drawn: a caller who was answered, or sent away, would have
  /// waited longer still, as long as the fitted exponential says of anybody who has waited so far.
  public func stays(seed: UInt64) -> [Stay] {
    var draw = Draw(seed: seed, stream: 0x7265_706C_6179)
    return logged.map { stay in
      let visit = stay.visit.visit
      let wait = max(.zero, visit.left - visit.enqueued)
      // Drawn for each, wanted or not: what is known of one caller changes nothing for the next.
      let more = patience.map { Duration.rounded(seconds: draw.exponential(mean: $0.seconds)) }
      let other = draw.one(of: handled[visit.queue] ?? allHandled) ?? (.zero, .zero)
      let isKnown = visit.how == "answered" && !stay.visit.isEndEstimated
      var result = Stay(
        Stay.Entry(
          queue: visit.queue, state: stay.state, language: stay.language, segment: visit.segment,
          wishes: stay.wishes ?? [], agent: stay.agent),
        at: visit.enqueued,
        talk: isKnown ? visit.talk + visit.hold : other.talk, wrapUp: isKnown ? visit.wrapUp : other.wrapUp,
        ani: stay.visit.ani)
      result.priority = visit.priority?.own
      switch visit.how {
      case "abandoned": result.patience = wait
      case "key", "callback", "moved", "ended": result.leavesAfter = wait
      default: result.patience = more.map { wait + $0 }
      }
      return result
    }
  }

  /// Calls and agents by half hour, for Erlang.
  public func staffing(of attendance: [Attendance], handling: Double, within: Duration) -> Staffing {
    let length = Duration.minutes(30)
    let step = length.microseconds
    guard let first = logged.first?.visit.visit.enqueued, let last = logged.last?.visit.visit.enqueued else {
      return Staffing([], handling: handling, patience: nil, within: within)
    }
    let start = first.microseconds / step * step
    var counts = Array(
      repeating: 0, count: Int(clamping: min((last.microseconds - start) / step + 1, 100_000)))
    for stay in logged {
      let place = Int((stay.visit.visit.enqueued.microseconds - start) / step)
      if counts.indices.contains(place) { counts[place] += 1 }
    }
    let intervals = counts.indices.filter { counts[$0] > 0 }.map { place in
      let from = Instant(microseconds: start + Int64(place) * step)
      let present = attendance.reduce(0.0) { $0 + $1.present(from: from, to: from + length).seconds }
      return Staffing.Interval(
        length: length, calls: Double(counts[place]), agents: present / length.seconds)
    }
    return Staffing(intervals, handling: handling, patience: patience?.seconds, within: within)
  }

  /// Callers whose priority a state of the flows works out and whose log does not say what it was.
  func withoutPriority(_ applications: [FlowGraph]) -> Int {
    count(applications) { stay, spec in stay.visit.visit.priority == nil && spec.hasComputedPriority }
  }

  /// Callers of a state that asks for more under conditions, or names an agent, whose log does not say what
  /// was asked for them.
  func withoutWishes(_ applications: [FlowGraph]) -> Int {
    count(applications) { stay, spec in
      !spec.wishes.isEmpty && stay.wishes == nil || spec.direct != nil && stay.agent == nil
    }
  }

  /// Conditional wishes of the flows of a change that the flows of the day do not have in the same state: for
  /// whom they would hold cannot be told.
  func newWishes(_ change: [FlowGraph], since before: [FlowGraph]) -> [String] {
    func wishes(_ applications: [FlowGraph], _ stay: Logged) -> [String] {
      applications.compactMap { graph in
        graph.routeSpec(of: stay.state, queue: stay.visit.visit.queue)?.wishes.map { graph.text(of: $0.wish) }
      }.first ?? []
    }
    var seen: Set<String> = []
    var found: Set<String> = []
    for stay in logged {
      guard let state = stay.state, seen.insert(state + " " + stay.visit.visit.queue).inserted else {
        continue
      }
      found.formUnion(Set(wishes(change, stay)).subtracting(wishes(before, stay)))
    }
    return found.sorted()
  }

  private func count(
    _ applications: [FlowGraph], where holds: (Logged, RouteSpec) -> Bool
  ) -> Int {
    var specs: [String: RouteSpec?] = [:]
    return logged.count { stay in
      guard let state = stay.state else { return false }
      let queue = stay.visit.visit.queue
      let place = state + " " + queue
      let known: RouteSpec?
      if let found = specs[place] {
        known = found
      } else {
        known = applications.lazy.compactMap { $0.routeSpec(of: state, queue: queue) }.first
        specs[place] = .some(known)
      }
      return known.map { holds(stay, $0) } ?? false
    }
  }

  /// Into which most callers came; the first by name of several.
  public var busiestQueue: String? {
    let counts = Dictionary(logged.map { ($0.visit.visit.queue, 1) }, uniquingKeysWith: +)
    return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }

  /// Mean of talk, hold and wrap-up, seconds.
  public var meanHandling: Double {
    allHandled.isEmpty
      ? 0
      : allHandled.reduce(0) { $0 + ($1.talk + $1.wrapUp).seconds } / Double(allHandled.count)
  }
}
