/// What a `DTMFDetector` heard. Positions count samples from the first one fed.
public enum DTMFEvent: Sendable, Equatable {
  /// A digit is being sent: its tone began near sample `onset`, and it was sure when `at` samples were in.
  case down(Key, onset: Int, at: Int)
  /// Its tone is over: it lasted about `length` samples, and that was sure when `at` samples were in. The
  /// measure is that of the moment when it was taken for a digit.
  case up(Key, onset: Int, length: Int, at: Int, measure: DTMFMeasure)
  /// Something that was nearly a digit is over, and why it was none. Told at most a few times a second; a
  /// caller who needs digits only ignores it.
  case refused(DTMFRefusal)

  /// How many samples were in when it was sure.
  public var at: Int {
    switch self {
    case .down(_, onset: _, let at), .up(_, onset: _, length: _, let at, measure: _): at
    case .refused(let refusal): refusal.at
    }
  }
}
