import CSQLite
import Foundation

/// Rows of an SQLite file, read by the library itself and by no code of the product.
enum Records {
  struct Fault: Error {
    var message: String
  }

  /// - Returns: every column as text, `-` for NULL.
  static func rows(_ path: String, _ sql: String) throws -> [[String]] {
    var database: OpaquePointer?
    defer { sqlite3_close(database) }
    guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
      throw Fault(message: "\(path) cannot be opened")
    }
    sqlite3_busy_timeout(database, 5000)
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
      throw Fault(message: String(cString: sqlite3_errmsg(database)))
    }
    var rows: [[String]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        rows.append(
          (0..<sqlite3_column_count(statement)).map { column in
            sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "-"
          })
      case SQLITE_DONE: return rows
      default: throw Fault(message: String(cString: sqlite3_errmsg(database)))
      }
    }
  }
  static func value(_ path: String, _ sql: String) throws -> String { try rows(path, sql).first?.first ?? "" }
}
