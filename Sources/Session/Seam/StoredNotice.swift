import Chronology

/// Something that callers hear first, until its time is over.
public struct StoredNotice: Hashable, Sendable, Codable {
  /// As flows name it.
  public var name: String
  /// What somebody has spoken: the file below the folder of recordings, and its length in milliseconds.
  public var file: String?
  public var length: Int64
  /// What somebody has written.
  public var text: String?
  /// The tag of the language whose callers hear it; nil for all.
  public var language: String?
  /// Since when and until when, on the wall clock, milliseconds.
  public var at: Int64
  public var until: Int64
  public init(
    name: String, file: String? = nil, length: Int64 = 0, text: String? = nil, language: String? = nil,
    at: Int64, until: Int64
  ) {
    (self.name, self.file, self.length) = (name, file, length)
    (self.text, self.language, self.at, self.until) = (text, language, at, until)
  }
}

/// A notice as a call finds it.
public struct NoticeInForce: Hashable, Sendable {
  public var sound: MessageSound?
  public var text: String?
  public var language: String?
  public init(sound: MessageSound?, text: String?, language: String?) {
    (self.sound, self.text, self.language) = (sound, text, language)
  }
}

/// A notice is put up; nil for what was spoken takes it away.
public struct NoticeOrder: Hashable, Sendable {
  public var name: String
  public var sound: MessageSound?
  /// On the wall clock.
  public var until: Instant
  public init(name: String, sound: MessageSound? = nil, until: Instant) {
    (self.name, self.sound, self.until) = (name, sound, until)
  }
}
