import Control
import Foundation

extension Command {
  static let top = Command(
    name: "top", usage: "", summary: "queues, agents, calls and alerts on the whole screen",
    details: """
      Shows what is going on, drawn again every second, as wide and high as the terminal is: alerts, queues,
      agents, calls. q or Ctrl-C leaves. Without a terminal, or with --once, it prints one screen.

      Of queues, SL is the reports' SL-Genesys-Bs of the last half hour, A answered and B abandoned in it,
      ASA the mean wait of the answered, AHT the mean talk and wrap-up; occ is the occupancy of the agents able
      to serve it in the last half hour: handle time / (handle time + ready). Of 2+1k waiting, one more is at a
      key of the queue, and is offered to nobody meanwhile.

        ivrctl top
        ivrctl top --once --width 200
      """,
    options: [
      Option("every", "SECONDS", "how often it is drawn again (default 1)"),
      Option("once", nil, "print one screen and end"),
      Option("width", "N", "columns of that screen (default: the terminal's, else 80)"), socket,
    ],
    arguments: 0...0
  ) { arguments in
    let every = try arguments["every"].map { try Options.whole($0, "every") } ?? 1
    guard every >= 1 else { throw CommandError("--every takes at least 1 second") }
    let isTerminal = isatty(0) == 1 && FullScreen.size != nil
    guard isTerminal, !arguments.has("once") else {
      let width = try arguments["width"].map { try Options.whole($0, "width") } ?? OutputWidth.columns
      let value = try Live(arguments).ask(.figures)
      let screen = TopScreen(width: min(width, 1000), height: 200)
      printOut(screen.lines(value, clock: Top.clock).map(\.text).joined(separator: "\n"))
      return 0
    }
    return try Top(arguments, every: every).run()
  }
}

/// The screen, drawn until somebody leaves it.
private struct Top {
  private let arguments: Arguments
  private let every: Int
  private let terminal = Terminal()
  private var live: Live
  /// Why ivrd cannot be asked now.
  private var fault: String?
  private var value = JSONValue.null

  init(_ arguments: Arguments, every: Int) throws {
    (self.arguments, self.every) = (arguments, every)
    live = try Live(arguments)
    value = try live.ask(.figures)
  }

  static var clock: String { EventLine.now }

  consuming func run() throws -> Int32 {
    let colour = Terminal.wantsColour
    FullScreen.enter()
    terminal.makeRaw()
    defer {
      Terminal.restore()
      FullScreen.leave()
    }
    var due = Date()
    while true {
      if Date() >= due {
        ask()
        due = Date().addingTimeInterval(Double(every))
      }
      let (width, height) = FullScreen.size ?? (80, 24)
      var lines = TopScreen(width: width, height: height).lines(value, clock: Top.clock)
      if let fault { lines[0] = TopScreen.Line(text: String(fault.prefix(width)), look: .alert) }
      FullScreen.draw(lines, height: height, colour: colour)
      var entry = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      let pause = max(0, due.timeIntervalSinceNow)
      // A resize ends the wait.
      guard poll(&entry, 1, Int32(pause * 1000) + 1) > 0 else { continue }
      guard let keys = Terminal.read() else { return 0 }
      if keys.contains(where: { [UInt8(ascii: "q"), UInt8(ascii: "Q"), Terminal.endOfText].contains($0) }) {
        return 0
      }
      // Any other key draws again at once.
      due = Date()
    }
  }

  /// ivrd may be restarted meanwhile: it is asked again until it is back.
  private mutating func ask() {
    do {
      if fault != nil { live = try Live(arguments) }
      value = try live.ask(.figures)
      fault = nil
    } catch let error as CommandError {
      fault = error.message
    } catch {
      fault = "\(error)"
    }
  }
}
