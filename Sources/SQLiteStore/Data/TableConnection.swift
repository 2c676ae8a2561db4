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
      let entry = try cache.entry(insert)
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
        return .saved
      }
    } catch {
      return .failed(dataFault(error))
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
