import Chronology

/// What exists around a flow's texts: found by whoever may open files, handed in as values. A nil means
/// "not known": the checks that need it are left out.
public struct Surroundings: Sendable {
  /// Paths of recorded clips that exist and can be read, as flows write them.
  public var clips: Set<String>?
  /// Contents of the holiday files, by the path that a flow writes; a file that is missing has no entry.
  public var holidayFiles: [String: String] = [:]
  /// The real columns of the data file: table, column, declared SQLite type.
  public var tables: [String: [String: String]]?
  /// Columns, per table, that an index begins with.
  public var indexedColumns: [String: Set<String>]?
  /// Voices that the synthesiser has.
  public var voices: Set<String>?
  /// Agents' skills with levels, by agent.
  public var agents: [String: [String: Int]]?
  /// Flows that the site's lines start.
  public var entryFlows: Set<String>?
  /// Flows to which agents of this or another application send callers for a secret entry.
  public var secretFlows: Set<String> = []
  /// For checks on dates that have passed.
  public var today: Day?
  public init() {}
}
