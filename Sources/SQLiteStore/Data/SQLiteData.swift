import CallFlow
import Chronology
import Engine
import Foundation
import Session
import Synchronization

/// Rows for flows from SQLite files: read-only connections on one serial thread, writable ones on another.
///
/// A lookup that waits or runs longer than its limit answers `timeout` and is given up. Files are opened
/// when first needed and opened again after they could not be.
public final class SQLiteData: DataSource {
  private let reading: FileSet
  private let saving: FileSet

  /// - Parameters:
  ///   - dataFile: the site's data file; nil when it has none.
  ///   - folder: what the `in "file"` of a table is relative to.
  public init(dataFile: String?, folder: String) {
    reading = FileSet(dataFile: dataFile, folder: folder, access: .readOnly)
    saving = FileSet(dataFile: dataFile, folder: folder, access: .readWrite)
  }

  /// Whether the file can be read, before any call needs it.
  public static func check(_ path: String) throws(SQLiteError) {
    _ = try DataFileShape(path: path)
  }

  public func lookup(_ request: LookupRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    let deadline = ContinuousClock.now + request.limit
    let isTaken = reading.thread.async { [reading] in
      guard ContinuousClock.now < deadline else { return answer(.failed(.timeout)) }
      switch reading.connection(for: request.table) {
      case .success(let connection):
        connection.database.setDeadline(deadline)
        answer(connection.lookup(request))
      case .failure(let error): answer(.failed(.failed(error.description)))
      }
    }
    if !isTaken { answer(.failed(.failed("the data files are closed"))) }
  }

  public func save(_ request: SaveRequest, answer: @escaping @Sendable (SaveAnswer) -> Void) {
    let deadline = ContinuousClock.now + request.limit
    let isTaken = saving.thread.async { [saving] in
      guard ContinuousClock.now < deadline else { return answer(.failed(.timeout)) }
      switch saving.connection(for: request.table) {
      case .success(let connection):
        connection.database.setDeadline(deadline)
        answer(connection.save(request))
      case .failure(let error): answer(.failed(.failed(error.description)))
      }
    }
    if !isTaken { answer(.failed(.failed("the data files are closed"))) }
  }

  /// What the application's calendars have in tables now; waits for it.
  public func holidays(of graph: FlowGraph) -> TableHolidays {
    graph.tableHolidays { table, columns in
      try rows(of: table, columns: columns, most: HolidayTable.most)
    }
  }

  private func rows(of table: TableItem, columns: [Int], most: Int) throws -> [[Value]] {
    let answer = Mutex<Result<[[Value]], any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    let isTaken = reading.thread.async { [reading] in
      let rows = Result<[[Value]], any Error> {
        let connection = try reading.connection(for: table).get()
        connection.database.setDeadline(ContinuousClock.now + .seconds(10))
        return try connection.rows(of: table, columns: columns, most: most)
      }
      answer.withLock { $0 = rows }
      done.signal()
    }
    guard isTaken else {
      throw SQLiteError(.cannotOpen, path: table.name, message: "the data files are closed")
    }
    done.wait()
    return try answer.withLock { $0 }?.get() ?? []
  }

  /// Opens the files again, each when it is next needed: after an operator has put others in their place.
  public func reopen() {
    for files in [reading, saving] { _ = files.thread.async { files.forget() } }
  }

  /// Finishes what was asked for and closes the files.
  public func close() {
    reading.close()
    saving.close()
  }
}

/// The connections of one kind, used on their thread only.
private final class FileSet: @unchecked Sendable {
  let thread: SerialThread
  private let dataFile: String?
  private let folder: String
  private let access: Database.Access
  private var connections: [String: TableConnection] = [:]

  init(dataFile: String?, folder: String, access: Database.Access) {
    (self.dataFile, self.folder, self.access) = (dataFile, folder, access)
    thread = SerialThread(name: access == .readOnly ? "lookups" : "saves")
  }

  func connection(for table: TableItem) -> Result<TableConnection, SQLiteError> {
    guard let path = table.file.map({ $0.hasPrefix("/") ? $0 : folder + "/" + $0 }) ?? dataFile else {
      return .failure(
        SQLiteError(.cannotOpen, path: table.name, message: "the site names no data file for this table"))
    }
    if let connection = connections[path] { return .success(connection) }
    do throws(SQLiteError) {
      let connection = TableConnection(try Database(path, access))
      connections[path] = connection
      return .success(connection)
    } catch {
      return .failure(error)
    }
  }

  func forget() { connections = [:] }

  func close() {
    thread.close()
    forget()
  }
}
