import CallFlow

/// What a data file really has, for the checker.
public struct DataFileShape: Hashable, Sendable {
  /// Table, column, declared SQLite type.
  public var tables: [String: [String: String]] = [:]
  /// Per table, the columns that an index begins with.
  public var indexedColumns: [String: Set<String>] = [:]
  public init() {}

  /// Reads the schema of a file that exists.
  public init(path: String) throws(SQLiteError) {
    try self.init(of: Database(path, .readOnly))
  }

  init(of database: Database) throws(SQLiteError) {
    let columns = try Statement(
      """
      SELECT m.name, c.name, c.type, c.pk = 1 AND m.type = 'table'
      FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
      WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      """, on: database)
    while try columns.step() {
      guard let table = columns.text(0), let column = columns.text(1) else { continue }
      tables[table, default: [:]][column] = columns.text(2) ?? ""
      if columns.integer(3) != 0 { indexedColumns[table, default: []].insert(column) }
    }
    let indices = try Statement(
      """
      SELECT m.name, x.name FROM sqlite_schema AS m, pragma_index_list(m.name) AS i,
        pragma_index_info(i.name) AS x
      WHERE m.type = 'table' AND x.seqno = 0 AND x.name IS NOT NULL AND i.partial = 0
      """, on: database)
    while try indices.step() {
      guard let table = indices.text(0), let column = indices.text(1) else { continue }
      indexedColumns[table, default: []].insert(column)
    }
  }
}
