import struct ACD.SeededGenerator
import Foundation
import Testing
import Tones

@Suite struct `A line behind a PBX` {
  /// A site like `RunningSite`'s with a bridge, whose port the system picks.
  static func start() async throws -> (site: RunningSite, port: UInt16) {
    let folder = try await RunningSite.prepare()
    try folder.write(
      RunningSite.site + "line trunk audiosocket \"127.0.0.1:0\" ids digits flow main\n", to: "bank.site")
    let site = try await RunningSite.start(in: folder)
    let lines = try #require(try await folder.json("lines") as? [[String: Any]])
    let trunk = try #require(lines.first { $0["line"] as? String == "trunk" })
    return (site, UInt16(try #require(trunk["port"] as? Int)))
  }
  /// Loud enough to be speech.
  static func hasSound(_ samples: ArraySlice<Int16>) -> Bool { samples.contains { abs(Int($0)) > 2000 } }

  @Test(arguments: [
    (BridgePeer.Kind.application, true), (.application, false), (.olderApplication, false),
    (.channel(rate: 8000), true), (.channel(rate: 16_000), false),
  ])
  func `a caller hears prompts, chooses by keys and is answered`(
    kind: BridgePeer.Kind, asMessages: Bool
  ) async throws {
    let (site, port) = try await Self.start()
    #expect(try await site.ivrctl("agent", "kim", "login").status == 0)
    let uuid = "01012345678ffff" + "1588fffffff" + "000001"
    let peer = try BridgePeer(port: port, .init(kind: kind, uuid: uuid))
    try await peer.wait(for: "the welcome") { Self.hasSound($0[...]) }
    peer.press("24", asMessage: asMessages)
    try await site.wait(until: "offered", for: "kim")
    #expect(try await site.ivrctl("agent", "kim", "answer").status == 0)
    #expect(try await site.ivrctl("agent", "kim", "hangup").status == 0)
    // The mark that he is asked for.
    peer.press("5", asMessage: asMessages)
    #expect(try await peer.ended() == .hungUp)
    #expect(try await site.stop().status == 0)
    #expect(
      try Records.rows(site.log, "SELECT line, ani, dnis, ended_by, outcome FROM calls")
        == [["trunk", "01012345678", "1588", "system", "agent"]])
  }

  @Test func `a caller who hangs up is gone, whatever his PBX lost`() async throws {
    let (site, port) = try await Self.start()
    let peer = try BridgePeer(port: port, .init(packet: 60, losesOneIn: 10))
    try await peer.wait(for: "the welcome") { Self.hasSound($0[...]) }
    peer.hangUp()
    try await site.waitForNoCalls()
    #expect(try await site.stop().status == 0)
    let rows = try Records.rows(site.log, "SELECT line, ani IS NULL, ended_by, outcome FROM calls")
    #expect(rows == [["trunk", "1", "caller", "hung-up"]])
  }

  @Test func `the line shows what came over it, call by call`() async throws {
    let (site, port) = try await Self.start()
    let peer = try BridgePeer(port: port, .init(losesOneIn: 10))
    try await peer.wait(for: "the welcome") { Self.hasSound($0[...]) }
    peer.press("2", asMessage: false)
    peer.press("9", asMessage: true)
    // A tone of 25 ms is nearly a key; it is sent again for when a frame of it was lost.
    let short =
      ToneGenerator.samples(of: .dtmf([.five], milliseconds: 25, pause: 0))
      + [Int16](repeating: 0, count: 2400)
    try await site.waitForLine("trunk") { line in
      peer.sound(short)
      return (line["digits_refused"] as? [[String: Any]])?.first?["reason"] as? String == "too-short"
        && line["digits_by_message"] as? Int == 1
    }
    let line = try #require(try await site.folder.json("lines", "trunk") as? [String: Any])
    let legs = try #require(line["legs"] as? [[String: Any]])
    let leg = try #require(legs.first)
    #expect(legs.count == 1 && line["calls"] as? Int == 1 && line["taken"] as? Int == 1)
    for row in [line, leg] {
      func number(_ name: String) -> Double { (row[name] as? NSNumber)?.doubleValue ?? .nan }
      #expect(number("frames_in") > 20 && number("frames_out") > 20, "\(row)")
      #expect(number("digits") == 2 && number("digits_by_tone") == 1 && number("digits_by_message") == 1)
      #expect(number("jitter_ms") >= 0 && number("longest_gap_ms") >= 20)
      #expect(number("in_peak_dbm0") > -20 && number("out_peak_dbm0") > -30)
    }
    let table = try await site.ivrctl("lines", "trunk").out
    #expect(table.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(table)")
    #expect(table.contains("nearly a key: too short"), "\(table)")
    #expect(table.contains("trunk: keys: 1 by tone, 1 by message"), "\(table)")
    peer.hangUp()
    try await site.waitForLine("trunk") { ($0["legs"] as? [Any])?.isEmpty ?? false }
    #expect(try await site.ivrctl("lines", "nosuch").status == 1)
    #expect(try await site.stop().status == 0)
  }

  @Test func `the end of ivrd is a hang-up for everybody on the line, and no reset`() async throws {
    let (site, port) = try await Self.start()
    let callers = try (0..<8).map { _ in try BridgePeer(port: port) }
    for caller in callers { try await caller.wait(for: "the welcome") { Self.hasSound($0[...]) } }
    let nameless = try RawBridgePeer(port: port)
    #expect(try await site.stop().status == 0)
    for caller in callers { #expect(try await caller.ended() == .hungUp) }
    #expect(try await nameless.isClosed())
    #expect(
      try Records.rows(site.log, "SELECT ended_by, count(*), count(ended) FROM calls GROUP BY 1")
        == [["system", "8", "8"]])
  }

  @Test func `a reload keeps the port and the calls, and opens a new line or changes nothing`() async throws {
    let (site, port) = try await Self.start()
    let caller = try BridgePeer(port: port)
    try await caller.wait(for: "the welcome") { Self.hasSound($0[...]) }
    func ports() async throws -> [String: Int] {
      let lines = try await site.folder.json("lines") as? [[String: Any]] ?? []
      return Dictionary(
        lines.compactMap { line in (line["port"] as? Int).map { (line["line"] as? String ?? "", $0) } },
        uniquingKeysWith: { $1 })
    }
    let text = try site.folder.text("bank.site")

    // A port that is taken: nothing changes.
    try site.folder.write(text + "line more audiosocket \"127.0.0.1:\(port)\" flow main\n", to: "bank.site")
    let refused = try await site.ivrctl("reload")
    #expect(refused.status == 1 && refused.err.contains("127.0.0.1:\(port)"))
    #expect(try await ports() == ["trunk": Int(port)])

    try site.folder.write(
      text.replacingOccurrences(of: "line trunk", with: "line renamed")
        + "line more audiosocket \"localhost:0\" flow main\n", to: "bank.site")
    #expect(try await site.ivrctl("reload").status == 0)
    let now = try await ports()
    #expect(now["renamed"] == Int(port) && now.count == 2)
    let more = try BridgePeer(port: UInt16(try #require(now["more"])))
    try await more.wait(for: "the welcome") { Self.hasSound($0[...]) }
    let frames = caller.heard.count
    try await caller.wait(for: "the next second") { $0.count >= frames + 8000 }

    // A line that is taken out takes no more calls; those that are there go on.
    try site.folder.write(text, to: "bank.site")
    #expect(try await site.ivrctl("reload").status == 0)
    let count = more.heard.count
    try await more.wait(for: "the next second") { $0.count >= count + 8000 }
    more.hangUp()
    caller.hangUp()
    try await site.waitForNoCalls()
    #expect(try await site.stop().status == 0)
    #expect(
      try Records.rows(site.log, "SELECT count(*), count(ended) FROM calls WHERE outcome = 'hung-up'")
        == [["2", "2"]])
  }

  @Test func `a reload leaves each line its own port, though all are written alike`() async throws {
    let folder = try await RunningSite.prepare()
    let names = ["trunk", "agents", "helpdesk"]
    let lines = names.map { "line \($0) audiosocket \"127.0.0.1:0\" flow main\n" }
    try folder.write(RunningSite.site + lines.joined(), to: "bank.site")
    let site = try await RunningSite.start(in: folder)
    func ports(_ names: [String]) async throws -> [UInt16] {
      var ports: [UInt16] = []
      for name in names { ports.append(try await site.port(name)) }
      return ports
    }
    let before = try await ports(names)
    #expect(Set(before).count == 3)
    #expect(try await site.ivrctl("reload").status == 0)
    #expect(try await ports(names) == before)
    // In another order, one of them with another name.
    try folder.write(
      RunningSite.site + lines[2].replacingOccurrences(of: "helpdesk", with: "help") + lines[1] + lines[0],
      to: "bank.site")
    #expect(try await site.ivrctl("reload").status == 0)
    #expect(try await ports(["trunk", "agents", "help"]) == before)
    for port in before {
      let peer = try BridgePeer(port: port)
      try await peer.wait(for: "the welcome") { Self.hasSound($0[...]) }
      peer.hangUp()
    }
    try await site.waitForNoCalls()
    #expect(try await site.stop().status == 0)
    #expect(
      try Records.rows(site.log, "SELECT line FROM calls ORDER BY id") == [["trunk"], ["agents"], ["help"]])
  }

  @Test func `peers that misbehave cost only themselves`() async throws {
    let (site, port) = try await Self.start()
    let caller = try BridgePeer(port: port)
    try await caller.wait(for: "the welcome") { Self.hasSound($0[...]) }

    // Every beginning of a stream, cut off there.
    let name = [0x01, 0x00, 0x10] + (0..<16).map { UInt8($0) }
    let stream: [UInt8] =
      name + [0x03, 0x00, 0x01, 0x35, 0x10, 0x00, 0x04, 1, 2, 3, 4, 0x77, 0x00, 0x02, 9, 9]
    for end in 0..<stream.count { try RawBridgePeer(port: port).send(Array(stream[..<end])) }
    // A storm that comes and goes.
    for _ in 0..<500 { _ = try RawBridgePeer(port: port) }
    // What is no such stream at all.
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let bytes = (0..<3000).map { _ in UInt8.random(in: 0...255, using: &random) }
      try RawBridgePeer(port: port).send(bytes)
    }
    // The name of a call that is under way is refused at once, and that call goes on.
    let twin = try RawBridgePeer(port: port)
    try twin.send(caller.name)
    #expect(try await twin.isClosed())
    // As is, in time, one who never says who he is.
    let silent = try RawBridgePeer(port: port)
    #expect(try await silent.isClosed())

    let frames = caller.heard.count
    try await caller.wait(for: "the next second") { $0.count >= frames + 8000 }
    caller.press("24", asMessage: true)
    let lines = try #require(try await site.folder.json("lines") as? [[String: Any]])
    let trunk = try #require(lines.first { $0["line"] as? String == "trunk" })
    let reasons = try #require(trunk["reasons"] as? [[String: Any]])
    func count(_ reason: String) -> Int {
      reasons.first { $0["reason"] as? String == reason }?["count"] as? Int ?? 0
    }
    #expect(count("twice") >= 1 && count("no-uuid") >= 519, "seed \(seed)")
    caller.hangUp()
    try await site.waitForNoCalls()
    let end = try await site.stop()
    #expect(end.status == 0)
    let rows = try Records.rows(site.log, "SELECT count(*) FROM calls WHERE ended IS NULL")
    #expect(rows == [["0"]])
  }
}

extension RunningSite {
  /// Waits for an agent's state by asking again: the control socket has no stream of states.
  func wait(until state: String, for agent: String) async throws {
    try await ask(for: "\(agent) \(state)") {
      let agents = try await folder.json("agents") as? [[String: Any]] ?? []
      return agents.contains { $0["name"] as? String == agent && $0["state"] as? String == state }
    }
  }
  func wait(for agent: String, held: Bool) async throws {
    try await ask(for: "\(agent) held: \(held)") {
      let agents = try await folder.json("agents") as? [[String: Any]] ?? []
      return agents.contains { $0["name"] as? String == agent && $0["held"] as? Bool == held }
    }
  }
  /// Waits until a line with its calls is as wanted.
  func waitForLine(_ name: String, _ condition: ([String: Any]) -> Bool) async throws {
    try await ask(for: "line \(name) as wanted") {
      condition(try await folder.json("lines", name) as? [String: Any] ?? [:])
    }
  }
  func waitForNoCalls() async throws {
    try await ask(for: "no calls") {
      let status = try await folder.json("status") as? [String: Any]
      return status?["calls"] as? Int == 0 && status?["calls_taken"] as? Int != 0
    }
  }
  private func ask(for what: String, _ condition: () async throws -> Bool) async throws {
    let deadline = Date().addingTimeInterval(RunningProgram.patience)
    while try await !condition() {
      guard Date() < deadline else { throw TooLate(description: "never: \(what)") }
    }
  }
}
