import Chronology

/// Builds the statements of one place: a state, a scope's defaults, a queue's keys.
struct BodyBuilder {
  let app: ApplicationBuilder
  let flow: FlowBuilder
  /// Nil in defaults.
  let state: StateSource?
  var scope: BodyScope
  /// Whether a bare target may be a state of the flow: not in defaults that stand outside of it.
  var knowsStates = true

  init(app: ApplicationBuilder, flow: FlowBuilder, state: StateSource? = nil) {
    self.app = app
    self.flow = flow
    self.state = state
    scope = BodyScope(app: app, flow: flow)
  }

  func using(_ use: BodyScope.Use) -> BodyScope {
    var scope = scope
    scope.use = use
    return scope
  }

  // MARK: Blocks and actions

  func block(_ block: SyntaxBlock) -> Block {
    Block(block.lines.compactMap(statement), at: block.open.start)
  }

  func statement(_ line: SyntaxLine) -> Statement? {
    guard let row = StatementRow.rows[line.word.text] else {
      unknownStatement(line)
      return .unresolved(at: line.word)
    }
    return row.build(self, line)
  }

  private func unknownStatement(_ line: SyntaxLine) {
    guard line.isSound else { return }
    let word = line.word.text
    let known = StatementRow.rows.keys.sorted()
    app.error(
      "CF200", "\(line.word.shown) cannot stand here", at: line.word.range,
      hint: Suggestions.hint(word, among: known) ?? "statements are: \(known.joined(separator: ", "))")
  }

  /// `-> target` or a block, at the end of a line.
  func action(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Block? {
    action(&cursor, block: line.block, isSound: line.isSound, of: line.word)
  }

  func action(_ cursor: inout TokenCursor, block: SyntaxBlock?, isSound: Bool, of word: Token) -> Block? {
    if let arrow = cursor.peek, cursor.take(sign: "->") {
      let target = app.target(&cursor, in: flow, knowsStates: knowsStates, isSound: isSound)
      surplus(&cursor, isSound)
      if let block, isSound {
        app.error("CF200", "'->' and braces cannot both stand here", at: block.open)
      }
      return Block(
        target.map { [.move(Move($0, at: arrow.range.start))] } ?? [.unresolved(at: arrow)],
        at: arrow.range.start)
    }
    let isSurplus = surplus(&cursor, isSound)
    if let block { return self.block(block) }
    if isSound && !isSurplus {
      app.error(
        "CF204", "'\(word.text)' needs '->' and a state, or braces with what to do", at: cursor.end,
        hint: "like -> main_menu")
    }
    flow.isBroken = true
    return nil
  }

  @discardableResult
  private func surplus(_ cursor: inout TokenCursor, _ isSound: Bool) -> Bool {
    guard let token = cursor.peek else { return false }
    if isSound {
      app.error(
        "CF200", "\(token.shown) cannot stand here", at: token.range,
        hint: Move.Target.builtIn.contains(token.text)
          ? "write -> \(token.text)" : "to lead to a state write -> and its name")
    }
    cursor.skipToEnd()
    return true
  }

  // MARK: Expressions

  func condition(_ cursor: inout TokenCursor) -> Expression {
    guard let syntax = app.expressionSyntax(&cursor) else { return .constant(.undefined) }
    return app.condition(syntax, scope) ?? .constant(.undefined)
  }

  func value(_ cursor: inout TokenCursor, _ scope: BodyScope? = nil) -> (
    value: Expression, type: ValueType?, range: SourceRange
  )? {
    guard let syntax = app.expressionSyntax(&cursor) else { return nil }
    guard let (value, type) = app.check(syntax, scope ?? self.scope) else {
      return (.constant(.undefined), nil, syntax.range)
    }
    return (value, type, syntax.range)
  }

  /// As `value`, of one type.
  func value(
    _ cursor: inout TokenCursor, of wanted: [ValueType], _ what: String, _ scope: BodyScope? = nil
  ) -> Expression? {
    guard let found = value(&cursor, scope) else { return nil }
    if let type = found.type, !wanted.contains(type) {
      app.error(
        "CF301",
        "\(what) is a \(wanted.map(\.rawValue).joined(separator: " or ")), this is a \(type.rawValue)",
        at: found.range)
    }
    return found.value
  }

  // MARK: What is said

  /// `[visit N] part, part…`.
  func say(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> (parts: [SayPart], visit: Int) {
    var visit = 1
    if cursor.isAt(word: "visit"), let token = cursor.peek(ahead: 1), case .number = token.kind {
      cursor.next()
      visit = app.integer(1...99, &cursor, line) ?? 1
    }
    return (parts(&cursor, line), visit)
  }

  func parts(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> [SayPart] {
    var parts: [SayPart] = []
    var letters = 0
    var found = Diagnostics()
    repeat {
      var pieces: [PromptPiece]
      if let token = cursor.peek, cursor.take(word: "options") {
        pieces = options(token)
      } else {
        var reader = PieceReader(app: app, scope: using(.spoken), line: line)
        pieces = reader.piece(&cursor, into: &found)
        letters += reader.letters
      }
      var language: LanguageID?
      var gate: Gate?
      if cursor.take(word: "in"), let token = app.name("a language", &cursor, line) {
        language = app.language(token)
      }
      if cursor.take(word: "barge-in") { gate = self.gate(&cursor, line) }
      if language == nil, cursor.take(word: "in"), let token = app.name("a language", &cursor, line) {
        language = app.language(token)
      }
      parts += pieces.map { SayPart($0, language: language, gate: gate) }
    } while cursor.take(sign: ",")
    app.report(found)
    guard letters <= PieceReader.longestLine else {
      app.error(
        "CF206", "this line says \(letters) characters in all; \(PieceReader.longestLine) are the most",
        at: line.word.range, hint: "part it into several states, between which callers can choose")
      return []
    }
    return parts
  }

  private func options(_ token: Token) -> [PromptPiece] {
    guard let state, state.kind?.word == "menu" else {
      app.error(
        "CF200", "'options' cannot stand here", at: token.range,
        hint: "only a menu has options; say a prompt or a text")
      return []
    }
    state.saysOptions = state.saysOptions ?? token.range
    return [.options]
  }

  func gate(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Gate? {
    guard let token = cursor.takeWord(), let gate = Gate(rawValue: token.text) else {
      let at =
        cursor.previous.flatMap { $0.kind == .word && !$0.isWord("barge-in") ? $0.range : nil } ?? cursor.here
      if line.isSound { app.error("CF206", "'barge-in' is on, off or hold", at: at) }
      return nil
    }
    return gate
  }

  /// `say { ko "…"; en "…" }`.
  func sayByLanguage(_ block: SyntaxBlock) -> [SayPart] {
    var pieces: [LanguageID: PromptPiece] = [:]
    var found = Diagnostics()
    var isWhole = block.close != nil
    for row in block.lines {
      var cursor = TokenCursor(row)
      isWhole = isWhole && row.isSound
      guard let language = app.languageOfLine(row.word, row, into: &found) else {
        isWhole = false
        continue
      }
      if pieces[language] != nil {
        found.report(Diagnostic("CF205", "'\(row.word.text)' is already here", at: row.word.range))
      }
      var reader = PieceReader(app: app, scope: using(.spoken), line: row)
      pieces[language] = reader.piece(&cursor, into: &found).first
      if let token = cursor.peek, row.isSound {
        found.report(Diagnostic("CF200", "\(token.shown) cannot stand here", at: token.range))
      }
    }
    app.report(found)
    if isWhole, !found.hasErrors {
      for language in app.languages(without: Set(pieces.keys)) {
        app.error(
          "CF240", "this has no text for language '\(language.tag)'", at: block.open,
          hint: "add a line: \(language.tag) \"…\"")
      }
    }
    return [SayPart(.byLanguage(pieces))]
  }
}

extension Move.Target {
  /// Targets that are words of the language.
  static let builtIn: Set = ["repeat", "retry", "stay", "back", "top", "hangup", "return"]
}

extension Statement {
  /// Stands for a move whose target is not known: it leaves, so that nothing else is told of it.
  static func unresolved(at token: Token) -> Statement { .move(Move(.hangUp, at: token.range.start)) }
}

extension ApplicationBuilder {
  /// What follows `->`: a state, a flow, `flow.state`, or one of the built-in targets. Nil when told.
  func target(
    _ cursor: inout TokenCursor, in flow: FlowBuilder?, knowsStates: Bool = true, isSound: Bool = true
  ) -> Move.Target? {
    guard let word = cursor.takeWord() else {
      if isSound {
        error(
          "CF206", "the name of a state was expected after '->'", at: cursor.here, hint: "like -> main_menu")
      }
      cursor.next()
      flow?.isBroken = true
      return nil
    }
    switch word.text {
    case "repeat": return .repeat
    case "stay": return .stay
    case "back": return .back
    case "top": return .top
    case "hangup": return .hangUp
    case "return": return .return([])
    case "retry":
      guard let name = cursor.takeWord() else { return .retry(nil) }
      return state(name, in: flow).map { .retry($0) }
    default: break
    }
    if cursor.isAt(sign: "."), let second = cursor.peek(ahead: 1), second.kind == .word {
      cursor.next()
      cursor.next()
      guard let entry = names[.flow, word.text] else {
        unknownTarget("there is no flow '\(word.text)'", word, among: names.names(.flow), flow)
        return nil
      }
      guard let state = flows[entry.index].stateNames[second.text] else {
        unknownTarget(
          "flow '\(word.text)' has no state '\(second.text)'", second,
          among: flows[entry.index].stateNames.keys.sorted(), flow, isSilent: flows[entry.index].isBroken)
        return nil
      }
      return .state(state.id)
    }
    if knowsStates, let state = flow?.stateNames[word.text] { return .state(state.id) }
    if let entry = names[.flow, word.text] {
      guard let first = flows[entry.index].states.first else {
        flow?.isBroken = true
        return nil  // told where the flow stands
      }
      return .state(first.id)
    }
    let states = knowsStates ? flow?.stateNames.keys.sorted() ?? [] : []
    let holders = flows.filter { $0.stateNames[word.text] != nil }.map(\.name.text)
    let message =
      flow == nil || !knowsStates ? "there is no flow '\(word.text)'" : "there is no state '\(word.text)'"
    if let holder = holders.first {
      unknownTarget(message, word, among: [], flow, hint: "write \(holder).\(word.text)")
    } else {
      unknownTarget(message, word, among: states + names.names(.flow), flow)
    }
    return nil
  }

  func state(_ name: Token, in flow: FlowBuilder?) -> StateID? {
    if let state = flow?.stateNames[name.text] { return state.id }
    unknownTarget(
      "there is no state '\(name.text)'", name, among: flow?.stateNames.keys.sorted() ?? [], flow)
    return nil
  }

  private func unknownTarget(
    _ message: String, _ token: Token, among known: [String], _ flow: FlowBuilder?, hint: String? = nil,
    isSilent: Bool = false
  ) {
    flow?.isBroken = true
    hasUnresolvedTargets = true
    if isSilent
      || !isFirst(token.text, message.contains("no flow") ? "CF210 " : "CF210 \(flow?.name.text ?? "")")
    {
      return
    }
    error("CF210", message, at: token.range, hint: hint ?? Suggestions.hint(token.text, among: known))
  }

  func target(_ cursor: inout TokenCursor, in flow: FlowBuilder?, _ line: SyntaxLine) -> Move.Target? {
    target(&cursor, in: flow, isSound: line.isSound)
  }
}
