import CallFlow
import Chronology
import Foundation
import Tones

extension FlowWalker {
  /// Tags of answers lie at and below it.
  private static let answerTag = -1000
  private static let skipTag = -999

  /// The first question; whatever was answered before is forgotten.
  mutating func survey(
    _ spec: SurveySpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    for question in spec.questions { assign(.none, to: question.variable) }
    assign(.flag(false), to: spec.complete)
    surveyEnds = turn.context.now + spec.limit
    return try ask(question: 0, 1, spec, turn, &effects)
  }

  private mutating func ask(
    question first: Int, _ asked: Int, _ spec: SurveySpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard case .survey(let questions, _, _) = here.ways else { return .perform }
    let scene = scene(turn)
    var index = first
    while index < questions.count, let condition = spec.questions[index].condition,
      !(try condition.isTrue(in: scene))
    {
      index += 1
    }
    guard index < questions.count else {
      assign(.flag(true), to: spec.complete)
      return surveyDone(&effects)
    }
    if let surveyEnds, turn.context.now >= surveyEnds { return surveyDone(&effects) }
    if asked == 1 {
      frame.place.counters.reset()
      let range = spec.questions[index].range
      tell(spec.questions[index], "asked \(range.lowerBound)-\(range.upperBound)", &effects)
    }
    try say(questions[index], turn, &effects)
    return ask(here.collect.survey(spec.questions[index].range), .survey(index, asked: asked), &effects)
  }

  /// An answer, or the key that skips the question.
  mutating func surveyAnswered(
    _ tag: Int, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard case .survey(let spec) = here.state.kind, case .survey(let index, _) = mode,
      spec.questions.indices.contains(index)
    else { return .perform }
    let variable = spec.questions[index].variable
    if tag <= FlowWalker.answerTag {
      let value = Value.number(Decimal(FlowWalker.answerTag - tag))
      assign(value, to: variable)
      let variables = prepared.graph.content.flows[frame.flow].variables
      if variables.indices.contains(variable.index) {
        let shown = value.shown(variables[variable].privacy)
        effects.append(.trace(.variable(variables[variable].name, shown)))
        tell(spec.questions[index], "answered \(shown)", &effects)
      }
    } else {
      tell(spec.questions[index], "skipped", &effects)
    }
    return try ask(question: index + 1, 1, spec, turn, &effects)
  }

  /// The question again, after what a handler of the survey's own has said.
  mutating func askAgain(
    _ spec: SurveySpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard case .survey(let index, let asked) = mode else { return try survey(spec, turn, &effects) }
    return try ask(question: index, asked + 1, spec, turn, &effects)
  }

  /// Silence, or a number that is none of those asked for: the question again, and then no further one.
  mutating func surveyMissed(
    _ event: EventName, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard case .survey(let spec) = here.state.kind, case .survey(let index, let asked) = mode else {
      return .perform
    }
    frame.place.counters.count(event)
    effects.append(.trace(.event(event, count: asked)))
    guard asked < here.state.tries.limit else { return surveyGivenUp(&effects) }
    if let handler = handler(for: event, turn) { return run(handler, for: event) }
    return try ask(question: index, asked + 1, spec, turn, &effects)
  }

  /// For reports: what was asked and answered, whatever the flow saves.
  private func tell(_ question: SurveySpec.Question, _ what: String, _ effects: inout [WalkerEffect]) {
    let variables = prepared.graph.content.flows[frame.flow].variables
    guard variables.indices.contains(question.variable.index) else { return }
    effects.append(.trace(.survey(variables[question.variable].name, what)))
  }

  private mutating func surveyDone(_ effects: inout [WalkerEffect]) -> Todo? {
    guard case .survey(_, _, let done) = here.ways else { return .perform }
    mode = .nothing
    return begin(done, "done", after: .hangUp)
  }

  /// What was answered is kept before the way of `tries`, as before any other.
  private mutating func surveyGivenUp(_ effects: inout [WalkerEffect]) -> Todo? {
    guard case .block = here.state.tries.action, case .survey(_, let saves, _) = here.ways else {
      return surveyDone(&effects)
    }
    mode = .nothing
    return begin(saves, "survey", after: .outOfTries)
  }

  /// A handler of the survey's own leads elsewhere: what was answered is kept first.
  mutating func surveyLeft(for move: Move) -> Todo? {
    guard case .survey = mode, case .survey(_, let saves, _) = here.ways else { return nil }
    mode = .nothing
    return begin(saves, cause, after: .move(move))
  }

  /// The caller has hung up before the last answer: those given are kept.
  mutating func surveyLeft(by event: EventName) -> Todo? {
    guard case .survey(_, let saves, _) = here.ways else { return .thrown(event) }
    mode = .nothing
    return begin(saves, "survey", after: .thrown(event))
  }
}

extension CollectRequest {
  /// Any number of the range; the terminator alone skips the question.
  func survey(_ range: ClosedRange<Int>) -> CollectRequest {
    var request = self
    let answers = range.map { number in
      KeyGrammar.Choice(
        [KeyPattern(String(number).compactMap { Key($0) }.map { .init(KeySet($0)) })],
        tag: -1000 - number)
    }
    request.grammar = KeyGrammar(
      choices: answers + [KeyGrammar.Choice(key: .hash, tag: -999)], terminator: .hash)
    request.dropsTypeAhead = true
    return request
  }
}
