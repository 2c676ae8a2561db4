import CallFlow
import Engine
import Session

/// Tables in memory that answer before they return: for scripted calls in virtual time.
public final class MemoryData: DataSource, @unchecked Sendable {
  private let signal = Signal()
  // Guarded by `signal`.
  private let connection: TableConnection
  private var tables: [String: TableItem] = [:]
  private var fetches: [String: FetchTable] = [:]

  public init() throws(SQLiteError) {
    connection = TableConnection(try Database(":memory:", .memory))
  }

  /// A private copy of a data file, taken now: what is saved to it goes no further.
  public init(copyOf path: String) throws(SQLiteError) {
    let memory = try Database(":memory:", .memory)
    try memory.copy(from: try Database(path, .readOnly))
    connection = TableConnection(memory)
  }

  public func lookup(_ request: LookupRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    answer(signal.withLock { connection.lookup(request) })
  }

  public func save(_ request: SaveRequest, answer: @escaping @Sendable (SaveAnswer) -> Void) {
    answer(signal.withLock { connection.save(request) })
  }

  /// Makes the table if it is not there, and adds rows; each row has the declared columns in order, and may
  /// be shorter.
  /// - Throws: a `TableFault` for a value of another type.
  public func load(table: TableItem, rows: [[Value]] = []) throws {
    try signal.withLock {
      try create(table)
      for (number, row) in rows.enumerated() {
        guard row.count <= table.columns.count else {
          throw TableFault(
            line: number + 1, message: "\(row.count) values for \(table.columns.count) columns")
        }
        let values = row.enumerated().map { (column: $0.offset, value: $0.element) }
        if case .failed(let fault) = connection.save(SaveRequest(table: table, values: values)) {
          throw TableFault(line: number + 1, message: fault.message)
        }
      }
    }
  }

  /// As above, from CSV text (RFC 4180) whose first line names columns, in any order; columns that it does
  /// not name are `none`, as are empty fields without quotes.
  /// - Throws: a `TableFault` with the line.
  public func load(table: TableItem, csv: [UInt8]) throws {
    try load(table: table, rows: CSVTable(csv).rows(for: table))
  }

  /// Answers the fetches of a state, which no server is asked then, from CSV text: its first line names what the
  /// fetch reads, and what it sends.
  /// - Parameter reads: the variables that it reads.
  /// - Throws: a `TableFault` with the line.
  public func load(fetch state: String, reads: [String], csv: [UInt8]) throws {
    let table = try FetchTable(CSVTable(csv), reads: reads)
    signal.withLock { fetches[state] = table }
  }

  /// - Parameter state: `main.find_order`, or without its flow.
  public func answers(fetch state: String) -> Bool { fetchTable(state) != nil }

  public func fetch(_ request: FetchRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    answer(fetchTable(request.state)?.answer(request) ?? .failed(.failed("nothing is fetched here")))
  }

  private func fetchTable(_ state: String) -> FetchTable? {
    let name = state.split(separator: ".").last.map(String.init) ?? ""
    return signal.withLock { fetches[name] }
  }

  /// All rows of a table in the order in which they came, by column; empty for a table that was not loaded.
  public func rows(of name: String) -> [[String: Value]] {
    signal.withLock {
      guard let table = tables[name] else { return [] }
      return (try? connection.rows(of: table)) ?? []
    }
  }

  private func create(_ table: TableItem) throws {
    guard tables[table.name] == nil else { return }
    if try !connection.has(table) { try connection.create(table) }
    tables[table.name] = table
  }
}

/// What is wrong with rows for a table, and in which line or row.
public struct TableFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1.
  public var line: Int
  public var message: String
  public init(line: Int, message: String) { (self.line, self.message) = (line, message) }
  public var description: String { "line \(line): \(message)" }
}

extension TableConnection {
  /// All rows in the order in which they came.
  fileprivate func rows(of table: TableItem) throws -> [[String: Value]] {
    let compiler = QueryCompiler(table)
    var columns: [String] = []
    for index in table.columns.indices { columns.append(try compiler.column(index)) }
    let name = try QueryCompiler.quoted(table.name)
    let statement = try Statement(
      "SELECT \(columns.joined(separator: ", ")) FROM \(name) AS t ORDER BY t.rowid", on: database)
    var rows: [[String: Value]] = []
    while try statement.step() {
      var row: [String: Value] = [:]
      for (position, column) in table.columns.enumerated() {
        row[column.name] = statement.stored(Int32(position))?.value(as: column.type) ?? Value.none
      }
      rows.append(row)
    }
    return rows
  }
}

extension DataFault {
  /// In words.
  public var message: String {
    switch self {
    case .timeout: "it took too long"
    case .shape(let message), .failed(let message): message
    }
  }
}
