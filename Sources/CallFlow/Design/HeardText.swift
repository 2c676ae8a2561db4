/// A text as a caller hears it; values in it stand as U+FFFC.
struct HeardText: Hashable {
  static let value: Character = "\u{FFFC}"
  var text: String
  /// The tag of the language that it is in.
  var language: String
  /// The clip that is played in its place, where there is one.
  var clip: String?
}

/// What a state says on entry to callers of one language.
struct Heard {
  enum Piece: Hashable {
    case text(HeardText)
    case options
    /// A clip without a text: what it says is not known.
    case clip(String, language: String)
    case pause(Duration)
  }
  var pieces: [Piece] = []
  var texts: [HeardText] { pieces.compactMap { if case .text(let text) = $0 { text } else { nil } } }
  var isKnown: Bool {
    !pieces.isEmpty && !pieces.contains { if case .clip = $0 { true } else { false } }
  }
  var hasOptions: Bool { pieces.contains(.options) }
}

extension DesignModel {
  /// In text order, both sides of each branch.
  func heard(_ block: Block, in language: LanguageID) -> Heard {
    var heard = Heard()
    for parts in block.said { add(parts, language, &heard) }
    return heard
  }
  func heard(_ parts: [SayPart], in language: LanguageID) -> Heard {
    var heard = Heard()
    add(parts, language, &heard)
    return heard
  }
  private func add(_ parts: [SayPart], _ language: LanguageID, _ heard: inout Heard) {
    for part in parts { add(part.piece, part.language ?? language, tag: nil, &heard) }
  }

  private func add(_ piece: PromptPiece, _ language: LanguageID, tag: String?, _ heard: inout Heard) {
    let tag = tag ?? content.languages[language].tag
    switch piece {
    case .text(let template): heard.pieces.append(.text(HeardText(text: template.heard, language: tag)))
    case .styled(let style, let inner): add(inner, language, tag: style.language ?? tag, &heard)
    case .clip(let name, let fallback):
      heard.pieces.append(
        fallback.map { .text(HeardText(text: $0.heard, language: tag, clip: name)) }
          ?? .clip(name, language: tag))
    case .pause(let duration): heard.pieces.append(.pause(duration))
    case .tone: break
    case .options: heard.pieces.append(.options)
    case .prompt(let use):
      for piece in lines(of: use, in: language)?.pieces ?? [] { add(piece, language, tag: tag, &heard) }
    case .byLanguage(let pieces):
      if let piece = pieces[language] {
        add(piece, language, tag: tag, &heard)
      } else if let piece = pieces[content.defaultLanguage] {
        add(piece, content.defaultLanguage, tag: nil, &heard)
      }
    }
  }

  /// What is heard at the first visit.
  private func lines(of use: PromptUse, in language: LanguageID) -> PromptLine? {
    use.lines.filter { $0.language == language }.min { $0.visit < $1.visit }
  }

  /// A key's label in a language; nil when it has none, or a clip stands for it.
  func label(_ key: KeyBinding, in language: LanguageID) -> HeardText? {
    switch key.label {
    case nil: return nil
    case .texts(let texts):
      guard let template = texts[language] ?? texts[content.defaultLanguage] else { return nil }
      return HeardText(text: template.heard, language: content.languages[language].tag)
    case .prompt(let use):
      let heard = heard([SayPart(.prompt(use))], in: language)
      guard heard.isKnown else { return nil }
      return HeardText(
        text: heard.texts.map(\.text).joined(separator: " "), language: content.languages[language].tag)
    }
  }

  var languageIDs: [LanguageID] { content.languages.indices.map { LanguageID($0) } }
}

extension Template {
  var heard: String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .text(let piece): text += piece
      case .value, .hours: text.append(HeardText.value)
      case .particle(let closed, _): text += closed
      case .label, .key: break
      }
    }
  }
}

extension Block {
  /// What its `say` lines for the first visit say, inner blocks' too.
  var said: [[SayPart]] {
    var found: [[SayPart]] = []
    func walk(_ block: Block) {
      for statement in block.statements {
        switch statement {
        case .say(let parts, let visit): if visit <= 1 { found.append(parts) }
        case .recording(_, notice: let parts): found.append(parts)
        case .branch(let branches, let otherwise):
          for branch in branches { walk(branch.block) }
          if let otherwise { walk(otherwise) }
        case .save(let order): if let otherwise = order.otherwise { walk(otherwise) }
        default: break
        }
      }
    }
    walk(self)
    return found
  }
}
