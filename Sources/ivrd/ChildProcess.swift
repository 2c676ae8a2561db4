import CEpoll
import Chronology
import Foundation

/// A program that ivrd has started, in a process group of its own. What it writes to its standard error is
/// read, what else it writes is thrown away.
struct ChildProcess {
  struct End {
    /// Nil when it did not end by itself.
    var status: Int32?
    /// Why it does not work, in one line.
    var problem: String
  }
  /// Bytes of what it writes that are kept.
  private static let mostText = 4096
  let process: pid_t
  private let errors: Int32

  /// - Parameter environment: beside what ivrd itself has.
  /// - Throws: when it cannot be started.
  init(
    _ program: String, _ arguments: [String], in folder: String, environment more: [String: String]
  ) throws(StartFault) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw StartFault("no pipe can be made: \(String(cString: strerror(errno)))")
    }
    // Another thread that starts a program in between hands on nothing: all descriptors are closed there.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    posix_spawn_file_actions_addchdir_np(&actions, folder)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // ivrd takes its signals in one place and so blocks them; a program expects them as usual.
    var none = sigset_t(), all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let environment = ProcessInfo.processInfo.environment.merging(more) { $1 }
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, program, &actions, &attributes, &words, &settings)
    guard code == 0 else {
      close(ends[0])
      throw StartFault("cannot be started: \(String(cString: strerror(code)))")
    }
    (self.process, errors) = (process, ends[0])
  }

  /// Waits for its end, and ends it when it takes too long. To be called once.
  func wait(for limit: Duration) -> End {
    defer { close(errors) }
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var isRead = false
    var isLate = false
    while true {
      // Enough to say what is wrong is read as it comes. The rest is thrown away at a measured pace: who
      // floods waits for us, and who only says much is not held up for long.
      let hasEnough = text.count >= ChildProcess.mostText
      if isRead || hasEnough { usleep(20_000) }
      if !isRead {
        var entry = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, hasEnough ? 0 : 50)
        if entry.revents != 0 { isRead = !read(with: &buffer, into: &text) }
      }
      var status: Int32 = 0
      let found = waitpid(process, &status, WNOHANG)
      if found == process || (found < 0 && errno != EINTR) {
        // What it has started itself goes with it.
        kill(-process, SIGKILL)
        let code = found == process && status & 0x7F == 0 ? status >> 8 & 0xFF : nil
        return End(status: isLate ? nil : code, problem: problem(text, code, isLate: isLate, limit))
      }
      if clock.now >= deadline, !isLate {
        isLate = true
        kill(-process, SIGKILL)
      }
    }
  }

  /// - Returns: false at the end.
  private func read(with buffer: inout [UInt8], into text: inout [UInt8]) -> Bool {
    let count = Foundation.read(errors, &buffer, buffer.count)
    if count > 0 { text += buffer[..<min(count, ChildProcess.mostText - text.count)] }
    return count > 0 || (count < 0 && errno == EINTR)
  }

  private func problem(_ text: [UInt8], _ status: Int32?, isLate: Bool, _ limit: Duration) -> String {
    if isLate { return "took longer than \(limit.milliseconds / 1000) s and was ended" }
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    let first = lines.first.map { String($0.shownPlain.prefix(200)) } ?? ""
    if !first.isEmpty { return first }
    return status.map { "ended with status \($0)" } ?? "was ended by a signal"
  }
}
