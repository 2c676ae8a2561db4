import ACD
import Chronology
import Engine
import Foundation

/// A call log that is written in one go, as of a simulated day: the same tables as `ivrd` writes, without a
/// thread, without syncing every commit, and with the same bytes for the same records.
///
/// One thread at a time.
public final class BulkCallLog {
  public let path: String
  private let writer: LogWriter
  private var pending: [LogRecord] = []
  private var fault: SQLiteError?
  private static let group = 20_000

  /// - Throws: when there is something at the path already, or it cannot be written.
  public init(path: String) throws(SQLiteError) {
    self.path = path
    guard access(path, F_OK) != 0 else {
      throw SQLiteError(
        .cannotOpen, path: path, message: "is there already; a log is made anew, into a file of its own")
    }
    writer = try LogWriter(path: path, busy: .seconds(2))
    try writer.database.execute("PRAGMA synchronous = OFF")
  }

  /// The first fault is thrown by `close`; what comes after it is dropped.
  public func append(_ record: LogRecord) {
    guard fault == nil else { return }
    pending.append(record)
    if pending.count >= BulkCallLog.group { write() }
  }

  private func write() {
    do throws(SQLiteError) {
      var refused: SQLiteError?
      try writer.write(pending[...], refused: { _, error in refused = refused ?? error })
      if let refused { throw refused }
    } catch {
      fault = error
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Writes what is left, and that the log was open from the first of these instants to the last.
  public func close(from: Instant, to: Instant) throws(SQLiteError) {
    if !pending.isEmpty { write() }
    if let fault { throw fault }
    let run = try writer.beginRun(at: from.milliseconds)
    try writer.markRun(run, at: to.milliseconds, isOver: true)
    // Everything in the one file, and on the disk.
    try writer.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}
