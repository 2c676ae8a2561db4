import CallFlow
import Chronology
import Engine
import Session

/// One connection to a data file and what flows ask of it. One thread at a time.
final class TableConnection {
  let database: Database
  private let cache: StatementCache
  private var declaredTypes: [String: [String: String]] = [:]

  init(_ database: Database) {
    self.database = database
    cache = StatementCache(on: database)
  }

  func lookup(_ request: LookupRequest) -> LookupAnswer {
    do {
      var compiler = QueryCompiler(request.table)
      let condition = try compiler.condition(request.query.condition)
      var columns: [String] = []
      for index in request.query.columns { columns.append(try compiler.column(index)) }
      var sql = "SELECT \(columns.isEmpty ? "1" : columns.joined(separator: ", "))"
      sql += " FROM \(try QueryCompiler.quoted(request.table.name)) AS t WHERE \(condition)"
      if let order = request.query.order {
        sql += " ORDER BY \(try compiler.column(order))\(request.query.descending ? " DESC" : "")"
      }
      sql += " LIMIT 2"

      let entry = try cache.entry(sql)
      defer { entry.statement.reset() }
      for (index, value) in compiler.values.enumerated() {
        value.bind(Int32(index + 1), to: entry.statement)
      }
      guard try entry.statement.step() else { return .noRow }
      var row: [Value] = []
      for (position, index) in request.query.columns.enumerated() {
        let column = request.table.columns[index]
        guard let value = entry.statement.stored(Int32(position))?.value(as: column.type) else {
          return .failed(
            .shape("\(request.table.name).\(column.name) holds what is no \(column.type.rawValue)"))
        }
        row.append(value)
      }
      return try entry.statement.step() ? .manyRows(row) : .row(row)
    } catch {
      return .failed(dataFault(error))
    }
  }

  /// Rows in whatever order they come, one more than `most` at most; what is not of its column's type is text.
  func rows(of table: TableItem, columns: [Int], most: Int) throws -> [[Value]] {
    let compiler = QueryCompiler(table)
    let names = try columns.map { try compiler.column($0) }
    let statement = try Statement(
      "SELECT \(names.joined(separator: ", ")) FROM \(try QueryCompiler.quoted(table.name)) AS t LIMIT \(most + 1)",
      on: database)
    var rows: [[Value]] = []
    while try statement.step() {
      rows.append(
        columns.enumerated().map { position, column in
          let stored = statement.stored(Int32(position))
          return stored?.value(as: table.columns[column].type) ?? stored?.text ?? Value.none
        })
    }
    return rows
  }

  func save(_ request: SaveRequest) -> SaveAnswer {
    do {
      let table = request.table
      var names: [String] = []
      var values: [StoredValue] = []
      let declared = try declaredTypes(of: table.name)
      let compiler = QueryCompiler(table)
      for (index, value) in request.values {
        _ = try compiler.column(index)
        let column = table.columns[index]
        guard let stored = StoredValue(value, as: column.type, declared: declared[column.name]) else {
          return .failed(.shape("a value for \(table.name).\(column.name) is no \(column.type.rawValue)"))
        }
        names.append(try QueryCompiler.quoted(column.name))
        values.append(stored)
      }
      let name = try QueryCompiler.quoted(table.name)
      if let condition = request.condition {
        var compiler = QueryCompiler(table)
        let rows = try compiler.condition(condition)
        // The condition's values come first.
        let first = compiler.values.count + 1
        let changes = names.enumerated().map { "\($0.element) = ?\(first + $0.offset)" }
        guard !changes.isEmpty else { return .failed(.shape("a save into \(table.name) has no value")) }
        let sql = "UPDATE \(name) AS t SET \(changes.joined(separator: ", ")) WHERE \(rows)"
        return try write(sql, compiler.values + values, unless: nil)
      }
      let insert =
        names.isEmpty
        ? "INSERT INTO \(name) DEFAULT VALUES"
        : "INSERT INTO \(name) (\(names.joined(separator: ", "))) VALUES "
          + "(\((1...names.count).map { "?\($0)" }.joined(separator: ", ")))"
      var test: (sql: String, values: [StoredValue])?
      if let unless = request.unless {
        var compiler = QueryCompiler(table)
        let condition = try compiler.condition(unless)
        test = ("SELECT 1 FROM \(name) AS t WHERE \(condition) LIMIT 1", compiler.values)
      }
      return try write(insert, values, unless: test)
    } catch let error as SQLiteError where error.isTaken {
      // A row that the table itself refuses: one with that key is there already.
      return .conflict
    } catch {
      return .failed(dataFault(error))
    }
  }

  /// One transaction: all or nothing. Nothing changed is a conflict.
  private func write(
    _ sql: String, _ values: [StoredValue], unless test: (sql: String, values: [StoredValue])?
  ) throws(SQLiteError) -> SaveAnswer {
    let entry = try cache.entry(sql)
    return try database.transaction { () throws(SQLiteError) in
      if let test {
        let found = try cache.entry(test.sql)
        defer { found.statement.reset() }
        for (index, value) in test.values.enumerated() {
          value.bind(Int32(index + 1), to: found.statement)
        }
        if try found.statement.step() { return SaveAnswer.conflict }
      }
      defer { entry.statement.reset() }
      for (index, value) in values.enumerated() { value.bind(Int32(index + 1), to: entry.statement) }
      try entry.statement.run()
      return database.changes > 0 ? .saved : .conflict
    }
  }

  /// Declared types by column, empty for a table that is not there.
  func declaredTypes(of table: String) throws(SQLiteError) -> [String: String] {
    if let known = declaredTypes[table] { return known }
    let statement = try Statement("SELECT name, type FROM pragma_table_info(?1)", on: database)
    statement.bind(1, table)
    var types: [String: String] = [:]
    while try statement.step() { types[statement.text(0) ?? ""] = statement.text(1) }
    if !types.isEmpty { declaredTypes[table] = types }
    return types
  }

  private func dataFault(_ error: any Error) -> DataFault {
    switch error {
    case let fault as QueryCompiler.Fault: return .shape(fault.message)
    case let error as SQLiteError:
      switch error.reason {
      case .shape: return .shape(error.message)
      case .interrupted: return .timeout
      default: return .failed(error.description)
      }
    default: return .failed("\(error)")
    }
  }
}
