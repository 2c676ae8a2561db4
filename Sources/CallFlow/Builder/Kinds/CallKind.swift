/// `call name { flow check_id(account); take ok; done -> a }`.
enum CallKind {
  static let row = KindRow(
    word: "call",
    own: [
      OwnRow("flow", "flow name(values)", isRequired: true), OwnRow("take", "take name", isRepeatable: true),
      OwnRow("done", "done -> state", isRequired: true),
    ], build: { build(&$0) })

  private static func callee(_ lines: [SyntaxLine], _ app: ApplicationBuilder) -> FlowBuilder? {
    guard let token = lines.first(where: { $0.word.isWord("flow") })?.arguments.first,
      let entry = app.names[.flow, token.text], app.flows.indices.contains(entry.index)
    else { return nil }
    return app.flows[entry.index]
  }

  /// Enters what is taken, and lets the arguments tell the types of the parameters.
  static func declare(_ lines: [SyntaxLine], in flow: FlowBuilder) {
    guard let callee = callee(lines, flow.app) else { return }
    for line in lines where line.word.isWord("take") {
      for token in line.arguments where token.kind == .word {
        let slot = flow.declare(token.text, at: token.range, source: .taken(callee, token.text))
        flow.variables[slot.index].isOwn = true
        flow.variables[slot.index].isOnlyRead = false
      }
    }
    guard let line = lines.first(where: { $0.word.isWord("flow") }) else { return }
    var cursor = TokenCursor(line)
    cursor.next()
    guard cursor.isAt(sign: "(") else { return }
    var quiet = Diagnostics()
    for (place, argument) in (ExpressionParser.arguments(&cursor, into: &quiet) ?? []).enumerated() {
      let index =
        argument.name.map { name in callee.parameters.firstIndex { $0.name.text == name.text } } ?? place
      guard let index, callee.parameters.indices.contains(index) else { continue }
      callee.declare(
        callee.parameters[index].name.text, at: callee.parameters[index].name.range,
        source: .argument(argument.value, flow))
    }
  }

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var spec: CallSpec?
    var found = Diagnostics()
    if let line = state.line("flow") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let token = app.name("a flow", &cursor, line) {
        let entry = app.names[.flow, token.text]
        if entry == nil, app.isFirst(token.text, "CF210 ") {
          app.error(
            "CF210", "there is no flow '\(token.text)'", at: token.range,
            hint: Suggestions.hint(token.text, among: app.names.names(.flow)))
          state.flow.isBroken = true
          app.hasUnresolvedTargets = true
        }
        var arguments: [ArgumentSyntax] = []
        if cursor.isAt(sign: "(") { arguments = ExpressionParser.arguments(&cursor, into: &found) ?? [] }
        if !found.hasErrors { app.expectEnd(&cursor, line) }
        if let entry, app.flows.indices.contains(entry.index) {
          spec = bind(arguments, app.flows[entry.index], at: token.range, state, into: &found)
        }
      }
    }
    app.report(found)
    for line in state.lines("take") { take(line, &spec, state) }
    let done = state.way("done") ?? state.nowhere
    spec?.done = done
    return spec.map { .call($0) }
  }

  private static func bind(
    _ arguments: [ArgumentSyntax], _ callee: FlowBuilder, at range: SourceRange, _ state: StateBuilder,
    into found: inout Diagnostics
  ) -> CallSpec {
    var typed = callee.parameters
    for index in typed.indices where typed[index].type == nil {
      typed[index].type = callee.slots[typed[index].name.text].flatMap { callee.type(of: $0) }
    }
    let values = state.app.bind(
      arguments, to: typed, of: "flow '\(callee.name.text)'", at: range, state.body.scope, into: &found)
    var spec = CallSpec(flow: callee.id, done: state.nowhere)
    for (parameter, value) in zip(callee.parameters, values) {
      guard let slot = callee.slots[parameter.name.text] else { continue }
      spec.arguments.append(.init(parameter: slot, value: value))
      state.app.secrets.add(from: value, of: state.flow.id, to: .variable(callee.id, slot))
    }
    return spec
  }

  private static func take(_ line: SyntaxLine, _ spec: inout CallSpec?, _ state: StateBuilder) {
    let app = state.app
    var cursor = TokenCursor(line)
    app.expectBare(line)
    repeat {
      guard let token = app.name("a value that the flow gives", &cursor, line) else { return }
      guard let id = spec?.flow else { continue }
      let callee = app.flows[id.index]
      guard callee.gives.contains(where: { $0.name.text == token.text }) else {
        app.error(
          "CF206", "flow '\(callee.name.text)' does not give '\(token.text)'", at: token.range,
          hint: Suggestions.hint(token.text, among: callee.gives.map(\.name.text))
            ?? "write: flow \(callee.name.text) gives \(token.text)")
        continue
      }
      guard let from = callee.slots[token.text], let into = state.flow.slots[token.text] else { continue }
      state.body.fit(callee.type(of: from), to: into, at: token.range)
      spec?.takes.append(.init(from: from, into: into))
      app.secrets.add(from: .variable(id, from), to: .variable(state.flow.id, into), isCopy: true)
    } while cursor.take(sign: ",")
    app.expectEnd(&cursor, line)
  }
}
