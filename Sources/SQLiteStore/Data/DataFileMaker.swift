import CallFlow
import Session

/// Makes the tables that flows declare in a site's data file, and fills new ones with rows.
public final class DataFileMaker {
  private let connection: TableConnection
  private let existing: DataFileShape

  /// Opens the file, making it when it is not there.
  public init(path: String) throws(SQLiteError) {
    connection = TableConnection(try Database(path, .create))
    existing = try DataFileShape(path: path)
  }

  public func has(_ table: TableItem) -> Bool { existing.tables[table.name] != nil }
  /// The columns of a table that have an index as soon as it is made, or have one already.
  public func indexed(_ table: TableItem) -> Set<String> {
    has(table)
      ? existing.indexedColumns[table.name] ?? [] : Set(table.columns.filter(\.isKey).map(\.name))
  }
  /// Lets rows of a table be found by a column without reading all of them.
  public func index(_ table: TableItem, by column: String) throws {
    try connection.index(table.name, by: column)
  }

  /// Makes a table that is not there with its rows, all or nothing.
  /// - Parameter csv: RFC 4180, the first line names the columns; nil for an empty table.
  /// - Returns: how many rows it has.
  /// - Throws: `TableFault` with the line of a row that does not fit, or `SQLiteError`.
  public func make(_ table: TableItem, csv: [UInt8]?) throws -> Int {
    let rows = try csv.map { try CSVTable($0).rows(for: table) } ?? []
    try connection.whole {
      try connection.create(table)
      for (number, row) in rows.enumerated() {
        let values = row.enumerated().map { (column: $0.offset, value: $0.element) }
        if case .failed(let fault) = connection.save(SaveRequest(table: table, values: values)) {
          // The header is line 1.
          throw TableFault(line: number + 2, message: fault.message)
        }
      }
    }
    return rows.count
  }
}
