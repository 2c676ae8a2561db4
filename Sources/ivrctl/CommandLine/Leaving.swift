import Foundation
import Synchronization

/// What has to be put back or taken away when a signal ends the program.
enum Leaving {
  struct Token: Hashable, Sendable { fileprivate var number: Int }
  private struct State {
    var actions: [(token: Token, action: @Sendable () -> Void)] = []
    var next = 0
    var isWatching = false
  }
  private static let state = Mutex(State())
  /// Where the signal handler, which may do next to nothing, tells of a signal.
  nonisolated(unsafe) private static var pipeEnd: Int32 = -1

  /// - Parameter action: carried out on a thread of its own at SIGINT, SIGTERM or SIGHUP, the last one that
  ///   was added first; then the signal ends the program as it would have.
  static func add(_ action: @escaping @Sendable () -> Void) -> Token {
    state.withLock { state in
      state.next += 1
      let token = Token(number: state.next)
      state.actions.append((token, action))
      if !state.isWatching { state.isWatching = watch() }
      return token
    }
  }
  static func remove(_ token: Token) { state.withLock { $0.actions.removeAll { $0.token == token } } }

  private static func watch() -> Bool {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    pipeEnd = ends[1]
    let readEnd = ends[0]
    Thread.detachNewThread {
      // Who started this program may have had them blocked.
      var set = sigset_t()
      sigemptyset(&set)
      for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
      pthread_sigmask(SIG_UNBLOCK, &set, nil)
      var number: UInt8 = 0
      while read(readEnd, &number, 1) != 1 {}
      for entry in state.withLock({ $0.actions.reversed() }) { entry.action() }
      signal(Int32(number), SIG_DFL)
      kill(getpid(), Int32(number))
    }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Leaving.pipeEnd, &byte, 1)
      }
    }
    return true
  }
}
