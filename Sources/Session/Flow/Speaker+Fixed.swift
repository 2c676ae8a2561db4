import CallFlow
import Wording

/// What is the same in every call: texts without values, worked out and rendered at load.
extension Speaker {
  /// The fixed pieces of texts with values in them, as each language speaks them.
  func spokenTexts(of parts: [SayPart]) -> [[String: String]] {
    var texts: Set<String> = []
    for part in parts { collect(part.piece, into: &texts) }
    return languages.map { tongue in
      guard let worded = tongue.worded else { return [:] }
      return Dictionary(uniqueKeysWithValues: texts.map { ($0, Wording.spoken($0, in: worded)) })
    }
  }

  private func collect(_ piece: PromptPiece, into texts: inout Set<String>) {
    func add(_ template: Template) {
      for case .text(let text) in template.parts where !text.isEmpty { texts.insert(text) }
    }
    switch piece {
    case .text(let template): add(template)
    case .styled(let style, let piece): if style.language == nil { collect(piece, into: &texts) }
    case .clip(_, let fallback): if let fallback { add(fallback) }
    case .pause, .tone, .options: break
    case .prompt(let use):
      for line in use.lines { for piece in line.pieces { collect(piece, into: &texts) } }
    case .byLanguage(let pieces): for piece in pieces.values { collect(piece, into: &texts) }
    }
  }

  func isFixed(_ parts: [SayPart], options: [KeyBinding]) -> Bool {
    parts.allSatisfy { isFixed($0.piece, options) }
  }

  private func isFixed(_ piece: PromptPiece, _ options: [KeyBinding]) -> Bool {
    switch piece {
    case .text(let template): isFixed(template)
    case .styled(_, let piece): isFixed(piece, options)
    case .clip(_, let fallback): fallback.map(isFixed) ?? true
    case .pause, .tone: true
    case .prompt(let use): isFixed(use)
    case .byLanguage(let pieces): pieces.values.allSatisfy { isFixed($0, options) }
    case .options:
      options.allSatisfy { key in
        switch key.label {
        case nil: true
        case .prompt(let use): isFixed(use)
        case .texts(let texts): texts.values.allSatisfy(isFixed)
        }
      }
    }
  }

  private func isFixed(_ use: PromptUse) -> Bool {
    use.arguments.isEmpty
      && use.lines.allSatisfy { $0.visit == 1 && $0.pieces.allSatisfy { isFixed($0, []) } }
  }

  private func isFixed(_ template: Template) -> Bool {
    template.parts.allSatisfy { part in
      switch part {
      case .text, .hours, .particle, .label, .key: true
      case .value: false
      }
    }
  }
}
