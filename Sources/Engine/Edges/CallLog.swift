import ACD
import Chronology

/// Where records go: one writer behind it. `append` returns at once and loses nothing.
public protocol CallLog: AnyObject, Sendable {
  func append(_ record: LogRecord)
  /// Whether event rows are wanted; when not, their texts are not even built.
  var wantsEvents: Bool { get }
  /// Whether it is read again by a next run: what has to survive is told to it as `kept` rows.
  var keepsState: Bool { get }
}

extension CallLog {
  public var wantsEvents: Bool { true }
  public var keepsState: Bool { false }
}

/// A log that keeps nothing.
public final class NoLog: CallLog {
  public init() {}
  public func append(_ record: LogRecord) {}
  public var wantsEvents: Bool { false }
}

/// One stream, in order; times are UTC on the wall clock.
public enum LogRecord: Sendable {
  /// The opening row, asked for when the call arrives.
  case callOpened(CallOpening)
  case event(CallEventRow)
  case queueVisit(QueueVisitRow)
  case callClosed(CallClosing)
  case agent(AgentEventRow)
  /// How an agent's talk with a call is filed.
  case disposition(DispositionRow)
  /// Something that the next run takes up again.
  case kept(KeptRow)
  /// Somebody ordered something.
  case audit(AuditRow)
  /// One of the events that screens follow.
  case published(PublishedRow)
}

public struct CallOpening: Hashable, Sendable {
  public var call: CallID
  /// The graph's id in hexadecimal.
  public var graph: String
  public var flow: String
  public var line: String
  public var ani: String?
  public var dnis: String?
  public var offered: Instant
  public init(
    call: CallID, graph: String, flow: String, line: String, ani: String?, dnis: String?, offered: Instant
  ) {
    (self.call, self.graph, self.flow, self.line) = (call, graph, flow, line)
    (self.ani, self.dnis, self.offered) = (ani, dnis, offered)
  }
}

/// One line of a call's timeline.
public struct CallEventRow: Hashable, Sendable {
  public var call: CallID
  /// Counted from 1 in each call.
  public var number: Int
  public var at: Instant
  /// `state`, `move`, `say`, `key`, `event`, `lookup`, `log`, `note`, `queue`, `offer`, `connect`, …
  public var kind: String
  /// Full name of the state the call was in.
  public var state: String
  public var detail: String
  public init(call: CallID, number: Int, at: Instant, kind: String, state: String, detail: String) {
    (self.call, self.number, self.at) = (call, number, at)
    (self.kind, self.state, self.detail) = (kind, state, detail)
  }
}

/// One stay of a call in a queue: written when the call leaves it. For an answered call it is written
/// again, with the same call and number, when the talk ends and when the agent's wrap-up is over, so that
/// whatever dies in between loses only what had not happened; a later row replaces an earlier one.
public struct QueueVisitRow: Hashable, Sendable {
  public var call: CallID
  public var number: Int
  public var queue: String
  public var enqueued: Instant
  public var left: Instant
  /// `answered`; `transferred` for the talk with another agent who was handed the call; `abandoned`,
  /// `closed`, `no-agents`, `full`, `timeout`, `key`, `moved`, `ended`; `callback`, with the agent and the talk
  /// that came of it; `work`, a message that an agent heard; `interrupted` when the log closed it after a crash.
  public var how: String
  public var agent: String?
  public var talk: Duration
  public var hold: Duration
  public var wrapUp: Duration
  /// Nil in rows that an earlier version wrote, and of stays that the log closed after a crash.
  public var priority: VisitPriority?
  /// Of the callers that the flow counted him among; nil for none.
  public var segment: String?
  public init(
    call: CallID, number: Int, queue: String, enqueued: Instant, left: Instant, how: String,
    agent: String? = nil, talk: Duration = .zero, hold: Duration = .zero, wrapUp: Duration = .zero
  ) {
    (self.call, self.number, self.queue, self.enqueued) = (call, number, queue, enqueued)
    (self.left, self.how, self.agent) = (left, how, agent)
    (self.talk, self.hold, self.wrapUp) = (talk, hold, wrapUp)
  }
}

public struct CallClosing: Hashable, Sendable {
  public var call: CallID
  public var language: String
  public var answered: Instant?
  public var ended: Instant
  /// `caller`, `system`, `agent`, `line`.
  public var endedBy: String
  public var outcome: String
  public var ownOutcome: String?
  public init(
    call: CallID, language: String, answered: Instant?, ended: Instant, endedBy: String, outcome: String,
    ownOutcome: String?
  ) {
    (self.call, self.language, self.answered, self.ended) = (call, language, answered, ended)
    (self.endedBy, self.outcome, self.ownOutcome) = (endedBy, outcome, ownOutcome)
  }
}

/// An agent's state from that instant on.
public struct AgentEventRow: Hashable, Sendable {
  public var agent: String
  public var at: Instant
  /// `AgentState.word`, or `held` while his caller is on hold.
  public var state: String
  /// Of a pause; in the row after an offer that led to no talk, the `OfferEnd` word, unless the call's
  /// timeline has it (`offer-ended`, `kim missed`).
  public var reason: String?
  public var call: CallID?
  /// The reason of a row that begins nothing: the clock was set, and the state goes on. A `logged-out` with this
  /// reason, by the clock as it was, ends what was before.
  public static let clock = "clock"
  /// The reason of a `logged-out` that the log wrote for who was there when a run broke off.
  public static let interrupted = "interrupted"
  /// The reason of not answering when his telephone could not be rung, several times in a row.
  public static let unreachable = "unreachable"
  public init(agent: String, at: Instant, state: String, reason: String? = nil, call: CallID? = nil) {
    (self.agent, self.at, self.state, self.reason, self.call) = (agent, at, state, reason, call)
  }
}
