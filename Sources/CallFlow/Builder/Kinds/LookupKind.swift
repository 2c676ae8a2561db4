/// `lookup name { from table where expr; read columns; found -> a; missing -> b }`.
enum LookupKind {
  static let row = KindRow(
    word: "lookup",
    own: [
      OwnRow("from", "from table where column == value", isRequired: true), OwnRow("order", "order column"),
      OwnRow("read", "read column, column", isRepeatable: true), OwnRow("as", "as name"),
      OwnRow("found", "found -> state", isRequired: true),
      OwnRow("missing", "missing -> state", isRequired: true), OwnRow("many", "many -> state"),
      OwnRow("limit", "limit 2s"),
    ], build: { build(&$0) })

  /// Enters the variables that `read` and `as` make.
  static func declare(_ lines: [SyntaxLine], in flow: FlowBuilder) {
    let app = flow.app
    let from = lines.first { $0.word.isWord("from") }?.arguments.first
    let table = from.flatMap { app.names[.table, $0.text] }.flatMap {
      app.content.tables.indices.contains($0.index) ? TableID($0.index) : nil
    }
    for line in lines where line.word.isWord("read") || line.word.isWord("as") {
      for token in line.arguments where token.kind == .word {
        var source: VariableSource.TypeSource?
        if line.word.isWord("as") {
          source = table.map { .row($0) } ?? .type(.row, isDigits: false)
        } else if let table {
          source = app.content.tables[table].columns.first { $0.name == token.text }
            .map { .type($0.type, isDigits: false) }
        }
        let slot = flow.declare(token.text, at: token.range, source: source)
        flow.variables[slot.index].isOwn = true
        if line.word.isWord("as") { flow.variables[slot.index].isOnlyRead = false }
      }
    }
  }

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var table: TableID?
    var condition = Expression.constant(.flag(true))
    if let line = state.line("from") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let token = app.name("a table", &cursor, line),
        let index = app.look(up: token, .table, code: "CF223"), app.content.tables.indices.contains(index)
      {
        table = TableID(index)
        if cursor.take(word: "where") {
          var body = state.body
          body.scope.table = table
          let start = cursor.here
          condition = body.condition(&cursor)
          checkIndex(condition, app.content.tables[index], app, at: start)
          app.noteCompared(condition, in: state.flow, app.content.tables[index], at: start)
        } else {
          app.missing("'where' was expected", cursor, line, hint: "like where number == account")
          cursor.skipToEnd()
        }
        app.expectEnd(&cursor, line)
      }
    }
    var query = RowQuery(table: table ?? TableID(0), condition: condition, columns: [])
    var spec = LookupSpec(query: query, variables: [], found: state.nowhere, missing: state.nowhere)
    if let table {
      let item = app.content.tables[table]
      for line in state.lines("read") { read(line, item, &query, &spec, state) }
      if let line = state.line("order") { order(line, item, &query, app) }
      if let line = state.line("as") {
        var cursor = TokenCursor(line)
        app.expectBare(line)
        if let token = app.name("a variable", &cursor, line), app.isUsableName(token) {
          spec.row = state.flow.slots[token.text]
          query.columns = item.columns.indices.filter { !item.columns[$0].isSecret }
          spec.variables = []
          app.expectEnd(&cursor, line)
          if let other = state.line("read") {
            app.error(
              "CF200", "'read' and 'as' cannot both stand here", at: other.word.range,
              hint: "keep one of the two")
          }
          if let slot = spec.row { state.body.fit(.row, to: slot, at: token.range) }
        }
      }
    }
    if let line = state.line("limit") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let limit = app.duration(&cursor, line) {
        spec.limit = limit
        app.expectEnd(&cursor, line)
      }
    }
    spec.query = query
    spec.found = state.way("found") ?? state.nowhere
    spec.missing = state.way("missing") ?? state.nowhere
    spec.many = state.way("many")
    return .lookup(spec)
  }

  private static func read(
    _ line: SyntaxLine, _ item: TableItem, _ query: inout RowQuery, _ spec: inout LookupSpec,
    _ state: StateBuilder
  ) {
    let app = state.app
    var cursor = TokenCursor(line)
    app.expectBare(line)
    repeat {
      guard let token = app.name("a column", &cursor, line) else { return }
      guard let column = item.columns.firstIndex(where: { $0.name == token.text }) else {
        app.unknownColumn(token, of: item)
        // The variable of the column that was meant is not missed as well.
        if let near = Suggestions.nearest(token.text, among: item.columns.map(\.name)) {
          _ = state.flow.isFirstUnknown(near)
        }
        continue
      }
      guard let slot = state.flow.slots[token.text] else { continue }
      state.body.fit(item.columns[column].type, to: slot, at: token.range)
      if item.columns[column].isSecret { state.flow.variables[slot.index].privacy = .secret }
      query.columns.append(column)
      spec.variables.append(slot)
    } while cursor.take(sign: ",")
    app.expectEnd(&cursor, line)
  }

  private static func order(
    _ line: SyntaxLine, _ item: TableItem, _ query: inout RowQuery, _ app: ApplicationBuilder
  ) {
    var cursor = TokenCursor(line)
    app.expectBare(line)
    guard let token = app.name("a column", &cursor, line) else { return }
    guard let column = item.columns.firstIndex(where: { $0.name == token.text }) else {
      return app.unknownColumn(token, of: item)
    }
    query.order = column
    query.descending = cursor.take(word: "desc")
    app.expectEnd(&cursor, line)
  }

  private static func checkIndex(
    _ condition: Expression, _ table: TableItem, _ app: ApplicationBuilder, at range: SourceRange
  ) {
    guard table.file == nil, let indexed = app.surroundings.indexedColumns?[table.name] else { return }
    guard let column = condition.columnWithoutIndex(in: table, indexed: indexed) else { return }
    app.warning(
      "CF252", "column '\(column)' has no index in the data file: every lookup reads the whole table",
      at: range,
      hint: "ivrctl data makes it: CREATE INDEX \(table.name)_\(column) ON \(table.name)(\(column))")
  }
}
