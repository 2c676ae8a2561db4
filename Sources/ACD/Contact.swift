import Chronology

/// A skill and the level wanted of it, 1…9.
public struct SkillLevel: Hashable, Sendable {
  public var skill: SkillID
  public var level: Int
  public init(_ skill: SkillID, _ level: Int) { (self.skill, self.level) = (skill, level) }
}

/// What an agent must be able to do; several are all required.
public enum Requirement: Hashable, Sendable {
  /// One of these suffices.
  case any([SkillLevel])
  case not(SkillID)
}

/// A change of what is asked for after some time of waiting.
public struct WideningStep: Hashable, Sendable {
  public enum Change: Hashable, Sendable {
    /// Replaces the requirement on the same skill, or joins the others.
    case require(Requirement)
    /// Drops requirements on, and preferences for, that skill.
    case drop(SkillID)
  }
  public var after: Duration
  public var change: Change
  public init(after: Duration, change: Change) { (self.after, self.change) = (after, change) }
}

/// A change of what is asked for while nobody who is logged in, and answers, has the skill at that level.
public struct AbsenceRule: Hashable, Sendable {
  public var ability: SkillLevel
  public var change: WideningStep.Change
  public init(without ability: SkillLevel, change: WideningStep.Change) {
    (self.ability, self.change) = (ability, change)
  }
}

/// A call's wish to be given an agent: the queue's own needs and the state's already joined. All
/// numbers are the site's: a walker has them from its graph's binding.
public struct ContactRequest: Hashable, Sendable {
  public var queue: QueueID
  public var requirements: [Requirement]
  public var preferences: [SkillLevel]
  public var widenings: [WideningStep]
  /// At most four count.
  public var absences: [AbsenceRule] = []
  public var priority: Int
  /// Who is offered the call first, whatever he is able to.
  public var direct: AgentID?
  /// How long the call waits for him alone when he is logged in and busy; zero: not at all.
  public var directWait: Duration = .zero
  /// Nobody else is offered it: it leaves with `noAgents` when he is not there, with `timeout` when
  /// `directWait`, if that is not zero, is over.
  public var isDirectOnly = false
  /// Between agents: it counts for no queue, and ends when that agent does not take it.
  public var isInternal = false
  /// The caller is not there: when it is his turn, he has to be dialled.
  public var isAbsent = false
  /// It waits for as long as it takes, whatever the queue's limits: nobody is on the telephone.
  public var isPatient = false
  /// Since when it has waited, when that began before it came here.
  public var since: Instant?
  public init(
    queue: QueueID, requirements: [Requirement] = [], preferences: [SkillLevel] = [],
    widenings: [WideningStep] = [], priority: Int = 0
  ) {
    (self.queue, self.requirements, self.preferences) = (queue, requirements, preferences)
    (self.widenings, self.priority) = (widenings, priority)
  }
}

/// Strategies among agents who are equally fit (LANGUAGE 3.6).
public enum PickRule: Hashable, Sendable {
  case longestIdle, fewestCalls, leastTalk, roundRobin, level, spareLevel, linear, random, all
}

/// A queue's rules; a reload replaces them without touching who waits.
public struct QueueDefinition: Hashable, Sendable {
  public var id: QueueID
  public var pick = PickRule.longestIdle
  /// Added to the priority of its calls against those of other queues.
  public var weight = 0
  /// Priority gained per `agePeriod` waited, up to `ageMax` in all.
  public var age = 0
  public var agePeriod: Duration = .seconds(60)
  public var ageMax: Int?
  public var maxWait: Duration?
  public var maxCallers: Int?
  /// How long calls wait once the last logged-in agent has left; with nobody at entry they leave at once.
  public var noAgents: Duration = .seconds(30)
  public var ring: Duration = .seconds(10)
  /// Of a telephone that has to be dialled.
  public var dialledRing: Duration = .seconds(20)
  public var wrapUp: Duration = .seconds(30)
  /// After so many misses in a row the agent is `notAnswering`; 0 never.
  public var missedPause = 2
  public init(id: QueueID) { self.id = id }
}

/// An agent's data; a reload replaces it without touching his state.
public struct AgentDefinition: Hashable, Sendable {
  public var id: AgentID
  /// For ties, compared as text.
  public var name: String
  public var skills: [SkillID: Int]
  /// His telephone has to be dialled for an offer.
  public var isDialled = false
  /// How long his telephone rings, whatever the queue says.
  public var ring: Duration?
  public init(id: AgentID, name: String, skills: [SkillID: Int]) {
    (self.id, self.name, self.skills) = (id, name, skills)
  }
}

/// What an agent is doing. An agent has at most one offer or call.
public enum AgentState: Hashable, Sendable {
  case loggedOut
  case ready
  case offered(CallID)
  case talking(CallID)
  case wrapUp(CallID)
  case paused(reason: String)
  /// Missed too many offers; any key or command of his returns him.
  case notAnswering
  /// He was logged in by a line of his own, and the line is gone.
  case lineGone

  /// The word in logs, tables and scripts.
  public var word: String {
    switch self {
    case .loggedOut: "logged-out"
    case .ready: "ready"
    case .offered: "offered"
    case .talking: "talking"
    case .wrapUp: "wrap-up"
    case .paused: "paused"
    case .notAnswering: "not-answering"
    case .lineGone: "line-gone"
    }
  }
}

/// Why a call left a queue without an agent.
public enum LeaveReason: String, Hashable, Sendable {
  /// Overflow.
  case closed, noAgents = "no-agents", full, timeout
  /// The caller hung up.
  case abandoned
  /// He is called back.
  case callBack = "callback"
  /// The caller pressed a key that leads out.
  case key
  /// It goes on elsewhere.
  case moved
  /// Ended by order: of a supervisor, the PBX, or a limit.
  case ended
  /// To be called back, he was not reached in time.
  case unreached
  /// The house itself ended the call: a shutdown is nobody's abandon.
  case interrupted
}
