import ACD
import Chronology

/// What is going on at one instant. Times are on the wall clock.
public struct EngineSnapshot: Hashable, Sendable {
  public var at = Instant(microseconds: 0)
  /// In the order of the applications and their queues.
  public var queues: [QueueSnapshot] = []
  /// In the order of the site.
  public var agents: [AgentSnapshot] = []
  /// In the order of arrival.
  public var calls: [CallSnapshot] = []
  /// Orders to be called back, in the order in which they were given.
  public var callBacks: [CallBackSnapshot] = []
  /// Messages that nobody has heard, in the order in which they were left.
  public var messages: [MessageSnapshot] = []
  public var maxCalls: Int?
  public var legs = LegCounts()
  public var switches: [SwitchSnapshot] = []
  /// Calls since the start.
  public var callsTaken = 0
  public var callsEnded = 0
  public init() {}
}

public struct QueueSnapshot: Hashable, Sendable {
  public var name: String
  public var waiting = 0
  /// Of these, callers at a key of the queue: they keep their places and are offered to nobody meanwhile.
  public var atKey = 0
  /// Of the calls that wait now.
  public var longestWait: Duration?
  /// Logged-in agents who meet what the queue itself needs of every call.
  public var agents = 0
  /// Of these agents, by `AgentState.word`.
  public var agentsByState: [String: Int] = [:]
  /// Minutes, rounded up; nil with fewer than five samples in the last 15 minutes.
  public var expectedWait: Int?
  public var recent = RecentFigures()
  /// Of these agents in the last half hour, whatever queue their calls were of: handle time of handle time and
  /// idle available time, in percent; nil when there was none of both.
  public var occupancy: Double?
  /// T and goal of its service level; percent.
  public var within = Duration.zero
  public var goal = 0
  /// By hand, whatever its calendar says, until it is opened by hand or its time is over.
  public var closed: Closing?
  public var isClosed: Bool { closed != nil }
  /// No flow has it any more; those who wait go on by its old rules.
  public var isGone = false
  public init(name: String) { self.name = name }
}

extension QueueSnapshot {
  /// Who closed it is in the log's table `audit`.
  public struct Closing: Hashable, Sendable {
    /// Nil when an earlier version closed it.
    public var since: Instant?
    /// What callers are told.
    public var message: String?
    /// When it opens by itself; nil for by hand alone.
    public var until: Instant?
    public init(since: Instant? = nil, message: String? = nil, until: Instant? = nil) {
      (self.since, self.message, self.until) = (since, message, until)
    }
  }
}

public struct AgentSnapshot: Hashable, Sendable {
  public var name: String
  public var fullName: String?
  public var state: AgentState
  public var since: Instant
  /// The call he is offered, talks to or wraps up.
  public var call: CallID?
  /// The line on which he sits.
  public var line: String?
  /// As a supervisor: `listen`, `whisper`, `join`; `call` is the one he listens to.
  public var monitor: String?
  public var isHeld = false
  /// Why he is offered nothing though he did nothing: `telephone 5201 cannot be rung: …`.
  public var fault: String?
  public var asksForSupervisor = false
  /// A reload took him away; he is here until his talk is over.
  public var isGone = false
  /// The message that is his work, where he has no line to hear it on.
  public var message: Int?
  public init(name: String, fullName: String? = nil, state: AgentState, since: Instant, call: CallID? = nil) {
    (self.name, self.fullName, self.state) = (name, fullName, state)
    (self.since, self.call) = (since, call)
  }
  /// Why he is paused.
  public var reason: String? {
    if case .paused(let reason) = state { reason } else { nil }
  }
}

public struct CallSnapshot: Hashable, Sendable {
  public var id: CallID
  public var line: String
  public var ani: String?
  public var dnis: String?
  public var language: String
  public var arrived: Instant
  /// Full name of the state it is in.
  public var state: String
  public var stateSince: Instant
  /// The queue it waits in, or was taken from by the agent it talks to.
  public var queue: String?
  /// Whom it talks to, or who sits on its line.
  public var agent: String?
  public var supervisor: String?
  /// Since when it is in that queue, and among which callers it counts there.
  public var enqueued: Instant?
  public var segment: String?
  /// At a key of that queue, where he keeps his place.
  public var isAtKey = false
  public init(
    id: CallID, line: String, ani: String?, dnis: String?, language: String, arrived: Instant,
    state: String, stateSince: Instant, queue: String? = nil, agent: String? = nil,
    supervisor: String? = nil
  ) {
    (self.id, self.line, self.ani, self.dnis, self.language) = (id, line, ani, dnis, language)
    (self.arrived, self.state, self.stateSince) = (arrived, state, stateSince)
    (self.queue, self.agent, self.supervisor) = (queue, agent, supervisor)
  }
}

/// Somebody who is to be called back.
public struct CallBackSnapshot: Hashable, Sendable {
  public var queue: String
  public var segment: String?
  public var ordered: Instant
  /// The call that ordered it.
  public var call: CallID?
  /// What may be shown of the number.
  public var number = ""
  /// How often he has been dialled, and will be at most.
  public var tries = 0
  public var mostTries = 0
  /// The telephone rings, or he has answered.
  public var isBeingMade = false
  /// Before that he is not dialled again.
  public var next: Instant?
  public init(queue: String, segment: String? = nil, ordered: Instant, call: CallID? = nil) {
    (self.queue, self.segment, self.ordered, self.call) = (queue, segment, ordered, call)
  }
}

/// A message that nobody has heard.
public struct MessageSnapshot: Hashable, Sendable {
  public var queue: String
  public var segment: String?
  public var left: Instant
  public init(queue: String, segment: String? = nil, left: Instant) {
    (self.queue, self.segment, self.left) = (queue, segment, left)
  }
}
