import Engine

/// How the call log is doing, for status displays.
public struct LogStatus: Hashable, Sendable {
  /// Records committed since it was opened.
  public var committed = 0
  /// Records in memory alone, not yet committed or spooled.
  public var waiting = 0
  /// Records in the spool file.
  public var spooled = 0
  /// Records for which neither the log, the spool nor memory had room.
  public var lost = 0
  /// Why it cannot write; nil when it can.
  public var fault: String?
  /// Nor can the spool: records are in memory alone, and lost should the program end.
  public var isInMemoryAlone = false
  public init() {}
}

/// What the operator is told of the call log; nothing of it ends a call.
public enum LogFault: Hashable, Sendable, CustomStringConvertible {
  /// Records go to the spool from now on.
  case cannotWrite(String)
  /// Nor can the spool, which lies beside the log and so on its disk: records stay in memory, and are gone
  /// should the program end before the log can be written.
  case cannotSpool(String, records: Int)
  /// The log takes records again; so many waited in the spool and in memory.
  case healed(records: Int)
  /// Neither spool nor memory had room.
  case lost(records: Int)
  /// One record that its table would not take.
  case refused(String)

  public var description: String {
    switch self {
    case .cannotWrite(let why): "the call log cannot be written, records wait in its spool: \(why)"
    case .cannotSpool(let why, let records):
      "its spool, which lies beside it, cannot be written either: records stay in memory alone, at most "
        + "\(records), and are lost if ivrd ends before that is mended: \(why)"
    case .healed(let records): "the call log is written again, with the \(records) records that waited"
    case .lost(let records): "\(records) records of the call log are lost: spool and memory are full"
    case .refused(let why): "a record was refused by the call log: \(why)"
    }
  }
}

/// Limits of a call log; the figures built in suit a site of some hundred lines.
public struct LogOptions: Hashable, Sendable {
  /// How long the first record of a group waits for others; at most 10 ms.
  public var group: Duration = .milliseconds(5)
  /// Records in one transaction, at most.
  public var groupRecords = 8192
  /// How long a transaction waits for a lock that another program holds, before records go to the spool.
  public var busy: Duration = .milliseconds(250)
  /// Pause between two tries while it cannot write.
  public var retry: Duration = .seconds(1)
  /// Records held in memory, at most: some 200 bytes each.
  public var memoryRecords = 500_000
  /// Bytes of the spool file, at most.
  public var spoolBytes = 1 << 30
  public init() {}
}
