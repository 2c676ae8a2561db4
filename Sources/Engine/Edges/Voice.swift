import Session

/// A synthesiser: words to samples, 8 kHz 16-bit mono. Slow work happens on its own thread.
public protocol Voice: AnyObject, Sendable {
  /// Answers once, on any thread, from the store at once when it is there. A render that nobody waits for
  /// any more may be given up through the ticket.
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void)
}

/// Immutable samples, 8 kHz 16-bit mono, shared by every line that plays them.
public final class Sound: Sendable {
  public let samples: [Int16]
  public init(_ samples: [Int16]) { self.samples = samples }
  public var duration: Duration { .microseconds(Int64(samples.count) * 125) }
}

public struct VoiceFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and how to mend it, in one line.
  public var description: String
  public init(_ description: String) { self.description = description }
}
