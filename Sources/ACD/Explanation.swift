import Chronology

/// Why an agent has, or has not, been given a call.
public struct Consideration: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// Does not meet that requirement.
    case lacks(Requirement)
    /// Able, and not free.
    case busy(AgentState)
    /// Has just missed or refused it.
    case rests
    /// It waits for another agent alone.
    case waitsForAnother
    /// Free, with less of what is preferred: the sum over the preferences.
    case lessFit(Int)
    /// Free and as fit; the sum of his levels over the needed skills is not the one that goes first.
    case otherAbility(Int)
    /// Free, as fit and as able: the strategy, or his name, puts him behind.
    case laterInTurn
    /// Nothing speaks against him.
    case mayTakeIt
  }
  public var agent: AgentID
  public var reason: Reason
  public init(_ agent: AgentID, _ reason: Reason) { (self.agent, self.reason) = (agent, reason) }
}

/// Why agents have not been given a call, those with one reason counted together: for sites with so many that
/// nobody would read of each.
public struct ConsiderationCount: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case lacks(Requirement)
    /// Able and not free, by the word of his state.
    case busy(String)
    case rests, waitsForAnother, lessFit, otherAbility, laterInTurn
  }
  public var reason: Reason
  public var count: Int
  /// Of those who were free the first few, the fittest first, then by name.
  public var nearest: [Consideration]
  public init(_ reason: Reason, _ count: Int, nearest: [Consideration] = []) {
    (self.reason, self.count, self.nearest) = (reason, count, nearest)
  }
}

/// What makes up the priority of a call at one moment.
public struct PriorityParts: Hashable, Sendable {
  public var own: Int
  public var age: Double
  public var weight: Int
  public init(own: Int, age: Double, weight: Int) { (self.own, self.age, self.weight) = (own, age, weight) }
  public var sum: Double { Double(own + weight) + age }
}

/// Where a call stands and why nobody has it yet.
public struct CallExplanation: Hashable, Sendable {
  public enum State: Hashable, Sendable {
    case waiting
    /// The caller is at a key of the queue: nobody is offered the call meanwhile.
    case deciding
    case offered([AgentID])
    case talking(AgentID)
  }
  public var call: CallID
  public var queue: QueueID
  public var state: State
  public var waited: Duration
  /// From 1; nil in a talk.
  public var position: Int?
  public var priority: PriorityParts
  /// What it asks for now.
  public var requirements: [Requirement]
  public var preferences: [SkillLevel]
  /// Widenings that have happened, of how many, and after how long a wait the next one does.
  public var widened: Int
  public var widenings: Int
  public var nextWidening: Duration?
  /// Its absences in force, by place.
  public var absent: [Int]
  public var reservedFor: AgentID?
  /// Every agent of the site, in its order; empty in a talk.
  public var considerations: [Consideration]
}

/// Why an agent is offered nothing.
public struct AgentExplanation: Hashable, Sendable {
  /// Calls that wait in a queue, by what keeps the agent from them.
  public struct Row: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
      case lacks(Requirement)
      case rests
      case waitsForAnother
      case deciding
      case offeredToAnother
      case mayTakeIt
    }
    public var queue: QueueID
    public var reason: Reason
    public var calls: Int
  }
  public var agent: AgentID
  public var state: AgentState
  public var since: Instant
  /// Offers missed in a row.
  public var misses: Int
  public var skills: [SkillID: Int]
  /// Whether a reload took him out of the site.
  public var isDefined: Bool
  /// By queue; what keeps him from most calls first.
  public var rows: [Row]
}
