import TestSupport
import Foundation
import Testing
import Tones

@Suite struct `Messages of a running site` {
  private static let flow = """
    callflow 1
    language en default
    notice today
    queue shop { no-agents 0s }
    flow main {
      record take { say "Speak."; silence 20s; deliver shop; done -> bye }
      do bye { say "Goodbye."; hangup }
    }
    """
  private static let site = """
    site 1
    flows "m.callflow"
    log "calls.sqlite"
    recordings "rec"
    control "ivrd.sock"
    line trunk audiosocket "127.0.0.1:0" ids digits flow main
    role supervisor group "root"
    agent kim { number 201; user "nobody" }

    """
  private static func start(in folder: TestFolder) async throws -> (site: RunningSite, port: UInt16) {
    let site = try await RunningSite.start(in: folder)
    let lines = try #require(try await folder.json("lines") as? [[String: Any]])
    return (site, UInt16(try #require(lines.first?["port"] as? Int)))
  }
  private static func sound(_ milliseconds: Int) -> [Int16] {
    ToneGenerator.samples(
      of: Tone(hertz: [350], cadence: [milliseconds], levelDBm0: -15, repeats: false), limit: milliseconds)
  }
  private static func list(_ folder: TestFolder) async throws -> [[String: Any]] {
    try #require(try await folder.json("messages") as? [[String: Any]])
  }

  @Test func `are left by a caller, heard by people, kept over a restart, and deleted with their sound`()
    async throws
  {
    let folder = try TestFolder()
    try folder.write(Self.flow, to: "m.callflow")
    try folder.write(Self.site, to: "bank.site")
    let (site, port) = try await Self.start(in: folder)
    #expect(try await site.ivrctl("messages").out == "there are no messages\n")
    let uuid = "01012345678ffff" + "1588fffffff" + "000001"
    let peer = try BridgePeer(port: port, .init(uuid: uuid))
    // He speaks all the while; what he says before the tone is not in it.
    peer.sound(Self.sound(12_000))
    peer.press("#", asMessage: true)
    #expect(try await peer.ended() == .hungUp)
    let message = try #require(try await Self.list(folder).first)
    #expect(message["number"] as? Int == 1 && message["queue"] as? String == "shop")
    #expect(message["from"] as? String == "01012345678" && message["state"] as? String == "new")
    let seconds = try #require(message["seconds"] as? Double)
    #expect(seconds > 2 && seconds < 12.5, "\(seconds)")
    // It is no work of the agent's.
    if await TestFolder.canBeNobody() {
      #expect(try await folder.ivrctlAsNobody("messages").out == "there are no messages\n")
      let copied = try await folder.ivrctlAsNobody("messages", "1", "wav", "1.wav")
      #expect(copied.status == 1 && copied.err.contains("is no work of yours"), "\(copied)")
    }
    let file = try #require(message["file"] as? String)
    #expect(
      FileManager.default.fileExists(atPath: folder[file]) || FileManager.default.fileExists(atPath: file))

    #expect(try await site.ivrctl("messages", "1", "wav", "copy.wav").status == 0)
    let copy = try WAVFile(bytes: [UInt8](Data(contentsOf: URL(filePath: folder["copy.wav"]))))
    #expect(copy.channels == 1 && abs(Double(copy.samples.count) / 8000 - seconds) < 0.1)
    #expect(copy.samples.count { abs(Int($0)) > 1000 } > 8000)
    let again = try await site.ivrctl("messages", "1", "wav", "copy.wav")
    #expect(again.status == 1 && again.err.contains("is there already"))
    #expect(try await site.ivrctl("messages", "1", "saved").status == 0)
    #expect(try await site.ivrctl("messages", "shop").out.contains("01012345678"))
    #expect(try await site.ivrctl("messages", "shpo").err.contains("there is no queue shpo"))
    #expect(try await site.ivrctl("messages", "9", "delete").err.contains("there is no message 9"))
    #expect(try await site.stop().status == 0)
    let outcomes = try Records.rows(site.log, "SELECT outcome FROM calls")
    #expect(outcomes == [["message"]])

    let (next, _) = try await Self.start(in: folder)
    #expect(try await Self.list(folder).map { $0["state"] as? String } == ["saved"])
    #expect(try await next.ivrctl("messages", "1", "delete").status == 0)
    #expect(try await Self.list(folder).isEmpty)
    // What is written down may be on its way still.
    var audit = ""
    for _ in 0..<200 where !audit.contains("message 1 delete") { audit = try await next.ivrctl("audit").out }
    for act in ["message.sound 1", "message 1 saved", "message 1 delete", "message 9 delete"] {
      #expect(audit.contains(act), "\(act) in \(audit)")
    }
    #expect(try await next.stop().status == 0)
    #expect(
      !FileManager.default.fileExists(atPath: file) && !FileManager.default.fileExists(atPath: folder[file]))
  }

  @Test func `and a notice put up at the house is what callers hear first, over a restart too`() async throws
  {
    let folder = try TestFolder()
    try folder.write(Self.flow, to: "m.callflow")
    try folder.write(Self.site, to: "bank.site")
    let tone = Self.sound(1000)
    try folder.write(WAVFile.bytes(tone), to: "storm.wav")
    let (site, _) = try await Self.start(in: folder)
    #expect(try await site.ivrctl("notice").out == "today: none\n")
    #expect(try await site.ivrctl("notice", "toda", "storm.wav").err.contains("did you mean today?"))
    let silence = [Int16](repeating: 0, count: 8000)
    try folder.write(WAVFile.bytes(silence), to: "silent.wav")
    let silent = try await site.ivrctl("notice", "today", "silent.wav")
    #expect(silent.status == 2 && silent.err.contains("silent.wav: nothing sounds in it"), "\(silent)")
    #expect(try await site.ivrctl("notice").out == "today: none\n")
    try folder.write(WAVFile.bytes(tone + silence + silence), to: "slow.wav")
    let slow = try await site.ivrctl("notice", "today", "slow.wav")
    #expect(slow.status == 0 && slow.err.contains("2.0 s of silence stand behind it"), "\(slow)")
    let put = try await site.ivrctl("notice", "today", "storm.wav", "--for", "2h")
    #expect(put.status == 0 && put.err == "", "\(put.err)")
    #expect(try await site.ivrctl("notice").out.contains("today: a recording of 1 s until"))
    #expect(try await site.stop().status == 0)
    let (next, port) = try await Self.start(in: folder)
    let peer = try BridgePeer(port: port)
    try await peer.wait(for: "the notice") { heard in
      guard heard.count >= 8000 else { return false }
      let part = tone[2000..<2400]
      return (0...(heard.count - 400)).contains { heard[$0..<($0 + 400)].elementsEqual(part) }
    }
    peer.hangUp()
    #expect(try await next.ivrctl("notice", "today", "off").status == 0)
    #expect(try await next.ivrctl("notice").out == "today: none\n")
    let text = try await next.ivrctl("notice", "today", "--text", "Closed today.", "--lang", "en")
    #expect(text.status == 0, "\(text.err)")
    #expect(try await next.ivrctl("notice").out.contains("today: \"Closed today.\" in en until"))
    var audit = ""
    for _ in 0..<200 where !audit.contains("Closed today.") || !audit.contains("notice today off") {
      audit = try await next.ivrctl("audit").out
    }
    #expect(audit.contains("notice today off"), "\(audit)")
    #expect(audit.contains(/notice today set Closed today\. en until 20\d\d-\d\d-\d\d \d\d:\d\d/), "\(audit)")
    #expect(try await next.stop().status == 0)
  }
}
