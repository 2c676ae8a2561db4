/// Why the control socket cannot be used, in one line with a hint.
public struct ControlError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// Nobody listens there.
    case notRunning
    /// Another server does.
    case inUse
    case notAllowed
    /// A path, group or file that cannot serve.
    case unusable
    case timeout
    /// The peer closed, or sent what is no reply.
    case broken
    case otherVersion
  }
  public var reason: Reason
  public var description: String
  public init(_ reason: Reason, _ description: String) {
    (self.reason, self.description) = (reason, description)
  }

  /// 3 when `ivrd` is not reachable, else 2.
  public var exitStatus: Int32 {
    switch reason {
    case .notRunning, .timeout, .broken: 3
    case .inUse, .notAllowed, .unusable, .otherVersion: 2
    }
  }
}
