import ACD
import CallFlow
import Engine

/// What scripts need from outside; nothing here is opened by the runner itself.
public struct ScriptWorld {
  /// Compiles the flow file that a script names, by its path as written. What it throws is shown.
  public var compile: (String) throws -> FlowGraph
  /// A fresh data source for each case.
  public var data: () throws -> any RehearsalData
  /// Reads a file that a script names: rows, sound.
  public var read: (String) throws -> [UInt8]
  /// Recorded clips; nil when they were not looked for, and their lengths are estimated.
  public var clips: [String: Sound]?
  /// For cases with sound; without it they fail and say so.
  public var voice: (any Voice)?
  /// Also gets the records of the calls.
  public var log: (any CallLog)?
  /// The largest id in the log: cases play at the same instants, and no two calls of a log may share an id.
  public var lastCall: CallID?

  public init(
    compile: @escaping (String) throws -> FlowGraph, data: @escaping () throws -> any RehearsalData,
    read: @escaping (String) throws -> [UInt8] = { throw UnreadableFile(path: $0) },
    clips: [String: Sound]? = nil, voice: (any Voice)? = nil, log: (any CallLog)? = nil,
    lastCall: CallID? = nil
  ) {
    (self.compile, self.data, self.read) = (compile, data, read)
    (self.clips, self.voice, self.log, self.lastCall) = (clips, voice, log, lastCall)
  }
}

public struct UnreadableFile: Error, Hashable, CustomStringConvertible {
  public var path: String
  public init(path: String) { self.path = path }
  public var description: String { "\(path) cannot be read" }
}

/// Writes nothing: a rehearsal's own story is enough.
final class NoLog: CallLog {
  func append(_ record: LogRecord) {}
}
