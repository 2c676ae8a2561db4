/// A variable of a flow, and what tells its type.
final class VariableSource {
  enum TypeSource {
    case type(ValueType, isDigits: Bool)
    case expression(ExpressionSyntax)
    /// An argument of a call, in the flow that calls.
    case argument(ExpressionSyntax, FlowBuilder)
    /// What another flow gives.
    case taken(FlowBuilder, String)
    case row(TableID)
  }
  let name: String
  /// Where it first gets a value.
  let range: SourceRange
  var sources: [TypeSource] = []
  var privacy: Privacy
  var isUsed = false
  var isImplicit = false
  /// It springs from `read` alone, where a column's name is meant anyhow.
  var isOnlyRead = true
  /// Set in the flow's own text, not only by handlers of outer defaults.
  var isOwn = false
  var isParameter = false
  /// The table of a row variable.
  var table: TableID?
  var isDigits = false
  enum Inference { case open, running, done(ValueType?) }
  var inference = Inference.open

  init(name: String, range: SourceRange) {
    self.name = name
    self.range = range
    privacy = Privacy.implied(by: name)
  }
}

extension FlowBuilder {
  /// Variables may be made of each other no deeper than this before a type counts as not known.
  static let deepestInference = 64

  @discardableResult
  func declare(_ name: String, at range: SourceRange, source: VariableSource.TypeSource?) -> VariableID {
    let slot: VariableID
    if let known = slots[name] {
      slot = known
    } else {
      slot = VariableID(variables.count)
      variables.append(VariableSource(name: name, range: range))
      slots[name] = slot
    }
    let variable = variables[slot.index]
    if let source {
      variable.sources.append(source)
      if case .row(let table) = source { variable.table = table }
      if case .type(_, isDigits: true) = source { variable.isDigits = true }
    }
    return slot
  }

  /// The type that the first of its sources with a known one gives it.
  func type(of slot: VariableID, depth: Int = 0) -> ValueType? {
    let variable = variables[slot.index]
    switch variable.inference {
    case .done(let type): return type
    case .running: return nil
    case .open: break
    }
    guard depth < FlowBuilder.deepestInference else { return nil }
    variable.inference = .running
    var type: ValueType?
    for source in variable.sources {
      type = self.type(of: source, depth: depth + 1)
      if type != nil { break }
    }
    variable.inference = .done(type)
    return type
  }

  private func type(of source: VariableSource.TypeSource, depth: Int) -> ValueType? {
    switch source {
    case .type(let type, _): return type
    case .row: return .row
    case .expression(let syntax): return quietType(of: syntax, in: self, depth: depth)
    case .argument(let syntax, let flow): return quietType(of: syntax, in: flow, depth: depth)
    case .taken(let flow, let name):
      return flow.slots[name].flatMap { flow.type(of: $0, depth: depth) }
    }
  }

  private func quietType(of syntax: ExpressionSyntax, in flow: FlowBuilder, depth: Int) -> ValueType? {
    var found = Diagnostics()
    var scope = BodyScope(app: app, flow: flow)
    scope.isSilent = true
    scope.depth = depth
    return ExpressionChecker.check(syntax, scope: &scope, into: &found)?.type
  }

  // MARK: Finding the variables

  func declareParameters() {
    for parameter in parameters {
      let source =
        parameter.type.map { VariableSource.TypeSource.type($0, isDigits: false) }
        ?? parameter.initial.map { .expression($0) }
      let slot = declare(parameter.name.text, at: parameter.name.range, source: source)
      variables[slot.index].isOnlyRead = false
      variables[slot.index].isParameter = true
    }
  }

  /// Enters all names that get a value somewhere in the flow, in text order.
  func declareVariables() {
    for set in sets { declare(set: set, isOwn: true) }
    for line in defaults { scan(line, isOwn: true) }
    for state in states { declare(state) }
    for file in [file, app.startFile] {
      for line in app.fileDefaults[file] ?? [] {
        for row in line.block?.lines ?? [] { scan(row, isOwn: false) }
      }
    }
    for parameter in gives {
      let source = parameter.type.map { VariableSource.TypeSource.type($0, isDigits: false) }
      if slots[parameter.name.text] != nil || source != nil {
        let slot = declare(parameter.name.text, at: parameter.name.range, source: source)
        variables[slot.index].isUsed = true
      }
    }
  }

  private func declare(_ state: StateSource) {
    let tokens = state.line.arguments
    let rows = state.line.block?.lines ?? []
    if let into = tokens.firstIndex(where: { $0.isWord("into") }), tokens.indices.contains(into + 1),
      tokens[into + 1].kind == .word
    {
      let token = tokens[into + 1]
      let type =
        switch state.kind?.word {
        case "callback": CallBackKind.resultType
        case "record": RecordKind.resultType
        default: CollectKind.type(of: rows)
        }
      let slot = declare(token.text, at: token.range, source: type)
      let variable = variables[slot.index]
      variable.isOwn = true
      variable.isOnlyRead = false
      if let privacy = CollectKind.privacy(of: rows) { variable.privacy = privacy }
    }
    if state.kind?.word == "lookup" { LookupKind.declare(rows, in: self) }
    if state.kind?.word == "call" { CallKind.declare(rows, in: self) }
    if state.kind?.word == "survey" { SurveyKind.declare(rows, in: self) }
    if state.kind?.word == "fetch" { FetchKind.declare(rows, in: self) }
    for row in rows { scan(row, isOwn: true) }
  }

  /// Looks for `set` in a line and all that is inside it; the reader bounds the depth.
  private func scan(_ line: SyntaxLine, isOwn: Bool) {
    if line.word.isWord("set") { declare(set: line, isOwn: isOwn) }
    if line.word.isWord("throw") {
      let text = line.arguments.prefix { !$0.isString }.map(\.text).joined()
      if !text.isEmpty { app.thrownEvents.insert(text) }
    }
    for row in line.block?.lines ?? [] { scan(row, isOwn: isOwn) }
    for other in line.elses { for row in other.block?.lines ?? [] { scan(row, isOwn: isOwn) } }
  }

  private func declare(set line: SyntaxLine, isOwn: Bool) {
    var cursor = TokenCursor(line)
    guard let token = cursor.takeWord(), cursor.take(sign: "=") else { return }
    var quiet = Diagnostics()
    let syntax = ExpressionParser.parse(&cursor, into: &quiet)
    let slot = declare(token.text, at: token.range, source: syntax.map { .expression($0) })
    variables[slot.index].isOnlyRead = false
    if isOwn { variables[slot.index].isOwn = true }
  }
}
