/// A press as a line hears it, whichever way it came. Positions count the leg's samples.
public enum DigitEvent: Sendable, Equatable {
  public enum Way: Sendable, Hashable {
    /// Heard in the sound.
    case tone
    /// Told by the bridge.
    case message
  }
  /// A key went down. Of a tone `onset` is its beginning, as near as can be told; a message knows none, and
  /// has its own position there.
  case down(Key, by: Way, onset: Int, at: Int)
  /// It is up again after `length` samples; nil when only a message told of it. A press by message goes up
  /// at once: the message is sent when the key is let go.
  case up(Key, length: Int?, at: Int)
}
