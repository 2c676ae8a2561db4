import Chronology
import Tones

/// Builds one state: parts its lines into those of its kind, settings and statements, then folds in what it
/// inherits.
struct StateBuilder {
  let app: ApplicationBuilder
  let flow: FlowBuilder
  let source: StateSource
  let kind: KindRow
  var body: BodyBuilder
  private(set) var own: [String: [SyntaxLine]] = [:]
  var layer: LayerBuilder
  private(set) var isWhole: Bool

  init(_ source: StateSource, _ kind: KindRow) {
    app = source.flow.app
    flow = source.flow
    self.source = source
    self.kind = kind
    body = BodyBuilder(app: app, flow: flow, state: source)
    layer = LayerBuilder(body)
    isWhole = source.line.isSound && source.line.block?.close != nil
  }

  var name: String { source.name.text }
  var into: Token? { source.into }

  mutating func build() -> State {
    var entry: [Statement] = []
    let position = source.line.word.range.start
    if let block = source.line.block {
      for line in block.lines { if let statement = read(line) { entry.append(statement) } }
    } else if isWhole || source.line.isSound {
      app.missing(
        "a state needs its lines in braces", TokenCursor(source.line), source.line,
        hint: "\(kind.word) \(name) { … }")
      flow.isBroken = true
    }
    for row in kind.own where row.isRequired && own[row.word] == nil { requireMissing(row) }
    let built = kind.build(&self)
    var state = State(
      name: name, fullName: "\(flow.name.text).\(name)", flow: flow.id, kind: built ?? .do,
      entry: Block(entry, at: position), position: position)
    fold(into: &state)
    return state
  }

  private func requireMissing(_ row: OwnRow) {
    guard isWhole else { return }
    flow.isBroken = true
    app.error(
      "CF204", "\(kind.article) \(kind.word) needs a line '\(row.word)'", at: source.name.range,
      hint: "add: \(row.usage)")
  }

  private mutating func read(_ line: SyntaxLine) -> Statement? {
    let word = line.word.text
    if !line.isSound { isWhole = false }
    if let row = kind.own.first(where: { $0.word == word }) {
      if !row.isRepeatable, let earlier = own[word]?.first {
        app.error(
          "CF205", "'\(word)' is already written (\(app.place(earlier.word.range, from: line.word.range)))",
          at: line.word.range, hint: "keep one of the two")
        return nil
      }
      own[word, default: []].append(line)
      return nil
    }
    if let row = SettingRow.rows[word], kind.isWaiting || row.isForPassing {
      _ = layer.read(line)
      return nil
    }
    if StatementRow.rows[word] != nil { return body.statement(line) }
    unknown(line)
    return nil
  }

  private mutating func unknown(_ line: SyntaxLine) {
    isWhole = false
    flow.isBroken = true
    guard line.isSound else { return }
    let settings = SettingRow.rows.filter { kind.isWaiting || $0.value.isForPassing }.keys
    let known = kind.own.map(\.word) + settings.sorted() + StatementRow.rows.keys.sorted()
    let word = line.word.text
    if Reader.Dialect.callflow.topLevel.contains(word) || Reader.Dialect.callflow.stateKinds.contains(word) {
      return app.error(
        "CF200", "\(line.word.shown) cannot stand here", at: line.word.range,
        hint: "is a '}' missing above?")
    }
    let holders = KindRow.rows.filter { row in row.own.contains { $0.word == word } }.map(\.word)
    app.error(
      "CF203", "\(kind.article) \(kind.word) has no \(line.word.shown)", at: line.word.range,
      hint: Suggestions.hint(word, among: known)
        ?? holders.first.map { "that is a line of '\($0)'" }
        ?? (kind.own.isEmpty ? nil : "its own lines are: \(kind.own.map(\.word).joined(separator: ", "))"))
  }

  // MARK: For the kinds

  func lines(_ word: String) -> [SyntaxLine] { own[word] ?? [] }
  func line(_ word: String) -> SyntaxLine? { own[word]?.first }

  /// The queue of a line `queue NAME`; nil where there is no such line, or it names none.
  func queue() -> QueueIndex? {
    guard let line = line("queue") else { return nil }
    var cursor = TokenCursor(line)
    app.expectBare(line)
    guard let token = app.name("a queue", &cursor, line) else { return nil }
    app.expectEnd(&cursor, line)
    return app.look(up: token, .queue, code: "CF221").map { QueueIndex($0) }
  }

  /// The block of a way that is written like `done -> x`.
  func way(_ word: String) -> Block? {
    guard let line = line(word) else { return nil }
    var cursor = TokenCursor(line)
    app.expectNoElse(line)
    return way(&cursor, line)
  }
  func way(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Block? {
    guard let block = body.action(&cursor, line) else { return nil }
    source.ways.append((block, line.word.range, line.word.text))
    return block
  }
  /// Where a way is missing that was told already.
  var nowhere: Block {
    Block([.move(Move(.hangUp, at: source.name.range.start))], at: source.name.range.start)
  }

  // MARK: Inheritance

  private mutating func fold(into state: inout State) {
    var outer: [Layer] = []
    if !flow.defaults.isEmpty { outer.append(flow.layer(.flow)) }
    if app.fileDefaults[flow.file] != nil { outer.append(flow.layer(.file(flow.file))) }
    if flow.file != app.startFile, app.fileDefaults[app.startFile] != nil {
      outer.append(flow.layer(.file(app.startFile)))
    }
    let own = layer.layer
    foldSettings([own] + outer, into: &state)
    source.ownKeys = own.keys.map(\.binding)
    source.ownHandlers = own.handlers
    state.handlers = [own.handlers] + outer.map(\.handlers)
    if kind.inheritsKeys {
      app.checkKeys(own.keys, in: kind.word)
      state.keys = keys(own, outer)
      checkBeginnings(own.keys, state.keys)
    } else if kind.isWaiting {
      // A queue's own keys and handlers are all that holds there.
      state.handlers =
        [own.handlers] + outer.map { $0.handlers.filter { !$0.event.text.hasPrefix("failed") } }
      app.checkKeys(own.keys, in: kind.word)
      checkIsTaken(own)
      if kind.hasOwnKeys { state.keys = own.keys.map(\.binding) }
    }
    if kind.inheritsKeys || own.tries != nil, let tries = own.tries ?? outer.lazy.compactMap(\.tries).first {
      state.tries = tries
    }
  }

  /// What is written in the state and would never be looked at.
  private func checkIsTaken(_ own: Layer) {
    if kind.refusesKeys, let key = own.keys.first?.ranges.first {
      app.error(
        "CF203", "\(kind.article) \(kind.word) has no keys of its own", at: key.range,
        hint: "let a menu before it, or what follows it, have them")
    }
    guard !kind.hasOwnFailures else { return }
    if let range = own.triesRange {
      app.error(
        "CF203", "\(kind.article) \(kind.word) has no 'tries'", at: range,
        hint: "what it asks it asks three times; then its own ways follow")
    }
    for line in source.line.block?.lines ?? [] where line.word.isWord("on") {
      guard let event = line.arguments.first.map({ EventNames.long($0.text) }),
        event == "failed" || event.hasPrefix("failed.")
      else { continue }
      app.warning(
        "CF203", "\(kind.article) \(kind.word) tells of no failures: this never runs", at: line.word.range,
        hint: "take it out")
    }
  }

  private func foldSettings(_ layers: [Layer], into state: inout State) {
    var settings = StateSettings()
    var isSecret = false
    if case .collect(let spec) = state.kind {
      settings.timeout = .seconds(10)
      isSecret = spec.privacy == .secret
      settings.interdigit = isSecret ? .seconds(5) : .seconds(4)
    }
    func first<T>(_ pick: (Layer.Settings) -> T?) -> T? {
      for layer in layers { if let value = pick(layer.settings) { return value } }
      return nil
    }
    if let value = first(\.timeout) { settings.timeout = value }
    if let value = first(\.interdigit) { settings.interdigit = value }
    if let value = first(\.terminatorWait) { settings.terminatorWait = value }
    if let value = first(\.terminator) { settings.terminator = value }
    if let value = first(\.bargeIn) { settings.bargeIn = value }
    if let value = first(\.dropsTypeAhead) { settings.dropsTypeAhead = value }
    if let value = first(\.maxCall) { settings.maxCall = value }
    state.settings = settings
    let written =
      first { $0.interdigit == nil ? nil : $0.interdigitRange }
      ?? first { $0.timeout == nil ? nil : $0.timeoutRange }
    if kind.inheritsKeys, settings.interdigit > settings.timeout, let written {
      app.warning(
        "CF320",
        "the wait between keys (\(settings.interdigit.written)) is longer than the wait for the first (\(settings.timeout.written))",
        at: written, hint: "make 'timeout' the longer one")
    }
  }

  private func keys(_ own: Layer, _ outer: [Layer]) -> [KeyBinding] {
    var bindings = own.keys.map(\.binding)
    var taken = bindings.flatMap(\.patterns)
    var removed = own.removed
    for layer in outer {
      for key in layer.keys {
        var binding = key.binding
        binding.isInherited = true
        binding.patterns.removeAll { pattern in
          taken.contains { $0.overlaps(pattern) } || removed.contains { $0.overlaps(pattern) }
        }
        if !binding.patterns.isEmpty { bindings.append(binding) }
      }
      taken += layer.keys.flatMap(\.binding.patterns)
      removed += layer.removed
    }
    return bindings
  }

  /// Keys that are the beginning of another entry wait for more keys.
  private func checkBeginnings(_ own: [Layer.WrittenKey], _ all: [KeyBinding]) {
    guard kind.word == "menu" else { return }
    let patterns = all.flatMap(\.patterns)
    guard patterns.contains(where: { $0.elements.count > 1 }) else { return }
    var begun: Set<[Key]> = []
    var open: [KeyPattern] = []
    for pattern in patterns {
      if let literal = pattern.literal {
        for length in 1..<max(1, literal.count) { begun.insert(Array(literal.prefix(length))) }
      } else {
        open.append(pattern)
      }
    }
    for key in own {
      for (pattern, range, text) in key.ranges {
        let waits: Bool
        if let literal = pattern.literal {
          waits = begun.contains(literal) || open.contains { pattern.begins($0) }
        } else {
          waits = patterns.contains { pattern.begins($0) }
        }
        guard waits else { continue }
        app.warning(
          "CF239", "key \(text) is the beginning of a longer entry: it waits for more keys", at: range,
          hint: "the caller hears nothing for the interdigit time; give it another key")
        break
      }
    }
  }
}

extension Duration {
  /// As a flow writes it: `4s`, `1m30s`, `500ms`.
  var written: String {
    let total = milliseconds
    if total == 0 { return "0s" }
    var text = ""
    var rest = total
    for (unit, size) in [("h", Int64(3_600_000)), ("m", 60_000), ("s", 1000), ("ms", 1)] where rest >= size {
      text += "\(rest / size)\(unit)"
      rest %= size
    }
    return text
  }
}
