import ACD
import Chronology
import Engine
import Foundation

/// The call log in one SQLite file: a writer thread, WAL, every commit synced, commits grouped over a few
/// milliseconds.
///
/// `append` never waits for the disk. When the file cannot be written, records go to a bounded spool beside
/// it and from there into the file, in order and once, when it can be written again, by this run or the next.
public final class SQLiteCallLog: CallLog, @unchecked Sendable {
  public let path: String
  /// Calls of an earlier run that had no end: closed now as `interrupted`.
  public let interruptedCalls: Int
  /// The largest id in the log when it was opened; new ids must be larger.
  public let largestCall: CallID?
  /// What the run before left to be taken up again.
  public let kept: [KeptRow]
  /// The latest events of earlier runs, in order.
  public let published: [PublishedRow]
  public var keepsState: Bool { true }

  private let options: LogOptions
  private let report: @Sendable (LogFault) -> Void
  private let signal = Signal()
  // Guarded by `signal`.
  private var queue: [LogRecord] = []
  private var appended: UInt64 = 0
  private var settled: UInt64 = 0
  private var flushes = 0
  private var isClosing = false
  private var isDone = false
  private var state = LogStatus()
  private var newlyLost = 0
  /// Records that the writer's thread has in hand, which are in no file.
  private var held = 0
  // The writer thread's own, once it runs.
  private var owner: OwnerLock?
  private var writer: LogWriter?
  private var spool: Spool?
  private var spoolOffset = Spool.headerSize
  private var overflow: [LogRecord] = []
  private var retryAt: UInt64 = 0
  private var fromSpool = 0
  private var spoolFails = false
  /// This run's row, and when it is to be marked as still open.
  private var run: Int64
  private var markAt: UInt64 = 0
  private let wallClock: @Sendable () -> Int64
  /// The wall clock's time less the monotonic clock's, when last looked at.
  private var wallOffset: Int64
  /// A clock that is off by that much more at once has been set: slewing takes much longer.
  private static let clockStep: Int64 = 1000
  private static let markInterval: UInt64 = 60_000_000_000
  /// Of the records last given to `commit`, those in transactions that went through.
  private var committedBeforeFailure = 0

  /// Opens or creates the log, takes over what an earlier run left in its spool, closes that run's calls.
  ///
  /// - Parameters:
  ///   - group: the number of a Unix group that may read it; nil for that of the process, or of a folder
  ///     whose files belong to its group.
  ///   - report: told of faults, on the writer's thread.
  ///   - wallClock: milliseconds since 1970.
  /// - Throws: when the file cannot be opened, is another program's, or has an owner already.
  public init(
    path: String, options: LogOptions = LogOptions(), group: UInt32? = nil,
    report: @escaping @Sendable (LogFault) -> Void = { _ in },
    wallClock: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
  ) throws(SQLiteError) {
    self.path = path
    self.options = options
    self.report = report
    try LogFile.check(path)
    let owner = try OwnerLock(log: path)
    LogFile.make(path)
    let writer = try LogWriter(path: path, busy: .seconds(2))
    if let group { LogFile.give(path, to: group) }
    do {
      if let spool = try Spool.existing(path + "-spool", limit: options.spoolBytes) {
        var offset = try SQLiteCallLog.start(of: spool, in: writer)
        while try SQLiteCallLog.takeOver(spool, &offset, into: writer, options, report) > 0 {}
        spool.remove()
      }
    } catch let error as Spool.Failure {
      throw SQLiteError(error.isDiskFull ? .diskFull : .cannotOpen, path: path, message: error.message)
    } catch let error as SQLiteError {
      throw error
    } catch {
      throw SQLiteError(.cannotOpen, path: path, message: "\(error)")
    }
    interruptedCalls = try writer.closeInterrupted()
    largestCall = try writer.database.integer("SELECT max(id) FROM calls").map {
      CallID(UInt64(bitPattern: $0))
    }
    kept = try CallLogReader.kept(in: writer.database)
    published = try CallLogReader.published(in: writer.database)
    let now = wallClock()
    (self.wallClock, wallOffset) = (wallClock, now - SQLiteCallLog.steadyMilliseconds)
    run = try writer.beginRun(at: now)
    markAt = Signal.now + SQLiteCallLog.markInterval
    try writer.database.execute("PRAGMA busy_timeout = \(options.busy.milliseconds)")
    self.owner = owner
    self.writer = writer
    let thread = Thread { [self] in work() }
    thread.name = "call log"
    thread.start()
  }

  /// Whether the file there could be opened and written as a log, as far as looking at it tells; a file that
  /// is not there yet passes. Creates and changes nothing, and does not care who writes the log now.
  public static func check(path: String) throws(SQLiteError) {
    try LogFile.check(path)
    guard access(path, W_OK) == 0 || errno == ENOENT else {
      throw SQLiteError(.cannotOpen, path: path, message: "cannot be written (\(systemMessage(errno)))")
    }
  }

  public func append(_ record: LogRecord) {
    signal.withLock {
      guard !isClosing, queue.count < options.memoryRecords else {
        state.lost += 1
        newlyLost += 1
        return
      }
      queue.append(record)
      appended += 1
      if queue.count == 1 { signal.broadcast() }
    }
  }

  /// Who served which caller last since then, at most the latest 200,000 talks: what the calls of the log say,
  /// as rows of the kind `served`.
  public func served(since: Instant) throws(SQLiteError) -> [KeptRow] {
    try CallLogReader(path: path).served(since: since, most: 200_000)
  }

  /// What screens go on with.
  public func recent(until now: Instant) throws(SQLiteError) -> RecentLog {
    try CallLogReader(path: path).recent(until: now)
  }

  /// Waits until everything appended so far is committed, or at least spooled; whether all is committed.
  @discardableResult public func flush() -> Bool {
    signal.withLock {
      let target = appended
      flushes += 1
      signal.broadcast()
      while settled < target && !isDone { signal.wait() }
      flushes -= 1
      return state.fault == nil && state.spooled == 0 && held == 0
    }
  }

  /// Writes what is there, ends the thread and closes the file. Later records are counted as lost.
  /// - Returns: the records that neither the log nor its spool would take: they are gone.
  @discardableResult public func close() -> Int {
    signal.withLock {
      isClosing = true
      signal.broadcast()
      while !isDone { signal.wait() }
      return held
    }
  }

  public var status: LogStatus {
    signal.withLock {
      var status = state
      status.waiting = queue.count + held
      return status
    }
  }

  // MARK: The writer's thread

  private func work() {
    while true {
      signal.lock()
      waitForWork()
      let batch = queue
      queue.removeAll(keepingCapacity: true)
      held += batch.count
      let lost = newlyLost
      newlyLost = 0
      let isLast = isClosing
      let isUrgent = isClosing || flushes > 0
      signal.unlock()

      if lost > 0 { report(.lost(records: lost)) }
      let committed = write(batch, retryNow: isUrgent)
      markRun(isOver: isLast)
      signal.withLock {
        settled += UInt64(batch.count)
        state.committed += committed
        held = overflow.count
        signal.broadcast()
      }
      if isLast { break }
    }
    // The file is closed and free before whoever waits goes on and may move or open it.
    writer = nil
    spool = nil
    owner = nil
    signal.withLock {
      isDone = true
      signal.broadcast()
    }
  }

  /// Returns with the lock held and something to do: a group that is complete, a flush, a retry, the end.
  private func waitForWork() {
    func isUrgent() -> Bool { isClosing || (flushes > 0 && settled < appended) }
    while queue.isEmpty && !isUrgent() {
      if state.fault == nil {
        if !signal.wait(until: markAt), queue.isEmpty { return }
      } else if !signal.wait(until: retryAt), queue.isEmpty {
        return
      }
    }
    let deadline = Signal.now + options.group.nanoseconds
    while !isUrgent() && queue.count < options.groupRecords {
      if !signal.wait(until: deadline) { return }
    }
  }

  /// That the log is still open, now and then; what cannot be written now is told by the next mark. When the
  /// clock is set, its run ends by the old time and another begins by the new one.
  private func markRun(isOver: Bool) {
    let now = Signal.now
    let (wall, steady) = (wallClock(), SQLiteCallLog.steadyMilliseconds)
    let step = wall - steady - wallOffset
    let isSet = abs(step) >= SQLiteCallLog.clockStep
    guard isOver || isSet || now >= markAt, let writer else { return }
    markAt = now + SQLiteCallLog.markInterval
    do throws(SQLiteError) {
      if isSet {
        try writer.markRun(run, at: wallOffset + steady, isOver: true)
        run = try writer.beginRun(at: wall, clockSet: step)
      }
      try writer.markRun(run, at: wall, isOver: isOver)
      wallOffset = wall - steady
    } catch {}
  }
  /// Goes on while the machine sleeps, and is never set.
  private static var steadyMilliseconds: Int64 {
    var instant = timespec()
    clock_gettime(CLOCK_BOOTTIME, &instant)
    return Int64(instant.tv_sec) * 1000 + Int64(instant.tv_nsec) / 1_000_000
  }

  /// The number of records committed, the spool's among them.
  private func write(_ batch: [LogRecord], retryNow: Bool) -> Int {
    var committed = 0
    if spool == nil && overflow.isEmpty && writer != nil {
      do throws(SQLiteError) {
        committed += try commit(batch[...])
        return committed
      } catch {
        fail(error.description)
        // What was committed before the failure must not come again.
        keep(batch[committedBeforeFailure...])
        return committedBeforeFailure
      }
    }
    keep(batch[...])
    if retryNow || Signal.now >= retryAt { committed += heal() }
    return committed
  }

  private func commit(_ records: ArraySlice<LogRecord>) throws(SQLiteError) -> Int {
    committedBeforeFailure = 0
    var rest = records
    while !rest.isEmpty, let writer {
      let group = rest.prefix(options.groupRecords)
      try writer.write(group, refused: { record, error in report(.refused("\(record): \(error.message)")) })
      committedBeforeFailure += group.count
      rest = rest.dropFirst(group.count)
    }
    return committedBeforeFailure
  }

  private func fail(_ why: String) {
    retryAt = Signal.now + options.retry.nanoseconds
    // A connection that failed is not trusted again: the file may have been replaced.
    writer = nil
    let isNew = signal.withLock {
      defer { state.fault = why }
      return state.fault == nil
    }
    if isNew { report(.cannotWrite(why)) }
  }

  /// To the spool; what does not fit or cannot be written stays in memory, up to its limit.
  private func keep(_ records: ArraySlice<LogRecord>) {
    overflow.append(contentsOf: records)
    do throws(Spool.Failure) {
      if spool == nil && !overflow.isEmpty {
        spool = try Spool(path + "-spool", limit: options.spoolBytes)
        spoolOffset = Spool.headerSize
        fromSpool = 0
      }
      if let spool {
        let taken = try spool.append(overflow[...])
        overflow.removeFirst(taken)
        spoolFails = false
        let isAllSpooled = overflow.isEmpty
        signal.withLock {
          state.spooled += taken
          state.isInMemoryAlone = !isAllSpooled
          held -= taken
        }
      }
    } catch {
      signal.withLock {
        state.fault = error.message
        state.isInMemoryAlone = true
      }
      if !spoolFails { report(.cannotSpool(error.message, records: options.memoryRecords)) }
      spoolFails = true
    }
    let excess = overflow.count - options.memoryRecords
    if excess > 0 {
      overflow.removeLast(excess)
      signal.withLock {
        state.lost += excess
        held -= excess
      }
      report(.lost(records: excess))
    }
  }

  /// Tries the log again: the spool first, then what did not fit into it.
  private func heal() -> Int {
    var committed = 0
    committedBeforeFailure = 0
    do throws(SQLiteError) {
      let writer: LogWriter
      if let current = self.writer {
        writer = current
      } else {
        writer = try LogWriter(path: path, busy: options.busy)
        self.writer = writer
      }
      if let spool {
        spoolOffset = max(spoolOffset, try SQLiteCallLog.start(of: spool, in: writer))
        while true {
          let count = try SQLiteCallLog.takeOver(spool, &spoolOffset, into: writer, options, report)
          if count == 0 { break }
          committed += count
          fromSpool += count
          signal.withLock { state.spooled -= count }
        }
        spool.remove()
        self.spool = nil
        signal.withLock { state.spooled = 0 }
      }
      let direct = try commit(overflow[...])
      overflow.removeAll()
      // One that could not even be begun.
      if spoolFails { unlink(path + "-spool") }
      spoolFails = false
      committed += direct
      signal.withLock {
        state.fault = nil
        state.isInMemoryAlone = false
      }
      report(.healed(records: fromSpool + direct))
    } catch {
      overflow.removeFirst(min(overflow.count, spool == nil ? committedBeforeFailure : 0))
      fail(error.description)
    }
    return committed
  }

  /// Where the log has to go on in that spool.
  private static func start(of spool: Spool, in writer: LogWriter) throws(SQLiteError) -> Int {
    max(Spool.headerSize, try writer.taken(ofSpool: spool.id))
  }

  /// One transaction's worth of the spool; the records committed, 0 at its end.
  private static func takeOver(
    _ spool: Spool, _ offset: inout Int, into writer: LogWriter, _ options: LogOptions,
    _ report: @Sendable (LogFault) -> Void
  ) throws(SQLiteError) -> Int {
    let chunk = spool.read(from: offset, count: options.groupRecords)
    guard !chunk.records.isEmpty else { return 0 }
    try writer.write(
      chunk.records[...], spool: (spool.id, chunk.end),
      refused: { record, error in report(.refused("\(record): \(error.message)")) })
    offset = chunk.end
    return chunk.records.count
  }
}
