/// One text or clip that a flow may say in one language, for lists of prompts.
public struct PromptEntry: Hashable, Sendable {
  /// The declared prompt; nil for what a state or a queue says itself.
  public var prompt: String?
  /// Who says it: `main.start`, `queue support`.
  public var place: String
  public var language: String
  public var visit: Int
  /// Its place among the texts and clips of its line, from 1.
  public var index: Int
  /// The file, as the flow writes it.
  public var clip: String?
  /// As it is written, values as `{…}`; empty for a clip without a text.
  public var text: String
  /// The words, piece by piece, as they are given to the voice; values are left out.
  public var spoken: [String]
  /// Only the voice can say it.
  public var hasValues: Bool
  public var voice: VoiceChoice

  /// A file name for a recording: the clip's own, else one made of prompt and place.
  public var fileName: String {
    if let clip { return clip }
    let name = (prompt ?? place) + (visit > 1 ? "-visit\(visit)" : "")
    let safe = name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" }
    return String(safe) + (prompt == nil || index > 1 ? "-\(index)" : "") + ".wav"
  }
}
