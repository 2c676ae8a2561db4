/// What a `DTMFDetector` heard. Positions count samples from the first one fed.
public enum DTMFEvent: Sendable, Equatable {
  /// A digit is being sent: its tone began near sample `onset`, and it was sure when `at` samples were in.
  case down(Key, onset: Int, at: Int)
  /// Its tone is over: it lasted about `length` samples, and that was sure when `at` samples were in.
  case up(Key, onset: Int, length: Int, at: Int)
}
