import Wording

/// What may be done to a part of a prompt by a key (LANGUAGE 3.8).
public enum Gate: String, Hashable, Sendable {
  /// A key cuts it: barge-in.
  case open = "on"
  /// Keys are thrown away, earlier ones too.
  case closed = "off"
  /// Plays to the end; keys are kept.
  case hold
}

/// A text with values in it.
public struct Template: Hashable, Sendable {
  public enum Part: Hashable, Sendable {
    case text(String)
    case value(Expression, Form?)
    /// `{office as hours}`.
    case hours(CalendarID)
    /// `{은/는}`: chosen by the final sound of what stands before.
    case particle(String, String)
    /// `{label}` and `{key}` of an `option` text.
    case label, key
  }
  public var parts: [Part]
  public init(_ parts: [Part]) { self.parts = parts }
  public init(text: String) { parts = text.isEmpty ? [] : [.text(text)] }
  /// The text when no value stands in it.
  public var fixedText: String? {
    var text = ""
    for part in parts {
      guard case .text(let piece) = part else { return nil }
      text += piece
    }
    return text
  }
}

/// One piece of a prompt or of a `say`.
public indirect enum PromptPiece: Hashable, Sendable {
  case text(Template)
  /// A piece in another manner or language of speech.
  case styled(SpeechStyle, PromptPiece)
  /// A recorded clip and the text that is spoken when it is missing or broken.
  case clip(String, fallback: Template?)
  case pause(Duration)
  case tone(String)
  case prompt(PromptUse)
  /// `say { ko "…"; en "…" }`: the call's language chooses; a missing one takes the default's.
  case byLanguage([LanguageID: PromptPiece])
  /// `say options`: the labels of the menu's own keys in the order of their lines.
  case options
}

/// A prompt said in one place: its free names are resolved there, so each use has its own compiled lines.
public struct PromptUse: Hashable, Sendable {
  public var prompt: PromptID
  public var arguments: [Expression]
  /// The prompt's lines with their names resolved in the scope of this use; shared between the uses of a flow.
  public var lines: [PromptLine]
  public init(prompt: PromptID, arguments: [Expression] = [], lines: [PromptLine]) {
    (self.prompt, self.arguments, self.lines) = (prompt, arguments, lines)
  }
}

/// `visit 2 ko "…"`: one language's pieces, from that visit on.
public struct PromptLine: Hashable, Sendable {
  public var visit: Int
  public var language: LanguageID
  public var pieces: [PromptPiece]
  public init(visit: Int = 1, language: LanguageID, pieces: [PromptPiece]) {
    (self.visit, self.language, self.pieces) = (visit, language, pieces)
  }
}

/// A declared prompt, by name.
public struct Prompt: Hashable, Sendable {
  public var name: String
  public var parameters: [String]
  public var position: SourcePosition
  public init(name: String, parameters: [String] = [], position: SourcePosition) {
    (self.name, self.parameters, self.position) = (name, parameters, position)
  }
}

/// One part of a `say` statement with its own language and gate.
public struct SayPart: Hashable, Sendable {
  public var piece: PromptPiece
  public var language: LanguageID?
  public var gate: Gate?
  public init(_ piece: PromptPiece, language: LanguageID? = nil, gate: Gate? = nil) {
    (self.piece, self.language, self.gate) = (piece, language, gate)
  }
}

/// A key's label: a prompt, or a text in every declared language.
public enum Label: Hashable, Sendable {
  case prompt(PromptUse)
  case texts([LanguageID: Template])
}
