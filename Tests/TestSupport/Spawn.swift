import CEpoll
import Foundation

/// Why a program could not be started.
public struct SpawnFault: Error, CustomStringConvertible {
  public var description: String
}

/// Starts a program as the system does it, with usual signals and no descriptor but its three streams: what
/// other threads have opened meanwhile is not for it. Foundation's `Process` is not for a process with
/// thousands of open descriptors, as the tests of many peers have.
/// - Parameters:
///   - isLeader: of a session of its own, as on a terminal.
///   - streams: says what its standard streams are.
public func spawn(
  _ path: String, _ arguments: [String], in folder: String, environment: [String: String],
  isLeader: Bool = false, streams: (inout posix_spawn_file_actions_t) -> Void
) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  streams(&actions)
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
  let session: Int32 = isLeader ? 0x80 : 0  // POSIX_SPAWN_SETSID
  posix_spawnattr_setflags(
    &attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | session))
  var words = ([path] + arguments).map { strdup($0) } + [nil]
  var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for text in words + settings { free(text) } }
  var id: pid_t = 0
  let code = posix_spawn(&id, path, &actions, &attributes, &words, &settings)
  guard code == 0 else { throw SpawnFault(description: "\(path): \(String(cString: strerror(code)))") }
  return id
}

/// Waits for a program's end; to be called once.
/// - Returns: its status; a signal that ended it counts below nothing.
public func waitForEnd(of process: pid_t) -> Int32 {
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0 && errno == EINTR {}
  return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
}
