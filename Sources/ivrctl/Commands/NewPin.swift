import Foundation
import Site

extension Command {
  /// Asks for a PIN, twice on a terminal and unseen, and prints its line for the site file.
  /// - Parameter isMailbox: it is that of a queue's mailbox.
  static func newPin(of agent: String, isMailbox: Bool = false) throws -> Int32 {
    let pin = try askPin("PIN of \(agent): ")
    guard (1...16).contains(pin.utf8.count), pin.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw CommandError("a PIN is 1 to 16 digits", hint: "4 to 6 digits are usual")
    }
    if isatty(0) == 1, try askPin("once more: ") != pin {
      throw CommandError("the two are not the same", hint: "nothing was changed; try again", status: 1)
    }
    printOut((isMailbox ? "mailbox \(agent) " : "") + "pin \"\(PinHash(of: pin))\"")
    if isatty(0) == 1 {
      printError("put this line into the site file\(isMailbox ? "" : ", in agent \(agent),") and reload")
    }
    return 0
  }

  private static func askPin(_ question: String) throws -> String {
    var saved = termios()
    let isTerminal = isatty(0) == 1 && tcgetattr(0, &saved) == 0
    if isTerminal {
      var silent = saved
      silent.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(0, TCSAFLUSH, &silent)
      FileHandle.standardError.write(Data(question.utf8))
    }
    defer {
      if isTerminal {
        tcsetattr(0, TCSAFLUSH, &saved)
        FileHandle.standardError.write(Data("\n".utf8))
      }
    }
    guard let line = readLine() else { throw CommandError("no PIN was given") }
    return line
  }
}
