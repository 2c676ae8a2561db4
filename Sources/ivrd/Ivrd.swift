import Control
import EspeakVoice
import Foundation

/// `ivrd`: answers calls and walks them through call flows.
@main enum Ivrd {
  static let help = """
    ivrd SITE [--check]

    Answers the calls of a site. SITE is a site file; it names the flows, the lines,
    the agents, the call log and the control socket, with paths relative to itself.
    ivrctl talks to a running ivrd.

      ivrd callflows/demo.site            run until SIGTERM or Ctrl-C
      ivrd callflows/demo.site --check    load everything, say what is wrong, and end

    Signals: SIGHUP loads the site again (calls under way keep their flow; a site with
    faults changes nothing); SIGTERM and SIGINT hang up politely, write the log and end.

    Options:
      --check      load, check and end
      --version    print the version
      --help       print this help

    Exit status: 0 done, 1 a flow has faults, 2 used wrongly or cannot start,
    3 ended with records that the call log could not take.
    """

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    var words = Array(CommandLine.arguments.dropFirst())
    if words.contains("--help") || words.contains("-h") {
      print(help)
      exit(0)
    }
    if words.contains("--version") {
      print("ivrd \(Version.text)")
      exit(0)
    }
    let checksOnly = words.contains("--check")
    words.removeAll { $0 == "--check" }
    if let option = words.first(where: { $0.hasPrefix("-") }) {
      stop("ivrd has no option \(option); see: ivrd --help")
    }
    guard words.count == 1, let path = words.first else {
      stop(
        words.isEmpty ? "no site file is named; see: ivrd --help" : "one site file, please; see: ivrd --help")
    }
    // Signals go to one place; no thread may take them by itself.
    let signals = Signals([SIGTERM, SIGINT, SIGHUP])
    do {
      let parts = try Parts(site: path, speech: EspeakSynthesizer(), report: write)
      for text in Roles.unknown(in: parts.site.file) { say("warning: \(text)") }
      if checksOnly {
        try Places.check(parts)
        say("\(path) is ready to run: \(parts.summary)")
        exit(0)
      }
      let daemon = try Daemon(parts)
      for text in daemon.lines.announcements { say(text) }
      say("running \(path): \(parts.summary); control socket \(parts.site.controlPath)")
      while true {
        let signal = signals.next()
        if signal == SIGHUP {
          daemon.reload { _ in }
        } else {
          say("ending: calls are hung up, then the log is written")
          exit(daemon.stop() ? 0 : 3)
        }
      }
    } catch let fault as StartFault {
      stop(fault.message, status: fault.status)
    } catch {
      stop(String(describing: error))
    }
  }

  /// One line for the operator, on standard error.
  static func say(_ text: String) { write("ivrd: \(text)") }
  /// Lines on standard error; one that cannot be written is no reason to end calls.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
  }
  static func stop(_ text: String, status: Int32 = 2) -> Never {
    say(text)
    exit(status)
  }
}

/// Why `ivrd` does not start.
struct StartFault: Error {
  var message: String
  /// 1 a flow has faults, 2 anything else, also where only clips, a folder or tables are missing.
  var status: Int32
  init(_ message: String, status: Int32 = 2) { (self.message, self.status) = (message, status) }
}
