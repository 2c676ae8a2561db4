import Foundation
import Synchronization

/// The terminal while someone is on the phone: keys one by one, unseen; put back when it is over, also when
/// a signal ends the program.
final class Terminal {
  /// What was typed before `termios` was changed, for the signal handler, which may only call `tcsetattr`.
  nonisolated(unsafe) private static var saved = termios()
  nonisolated(unsafe) private static var isRaw = false

  let isTerminal = isatty(0) == 1

  /// Makes keys come at once and without an echo; Ctrl-C still ends the program.
  func makeRaw() {
    guard isTerminal, tcgetattr(0, &Terminal.saved) == 0 else { return }
    var raw = Terminal.saved
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(0, TCSANOW, &raw) == 0 else { return }
    Terminal.isRaw = true
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        Terminal.restore()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }
  static func restore() {
    if isRaw { tcsetattr(0, TCSANOW, &saved) }
    isRaw = false
  }

  static var wantsColour: Bool {
    isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"].map { $0.isEmpty } ?? true
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// What standard input has now; nil at its end.
  static func read() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = Foundation.read(0, &buffer, buffer.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN ? [] : nil }
    return count == 0 ? nil : Array(buffer[..<count])
  }
}
