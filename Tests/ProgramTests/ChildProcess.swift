import CEpoll
import Foundation

/// A program as the system starts it, its three standard streams being pipes. Foundation's `Process` is not
/// for a process with thousands of open descriptors, as the tests of many peers have.
struct ChildProcess {
  let id: pid_t
  let input: FileHandle
  let output: Int32
  let errors: Int32

  init(_ path: String, _ arguments: [String], in folder: String, environment: [String: String]) throws {
    _ = ChildProcess.ignoresBrokenPipes
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var pipes: [[Int32]] = []
    var far: [Int32] = []
    defer { for end in far { close(end) } }
    for stream in 0..<3 {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw TooLate(description: "no pipe: errno \(errno)") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      pipes.append(ends)
      far.append(ends[stream == 0 ? 0 : 1])
      posix_spawn_file_actions_adddup2(&actions, far[stream], Int32(stream))
    }
    // What other threads have opened meanwhile is not for it, close-on-exec or not.
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    posix_spawn_file_actions_addchdir_np(&actions, folder)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t(), all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, path, &actions, &attributes, &words, &settings)
    guard code == 0 else {
      for ends in pipes { for end in ends where !far.contains(end) { close(end) } }
      throw TooLate(description: "\(path): \(String(cString: strerror(code)))")
    }
    self.id = id
    input = FileHandle(fileDescriptor: pipes[0][1], closeOnDealloc: true)
    (output, errors) = (pipes[1][0], pipes[2][0])
  }

  /// Waits for its end; to be called once. A signal that ended it counts below nothing.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }

  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}
