import Foundation

/// A program that was started: its output as it comes, its end. Every wait is for a real condition, has a
/// limit, and holds up a thread of its own, not one that other tests need.
final class RunningProgram: @unchecked Sendable {
  struct Output: Sendable, Equatable {
    var status: Int32
    var out: String
    var err: String
  }
  /// Far more than anything takes on a busy machine; a test that waits so long has failed.
  static let patience: TimeInterval = 180

  private let process: ChildProcess
  private let name: String
  private let changed = NSCondition()
  // Guarded by `changed`.
  private var out = Data()
  private var err = Data()
  private var openEnds = 2
  private var status: Int32?

  /// - Parameter keys: written to its standard input, which is then closed; nil leaves it open.
  init(
    _ path: String, _ arguments: [String], in folder: String, keys: String? = "",
    environment: [String: String] = [:]
  ) throws {
    name = (path as NSString).lastPathComponent + " " + arguments.joined(separator: " ")
    var all = ProcessInfo.processInfo.environment
    all["IVRD_SOCKET"] = nil
    all["IVR_SOUND"] = "off"
    all["TZ"] = "UTC"
    process = try ChildProcess(path, arguments, in: folder, environment: all.merging(environment) { $1 })
    let process = process
    Thread.detachNewThread { [self] in
      let end = process.wait()
      change { status = end }
    }
    read(process.output) { self.out.append($0) }
    read(process.errors) { self.err.append($0) }
    if let keys {
      type(keys)
      try? process.input.close()
    }
  }

  private func change(_ body: () -> Void) {
    changed.lock()
    body()
    changed.broadcast()
    changed.unlock()
  }

  private func read(_ descriptor: Int32, _ append: @escaping @Sendable (Data) -> Void) {
    Thread.detachNewThread { [self] in
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = Foundation.read(descriptor, &bytes, bytes.count)
        guard count > 0 else { break }
        change { append(Data(bytes[..<count])) }
      }
      close(descriptor)
      change { openEnds -= 1 }
    }
  }

  /// Types keys of a program whose input was left open.
  func type(_ keys: String) { try? process.input.write(contentsOf: Data(keys.utf8)) }

  var id: Int32 { process.id }

  /// Open descriptors, and resident memory in bytes.
  func holds() throws -> (descriptors: Int, memory: Int) {
    let folder = "/proc/\(process.id)"
    let status = try String(contentsOfFile: folder + "/statm", encoding: .utf8).split(separator: " ")
    return (
      try FileManager.default.contentsOfDirectory(atPath: folder + "/fd").count,
      (Int(status[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    )
  }

  /// Ends it, if it has not ended.
  func kill() { signal(SIGKILL) }
  func signal(_ number: Int32) {
    changed.lock()
    defer { changed.unlock() }
    // Its number may be another one's once its end is known.
    if status == nil { Foundation.kill(process.id, number) }
  }

  private func wait<T: Sendable>(for what: String, _ value: @escaping @Sendable () -> T?) async throws -> T {
    try await onThread { [self] in
      let deadline = Date().addingTimeInterval(RunningProgram.patience)
      changed.lock()
      defer { changed.unlock() }
      while true {
        if let value = value() { return value }
        guard changed.wait(until: deadline) else {
          throw TooLate(description: "\(name): no \(what); it wrote:\n\(text(out))\n\(text(err))")
        }
      }
    }
  }
  private func text(_ data: Data) -> String { String(decoding: data, as: UTF8.self) }

  /// Waits until the program has written that text, to either output.
  func wait(until part: String) async throws {
    _ = try await wait(for: "'\(part)'") { [self] () -> Bool? in
      if text(out).contains(part) || text(err).contains(part) { return true }
      return nil
    }
  }

  /// Waits for its end.
  @discardableResult func ended() async throws -> Output {
    try await wait(for: "end") { [self] in
      guard let status, openEnds == 0 else { return nil }
      return Output(status: status, out: text(out), err: text(err))
    }
  }
}

/// Runs what blocks on a thread of its own.
func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}

/// Runs `ivrctl` to its end.
@discardableResult func ivrctl(
  _ arguments: [String], in folder: String = Programs.package, keys: String = "",
  environment: [String: String] = [:]
) async throws -> RunningProgram.Output {
  try await RunningProgram(Programs.ivrctl, arguments, in: folder, keys: keys, environment: environment)
    .ended()
}
