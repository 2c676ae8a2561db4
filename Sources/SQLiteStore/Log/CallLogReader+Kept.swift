import Chronology
import Engine

/// State that outlives the program, who ordered what, and events for screens.
extension CallLogReader {
  static func kept(in database: Database) throws(SQLiteError) -> [KeptRow] {
    let statement = try Statement("SELECT kind, name, at, value FROM kept ORDER BY kind, name", on: database)
    var rows: [KeptRow] = []
    while try statement.step() {
      rows.append(
        KeptRow(
          statement.text(0) ?? "", statement.text(1) ?? "", at: Instant(milliseconds: statement.integer(2)),
          statement.text(3)))
    }
    return rows
  }

  static func published(in database: Database) throws(SQLiteError) -> [PublishedRow] {
    let statement = try Statement(
      """
      SELECT number, at, body FROM
        (SELECT number, at, body FROM published ORDER BY number DESC LIMIT \(PublishedRow.most))
      ORDER BY number
      """, on: database)
    var rows: [PublishedRow] = []
    while try statement.step() {
      rows.append(
        PublishedRow(
          number: statement.integer(0), at: Instant(milliseconds: statement.integer(1)),
          body: statement.text(2) ?? ""))
    }
    return rows
  }

  /// What the next run will take up again; nothing of a log that an earlier version wrote last.
  public func kept() throws(SQLiteError) -> [KeptRow] {
    try has("kept") ? try CallLogReader.kept(in: database) : []
  }

  func served(since: Instant, most: Int) throws(SQLiteError) -> [KeptRow] {
    let statement = try Statement(
      """
      SELECT ani, "left", agent FROM queue_visits JOIN calls ON calls.id = call
      WHERE enqueued >= ?1 AND agent IS NOT NULL AND ani IS NOT NULL
      ORDER BY enqueued DESC LIMIT ?2
      """, on: database)
    statement.bind(1, since.milliseconds)
    statement.bind(2, Int64(most))
    var rows: [KeptRow] = []
    while try statement.step() {
      rows.append(
        KeptRow(
          "served", statement.text(0) ?? "", at: Instant(milliseconds: statement.integer(1)),
          statement.text(2)))
    }
    return rows.reversed()
  }

  /// In order; with a limit, the latest so many.
  public func audit(
    since: Instant? = nil, until: Instant? = nil, limit: Int? = nil
  ) throws(SQLiteError) -> [AuditRow] {
    guard try has("audit") else { return [] }
    let statement = try Statement(
      """
      SELECT at, user, name, role, act, result FROM audit WHERE at >= ?1 AND at < ?2
      ORDER BY at DESC, id DESC LIMIT ?3
      """, on: database)
    statement.bind(1, since?.milliseconds ?? .min)
    statement.bind(2, until?.milliseconds ?? .max)
    statement.bind(3, Int64(limit ?? .max))
    var rows: [AuditRow] = []
    while try statement.step() {
      rows.append(
        AuditRow(
          at: Instant(milliseconds: statement.integer(0)), user: UInt32(clamping: statement.integer(1)),
          name: statement.text(2), role: statement.text(3) ?? "", act: statement.text(4) ?? "",
          result: statement.text(5) ?? ""))
    }
    return rows.reversed()
  }

  func has(_ table: String) throws(SQLiteError) -> Bool {
    try database.integer("SELECT count(*) FROM sqlite_schema WHERE name = '\(table)'") == 1
  }
}
