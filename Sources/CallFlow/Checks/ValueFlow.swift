/// Which variables surely have a value where they are used (CF241), which may hold an empty column or `none` (CF303),
/// and whether a subflow gives what it promises (CF330): a forward analysis over the states of each flow.
enum ValueFlow {
  static func check(_ app: ApplicationBuilder) {
    // A name that could not be made out may have been the one that is missing.
    let faulty = Set(app.diagnostics.all.filter { $0.severity == .error }.map(\.range.start.file))
    var entries: [FlowID: Set<StateID>] = [:]
    let content = app.content
    let starts = content.flows.map(\.start)
    for dial in content.dials { entries[content.states[dial.target].flow, default: []].insert(dial.target) }
    for (place, state) in content.states.enumerated() {
      for next in state.successors(starts: starts) {
        let flow = content.states[next].flow
        if flow != content.states[place].flow { entries[flow, default: []].insert(next) }
      }
    }
    for flow in app.flows where !flow.isBroken && !faulty.contains(flow.file) {
      var analysis = FlowAnalysis(app, flow, entries: entries[flow.id] ?? [])
      analysis.run()
    }
  }
}

struct FlowAnalysis {
  let app: ApplicationBuilder
  let flow: FlowBuilder
  let item: Flow
  private let content: FlowGraph.Content
  /// By state.
  private var incoming: [Facts?]
  private let entries: Set<StateID>
  private var initial: Facts

  /// Gathered in the last round only.
  private var isReporting = false
  private var edges: [(from: StateID, to: StateID, facts: Facts)] = []
  private var unset: [VariableID: (range: SourceRange, state: StateID?)] = [:]
  private var empty: [VariableID: SourceRange] = [:]
  private var emptyColumns: [RowColumn: SourceRange] = [:]
  private var notGiven: [SourcePosition: VariableID] = [:]
  /// Where the walk is.
  private var state: StateID?
  private var block: SourcePosition
  private var isOpen: [Bool]
  private var isAnyOpen = false
  private let usesByVariable: [VariableID: [SourceRange]]

  init(_ app: ApplicationBuilder, _ flow: FlowBuilder, entries: Set<StateID>) {
    self.app = app
    self.flow = flow
    content = app.content
    item = content.flows[flow.id]
    incoming = [Facts?](repeating: nil, count: content.states.count)
    isOpen = [Bool](repeating: false, count: content.states.count)
    self.entries = entries.union([item.start])
    let none = VariableSet(count: flow.variables.count)
    initial = Facts(set: none, maybeNone: none)
    block = flow.line.word.range.start
    usesByVariable = Dictionary(grouping: flow.uses, by: \.variable)
      .mapValues { uses in uses.map(\.range).sorted { $0.start < $1.start } }
  }

  mutating func run() {
    for parameter in item.parameters { initial.assign(parameter.variable) }
    isReporting = true
    for value in item.initialValues {
      read(value.value, initial)
      initial.assign(value.variable, maybeNone: isMaybeNone(value.value, initial))
    }
    isReporting = false
    for entry in entries.sorted(by: { $0.index < $1.index }).reversed() { flowInto(entry, initial) }
    // Text order is close to the order of calls, so that few rounds are needed.
    while isAnyOpen {
      isAnyOpen = false
      for id in item.states where isOpen[id.index] {
        isOpen[id.index] = false
        if let facts = incoming[id.index] { walk(id, facts) }
      }
    }
    isReporting = true
    for id in item.states { if let facts = incoming[id.index] { walk(id, facts) } }
    report()
  }

  private mutating func flowInto(_ id: StateID, _ facts: Facts) {
    guard var known = incoming[id.index] else {
      incoming[id.index] = facts
      (isOpen[id.index], isAnyOpen) = (true, true)
      return
    }
    guard known != facts else { return }
    known.join(facts)
    guard known != incoming[id.index] else { return }
    incoming[id.index] = known
    (isOpen[id.index], isAnyOpen) = (true, true)
  }

  // MARK: One state

  private mutating func walk(_ id: StateID, _ facts: Facts) {
    let state = content.states[id]
    self.state = id
    block = state.position
    var facts = facts
    let listening = run(state.entry, facts)
    if case .record(let spec) = state.kind {
      // Its results are there, empty, from its first moment.
      for result in [spec.variable, spec.length] { if let result { facts.assign(result, maybeNone: true) } }
    }
    for handler in state.handlers.joined() {
      let isFailure = handler.event.text.hasPrefix("failed")
      guard let facts = isFailure ? listening : facts else { continue }
      block = handler.action.position
      var after = facts
      if let condition = handler.condition { after = refined(condition, true, facts) }
      _ = run(handler.action, after)
    }
    guard let facts = listening else { return }
    if case .block(let block) = state.tries.action { _ = run(block, facts) }
    block = state.position
    walk(state.kind, state, facts)
  }

  private mutating func walk(_ kind: StateKind, _ state: State, _ facts: Facts) {
    var after = facts
    switch kind {
    case .do: break
    case .menu(let keys):
      for key in state.keys { if let label = key.label { say(label, facts) } }
      if let keys { after.assign(keys) }
    case .collect(let spec):
      for check in spec.checks {
        block = state.position
        read(check.condition, facts)
        _ = run(check.otherwise, facts)
      }
      block = state.position
      for part in spec.confirm?.parts ?? [] { say(part.piece, facts) }
      after.assign(spec.variable)
      _ = run(spec.done, after)
      after = facts
    case .hours(let spec):
      if let at = spec.at { read(at, facts) }
      if let next = spec.nextOpen { after.assign(next) }
      for way in state.wayBlocks { _ = run(way, after) }
    case .lookup(let spec):
      read(spec.query.condition, facts)
      let columns =
        content.tables.indices.contains(spec.query.table.index)
        ? content.tables[spec.query.table].columns : []
      for (column, variable) in zip(spec.query.columns, spec.variables) {
        after.assign(variable, maybeNone: columns.indices.contains(column) && !columns[column].isKey)
      }
      if let row = spec.row { after.assign(row) }
      _ = run(spec.found, after)
      if let many = spec.many { _ = run(many, after) }
      _ = run(spec.missing, facts)
    case .answer(let spec):
      if let topic = spec.topic { read(topic, facts) }
      for topic in spec.answers.topics {
        if let condition = topic.condition { read(condition, facts, needsValue: false) }
        for part in topic.label + topic.say + topic.more + topic.steps.joined() { say(part.piece, facts) }
      }
      for part in spec.ask ?? [] { say(part.piece, facts) }
      if let topic = spec.topicVariable { after.assign(topic) }
      for way in state.wayBlocks { _ = run(way, after) }
    case .route(let spec):
      if let priority = spec.priority { read(priority, facts) }
      for wish in spec.wishes { read(wish.condition, facts, needsValue: false) }
      if let direct = spec.direct { read(direct.agent, facts, needsValue: false) }
      for note in spec.notes { read(note.value, facts, needsValue: false) }
      for result in [spec.agent, spec.waited, spec.talk, spec.reason] {
        if let result { after.assign(result) }
      }
      for way in state.wayBlocks { _ = run(way, after) }
    case .transfer(let spec):
      read(spec.number, facts)
      if let done = spec.done {
        var talked = facts
        if let talk = spec.talk { talked.assign(talk, maybeNone: true) }
        _ = run(done, talked)
      }
      if let reason = spec.reason { after.assign(reason) }
      for way in [spec.busy, spec.noAnswer, spec.refused] { if let way { _ = run(way, after) } }
    case .callBack(let spec):
      read(spec.number, facts, needsValue: false)
      if let number = spec.variable { after.assign(number, maybeNone: true) }
      _ = run(spec.done, after)
    case .desk(let spec):
      for part in spec.standby ?? [] { say(part.piece, facts) }
      if let agent = spec.agent { after.assign(agent) }
      var offered = after
      for result in [spec.offerQueue, spec.offerLanguage, spec.offerCaller, spec.offerNotes] {
        if let result { offered.assign(result) }
      }
      for part in spec.whisper ?? [] { say(part.piece, offered) }
      _ = run(spec.done, after)
    case .survey(let spec):
      for question in spec.questions {
        if let condition = question.condition { read(condition, after, needsValue: false) }
        for part in question.parts { say(part.piece, after) }
        after.assign(question.variable, maybeNone: true)
      }
      if let complete = spec.complete { after.assign(complete) }
      if let saved = run(spec.saves, after) { _ = run(spec.done, saved) }
    case .fetch(let spec):
      say(spec.address, facts)
      for member in spec.body { read(member.value, facts, needsValue: false) }
      for part in spec.hold { say(part.piece, facts) }
      for read in spec.reads { after.assign(read.variable, maybeNone: true) }
      _ = run(spec.found, after)
      for way in [spec.missing, spec.failed, spec.timeout] { if let way { _ = run(way, facts) } }
    case .mailbox(let spec):
      // Only a message with a number leads to it.
      var wanted = facts
      if let from = spec.from { wanted.assign(from) }
      if let call = spec.call { _ = run(call, wanted) }
      if let from = spec.from { after.assign(from, maybeNone: true) }
      _ = run(spec.done, after)
    case .record(let spec):
      for part in spec.review ?? [] { say(part.piece, facts) }
      if let failed = spec.failed { _ = run(failed, facts) }
      for result in [spec.variable, spec.length] {
        if let result { after.assign(result, maybeNone: true) }
      }
      _ = run(spec.done, after)
      after = facts
    case .call(let spec):
      for argument in spec.arguments { read(argument.value, facts, needsValue: false) }
      for take in spec.takes { after.assign(take.into) }
      _ = run(spec.done, after)
      after = facts
    }
    for key in state.keys { _ = run(key.action, after) }
  }

  // MARK: Statements

  /// What holds behind a block, nil when nothing gets there.
  private mutating func run(_ code: Block, _ start: Facts) -> Facts? {
    let outer = block
    block = code.position
    defer { block = outer }
    var facts = start
    for statement in code.statements {
      switch statement {
      case .say(let parts, _): for part in parts { say(part.piece, facts) }
      case .recording(_, notice: let parts): for part in parts { say(part.piece, facts) }
      case .set(let id, let value):
        read(value, facts, needsValue: false)
        facts.assign(id, maybeNone: isMaybeNone(value, facts))
      case .setField(_, let value): read(value, facts, needsValue: false)
      case .setSpeech(_, let value): read(value, facts, needsValue: false)
      case .languageByName(let value): read(value, facts)
      case .segmentByName(let value): read(value, facts, needsValue: false)
      case .turn(_, _, let until): if let until { read(until, facts) }
      case .save(let order):
        for value in order.values { read(value.value, facts, needsValue: false) }
        for test in [order.condition, order.unless] {
          if let test { read(test, facts, needsValue: false) }
        }
        if let otherwise = order.otherwise, let after = run(otherwise, facts) { facts.join(after) }
      case .log(let template): say(template, facts)
      case .note(_, let value): read(value, facts, needsValue: false)
      case .throwEvent(_, let message):
        if let message { say(message, facts) }
        return nil
      case .clear(let ids):
        for id in ids {
          facts.set.remove(id)
          facts.maybeNone.remove(id)
        }
      case .branch(let branches, let otherwise):
        var rest = facts
        var joined: Facts?
        func join(_ after: Facts?) {
          guard let after else { return }
          if joined == nil { joined = after } else { joined?.join(after) }
        }
        for branch in branches {
          read(branch.condition, rest, needsValue: false)
          join(run(branch.block, refined(branch.condition, true, rest)))
          rest = refined(branch.condition, false, rest)
        }
        if let otherwise { join(run(otherwise, rest)) } else { join(rest) }
        guard let after = joined else { return nil }
        facts = after
      case .move(let move):
        leave(by: move, facts)
        return nil
      case .language, .segment, .outcome, .pause, .noticeOff: break
      }
    }
    return facts
  }

  private mutating func leave(by move: Move, _ facts: Facts) {
    guard let state else { return }
    switch move.target {
    case .state(let next), .retry(let next?): go(to: next, from: state, facts)
    case .repeat, .retry(nil): go(to: state, from: state, facts)
    case .top: go(to: item.start, from: state, facts)
    case .return(let values):
      for value in values { read(value, facts, needsValue: false) }
      guard isReporting else { return }
      for give in item.gives.dropFirst(values.count) where !facts.set.contains(give) {
        if notGiven[move.position] == nil { notGiven[move.position] = give }
      }
    case .stay, .back, .hangUp: break
    }
  }

  private mutating func go(to next: StateID, from: StateID, _ facts: Facts) {
    guard content.states[next].flow == flow.id else { return }
    if isReporting { edges.append((from, next, facts)) } else { flowInto(next, facts) }
  }

  // MARK: Values

  private mutating func say(_ piece: PromptPiece, _ facts: Facts) {
    guard isReporting else { return }
    switch piece {
    case .text(let template): say(template, facts)
    case .styled(_, let piece): say(piece, facts)
    case .clip(_, let fallback): if let fallback { say(fallback, facts) }
    case .pause, .tone, .options: break
    case .prompt(let use):
      for argument in use.arguments { read(argument, facts, needsValue: false) }
      for line in use.lines { for piece in line.pieces { say(piece, facts) } }
    case .byLanguage(let pieces): for piece in pieces.values { say(piece, facts) }
    }
  }
  private mutating func say(_ label: Label, _ facts: Facts) {
    switch label {
    case .prompt(let use): say(PromptPiece.prompt(use), facts)
    case .texts(let texts): for template in texts.values { say(template, facts) }
    }
  }
  private mutating func say(_ template: Template, _ facts: Facts) {
    for part in template.parts { if case .value(let value, _) = part { read(value, facts) } }
  }

  /// Notes each variable that may have no value. `needsValue`: where `none` would be an error.
  private mutating func read(_ value: Expression, _ facts: Facts, needsValue: Bool = true) {
    guard isReporting else { return }
    switch value {
    case .variable(let id):
      if !facts.set.contains(id) {
        note(id)
      } else if needsValue && facts.maybeNone.contains(id), empty[id] == nil {
        empty[id] = range(of: id)
      }
    case .constant, .field, .parameter, .entry, .column, .property, .isHoliday, .isOn, .queueFigure,
      .isDefined:
      break
    case .member(let inner, _):
      read(inner, facts, needsValue: false)
      if needsValue, let column = rowColumn(value), isMaybeNone(value, facts), emptyColumns[column] == nil {
        emptyColumns[column] = range(of: column.row)
      }
    case .not(let inner): read(inner, facts, needsValue: false)
    case .negate(let inner), .matches(let inner, _): read(inner, facts)
    case .binary(let op, let a, let b):
      switch op {
      case .equal, .notEqual:
        read(a, facts, needsValue: false)
        read(b, facts, needsValue: false)
      case .and, .or:
        read(a, facts, needsValue: false)
        read(b, refined(a, op == .and, facts), needsValue: false)
      case .add, .subtract, .multiply, .divide, .remainder, .less, .lessOrEqual, .greater, .greaterOrEqual:
        read(a, facts)
        read(b, facts)
      }
    case .conditional(let condition, let then, let otherwise):
      read(condition, facts, needsValue: false)
      read(then, refined(condition, true, facts), needsValue: needsValue)
      read(otherwise, refined(condition, false, facts), needsValue: needsValue)
    case .inList(let inner, let list):
      read(inner, facts, needsValue: false)
      for item in list { read(item, facts, needsValue: false) }
    case .inRange(let inner, let lower, let upper):
      read(inner, facts)
      read(lower, facts)
      read(upper, facts)
    case .call(_, let arguments): for argument in arguments { read(argument, facts) }
    case .isOpen(_, let at): if let at { read(at, facts) }
    }
  }

  /// Whether a value itself may be `none`; what is worked out from one that is has no value at all.
  private func isMaybeNone(_ value: Expression, _ facts: Facts) -> Bool {
    switch value {
    case .constant(.none): return true
    case .variable(let id): return facts.maybeNone.contains(id)
    case .member:
      guard let column = rowColumn(value), let table = flow.variables[column.row.index].table,
        content.tables.indices.contains(table.index),
        let known = content.tables[table].columns.first(where: { $0.name == column.name })
      else { return false }
      return !known.isKey && !facts.tested.contains(column)
    case .conditional(let condition, let then, let otherwise):
      return isMaybeNone(then, refined(condition, true, facts))
        || isMaybeNone(otherwise, refined(condition, false, facts))
    default: return false
    }
  }
  private func rowColumn(_ value: Expression) -> RowColumn? {
    guard case .member(.variable(let row), let name) = value else { return nil }
    return RowColumn(row: row, name: name)
  }

  /// What a condition tells when it holds, or when it does not.
  private func refined(_ condition: Expression, _ truth: Bool, _ facts: Facts) -> Facts {
    var facts = facts
    refine(condition, truth, &facts)
    return facts
  }
  private func refine(_ condition: Expression, _ truth: Bool, _ facts: inout Facts) {
    switch condition {
    case .variable, .member: if truth { hasValue(condition, &facts) }
    case .isDefined(let id): if truth { facts.set.insert(id) }
    case .not(let inner): refine(inner, !truth, &facts)
    case .binary(.and, let a, let b):
      if truth {
        refine(a, true, &facts)
        refine(b, true, &facts)
      }
    case .binary(.or, let a, let b):
      if !truth {
        refine(a, false, &facts)
        refine(b, false, &facts)
      }
    case .binary(.equal, let a, let b), .binary(.notEqual, let a, let b):
      var isEqual = truth
      if case .binary(.notEqual, _, _) = condition { isEqual = !truth }
      for (side, other) in [(a, b), (b, a)] {
        if case .constant(.none) = other {
          if !isEqual { hasValue(side, &facts) }
        } else if case .constant = other, isEqual {
          hasValue(side, &facts)
        }
      }
    case .inList(let side, _), .matches(let side, _): if truth { hasValue(side, &facts) }
    default: break
    }
  }
  private func hasValue(_ value: Expression, _ facts: inout Facts) {
    if case .variable(let id) = value { facts.maybeNone.remove(id) }
    if let column = rowColumn(value) { facts.tested.insert(column) }
  }

  // MARK: Findings

  /// The first place, from the block on, at which the flow's text names the variable.
  private func range(of id: VariableID) -> SourceRange {
    let uses = usesByVariable[id] ?? []
    return uses.first { $0.start.file == block.file && $0.start >= block } ?? uses.first
      ?? flow.variables[id.index].range
  }

  private mutating func note(_ id: VariableID) {
    let range = range(of: id)
    if let known = unset[id], known.range.start <= range.start { return }
    unset[id] = (range, state)
  }

  private func report() {
    for (id, found) in unset.sorted(by: { $0.value.range.start < $1.value.range.start }) {
      let name = flow.variables[id.index].name
      let path = found.state.map { way(to: $0, without: id) } ?? []
      app.error(
        "CF241",
        "'\(name)' may be used before it has a value" + (path.count > 1 ? " (path: \(app.path(path)))" : ""),
        at: found.range, hint: "give it one first: set \(name) = …")
    }
    var places = empty.map { (flow.variables[$0.key.index].name, $0.value) }
    places += emptyColumns.map { ("\(flow.variables[$0.key.row.index].name).\($0.key.name)", $0.value) }
    for (name, range) in places.sorted(by: { ($0.1.start, $0.0) < ($1.1.start, $1.0) }) {
      app.warning(
        "CF303", "'\(name)' may be empty here", at: range, hint: "test it before: if \(name) == none -> …")
    }
    for (position, id) in notGiven.sorted(by: { $0.key < $1.key }) {
      let name = flow.variables[id.index].name
      app.error(
        "CF330", "'\(name)' is given, but has no value on every path to this return",
        at: SourceRange(position, length: 6), hint: "set \(name) before")
    }
  }

  /// From where the flow begins to a state, by moves at which the variable is not set.
  private func way(to target: StateID, without id: VariableID) -> [StateID] {
    var before: [StateID: StateID] = [:]
    var seen = entries
    var queue = [item.start] + entries.subtracting([item.start]).sorted { $0.index < $1.index }
    let next = Dictionary(grouping: edges.filter { !$0.facts.set.contains(id) }, by: \.from)
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      if state == target {
        var path = [state]
        while let last = path.last, let previous = before[last] { path.append(previous) }
        return path.reversed()
      }
      for edge in next[state] ?? [] where seen.insert(edge.to).inserted {
        before[edge.to] = state
        queue.append(edge.to)
      }
    }
    return [target]
  }
}
