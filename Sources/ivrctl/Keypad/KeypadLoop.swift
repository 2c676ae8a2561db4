import Foundation

/// One call in progress that keys can be sent to.
protocol KeypadCall: Sendable {
  /// Readable when something has to be done in `serve`.
  var descriptor: Int32 { get }
  func press(_ keys: String)
  func hangUp()
  /// Takes all that has come.
  /// - Returns: false once the call is over.
  func serve() throws -> Bool
}

/// Joins the keyboard to a call until it is over.
struct KeypadLoop<Call: KeypadCall> {
  private static var help: String { "keys 0-9 * # A-D; h hangs up" }
  /// How long the end of a call may take after its caller has hung up.
  private static var patience: TimeInterval { 10 }

  private let call: Call
  private let screen: KeypadScreen
  private let terminal = Terminal()
  private var input: [UInt8] = []
  private var isOpen = true
  private var pauseUntil: Date?
  private var hungUpAt: Date?

  static func run(_ call: Call, _ screen: KeypadScreen) throws {
    var loop = KeypadLoop(call: call, screen: screen)
    loop.terminal.makeRaw()
    defer {
      Terminal.restore()
      screen.finish()
    }
    if loop.terminal.isTerminal { screen.note(help) }
    try loop.run()
  }

  private init(call: Call, screen: KeypadScreen) { (self.call, self.screen) = (call, screen) }

  private mutating func run() throws {
    while true {
      takeInput()
      if !isOpen, input.isEmpty, pauseUntil == nil, hungUpAt == nil { hangUp() }
      if let hungUpAt, Date().timeIntervalSince(hungUpAt) > KeypadLoop.patience {
        throw CommandError(
          "the call was hung up, but its end was not seen", hint: "look with: ivrctl calls", status: 3)
      }
      let wantsInput = isOpen && input.isEmpty
      var entries = [
        pollfd(fd: wantsInput ? 0 : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: call.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let wake = hungUpAt.map { $0.addingTimeInterval(KeypadLoop.patience) } ?? pauseUntil
      let pause = wake.map { Int32(max(0, min(60_000, $0.timeIntervalSinceNow * 1000 + 1))) } ?? -1
      guard poll(&entries, 2, pause) >= 0 || errno == EINTR else {
        throw CommandError("the terminal and the call cannot be watched: \(String(cString: strerror(errno)))")
      }
      if entries[1].revents != 0, try !call.serve() { return }
      if entries[0].revents != 0 {
        if let bytes = Terminal.read() { input += bytes } else { isOpen = false }
      }
    }
  }

  private mutating func takeInput() {
    if let until = pauseUntil, until <= Date() { pauseUntil = nil }
    var taken = 0
    while pauseUntil == nil, taken < input.count {
      let byte = input[taken]
      taken += 1
      if byte == UInt8(ascii: ","), !terminal.isTerminal {
        pauseUntil = Date().addingTimeInterval(1)
      } else {
        act(on: byte)
      }
    }
    input.removeFirst(taken)
  }

  private mutating func act(on byte: UInt8) {
    guard hungUpAt == nil else { return }
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "#"),
      UInt8(ascii: "A")...UInt8(ascii: "D"), UInt8(ascii: "a")...UInt8(ascii: "d"):
      call.press(String(UnicodeScalar(byte)))
    case UInt8(ascii: "h"), Terminal.endOfText, Terminal.endOfTransmission: hangUp()
    case UInt8(ascii: "?"): screen.note(KeypadLoop.help)
    // Ends of lines, spaces, and all but the first byte of a character beyond ASCII.
    case 10, 13, 32, 0x80..<0xC0: break
    default:
      let shown = (33...126).contains(byte) ? "'\(UnicodeScalar(byte))'" : "what was typed"
      screen.note("\(shown) is no key and is ignored: \(KeypadLoop.help)")
    }
  }

  private mutating func hangUp() {
    guard hungUpAt == nil else { return }
    hungUpAt = Date()
    // From now on Ctrl-C ends the program, should the call not end.
    Terminal.allowInterrupt()
    call.hangUp()
  }
}
