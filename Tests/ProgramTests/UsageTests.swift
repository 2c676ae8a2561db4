import TestSupport
import Foundation
import Testing

@Suite struct `How the programs are used` {
  static let commands = [
    "check", "test", "call", "data", "status", "queues", "agents", "calls", "show", "report", "agent",
    "hangup", "reload", "listen", "say", "prompts", "expect", "next-hop", "ring", "pbx", "lines",
  ]

  @Test func `ivrctl's help names every command`() async throws {
    let result = try await ivrctl(["--help"])
    #expect(result.status == 0 && result.err.isEmpty)
    for command in `How the programs are used`.commands { #expect(result.out.contains("\n  \(command) ")) }
  }

  @Test(arguments: commands) func `each command has help that fits a terminal`(_ command: String) async throws
  {
    let result = try await ivrctl([command, "--help"])
    #expect(result.status == 0 && result.err.isEmpty)
    #expect(result.out.hasPrefix("ivrctl \(command)"))
    #expect(result.out.contains("--help"))
    #expect(result.out.split(separator: "\n").filter { $0.count > 80 } == [])
    #expect(try await ivrctl(["help", command]) == result)
  }

  @Test func `the columns of lines stand one below the other in its help`() async throws {
    let help = try await ivrctl(["lines", "--help"]).out.split(separator: "\n")
    for column in ["in, out", "late", "lost", "jitter", "gap", "dB", "keys"] {
      #expect(help.contains { $0.hasPrefix("  \(column) ") }, "\(column)")
    }
  }

  @Test(arguments: [Programs.ivrd, Programs.ivrctl]) func `the version`(_ program: String) async throws {
    let result = try await RunningProgram(program, ["--version"], in: "/").ended()
    #expect(result.status == 0 && result.err.isEmpty)
    #expect(result.out.hasPrefix((program as NSString).lastPathComponent + " "))
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    var words: [String]
    var status: Int32 = 2
    /// What the one line says.
    var says: String
    var testDescription: String { words.joined(separator: " ") }
  }
  static let wrong: [Wrong] = [
    Wrong(words: [], says: "ivrctl --help"),
    Wrong(words: ["chekc"], says: "did you mean 'check'?"),
    Wrong(words: ["frobnicate"], says: "ivrctl --help"),
    Wrong(words: ["--frobnicate"], says: "no option --frobnicate"),
    Wrong(words: ["check"], says: "ivrctl check --help"),
    Wrong(words: ["check", "--strickt", "callflows"], says: "did you mean --strict?"),
    Wrong(words: ["check", "no/such/folder"], says: "no/such/folder: there is no such file or folder"),
    Wrong(words: ["check", "README.md"], says: "*.callflow"),
    Wrong(words: ["test", "README.md"], says: ".call"),
    Wrong(words: ["test", "scripts"], says: "there is no *.call"),
    Wrong(words: ["call"], says: "no flow is named"),
    Wrong(words: ["call", "no.callflow"], says: "no.callflow: there is no such file"),
    Wrong(words: ["call", "callflows/bank/bank.callflow", "--from", "abc"], says: "no telephone number"),
    Wrong(words: ["call", "callflows/bank/bank.callflow", "--wav", "x.wav"], says: "--hear"),
    Wrong(words: ["call", "--live"], says: "--live needs a value"),
    Wrong(words: ["listen"], says: "ivrctl listen --help"),
    Wrong(words: ["listen", "--corpus", "no.lst"], says: "no.lst: this file cannot be read"),
    Wrong(words: ["listen", "--corpus", "README.md"], says: "README.md:1: this line is not an id"),
    Wrong(words: ["listen", "--corpus", "x", "--frame", "0"], says: "from 1 to 1000"),
    Wrong(words: ["listen", "no.wav"], says: "no.wav: this file cannot be read"),
    Wrong(words: ["listen", "callflows"], says: "it is a folder"),
    Wrong(words: ["listen", "README.md"], says: "--raw"),
    Wrong(words: ["listen", "x.wav", "--channel", "0"], says: "counted from 1"),
    Wrong(words: ["listen", "x.wav", "--rate", "16000"], says: "only with --raw"),
    Wrong(words: ["listen", "x.ul", "--raw", "--law", "mulaw"], says: "linear-be, ulaw or alaw"),
    Wrong(words: ["listen", "a\u{1B}[2J.wav"], says: "a·[2J.wav: this file cannot be read"),
    Wrong(words: ["listen", "x.raw", "--raw", "--rate", "100"], says: "from 4000 to 192000"),
    Wrong(words: ["report"], says: "ivrctl report --help"),
    Wrong(words: ["report", "weather"], says: "calls, queues and agents"),
    Wrong(words: ["agent", "kim", "dance"], says: "login, ready"),
    Wrong(words: ["agent", "kim", "pause"], says: "reason"),
    Wrong(words: ["report", "queues", "--log", "no.sqlite"], says: "no.sqlite"),
    Wrong(words: ["calls", "--log", "README.md"], says: "README.md"),
    Wrong(words: ["status", "--socket", "/no/such.sock"], status: 3, says: "ivrd is not running there"),
    Wrong(words: ["call", "--live", "test", "--socket", "/no/such.sock"], status: 3, says: "--socket"),
    Wrong(words: ["show", "1hm", "--socket", "/no/such.sock"], status: 3, says: "--log"),
  ]
  @Test func `a folder with nothing to check is not clean`() async throws {
    let folder = try TestFolder()
    let result = try await ProgramTests.ivrctl(["check", folder.path])
    #expect(result.status == 2)
    #expect(result.err.contains("there is nothing to check in this folder"))
  }

  @Test(arguments: wrong) func `a mistake is told in one line with a hint`(_ wrong: Wrong) async throws {
    let result = try await ivrctl(wrong.words)
    #expect(result.status == wrong.status)
    #expect(result.out == "")
    #expect(result.err.hasPrefix("ivrctl: "))
    #expect(result.err.split(separator: "\n").count == 1)
    #expect(result.err.contains(wrong.says), "\(result.err)")
  }

  @Test(arguments: [[], ["a", "b"], ["--frobnicate"], ["/no/such.site"]])
  func `ivrd tells a mistake in one line with a hint`(_ words: [String]) async throws {
    let result = try await RunningProgram(Programs.ivrd, words, in: "/").ended()
    #expect(result.status == 2 && result.out == "")
    #expect(result.err.hasPrefix("ivrd: ") && result.err.split(separator: "\n").count == 1)
  }
}
