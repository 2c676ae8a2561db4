import Chronology

/// What of an agent outlives the program.
public struct AgentMemory: Hashable, Sendable {
  public var state: AgentState
  public var since: Instant
  /// Since when he is free, whatever he was offered meanwhile.
  public var idleSince: Instant
  /// Asked for while talking.
  public var pauseAfter: String?
  public var leavesAfter = false
  /// What the strategies go by.
  public var calls = 0
  public var talk = Duration.zero
  public var lastOffered: Int64 = 0
  public var misses = 0
  public init(_ state: AgentState, since: Instant, idleSince: Instant? = nil) {
    (self.state, self.since, self.idleSince) = (state, since, idleSince ?? since)
  }
}

extension Distributor {
  /// Nil for an agent of whom nothing is known.
  public func memory(of id: AgentID) -> AgentMemory? {
    guard let i = index(id) else { return nil }
    var memory = AgentMemory(state(i), since: agents[i].since, idleSince: agents[i].idleSince)
    (memory.leavesAfter, memory.calls) = (agents[i].leavesAfter, Int(agents[i].calls))
    if agents[i].pausesAfter { memory.pauseAfter = facts[i].pauseAfter ?? "" }
    (memory.talk, memory.lastOffered) = (.microseconds(agents[i].talk), agents[i].lastOffered)
    memory.misses = Int(agents[i].misses)
    return memory
  }

  /// An agent who is logged out is again what he was. Calls are not: who was offered one is ready, who talked
  /// has his wrap-up.
  ///
  /// - Parameter wrapUp: how long his wrap-up still lasts; zero for no longer.
  public mutating func restore(
    _ id: AgentID, _ memory: AgentMemory, wrapUp: Duration, at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {
    guard let i = index(id), agents[i].isDefined, agents[i].phase == .loggedOut else { return }
    agents[i].calls = Int32(clamping: memory.calls)
    agents[i].talk = max(0, memory.talk.microseconds)
    agents[i].lastOffered = max(0, memory.lastOffered)
    offersMade = max(offersMade, agents[i].lastOffered)
    agents[i].misses = UInt8(clamping: memory.misses)
    agents[i].idleSince = min(memory.idleSince, instant)
    let since = min(memory.since, instant)
    var state = memory.state
    if memory.leavesAfter { state = .loggedOut }
    switch state {
    case .loggedOut:
      agents[i].since = memory.leavesAfter ? instant : since
      return
    case .ready, .offered:
      enter(i, .ready, since: state == .ready ? since : instant, at: instant, into: &effects)
      offerCall(to: Int32(i), at: instant, into: &effects)
    case .talking(let call), .wrapUp(let call):
      if let reason = memory.pauseAfter {
        (facts[i].pauseAfter, agents[i].pausesAfter) = (reason, true)
      }
      guard wrapUp > .zero else { return finishWrapUp(i, at: instant, into: &effects) }
      facts[i].wrapsUp = call
      if case .talking = state {
        enter(i, .wrapUp, since: instant, at: instant, into: &effects)
      } else {
        enter(i, .wrapUp, since: since, at: instant, into: &effects)
      }
      startWrapUp(i, wrapUp, into: &effects)
    case .paused(let reason):
      facts[i].pauseReason = reason
      enter(i, .paused, since: since, at: instant, into: &effects)
    case .notAnswering: enter(i, .notAnswering, since: since, at: instant, into: &effects)
    case .lineGone: enter(i, .lineGone, since: since, at: instant, into: &effects)
    }
  }
}

extension Distributor {
  /// Since when a call waits, and its own priority; nil when it is in no queue.
  public func place(of call: CallID) -> (since: Instant, priority: Int, order: Int64)? {
    slots[call].map { (calls[Int($0)].enqueued, calls[Int($0)].priority, calls[Int($0)].order) }
  }
}
