import ACD
import Chronology

/// A message that lies in a queue's mailbox.
public struct StoredMessage: Hashable, Sendable, Codable {
  public enum State: String, Hashable, Sendable, Codable, CaseIterable {
    case new
    /// Somebody has heard it.
    case heard
    /// Heard, and to be kept.
    case saved
  }
  /// What an agent is offered like a call.
  public struct Work: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable {
      case waiting
      case done
      /// Nobody had it in time, or it could not be offered.
      case late
    }
    public var state = State.waiting
    /// On the wall clock, milliseconds.
    public var until: Int64
    /// Who has heard it as work.
    public var agent: String?
    /// The stay in the queue that it counts as, among those of its call.
    public var visit: Int
    public init(until: Int64, visit: Int) { (self.until, self.visit) = (until, visit) }
  }
  /// One for all mailboxes of a house; none comes twice.
  public var number: Int
  public var queue: String
  /// The file, below the folder of recordings.
  public var name: String
  /// The call in which it was left.
  public var call: UInt64
  /// Who left it, when his number is known.
  public var from: String?
  public var callerName: String?
  /// Of callers that he is counted among; nil for none, and in what an earlier version kept.
  public var segment: String?
  /// The tag of his language.
  public var language: String
  /// On the wall clock, milliseconds.
  public var at: Int64
  /// Milliseconds.
  public var length: Int64
  public var state = State.new
  /// When it was first heard, on the wall clock, milliseconds; nil also when an earlier version heard it.
  public var heardAt: Int64?
  public var work: Work?

  public init(
    number: Int, queue: String, name: String, call: UInt64, from: String?, callerName: String? = nil,
    language: String, at: Int64, length: Int64
  ) {
    (self.number, self.queue, self.name, self.call) = (number, queue, name, call)
    (self.from, self.callerName, self.language) = (from, callerName, language)
    (self.at, self.length) = (at, length)
  }

  /// - Parameter milliseconds: now, on the wall clock.
  public mutating func change(to state: State, at milliseconds: Int64) {
    self.state = state
    if state != .new, heardAt == nil { heardAt = milliseconds }
  }
}
