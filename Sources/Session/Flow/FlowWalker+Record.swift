import CallFlow
import Chronology
import Tones

extension FlowWalker {
  private static let hearTag = 1, againTag = 2, keepTag = 3, dropTag = 4
  private static let mostQuestions = 3

  mutating func record(_ spec: RecordSpec, _ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    handling = nil
    assign(.none, to: spec.variable)
    assign(.none, to: spec.length)
    // Nobody is asked to speak for nothing.
    guard turn.context.canRecord else { return messageFailed("no recording can be kept now", &effects) }
    mode = .message
    effects.take(
      MessageRequest(
        max: spec.max, silence: spec.silence, timeout: here.state.settings.timeout,
        terminator: here.state.settings.terminator, keys: here.state.keys.single),
      beep: spec.hasBeep, prepared.speaker.tongue(language).voice)
    return nil
  }

  mutating func messageTaken(
    _ sound: MessageSound, _ end: MessageEnd, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard case .record(let spec) = here.state.kind else { return .perform }
    let isLong = sound.duration >= spec.min
    switch end {
    case .nothing: break
    case .choice(let tag):
      effects.append(.dropMessage(sound))
      guard here.keys.indices.contains(tag) else { return .thrown(.noMatch) }
      return begin(here.keys[tag].script, here.keys[tag].cause, after: .again)
    case .hungUp(let party):
      (isHungUp, mode) = (true, .nothing)
      if isLong { keep(sound, spec, turn, &effects) } else { effects.append(.dropMessage(sound)) }
      return .thrown(Events.hangUp(by: party))
    case .key, .silence, .full:
      guard isLong else { break }
      if end == .full {
        effects.append(.queuePrompt([Segment(.tone("beep"), voice: prepared.speaker.tongue(language).voice)]))
      }
      if spec.review != nil { return try review(sound, 1, spec, turn, &effects) }
      return kept(sound, spec, turn, &effects)
    }
    effects.append(.dropMessage(sound))
    return .thrown(.noInput)
  }

  mutating func messageFailed(_ why: String, _ effects: inout [WalkerEffect]) -> Todo? {
    mode = .nothing
    effects.append(.log("no message: \(why)"))
    guard case .record(_, let failed?, _) = here.ways else { return .thrown(Events.record) }
    return begin(failed, "failed", after: .hangUp)
  }

  // MARK: Looking at it again

  private mutating func review(
    _ sound: MessageSound, _ asked: Int, _ spec: RecordSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    // Whoever says nothing more has said what he wanted to.
    guard asked <= FlowWalker.mostQuestions else { return kept(sound, spec, turn, &effects) }
    if case .record(_, _, let question?) = here.ways, !question.parts.isEmpty {
      try say(question, turn, &effects)
    } else {
      effects.append(.queuePrompt(prepared.speaker.builtIn(.message(.review), language)))
    }
    var request = here.collect
    request.grammar = KeyGrammar(
      choices: [
        KeyGrammar.Choice(key: .one, tag: FlowWalker.hearTag),
        KeyGrammar.Choice(key: .two, tag: FlowWalker.againTag),
        KeyGrammar.Choice(key: .three, tag: FlowWalker.keepTag),
        KeyGrammar.Choice(key: .four, tag: FlowWalker.dropTag),
        KeyGrammar.Choice(key: .hash, tag: FlowWalker.keepTag),
      ], terminator: nil)
    return ask(request, .review(sound, asked: asked), &effects)
  }

  mutating func reviewed(
    _ tag: Int?, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard case .record(let spec) = here.state.kind, case .review(let sound, let asked) = mode else {
      return .perform
    }
    switch tag {
    case FlowWalker.hearTag:
      effects.append(
        .queuePrompt([
          Segment(
            .message(sound.path, sound.duration), voice: prepared.speaker.tongue(language).voice)
        ]))
      return try review(sound, 1, spec, turn, &effects)
    case FlowWalker.againTag:
      effects.append(.dropMessage(sound))
      return .enter(frame.state, .again)
    case FlowWalker.keepTag: return kept(sound, spec, turn, &effects)
    case FlowWalker.dropTag:
      effects.append(.dropMessage(sound))
      return recordDone(&effects)
    default: return try review(sound, asked + 1, spec, turn, &effects)
    }
  }

  /// The call goes elsewhere, or is over: what was spoken is kept.
  mutating func keepReviewed(_ turn: Turn, _ effects: inout [WalkerEffect]) {
    guard case .record(let spec) = here.state.kind, case .review(let sound, _) = mode else { return }
    mode = .nothing
    keep(sound, spec, turn, &effects)
  }

  private mutating func keep(
    _ sound: MessageSound, _ spec: RecordSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) {
    if sound.isSilent {
      effects.append(.log("no message: \(MessageSound.unheard)"))
      effects.append(.dropMessage(sound))
      return
    }
    assign(.text(sound.name), to: spec.variable)
    assign(.duration(sound.duration), to: spec.length)
    if let notice = spec.notice {
      let item = prepared.graph.content.notices[notice.index]
      effects.append(
        .setNotice(
          NoticeOrder(
            name: item.name, sound: sound, until: turn.context.now + (notice.length ?? item.length))))
    }
    guard let delivery = spec.delivery else { return }
    effects.append(
      .keepMessage(
        MessageOrder(
          sound: sound, queue: prepared.graph.content.queues[delivery.queue].name, work: delivery.work,
          language: prepared.speaker.tongue(language).language.tag, segment: segmentItem?.name)))
  }

  private mutating func kept(
    _ sound: MessageSound, _ spec: RecordSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    keep(sound, spec, turn, &effects)
    return recordDone(&effects)
  }

  mutating func recordDone(_ effects: inout [WalkerEffect]) -> Todo? {
    mode = .nothing
    handling = nil
    guard case .record(let done, _, _) = here.ways else { return disconnect(&effects) }
    return begin(done, "done", after: .hangUp)
  }
}

extension [WalkerEffect] {
  /// A tone, then what is said after it.
  mutating func take(_ request: MessageRequest, beep: Bool, _ voice: VoiceChoice) {
    if beep { append(.queuePrompt([Segment(.tone("beep"), gate: .hold, voice: voice)])) }
    append(.takeMessage(request))
  }
}

extension [KeyBinding] {
  /// Keys that mean something when they are pressed alone, with their places in the list.
  var single: [Key: Int] {
    var found: [Key: Int] = [:]
    for (tag, binding) in enumerated() {
      for pattern in binding.patterns where pattern.elements.count == 1 {
        for key in Key.allCases where found[key] == nil && pattern.elements[0].keys.contains(KeySet(key)) {
          found[key] = tag
        }
      }
    }
    return found
  }
}
