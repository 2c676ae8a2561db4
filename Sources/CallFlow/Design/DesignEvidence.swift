import Chronology

/// What is known of applications beside their texts.
public struct DesignEvidence: Sendable {
  /// Measured lengths; without them they are estimated.
  public var sounds: SoundLengths?
  /// Where the clips of the applications are.
  public var clipFolders: [String] = []
  /// What callers did.
  public var use: LoggedUse?
  /// The applications as callers know them, under the names of those that are checked.
  public var earlier: [FlowGraph] = []
  /// Agents sit on lines of their own, in these applications or others of their site.
  public var hasDesks = false
  public init() {}
}

/// What a log tells of the use of applications. States are meant by their full names.
public struct LoggedUse: Sendable {
  /// By state and key: how often it was pressed.
  public var keys: [String: [String: Int]]
  /// By state: the longest time in which callers heard nothing while data were got.
  public var silences: [String: Duration]
  public init(keys: [String: [String: Int]] = [:], silences: [String: Duration] = [:]) {
    (self.keys, self.silences) = (keys, silences)
  }
}
