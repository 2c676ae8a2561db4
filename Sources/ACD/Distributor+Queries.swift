import Chronology

/// What flows, screens and tests ask.
extension Distributor {
  private func place(of id: QueueID) -> Int? {
    queues.indices.contains(id.number) && queues[id.number].isKnown ? id.number : nil
  }

  /// A queue's rules; nil for none.
  public func definition(of queue: QueueID) -> QueueDefinition? {
    place(of: queue).map { queues[$0].definition }
  }

  /// Calls in a queue that no agent has answered yet.
  public func waiting(_ queue: QueueID) -> Int { place(of: queue).map { queues[$0].waiting } ?? 0 }

  public func isDeciding(_ call: CallID) -> Bool { slots[call].map { calls[Int($0)].state } == .deciding }

  /// Whether callers are let in.
  public func isOpen(_ queue: QueueID) -> Bool { place(of: queue).map { queues[$0].isOpen } ?? false }

  /// Agents logged in, and answering, who could take a call of these requirements.
  public func agents(able requirements: [Requirement]) -> Int {
    directory.profiles.reduce(0) {
      $0 + ($1.available > 0 && $1.skills.meets(requirements) ? Int($1.available) : 0)
    }
  }

  /// Whether more than so many agents are free for a call of these requirements.
  public func hasFree(moreThan count: Int, able requirements: [Requirement]) -> Bool {
    var left = count
    for i in agents.indices where agents[i].isFree && facts[i].skills.meets(requirements) {
      if left == 0 { return true }
      left -= 1
    }
    return false
  }

  /// How long a caller will still wait (`WaitEstimate`); nil with too few samples.
  ///
  /// - Parameter position: his place, from 1; nil for one who would come now.
  public func expectedWait(_ queue: QueueID, at position: Int? = nil, _ instant: Instant) -> Duration? {
    guard let q = place(of: queue) else { return nil }
    if position == nil, queues[q].waiting == 0 { return queues[q].estimate.expected(at: instant) }
    return queues[q].estimate.expected(place: position ?? queues[q].waiting + 1, at: instant)
  }

  /// The place of a call that waits, from 1; nil when it does not wait.
  public func position(of call: CallID, at instant: Instant) -> Int? {
    guard let slot = slots[call], calls[Int(slot)].state != .talking else { return nil }
    return position(slot, at: instant)
  }

  /// Who waits in each queue, by its number; looks at each call once, for all queues.
  public func standings() -> [QueueStanding] {
    var standings = [QueueStanding](repeating: QueueStanding(), count: queues.count)
    for call in calls where !call.isInternal {
      switch call.state {
      case .waiting, .deciding, .offered:
        let q = Int(call.queue)
        standings[q].first = min(standings[q].first ?? call.enqueued, call.enqueued)
        if call.state == .deciding, !call.isAbsent { standings[q].deciding += 1 }
      case .unused, .talking: break
      }
    }
    return standings
  }

  /// An agent's state and since when; nil for nobody.
  public func state(of agent: AgentID) -> (state: AgentState, since: Instant)? {
    index(agent).map { (state($0), agents[$0].since) }
  }

  /// What he can do now, live changes included.
  public func skills(of agent: AgentID) -> [SkillID: Int] {
    index(agent).map { facts[$0].definition.skills } ?? [:]
  }

  /// Whether his skills meet the requirements, logged in or not.
  public func isAble(_ agent: AgentID, _ requirements: [Requirement]) -> Bool {
    index(agent).map { facts[$0].skills.meets(requirements) } ?? false
  }
}

/// Those whom no agent has answered yet.
public struct QueueStanding: Hashable, Sendable {
  /// Callers who are at a key of the queue: they keep their places and are offered to nobody.
  public var deciding = 0
  /// Since when the one has been waiting who has been for longest; nil when nobody waits.
  public var first: Instant?
  public init() {}
}
