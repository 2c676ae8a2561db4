import Session

/// A synthesiser: words to samples, 8 kHz 16-bit mono. Slow work happens on its own thread.
public protocol Voice: AnyObject, Sendable {
  /// Answers once, on any thread, from the store at once when it is there.
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void)

  /// The same for a player that may be cut short.
  /// - Parameter isWanted: asked now and then while the text is spoken, on any thread; once it says no, the
  ///   work may be given up, and the answer be a fault.
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool, while isWanted: @escaping @Sendable () -> Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void)
}

extension Voice {
  public func render(
    _ text: String, as voice: VoiceChoice, keep: Bool, while isWanted: @escaping @Sendable () -> Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) { render(text, as: voice, keep: keep, answer: answer) }
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
