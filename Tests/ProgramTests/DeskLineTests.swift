import struct ACD.SeededGenerator
import TestSupport
import Foundation
import Testing
import Tones

/// A caller on one bridge and an agent on another, and what each of them hears of the other.
@Suite struct `An agent on a line behind a PBX` {
  static let flow = """
    callflow 1
    language en default voice "en-gb"
    language ko
    flow agent_desk {
      desk at { number 3; pin 4; done -> gone }
      do gone { hangup }
    }
    """
  /// The PIN 1234, of few rounds so that a test need not wait for it.
  static let pin =
    "$pbkdf2-sha256$1000$00112233445566778899aabbccddeeff$"
    + "b8ad0f1dacec0beb4f418fadcb2ee5939ef45823391bb89692028dd1b67e9cef"

  /// Agents on a bridge, and `more` lines.
  static func prepare(_ more: String = "") async throws -> TestFolder {
    let folder = try await RunningSite.prepare()
    try folder.write(Self.flow, to: "callflows/agents.callflow")
    try folder.write(
      RunningSite.site.replacingOccurrences(
        of: "bank.callflow\"", with: "bank.callflow\", \"callflows/agents.callflow\""
      ).replacingOccurrences(of: "number 201;", with: "number 201; pin \"\(Self.pin)\";")
        + "line trunk audiosocket \"127.0.0.1:0\" ids digits flow main\n"
        + "line agents audiosocket \"127.0.0.1:0\" flow agent_desk\n" + more, to: "bank.site")
    return folder
  }
  /// The agent sits down there and logs in.
  static func seat(_ options: BridgePeer.Options = .init(), in site: RunningSite) async throws -> BridgePeer {
    let agent = try BridgePeer(port: try await site.port("agents"), options)
    try await agent.wait(for: "the question") { Self.hasSound($0) }
    agent.press("201#", asMessage: options.kind.hasMessages)
    agent.press("1234#", asMessage: options.kind.hasMessages)
    try await site.wait(until: "ready", for: "kim")
    return agent
  }

  private static func hasSound(_ samples: [Int16]) -> Bool { samples.contains { abs(Int($0)) > 2000 } }

  /// Noise that no key detector takes for a key, frame by frame another one.
  static func noise(_ frames: Int, seed: UInt64) -> [Int16] {
    var chance = SeededGenerator(seed: seed)
    return (0..<frames * 160).map { _ in Int16.random(in: -3000...3000, using: &chance) }
  }
  /// How many frames of what was said were heard, sample by sample.
  static func found(_ said: [Int16], in heard: [Int16]) -> Int {
    var starts: [[Int16]: Int] = [:]
    if heard.count >= 160 {
      for at in 0...(heard.count - 160) { starts[Array(heard[at..<at + 8])] = at }
    }
    return stride(from: 0, to: said.count - 159, by: 160).count { at in
      guard let start = starts[Array(said[at..<at + 8])] else { return false }
      return heard[start..<start + 160].elementsEqual(said[at..<at + 160])
    }
  }

  @Test(arguments: [
    (BridgePeer.Options(), BridgePeer.Options()),
    (.init(kind: .channel(rate: 8000), packet: 60, losesOneIn: 20), .init(kind: .olderApplication)),
  ])
  func `the two hear each other, and only while they talk`(
    ofAgent: BridgePeer.Options, ofCaller: BridgePeer.Options
  ) async throws {
    let site = try await RunningSite.start(in: try await Self.prepare())
    let agent = try await Self.seat(ofAgent, in: site)
    var ofCaller = ofCaller
    ofCaller.uuid = "01012345678ffff1588fffffff000002"
    let caller = try BridgePeer(port: try await site.port("trunk"), ofCaller)
    try await caller.wait(for: "the welcome") { Self.hasSound($0) }
    caller.press("24", asMessage: ofCaller.kind.hasMessages)
    try await site.wait(until: "offered", for: "kim")
    agent.press("1", asMessage: ofAgent.kind.hasMessages)
    try await site.wait(until: "talking", for: "kim")
    let fromCaller = Self.noise(100, seed: 1), fromAgent = Self.noise(100, seed: 2)
    caller.sound(fromCaller)
    agent.sound(fromAgent)
    // Twice as long as it lasts; what was heard is looked at only then, since that takes its time.
    let (agentHeard, callerHeard) = (agent.heard.count, caller.heard.count)
    try await agent.wait(for: "four seconds") { $0.count >= agentHeard + 32_000 }
    try await caller.wait(for: "four seconds") { $0.count >= callerHeard + 32_000 }
    #expect(Self.found(fromCaller, in: agent.heard) >= 60)
    #expect(Self.found(fromAgent, in: caller.heard) >= 60)
    #expect(Self.found(fromCaller, in: caller.heard) == 0)
    #expect(Self.found(fromAgent, in: agent.heard) == 0)
    let shown = try await site.ivrctl("agents").out
    #expect(shown.contains("agents") && shown.contains("talking"), "\(shown)")

    // On hold nothing passes.
    agent.press("*3", asMessage: ofAgent.kind.hasMessages)
    try await site.wait(for: "kim", held: true)
    let unheard = Self.noise(25, seed: 3)
    let held = agent.heard.count
    caller.sound(unheard)
    try await agent.wait(for: "two seconds") { $0.count >= held + 16_000 }
    agent.press("*3", asMessage: ofAgent.kind.hasMessages)
    try await site.wait(for: "kim", held: false)
    agent.press("*7", asMessage: ofAgent.kind.hasMessages)
    try await site.wait(until: "wrap-up", for: "kim")
    #expect(Self.found(unheard, in: agent.heard) == 0)
    // He gives no mark.
    caller.press("#", asMessage: ofCaller.kind.hasMessages)
    #expect(try await caller.ended() == .hungUp)
    agent.hangUp()
    try await site.wait(until: "line-gone", for: "kim")
    #expect(try await site.stop().status == 0)
    let rows = try Records.rows(site.log, "SELECT line, outcome FROM calls ORDER BY line")
    #expect(rows == [["agents", "hung-up"], ["trunk", "agent"]])
  }

  @Test func `a PIN is hashed by ivrctl, and a site takes no other`() async throws {
    let folder = try TestFolder()
    let made = try await ProgramTests.ivrctl(["agent", "kim", "pin"], in: folder.path, keys: "4711\n")
    #expect(made.status == 0 && made.out.hasPrefix("pin \"$pbkdf2-sha256$"), "\(made)")
    let refused = try await ProgramTests.ivrctl(["agent", "kim", "pin"], in: folder.path, keys: "abc\n")
    #expect(refused.status == 2 && refused.err.contains("digits"))
  }
}
