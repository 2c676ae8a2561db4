import CallFlow
import Chronology
import Wording

/// Turns what a flow says into segments: words written, what of them may be logged, and words spoken.
struct Speaker: Sendable {
  struct Tongue: Sendable {
    var language: Language
    var worded: WordedLanguage?
    var voice: VoiceChoice

    var hasNoOption: Bool { language.option == nil && worded == nil }

    func styled(_ style: SpeechStyle) -> Tongue {
      var tongue = self
      tongue.voice = voice.styled(style)
      return tongue
    }

    /// Digits in the application's own words where it has some; groups stay apart.
    func spelling(_ words: Worded) -> String {
      var spoken: [String] = []
      for character in words.written {
        if let digit = character.wholeNumberValue, let own = language.spokenDigits[digit]?.first {
          spoken.append(own)
        } else if character == " " || character == "-" {
          if let last = spoken.popLast() { spoken.append(last + ",") }
        } else {
          let built = worded.flatMap { try? Wording.word(.text(String(character)), as: .digits, in: $0) }
          spoken.append(built?.spoken ?? String(character))
        }
      }
      return spoken.joined(separator: " ")
    }
  }
  let languages: [Tongue]
  let defaultLanguage: LanguageID
  let prompts: [Prompt]
  let calendars: [CalendarItem]
  private let recordings: [String: [String: String]]
  /// By language: itself and those whose texts stand in for its own.
  private let chains: [[LanguageID]]

  init(_ graph: FlowGraph) {
    languages = graph.content.languages.map {
      Tongue(
        language: $0, worded: WordedLanguage(tag: $0.tag),
        voice: VoiceChoice(
          language: $0.tag, voice: $0.voice, speed: $0.speed, pitch: $0.pitch, volume: $0.volume,
          pause: $0.pause ?? .zero))
    }
    defaultLanguage = graph.content.defaultLanguage
    chains = graph.content.languages.indices.map {
      graph.content.languages.chain(from: LanguageID($0), default: graph.content.defaultLanguage)
    }
    prompts = graph.content.prompts
    calendars = graph.content.calendars
    recordings = graph.content.recordings
  }

  func tongue(_ id: LanguageID) -> Tongue {
    languages.indices.contains(id.index)
      ? languages[id.index]
      : Tongue(language: Language(tag: "en"), worded: .en, voice: VoiceChoice(language: "en"))
  }

  /// The first language of a chain that has it.
  func language(_ id: LanguageID, where has: (LanguageID) -> Bool) -> LanguageID? {
    chains.indices.contains(id.index) ? chains[id.index].first(where: has) : has(id) ? id : nil
  }

  /// The language that a style asks for, declared or one that values can be put in.
  func tongue(_ id: LanguageID, in style: SpeechStyle?) -> Tongue {
    guard let style else { return tongue(id) }
    guard let tag = style.language else { return tongue(id).styled(style) }
    let other =
      languages.first { $0.language.tag == tag }
      ?? Tongue(
        language: Language(tag: tag), worded: WordedLanguage(tag: tag), voice: VoiceChoice(language: tag))
    return other.styled(style)
  }

  func name(of prompt: PromptID) -> String? {
    prompts.indices.contains(prompt.index) ? prompts[prompt.index].name : nil
  }

  /// A text with `{…}` for its values, which are pieces without words.
  func outline(_ template: Template, _ language: LanguageID, _ style: SpeechStyle?) -> Rendered {
    let tongue = tongue(language, in: style)
    var text = Rendered()
    for part in template.parts {
      switch part {
      case .value(_, let form):
        let shown = form.map { "{… as \($0)}" } ?? "{…}"
        text.add(written: shown, loggable: shown, pieces: [SpeechPiece("", isFixed: false)])
      case .particle(let a, let b):
        if text.written.hasSuffix("}") {
          text.addParticle("{\(a)/\(b)}")
        } else {
          text.addParticle(Wording.particle((a, b), after: text.written))
        }
      case .text, .hours, .label, .key:
        if let piece = try? render(Template([part]), tongue, NoValues()) {
          text.add(written: piece.written, loggable: piece.written, pieces: piece.pieces)
        }
      }
    }
    return text
  }

  func tongue(_ manner: Manner) -> Tongue { tongue(manner.language, in: manner.style) }

  /// What a piece is spoken with.
  struct Manner {
    var language: LanguageID
    var style: SpeechStyle?
    var visits: PromptVisits
    var gate: Gate
    var options: [KeyBinding]
    var prompt: String?
    /// Part of a text that may be recorded as a whole.
    var isLabel = false
    /// By language: fixed texts as they are spoken, worked out before.
    var spokenTexts: [[String: String]] = []
    var spoken: [String: String] {
      spokenTexts.indices.contains(language.index) ? spokenTexts[language.index] : [:]
    }
  }

  func segments(
    _ parts: [SayPart], language: LanguageID, visits: PromptVisits, gate: Gate, options: [KeyBinding],
    spoken: [[String: String]] = [], in values: some SpokenValues
  ) throws(ExpressionFault) -> [Segment] {
    var segments: [Segment] = []
    for part in parts {
      let language = part.language ?? language
      let manner = Manner(
        language: language, visits: visits, gate: part.gate ?? gate, options: options,
        spokenTexts: spoken)
      try add(part.piece, manner, values, to: &segments)
    }
    return segments
  }

  func add(
    _ piece: PromptPiece, _ manner: Manner, _ values: some SpokenValues, to segments: inout [Segment]
  ) throws(ExpressionFault) {
    switch piece {
    case .text(let template):
      let tongue = tongue(manner)
      let text = try render(
        template, tongue, values, spoken: manner.style?.language == nil ? manner.spoken : [:])
      if !text.isEmpty {
        let segment = text.segment(manner, tongue.voice)
        add(manner.isLabel ? segment : recorded(segment), manner, to: &segments)
      }
    case .styled(let style, let piece):
      var manner = manner
      manner.style = style
      try add(piece, manner, values, to: &segments)
    case .clip(let name, let fallback):
      let text = try fallback.map { template throws(ExpressionFault) in
        try render(template, manner.language, values, spoken: manner.spoken)
      }
      add(
        Segment(
          .clip(name, fallback: text?.pieces), gate: manner.gate, voice: tongue(manner.language).voice,
          written: text?.written ?? "", loggable: text?.loggable ?? "", prompt: manner.prompt),
        manner, to: &segments)
    case .pause(let duration):
      segments.append(
        Segment(
          .silence(duration), gate: manner.gate, voice: tongue(manner.language).voice,
          prompt: manner.prompt))
    case .tone(let name):
      segments.append(
        Segment(.tone(name), gate: manner.gate, voice: tongue(manner.language).voice, prompt: manner.prompt))
    case .prompt(let use): try add(use, manner, values, to: &segments)
    case .byLanguage(let pieces):
      if let own = language(manner.language, where: { pieces[$0] != nil }), let piece = pieces[own] {
        var manner = manner
        manner.language = own
        try add(piece, manner, values, to: &segments)
      }
    case .options:
      for key in manner.options where key.label != nil {
        try addOption(key, manner, values, to: &segments)
      }
    }
  }

  /// Its recording, where a studio gave one for just this text.
  func recorded(_ segment: Segment) -> Segment {
    guard !recordings.isEmpty, case .speech(let pieces) = segment.content, pieces.allSatisfy(\.isFixed),
      let clip = recordings[segment.voice.language]?[segment.written]
    else { return segment }
    return Segment(
      .clip(clip, fallback: pieces), gate: segment.gate, voice: segment.voice, written: segment.written,
      loggable: segment.loggable, prompt: segment.prompt)
  }

  func add(_ segment: Segment, _ manner: Manner, to segments: inout [Segment]) {
    if let pause = tongue(manner.language).language.pause, pause > .zero, !segments.isEmpty {
      segments.append(Segment(.silence(pause), gate: manner.gate, voice: segment.voice))
    }
    segments.append(segment)
  }

  private func add(
    _ use: PromptUse, _ manner: Manner, _ values: some SpokenValues, to segments: inout [Segment]
  ) throws(ExpressionFault) {
    var arguments: [Value] = []
    var privacies: [Privacy] = []
    for argument in use.arguments {
      arguments.append(try argument.evaluate(in: values))
      privacies.append(values.privacy(of: argument))
    }
    let inner = values.saying(arguments, privacies)
    var manner = manner
    manner.prompt = prompts.indices.contains(use.prompt.index) ? prompts[use.prompt].name : nil
    let own =
      language(manner.language) { id in use.lines.contains { $0.language == id } } ?? defaultLanguage
    manner.language = own
    let lines = use.lines.filter { $0.language == own }
    guard let visit = manner.visits.choose(among: lines.lazy.map(\.visit)) else { return }
    for line in lines where line.visit == visit {
      for piece in line.pieces { try add(piece, manner, inner, to: &segments) }
    }
  }

  /// A sentence of the engine's own; in a language it does not know, that of one that stands in for it.
  func builtIn(_ text: BuiltInText, _ language: LanguageID, gate: Gate = .open, isFixed: Bool = true)
    -> [Segment]
  {
    let own = self.language(language) { self.tongue($0).worded != nil } ?? language
    let tongue = tongue(own)
    guard let worded = tongue.worded else { return [] }
    let words = text.text(in: worded, tongue.language.level)
    return [
      recorded(
        Segment(
          .speech([SpeechPiece(words.spoken, isFixed: isFixed)]), gate: gate, voice: tongue.voice,
          written: words.written))
    ]
  }

  /// A text that somebody has just written: heard to its end.
  func said(_ text: String, _ language: LanguageID) -> [Segment] {
    let tongue = tongue(language)
    let spoken = tongue.worded.map { Wording.spoken(text, in: $0) } ?? text
    return [
      Segment(
        .speech([SpeechPiece(spoken, isFixed: false)]), gate: .hold, voice: tongue.voice, written: text)
    ]
  }
}
