/// Compares a PIN with its hash. Slow on purpose, and therefore not the engine's own work.
public protocol PinCheck: AnyObject, Sendable {
  /// - Parameters:
  ///   - hash: as the site file has it; nil on a site without any PIN, where the answer is no.
  ///   - answer: called once, on any thread.
  func check(_ pin: String, against hash: String?, answer: @escaping @Sendable (Bool) -> Void)
}

/// A site on which nobody can log in by telephone.
public final class NoPins: PinCheck {
  public init() {}
  public func check(_ pin: String, against hash: String?, answer: @escaping @Sendable (Bool) -> Void) {
    answer(false)
  }
}
