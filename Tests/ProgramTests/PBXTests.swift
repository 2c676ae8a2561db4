import Foundation
import Testing

@Suite struct `A PBX and ivrd` {
  static func hasSound(_ samples: [Int16]) -> Bool { `A line behind a PBX`.hasSound(samples[...]) }

  @Test func `a leg told of beforehand is that call, whatever its name looks like`() async throws {
    let (site, port) = try await PBXSite.start()
    let leg = PBXSite.uuid()
    let name = #"O'Neil "$(reboot)"; DROP TABLE calls; --x,y"#
    let told = try await site.folder.ivrctl([
      "expect", leg, "--from", "+821012345678", "--to", "1000", "--name", name, "--set", "vip=true",
      "--set", "tier=go=ld '\"",
    ])
    #expect(told == .init(status: 0, out: "", err: ""))
    let again = try await site.folder.ivrctl([
      "expect", leg, "--from", "201", "--name", name, "--set", "vip=yes",
    ])
    #expect(again.status == 0 && again.err.contains("expected already"))
    let peer = try BridgePeer(port: port, .init(leg: leg))
    try await peer.wait(for: "the menu") { Self.hasSound($0) }
    #expect(try await site.ivrctl("next-hop", leg).status == 1)
    peer.press("2", asMessage: true)
    #expect(try await peer.ended() == .hungUp)
    #expect(try await site.ivrctl("next-hop", leg) == .init(status: 0, out: "hangup\n", err: ""))
    #expect(try await site.stop().status == 0)
    #expect(try Records.rows(site.log, "SELECT ani, dnis IS NULL FROM calls") == [["201", "1"]])
    let log = try site.events("log")
    #expect(log == ["vip yes", "name \(name)"])
  }

  @Test func `what cannot be told is refused in one line`() async throws {
    let (site, _) = try await PBXSite.start()
    let leg = PBXSite.uuid()
    let wrong: [([String], Int32, String)] = [
      (["expect", "1234"], 1, "'1234' is no UUID"),
      (["expect", leg + "\n" + leg], 1, "is no UUID"),
      (["expect", leg, "--from", "1;2"], 1, "'from' is no telephone number"),
      (["expect", leg, "--from", "1\n2"], 1, "'from' is no telephone number"),
      (["expect", leg, "--name", "a\nb"], 1, "'name' is at most 80 characters on one line"),
      (["expect", leg, "--flow", "mian"], 1, "did you mean main?"),
      (["expect", leg, "--set", "vip"], 2, "--set takes NAME=VALUE"),
      (["expect", leg, "--set", "vip=42"], 1, "'vip' is a flag: it takes true or false"),
      (["expect", leg, "--set", "vop=1"], 1, "did you mean vip?"),
      (["expect", leg, "--result", "busy"], 2, "belongs to --continues"),
      (["expect", leg, "--continues", leg], 2, "--continues needs --result"),
      (["expect", leg, "--continues", leg, "--result", "bsuy"], 2, "there is no result 'bsuy'"),
      (["expect", leg, "--continues", leg, "--result", "busy"], 1, "no call has left on"),
      (["next-hop", leg], 1, "no leg \(leg) has been here"),
      (["hangup", leg], 1, "no call is on leg \(leg)"),
      (["ring", "20;1"], 1, "digits"),
      (["ring", "201"], 1, "give it a 'dial' program in the site file"),
    ]
    for (words, status, says) in wrong {
      let result = try await site.folder.ivrctl(words)
      #expect(result.status == status && result.err.contains(says), "\(words): \(result)")
      #expect(result.err.split(separator: "\n").count == 1)
    }
    #expect(try await site.ivrctl("expect", leg, "--from", "201").status == 0)
    #expect(try await site.stop().status == 0)
    // What is refused is in the audit; what is done, the call itself tells.
    let rows = try Records.rows(site.log, "SELECT act, result FROM audit ORDER BY id")
    #expect(rows.count == 11 && rows.first?.first == "expect 1234" && rows[2].first == "expect \(leg) 1;2")
    #expect(
      rows.last == [
        "(refused orders)",
        "3 more were refused, and are not written one by one: 2 ring, 1 hangup",
      ])
  }

  @Test func `a call that is transferred comes back and is one record`() async throws {
    let (site, port) = try await PBXSite.start()
    let legs = [PBXSite.uuid(), PBXSite.uuid(), PBXSite.uuid()]
    let first = try BridgePeer(port: port, .init(leg: legs[0]))
    try await first.wait(for: "the menu") { Self.hasSound($0) }
    first.press("1", asMessage: true)
    #expect(try await first.ended() == .hungUp)
    #expect(try await site.ivrctl("next-hop", legs[0]).out == "transfer 201\n")
    #expect(
      try await site.ivrctl("expect", legs[1], "--continues", legs[0], "--result", "BUSY").status == 0)
    let second = try BridgePeer(port: port, .init(leg: legs[1]))
    try await second.wait(for: "the busy menu") { Self.hasSound($0) }
    second.press("1", asMessage: true)
    #expect(try await second.ended() == .hungUp)
    #expect(
      try await site.ivrctl(
        "expect", legs[2], "--continues", legs[1], "--result", "answered", "--talked", "93s"
      ).status == 0)
    let third = try BridgePeer(port: port, .init(leg: legs[2]))
    #expect(try await third.ended() == .hungUp)
    #expect(Self.hasSound(third.heard))
    #expect(try await site.ivrctl("next-hop", legs[2]).out == "hangup\n")
    #expect(try await site.stop().status == 0)
    #expect(try Records.rows(site.log, "SELECT ended_by, outcome FROM calls") == [["system", "transferred"]])
    #expect(
      try site.events("state") == [
        "main.first", "main.out", "main.again", "main.out", "main.bye",
      ])
    #expect(try site.events("transfer") == ["201", "failed busy", "201", "ended talk 93.0s"])
  }

  @Test func `a dialplan asks by AGI, without a shell`() async throws {
    let (site, port) = try await PBXSite.start()
    let leg = PBXSite.uuid()
    let asked = try await ProgramTests.ivrctl(
      ["expect", leg, "--agi", "--to", "1000"], in: site.folder.path,
      keys: "agi_request: x\nagi_callerid: 0101234\nagi_calleridname: Kim, --set,vip=true\n\n200 result=1\n",
      environment: site.folder.environment)
    #expect(asked == .init(status: 0, out: "SET VARIABLE IVR_STATUS \"0\"\n", err: ""))
    let peer = try BridgePeer(port: port, .init(leg: leg))
    try await peer.wait(for: "the menu") { Self.hasSound($0) }
    peer.press("1", asMessage: true)
    #expect(try await peer.ended() == .hungUp)
    func next(_ leg: String, socket: String) async throws -> RunningProgram.Output {
      try await ProgramTests.ivrctl(
        ["next-hop", leg, "--agi", "--socket", socket], in: site.folder.path,
        keys: "agi_request: x\n\n200 result=1\n200 result=1\n200 result=1\n")
    }
    func variables(_ next: String, _ number: String, _ status: Int) -> String {
      "SET VARIABLE IVR_NEXT \"\(next)\"\nSET VARIABLE IVR_NUMBER \"\(number)\"\n"
        + "SET VARIABLE IVR_STATUS \"\(status)\"\n"
    }
    #expect(try await next(leg, socket: "ivrd.sock").out == variables("transfer", "201", 0))
    #expect(try await next(PBXSite.uuid(), socket: "ivrd.sock").out == variables("fallback", "", 1))
    #expect(try await next(leg, socket: "no.sock").out == variables("fallback", "", 3))
    #expect(
      try await ProgramTests.ivrctl(
        ["hangup", leg, "--agi"], in: site.folder.path, keys: "\n", environment: site.folder.environment
      ).status == 0)
    #expect(try await site.stop().status == 0)
    #expect(
      try Records.rows(site.log, "SELECT ani, dnis, ended_by, outcome FROM calls")
        == [["0101234", "1000", "transferred", "transferred"]])
    let log = try site.events("log")
    #expect(log == ["vip no", "name Kim, --set,vip=true"])
  }

  @Test func `a line takes those whom it allows, and says whom it refused`() async throws {
    let (site, port) = try await PBXSite.start(
      "line closed audiosocket \"127.0.0.1:0\" allow \"10.0.0.5\", \"192.168.0.0/16\" ids digits flow main\n"
        + "line open audiosocket \"127.0.0.1:0\" ids digits allow \"127.0.0.0/8\" flow main")
    let closed = try RawBridgePeer(port: try await site.port("closed"))
    #expect(try await closed.isClosed())
    let line = try await site.line("closed")
    let reasons = line["reasons"] as? [[String: Any]]
    #expect(line["refused"] as? Int == 1 && reasons?.first?["reason"] as? String == "not-allowed")
    for port in [port, try await site.port("open")] {
      let peer = try BridgePeer(port: port)
      try await peer.wait(for: "the menu") { Self.hasSound($0) }
      peer.hangUp()
    }
    let end = try await site.stop()
    #expect(end.err.contains("for 10.0.0.5, 192.168.0.0/16"))
  }

  @Test func `a PBX that swallows keys is noticed and named`() async throws {
    let (site, port) = try await PBXSite.start()
    let peer = try BridgePeer(port: port)
    try await peer.wait(for: "the menu") { Self.hasSound($0) }
    #expect(try await site.ivrctl("lines").out.contains("perhaps") == false)
    let test = try RunningProgram(
      Programs.ivrctl, ["lines", "--test", "trunk", "--seconds", "8"], in: site.folder.path,
      environment: site.folder.environment)
    try await test.wait(until: "press five keys")
    peer.pressUnheard(6)
    let unheard = try await test.ended()
    #expect(unheard.status == 1 && unheard.out.contains("keys are lost"), "\(unheard)")
    let lines = try await site.ivrctl("lines").out
    #expect(lines.contains("and never a key: perhaps") && lines.contains("before 22.4"), "\(lines)")
    peer.hangUp()

    let next = try BridgePeer(port: port)
    try await next.wait(for: "the menu") { Self.hasSound($0) }
    let again = try RunningProgram(
      Programs.ivrctl, ["lines", "--test", "trunk", "--seconds", "10"], in: site.folder.path,
      environment: site.folder.environment)
    try await again.wait(until: "press five keys")
    next.press("33", asMessage: true)
    let told = try await again.ended()
    #expect(told.status == 0 && told.out.contains("2 by message") && told.out.contains("good:"), "\(told)")
    #expect(try await site.ivrctl("lines").out.contains("perhaps") == false)
    next.hangUp()
    #expect(try await site.stop().status == 0)
  }

  @Test func `thousands of legs are told of in a second, on one connection`() async throws {
    let (site, _) = try await PBXSite.start()
    let count = 4000
    let seconds = try await onThread {
      let client = try ControlPeer(site.folder["ivrd.sock"])
      let start = Date()
      for number in 0..<count {
        let leg = "0000000000000000" + String(format: "%016x", number)
        client.send("{\"v\":1,\"id\":\(number),\"do\":\"expect\",\"leg\":\"\(leg)\",\"from\":\"201\"}\n")
        if number % 100 == 99 { try client.read(lines: 100) }
      }
      return Date().timeIntervalSince(start)
    }
    let status = try #require(try await site.folder.json("status") as? [String: Any])
    #expect(status["legs_expected"] as? Int == count)
    // Twice what is wanted, on a machine that does much else.
    #expect(seconds < 30, "\(count) in \(seconds) s")
    #expect(try await site.stop().status == 0)
  }
}

/// A connection to the control socket.
final class ControlPeer {
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { place in
      for (index, byte) in path.utf8.enumerated() where index < place.count - 1 { place[index] = byte }
    }
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard code == 0 else { throw TooLate(description: "\(path): \(String(cString: strerror(errno)))") }
  }
  deinit { close(descriptor) }
  func send(_ text: String) {
    let all = Array(text.utf8)
    _ = Foundation.send(descriptor, all, all.count, Int32(MSG_NOSIGNAL))
  }
  func read(lines: Int) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count(where: { $0 == 0x0A }) < lines {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { throw TooLate(description: "the control socket has closed") }
      bytes += buffer[..<count]
    }
    bytes = []
  }
}
