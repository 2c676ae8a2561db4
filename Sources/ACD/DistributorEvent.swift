import Chronology

/// What happens to the distributor. Events that no longer fit (an answer to an offer taken back) are
/// ignored and change nothing.
public enum DistributorEvent: Hashable, Sendable {
  case enqueued(CallID, ContactRequest)
  /// Hung up, or left by key, command or flow; ends talk as well.
  case callLeft(CallID, LeaveReason)
  /// The caller decides at a queue key: the place is kept, offers wait.
  case callDeciding(CallID)
  case callResumed(CallID)
  /// The caller has gone and is called back: the place is kept under another id.
  case callAbsent(CallID, as: CallID)
  /// He has been reached: his call takes the place that was kept.
  case callPresent(CallID, as: CallID)
  case priorityChanged(CallID, Int)
  case agentLoggedIn(AgentID, paused: String?)
  /// Back from pause, wrap-up or not answering.
  case agentReady(AgentID)
  /// While talking, takes effect when the talk and wrap-up are over.
  case agentPaused(AgentID, reason: String)
  case agentLoggedOut(AgentID)
  case agentAnswered(AgentID)
  case agentRefused(AgentID)
  /// His telephone rang out before the ring time did.
  case agentMissed(AgentID)
  /// His telephone could not be rung, which is no fault of his. The last time of several in a row he is offered
  /// nothing more until he returns, as if he did not answer.
  case agentUnreachable(AgentID, isLast: Bool = false)
  /// He hung up, or the talk ended otherwise than by the caller.
  case agentHungUp(AgentID)
  /// The line that he sits on is gone: a talk ends, and nothing is offered to him.
  case agentLineGone(AgentID)
  /// His talk ends because the call goes on elsewhere.
  case agentPassedOn(AgentID)
  /// Another agent, who was asked about the call, has it from now on; his own talk about it ends.
  case callHandedOver(CallID, to: AgentID)
  /// From now on; level 0 takes the skill away. A reload sets what the site says again.
  case skillChanged(AgentID, SkillID, Int)
  case queueOpened(QueueID)
  case queueClosed(QueueID)
  case timer(DistributorTimer)
}

/// A timer that the distributor asked for; a late one is recognised by its serial and ignored.
public struct DistributorTimer: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case ring(AgentID)
    case wrapUp(AgentID)
    case maxWait(CallID)
    case widening(CallID)
    case noAgents(CallID)
    /// The call has waited for one agent alone for long enough.
    case reserve(CallID)
    /// Who missed or refused the call may be offered it again.
    case again(CallID)
  }
  public var kind: Kind
  public var serial: UInt32
  public init(_ kind: Kind, serial: UInt32) { (self.kind, self.serial) = (kind, serial) }
}

/// What the distributor wants done, in order.
public enum DistributorEffect: Hashable, Sendable {
  /// The call waits: position counted from 1, calls waiting with it.
  case queued(CallID, QueueID, position: Int)
  case offer(AgentID, CallID, QueueID, ring: Duration)
  /// The offer ended without an answer; the agent must stop ringing.
  case offerEnded(AgentID, CallID, OfferEnd)
  case connected(CallID, AgentID, QueueID, waited: Duration)
  case talkEnded(CallID, AgentID, talk: Duration, by: TalkEnd)
  /// Follows the `talkEnded` of the agent who had it.
  case handedOver(CallID, to: AgentID, QueueID)
  /// The call left the queue without an agent; also answers `callLeft`.
  case left(CallID, QueueID, LeaveReason, waited: Duration)
  /// An agent could have the call, whose caller is not there: it is time to dial. Its place is kept.
  case turn(CallID, QueueID)
  /// What the call asks for was widened by step n (from 0).
  case widened(CallID, QueueID, step: Int)
  /// What the call asks for changed because the last agent with a skill left, or one came back; bit n
  /// stands for its n-th absence, set while in force.
  case eased(CallID, QueueID, absent: Int)
  /// The call waits for this agent alone, or no longer.
  case reserved(CallID, for: AgentID)
  case released(CallID, from: AgentID)
  case agentChanged(AgentID, AgentState)
  case start(DistributorTimer, after: Duration)
  case cancel(DistributorTimer)
  /// Why a call was or was not given to an agent, for `explain`.
  case decided(Decision)
}

public enum OfferEnd: String, Hashable, Sendable {
  case refused, missed
  /// His telephone could not be rung.
  case failed
  /// The caller left.
  case withdrawn
  /// The agent went away while it rang.
  case paused, loggedOut = "logged-out"
  case lineGone = "line-gone"
}

public enum TalkEnd: String, Hashable, Sendable {
  case caller, agent
  /// An operator, the flow's limit or the end of the program.
  case system
  /// The call went on to somebody else.
  case transfer
}

/// One routing decision: which agent a call was given to, and why.
public struct Decision: Hashable, Sendable {
  /// Who looked for whom.
  public enum Chooser: Hashable, Sendable {
    /// The call found this agent the best of those who were free and able.
    case call
    /// The agent became free, and found this call the first of those that he may take.
    case agent
    /// The call was meant for this agent.
    case itself
  }
  public var call: CallID
  public var agent: AgentID
  public var by: Chooser
  /// Sum over preferences of min(level, wanted).
  public var fit: Int
  /// Agents who were free and able.
  public var candidates: Int
  public var priority: PriorityParts
  public var waited: Duration
  /// The other agents, in the site's order; empty on a site of more than `Distributor.toldAgents`, where
  /// `Distributor.passedOver` counts them.
  public var passedOver: [Consideration]
  public init(
    call: CallID, agent: AgentID, by: Chooser, fit: Int, candidates: Int, priority: PriorityParts,
    waited: Duration, passedOver: [Consideration] = []
  ) {
    (self.call, self.agent, self.by, self.fit, self.candidates) = (call, agent, by, fit, candidates)
    (self.priority, self.waited, self.passedOver) = (priority, waited, passedOver)
  }
}
