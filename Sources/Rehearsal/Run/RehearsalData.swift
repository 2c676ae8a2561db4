import CallFlow
import Engine

/// Rows in memory that a script can fill and look at: handed in by whoever links a store. In virtual time
/// it answers before it returns.
public protocol RehearsalData: DataSource {
  /// Declares the table, replacing its rows; values in the order of its columns.
  func load(table: TableItem, rows: [[Value]]) throws
  /// The first line names the columns.
  func load(table: TableItem, csv: [UInt8]) throws
  /// Whether it has answers for the fetches of that state, `main.find_order`.
  func answers(fetch state: String) -> Bool
  /// All rows of a table, by column; empty for a table that was not loaded.
  func rows(of name: String) -> [[String: Value]]
}
