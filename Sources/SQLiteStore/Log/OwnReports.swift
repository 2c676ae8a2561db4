import CSQLite
import Chronology

/// A supervisor's own figures: views of the log named `report_…`, or queries in files. They can only read, in
/// bounded time.
public struct OwnReport: Hashable, Sendable {
  public enum Cell: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
  }
  public var columns: [String]
  public var rows: [[Cell]] = []
  /// There were more rows than were wanted.
  public var isCut = false
}

extension CallLogReader {
  static let ownPrefix = "report_"

  /// Names of the log's views that are reports, without `report_`.
  public func ownReports() throws(SQLiteError) -> [String] {
    let statement = try Statement(
      "SELECT substr(name, 8) FROM sqlite_schema WHERE type = 'view' AND name LIKE 'report\\_%' ESCAPE '\\'"
        + " ORDER BY 1", on: database)
    var names: [String] = []
    while try statement.step() { names.append(statement.text(0) ?? "") }
    return names
  }

  /// The rows of the view `report_NAME`; nil when there is none.
  public func ownReport(
    _ name: String, limit: Duration = .seconds(10), rows: Int = 10_000
  ) throws(SQLiteError) -> OwnReport? {
    guard try ownReports().contains(name) else { return nil }
    let quoted = (CallLogReader.ownPrefix + name).replacing("\"", with: "\"\"")
    return try ownReport(query: "SELECT * FROM \"\(quoted)\"", limit: limit, rows: rows)
  }

  /// The rows of one query over the log's tables and views.
  ///
  /// - Parameter limit: after which it is given up.
  /// - Throws: for what is no single query, would write, or takes too long.
  public func ownReport(
    query sql: String, limit: Duration = .seconds(10), rows: Int = 10_000
  ) throws(SQLiteError) -> OwnReport {
    // The connection reads only; attaching or VACUUM INTO could make a new file all the same.
    database.allowOnlySelecting(true)
    defer { database.allowOnlySelecting(false) }
    guard !Statement.areSeveral(sql, on: database) else {
      throw SQLiteError(
        .other(code: SQLITE_MISUSE), path: database.path,
        message: "a report is one SELECT, and these are more")
    }
    let statement = try Statement(sql, on: database)
    guard statement.isReadOnly else {
      throw SQLiteError(.readOnly, path: database.path, message: "a report may only read")
    }
    database.setDeadline(.now + limit)
    defer { database.setDeadline(nil) }
    var report = OwnReport(columns: statement.columnNames)
    guard !report.columns.isEmpty else {
      throw SQLiteError(.other(code: SQLITE_MISUSE), path: database.path, message: "a report is one SELECT")
    }
    while try statement.step() {
      guard report.rows.count < rows else {
        report.isCut = true
        break
      }
      report.rows.append(
        report.columns.indices.map { column in
          let column = Int32(column)
          switch statement.storage(column) {
          case .null: return .null
          case .integer: return .integer(statement.integer(column))
          case .real: return .real(statement.real(column))
          case .text, .blob: return .text(statement.text(column) ?? "")
          }
        })
    }
    return report
  }
}
