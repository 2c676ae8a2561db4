import CallFlow
import Chronology
import Tones

/// What is recorded of a caller alone: a message for others.
public struct MessageRequest: Hashable, Sendable {
  public var max: Duration
  /// So much silence behind what was said ends it.
  public var silence: Duration
  /// So long after the tone nothing was said: it ends with `nothing`.
  public var timeout: Duration
  /// Ends it; nil for none.
  public var terminator: Key?
  /// Keys that lead elsewhere, by their tags.
  public var keys: [Key: Int]
  public init(
    max: Duration, silence: Duration = .seconds(4), timeout: Duration = .seconds(5),
    terminator: Key? = .hash, keys: [Key: Int] = [:]
  ) {
    (self.max, self.silence, self.timeout) = (max, silence, timeout)
    (self.terminator, self.keys) = (terminator, keys)
  }

  /// A voice counts as gone when nothing of it was heard for so long.
  public static let hangover: Duration = .milliseconds(300)
}

/// A message in its file.
public struct MessageSound: Hashable, Sendable {
  /// The file, below the folder of recordings.
  public var name: String
  /// The whole path.
  public var path: String
  public var duration: Duration
  /// Of a line without an ear: there is no sound in it, and it reaches nobody.
  public var isSilent = false
  public init(name: String, path: String, duration: Duration) {
    (self.name, self.path, self.duration) = (name, path, duration)
  }
  /// Why that is.
  static let unheard = "this line has no microphone, there is no sound in it"
}

/// What ended a message.
public enum MessageEnd: Hashable, Sendable {
  /// The terminator; a key that leads elsewhere, by its tag.
  case key, choice(Int)
  /// Silence behind what was said; nothing was ever said.
  case silence, nothing
  /// It is as long as it may be.
  case full
  case hungUp(Party)
}

/// What becomes of a message order.
public enum MessageStep: Hashable, Sendable {
  /// Answered by `CallEvent.messageEnded`, once.
  case start
  case stop
}

/// A message that is to reach people.
public struct MessageOrder: Hashable, Sendable {
  public var sound: MessageSound
  /// The queue in whose mailbox it lies.
  public var queue: String
  /// An agent of the queue is offered it like a call, within that time.
  public var work: Duration?
  /// The tag of the caller's language.
  public var language: String
  /// Of callers that he is counted among; nil for none.
  public var segment: String?
  public init(
    sound: MessageSound, queue: String, work: Duration? = nil, language: String, segment: String? = nil
  ) {
    (self.sound, self.queue, self.work, self.language) = (sound, queue, work, language)
    self.segment = segment
  }
}
