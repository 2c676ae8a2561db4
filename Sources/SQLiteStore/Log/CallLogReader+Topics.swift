import Chronology

extension CallLogReader {
  /// How often each topic of answers was chosen since then, by its name.
  public func topicsAsked(since: Instant) throws(SQLiteError) -> [String: Int] {
    let statement = try Statement(
      """
      SELECT detail, count(*) FROM call_events JOIN calls ON calls.id = call_events.call
      WHERE calls.offered >= ?1 AND kind = 'topic' AND detail LIKE '% chosen' GROUP BY detail
      """, on: database)
    statement.bind(1, since.milliseconds)
    var asked: [String: Int] = [:]
    while try statement.step() {
      guard let detail = statement.text(0) else { continue }
      asked[String(detail.dropLast(" chosen".count))] = Int(statement.integer(1))
    }
    return asked
  }
}
