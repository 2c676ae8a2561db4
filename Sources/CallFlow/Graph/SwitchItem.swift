/// `switch storm off`: something that a person turns, obeyed by calendars and conditions of all calls.
public struct SwitchItem: Hashable, Sendable {
  public enum Position: String, Hashable, Sendable, CaseIterable {
    case on, off
    /// As if there were no switch.
    case auto
  }
  public var name: String
  /// Where it stands until somebody turns it.
  public var initial: Position
  public init(name: String, initial: Position) { (self.name, self.initial) = (name, initial) }
}
