import Chronology
import Tones

enum LayerKey: Hashable {
  case flow
  case file(Int)
}

/// What one scope — a state or a `defaults` — writes of settings, keys, handlers and tries.
struct Layer {
  struct Settings {
    var timeout: Duration?
    var interdigit: Duration?
    var terminatorWait: Duration?
    /// `.some(nil)` for `none`.
    var terminator: Key??
    var bargeIn: Gate?
    var dropsTypeAhead: Bool?
    var maxCall: Duration?
    /// Where timeout and interdigit are written.
    var timeoutRange: SourceRange?
    var interdigitRange: SourceRange?
  }
  struct WrittenKey {
    var binding: KeyBinding
    var ranges: [(pattern: KeyPattern, range: SourceRange, text: String)]
  }
  var settings = Settings()
  var keys: [WrittenKey] = []
  var removed: [KeyPattern] = []
  var handlers: [Handler] = []
  var tries: Tries?
  /// Tries and where it is written, for findings about ways out.
  var triesRange: SourceRange?
  fileprivate var seen: [String: SourceRange] = [:]
}

/// A line that sets how a state listens; it may stand in states and in defaults.
struct SettingRow: Sendable {
  var isRepeatable = false
  /// Has a meaning in states that never wait.
  var isForPassing = false
  var build: @Sendable (inout LayerBuilder, SyntaxLine) -> Void

  static let rows: [String: SettingRow] = [
    "timeout": SettingRow { layer, line in
      layer.layer.settings.timeoutRange = line.word.range
      layer.layer.settings.timeout = layer.duration(line)
    },
    "interdigit": SettingRow { layer, line in
      layer.layer.settings.interdigitRange = line.word.range
      layer.layer.settings.interdigit = layer.duration(line)
    },
    "term-wait": SettingRow { layer, line in layer.layer.settings.terminatorWait = layer.duration(line) },
    "max-call": SettingRow(isForPassing: true) { layer, line in
      layer.layer.settings.maxCall = layer.duration(line)
    },
    "terminator": SettingRow { layer, line in
      layer.bare(line) { app, cursor in
        if cursor.take(word: "none") { return .some(.some(nil)) }
        return app.key(&cursor, line).map { .some($0) }
      }.map { layer.layer.settings.terminator = $0 }
    },
    "barge-in": SettingRow(isForPassing: true) { layer, line in
      let body = layer.body
      layer.bare(line) { _, cursor in body.gate(&cursor, line) }.map { layer.layer.settings.bargeIn = $0 }
    },
    "fresh": SettingRow { layer, line in
      _ = layer.bare(line) { _, _ in true }
      layer.layer.settings.dropsTypeAhead = true
    },
    "type-ahead": SettingRow { layer, line in
      layer.bare(line) { app, cursor -> Bool? in
        if cursor.take(word: "keep") { return false }
        if cursor.take(word: "drop") { return true }
        app.missing("'type-ahead' is keep or drop", cursor, line)
        cursor.skipToEnd()
        return nil
      }.map { layer.layer.settings.dropsTypeAhead = $0 }
    },
    "tries": SettingRow { $0.readTries($1) },
    "key": SettingRow(isRepeatable: true) { $0.readKey($1) },
    "no": SettingRow(isRepeatable: true) { $0.readNoKey($1) },
    "on": SettingRow(isRepeatable: true, isForPassing: true) { $0.readHandler($1) },
    "allow": SettingRow(isRepeatable: true, isForPassing: true) { layer, line in
      let app = layer.body.app
      guard let state = layer.body.state else {
        return app.error(
          "CF200", "'allow' cannot stand here", at: line.word.range,
          hint: "it stands in a state, a flow or a queue, or in column 1 for the whole file")
      }
      app.registerAllowance(line, in: state.line)
    },
  ]
}

/// Reads the settings, keys and handlers of one scope.
struct LayerBuilder {
  let body: BodyBuilder
  var layer = Layer()

  init(_ body: BodyBuilder) { self.body = body }

  /// Takes the line when it is a setting.
  mutating func read(_ line: SyntaxLine) -> Bool {
    guard let row = SettingRow.rows[line.word.text] else { return false }
    if !row.isRepeatable {
      if let earlier = layer.seen[line.word.text] {
        body.app.error(
          "CF205",
          "'\(line.word.text)' is already written (\(body.app.place(earlier, from: line.word.range)))",
          at: line.word.range, hint: "keep one of the two")
      }
      layer.seen[line.word.text] = line.word.range
    }
    row.build(&self, line)
    return true
  }

  func bare<T>(_ line: SyntaxLine, _ read: (ApplicationBuilder, inout TokenCursor) -> T?) -> T? {
    var cursor = TokenCursor(line)
    let value = read(body.app, &cursor)
    if value != nil { body.app.expectEnd(&cursor, line) }
    body.app.expectBare(line)
    return value
  }
  func duration(_ line: SyntaxLine) -> Duration? { bare(line) { $0.duration(&$1, line) } }

  mutating func readTries(_ line: SyntaxLine) {
    var cursor = TokenCursor(line)
    body.app.expectNoElse(line)
    guard let limit = body.app.integer(1...99, &cursor, line) else { return }
    guard let block = body.action(&cursor, line) else { return }
    layer.tries = Tries(limit: limit, action: .block(block))
    layer.triesRange = line.word.range
    body.state?.ways.append((block, line.word.range, "tries"))
  }

  /// `key 1, 10-19 ["label"] action`.
  mutating func readKey(_ line: SyntaxLine) {
    let app = body.app
    var cursor = TokenCursor(line)
    app.expectNoElse(line)
    var ranges: [(pattern: KeyPattern, range: SourceRange, text: String)] = []
    var names: [String] = []
    repeat {
      guard let found = app.keySet(&cursor, line) else {
        cursor.skipToEnd()
        return
      }
      names.append(found.text)
      ranges += found.patterns.map { ($0, found.range, found.text) }
    } while cursor.take(sign: ",")
    var label: Label?
    if let token = cursor.peek, !token.isSign("->") { label = body.label(&cursor, line) }
    guard let action = body.action(&cursor, line) else { return }
    let binding = KeyBinding(
      patterns: ranges.map(\.pattern), name: names.joined(separator: ", "), label: label, action: action)
    layer.keys.append(.init(binding: binding, ranges: ranges))
  }

  mutating func readNoKey(_ line: SyntaxLine) {
    let app = body.app
    var cursor = TokenCursor(line)
    guard cursor.take(word: "key") else {
      return app.missing("'no' is followed by 'key'", cursor, line, hint: "like no key 9")
    }
    repeat {
      guard let found = app.keySet(&cursor, line) else { return }
      layer.removed += found.patterns
    } while cursor.take(sign: ",")
    app.expectEnd(&cursor, line)
    app.expectBare(line)
  }

  /// `on event [count] [when expr] action`.
  mutating func readHandler(_ line: SyntaxLine) {
    let app = body.app
    var cursor = TokenCursor(line)
    app.expectNoElse(line)
    guard let (text, range) = app.eventText(&cursor, line) else { return }
    let name = EventNames.long(text)
    if !EventNames.known.contains(name), !app.isThrown(name) {
      app.error(
        "CF206", "there is no event '\(text)'", at: range,
        hint: Suggestions.hint(
          text,
          among: EventNames.short.keys.sorted() + EventNames.known.sorted() + app.thrownEvents.sorted())
          ?? "an event of your own is thrown by: throw \(text)")
    }
    var count = 1
    if let token = cursor.peek, case .number = token.kind { count = app.integer(1...99, &cursor, line) ?? 1 }
    var condition: Expression?
    if cursor.take(word: "when") { condition = body.condition(&cursor) }
    guard let action = body.action(&cursor, line) else { return }
    layer.handlers.append(
      Handler(event: EventName(name), count: count, condition: condition, action: action))
  }
}

extension ApplicationBuilder {
  func isThrown(_ name: String) -> Bool {
    thrownEvents.contains(name) || thrownEvents.contains { $0.hasPrefix(name + ".") }
  }

  /// One key set: `1`, `10-19`, `1XX`, `*`.
  func keySet(_ cursor: inout TokenCursor, _ line: SyntaxLine)
    -> (patterns: [KeyPattern], range: SourceRange, text: String)?
  {
    let start = cursor
    guard let joined = cursor.takeJoined() else {
      missing("a key was expected", start, line, hint: "0-9, * or #, a range like 10-19, a pattern like 1XX")
      return nil
    }
    let ends = joined.text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    if ends.count == 2, !joined.text.contains("["),
      ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && !$0.isEmpty })
    {
      if let patterns = KeyPattern.range(from: ends[0], through: ends[1]), !patterns.isEmpty {
        return (patterns, joined.range, joined.text)
      }
      if line.isSound {
        error(
          "CF206", "'\(joined.text)' is no range", at: joined.range, hint: "the smaller number stands first")
      }
      return nil
    }
    guard let pattern = KeyPattern.parse(joined.text) else {
      if line.isSound {
        error("CF206", "'\(joined.text)' is no key", at: joined.range, hint: KeySyntax.usage)
      }
      return nil
    }
    return ([pattern], joined.range, joined.text)
  }
}

extension BodyBuilder {
  /// `name`, or `"text" en "text"`: the default language's first.
  func label(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Label? {
    var found = Diagnostics()
    defer { app.report(found) }
    if let word = cursor.takeWord() {
      var reader = PieceReader(app: app, scope: using(.spoken), line: line)
      return reader.prompt(word, &cursor, into: &found).map { .prompt($0) }
    }
    guard let (first, parts) = cursor.takeString() else {
      app.missing("a label or '->' was expected", cursor, line)
      cursor.next()
      return nil
    }
    var texts = [app.content.defaultLanguage: app.template(parts, using(.spoken), into: &found)]
    var isWhole = line.isSound
    while let word = cursor.peek, word.isWord {
      // A word without a text behind it is no language: an arrow is missing, which is told of the action.
      guard cursor.peek(ahead: 1)?.isString ?? false else {
        isWhole = false
        break
      }
      cursor.next()
      let language = app.languageOfLine(word, line, into: &found)
      guard let (_, parts) = cursor.takeString() else {
        app.missing("a text in quotes was expected", cursor, line)
        isWhole = false
        break
      }
      let template = app.template(parts, using(.spoken), into: &found)
      if let language {
        if texts[language] != nil, line.isSound, !app.hasUndeclaredLanguage {
          found.report(Diagnostic("CF205", "'\(word.text)' is already here", at: word.range))
        }
        texts[language] = template
      } else {
        isWhole = false
      }
    }
    if isWhole {
      for language in app.languages(without: Set(texts.keys)) {
        found.report(
          Diagnostic(
            "CF246", "this label has no text for language '\(language.tag)'", at: first.range,
            hint: "write behind it: \(language.tag) \"…\""))
      }
    }
    return .texts(texts)
  }
}

extension FlowBuilder {
  /// A `defaults` as it is in this flow.
  func layer(_ key: LayerKey) -> Layer {
    if let known = layerCache[key] { return known }
    var body = BodyBuilder(app: app, flow: self)
    var lines = defaults
    if case .file(let file) = key {
      body.knowsStates = false
      lines = (app.fileDefaults[file] ?? []).flatMap { $0.block?.lines ?? [] }
    }
    var builder = LayerBuilder(body)
    for line in lines where !builder.read(line) {
      app.unknownLine(line, of: "defaults", among: SettingRow.rows.keys.sorted())
    }
    layerCache[key] = builder.layer
    return builder.layer
  }
}
