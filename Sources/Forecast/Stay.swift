import Chronology

/// One caller who comes to a queue, as a simulation is told of him: what he would do whoever answers.
public struct Stay: Hashable, Sendable {
  /// How he comes in: callers of one entry are asked for alike.
  public struct Entry: Hashable, Sendable {
    public var queue: String
    /// The full name of the state that put him there, `main.to_billing`, whose own needs hold as well; nil
    /// for the queue alone, as is one that the flows do not have.
    public var state: String?
    /// The call's language; nil for the application's own.
    public var language: String?
    /// The callers that he is counted among; nil for none, as is one that the flows do not have.
    public var segment: String?
    /// Those of the state's conditional needs and preferences that hold for him, as they are written.
    public var wishes: [String]
    /// Name or number of the agent whom the state named.
    public var agent: String?
    public init(
      queue: String, state: String? = nil, language: String? = nil, segment: String? = nil,
      wishes: [String] = [], agent: String? = nil
    ) {
      (self.queue, self.state, self.language) = (queue, state, language)
      (self.segment, self.wishes, self.agent) = (segment, wishes, agent)
    }
  }
  public var entry: Entry
  public var at: Instant
  public var ani: String?
  /// Talk and hold.
  public var talk: Duration
  public var wrapUp: Duration
  /// After so much waiting he hangs up; nil for never.
  public var patience: Duration?
  /// After so much waiting he leaves by a key of the queue's menu.
  public var leavesAfter: Duration?
  /// What his state computed for his priority; nil for what the flows say, or when it is not known.
  public var priority: Int?
  public init(
    _ entry: Entry, at: Instant, talk: Duration, wrapUp: Duration, patience: Duration? = nil,
    leavesAfter: Duration? = nil, ani: String? = nil
  ) {
    (self.entry, self.at, self.talk, self.wrapUp) = (entry, at, talk, wrapUp)
    (self.patience, self.leavesAfter, self.ani) = (patience, leavesAfter, ani)
  }
}

/// When an agent comes, pauses and goes.
public struct Attendance: Hashable, Sendable {
  public enum Change: String, Hashable, Sendable { case comes, pauses, goes }
  public struct Step: Hashable, Sendable {
    public var at: Instant
    public var change: Change
    public init(at: Instant, _ change: Change) { (self.at, self.change) = (at, change) }
  }
  public var agent: String
  /// In order.
  public var steps: [Step]
  public init(agent: String, steps: [Step]) { (self.agent, self.steps) = (agent, steps) }
  public init(agent: String, from: Instant, to: Instant) {
    self.init(agent: agent, steps: [Step(at: from, .comes), Step(at: to, .goes)])
  }

  /// How long he is there, and does not pause, between two instants.
  public func present(from: Instant, to: Instant) -> Duration {
    var sum = Duration.zero
    for (index, step) in steps.enumerated() where step.change == .comes {
      let end = index + 1 < steps.count ? min(steps[index + 1].at, to) : to
      let begin = max(step.at, from)
      if begin < end { sum += end - begin }
    }
    return sum
  }
}
