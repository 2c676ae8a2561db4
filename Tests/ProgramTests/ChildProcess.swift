import TestSupport
import CEpoll
import Foundation

/// A program whose three standard streams are pipes.
struct ChildProcess {
  let id: pid_t
  let input: FileHandle
  let output: Int32
  let errors: Int32

  init(_ path: String, _ arguments: [String], in folder: String, environment: [String: String]) throws {
    _ = ChildProcess.ignoresBrokenPipes
    var pipes: [[Int32]] = []
    var far: [Int32] = []
    defer { for end in far { close(end) } }
    for stream in 0..<3 {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw TooLate(description: "no pipe: errno \(errno)") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      pipes.append(ends)
      far.append(ends[stream == 0 ? 0 : 1])
    }
    do {
      id = try spawn(path, arguments, in: folder, environment: environment) { actions in
        for (stream, end) in far.enumerated() {
          posix_spawn_file_actions_adddup2(&actions, end, Int32(stream))
        }
      }
    } catch {
      for ends in pipes { for end in ends where !far.contains(end) { close(end) } }
      throw error
    }
    input = FileHandle(fileDescriptor: pipes[0][1], closeOnDealloc: true)
    (output, errors) = (pipes[1][0], pipes[2][0])
  }

  /// Waits for its end; to be called once. A signal that ended it counts below nothing.
  func wait() -> Int32 { waitForEnd(of: id) }

  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}
