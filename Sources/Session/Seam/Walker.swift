import CallFlow
import Chronology

/// Decides what a call does next: by effects it asks, by events it is answered, and nothing else passes.
/// A walker is a value that can be copied, so that a call can be cloned.
public protocol Walker: Sendable {
  /// - Parameter effects: what the walker wants, in order; at most one effect that must be answered, last.
  mutating func handle(
    _ event: WalkerEvent, in context: some WalkerContext, into effects: inout [WalkerEffect])
  /// Where it stands, to outlive the program; nil when it cannot.
  var kept: KeptWalk? { get }
  /// From now on somebody who is to be called back waits in that queue: what he asks for there; nil when it
  /// knows no such queue.
  mutating func callBackRequest(in queue: String, _ context: some WalkerContext) -> QueueRequest?
}
extension Walker {
  public var kept: KeptWalk? { nil }
  public mutating func callBackRequest(in queue: String, _ context: some WalkerContext) -> QueueRequest? {
    nil
  }
}

/// What a walker may know of the world beside its call. Frozen for the length of one transition.
public protocol WalkerContext {
  /// Wall-clock time.
  var now: Instant { get }
  var facts: CallFacts { get }
  func waiting(_ queue: QueueIndex) -> Int
  func agents(_ queue: QueueIndex) -> Int
  /// Minutes, rounded up; nil with fewer than five samples.
  ///
  /// - Parameter position: the caller's place, from 1; nil for one who would come now.
  func expectedWait(_ queue: QueueIndex, at position: Int?) -> Int?
  /// False when it is known that a recording could not be kept: then nobody is told of one.
  var canRecord: Bool { get }
  /// False when there is no way to ring anybody: then nobody is promised a call.
  var canRing: Bool { get }
  /// Where somebody has turned a switch to; nil when it stands where its flow lets it begin.
  func position(of toggle: String) -> SwitchItem.Position?
  /// What callers hear first, while it is in force.
  func notice(_ name: String) -> NoticeInForce?
  /// In the order in which they came.
  func messages(in queue: String) -> [StoredMessage]
  /// Nil on a site that keeps none.
  func sound(of message: StoredMessage) -> MessageSound?
  /// How often callers have chosen a topic of answers lately.
  func timesAsked(_ topic: String) -> Int
}
extension WalkerContext {
  public var canRecord: Bool { true }
  public var canRing: Bool { true }
  public func position(of toggle: String) -> SwitchItem.Position? { nil }
  public func notice(_ name: String) -> NoticeInForce? { nil }
  public func messages(in queue: String) -> [StoredMessage] { [] }
  public func sound(of message: StoredMessage) -> MessageSound? { nil }
  public func timesAsked(_ topic: String) -> Int { 0 }
}

/// What is given of a call from its first moment.
public struct CallFacts: Hashable, Sendable {
  /// The call's id as text.
  public var id: String
  /// Calling number; nil when withheld.
  public var ani: String?
  /// Number dialled; nil when not known.
  public var dnis: String?
  public var callerName: String?
  public var line: String
  public var start: Instant
  /// Fields of the call that are set from its first moment, by name.
  public var fields: [String: Value] = [:]
  public init(
    id: String, ani: String?, dnis: String?, callerName: String? = nil, line: String, start: Instant
  ) {
    (self.id, self.ani, self.dnis) = (id, ani, dnis)
    (self.callerName, self.line, self.start) = (callerName, line, start)
  }
}
