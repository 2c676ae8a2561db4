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
  private func language(_ id: LanguageID, where has: (LanguageID) -> Bool) -> LanguageID? {
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
      for key in manner.options where key.label != nil && !key.isInherited {
        try addOption(key, manner, values, to: &segments)
      }
    }
  }

  /// Its recording, where a studio gave one for just this text.
  private func recorded(_ segment: Segment) -> Segment {
    guard !recordings.isEmpty, case .speech(let pieces) = segment.content, pieces.allSatisfy(\.isFixed),
      let clip = recordings[segment.voice.language]?[segment.written]
    else { return segment }
    return Segment(
      .clip(clip, fallback: pieces), gate: segment.gate, voice: segment.voice, written: segment.written,
      loggable: segment.loggable, prompt: segment.prompt)
  }

  private func add(_ segment: Segment, _ manner: Manner, to segments: inout [Segment]) {
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

  /// One label through the language's `option` pattern: "for {label}, press {key}".
  func addOption(
    _ key: KeyBinding, _ manner: Manner, _ values: some SpokenValues, to segments: inout [Segment]
  ) throws(ExpressionFault) {
    guard let label = key.label else { return }
    var spoken: [Segment] = []
    var manner = manner
    manner.isLabel = true
    switch label {
    case .prompt(let use):
      // The option is read in the language that the label is in.
      manner.language =
        language(manner.language) { id in use.lines.contains { $0.language == id } } ?? manner.language
      try add(.prompt(use), manner, values, to: &spoken)
    case .texts(let texts):
      if let own = language(manner.language, where: { texts[$0] != nil }), let text = texts[own] {
        manner.language = own
        try add(.text(text), manner, values, to: &spoken)
      }
    }
    manner.isLabel = false
    addOption(labelled: spoken, key: key.name, manner, to: &segments)
  }

  func addOption(
    labelled label: [Segment], key: String, _ manner: Manner, to segments: inout [Segment]
  ) {
    var manner = manner
    // Without a way of its own to read an option, it is read as the language that the label is in does.
    if tongue(manner.language).hasNoOption,
      let other = languages.firstIndex(where: { $0.language.tag == label.first?.voice.language })
    {
      manner.language = LanguageID(other)
    }
    let tongue = tongue(manner.language)
    var before = "", after = ""
    var isBefore = true
    for part in optionParts(tongue) {
      switch part {
      case .text(let text): if isBefore { before += text } else { after += text }
      case .key: if isBefore { before += key } else { after += key }
      case .label: isBefore = false
      case .value, .hours: break
      case .particle(let a, let b):
        let particle = Wording.particle((a, b), after: isBefore ? before : label.last?.written ?? "" + after)
        if isBefore { before += particle } else { after += particle }
      }
    }
    var text = Rendered()
    text.add(fixed: before, tongue.worded)
    var isAllSpeech = true
    for segment in label {
      guard case .speech(let pieces) = segment.content else {
        isAllSpeech = false
        break
      }
      text.add(written: segment.written, loggable: segment.loggable, pieces: pieces)
    }
    if isAllSpeech {
      text.add(fixed: after, tongue.worded)
      // A label without values and its key are one text: it is spoken as one and kept as one.
      if text.pieces.allSatisfy(\.isFixed) {
        var whole = Rendered()
        whole.add(fixed: text.written, tongue.worded)
        text = whole
      }
      add(recorded(text.segment(manner, tongue.voice)), manner, to: &segments)
      return
    }
    for part in [before, nil, after] {
      guard let part else {
        segments += label
        continue
      }
      var text = Rendered()
      text.add(fixed: part, tongue.worded)
      if !text.isEmpty { segments.append(text.segment(manner, tongue.voice)) }
    }
  }

  /// How a label without values is read with its key, in a language; nil where that is no fixed text.
  func option(_ label: String, key: String, _ language: LanguageID) -> Rendered? {
    let tongue = tongue(language)
    var text = ""
    for part in optionParts(tongue) {
      switch part {
      case .text(let own): text += own
      case .key: text += key
      case .label: text += label
      case .particle(let a, let b): text += Wording.particle((a, b), after: text)
      case .value, .hours: return nil
      }
    }
    var whole = Rendered()
    whole.add(fixed: text, tongue.worded)
    return whole
  }

  private func optionParts(_ tongue: Tongue) -> [Template.Part] {
    if let option = tongue.language.option { return option.parts }
    let pattern = tongue.worded.map(Wording.optionPattern) ?? "{label} {key}"
    var parts: [Template.Part] = []
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      parts.append(.text(String(rest[..<open])))
      parts.append(rest[open...close] == "{label}" ? .label : .key)
      rest = rest[rest.index(after: close)...]
    }
    return parts + [.text(String(rest))]
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

  // MARK: Texts

  func render(
    _ template: Template, _ language: LanguageID, _ values: some SpokenValues,
    spoken: [String: String] = [:]
  ) throws(ExpressionFault) -> Rendered {
    try render(template, tongue(language), values, spoken: spoken)
  }

  func render(
    _ template: Template, _ tongue: Tongue, _ values: some SpokenValues, spoken: [String: String] = [:]
  ) throws(ExpressionFault) -> Rendered {
    let worded = tongue.worded
    var text = Rendered()
    for part in template.parts {
      switch part {
      case .text(let fixed):
        if let words = spoken[fixed] {
          text.add(written: fixed, loggable: fixed, pieces: [SpeechPiece(words, isFixed: true)])
        } else {
          text.add(fixed: fixed, worded)
        }
      case .value(let expression, let form):
        let value = try expression.evaluate(in: values)
        if case .text(let text) = value, text.utf8.count > 16 * Value.longest { throw .overflow }
        var words = try Speaker.word(value, form, worded, values.zone)
        if !tongue.language.spokenDigits.isEmpty, form == .digits || form == .phone {
          words.spoken = tongue.spelling(words)
        }
        let privacy = values.privacy(of: expression)
        text.add(
          written: words.written, loggable: privacy.mask(words.written),
          pieces: [SpeechPiece(words.spoken, isFixed: false)])
      case .hours(let calendar):
        guard let worded, calendars.indices.contains(calendar.index) else { continue }
        let words = Wording.hours(calendars[calendar].hours, in: worded)
        text.add(
          written: words.written, loggable: words.written,
          pieces: [SpeechPiece(words.spoken, isFixed: true)])
      case .particle(let a, let b): text.addParticle(Wording.particle((a, b), after: text.written))
      case .label, .key: break
      }
    }
    return text
  }

  static func word(
    _ value: Value, _ form: Form?, _ language: WordedLanguage?, _ zone: Zone
  ) throws(ExpressionFault) -> Worded {
    let sayable: Sayable
    switch value {
    case .none: throw .noneUsed
    case .undefined: throw .undefined
    case .row: throw .wrongType
    case .flag(let flag): sayable = .flag(flag)
    case .number(let number): sayable = .number(number)
    case .text(let text): sayable = .text(text)
    case .date(let day): sayable = .date(day)
    case .time(let time): sayable = .time(time)
    case .instant(let instant):
      let (day, time) = zone.local(instant)
      sayable = .instant(day, time)
    case .duration(let duration): sayable = .duration(duration)
    }
    guard let language else { return Worded(written: value.plain, spoken: value.plain) }
    do { return try Wording.word(sayable, as: form, in: language) } catch { throw .wrongType }
  }

  // MARK: What is the same in every call

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

/// A text under way: written, loggable and spoken beside each other.
struct Rendered: Sendable {
  var written = ""
  var loggable = ""
  var pieces: [SpeechPiece] = []
  var isEmpty: Bool { written.isEmpty && pieces.isEmpty }

  mutating func add(fixed text: String, _ language: WordedLanguage?) {
    guard !text.isEmpty else { return }
    add(
      written: text, loggable: text,
      pieces: [SpeechPiece(language.map { Wording.spoken(text, in: $0) } ?? text, isFixed: true)])
  }

  mutating func add(written: String, loggable: String, pieces: [SpeechPiece]) {
    self.written += written
    self.loggable += loggable
    self.pieces += pieces
  }

  /// A particle is spoken in one breath with the word before it.
  mutating func addParticle(_ particle: String) {
    written += particle
    loggable += particle
    if pieces.isEmpty {
      pieces.append(SpeechPiece(particle, isFixed: true))
    } else {
      pieces[pieces.count - 1].text += particle
    }
  }

  func segment(_ manner: Speaker.Manner, _ voice: VoiceChoice) -> Segment {
    Segment(
      .speech(pieces), gate: manner.gate, voice: voice, written: written, loggable: loggable,
      prompt: manner.prompt)
  }
}
