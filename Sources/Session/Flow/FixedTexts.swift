import CallFlow
import Wording

/// Every fixed piece of speech that a flow may say, with its voice: what is worth having spoken before the
/// first call.
public struct FixedTexts: Sendable {
  public struct Text: Hashable, Sendable {
    public var text: String
    public var voice: VoiceChoice
  }
  /// Each once, in the order of the flow's texts.
  public private(set) var texts: [Text] = []
  /// Every text and clip, in the order of the flow; empty unless they were asked for.
  public private(set) var entries: [PromptEntry] = []
  private let wantsEntries: Bool
  private var listed: Set<PromptEntry> = []
  private var place = ""
  private var line: (prompt: String?, visit: Int, index: Int) = (nil, 1, 0)
  private var seen: Set<Text> = []
  private let speaker: Speaker

  /// - Parameter entries: list what is said, too.
  public init(of graph: FlowGraph, entries wantsEntries: Bool = false) {
    self.wantsEntries = wantsEntries
    speaker = Speaker(graph)
    let content = graph.content
    for state in content.states {
      (place, line) = (state.fullName, (nil, 1, 0))
      add(state.entry)
      for key in state.keys { add(key) }
      for handler in state.handlers.joined() { add(handler.action) }
      if case .block(let block) = state.tries.action { add(block) }
      add(state.kind)
    }
    for queue in content.queues {
      (place, line) = ("queue \(queue.name)", (nil, 1, 0))
      for comfort in queue.comfort { add(.prompt(comfort.prompt), nil) }
      if let whisper = queue.whisper { add(.prompt(whisper), nil) }
      for key in queue.keys { add(key) }
    }
    let hasDesk = content.states.contains { if case .desk = $0.kind { true } else { false } }
    let dials = content.states.contains { state in
      switch state.kind {
      case .callBack: true
      case .transfer(let spec): spec.mode == .ask
      case .do, .menu, .collect, .hours, .lookup, .answer, .route, .call, .desk, .survey, .fetch, .record,
        .mailbox:
        false
      }
    }
    let records = content.states.contains { state in
      switch state.kind {
      case .record, .mailbox: true
      default: false
      }
    }
    let asks = content.states.contains { state in
      if case .answer(let spec) = state.kind { spec.ask == nil } else { false }
    }
    let desks = hasDesk ? DeskPhrase.fixed : []
    for index in content.languages.indices {
      for text in [BuiltInText.technicalFault, .goodbye] + (asks ? [.wasThatYourQuestion] : [])
        + desks.map(BuiltInText.desk)
        + (dials ? DialledPhrase.fixed.map(BuiltInText.dialled) : [])
        + (records ? MessagePhrase.fixed.map(BuiltInText.message) : [])
      {
        for segment in speaker.builtIn(text, LanguageID(index)) {
          add(segment)
          note(text, segment)
        }
      }
    }
  }

  private mutating func add(_ kind: StateKind) {
    switch kind {
    case .do, .menu: break
    case .collect(let spec):
      add(spec.done)
      for check in spec.checks { add(check.otherwise) }
      add(spec.confirm?.parts ?? [])
    case .hours(let spec): for block in [spec.open, spec.closed, spec.holiday, spec.lunch] { add(block) }
    case .lookup(let spec): for block in [spec.found, spec.missing, spec.many] { add(block) }
    case .answer(let spec):
      for topic in spec.answers.topics {
        for parts in [topic.label, topic.say, topic.more] + topic.steps { add(parts) }
      }
      add(spec.ask ?? [])
      add(spec.solved)
      add(spec.unsolved)
    case .route(let spec):
      for block in [spec.talked] + spec.overflow.values { add(block) }
      add(spec.otherwise)
      for key in spec.keys { add(key) }
    case .transfer(let spec):
      for block in [spec.done, spec.busy, spec.noAnswer, spec.refused] { add(block) }
    case .callBack(let spec): add(spec.done)
    case .call(let spec): add(spec.done)
    case .survey(let spec):
      for question in spec.questions { add(question.parts) }
      add(spec.saves)
      add(spec.done)
    case .fetch(let spec):
      add(spec.hold)
      for block in [spec.found, spec.missing, spec.failed, spec.timeout] { add(block) }
    case .mailbox(let spec):
      add(spec.call)
      add(spec.done)
    case .record(let spec):
      add(spec.review ?? [])
      add(spec.failed)
      add(spec.done)
    case .desk(let spec):
      add(spec.standby ?? [])
      add(spec.whisper ?? [])
      add(spec.done)
    }
  }

  private mutating func add(_ key: KeyBinding) {
    add(key.action)
    switch key.label {
    case nil: break
    case .prompt(let use): add(.prompt(use), nil)
    case .texts(let texts):
      let first = entries.count
      add(.byLanguage(texts.mapValues { .text($0) }), nil)
      for place in first..<entries.count { entries[place] = asOption(entries[place], of: key) }
    }
  }

  private mutating func add(_ block: Block?) {
    for statement in block?.statements ?? [] {
      switch statement {
      case .say(let parts, visit: _): add(parts)
      case .recording(_, let notice): add(notice)
      case .branch(let branches, let otherwise):
        for branch in branches { add(branch.block) }
        add(otherwise)
      case .save(let order): add(order.otherwise)
      case .set, .setField, .setSpeech, .language, .languageByName, .segment, .segmentByName, .log, .note,
        .outcome,
        .pause, .turn, .noticeOff, .throwEvent,
        .clear,
        .move:
        break
      }
    }
  }

  private mutating func add(_ parts: [SayPart]) { for part in parts { add(part.piece, part.language) } }

  private mutating func add(_ piece: PromptPiece, _ language: LanguageID?, _ style: SpeechStyle? = nil) {
    switch piece {
    case .text(let template):
      note(nil, template, language, style)
      add(template, language, style)
    case .styled(let style, let piece): add(piece, language, style)
    case .clip(let name, let fallback):
      note(name, fallback, language, style)
      if let fallback { add(fallback, language) }
    case .pause, .tone, .options: break
    case .prompt(let use):
      let outer = line
      for said in use.lines {
        line = (speaker.name(of: use.prompt), said.visit, 0)
        for piece in said.pieces { add(piece, said.language) }
      }
      line = outer
    case .byLanguage(let pieces):
      // The same place in every language.
      let before = line.index
      var last = before
      for (language, piece) in pieces.sorted(by: { $0.key.index < $1.key.index }) {
        line.index = before
        add(piece, language)
        last = max(last, line.index)
      }
      line.index = last
    }
  }

  /// - Parameter language: nil for one that is spoken in the call's own, whichever that is.
  private mutating func add(_ template: Template, _ language: LanguageID?, _ style: SpeechStyle? = nil) {
    let all = speaker.languages.indices.map { LanguageID($0) }
    for language in language.map({ [$0] }) ?? all {
      let tongue = speaker.tongue(language, in: style)
      for part in template.parts {
        guard case .text(let text) = part else { continue }
        var rendered = Rendered()
        rendered.add(fixed: text, tongue.worded)
        for piece in rendered.pieces.flatMap({ $0.parts() }) { add(piece.text, tongue.voice) }
      }
    }
  }

  private mutating func note(
    _ clip: String?, _ template: Template?, _ language: LanguageID?, _ style: SpeechStyle?
  ) {
    guard wantsEntries, clip != nil || template?.parts.isEmpty == false else { return }
    line.index += 1
    for language in language.map({ [$0] }) ?? speaker.languages.indices.map({ LanguageID($0) }) {
      let text = template.map { speaker.outline($0, language, style) }
      var entry = PromptEntry(
        prompt: line.prompt, place: place, language: speaker.tongue(language).language.tag, visit: line.visit,
        index: line.index, clip: clip, text: text?.written ?? "",
        spoken: text?.pieces.filter(\.isFixed).map(\.text) ?? [],
        hasValues: text?.pieces.contains { !$0.isFixed } ?? false,
        voice: speaker.tongue(language, in: style).voice)
      // A prompt that is said in many places is listed at the first.
      let here = entry.place
      if entry.prompt != nil { entry.place = "" }
      guard listed.insert(entry).inserted else { continue }
      entry.place = here
      entries.append(entry)
    }
  }

  /// A sentence of the product's own, under its name there.
  private mutating func note(_ text: BuiltInText, _ segment: Segment) {
    guard wantsEntries else { return }
    let entry = PromptEntry(
      prompt: "ivrd-\(text.name)", place: "", language: segment.voice.language, visit: 1, index: 1, clip: nil,
      text: segment.written, spoken: segment.words.map(\.text), hasValues: false, voice: segment.voice)
    if listed.insert(entry).inserted { entries.append(entry) }
  }

  /// A label is heard with its key, in one breath.
  private func asOption(_ label: PromptEntry, of key: KeyBinding) -> PromptEntry {
    guard !label.hasValues, label.clip == nil,
      let language = speaker.languages.firstIndex(where: { $0.language.tag == label.language }),
      let option = speaker.option(label.text, key: key.name, LanguageID(language))
    else { return label }
    var entry = label
    (entry.text, entry.spoken) = (option.written, option.pieces.map(\.text))
    return entry
  }

  private mutating func add(_ segment: Segment) {
    for piece in segment.words.flatMap({ $0.parts() }) where piece.isFixed { add(piece.text, segment.voice) }
  }

  private mutating func add(_ text: String, _ voice: VoiceChoice) {
    let entry = Text(text: text, voice: voice)
    if seen.insert(entry).inserted { texts.append(entry) }
  }
}

extension Segment {
  /// What the voice says, or would say without its recording.
  fileprivate var words: [SpeechPiece] {
    switch content {
    case .speech(let pieces), .clip(_, fallback: let pieces?): pieces
    case .clip, .silence, .tone, .music, .message: []
    }
  }
}
