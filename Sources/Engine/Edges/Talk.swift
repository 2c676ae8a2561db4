/// People on lines of their own who hear each other.
public struct TalkID: Hashable, Sendable {
  public let number: UInt64
  public init(_ number: UInt64) { self.number = number }
}

/// What a leg is in a talk. There is one of each.
public enum TalkSeat: Hashable, Sendable {
  /// Hears the agent, and a supervisor who speaks to everybody.
  case caller
  /// Hears everybody who speaks to him.
  case agent
  /// Hears the caller and the agent.
  case supervisor(Voice)

  /// To whom a supervisor speaks.
  public enum Voice: String, Hashable, Sendable, CaseIterable {
    /// He listens in.
    case nobody
    /// He whispers to the agent.
    case agent
    /// He has joined them.
    case everybody
  }
}

/// What becomes of the recording of one leg: both directions of it, in two channels.
public enum RecordingOrder: Hashable, Sendable {
  /// To that WAV file, which must not be there yet.
  case start(path: String)
  /// What is said until `resume` is silence in the file, of the same length.
  case pause
  case resume
  case stop
  /// Beside a recording: what the caller alone says, in one channel, to that WAV file, which must not be there
  /// yet.
  case message(path: String)
  case endMessage
}
