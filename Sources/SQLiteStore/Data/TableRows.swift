import CallFlow
import Chronology

/// Whoever can read a table from its first row to its last.
public protocol TableRows {
  /// The values of these columns, in whatever order the rows come: one row more than `most` at most. What is not of
  /// its column's type is `none`.
  func rows(of table: TableItem, columns: [Int], most: Int) throws -> [[Value]]
}

extension TableRows {
  /// What the application's calendars have in tables now.
  public func holidays(of graph: FlowGraph) -> TableHolidays {
    graph.tableHolidays { table, columns in
      try rows(of: table, columns: columns, most: HolidayTable.most)
    }
  }
}
