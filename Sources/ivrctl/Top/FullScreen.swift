import Foundation
import Synchronization

/// The whole terminal: another screen without a cursor, given back as it was, also when a signal ends the
/// program.
enum FullScreen {
  /// Held while something is written: what is drawn behind the end would stay on the terminal.
  private static let isOn = Mutex(false)

  static func enter() {
    // Its only use is to end a wait.
    signal(SIGWINCH) { _ in }
    _ = Leaving.add { FullScreen.leave() }
    isOn.withLock { isOn in
      isOn = true
      printPart("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
    }
  }
  static func leave() {
    isOn.withLock { isOn in
      guard isOn else { return }
      isOn = false
      printPart("\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l")
    }
  }

  /// Columns and rows; nil when standard output is no terminal.
  static var size: (width: Int, height: Int)? {
    guard isatty(1) == 1 else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// In one write, each line to its end, so that nothing flickers and nothing is left of before.
  static func draw(_ lines: [TopScreen.Line], height: Int, colour: Bool) {
    var text = "\u{1B}[H"
    for (row, line) in lines.prefix(height).enumerated() {
      if row > 0 { text += "\r\n" }
      text += colour ? paint(line) : line.text
      text += "\u{1B}[K"
    }
    isOn.withLock { if $0 { printPart(text + "\u{1B}[J") } }
  }

  private static func paint(_ line: TopScreen.Line) -> String {
    let code: String
    switch line.look {
    case .plain: return line.text
    case .title: code = "1"
    case .dim: code = "2"
    case .alert: code = "1;31"
    case .good: code = "32"
    case .warm: code = "33"
    }
    return "\u{1B}[\(code)m\(line.text)\u{1B}[0m"
  }
}
