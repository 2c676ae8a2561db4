import Foundation

/// A word that may begin a statement, and how it is built. One that gave a finding builds nothing.
struct StatementRow: Sendable {
  var build: @Sendable (BodyBuilder, SyntaxLine) -> Statement?

  static let rows: [String: StatementRow] = [
    "say": StatementRow { $0.buildSay($1) },
    "set": StatementRow { $0.buildSet($1) },
    "language": StatementRow { $0.buildLanguage($1) },
    "segment": StatementRow { $0.buildSegment($1) },
    "save": StatementRow { $0.buildSave($1) },
    "log": StatementRow { body, line in
      body.text(line, .logged).map { .log($0) }
    },
    "note": StatementRow { body, line in
      body.note(line).map { .note($0.name, $0.value) }
    },
    "outcome": StatementRow { body, line in
      body.bare(line) { cursor in body.app.name("the outcome", &cursor, line).map { .outcome($0.text) } }
    },
    "pause": StatementRow { body, line in
      body.bare(line) { cursor in body.app.duration(&cursor, line).map { .pause($0) } }
    },
    "recording": StatementRow { $0.buildRecording($1) },
    "throw": StatementRow { $0.buildThrow($1) },
    "clear": StatementRow { $0.buildClear($1) },
    "if": StatementRow { $0.buildIf($1) },
    "choose": StatementRow { $0.buildChoose($1) },
    "->": StatementRow { body, line in
      body.bare(line) { cursor in
        let target = body.app.target(
          &cursor, in: body.flow, knowsStates: body.knowsStates, isSound: line.isSound)
        return target.map { .move(Move($0, at: line.word.range.start)) } ?? .unresolved(at: line.word)
      }
    },
    "repeat": StatementRow { $0.move($1, .repeat) },
    "stay": StatementRow { $0.move($1, .stay) },
    "back": StatementRow { $0.move($1, .back) },
    "top": StatementRow { $0.move($1, .top) },
    "hangup": StatementRow { $0.move($1, .hangUp) },
    "retry": StatementRow { body, line in
      body.bare(line) { cursor in
        guard let name = cursor.takeWord() else { return .move(Move(.retry(nil), at: line.word.range.start)) }
        guard let state = body.app.state(name, in: body.flow) else { return .unresolved(at: line.word) }
        return .move(Move(.retry(state), at: line.word.range.start))
      }
    },
    "return": StatementRow { $0.buildReturn($1) },
    "turn": StatementRow { $0.buildTurn($1) },
    "notice": StatementRow { $0.buildNotice($1) },
  ]
}

extension BodyBuilder {
  /// A statement without block and `else`, nothing behind what `build` takes.
  func bare(_ line: SyntaxLine, _ build: (inout TokenCursor) -> Statement?) -> Statement? {
    var cursor = TokenCursor(line)
    let before = app.diagnostics.all.count
    let statement = build(&cursor)
    if app.diagnostics.all.count == before { app.expectEnd(&cursor, line) }
    app.expectBare(line)
    return statement
  }

  func move(_ line: SyntaxLine, _ target: Move.Target) -> Statement? {
    bare(line) { _ in .move(Move(target, at: line.word.range.start)) }
  }

  func text(_ line: SyntaxLine, _ use: BodyScope.Use) -> Template? {
    var cursor = TokenCursor(line)
    guard let (_, parts) = cursor.takeString() else {
      app.missing("'\(line.word.text)' needs a text in quotes", cursor, line)
      return nil
    }
    app.expectEnd(&cursor, line)
    app.expectBare(line)
    return app.template(parts, using(use))
  }

  func buildSay(_ line: SyntaxLine) -> Statement? {
    var cursor = TokenCursor(line)
    app.expectNoElse(line)
    if cursor.isAtEnd, let block = line.block { return .say(sayByLanguage(block), visit: 1) }
    guard !cursor.isAtEnd else {
      app.missing("'say' needs a text or a prompt", cursor, line, hint: "put spoken words in quotes")
      return nil
    }
    let (parts, visit) = say(&cursor, line)
    app.expectEnd(&cursor, line)
    if let block = line.block, line.isSound {
      app.error("CF200", "'say' with a text takes no braces", at: block.open)
    }
    return parts.isEmpty ? nil : .say(parts, visit: visit)
  }

  func buildSet(_ line: SyntaxLine) -> Statement? {
    var cursor = TokenCursor(line)
    app.expectBare(line)
    guard let name = app.name("a variable", &cursor, line, hint: "like set count = 1") else { return nil }
    if name.text == "call", cursor.take(sign: ".") { return setField(&cursor, line) }
    guard app.isUsableName(name) else { return nil }
    guard cursor.take(sign: "=") else {
      let hint = cursor.isAt(sign: "==") ? "to give a value write one '='" : "like set \(name.text) = 1"
      app.missing("'=' was expected", cursor, line, hint: hint)
      return nil
    }
    let slot = flow.declare(name.text, at: name.range, source: nil)
    guard let found = value(&cursor) else { return nil }
    app.expectEnd(&cursor, line)
    fit(found.type, to: slot, at: found.range)
    noteSecret(from: found.value, to: slot)
    if !flow.variables[slot.index].isDigits, case .variable(let from) = found.value {
      flow.variables[slot.index].isDigits = flow.variables[from.index].isDigits
    }
    return .set(slot, found.value)
  }

  /// Reports a second type.
  func fit(_ type: ValueType?, to slot: VariableID, at range: SourceRange) {
    guard let type, let wanted = flow.type(of: slot), type != wanted else { return }
    let variable = flow.variables[slot.index]
    app.error(
      "CF302",
      "'\(variable.name)' is a \(wanted.rawValue) (\(app.place(variable.range, from: range))), this is a \(type.rawValue)",
      at: range, hint: "give one of the two another name, or convert it")
  }

  func noteSecret(from value: Expression, to slot: VariableID) {
    app.secrets.add(from: value, of: flow.id, to: .variable(flow.id, slot))
  }

  private func setField(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Statement? {
    guard let name = app.name("a field", &cursor, line) else { return nil }
    if let setting = SpeechSetting(rawValue: name.text) { return setSpeech(setting, &cursor, line) }
    guard let entry = app.names[.field, name.text], app.content.fields.indices.contains(entry.index) else {
      app.error(
        "CF241", "there is no field 'call.\(name.text)'", at: name.range,
        hint: Suggestions.hint(name.text, among: app.names.names(.field))
          ?? "declare it: field \(name.text) text")
      return nil
    }
    guard cursor.take(sign: "=") else {
      app.missing("'=' was expected", cursor, line, hint: "like set call.\(name.text) = …")
      return nil
    }
    let field = app.content.fields[entry.index]
    guard let found = value(&cursor, field.privacy == .secret ? scope : using(.logged)) else { return nil }
    app.expectEnd(&cursor, line)
    if let type = found.type, type != field.type {
      app.error(
        "CF301", "call.\(name.text) is a \(field.type.rawValue), this is a \(type.rawValue)", at: found.range)
    }
    app.secrets.add(from: found.value, of: flow.id, to: .field(FieldID(entry.index)))
    return .setField(FieldID(entry.index), found.value)
  }

  /// `set call.rate = 120`.
  private func setSpeech(_ setting: SpeechSetting, _ cursor: inout TokenCursor, _ line: SyntaxLine)
    -> Statement?
  {
    guard cursor.take(sign: "=") else {
      app.missing("'=' was expected", cursor, line, hint: "like set call.\(setting.rawValue) = …")
      return nil
    }
    guard let found = value(&cursor) else { return nil }
    app.expectEnd(&cursor, line)
    if let type = found.type, type != .number {
      app.error(
        "CF301", "call.\(setting.rawValue) is a number, this is a \(type.rawValue)", at: found.range,
        hint: setting == .rate ? "percent of the usual speed: 120" : "dB over the usual level: 4")
      return nil
    }
    if case .constant(.number(let number)) = found.value,
      number < Decimal(setting.range.lowerBound) || number > Decimal(setting.range.upperBound)
    {
      app.error(
        "CF206",
        "call.\(setting.rawValue) is \(setting.range.lowerBound) to \(setting.range.upperBound)",
        at: found.range,
        hint: setting == .rate ? "percent of the usual speed: 120" : "dB over the usual level: 4")
    }
    return .setSpeech(setting, found.value)
  }

  func buildLanguage(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      if cursor.isAt(sign: "(") {
        return value(&cursor, of: [.text], "a language", using(.logged)).map { .languageByName($0) }
      }
      guard let token = app.name("a language", &cursor, line) else { return nil }
      return app.language(token).map { .language($0) }
    }
  }

  func note(_ line: SyntaxLine) -> RouteSpec.Note? {
    var cursor = TokenCursor(line)
    app.expectBare(line)
    guard let name = app.name("the note", &cursor, line, hint: "like note reason = topic") else { return nil }
    guard cursor.take(sign: "=") else {
      app.missing("'=' was expected", cursor, line, hint: "like note \(name.text) = …")
      return nil
    }
    guard let found = value(&cursor, using(.noted)) else { return nil }
    app.expectEnd(&cursor, line)
    return .init(name: name.text, value: found.value)
  }

  func buildRecording(_ line: SyntaxLine) -> Statement? {
    var cursor = TokenCursor(line)
    app.expectBare(line)
    let steps = RecordingStep.allCases.map(\.rawValue)
    guard
      let word = app.name("what to do with the recording", &cursor, line, hint: steps.joined(separator: ", "))
    else { return nil }
    guard let step = RecordingStep(rawValue: word.text) else {
      app.error(
        "CF206", "a recording cannot '\(word.text)'", at: word.range,
        hint: Suggestions.hint(word.text, among: steps) ?? "it can \(steps.joined(separator: ", "))")
      return nil
    }
    guard step == .start else {
      app.expectEnd(&cursor, line)
      return .recording(step, notice: [])
    }
    guard !cursor.isAtEnd else {
      app.missing(
        "a recording begins with a notice to the caller", cursor, line,
        hint: "like recording start \"This call is recorded.\"")
      return nil
    }
    let notice = parts(&cursor, line)
    app.expectEnd(&cursor, line)
    return notice.isEmpty ? nil : .recording(.start, notice: notice)
  }

  func buildThrow(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      guard let (text, _) = app.eventText(&cursor, line) else { return nil }
      var message: Template?
      if let (_, parts) = cursor.takeString() { message = app.template(parts, using(.logged)) }
      return .throwEvent(EventName(EventNames.long(text)), message: message)
    }
  }

  func buildTurn(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      guard let name = app.name("a switch", &cursor, line, hint: "like turn storm on"),
        let index = app.look(up: name, .toggle, code: "CF229"),
        let position = app.switchPosition(&cursor, line)
      else { return nil }
      var until: Expression?
      if cursor.take(word: "until") { until = value(&cursor, of: [.instant], "'until'") }
      return .turn(SwitchID(index), position, until: until)
    }
  }

  func buildClear(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      var cleared: [VariableID] = []
      repeat {
        guard let name = app.name("a variable", &cursor, line) else { return nil }
        guard let slot = flow.slot(of: name.text) else {
          app.error(
            "CF241", "there is no variable '\(name.text)' in this flow", at: name.range,
            hint: Suggestions.hint(name.text, among: flow.variables.map(\.name)))
          continue
        }
        cleared.append(slot)
      } while cursor.take(sign: ",")
      return .clear(cleared)
    }
  }

  func buildIf(_ line: SyntaxLine) -> Statement? {
    var cursor = TokenCursor(line)
    var branches: [Statement.Branch] = []
    var otherwise: Block?
    let condition = condition(&cursor)
    if let block = action(&cursor, line) { branches.append(.init(condition: condition, block: block)) }
    for (place, other) in line.elses.enumerated() {
      var cursor = TokenCursor(other)
      if cursor.take(word: "if") {
        let condition = self.condition(&cursor)
        if let block = action(&cursor, block: other.block, isSound: line.isSound, of: other.word) {
          branches.append(.init(condition: condition, block: block))
        }
      } else {
        otherwise = action(&cursor, block: other.block, isSound: line.isSound, of: other.word)
        if place + 1 < line.elses.count, line.isSound {
          app.error(
            "CF200", "'else' cannot stand here", at: line.elses[place + 1].word.range,
            hint: "nothing follows the last else")
        }
        break
      }
    }
    return .branch(branches, otherwise: otherwise)
  }

  func buildChoose(_ line: SyntaxLine) -> Statement? {
    guard let block = line.block else {
      app.missing(
        "'choose' needs its lines in braces", TokenCursor(line), line,
        hint: "choose { when x == 1 -> a; else -> b }")
      return nil
    }
    var branches: [Statement.Branch] = []
    var otherwise: Block?
    var elses = line.elses
    for row in block.lines {
      var cursor = TokenCursor(row)
      switch row.word.text {
      case "when":
        let condition = condition(&cursor)
        if let block = action(&cursor, row) { branches.append(.init(condition: condition, block: block)) }
        elses += row.elses
      case "else": otherwise = action(&cursor, row)
      default: app.unknownLine(row, of: "a choose", among: ["when", "else"])
      }
    }
    if let other = elses.last {
      var cursor = TokenCursor(other)
      otherwise = action(&cursor, block: other.block, isSound: line.isSound, of: other.word)
    }
    if otherwise == nil, line.isSound, block.close != nil, block.lines.allSatisfy(\.isSound) {
      app.error(
        "CF204", "this choose has no 'else'", at: line.word.range, hint: "add a line: else -> …")
    }
    return .branch(branches, otherwise: otherwise)
  }

  func buildReturn(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      var values: [Expression] = []
      if !cursor.isAtEnd {
        repeat {
          // Values may be named, in the order in which the flow names them.
          if values.count < flow.gives.count, cursor.isAt(word: flow.gives[values.count].name.text),
            cursor.peek(ahead: 1)?.isSign("=") == true
          {
            cursor.next()
            cursor.next()
          }
          guard let found = value(&cursor) else { break }
          if values.count < flow.gives.count {
            let name = flow.gives[values.count].name.text
            if let slot = flow.slots[name] {
              fit(found.type, to: slot, at: found.range)
              noteSecret(from: found.value, to: slot)
            }
          } else {
            app.error(
              "CF206",
              "flow '\(flow.name.text)' gives \(flow.gives.count) value\(flow.gives.count == 1 ? "" : "s")",
              at: found.range, hint: "name what it gives: flow \(flow.name.text) gives …")
            cursor.skipToEnd()
            break
          }
          values.append(found.value)
        } while cursor.take(sign: ",")
      }
      return .move(Move(.return(values), at: line.word.range.start))
    }
  }

  func buildSave(_ line: SyntaxLine) -> Statement? {
    var cursor = TokenCursor(line)
    guard let name = app.name("a table", &cursor, line),
      let index = app.look(up: name, .table, code: "CF223"), app.content.tables.indices.contains(index)
    else { return nil }
    let table = app.content.tables[index]
    guard cursor.take(sign: "(") else {
      app.missing(
        "the values to save were expected", cursor, line, hint: "like save \(table.name) (column = value)")
      return nil
    }
    var order = SaveOrder(table: TableID(index), values: [])
    repeat {
      guard let column = app.name("a column", &cursor, line) else { break }
      guard cursor.take(sign: "=") else {
        app.missing("'=' was expected", cursor, line)
        return nil
      }
      guard let found = value(&cursor) else { return nil }
      guard let place = table.columns.firstIndex(where: { $0.name == column.text }) else {
        app.unknownColumn(column, of: table)
        continue
      }
      if let type = found.type, type != table.columns[place].type {
        app.error(
          "CF301",
          "column '\(column.text)' is a \(table.columns[place].type.rawValue), this is a \(type.rawValue)",
          at: found.range)
      }
      order.values.append(.init(column: place, value: found.value))
      app.noteKept(found.value, in: flow, table, place, isCompared: false, at: found.range)
    } while cursor.take(sign: ",")
    if !cursor.take(sign: ")") { app.missing("')' was expected", cursor, line) }
    var inner = self
    inner.scope.table = TableID(index)
    if cursor.take(word: "where") {
      let start = cursor.here
      order.condition = inner.condition(&cursor)
      if let condition = order.condition { app.noteCompared(condition, in: flow, table, at: start) }
    }
    if cursor.take(word: "unless") {
      if order.condition != nil, line.isSound, let word = cursor.previous {
        app.error(
          "CF200", "'where' and 'unless' cannot both stand here", at: word.range,
          hint: "'where' changes rows that are there, 'unless' makes a new one")
      }
      order.unless = inner.condition(&cursor)
      order.otherwise = action(&cursor, line)
      app.expectNoElse(line)
      return .save(order)
    }
    app.expectEnd(&cursor, line)
    if let block = line.block, line.isSound {
      app.error(
        "CF200", "'save' takes no braces here", at: block.open, hint: "what follows a conflict: else { … }")
    }
    if let other = line.elses.first {
      var cursor = TokenCursor(other)
      order.otherwise = action(&cursor, block: other.block, isSound: line.isSound, of: other.word)
      if line.elses.count > 1, line.isSound {
        app.error("CF200", "'else' cannot stand here", at: line.elses[1].word.range)
      }
    }
    return .save(order)
  }
}

extension ApplicationBuilder {
  /// A value goes into a column, or a column is looked through for it.
  func noteKept(
    _ value: Expression, in flow: FlowBuilder, _ table: TableItem, _ column: Int, isCompared: Bool,
    at range: SourceRange
  ) {
    guard table.columns.indices.contains(column), !table.columns[column].isSecret else { return }
    for node in value.sources(of: flow.id) {
      guard case .variable(_, let id) = node, flow.variables.indices.contains(id.index) else { continue }
      secrets.add(
        SecretFlow.Kept(
          node: node, name: flow.variables[id.index].name, table: table.name,
          column: table.columns[column], isCompared: isCompared, range: range))
    }
  }

  /// What a row is found by is what stands in its column.
  func noteCompared(_ condition: Expression, in flow: FlowBuilder, _ table: TableItem, at range: SourceRange)
  {
    condition.visit { part in
      switch part {
      case .binary(.equal, .column(let column), let value), .binary(.equal, let value, .column(let column)):
        noteKept(value, in: flow, table, column, isCompared: true, at: range)
      case .inList(.column(let column), let values):
        for value in values { noteKept(value, in: flow, table, column, isCompared: true, at: range) }
      default: break
      }
    }
  }

  func unknownColumn(_ column: Token, of table: TableItem) {
    guard !faultyTables.contains(table.name) else { return }
    error(
      "CF223", "table '\(table.name)' has no column '\(column.text)'", at: column.range,
      hint: Suggestions.hint(column.text, among: table.columns.map(\.name))
        ?? "it has: \(table.columns.map(\.name).joined(separator: ", "))")
  }

  /// `card_lost`, `failed.no-input`.
  func eventText(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> (String, SourceRange)? {
    guard let first = cursor.takeWord() else {
      missing("the name of an event was expected", cursor, line, hint: "like no-input")
      return nil
    }
    var text = first.text
    var range = first.range
    while cursor.isAt(sign: "."), let next = cursor.peek(ahead: 1), next.kind == .word {
      cursor.next()
      cursor.next()
      text += "." + next.text
      range.length = next.range.start.column + next.range.length - range.start.column
    }
    return (text, range)
  }
}

/// The events that the engine throws, and their short names.
enum EventNames {
  static let short = [
    "no-input": "failed.no-input", "no-match": "failed.no-match", "invalid": "failed.invalid",
  ]
  static let builtIn = [
    "failed.no-input", "failed.no-match", "failed.invalid", "hangup.caller", "hangup.agent", "hangup.line",
    "hangup.transferred", "cancel", "help", "limit.call", "limit.turns", "error.lookup",
    "error.lookup.timeout", "error.lookup.shape", "error.save", "error.save.timeout", "error.save.shape",
    "error.save.conflict", "error.record", "error.fetch", "error.fetch.timeout", "error.fetch.shape",
    "error.audio", "error.callback", "error.speech", "error.transfer.busy", "error.transfer.no-answer",
    "error.transfer.refused", "error.transfer.route", "error.value", "error.loop",
    "error.unhandled",
  ]
  /// All names and their prefixes.
  static let known: Set<String> = Set(builtIn.flatMap { EventName($0).prefixes })
  static func long(_ text: String) -> String { short[text] ?? text }
}
