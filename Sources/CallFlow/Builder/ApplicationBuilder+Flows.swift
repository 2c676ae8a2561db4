extension ApplicationBuilder {
  // MARK: First pass

  func registerDefaults(_ line: SyntaxLine, _ file: SyntaxFile) {
    var cursor = TokenCursor(line)
    expectEnd(&cursor, line)
    expectNoElse(line)
    if line.block == nil { missing("'defaults' needs its lines in braces", cursor, line) }
    fileDefaults[file.file, default: []].append(line)
  }

  func registerFlow(_ line: SyntaxLine, _ file: SyntaxFile) {
    var cursor = TokenCursor(line)
    guard let token = name("the flow", &cursor, line), register(token, .flow, index: flows.count) else {
      hasUnresolvedTargets = true
      return
    }
    let flow = FlowBuilder(
      app: self, id: FlowID(flows.count), name: token, line: line, file: file.file,
      isSound: file.isSound && line.isSound)
    flow.parameters = parameters(&cursor, line)
    if cursor.take(word: "gives") { flow.gives = parameters(&cursor, line, bare: true) }
    expectEnd(&cursor, line)
    expectNoElse(line)
    flows.append(flow)
    for row in line.block?.lines ?? [] { register(row, in: flow) }
    if flow.states.isEmpty {
      flow.isBroken = true
      hasUnresolvedTargets = true
      if line.isSound, line.block?.lines.allSatisfy(\.isSound) ?? true {
        error(
          "CF204", "flow '\(token.text)' has no state", at: token.range,
          hint: "add: menu start { … }, or do start { … }")
      }
    }
  }

  private func register(_ row: SyntaxLine, in flow: FlowBuilder) {
    switch row.word.text {
    case "set": flow.sets.append(row)
    case "allow": registerAllowance(row, in: flow.line)
    case "defaults":
      expectNoElse(row)
      flow.defaults += row.block?.lines ?? []
    case let word where KindRow.byWord[word] != nil || KindRow.reserved.contains(word):
      registerState(row, KindRow.byWord[word], in: flow)
    default: unknownKind(row, in: flow)
    }
  }

  private func unknownKind(_ row: SyntaxLine, in flow: FlowBuilder) {
    guard row.isSound else { return }
    let kinds = KindRow.rows.map(\.word)
    flow.isBroken = true
    flow.losesNames = true
    // A state of an unknown kind is a state all the same: what leads to it is not at fault.
    if row.word.isWord, row.block != nil, let name = row.arguments.first, name.kind == .word {
      error(
        "CF201", "there is no kind of state '\(row.word.text)'", at: row.word.range,
        hint: Suggestions.hint(row.word.text, among: kinds) ?? "kinds are: \(kinds.joined(separator: ", "))")
      return registerState(row, nil, in: flow, isTold: true)
    }
    error(
      "CF200", "\(row.word.shown) cannot stand here", at: row.word.range,
      hint: StatementRow.rows[row.word.text] != nil
        ? "statements stand in a state"
        : Suggestions.hint(row.word.text, among: kinds + ["set", "defaults"])
          ?? "a flow has states, 'set' and 'defaults'")
  }

  private func registerState(
    _ row: SyntaxLine, _ kind: KindRow?, in flow: FlowBuilder, isTold: Bool = false
  ) {
    var cursor = TokenCursor(row)
    guard let token = name("the state", &cursor, row, hint: "like \(row.word.text) welcome { … }") else {
      flow.isBroken = true
      flow.losesNames = true
      return
    }
    _ = isUsableName(token)
    if let earlier = flow.stateNames[token.text] {
      flow.isBroken = true
      return error(
        "CF202", "state '\(token.text)' is already there (\(place(earlier.name.range, from: token.range)))",
        at: token.range, hint: "give one of the two another name")
    }
    if kind == nil {
      flow.isBroken = true
      flow.losesNames = true
      if !isTold, row.isSound {
        let kinds = KindRow.rows.map(\.word)
        error(
          "CF201", "states of the kind '\(row.word.text)' are not available in this version",
          at: row.word.range,
          hint: "available are: \(kinds.joined(separator: ", "))")
      }
    }
    let state = StateSource(id: StateID(states.count), name: token, flow: flow, line: row, kind: kind)
    states.append(state)
    flow.states.append(state)
    flow.stateNames[token.text] = state
    if token.text.contains("-") { flow.stateNames[token.text.replacing("-", with: "_")] = state }
    readHead(&cursor, state)
  }

  /// What stands between a state's name and its brace.
  private func readHead(_ cursor: inout TokenCursor, _ state: StateSource) {
    guard let kind = state.kind else { return }
    let row = state.line
    if cursor.isAt(word: "into") {
      let into = cursor.here
      cursor.next()
      if !kind.takesInto, row.isSound {
        error(
          "CF200", "'into' cannot stand here", at: into,
          hint: "only a collect, a callback and a record put something into a variable")
        return
      }
      if let token = name("a variable", &cursor, row), isUsableName(token) { state.into = token }
    } else if kind.takesInto, !kind.isIntoOptional, row.isSound {
      state.flow.isBroken = true
      state.flow.losesNames = true
      error(
        "CF204", "a \(kind.word) needs 'into' and a variable", at: state.name.range,
        hint: "\(kind.word) \(state.name.text) into number { … }")
    }
    expectEnd(&cursor, row)
    expectNoElse(row)
  }

  // MARK: Second pass

  /// What can only be said when all states are there.
  func finish() {
    for flow in flows {
      for state in flow.states { patch(state, flow) }
      content.flows[flow.id.index].variables = flow.variables.enumerated().map { index, source in
        Flow.Variable(name: source.name, type: flow.type(of: VariableID(index)), privacy: source.privacy)
      }
    }
    hidePrivate()
    for flow in flows { setBuiltInTries(flow) }
  }

  /// Results of states become slots where the flow names them.
  private func patch(_ state: StateSource, _ flow: FlowBuilder) {
    func slot(_ result: ImplicitResult) -> VariableID? { flow.slots[result.rawValue] }
    switch content.states[state.id].kind {
    case .menu: content.states[state.id.index].kind = .menu(resultKeys: slot(.keys))
    case .hours(var spec):
      spec.nextOpen = slot(.nextOpen)
      content.states[state.id.index].kind = .hours(spec)
    case .answer(var spec):
      spec.topicVariable = slot(.topic)
      content.states[state.id.index].kind = .answer(spec)
    case .route(var spec):
      (spec.agent, spec.waited, spec.talk, spec.reason) = (
        slot(.agent), slot(.waited), slot(.talk), slot(.reason)
      )
      content.states[state.id.index].kind = .route(spec)
    case .transfer(var spec):
      (spec.talk, spec.reason) = (slot(.talk), slot(.reason))
      content.states[state.id.index].kind = .transfer(spec)
    case .desk(var spec):
      (spec.agent, spec.offerQueue, spec.offerLanguage) = (
        slot(.agent), slot(.offerQueue), slot(.offerLanguage)
      )
      (spec.offerCaller, spec.offerNotes) = (slot(.offerCaller), slot(.offerNotes))
      content.states[state.id.index].kind = .desk(spec)
    case .survey(var spec):
      spec.complete = slot(.complete)
      content.states[state.id.index].kind = .survey(spec)
    case .mailbox(var spec):
      spec.from = slot(.messageFrom)
      content.states[state.id.index].kind = .mailbox(spec)
    case .record(var spec):
      spec.length = slot(.length)
      content.states[state.id.index].kind = .record(spec)
    case .do, .collect, .lookup, .call, .callBack, .fetch: break
    }
  }

  private func privacy(of node: SecretFlow.Node) -> Privacy {
    switch node {
    case .variable(let flow, let id): flows[flow.index].variables[id.index].privacy
    case .field(let id): content.fields[id.index].privacy
    }
  }

  private func hide(_ node: SecretFlow.Node, _ privacy: Privacy) {
    switch node {
    case .variable(let flow, let id):
      flows[flow.index].variables[id.index].privacy = privacy
      content.flows[flow.index].variables[id.index].privacy = privacy
    case .field(let id): content.fields[id.index].privacy = privacy
    }
  }

  /// Makes secret what is made of secrets, and masked what is made of what is masked; reports where a secret
  /// would be told.
  private func hidePrivate() {
    var roots: [SecretFlow.Node] = []
    var masked: [SecretFlow.Node: Int] = [:]
    for flow in flows {
      for (index, variable) in flow.variables.enumerated() {
        let node = SecretFlow.Node.variable(flow.id, VariableID(index))
        if variable.privacy == .secret { roots.append(node) }
        if case .masked(let last) = variable.privacy { masked[node] = last }
      }
    }
    for (index, field) in content.fields.enumerated() {
      if field.privacy == .secret { roots.append(.field(FieldID(index))) }
      if case .masked(let last) = field.privacy { masked[.field(FieldID(index))] = last }
    }
    for (node, last) in secrets.masks(of: masked) where masked[node] == nil {
      hide(node, .masked(last: last))
    }
    for node in secrets.closure(of: roots) {
      // What is written masked was made so on purpose.
      if masked[node] == nil { hide(node, .secret) }
    }
    for kept in secrets.kept where privacy(of: kept.node) == .secret {
      error(
        "CF280",
        kept.isCompared
          ? "column '\(kept.column.name)' of table \(kept.table) is compared with the secret '\(kept.name)'"
          : "the secret '\(kept.name)' would be kept in column '\(kept.column.name)' of table \(kept.table)",
        at: kept.range,
        hint: "where that is meant, mark the column: \(kept.column.name) \(kept.column.type.rawValue) secret")
    }
    for sent in secrets.sent where !sent.sources.contains(where: { privacy(of: $0) == .secret }) {
      warning(
        "CF281",
        sent.sources.isEmpty
          ? "'\(sent.name)' stands here, and a flow is read by many"
          : "'\(sent.name)' is sent, and is no secret here: logs have it",
        at: sent.range,
        hint: sent.sources.isEmpty
          ? "send it in a header, from a file that the site names: authorization NAME"
          : "write 'secret' where it is collected, or at its column of a table")
    }
    for flow in flows {
      for (slot, range, use) in flow.uses where use != .computed && use != .kept {
        let variable = flow.variables[slot.index]
        guard variable.privacy == .secret else { continue }
        let isNamed = Privacy.implied(by: variable.name) == .secret
        error(
          "CF280", "the secret '\(variable.name)' would be \(use.word)", at: range,
          hint: isNamed
            ? "names with 'pin' in them are secret" : "it is secret, or was made of what is secret")
      }
    }
  }

  /// After too many tries without a word on it: the flow's first route that can be reached, its first
  /// record, else goodbye.
  private func setBuiltInTries(_ flow: FlowBuilder) {
    let open = flow.states.filter { state in
      if case .builtIn = content.states[state.id].tries.action { return state.kind?.inheritsKeys ?? false }
      return false
    }
    guard !open.isEmpty, let start = flow.states.first else { return }
    let starts = content.flows.map(\.start)
    var reached = Set([start.id])
    var stack = [start.id]
    for state in flow.states where reached.insert(state.id).inserted { stack.append(state.id) }
    while let id = stack.popLast() {
      for next in content.states[id].successors(starts: starts) where reached.insert(next).inserted {
        stack.append(next)
      }
    }
    func first(_ kind: (StateKind) -> Bool) -> StateID? {
      let found = reached.filter { kind(content.states[$0].kind) }
      let own = found.filter { content.states[$0].flow == flow.id }
      return (own.isEmpty ? found : own).min { $0.index < $1.index }
    }
    let route = first { if case .route = $0 { true } else { false } }
    let record = first { if case .record = $0 { true } else { false } }
    guard route != nil || record != nil else { return }
    for state in open {
      content.states[state.id.index].tries.action = .builtIn(route: route, record: record)
    }
  }
}

extension FlowBuilder {
  /// Builds the flow's own lines and all its states.
  func resolve() {
    let start = states.first?.id ?? StateID(0)
    var flow = Flow(
      name: name.text, start: start, states: states.map(\.id), position: name.range.start)
    let body = BodyBuilder(app: app, flow: self)
    for parameter in parameters {
      guard let slot = slots[parameter.name.text] else { continue }
      var item = Flow.Parameter(variable: slot)
      if let initial = parameter.initial,
        let (value, type) = app.check(initial, BodyScope(app: app, flow: nil))
      {
        if let type, let wanted = parameter.type, type != wanted {
          app.error(
            "CF301", "parameter '\(parameter.name.text)' is a \(wanted.rawValue), this is a \(type.rawValue)",
            at: initial.range)
        }
        item.initial = value
      }
      flow.parameters.append(item)
    }
    for set in sets {
      if case .set(let slot, let value)? = body.statement(set) {
        flow.initialValues.append(.init(variable: slot, value: value))
      }
    }
    for give in gives {
      guard let slot = slots[give.name.text] else {
        app.error(
          "CF330", "'\(give.name.text)' is given, but nothing in this flow sets it", at: give.name.range,
          hint: Suggestions.hint(give.name.text, among: variables.map(\.name)) ?? "set it before 'return'")
        continue
      }
      flow.gives.append(slot)
    }
    for state in states {
      if let kind = state.kind {
        var builder = StateBuilder(state, kind)
        app.content.states.append(builder.build())
      } else {
        app.content.states.append(
          State(
            name: state.name.text, fullName: "\(name.text).\(state.name.text)", flow: id, kind: .do,
            entry: Block([.move(Move(.hangUp, at: state.name.range.start))], at: state.name.range.start),
            position: state.name.range.start))
      }
    }
    app.content.flows.append(flow)
  }
}
