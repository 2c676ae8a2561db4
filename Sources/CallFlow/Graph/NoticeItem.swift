import Chronology

/// `notice today { flow main; for 12h }`: something that callers hear first, as long as it is in force.
public struct NoticeItem: Hashable, Sendable {
  public var name: String
  /// Calls that begin in these hear it; all when empty.
  public var flows: [FlowID]
  /// How long one is in force, when nobody says otherwise.
  public var length: Duration
  public init(name: String, flows: [FlowID] = [], length: Duration = .hours(24)) {
    (self.name, self.flows, self.length) = (name, flows, length)
  }
}
