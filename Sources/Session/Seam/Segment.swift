import CallFlow

/// The smallest thing a line plays: one piece of a prompt with its own gate.
public struct Segment: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case speech([SpeechPiece])
    /// A recorded clip, and what is spoken when it is missing or broken; without a fallback it is a fault.
    case clip(String, fallback: [SpeechPiece])
    case silence(Duration)
    /// A named tone of the line's country: `beep`, `ringback`…
    case tone(String)
    /// Music on hold, one shared position per class, until it is stopped; nil for the built-in music.
    case music(String?)
  }
  public var content: Content
  public var gate: Gate
  public var voice: VoiceChoice
  /// The written form, for comparison in memory.
  public var written: String
  /// The written form with masked values masked: the only one that may be logged or shown.
  public var loggable: String
  /// The declared prompt this piece belongs to.
  public var prompt: String?

  public init(
    _ content: Content, gate: Gate = .open, voice: VoiceChoice, written: String = "",
    loggable: String? = nil, prompt: String? = nil
  ) {
    (self.content, self.gate, self.voice) = (content, gate, voice)
    (self.written, self.loggable, self.prompt) = (written, loggable ?? written, prompt)
  }
}

/// Words for the synthesiser; a fixed piece is worth keeping as samples.
public struct SpeechPiece: Hashable, Sendable {
  public var text: String
  public var isFixed: Bool
  public init(_ text: String, isFixed: Bool) { (self.text, self.isFixed) = (text, isFixed) }
}

/// How a text is spoken.
public struct VoiceChoice: Hashable, Sendable {
  /// `ko`, `en`.
  public var language: String
  /// The synthesiser's name of the voice.
  public var voice: String
  /// Words a minute; nil for the voice's own.
  public var speed: Int?
  /// 0…99; nil for the voice's own.
  public var pitch: Int?
  public init(language: String, voice: String? = nil, speed: Int? = nil, pitch: Int? = nil) {
    (self.language, self.voice, self.speed, self.pitch) = (language, voice ?? language, speed, pitch)
  }
}
