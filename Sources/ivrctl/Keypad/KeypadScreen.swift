import Control
import Foundation
import Synchronization

/// What a caller at a keypad sees of his call: prompts as text, the keys he pressed, who he is talking to.
final class KeypadScreen: Sendable {
  private let began = Date()
  private let colour: Bool
  private let writes = Mutex(())

  init(colour: Bool) { self.colour = colour }

  /// - Parameter event: as `ivrd` streams it: `kind` and what belongs to it.
  func show(_ event: JSONValue) {
    switch event["kind"]?.text {
    case "call": line("call \(event.cell("call")) on line \(event.cell("line"))", dim: true)
    case "say": line("\(event.cell("language"))  \(event.cell("text"))")
    case "music": line("♪", dim: true)
    case "state": line("[\(event.cell("state"))]", dim: true)
    case "key":
      let use = event.cell("use")
      line("> \(event.cell("key"))\(use == "taken" ? "" : "  (\(use))")")
    case "queued":
      line("waiting in queue \(event.cell("queue")), position \(event.cell("position"))", dim: true)
    case "connected": line("connected with agent \(event.cell("agent"))")
    case "talked": line("agent \(event.cell("agent")) has ended the talk", dim: true)
    case "left": line("out of queue \(event.cell("queue")): \(event.cell("reason"))", dim: true)
    case "end": line("the call is over: \(event.cell("outcome")), ended by \(event.cell("by"))")
    default: break
    }
  }

  func note(_ text: String) { line(text, dim: true) }

  private func line(_ text: String, dim: Bool = false) {
    let seconds = Date().timeIntervalSince(began)
    let tenths = Int(seconds * 10)
    let stamp = "\(tenths / 600):\(tenths / 10 % 60 < 10 ? "0" : "")\(tenths / 10 % 60).\(tenths % 10)"
    writes.withLock { _ in
      printOut(colour && dim ? "\(stamp.padded(to: 8))\u{1B}[2m\(text)\u{1B}[0m" : stamp.padded(to: 8) + text)
    }
  }
}

/// One call in progress that keys can be sent to.
protocol KeypadCall: Sendable {
  /// Readable when something has to be done in `serve`.
  var descriptor: Int32 { get }
  func press(_ keys: String)
  func hangUp()
  /// Takes what has come.
  /// - Returns: false once the call is over.
  func serve() throws -> Bool
}

/// Joins the keyboard to a call until it is over.
enum KeypadLoop {
  static let help = "keys 0-9 * # A-D; h hangs up; a comma waits a second when keys are piped in"

  static func run(_ call: some KeypadCall, _ screen: KeypadScreen) throws {
    let terminal = Terminal()
    terminal.makeRaw()
    defer { Terminal.restore() }
    if terminal.isTerminal { screen.note(help) }
    var input: [UInt8] = []
    var isOpen = true
    var pauseUntil: Date?
    while true {
      if let until = pauseUntil, until <= Date() { pauseUntil = nil }
      while pauseUntil == nil, let byte = input.first {
        input.removeFirst()
        if byte == UInt8(ascii: ","), !terminal.isTerminal {
          pauseUntil = Date().addingTimeInterval(1)
        } else {
          act(on: byte, call, screen)
        }
      }
      if !isOpen, input.isEmpty, pauseUntil == nil {
        isOpen = true
        call.hangUp()
        input = []
        try drain(call)
        return
      }
      let wantsInput = isOpen && input.isEmpty
      var entries = [
        pollfd(fd: wantsInput ? 0 : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: call.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let pause = pauseUntil.map { Int32(max(0, min(60_000, $0.timeIntervalSinceNow * 1000 + 1))) } ?? -1
      guard poll(&entries, 2, pause) >= 0 || errno == EINTR else { return }
      if entries[1].revents != 0, try !call.serve() { return }
      if entries[0].revents != 0 {
        if let bytes = Terminal.read() { input += bytes } else { isOpen = false }
      }
    }
  }

  private static func drain(_ call: some KeypadCall) throws {
    while true {
      var entry = pollfd(fd: call.descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 10_000) > 0 else { return }
      if try !call.serve() { return }
    }
  }

  private static func act(on byte: UInt8, _ call: some KeypadCall, _ screen: KeypadScreen) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "#"),
      UInt8(ascii: "A")...UInt8(ascii: "D"), UInt8(ascii: "a")...UInt8(ascii: "d"):
      call.press(String(UnicodeScalar(byte)))
    case UInt8(ascii: "h"), 4: call.hangUp()
    case UInt8(ascii: "?"): screen.note(help)
    case 10, 13, 32: break
    default:
      let shown = (33...126).contains(byte) ? "'\(UnicodeScalar(byte))'" : "byte \(byte)"
      screen.note("\(shown) is no key of a telephone and is ignored; \(help)")
    }
  }
}
