import Foundation
import Synchronization

/// The terminal while someone is on the phone: keys one by one, unseen; put back when it is over, also when
/// a signal ends the program.
final class Terminal {
  /// As the terminal was found.
  nonisolated(unsafe) private static var saved = termios()
  nonisolated(unsafe) private static var isRaw = false

  let isTerminal = isatty(0) == 1

  /// What Ctrl-C and Ctrl-D are read as.
  static let endOfText: UInt8 = 3
  static let endOfTransmission: UInt8 = 4

  /// Makes keys come at once and without an echo. Ctrl-C is read as a key, so that a call can be hung up
  /// with it and its record is still shown.
  func makeRaw() {
    guard isTerminal, tcgetattr(0, &Terminal.saved) == 0 else { return }
    var raw = Terminal.saved
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    // 0 is "none" on Linux (_POSIX_VDISABLE).
    withUnsafeMutableBytes(of: &raw.c_cc) { $0[Int(VINTR)] = 0 }
    guard tcsetattr(0, TCSAFLUSH, &raw) == 0 else { return }
    Terminal.isRaw = true
    _ = Leaving.add { Terminal.restore() }
  }
  /// Ctrl-C ends the program again.
  static func allowInterrupt() {
    guard isRaw else { return }
    var raw = termios()
    guard tcgetattr(0, &raw) == 0 else { return }
    raw.c_cc = saved.c_cc
    tcsetattr(0, TCSANOW, &raw)
  }
  static func restore() {
    if isRaw { tcsetattr(0, TCSANOW, &saved) }
    isRaw = false
  }

  static var wantsColour: Bool {
    isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"].map { $0.isEmpty } ?? true
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Columns of the terminal that is written to; nil when it is none.
  static var width: Int? {
    guard isatty(1) == 1 else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
    return Int(size.ws_col)
  }

  /// What standard input has now; nil at its end.
  static func read() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = Foundation.read(0, &buffer, buffer.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN ? [] : nil }
    return count == 0 ? nil : Array(buffer[..<count])
  }
}
