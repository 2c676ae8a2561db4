import Chronology

/// How long what a flow says lasts, as somebody has measured it.
public struct SoundLengths: Sendable {
  public struct Clip: Hashable, Sendable {
    public var length: Duration
    /// The longest time in it in which nothing is heard.
    public var silence: Duration
    public init(length: Duration, silence: Duration) { (self.length, self.silence) = (length, silence) }
  }
  /// A text in a language; nil when it could not be spoken.
  public var text: @Sendable (String, Language) -> Duration?
  /// A clip by its name and the tag of its language, looked for in the folders given; nil when it is not there.
  public var clip: @Sendable (String, String, [String]) -> Clip?
  public init(
    text: @escaping @Sendable (String, Language) -> Duration?,
    clip: @escaping @Sendable (String, String, [String]) -> Clip?
  ) {
    (self.text, self.clip) = (text, clip)
  }

  /// Of a text that nobody has measured: 7 characters a second in Korean, 14 in other languages.
  public static func estimate(_ text: String, isKorean: Bool) -> Duration {
    .milliseconds(Int64(text.unicodeScalars.count) * 1000 / (isKorean ? 7 : 14))
  }
}

extension DesignModel {
  func length(_ heard: Heard) -> Duration { heard.pieces.reduce(.zero) { $0 + length($1) } }

  /// Options are said by their labels: they count elsewhere.
  func length(_ piece: Heard.Piece) -> Duration {
    switch piece {
    case .text(let text): length(text)
    case .clip(let name, let language): clip(name, language)?.length ?? .zero
    case .pause(let duration): duration
    case .options: .zero
    }
  }

  func length(_ text: HeardText) -> Duration {
    if let name = text.clip, let clip = clip(name, text.language) { return clip.length }
    // A value is five signs long.
    let spoken = text.text.replacing(String(HeardText.value), with: "1,234")
    let language = content.languages.first { $0.tag == text.language } ?? Language(tag: text.language)
    return evidence.sounds?.text(spoken, language)
      ?? SoundLengths.estimate(spoken, isKorean: text.language == "ko")
  }

  /// Of its first characters: the share of the whole that they are.
  func length(_ text: HeardText, upTo offset: Int) -> Duration {
    let whole = text.text.count
    guard offset < whole else { return length(text) }
    return .milliseconds(length(text).milliseconds * Int64(offset) / Int64(whole))
  }

  func clip(_ name: String, _ language: String) -> SoundLengths.Clip? {
    evidence.sounds?.clip(name, language, evidence.clipFolders)
  }
}
