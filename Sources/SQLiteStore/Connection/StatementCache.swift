/// Prepared statements by their text, bounded. One thread at a time, as their connection.
final class StatementCache {
  /// A class around the statement, which itself cannot be copied into a dictionary.
  final class Entry {
    let statement: Statement
    init(_ statement: consuming Statement) { self.statement = statement }
  }
  private let database: Database
  private let limit: Int
  private var entries: [String: Entry] = [:]
  init(on database: Database, limit: Int = 256) { (self.database, self.limit) = (database, limit) }

  func entry(_ sql: String) throws(SQLiteError) -> Entry {
    if let entry = entries[sql] { return entry }
    let entry = Entry(try Statement(sql, on: database, keep: true))
    // Flows have a fixed set of queries; only a stream of reloads fills the cache.
    if entries.count >= limit { entries.removeAll(keepingCapacity: true) }
    entries[sql] = entry
    return entry
  }
}
