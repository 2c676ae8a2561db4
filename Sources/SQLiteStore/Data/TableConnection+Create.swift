import CallFlow

extension TableConnection {
  /// Makes a table as a flow declares it, with an index for each of its key columns.
  func create(_ table: TableItem) throws {
    let name = try QueryCompiler.quoted(table.name)
    var columns: [String] = []
    for column in table.columns {
      let type =
        switch column.type {
        case .flag, .instant, .duration: "INTEGER"
        case .number: "NUMERIC"
        case .text, .date, .time, .row: "TEXT"
        }
      columns.append("\(try QueryCompiler.quoted(column.name)) \(type)")
    }
    try database.execute("CREATE TABLE \(name) (\(columns.joined(separator: ", ")))")
    for column in table.columns where column.isKey { try index(table.name, by: column.name) }
  }

  func index(_ table: String, by column: String) throws {
    let name = try QueryCompiler.quoted("\(table)_\(column)")
    let place = "\(try QueryCompiler.quoted(table)) (\(try QueryCompiler.quoted(column)))"
    try database.execute("CREATE INDEX \(name) ON \(place)")
  }

  func has(_ table: TableItem) throws -> Bool {
    let statement = try Statement(
      "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", on: database)
    statement.bind(1, table.name)
    return try statement.step()
  }

  /// All that it does, or nothing.
  func whole(_ body: () throws -> Void) throws {
    try database.execute("BEGIN IMMEDIATE")
    do {
      try body()
      try database.execute("COMMIT")
    } catch {
      database.rollBack()
      throw error
    }
  }
}
