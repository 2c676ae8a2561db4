import ACD
import Chronology

/// State that outlives the program: the row of a kind and name replaces the one before.
public struct KeptRow: Hashable, Sendable {
  /// `agent`, `skill`, `queue`, `switch`, `served`, `callback`, `message`, `messages`, `notice`; other parts of the house may have kinds of their own.
  public var kind: String
  public var name: String
  /// Since when, on the wall clock.
  public var at: Instant
  /// One line; nil when there is nothing to keep any more.
  public var value: String?
  public init(_ kind: String, _ name: String, at: Instant, _ value: String?) {
    (self.kind, self.name, self.at, self.value) = (kind, name, at, value)
  }
}

/// The file that a talk goes into, told by the agent; a later one replaces it.
public struct DispositionRow: Hashable, Sendable {
  public var call: CallID
  public var agent: String
  /// The words of the queue's `disposition` line.
  public var title: String
  public init(call: CallID, agent: String, title: String) {
    (self.call, self.agent, self.title) = (call, agent, title)
  }
}

/// Who ordered what, and what became of it.
public struct AuditRow: Hashable, Sendable {
  public var at: Instant
  /// The Unix user, by number and, where the system knows it, by name.
  public var user: UInt32
  public var name: String?
  /// `viewer`, `agent`, `supervisor`, `admin`.
  public var role: String
  /// As typed: `queue billing close`.
  public var act: String
  /// `done`, or why not.
  public var result: String
  public init(at: Instant, user: UInt32, name: String?, role: String, act: String, result: String) {
    (self.at, self.user, self.name, self.role) = (at, user, name, role)
    (self.act, self.result) = (act, result)
  }
}

/// An event as screens get it, by its number in the stream.
public struct PublishedRow: Hashable, Sendable {
  /// So many are kept: whoever was away for longer has to begin anew.
  public static let most = 10_000
  public var number: Int64
  public var at: Instant
  /// JSON.
  public var body: String
  public init(number: Int64, at: Instant, body: String) {
    (self.number, self.at, self.body) = (number, at, body)
  }
}
