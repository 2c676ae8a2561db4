import CallFlow

/// A block made ready to run: fixed texts are segments already.
final class Script: Sendable {
  enum Step: Sendable {
    case say(Saying, visit: Int)
    /// The recording begins with a notice.
    case record(Saying)
    case branch([(condition: Expression, script: Script)], otherwise: Script?)
    case save(SaveOrder, otherwise: Script?)
    case plain(Statement)
  }
  let steps: [Step]
  /// The visits written at its `say` lines, those of its branches among them.
  let visits: [Int]
  /// Nothing but a way to that state.
  let onlyTarget: StateID?

  init(_ block: Block, gate: Gate, options: [KeyBinding], speaker: Speaker) {
    var visits: Set<Int> = []
    func script(_ block: Block) -> Script {
      let script = Script(block, gate: gate, options: options, speaker: speaker)
      visits.formUnion(script.visits)
      return script
    }
    steps = block.statements.map { statement in
      switch statement {
      case .say(let parts, let visit):
        visits.insert(visit)
        return .say(Saying(parts, gate: gate, options: options, speaker: speaker), visit: visit)
      case .recording(.start, let notice):
        return .record(Saying(notice, gate: .hold, options: options, speaker: speaker))
      case .branch(let branches, let otherwise):
        return .branch(
          branches.map { (condition: $0.condition, script: script($0.block)) },
          otherwise: otherwise.map(script))
      case .save(let order): return .save(order, otherwise: order.otherwise.map(script))
      case .set, .setField, .setSpeech, .language, .languageByName, .segment, .segmentByName, .log, .note,
        .outcome,
        .pause, .recording,
        .throwEvent, .turn, .noticeOff, .clear,
        .move:
        return .plain(statement)
      }
    }
    self.visits = visits.sorted()
    if let last = block.statements.last, case .move(let move) = last, case .state(let state) = move.target {
      onlyTarget = state
    } else {
      onlyTarget = nil
    }
  }
  static let empty = Script()
  private init() { (steps, visits, onlyTarget) = ([], [], nil) }
}

/// Parts that are said together.
final class Saying: Sendable {
  let parts: [SayPart]
  let gate: Gate
  let options: [KeyBinding]
  /// By language: the segments, where no value stands in them and no visit is written.
  let fixed: [[Segment]?]
  /// By language, where there are values: the texts between them as they are spoken.
  let spoken: [[String: String]]

  init(_ parts: [SayPart], gate: Gate, options: [KeyBinding], speaker: Speaker) {
    (self.parts, self.gate, self.options) = (parts, gate, options)
    guard speaker.isFixed(parts, options: options) else {
      fixed = []
      spoken = speaker.spokenTexts(of: parts)
      return
    }
    spoken = []
    fixed = speaker.languages.indices.map { index in
      try? speaker.segments(
        parts, language: LanguageID(index), visits: PromptVisits(), gate: gate, options: options,
        in: NoValues())
    }
  }
}
