import Foundation
import Testing
import Tones

/// What comes over the bridge that no PBX would send: each costs itself, is counted by its reason, and
/// disturbs nobody.
@Suite struct `Peers that mean harm` {
  /// A site with a bridge and a caller on it who hears his prompts, and the same again, which nobody harms:
  /// what the machine does to both is not the peers' doing.
  private struct Scene {
    let site: RunningSite
    let port: UInt16
    let caller: BridgePeer
    private let spared: (site: RunningSite, caller: BridgePeer)

    init() async throws {
      func start() async throws -> (RunningSite, UInt16, BridgePeer) {
        let (site, port) = try await `A line behind a PBX`.start()
        let caller = try BridgePeer(port: port)
        try await caller.wait(for: "the welcome") { `A line behind a PBX`.hasSound($0[...]) }
        return (site, port, caller)
      }
      (site, port, caller) = try await start()
      let other = try await start()
      spared = (other.0, other.2)
      beginMeasuring()
    }

    func beginMeasuring() {
      _ = caller.takeGaps()
      _ = spared.caller.takeGaps()
    }
    /// He has heard most of what the caller heard whom nobody harmed, without a hole of a second, and hears two
    /// seconds more. How evenly frames come beside such peers is measured by `scripts/soak`, optimised: what is
    /// built for tests takes a hundred times as long over a flood of sound.
    func expectUndisturbed(_ location: SourceLocation = #_sourceLocation) async throws {
      let heard = caller.heard.count
      try await caller.wait(for: "two seconds more") { $0.count >= heard + 16_000 }
      let (gaps, others) = (caller.takeGaps().sorted(), spared.caller.takeGaps().sorted())
      try #require(!gaps.isEmpty && !others.isEmpty)
      #expect(
        5 * gaps.count >= 3 * others.count, "\(gaps.count) of \(others.count)", sourceLocation: location)
      let (p99, usual) = (gaps[gaps.count * 99 / 100], others[others.count * 99 / 100])
      #expect(p99 <= max(1000, 3 * usual), "the other's: \(usual) ms", sourceLocation: location)
    }
    func count(_ reason: String) async throws -> Int {
      `Peers that mean harm`.count(reason, try await site.folder.json("lines", "trunk") as? [String: Any])
    }
    func wait(for reasons: [String], toBe wanted: Int) async throws {
      try await site.waitForLine("trunk") { line in
        reasons.reduce(0) { $0 + `Peers that mean harm`.count($1, line) } >= wanted
      }
    }
    func end() async throws {
      spared.caller.hangUp()
      #expect(try await spared.site.stop().status == 0)
      caller.hangUp()
      try await site.waitForNoCalls()
      #expect(try await site.stop().status == 0)
      let open = try Records.rows(site.log, "SELECT count(*) FROM calls WHERE ended IS NULL")
      #expect(open == [["0"]])
    }
  }
  private static func count(_ reason: String, _ line: [String: Any]?) -> Int {
    (line?["reasons"] as? [[String: Any]])?.first { $0["reason"] as? String == reason }?["count"] as? Int ?? 0
  }
  private static func name(_ number: UInt32) -> [UInt8] {
    [0x01, 0x00, 0x10, 0xAB] + [UInt8](repeating: 0xCD, count: 11)
      + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
  }

  @Test func `a stream split anywhere is the same call, also when the rest comes later`() async throws {
    let (site, port) = try await `A line behind a PBX`.start()
    let tail: [UInt8] = [0x10, 0x00, 0x05, 1, 2, 3, 4, 5, 0x77, 0x00, 0x01, 9, 0x03, 0x00, 0x01, 0x39]
    let length = Self.name(0).count + tail.count
    var peers: [(peer: RawBridgePeer, rest: ArraySlice<UInt8>)] = []
    for split in 1..<length {
      let stream = Self.name(UInt32(split)) + tail
      let whole = try RawBridgePeer(port: port)
      try whole.send(Array(stream[..<split]))
      try whole.send(Array(stream[split...]))
      peers.append((whole, []))
      let late = Self.name(UInt32(1000 + split)) + tail
      let slow = try RawBridgePeer(port: port)
      try slow.send(Array(late[..<split]))
      peers.append((slow, late[split...]))
      // The listener has read the first half of these; few at a time, as nameless ones are limited.
      guard split % 20 == 0 || split == length - 1 else { continue }
      try await site.waitForLine("trunk") { ($0["connections"] as? Int ?? 0) >= peers.count }
      for index in peers.indices {
        try peers[index].peer.send(Array(peers[index].rest))
        peers[index].rest = []
      }
    }
    try await site.waitForLine("trunk") { $0["digits_by_message"] as? Int == 2 * (length - 1) }
    let line = try #require(try await site.folder.json("lines", "trunk") as? [String: Any])
    #expect(line["taken"] as? Int == 2 * (length - 1) && line["refused"] as? Int == 0)
    #expect(line["frames_in"] as? Int == 2 * (length - 1))
    #expect(Self.count("skipped-frame", line) == 2 * (length - 1))
    for peer in peers { peer.peer.end() }
    try await site.waitForNoCalls()
    #expect(try await site.stop().status == 0)
  }

  @Test func `many who name no call make room for those who do`() async throws {
    let scene = try await Scene()
    let slow = try (0..<300).map { _ in try RawBridgePeer(port: scene.port) }
    let name = Self.name(7)
    for (turn, byte) in name.prefix(4).enumerated() {
      for peer in slow { try peer.send([byte]) }
      // A caller comes through all the same.
      let other = try BridgePeer(port: scene.port)
      try await other.wait(for: "the welcome in turn \(turn)") { `A line behind a PBX`.hasSound($0[...]) }
      other.hangUp()
    }
    for peer in slow { #expect(try await peer.isClosed()) }
    try await scene.wait(for: ["no-uuid", "crowded-out"], toBe: 300)
    #expect(try await scene.count("crowded-out") >= 300 - 64)
    try await scene.expectUndisturbed()
    try await scene.end()
  }

  @Test func `ten thousand connections that come and go leave nothing behind`() async throws {
    let scene = try await Scene()
    func storm(_ count: Int) async throws {
      let port = scene.port
      try await onThread {
        for number in 0..<count {
          let peer = try RawBridgePeer(port: port)
          // With nothing said, with half a name, with a reset.
          if number % 3 == 1 { try peer.send([0x01, 0x00, 0x10, 1, 2]) }
          peer.end(resetting: number % 2 == 0)
        }
      }
    }
    let reasons = ["no-uuid", "crowded-out", "full"]
    // What the first of them takes stays.
    try await storm(1000)
    try await scene.wait(for: reasons, toBe: 1000)
    let before = try scene.site.ivrd.holds()
    scene.beginMeasuring()
    try await storm(10_000)
    try await scene.wait(for: reasons, toBe: 11_000)
    try await scene.site.waitForLine("trunk") { $0["connections"] as? Int == 1 }
    let after = try scene.site.ivrd.holds()
    #expect(after.descriptors <= before.descriptors + 2)
    #expect(after.memory - before.memory < 4 << 20, "\(before.memory) bytes before, \(after.memory) after")
    try await scene.expectUndisturbed()
    try await scene.end()
  }

  @Test func `a reset in any stage ends that call alone`() async throws {
    let scene = try await Scene()
    let stream = Self.name(0) + [0x10, 0x01, 0x40] + [UInt8](repeating: 0, count: 320)
    // Before the name, within it, behind it, within a frame's header and its sound, behind a frame.
    let stages = [0, 1, 10, 19, 21, 100, stream.count]
    var peers: [RawBridgePeer] = []
    for (number, length) in stages.enumerated() {
      let peer = try RawBridgePeer(port: scene.port)
      try peer.send(Array((Self.name(UInt32(100 + number)) + stream.dropFirst(19)).prefix(length)))
      peers.append(peer)
    }
    let named = stages.count { $0 >= 19 }
    try await scene.site.waitForLine("trunk") { $0["taken"] as? Int == named + 1 }
    for peer in peers { peer.end(resetting: true) }
    try await scene.wait(for: ["reset"], toBe: named)
    try await scene.wait(for: ["no-uuid"], toBe: stages.count - named)
    try await scene.expectUndisturbed()
    try await scene.end()
    let rows = try Records.rows(scene.site.log, "SELECT count(*), count(DISTINCT id) FROM calls")
    #expect(rows == [["\(named + 1)", "\(named + 1)"]])
  }

  @Test func `who floods, never reads, closes by halves or sends odd frames is told apart`() async throws {
    let scene = try await Scene()
    let port = scene.port
    let before = try scene.site.ivrd.holds()
    // Never reads what it is sent.
    let deaf = try RawBridgePeer(port: port, buffer: 2048)
    try deaf.send(Self.name(1))
    // An hour of sound in a moment.
    let flood = try RawBridgePeer(port: port)
    try flood.send(Self.name(2))
    try await onThread {
      let second: [UInt8] = [0x10, 0xFF, 0xFE] + [UInt8](repeating: 1, count: 65_534)
      for _ in 0..<900 { try flood.send(second) }
    }
    // Lengths of 0 and 65535, known kinds of a wrong length, kinds that nobody knows, a second name.
    let odd = try RawBridgePeer(port: port)
    try odd.send(Self.name(3))
    try odd.send([0x10, 0, 0] + [0x03, 0, 0] + [0x03, 0, 2, 1, 2] + [0x01, 0, 3, 1, 2, 3])
    try odd.send([0x42, 0xFF, 0xFF] + [UInt8](repeating: 9, count: 65_535))
    try odd.send([0x10, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 65_535))
    try odd.send(Self.name(4))
    // Closes its half: that is its hang-up, however long it listens.
    let half = try RawBridgePeer(port: port)
    try half.send(Self.name(5))
    half.closeHalf()
    #expect(try await half.isClosed())
    // Does not close when it is hung up.
    let clinging = try RawBridgePeer(port: port)
    try clinging.send(Self.name(6))
    try await scene.site.waitForLine("trunk") { $0["taken"] as? Int == 6 }
    let calls = try #require(try await scene.site.folder.json("lines", "trunk") as? [String: Any])
    let newest = try #require((calls["legs"] as? [[String: Any]])?.last?["call"] as? String)
    #expect(try await scene.site.ivrctl("hangup", newest).status == 0)

    try await scene.wait(for: ["never-closes"], toBe: 1)
    try await scene.wait(for: ["skipped-frame"], toBe: 5)
    try await scene.wait(for: ["second-uuid"], toBe: 1)
    flood.end()
    try await scene.wait(for: ["flood"], toBe: 1)
    try await scene.wait(for: ["never-reads"], toBe: 1)
    try await scene.expectUndisturbed()
    odd.end()
    try await scene.site.waitForLine("trunk") { $0["connections"] as? Int == 1 }
    let after = try scene.site.ivrd.holds()
    #expect(after.descriptors <= before.descriptors + 2)
    #expect(after.memory - before.memory < 8 << 20, "\(before.memory) bytes before, \(after.memory) after")
    try await scene.end()
  }
}
