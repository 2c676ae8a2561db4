import Chronology
import Engine

/// An agent's rows as facts: his time by state, cut where intervals meet, and his offers and talks.
public enum AgentFacts {
  /// - Parameters:
  ///   - rows: of one agent, in order; the last one before `since` tells the state at the start.
  ///   - until: where a state that has not ended is cut off.
  ///   - cuts: instants between which time is told apart, in order.
  public static func facts(
    _ rows: [AgentEventRow], since: Instant, until: Instant, cuts: [Instant] = []
  ) -> [Fact] {
    var facts: [Fact] = []
    var cut = cuts.startIndex
    for (index, row) in rows.enumerated() {
      let next = index + 1 < rows.count ? rows[index + 1] : nil
      var from = max(row.at, since)
      let to = min(next?.at ?? until, until)
      while row.state != "logged-out", from < to {
        while cut < cuts.endIndex, cuts[cut] <= from { cut += 1 }
        let end = cut < cuts.endIndex ? min(cuts[cut], to) : to
        var fact = Fact(row, at: from)
        // Instants are cut to the log's milliseconds first: parts of a time must add up to it.
        fact.time = end.milliseconds - from.milliseconds
        fact.sets.insert(.loggedIn)
        if let set = stateSets[row.state] { fact.sets.insert(set) }
        facts.append(fact)
        from = end
      }
      guard row.at >= since, row.at < until else { continue }
      // Back from hold it is the same talk.
      if row.state == "talking", index == 0 || rows[index - 1].state != "held" {
        var fact = Fact(row, at: row.at)
        fact.sets.insert(.talks)
        facts.append(fact)
      }
      if row.state == "offered" {
        var fact = Fact(row, at: row.at)
        fact.sets.insert(.offers)
        // The row after an offer tells how it ended; one with none yet is still ringing.
        switch (next?.state, next?.reason) {
        case ("talking", _): fact.sets.insert(.offersAccepted)
        case (_, "refused"): fact.sets.insert(.offersRefused)
        case (_, "missed"), ("not-answering", _): fact.sets.insert(.offersMissed)
        case (nil, _): break
        default: fact.sets.insert(.offersWithdrawn)
        }
        fact.how = next.map { $0.state == "talking" ? "accepted" : $0.reason ?? $0.state } ?? "ringing"
        facts.append(fact)
      }
    }
    return facts
  }

  /// Of many agents' rows, in order.
  public static func all(
    _ rows: [AgentEventRow], since: Instant, until: Instant, cuts: [Instant] = []
  ) -> [Fact] {
    Dictionary(grouping: rows, by: \.agent).sorted { $0.key < $1.key }.flatMap {
      facts($0.value, since: since, until: until, cuts: cuts)
    }
  }

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
