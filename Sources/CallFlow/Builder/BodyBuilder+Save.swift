extension BodyBuilder {
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
}
