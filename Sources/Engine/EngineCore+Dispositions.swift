import ACD
import CallFlow
import Chronology
import Session

/// How agents file their talks.
extension EngineCore {
  func queueItem(_ name: String) -> QueueItem? {
    for application in applications {
      if let item = application.graph.content.queues.first(where: { $0.name == name }) { return item }
    }
    return nil
  }

  /// - Parameter call: the one that is meant; nil for the agent's last.
  mutating func dispose(_ name: String, _ code: String, of call: CallID? = nil) -> EngineReply {
    guard agent(named: name) != nil, let agent = registry.agents[name] else {
      return unknownAgent(name)
    }
    guard let talk = lastTalks[agent] else {
      return .refused("\(name) has had no talk that could be filed")
    }
    if let call, call != talk.call, call != talk.stay {
      return .refused(
        "call \(call) is not filed: \(name) files the talk that he has or had last, which is call \(talk.call)"
      )
    }
    let known = queueItem(talk.queue)?.dispositions ?? []
    guard !known.isEmpty else {
      return .refused("queue \(talk.queue) has no codes: its flow needs a line like disposition 1 \"fees\"")
    }
    guard let found = known.first(where: { "\($0.code)" == code || $0.title == code }) else {
      let codes = known.map { "\($0.code) \($0.title)" }.joined(separator: ", ")
      return .refused("queue \(talk.queue) has no disposition '\(code)'; it has \(codes)")
    }
    log.append(.disposition(DispositionRow(call: talk.stay, agent: name, title: found.title)))
    if onNotice != nil {
      var event = CentreEvent(.disposed, at: wall(now), call: talk.call, agent: name)
      (event.from, event.to) = (talk.from, talk.to)
      (event.queue, event.disposition) = (talk.queue, found.title)
      onNotice?(now, .centre(event))
    }
    tell(agent, .disposed)
    return .explained(["call \(talk.call) is filed as \(found.title)"])
  }

  mutating func dispose(_ agent: AgentID, _ leg: CallID, code: String) {
    if dispose(registry.name(agent), code).problem != nil { tell(leg: leg, .failed(.noSuchNumber)) }
  }

  /// What reports go by, for each queue.
  func keepRules() {
    guard keepsState else { return }
    for application in applications {
      for item in application.graph.content.queues where queueItem(item.name)?.position == item.position {
        let rules = KeptRules(
          within: item.serviceWithin.milliseconds, short: item.shortAbandon.milliseconds,
          goal: item.serviceLevel)
        log.append(.kept(KeptRow("rules", item.name, at: wall(now), KeptText.encode(rules))))
      }
    }
  }
}

/// A queue's `service-level` and `short-abandon`, milliseconds and percent.
public struct KeptRules: Codable, Hashable, Sendable {
  public var within: Int64
  public var short: Int64
  public var goal: Int
  public init(within: Int64, short: Int64, goal: Int) {
    (self.within, self.short, self.goal) = (within, short, goal)
  }
  /// Nil for another sort of row.
  public init?(_ row: KeptRow) {
    guard row.kind == "rules", let rules: KeptRules = KeptText.decode(row.value) else { return nil }
    self = rules
  }
}
