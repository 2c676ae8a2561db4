import Chronology

/// A lookup for which a caller waited.
public struct LookupWait: Hashable, Sendable {
  /// The full name of its state, and when the call came to it.
  public var state: String
  public var began: Instant
  public var ended: Instant
  /// What was said last before its end, and since when.
  public var said: String?
  public var saidAt: Instant
}

/// How callers use an application.
extension CallLogReader {
  /// How often each key led on from each state, by the state's full name and the key as the flow writes it.
  public func keysPressed() throws(SQLiteError) -> [String: [String: Int]] {
    let statement = try Statement(
      """
      SELECT state, substr(detail, 5, instr(detail, ' -> ') - 5), count(*) FROM call_events
      WHERE kind = 'move' AND detail LIKE 'key % -> %' GROUP BY 1, 2
      """, on: database)
    var pressed: [String: [String: Int]] = [:]
    while try statement.step() {
      guard let state = statement.text(0), let key = statement.text(1) else { continue }
      pressed[state, default: [:]][key] = Int(statement.integer(2))
    }
    return pressed
  }

  /// Lookups that took longer than that.
  public func lookupWaits(over least: Duration) throws(SQLiteError) -> [LookupWait] {
    let before = "WHERE call = done.call AND n < done.n AND kind ="
    let statement = try Statement(
      """
      SELECT done.state, begun.at, done.at, said.detail, said.at FROM call_events AS done
      JOIN call_events AS begun ON begun.call = done.call
        AND begun.n = (SELECT max(n) FROM call_events \(before) 'state')
      LEFT JOIN call_events AS said ON said.call = done.call
        AND said.n = (SELECT max(n) FROM call_events \(before) 'say')
      WHERE (done.kind = 'lookup' OR done.kind = 'event' AND done.detail LIKE 'error.lookup%')
        AND done.at - begun.at > ?1
      """, on: database)
    statement.bind(1, least.milliseconds)
    var waits: [LookupWait] = []
    while try statement.step() {
      waits.append(
        LookupWait(
          state: statement.text(0) ?? "", began: Instant(milliseconds: statement.integer(1)),
          ended: Instant(milliseconds: statement.integer(2)), said: statement.text(3),
          saidAt: Instant(milliseconds: statement.integer(4))))
    }
    return waits
  }
}
