import CallFlow
import Control
import Foundation
import Reports

/// `ivrctl`: checks flows, replays calls, watches queues and agents.
@main enum Ivrctl {
  static let commands: [Command] = [
    .new, .check, .test, .call, .data, .hours, .content, .listen, .say, .prompts,
    .status, .lines, .queues, .agents, .calls, .top, .show, .explain, .events, .audit, .report, .metrics,
    .erlang, .simulate, .whatIf,
    .agent, .queue, .toggle, .notice, .messages, .priority, .move, .monitor, .answer, .hangUp, .reload,
    .expect, .nextHop, .ring, .pbx,
  ]

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  static func run(_ words: [String]) -> Int32 {
    guard let first = words.first else {
      printError("ivrctl: no command is given; see: ivrctl --help")
      return 2
    }
    if ["--help", "-h"].contains(first) || words == ["help"] {
      printOut(overview)
      return 0
    }
    if first == "--version" {
      printOut("ivrctl \(Version.text)")
      return 0
    }
    let asksHelp = first == "help"
    let name = asksHelp ? words[1] : first
    guard let command = commands.first(where: { $0.name == name }) else {
      let near = Suggestions.nearest(name, among: commands.map(\.name))
      report(
        CommandError(
          "ivrctl has no \(name.hasPrefix("-") ? "option \(name)" : "command '\(name)'")",
          hint: near.map { "did you mean '\($0)'?" } ?? "see: ivrctl --help"))
      return 2
    }
    do {
      let arguments: Arguments
      do {
        arguments = asksHelp ? Arguments() : try command.parse(words.dropFirst())
      } catch let error as CommandError {
        report(error)
        return command.usageStatus
      }
      if asksHelp || arguments.has("help") {
        printOut(command.helpText)
        return 0
      }
      return try command.run(arguments)
    } catch let error as CommandError {
      report(error)
      return error.status
    } catch {
      report(CommandError(String(describing: error)))
      return 2
    }
  }

  static func report(_ error: CommandError) {
    // A file's name may hold anything.
    let text = "ivrctl: \(error.message)\(error.hint.map { "; \($0)" } ?? "")"
    printError(text.split(separator: "\n").map { DisplayWidth.printable(String($0)) }.joined(separator: "\n"))
  }

  static var overview: String {
    var text = """
      ivrctl: checks call flows, plays calls, and watches and steers a running ivrd.

      On files:


      """
    for command in commands.prefix(10) { text += "  \(command.name.padded(to: 10))\(command.summary)\n" }
    text += "\nOn a running ivrd, or on its call log:\n\n"
    for command in commands.dropFirst(10) { text += "  \(command.name.padded(to: 10))\(command.summary)\n" }
    text += """

      ivrctl COMMAND --help teaches each; ivrctl --version prints the version.
      Exit status: 0 done, 1 the answer is no (a check or test failed), 2 used wrongly
      or cannot start, 3 ivrd is not reachable.
      """
    return text
  }
}

/// Writes a text and a line end to standard output.
func printOut(_ text: String) { write(text + "\n", to: 1) }
/// Writes a text of whole lines to standard output, with one line end at its end.
func printText(_ text: String) {
  write(text.hasSuffix("\n") || text.hasSuffix("\r\n") ? text : text + "\n", to: 1)
}
/// Writes a text to standard output.
func printPart(_ text: String) { write(text, to: 1) }
/// Writes a text and a line end to standard error.
func printError(_ text: String) { write(text + "\n", to: 2) }

private func write(_ text: String, to descriptor: Int32) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    if written >= 0 {
      bytes = bytes.dropFirst(written)
    } else if errno == EAGAIN {
      var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&wanted, 1, -1)
    } else if errno != EINTR {
      // Without standard error there is nobody to tell.
      if descriptor == 1 { endWithoutOutput(errno) }
      return
    }
  }
}

/// Nobody reads on, or the disk is full: what was asked for cannot be given.
private func endWithoutOutput(_ reason: Int32) -> Never {
  Terminal.restore()
  if reason == EPIPE {
    // As other tools end in a pipeline whose reader has seen enough.
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    _exit(128 + SIGPIPE)
  }
  printError(
    "ivrctl: standard output cannot be written: \(String(cString: strerror(reason))); "
      + "is there room where it goes?")
  exit(2)
}
