import CSQLite
import Chronology

/// One connection to one file. Opened without SQLite's own mutexes: one thread at a time may use it.
final class Database: @unchecked Sendable {
  /// `immutable` reads the file alone: no lock, no file beside it, and nothing that is still in its `-wal`.
  enum Access { case readOnly, readWrite, create, memory, immutable }

  let path: String
  fileprivate let handle: OpaquePointer
  /// When a running statement is to be given up; read by SQLite's progress handler.
  private var deadline: ContinuousClock.Instant?

  /// - Parameter busy: how long a statement waits for a lock that another connection holds.
  init(_ path: String, _ access: Access, busy: Duration = .seconds(2)) throws(SQLiteError) {
    let flags: Int32 =
      switch access {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .memory: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
      case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      }
    let name = access == .immutable ? Database.immutableURI(path) : path
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else {
      let error = SQLiteError(code: code, on: opened, path: path)
      sqlite3_close_v2(opened)
      throw error
    }
    self.path = path
    handle = opened
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, Int32(clamping: busy.milliseconds))
    // Data files come from outside: their schema may not reach functions with side effects.
    try execute("PRAGMA trusted_schema = OFF")
  }
  deinit { sqlite3_close_v2(handle) }

  private static func immutableURI(_ path: String) -> String {
    let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
    return (path.hasPrefix("/") ? "file://" : "file:") + escaped + "?immutable=1"
  }

  /// Replaces all that is in this database by what is in the other.
  func copy(from source: Database) throws(SQLiteError) {
    guard let backup = sqlite3_backup_init(handle, "main", source.handle, "main") else {
      throw error(sqlite3_errcode(handle))
    }
    sqlite3_backup_step(backup, -1)
    let code = sqlite3_backup_finish(backup)
    guard code == SQLITE_OK else { throw error(code) }
  }

  /// Runs statements that give no rows.
  func execute(_ sql: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code) }
  }

  /// The first column of the first row; nil for no row or NULL.
  func integer(_ sql: String) throws(SQLiteError) -> Int64? {
    let statement = try Statement(sql, on: self)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.integer(0)
  }

  func text(_ sql: String) throws(SQLiteError) -> String? {
    let statement = try Statement(sql, on: self)
    guard try statement.step() else { return nil }
    return statement.text(0)
  }

  /// Everything in `body` or nothing of it.
  func transaction<T>(_ body: () throws(SQLiteError) -> T) throws(SQLiteError) -> T {
    // A part of one that is under way.
    guard sqlite3_get_autocommit(handle) != 0 else { return try body() }
    try execute("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      rollBack()
      throw error
    }
  }

  /// Ends a transaction that may or may not still be open.
  func rollBack() {
    if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
  }

  /// Statements that run past it end with `interrupted`; nil lets them run.
  func setDeadline(_ instant: ContinuousClock.Instant?) {
    deadline = instant
    guard instant != nil else { return sqlite3_progress_handler(handle, 0, nil, nil) }
    sqlite3_progress_handler(
      handle, 2_000,
      { context in
        guard let context else { return 0 }
        let database = Unmanaged<Database>.fromOpaque(context).takeUnretainedValue()
        guard let deadline = database.deadline else { return 0 }
        return ContinuousClock.now >= deadline ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Whether statements may do nothing but select: no file is opened, no setting changed, nothing begun.
  func allowOnlySelecting(_ isOn: Bool) {
    guard isOn else {
      sqlite3_set_authorizer(handle, nil, nil)
      return
    }
    sqlite3_set_authorizer(
      handle,
      { _, action, _, _, _, _ in
        [SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_RECURSIVE].contains(action)
          ? SQLITE_OK : SQLITE_DENY
      }, nil)
  }

  /// Rows changed by the last statement.
  var changes: Int { Int(sqlite3_changes(handle)) }

  func error(_ code: Int32) -> SQLiteError { SQLiteError(code: code, on: handle, path: path) }
}

/// One prepared statement; finalized when it goes out of scope. Parameters count from 1, columns from 0.
struct Statement: ~Copyable {
  private let handle: OpaquePointer
  /// Keeps the connection open as long as the statement lives.
  private let database: Database

  init(_ sql: String, on database: Database, keep: Bool = false) throws(SQLiteError) {
    var prepared: OpaquePointer?
    let flags = keep ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let code = sqlite3_prepare_v3(database.handle, sql, -1, flags, &prepared, nil)
    guard code == SQLITE_OK, let prepared else {
      throw code == SQLITE_OK
        ? SQLiteError(.other(code: SQLITE_MISUSE), path: database.path, message: "an empty statement")
        : database.error(code)
    }
    handle = prepared
    self.database = database
  }
  deinit { sqlite3_finalize(handle) }

  /// Whether more than one statement stands there; the blanks and remarks behind the first are none.
  static func areSeveral(_ sql: String, on database: Database) -> Bool {
    sql.withCString { start in
      var (first, second): (OpaquePointer?, OpaquePointer?)
      var rest: UnsafePointer<CChar>?
      defer {
        sqlite3_finalize(first)
        sqlite3_finalize(second)
      }
      guard sqlite3_prepare_v3(database.handle, start, -1, 0, &first, &rest) == SQLITE_OK, let rest else {
        return false
      }
      // What is not allowed, or no SQL, is something all the same.
      return sqlite3_prepare_v3(database.handle, rest, -1, 0, &second, nil) != SQLITE_OK || second != nil
    }
  }

  func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }
  func bind(_ index: Int32, _ value: Double) { sqlite3_bind_double(handle, index, value) }
  func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }
  func bind(_ index: Int32, _ value: Int64?) {
    if let value { bind(index, value) } else { bindNull(index) }
  }
  func bind(_ index: Int32, _ value: Double?) {
    if let value { bind(index, value) } else { bindNull(index) }
  }
  func bind(_ index: Int32, _ text: String) {
    var text = text
    // A C string has an address even when it is empty; without one SQLite would take it for NULL.
    if text.isEmpty {
      return text.withCString { _ = sqlite3_bind_text(handle, index, $0, 0, Statement.copied) }
    }
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        _ = sqlite3_bind_text(
          handle, index, characters.baseAddress, Int32(clamping: characters.count), Statement.copied)
      }
    }
  }
  func bind(_ index: Int32, _ text: String?) {
    if let text { bind(index, text) } else { bindNull(index) }
  }

  /// Whether there is a row.
  func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw database.error(code)
    }
  }
  /// Runs to the end and is ready for the next values, which replace the old ones.
  func run() throws(SQLiteError) {
    let code = sqlite3_step(handle)
    guard code == SQLITE_DONE || code == SQLITE_ROW else {
      let error = database.error(code)
      sqlite3_reset(handle)
      throw error
    }
    sqlite3_reset(handle)
  }
  /// Ready for the next run, and holding no value of the last one.
  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  /// Changes nothing in the database.
  var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }
  var columnNames: [String] {
    (0..<sqlite3_column_count(handle)).map { column in
      sqlite3_column_name(handle, column).map { String(cString: $0) } ?? ""
    }
  }

  enum StorageClass { case null, integer, real, text, blob }
  func storage(_ column: Int32) -> StorageClass {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
  func real(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }
  /// Nil for NULL; bytes that are not UTF-8 are replaced.
  func text(_ column: Int32) -> String? {
    guard let bytes = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// SQLITE_TRANSIENT, a cast macro that does not import: SQLite copies the text.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
