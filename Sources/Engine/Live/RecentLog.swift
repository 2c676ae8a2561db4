import Chronology

/// What the log says of the last half hour before a start, so that screens and alerts go on where they were.
public struct RecentLog: Sendable {
  /// Stays in queues, and the talks that came of them.
  public var visits: [VisitRow]
  /// Agents' states, and for each the last one before.
  public var agents: [AgentEventRow]
  public init(visits: [VisitRow] = [], agents: [AgentEventRow] = []) {
    (self.visits, self.agents) = (visits, agents)
  }
  /// How far back it has to go.
  public static let length = QueueWindow.length
}

extension EngineCore {
  /// Once, before anything is handled.
  mutating func restore(_ recent: RecentLog) {
    var entries: [(at: Instant, queue: String, what: QueueWindow.What, length: Duration)] = []
    for row in recent.visits {
      let visit = row.visit
      let waited = max(.zero, visit.left - visit.enqueued)
      switch visit.how {
      case "answered": entries.append((visit.left, visit.queue, .answered, waited))
      case "abandoned": entries.append((visit.left, visit.queue, .abandoned, waited))
      // Still there, told elsewhere, or talks of a stay that has its own row.
      case "open", "callback", "transferred", "work": break
      default: entries.append((visit.left, visit.queue, .flowedOut, waited))
      }
      // When the talk of a call-back was is not known.
      guard visit.agent != nil, visit.how != "callback", !row.isEndEstimated else { continue }
      let handling = visit.talk + visit.hold + visit.wrapUp
      entries.append((visit.left + handling, visit.queue, .handled, handling))
    }
    let start = wall(now) - QueueWindow.length
    for entry in entries.sorted(by: { $0.at < $1.at }) where entry.at >= start {
      note(entry.what, entry.length, of: entry.queue, at: engine(entry.at))
    }
    for row in recent.agents {
      guard let agent = registry.agents[row.agent] else { continue }
      agentWindows[agent, default: AgentWindow()]
        .enter(AgentWindow.Use(word: row.state), at: engine(row.at))
    }
  }
}
