import Control
import Foundation
import Reports
import Synchronization

/// What a caller at a keypad sees of his call: prompts as text, the keys he pressed, who he is talking to.
final class KeypadScreen: Sendable {
  private let began = Date()
  private let colour: Bool
  /// Columns of the terminal; nil when the output is none.
  private let width: Int?
  /// Whether a line of keys stands open for the next key.
  private let keysAreOpen = Mutex(false)

  init(colour: Bool, width: Int?) { (self.colour, self.width) = (colour, width) }

  /// - Parameter event: as `ivrd` streams it: `kind` and what belongs to it.
  func show(_ event: JSONValue) {
    // What tables and callers gave could move the cursor.
    func cell(_ name: String) -> String { DisplayWidth.printable(event.cell(name)) }
    switch event["kind"]?.text {
    case "call": line("call \(cell("call")) on line \(cell("line"))", dim: true)
    case "say": line("\(cell("language"))  \(cell("text"))")
    case "music": line("♪", dim: true)
    case "state": line("[\(cell("state"))]", dim: true)
    case "key": key(cell("key"), cell("use"))
    case "queued":
      line("waiting in queue \(cell("queue")), position \(cell("position"))", dim: true)
    case "connected": line("connected with agent \(cell("agent"))")
    case "talked": line("agent \(cell("agent")) has ended the talk", dim: true)
    case "left": line("out of queue \(cell("queue")): \(cell("reason"))", dim: true)
    case "end":
      line("the call is over: \(cell("outcome")), ended by \(cell("by"))")
      if event["outcome"] == "refused" {
        note("ivrd has as many calls as `max-calls` of its site allows, or is about to end: ivrctl status")
      }
    case "warning": line("warning: \(cell("text"))")
    default: break
    }
  }

  func note(_ text: String) { line(text, dim: true) }

  /// Ends an open line of keys, before something else is written to the terminal.
  func finish() {
    keysAreOpen.withLock { isOpen in
      if isOpen { printOut("") }
      isOpen = false
    }
  }

  /// Keys that come one after another stand on one line.
  private func key(_ key: String, _ use: String) {
    guard use == "taken" else {
      return line("> \(key)  (\(use == "buffered" ? "kept for what follows" : use))", dim: true)
    }
    keysAreOpen.withLock { isOpen in
      printPart(isOpen ? key : "\(stamp)> \(key)")
      isOpen = true
    }
  }

  private func line(_ text: String, dim: Bool = false) {
    finish()
    let lines =
      width.map { WrappedText.lines(stamp + text, width: $0, indent: stamp.count + 4) }
      ?? [stamp + text]
    for (number, line) in lines.enumerated() {
      guard colour, dim else {
        printOut(line)
        continue
      }
      let plain = number == 0 ? stamp.count : 0
      printOut("\(line.prefix(plain))\u{1B}[2m\(line.dropFirst(plain))\u{1B}[0m")
    }
  }

  private var stamp: String {
    let tenths = Int(Date().timeIntervalSince(began) * 10)
    return "\(tenths / 600):\(tenths / 10 % 60 < 10 ? "0" : "")\(tenths / 10 % 60).\(tenths % 10)".padded(
      to: 8)
  }
}
