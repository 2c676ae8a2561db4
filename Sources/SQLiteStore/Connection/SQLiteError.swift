import CSQLite
import Glibc

/// Why SQLite could not do what was asked, told so that an operator can mend it.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// The file or its folder is missing or may not be used.
    case cannotOpen
    case notADatabase
    /// Another connection held the file longer than we wait.
    case locked
    case readOnly
    case diskFull
    /// Damaged pages.
    case corrupt
    /// A table or column that is missing.
    case shape
    /// A row that the table refuses.
    case constraint
    /// The time allowed for a query was over.
    case interrupted
    /// Written by a later version of this program.
    case newerSchema(found: Int, known: Int)
    /// Another process writes this log.
    case owned(by: String)
    case other(code: Int32)
  }
  public var reason: Reason
  public var path: String
  /// SQLite's or the system's own words.
  public var message: String

  public init(_ reason: Reason, path: String, message: String) {
    (self.reason, self.path, self.message) = (reason, path, message)
  }

  /// The result code's meaning, with the connection's last message.
  init(code: Int32, on handle: OpaquePointer?, path: String) {
    let words =
      handle.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
      ?? String(cString: sqlite3_errstr(code))
    let reason: Reason =
      switch code & 0xff {
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
      case SQLITE_NOTADB: .notADatabase
      case SQLITE_BUSY, SQLITE_LOCKED: .locked
      case SQLITE_READONLY: .readOnly
      case SQLITE_FULL: .diskFull
      case SQLITE_CORRUPT: .corrupt
      case SQLITE_CONSTRAINT: .constraint
      case SQLITE_INTERRUPT: .interrupted
      case SQLITE_ERROR where words.hasPrefix("no such") || words.contains("has no column"): .shape
      default: .other(code: code)
      }
    self.init(reason, path: path, message: words)
  }

  /// What the system says when there is no room, by its `errno`.
  static func isDiskFull(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }

  /// A row with that key is there already.
  var isTaken: Bool { reason == .constraint && message.hasPrefix("UNIQUE") }

  /// One line: the file, what is wrong, what to do.
  public var description: String { hint.isEmpty ? "\(path): \(message)" : "\(path): \(message); \(hint)" }

  private var hint: String {
    switch reason {
    case .cannotOpen: "check that its folder exists and that this user may write there"
    case .notADatabase: "name another file, or move this one away"
    case .locked: "another program holds it; close that program and try again"
    case .readOnly: "give this user the right to write the file and its folder"
    case .diskFull: "free some space"
    case .corrupt: "restore a copy, or save what can be read with: sqlite3 FILE .recover"
    case .shape: "compare the table's declaration with the file"
    case .newerSchema(let found, let known):
      "its version is \(found), this program knows up to \(known): use the program that wrote it"
    case .owned: "stop that process first, or name another log"
    case .constraint, .interrupted, .other: ""
    }
  }
}
