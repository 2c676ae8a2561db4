import Chronology
import Engine

/// An agent's rows as facts: his time by state, cut where intervals meet, and his offers and talks.
public enum AgentFacts {
  ///
  /// Each row lasts until the next one. What he did in a time that the clock showed twice, since it was set back,
  /// counts twice, as his calls do; only of his shifts no time does.
  /// - Parameters:
  ///   - rows: of one agent, as they were written; the last one before `since` tells the state at the start.
  ///   - until: where a state that has not ended is cut off.
  ///   - cuts: instants between which time is told apart, in order.
  ///   - plan: when he should work, if anybody knows.
  public static func facts(
    _ rows: [AgentEventRow], since: Instant, until: Instant, cuts: [Instant] = [], plan: WorkPlan? = nil
  ) -> [Fact] {
    var facts: [Fact] = []
    var planned = plan.map { AgentFacts.cut($0.spans(since: since, until: until), at: cuts) } ?? []
    var span = planned.startIndex
    var cut = cuts.startIndex
    /// Of the shifts, what he has worked of them.
    var worked: [Range<Instant>] = []
    for (index, row) in rows.enumerated() {
      let next = rows[(index + 1)...].first { $0.reason != AgentEventRow.clock }
      if index > 0, row.at < rows[index - 1].at {
        planned = AgentFacts.left(of: planned, without: worked)
        (worked, span, cut) = ([], planned.startIndex, cuts.startIndex)
      }
      var from = max(row.at, since)
      let to = index + 1 < rows.count ? min(rows[index + 1].at, until) : until
      while row.state != "logged-out", from < to {
        while cut < cuts.endIndex, cuts[cut] <= from { cut += 1 }
        let end = cut < cuts.endIndex ? min(cuts[cut], to) : to
        var fact = Fact(row, at: from)
        // Instants are cut to the log's milliseconds first: parts of a time must add up to it.
        fact.time = end.milliseconds - from.milliseconds
        fact.sets.insert(.loggedIn)
        if let set = stateSets[row.state] { fact.sets.insert(set) }
        facts.append(fact)
        while working.contains(row.state), span < planned.endIndex, planned[span].lowerBound < end {
          let part = planned[span].clamped(to: from..<end)
          if !part.isEmpty {
            worked.append(part)
            var fact = Fact(row, at: part.lowerBound)
            fact.time = part.upperBound.milliseconds - part.lowerBound.milliseconds
            fact.sets.insert(.adherent)
            facts.append(fact)
          }
          guard planned[span].upperBound <= end else { break }
          span += 1
        }
        from = end
      }
      guard row.at >= since, row.at < until, row.reason != AgentEventRow.clock else { continue }
      // Back from hold it is the same talk.
      if row.state == "talking", index == 0 || rows[index - 1].state != "held" {
        var fact = Fact(row, at: row.at)
        fact.sets.insert(.talks)
        facts.append(fact)
      }
      if row.state == "offered" {
        var fact = Fact(row, at: row.at)
        fact.sets.insert(.offers)
        let end = end(ofOfferBefore: next)
        if let set = end.set { fact.sets.insert(set) }
        fact.how = end.how
        facts.append(fact)
      }
    }
    return facts
  }

  /// How an offer ended, as the row after it tells; with none yet it still rings. Who goes away while it rings
  /// has refused it: nobody took it back from him.
  private static func end(ofOfferBefore next: AgentEventRow?) -> (set: RowSet?, how: String) {
    guard let next else { return (nil, "ringing") }
    return switch (next.state, next.reason) {
    case ("talking", _): (.offersAccepted, "accepted")
    case ("paused", _): (.offersRefused, "paused while it rang")
    case ("logged-out", let why?) where why == AgentEventRow.interrupted: (.offersWithdrawn, why)
    case ("logged-out", _): (.offersRefused, "logged out while it rang")
    case ("line-gone", _): (.offersWithdrawn, "line gone while it rang")
    case ("not-answering", AgentEventRow.unreachable): (.offersWithdrawn, AgentEventRow.unreachable)
    case (_, "refused"): (.offersRefused, "refused")
    case ("not-answering", _), (_, "missed"): (.offersMissed, "missed")
    case (let state, let why): (.offersWithdrawn, why ?? state)
    }
  }

  /// Of many agents' rows, in order; of agents with a plan also when there are no rows of them.
  public static func all(
    _ rows: [AgentEventRow], since: Instant, until: Instant, cuts: [Instant] = [],
    plans: [String: WorkPlan] = [:]
  ) -> [Fact] {
    let byAgent = Dictionary(grouping: rows, by: \.agent)
    return Set(byAgent.keys).union(plans.keys).sorted().flatMap { agent in
      scheduled(agent, plans[agent], since: since, until: until, cuts: cuts)
        + facts(byAgent[agent] ?? [], since: since, until: until, cuts: cuts, plan: plans[agent])
    }
  }

  private static func scheduled(
    _ agent: String, _ plan: WorkPlan?, since: Instant, until: Instant, cuts: [Instant]
  ) -> [Fact] {
    cut(plan?.spans(since: since, until: until) ?? [], at: cuts).map { span in
      var fact = Fact(at: span.lowerBound)
      (fact.agent, fact.how) = (agent, "shift")
      fact.time = span.upperBound.milliseconds - span.lowerBound.milliseconds
      fact.sets.insert(.scheduled)
      return fact
    }
  }

  private static func cut(_ spans: [Range<Instant>], at cuts: [Instant]) -> [Range<Instant>] {
    var parts: [Range<Instant>] = []
    var next = cuts.startIndex
    for span in spans {
      var from = span.lowerBound
      while next < cuts.endIndex, cuts[next] <= from { next += 1 }
      while next < cuts.endIndex, cuts[next] < span.upperBound {
        parts.append(from..<cuts[next])
        from = cuts[next]
        next += 1
      }
      parts.append(from..<span.upperBound)
    }
    return parts
  }

  /// Both in order.
  private static func left(of spans: [Range<Instant>], without parts: [Range<Instant>]) -> [Range<Instant>] {
    var left: [Range<Instant>] = []
    var part = parts.startIndex
    for span in spans {
      var from = span.lowerBound
      while part < parts.endIndex, parts[part].lowerBound < span.upperBound {
        if from < parts[part].lowerBound { left.append(from..<parts[part].lowerBound) }
        from = parts[part].upperBound
        part += 1
      }
      if from < span.upperBound { left.append(from..<span.upperBound) }
    }
    return left
  }

  /// What somebody who works is in.
  private static let working: Set<String> = ["ready", "offered", "talking", "held", "wrap-up"]

  private static let stateSets: [String: RowSet] = [
    "ready": .ready, "talking": .talking, "held": .holding, "wrap-up": .wrappingUp, "paused": .paused,
    "offered": .ringing, "not-answering": .notAnswering, "line-gone": .lineGone,
  ]
}

extension Fact {
  fileprivate init(_ row: AgentEventRow, at instant: Instant) {
    self.init(at: instant)
    (agent, call) = (row.agent, row.call)
    how = row.reason.map { "\(row.state) \($0)" } ?? row.state
  }
}
