import TestSupport
import Foundation
import Testing

@Suite struct `The dialplan that ivrctl writes for Asterisk` {
  static let flow = """
    callflow 1

    language en default
    dial 1000, 1588100 -> main
    dial 21XX -> main
    dial 3[12]?Z -> main
    dial 7000 -> draft from 201
    flow main { do bye { say "Good bye."; hangup } }
    flow draft { do bye { say "A draft."; hangup } }

    """
  static func dialplan(_ lines: String, _ words: String...) async throws -> RunningProgram.Output {
    let folder = try TestFolder()
    try folder.write(flow, to: "pbx.callflow")
    try folder.write("site 1\nflows \"pbx.callflow\"\ncontrol \"ivrd.sock\"\n\(lines)\n", to: "a.site")
    return try await ivrctl(["pbx", "asterisk", "--site", "a.site"] + words, in: folder.path)
  }
  static let site = """
    line trunk audiosocket "0.0.0.0:9092" ids digits allow "10.0.0.5", "fd00::/8" flow main
    line side audiosocket "127.0.0.1:9094" flow main
    agent kim { number 201; phone "202" }
    agent lee { number 203; phone "204" }
    """

  @Test func `is whole: its sections, priorities, labels and jumps`() async throws {
    let result = try await Self.dialplan(Self.site)
    #expect(result.status == 0 && result.err.isEmpty)
    let file = ExtensionsFile(result.out)
    #expect(file.faults == [])
    #expect(
      file.contexts == [
        "ivr-callers", "ivr-line-side", "ivr-to-trunk", "ivr-to-side", "ivr-id", "ivr-phones", "ivr-transfer",
      ])
    #expect(result.out.split(separator: "\n").filter { $0.hasPrefix(";") && $0.count > 110 } == [])
  }

  @Test(arguments: [
    ("1000", true), ("1588100", true), ("2155", true), ("3", false), ("31", true), ("30", false),
    ("34", true),
    ("314", true),
    ("324", true), ("334", false), ("7000", true), ("7001", false), ("100", false),
  ])
  func `takes the numbers of the site and no others`(number: String, isTaken: Bool) async throws {
    let file = ExtensionsFile(try await Self.dialplan(Self.site).out)
    let extens = file.steps.filter { $0.context == "ivr-callers" }.map(\.exten)
    #expect(extens.contains { ExtensionsFile.matches($0, number) } == isTaken)
  }

  @Test func `keeps a caller whom nobody listens to, and lets nothing from outside through unfiltered`()
    async throws
  {
    let file = ExtensionsFile(
      try await Self.dialplan(Self.site, "--fallback", "Queue(night)", "--second", "10.0.0.9:9092").out)
    #expect(file.faults == [])
    for step in file.steps where step.arguments.contains("AudioSocket(") {
      #expect(step.application == "TryExec", "\(step)")
    }
    #expect(file.steps.count { $0.arguments.hasPrefix("AudioSocket(${IVR_ID},127.0.0.1:9092)") } == 1)
    #expect(file.steps.count { $0.arguments.hasPrefix("AudioSocket(${IVR_ID},10.0.0.9:9092)") } == 2)
    #expect(file.steps.count { $0.application == "Queue" && $0.arguments == "night" } == 2)
    // What a caller, a peer or ivrd says stands inside FILTER, but for an extension that was matched.
    for step in file.steps {
      for variable in ["CALLERID", "IVR_NUMBER}", "ANSWEREDTIME", "ARG1"] {
        for range in step.arguments.ranges(of: "${" + variable) {
          let before = step.arguments[..<range.lowerBound]
          let isFiltered = before.contains("${FILTER(0-9")
          let isAfterwards = variable == "IVR_NUMBER}" && step.application == "Dial"
          #expect(isFiltered || isAfterwards, "\(step)")
        }
      }
      #expect(!step.arguments.contains("SHELL") && step.application != "System")
    }
    // The number is filtered before it is dialled.
    let way = file.steps.filter { $0.context == "ivr-to-trunk" && $0.exten == "s" }
    let filtered = try #require(
      way.firstIndex { $0.arguments.contains("IVR_NUMBER=${FILTER(0-9*#+,${IVR_NUMBER})}") })
    let dialled = try #require(way.firstIndex { $0.application == "Dial" })
    #expect(filtered < dialled)
  }

  @Test func `filters what was dialled before it is an argument`() async throws {
    let file = ExtensionsFile(try await Self.dialplan(Self.site).out)
    let first = file.steps.filter { ["ivr-callers", "ivr-line-side"].contains($0.context) }
    #expect(first.contains { $0.exten == "_X." } && first.count > 3)
    for step in first {
      #expect(step.arguments.hasSuffix(",s,1(${FILTER(0-9*#,${EXTEN})})"), "\(step)")
    }
  }

  @Test func `says where a line on all addresses is reached, and that ivrd runs on the PBX's machine`()
    async throws
  {
    let closed = try await Self.dialplan(Self.site).out
    #expect(
      closed.contains(
        "; Line trunk listens on all addresses of that machine; here it is reached at 127.0.0.1:9092.\n"))
    #expect(closed.contains("; Its `allow` leaves 127.0.0.1 out: add it in the site file"))
    #expect(closed.contains("both have to run on one machine"))
    #expect(!closed.contains("Line side listens on all"))
    let open = try await Self.dialplan(
      "line trunk audiosocket \"0.0.0.0:9092\" allow \"127.0.0.0/8\" flow main"
    ).out
    #expect(open.contains("; Line trunk listens on all") && !open.contains("leaves 127.0.0.1 out"))
  }

  @Test func `tells ivrd of a call beforehand where the line's UUIDs carry no numbers`() async throws {
    let file = ExtensionsFile(try await Self.dialplan(Self.site).out)
    func told(_ context: String) -> Int {
      file.steps.count {
        $0.context == context && $0.application == "AGI" && $0.arguments.contains(",--to,${IVR_TO}")
      }
    }
    #expect(told("ivr-to-side") == 1 && told("ivr-to-trunk") == 0)
    let phones = file.steps.filter { $0.context == "ivr-phones" }
    #expect(phones.map { [$0.exten, $0.arguments] } == [["202", "PJSIP/202,60"], ["204", "PJSIP/204,60"]])
  }

  @Test(arguments: [
    (["--desk", "1;2"], 64, "--desk is a number"),
    (["--phone", "PJSIP/{number},60"], 64, "gives a meaning to"),
    (["--second", "a b"], 64, "HOST:PORT"),
    (["--fallback", "Queue(a)\nexten => x"], 64, "on one line"),
    (["--fallback", "Goto(x"], 64, "its brackets closed"),
    (["--fallback", " "], 64, "an application"), (["--second", "foo"], 64, "HOST:PORT"),
    (["--second", "1.2.3.4:99999"], 64, "HOST:PORT"), (["--phone", "PJSIP/x"], 64, "where the number goes"),
    (["--ivrctl", "/x,y"], 64, "gives a meaning to"),
  ])
  func `refuses words that would be another line of it`(words: [String], status: Int32, says: String)
    async throws
  {
    let folder = try TestFolder()
    try folder.write(Self.flow, to: "pbx.callflow")
    try folder.write("site 1\nflows \"pbx.callflow\"\n\(Self.site)\n", to: "a.site")
    let result = try await ivrctl(["pbx", "asterisk", "--site", "a.site"] + words, in: folder.path)
    #expect(result.status == status && result.err.contains(says), "\(result)")
  }

  @Test func `leads agents to their desks`() async throws {
    let folder = try TestFolder()
    let desk = """
      prompt alive { en "You are ready." }
      flow at_work { desk seat { number 3; pin 4; standby alive; done -> hangup } }

      """
    try folder.write(Self.flow + desk, to: "pbx.callflow")
    let lines = ["a", "b"].enumerated().map {
      "line \($1) audiosocket \"127.0.0.1:\(9095 + $0)\" ids digits flow at_work\n"
    }
    try folder.write("site 1\nflows \"pbx.callflow\"\n\(Self.site)\n\(lines.joined())", to: "a.site")
    let result = try await ivrctl(["pbx", "asterisk", "--site", "a.site", "--desk", "*77"], in: folder.path)
    #expect(result.status == 0, "\(result.err)")
    let file = ExtensionsFile(result.out)
    #expect(file.faults == [])
    for (context, port) in [("ivr-desks", 9095), ("ivr-desks-b", 9096)] {
      let steps = file.steps.filter { $0.context == context }
      #expect(steps.map(\.exten) == ["*77", "*77", "*77", "*77"])
      #expect(steps.map(\.application) == ["Answer", "Gosub", "TryExec", "Hangup"])
      #expect(steps.contains { $0.arguments == "AudioSocket(${IVR_ID},127.0.0.1:\(port))" })
    }
    #expect(result.out.contains("; agent kim logs in with number 201"))
  }

  @Test func `needs a line for a PBX, with a port`() async throws {
    #expect(try await Self.dialplan("line test keypad flow main").err.contains("has no line for a PBX"))
    let free = try await Self.dialplan("line trunk audiosocket \"127.0.0.1:0\" flow main")
    #expect(free.status == 1 && free.err.contains("a PBX needs a fixed port"))
  }
}
