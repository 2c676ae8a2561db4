import struct ACD.SeededGenerator
import Foundation
import Testing

/// Calls for which `ivrd` rings somebody through the site's program.
@Suite struct `Calls that ivrd makes for its callers` {
  static let flow = """
    callflow 1

    language en default
    dial 1000 -> main
    dial 2000 -> help
    skill help
    queue help { need help 1; wrap-up 0s; key 1 -> help.call_me }

    flow main {
        transfer out { to "202"; mode bridge; ring 4m; done { log "talked"; -> bye } }
        do bye { say "Good bye."; hangup }
    }
    flow help {
        set who = "nobody"
        do first { set who = "anna"; -> to_help }
        route to_help { queue help; note who = who; talked -> bye; overflow -> bye }
        callback call_me { to caller.number; within 1h; ring 4m; done { say "We will call you."; hangup } }
        do bye { log "bye {who}"; hangup }
    }

    """
  /// What the program is told, by its first word: the leg, the number, the seconds.
  private struct Rung {
    let site: RunningSite
    let port: UInt16
    let ring: Fifo
    let cancel: Fifo
  }
  private static func site() async throws -> Rung {
    var made: [Fifo] = []
    let (site, port) = try await PBXSite.start(
      "dial \"./ring\"\nagent kim { number 201; skills help 1 }"
    ) { folder in
      try folder.write(flow, to: "pbx.callflow")
      try folder.write("#!/bin/sh\necho \"$@\" > \"pipe-$1\"\n", to: "ring")
      chmod(folder["ring"], 0o755)
      made = [try Fifo(folder["pipe-ring"]), try Fifo(folder["pipe-cancel"])]
    }
    return Rung(site: site, port: port, ring: made[0], cancel: made[1])
  }
  private static func words(_ pipe: Fifo) async throws -> [String] {
    try await pipe.line().split(separator: " ").map(String.init)
  }
  /// The caller's number and the dialled one, as a PBX writes them into a UUID.
  private static func uuid(dials number: String) -> String {
    "01012345678ffff\(number)fffffff" + String(UInt64.random(in: 0x10_0000..<0x100_0000), radix: 16)
  }
  private static func noise(_ frames: Int, seed: UInt64) -> [Int16] {
    var chance = SeededGenerator(seed: seed)
    return (0..<frames * 160).map { _ in Int16.random(in: -3000...3000, using: &chance) }
  }
  /// Whether a part of what was said was heard, sample by sample.
  private static func contains(_ said: [Int16], in heard: [Int16]) -> Bool {
    guard heard.count >= 160 else { return false }
    let parts = stride(from: 0, to: said.count - 159, by: 160).map { Array(said[$0..<$0 + 160]) }
    let starts = Set(parts.map { Array($0[..<8]) })
    for at in 0...(heard.count - 160) where starts.contains(Array(heard[at..<at + 8])) {
      if parts.contains(Array(heard[at..<at + 160])) { return true }
    }
    return false
  }

  @Test func `a caller and whoever was rung for him hear each other, as one record`() async throws {
    let rung = try await Self.site()
    let (site, port) = (rung.site, rung.port)
    let caller = try BridgePeer(port: port, .init(uuid: Self.uuid(dials: "1000")))
    let words = try await Self.words(rung.ring)
    #expect(words.count == 4 && words[0] == "ring" && words[2...] == ["202", "240"], "\(words)")
    try await caller.wait(for: "ringing") { `Telephones that ivrd rings`.hasSound($0) }
    let other = try BridgePeer(port: port, .init(leg: words.count > 1 ? words[1] : ""))
    let fromCaller = Self.noise(100, seed: 1), fromOther = Self.noise(100, seed: 2)
    caller.sound(fromCaller)
    other.sound(fromOther)
    let (callerHeard, otherHeard) = (caller.heard.count, other.heard.count)
    try await caller.wait(for: "four seconds") { $0.count >= callerHeard + 32_000 }
    try await other.wait(for: "four seconds") { $0.count >= otherHeard + 32_000 }
    #expect(Self.contains(fromCaller, in: other.heard))
    #expect(Self.contains(fromOther, in: caller.heard))
    other.hangUp()
    #expect(try await caller.ended() == .hungUp)
    #expect(try await site.stop().status == 0)
    #expect(try Records.rows(site.log, "SELECT dnis, outcome FROM calls") == [["1000", "transferred"]])
    let transfers = try site.events("transfer")
    #expect(transfers.prefix(3) == ["202", "answered on trunk", "answered"])
    #expect(transfers.count == 4 && transfers.last?.hasPrefix("ended talk ") == true, "\(transfers)")
    #expect(try site.events("log") == ["talked"])
  }

  @Test func `a caller who goes takes the ringing with him`() async throws {
    let rung = try await Self.site()
    let (site, port) = (rung.site, rung.port)
    let caller = try BridgePeer(port: port, .init(uuid: Self.uuid(dials: "1000")))
    let words = try await Self.words(rung.ring)
    caller.hangUp()
    let cancelled = try await Self.words(rung.cancel)
    #expect(cancelled == ["cancel", words.count > 1 ? words[1] : ""])
    // He answers all the same.
    let late = try BridgePeer(port: port, .init(leg: words.count > 1 ? words[1] : ""))
    #expect(try await late.ended() == .hungUp)
    #expect(try await site.stop().status == 0)
    let rows = try Records.rows(site.log, "SELECT flow, outcome FROM calls ORDER BY id")
    #expect(rows == [["main", "hung-up"], ["telephone", "refused"]])
    #expect(try site.events("late").count == 1)
    let report = try await site.ivrctl("report", "calls", "--json", "--log", site.log)
    #expect(report.out.contains("hung-up") && !report.out.contains("refused"), "\(report)")
  }

  @Test func `a caller is called back, presses 1 and talks`() async throws {
    let rung = try await Self.site()
    let (site, port) = (rung.site, rung.port)
    #expect(try await site.ivrctl("agent", "kim", "login").status == 0)
    #expect(try await site.ivrctl("agent", "kim", "pause", "lunch").status == 0)
    let caller = try BridgePeer(port: port, .init(uuid: Self.uuid(dials: "2000")))
    try await caller.wait(for: "music") { `Telephones that ivrd rings`.hasSound($0) }
    caller.press("1", asMessage: true)
    #expect(try await caller.ended() == .hungUp)
    #expect(try await site.ivrctl("agent", "kim", "ready").status == 0)
    let words = try await Self.words(rung.ring)
    #expect(words.count == 4 && words[2...] == ["01012345678", "240"], "\(words)")
    let back = try BridgePeer(port: port, .init(leg: words.count > 1 ? words[1] : ""))
    try await back.wait(for: "the question") { `Telephones that ivrd rings`.hasSound($0) }
    back.press("1", asMessage: true)
    try await site.wait(until: "offered", for: "kim")
    #expect(try await site.ivrctl("agent", "kim", "answer").status == 0)
    try await site.wait(until: "talking", for: "kim")
    #expect(try await site.ivrctl("agent", "kim", "hangup").status == 0)
    #expect(try await back.ended() == .hungUp)
    #expect(try await site.stop().status == 0)
    let rows = try Records.rows(site.log, "SELECT ani, flow, outcome FROM calls ORDER BY id")
    #expect(rows == [["01012345678", "help", "callback"], ["01012345678", "callback", "agent"]])
    #expect(try site.events("log") == ["bye anna"])
  }
}
