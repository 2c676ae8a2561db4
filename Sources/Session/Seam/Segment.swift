import CallFlow

/// The smallest thing a line plays: one piece of a prompt with its own gate.
public struct Segment: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case speech([SpeechPiece])
    /// A recorded clip, and what is spoken when it is missing or broken: nothing where that is empty.
    /// Without a fallback it is a fault.
    case clip(String, fallback: [SpeechPiece]?)
    case silence(Duration)
    /// A named tone of the line's country: `beep`, `ringback`…
    case tone(String)
    /// Music on hold, one shared position per class, until it is stopped; nil for the built-in music.
    case music(String?)
    /// What a caller said, from its file, and how long it is. With its number it becomes heard as soon as it
    /// was played to its end.
    case message(String, Duration, number: Int? = nil)
  }
  /// Shared: a segment passes through many hands, in every call the same.
  private final class Body: Hashable, Sendable {
    let content: Content
    let gate: Gate
    let voice: VoiceChoice
    let written: String
    let loggable: String
    let prompt: String?
    init(
      _ content: Content, _ gate: Gate, _ voice: VoiceChoice, _ written: String, _ loggable: String,
      _ prompt: String?
    ) {
      (self.content, self.gate, self.voice) = (content, gate, voice)
      (self.written, self.loggable, self.prompt) = (written, loggable, prompt)
    }
    static func == (a: Body, b: Body) -> Bool {
      a === b
        || (a.content, a.gate, a.voice) == (b.content, b.gate, b.voice)
          && (a.written, a.loggable, a.prompt) == (b.written, b.loggable, b.prompt)
    }
    func hash(into hasher: inout Hasher) {
      hasher.combine(content)
      hasher.combine(gate)
      hasher.combine(written)
    }
  }
  private let body: Body

  public var content: Content { body.content }
  public var gate: Gate { body.gate }
  public var voice: VoiceChoice { body.voice }
  /// The written form, for comparison in memory.
  public var written: String { body.written }
  /// The written form with masked values masked: the only one that may be logged or shown.
  public var loggable: String { body.loggable }
  /// The declared prompt this piece belongs to.
  public var prompt: String? { body.prompt }

  /// The music that a caller hears while somebody is rung for him.
  public static let ringback = "ringback"

  public init(
    _ content: Content, gate: Gate = .open, voice: VoiceChoice, written: String = "",
    loggable: String? = nil, prompt: String? = nil
  ) {
    body = Body(content, gate, voice, written, loggable ?? written, prompt)
  }
}

extension Segment {
  /// The same, spoken in that manner.
  func styled(_ style: SpeechStyle) -> Segment {
    Segment(
      content, gate: gate, voice: voice.styled(style), written: written, loggable: loggable, prompt: prompt)
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
  /// dB over the house's level, -100…12.
  public var volume = 0
  /// Silence between a part that is said and the one before it.
  public var pause: Duration
  public init(
    language: String, voice: String? = nil, speed: Int? = nil, pitch: Int? = nil, volume: Int = 0,
    pause: Duration = .zero
  ) {
    (self.language, self.voice, self.speed, self.pitch) = (language, voice ?? language, speed, pitch)
    (self.volume, self.pause) = (volume, pause)
  }

  /// What a synthesiser speaks at unless told: espeak-ng's figures.
  static let usualSpeed = 175
  static let usualPitch = 50

  func styled(_ style: SpeechStyle) -> VoiceChoice {
    var choice = self
    if style.rate != 100 {
      choice.speed = max(80, min(450, (speed ?? Self.usualSpeed) * max(1, min(1000, style.rate)) / 100))
    }
    if style.pitch != 0 { choice.pitch = max(0, min(99, (pitch ?? Self.usualPitch) + style.pitch)) }
    choice.volume = max(-100, min(12, volume + style.volume))
    return choice
  }
}
