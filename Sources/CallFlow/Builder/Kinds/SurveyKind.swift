/// `survey name { ask score 1-5 rate_us; save results (score = score); done -> bye }`.
enum SurveyKind {
  static let row = KindRow(
    word: "survey", isWaiting: true, refusesKeys: true, hasOwnFailures: true, results: [.complete],
    own: [
      OwnRow("ask", "ask score 1-5 rate_us", isRequired: true, isRepeatable: true),
      OwnRow("save", "save table (column = value)", isRepeatable: true), OwnRow("limit", "limit 2m"),
      OwnRow("done", "done -> state", isRequired: true),
    ], build: { build(&$0) })

  /// Highest number that can be asked for.
  private static let most = 99

  /// Enters the variables that the questions make.
  static func declare(_ lines: [SyntaxLine], in flow: FlowBuilder) {
    for line in lines where line.word.isWord("ask") {
      guard let token = line.arguments.first, token.kind == .word else { continue }
      let slot = flow.declare(token.text, at: token.range, source: .type(.number, isDigits: false))
      flow.variables[slot.index].isOwn = true
      flow.variables[slot.index].isOnlyRead = false
      // It is looked at in reports, whether the flow does or not.
      flow.variables[slot.index].isUsed = true
    }
  }

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var spec = SurveySpec(questions: [], saves: Block([], at: state.nowhere.position), done: state.nowhere)
    for line in state.lines("ask") {
      if let question = question(line, state) { spec.questions.append(question) }
    }
    spec.saves.statements = state.lines("save").compactMap { state.body.buildSave($0) }
    if let limit = TransferKind.duration("limit", state, in: .seconds(5)...(.minutes(30))) {
      spec.limit = limit
    }
    spec.complete = state.flow.slots[ImplicitResult.complete.rawValue]
    spec.done = state.way("done") ?? state.nowhere
    if spec.questions.count > 3, let line = state.lines("ask").dropFirst(3).first {
      app.warning(
        "CF247", "a survey of \(spec.questions.count) questions: callers hang up after the third",
        at: line.word.range, hint: "ask what is acted upon")
    }
    return .survey(spec)
  }

  private static func question(_ line: SyntaxLine, _ state: StateBuilder) -> SurveySpec.Question? {
    let app = state.app
    var cursor = TokenCursor(line)
    app.expectBare(line)
    guard let name = app.name("a variable", &cursor, line, hint: "like ask score 1-5 rate_us"),
      app.isUsableName(name), let slot = state.flow.slots[name.text],
      let range = app.range(&cursor, within: 0...most, line)
    else { return nil }
    state.body.fit(.number, to: slot, at: name.range)
    guard !cursor.isAtEnd else {
      app.missing("a survey's question needs a text or a prompt", cursor, line)
      return nil
    }
    var question = SurveySpec.Question(
      variable: slot, range: range, parts: state.body.parts(&cursor, line))
    if cursor.take(word: "when") { question.condition = state.body.condition(&cursor) }
    app.expectEnd(&cursor, line)
    return question
  }
}
