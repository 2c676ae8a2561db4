import CallFlow
import Chronology

extension FlowWalker {
  /// Goes on with the statements under way.
  mutating func run(
    _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    while let (script, next) = cursor.last {
      guard next < script.steps.count else {
        cursor.removeLast()
        continue
      }
      cursor[cursor.count - 1].next = next + 1
      switch script.steps[next] {
      case .say(let saying, let visit):
        if visit == sayVisit, !isHungUp { try say(saying, turn, &effects) }
      case .record(let notice):
        guard !isRecorded, !isHungUp else { continue }
        effects.append(.recording(.start))
        guard turn.context.canRecord else { continue }
        isRecorded = true
        try say(notice, turn, &effects)
      case .branch(let branches, let otherwise):
        let scene = scene(turn)
        var chosen = otherwise
        for branch in branches where try branch.condition.isTrue(in: scene) {
          chosen = branch.script
          break
        }
        if let chosen { cursor.append((chosen, 0)) }
      case .save(let order, let otherwise):
        try save(order, turn, &effects)
        mode = .save(table: prepared.graph.content.tables[order.table].name, otherwise: otherwise)
        return nil
      case .plain(let statement):
        switch statement {
        case .move(let move):
          cursor.removeAll(keepingCapacity: true)
          if let todo = surveyLeft(for: move) { return todo }
          return try follow(move, turn, &effects)
        case .throwEvent(let event, let message):
          if let message {
            let text = try prepared.speaker.render(message, language, scene(turn))
            effects.append(.log(text.loggable))
          }
          cursor.removeAll(keepingCapacity: true)
          return .thrown(event)
        default: try perform(statement, turn, &effects)
        }
      }
    }
    return try finished(turn, &effects)
  }

  /// The statements ended without a move.
  private mutating func finished(
    _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    switch after {
    case .perform: return .perform
    case .hangUp: return disconnect(&effects)
    case .invalid: return .thrown(.invalid)
    case .thrown(let event): return .thrown(event)
    case .outOfTries: return outOfTries(turn, &effects)
    case .move(let move): return try follow(move, turn, &effects)
    case .resumeQueue:
      mode = .queue
      held = nil
      handling = nil
      effects.append(.resumeQueue)
      return nil
    case .again:
      if isHungUp { return disconnect(&effects) }
      switch mode {
      case .confirm, .topicQuestion, .survey: return .perform
      default: return .enter(frame.state, .again)
      }
    }
  }

  func say(
    _ saying: Saying, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) {
    if saying.fixed.indices.contains(language.index), let segments = saying.fixed[language.index] {
      if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
      return
    }
    let segments = try prepared.speaker.segments(
      saying.parts, language: language, visits: frame.place.visits, gate: saying.gate,
      options: saying.options, spoken: saying.spoken, in: scene(turn))
    if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
  }

  /// A statement that neither moves nor waits.
  private mutating func perform(
    _ statement: Statement, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) {
    switch statement {
    case .set(let variable, let expression):
      let scene = scene(turn)
      let value = try expression.evaluate(in: scene)
      assign(value, to: variable)
      let variables = prepared.graph.content.flows[frame.flow].variables
      if variables.indices.contains(variable.index) {
        let declared = variables[variable.index]
        let privacy = declared.privacy.joined(with: scene.privacy(of: expression))
        effects.append(.trace(.variable(declared.name, value.shown(privacy))))
      }
    case .setField(let field, let expression):
      let value = try expression.evaluate(in: scene(turn))
      if fields.indices.contains(field.index) { fields[field.index] = value }
    case .setSpeech(let setting, let expression):
      try change(setting, to: try expression.evaluate(in: scene(turn)), &effects)
    case .language(let id): change(language: id, turn, &effects)
    case .languageByName(let expression):
      guard case .text(let tag) = try expression.evaluate(in: scene(turn)),
        let index = prepared.speaker.languages.firstIndex(where: { $0.language.tag == tag })
      else { throw .unreadable }
      change(language: LanguageID(index), turn, &effects)
    case .segment(let index): change(segment: index, &effects)
    case .segmentByName(let expression):
      let segments = prepared.graph.content.segments
      let scene = scene(turn)
      var name: String?
      if case .text(let text) = try expression.evaluate(in: scene) { name = text }
      let index = name.flatMap { name in segments.firstIndex { $0.name == name } }
      change(segment: index.map { SegmentIndex($0) }, &effects)
      if let name, index == nil {
        let shown = scene.privacy(of: expression).mask(String(name.prefix(40)))
        effects.append(.log("there is no segment '\(shown)'"))
      }
    case .log(let template):
      let text = try prepared.speaker.render(template, language, scene(turn))
      effects.append(.log(text.loggable))
    case .note(let name, let expression):
      let scene = scene(turn)
      let value = try expression.evaluate(in: scene)
      effects.append(.note(name, value, scene.privacy(of: expression)))
    case .outcome(let word):
      ownOutcome = word
      effects.append(.outcome(word))
    case .pause(let duration):
      if !isHungUp {
        let voice = prepared.speaker.tongue(language).voice
        effects.append(
          .queuePrompt([Segment(.silence(duration), gate: here.state.settings.bargeIn, voice: voice)]))
      }
    case .recording(let step, notice: _):
      if step == .stop { isRecorded = false }
      effects.append(.recording(step))
    case .turn(let toggle, let position, let until):
      var order = SwitchOrder(name: prepared.graph.content.switches[toggle].name, position: position)
      if let until {
        guard case .instant(let instant) = try until.evaluate(in: scene(turn)) else { throw .wrongType }
        order.until = instant
      }
      turned[toggle] = position
      effects.append(.turn(order))
    case .noticeOff(let index):
      effects.append(
        .setNotice(NoticeOrder(name: prepared.graph.content.notices[index].name, until: turn.context.now)))
    case .clear(let variables): for variable in variables { assign(.undefined, to: variable) }
    case .say, .save, .branch, .move, .throwEvent: break
    }
  }

  private mutating func change(language id: LanguageID, _ turn: Turn, _ effects: inout [WalkerEffect]) {
    language = id
    effects.append(.language(prepared.speaker.tongue(id).language.tag))
    sayNoticesOfLanguage(turn, &effects)
  }

  private mutating func change(segment index: SegmentIndex?, _ effects: inout [WalkerEffect]) {
    segment = index
    effects.append(.trace(.variable("segment", segmentItem?.name ?? "none")))
  }

  private func save(
    _ order: SaveOrder, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) {
    let scene = scene(turn)
    var values: [(column: Int, value: Value)] = []
    for value in order.values { values.append((value.column, try value.value.evaluate(in: scene))) }
    var request = SaveRequest(table: prepared.graph.content.tables[order.table], values: values)
    if let condition = order.condition { request.condition = try condition.bound(in: scene) }
    if let condition = order.unless { request.unless = try condition.bound(in: scene) }
    effects.append(.save(request))
  }
}
