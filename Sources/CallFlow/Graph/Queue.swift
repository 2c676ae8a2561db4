import Tones

/// A skill, or the skill named like the call's language.
public enum Ability: Hashable, Sendable {
  case skill(SkillIndex)
  case language
}

/// `need billing 2`, `need ko 3 or en 4`, `need not trainee`.
public enum Need: Hashable, Sendable {
  case any([LevelledAbility])
  case not(Ability)

  /// Those it speaks of.
  public var abilities: [Ability] {
    switch self {
    case .any(let levels): levels.map(\.ability)
    case .not(let ability): [ability]
    }
  }
}

public struct LevelledAbility: Hashable, Sendable {
  public var ability: Ability
  /// 1…9.
  public var level: Int
  public init(_ ability: Ability, level: Int = 1) { (self.ability, self.level) = (ability, level) }
}

/// `after 60s need billing 1`, `after 3m drop language`.
public struct Widening: Hashable, Sendable {
  public enum Change: Hashable, Sendable {
    case need(Need)
    case drop(Ability)

    /// Those it speaks of.
    public var abilities: [Ability] {
      switch self {
      case .need(let need): need.abilities
      case .drop(let ability): [ability]
      }
    }
  }
  public var after: Duration
  public var change: Change
  public init(after: Duration, change: Change) { (self.after, self.change) = (after, change) }
}

/// `without ko drop ko`, `without billing 3 need billing 1`: while nobody who is logged in has it.
public struct Absence: Hashable, Sendable {
  /// So many count for one call.
  public static let most = 4
  public var ability: LevelledAbility
  public var change: Widening.Change
  public init(without ability: LevelledAbility, change: Widening.Change) {
    (self.ability, self.change) = (ability, change)
  }
}

/// The strategy among agents who are equally fit.
public enum PickStrategy: String, Hashable, Sendable, CaseIterable {
  case longestIdle = "longest-idle"
  case fewestCalls = "fewest-calls"
  case leastTalk = "least-talk"
  case roundRobin = "round-robin"
  case level
  case spareLevel = "spare-level"
  case linear, random, all
}

/// A declared queue with the built-in values of LANGUAGE 3.6 where none is written.
public struct QueueItem: Sendable {
  public var name: String
  /// What an agent enters to pass a call on to it.
  public var number: String?
  public var needs: [Need] = []
  public var prefers: [LevelledAbility] = []
  public var widenings: [Widening] = []
  public var absences: [Absence] = []
  public var pick = PickStrategy.longestIdle
  public var priority = 0
  /// Added to the priority of all its callers.
  public var weight = 0
  /// Who served the caller last is offered him first.
  public var lastAgent: LastAgent?
  /// Priority gained per `agePeriod` of waiting.
  public var age = 0
  public var agePeriod: Duration = .seconds(60)
  public var ageMax: Int?
  public var calendar: CalendarID?
  public var maxWait: Duration?
  public var maxCallers: Int?
  /// How long a call waits when the last logged-in agent has left; with nobody at entry it leaves at once.
  public var noAgents: Duration = .seconds(30)
  public var ring: Duration?
  public var wrapUp: Duration = .seconds(30)
  public var missedPause = 2
  /// A clip; nil for the built-in music.
  public var music: String?
  public var comfort: [Comfort] = []
  public var announcements: [Announcement] = []
  public var firstAnnouncement: Duration = .seconds(15)
  public var etaRound: Duration = .seconds(60)
  public var positionLimit: Int?
  public var whisper: PromptUse?
  /// Keys that leave the queue, moves named with their flow.
  public var keys: [KeyBinding] = []
  public var serviceLevel = 80
  public var serviceWithin: Duration = .seconds(20)
  public var shortAbandon: Duration = .seconds(5)
  public var dispositions: [Disposition] = []
  public var position: SourcePosition
  public init(name: String, position: SourcePosition) { (self.name, self.position) = (name, position) }

  /// `last-agent 7d for 20s`.
  public struct LastAgent: Hashable, Sendable {
    /// How long ago that may have been.
    public var within: Duration
    /// How long the caller waits for him alone when he is busy.
    public var wait: Duration
    public init(within: Duration, wait: Duration) { (self.within, self.wait) = (within, wait) }
  }
  public struct Comfort: Hashable, Sendable {
    public var prompt: PromptUse
    public var every: Duration
    public init(prompt: PromptUse, every: Duration) { (self.prompt, self.every) = (prompt, every) }
  }
  public struct Announcement: Hashable, Sendable {
    public enum News: String, Hashable, Sendable, CaseIterable {
      case position, eta
      /// The labels of the keys that callers may press while they wait.
      case options
    }
    public var news: News
    public var every: Duration
    /// The application's own `queue_position(n)` or `queue_eta(minutes)`, its one parameter still open; nil
    /// for the built-in text.
    public var prompt: PromptUse?
    public init(news: News, every: Duration, prompt: PromptUse? = nil) {
      (self.news, self.every, self.prompt) = (news, every, prompt)
    }
  }
  public struct Disposition: Hashable, Sendable {
    public var code: Int
    public var title: String
    public init(code: Int, title: String) { (self.code, self.title) = (code, title) }
  }
}

/// Why a call left a queue without an agent.
public enum OverflowReason: String, Hashable, Sendable, CaseIterable {
  case closed
  case noAgents = "no-agents"
  case full, timeout
}

/// `route to_billing { queue billing … }`.
public struct RouteSpec: Sendable {
  public var queue: QueueIndex
  /// The state's own lines; they add to the queue's, a need on the same skill replaces it.
  public var needs: [Need]
  public var prefers: [LevelledAbility]
  public var widenings: [Widening]
  public var absences: [Absence] = []
  /// Asked only of calls for which a condition holds.
  public var wishes: [ConditionalWish] = []
  /// Who is offered the call first.
  public var direct: Direct?
  public var priority: Expression?
  public var notes: [Note]
  public var talked: Block
  /// By reason; `otherwise` for a reason that is not written.
  public var overflow: [OverflowReason: Block]
  public var otherwise: Block?
  /// The queue's keys and the state's own, resolved in this flow.
  public var keys: [KeyBinding]
  public var agent: VariableID?
  public var waited: VariableID?
  public var talk: VariableID?
  public var reason: VariableID?
  /// `need billing 3 when vip`.
  public struct ConditionalWish: Sendable {
    public enum Wish: Hashable, Sendable {
      case need(Need)
      case prefer(LevelledAbility)
    }
    public var wish: Wish
    public var condition: Expression
    public init(_ wish: Wish, when condition: Expression) { (self.wish, self.condition) = (wish, condition) }
  }
  /// `agent adviser for 20s`: an agent by name or number.
  public struct Direct: Sendable {
    public var agent: Expression
    /// How long the call waits for him alone when he is busy.
    public var wait: Duration
    /// Nobody else is offered it.
    public var isOnly: Bool
    public init(_ agent: Expression, wait: Duration = .zero, isOnly: Bool = false) {
      (self.agent, self.wait, self.isOnly) = (agent, wait, isOnly)
    }
  }
  public struct Note: Hashable, Sendable {
    public var name: String
    public var value: Expression
    public init(name: String, value: Expression) { (self.name, self.value) = (name, value) }
  }
  public init(
    queue: QueueIndex, needs: [Need] = [], prefers: [LevelledAbility] = [], widenings: [Widening] = [],
    priority: Expression? = nil, notes: [Note] = [], talked: Block,
    overflow: [OverflowReason: Block] = [:], otherwise: Block? = nil, keys: [KeyBinding] = [],
    agent: VariableID? = nil, waited: VariableID? = nil, talk: VariableID? = nil, reason: VariableID? = nil
  ) {
    (self.queue, self.needs, self.prefers, self.widenings) = (queue, needs, prefers, widenings)
    (self.priority, self.notes, self.talked) = (priority, notes, talked)
    (self.overflow, self.otherwise, self.keys) = (overflow, otherwise, keys)
    (self.agent, self.waited, self.talk, self.reason) = (agent, waited, talk, reason)
  }
}
