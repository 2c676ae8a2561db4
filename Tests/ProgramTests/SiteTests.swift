import Foundation
import Testing

@Suite struct `A running site` {
  @Test func `a keypad call is answered by an agent, and every command tells the same`() async throws {
    let site = try await RunningSite.start()
    let status = try #require(try await site.folder.json("status") as? [String: Any])
    #expect(status["calls"] as? Int == 0 && status["log"] as? String == site.log)
    #expect(status["log_fault"] is NSNull)

    // Nobody who could ever take the call would send it away at once.
    #expect(try await site.ivrctl("agent", "kim", "login").out.hasPrefix("kim is "))
    #expect(try await site.ivrctl("agent", "kim", "pause", "lunch").out.hasPrefix("kim is paused"))
    let caller = try await site.call("--from", "0212345678", "--to", "1000")
    // The second key is typed ahead.
    caller.type("24")
    try await caller.wait(until: "waiting in queue billing")
    let calls = try #require(try await site.folder.json("calls") as? [[String: Any]])
    let id = try #require(calls.first?["call"] as? String)
    #expect(
      calls.count == 1 && calls[0]["queue"] as? String == "billing"
        && calls[0]["from"] as? String == "0212345678")
    var queues = try #require(try await site.folder.json("queues") as? [[String: Any]])
    #expect(queues.first { $0["name"] as? String == "billing" }?["waiting"] as? Int == 1)
    #expect(try await site.ivrctl("queues").out.contains("billing"))

    #expect(try await site.ivrctl("agent", "kim", "ready").status == 0)
    #expect(try await site.ivrctl("agent", "kim", "answer").status == 0)
    try await caller.wait(until: "connected with agent kim")
    let agents = try #require(try await site.folder.json("agents") as? [[String: Any]])
    let kim = try #require(agents.first { $0["name"] as? String == "kim" })
    #expect(kim["state"] as? String == "talking" && kim["call"] as? String == id)
    #expect(try await site.ivrctl("agent", "kim", "answer").status == 1)
    #expect(try await site.ivrctl("agent", "kim", "hangup").status == 0)
    try await caller.wait(until: "or hash to skip this.")
    caller.type("5\n")
    try await caller.wait(until: "Thank you for calling.")
    let end = try await caller.ended()
    #expect(end.status == 0 && end.out.contains("the call is over: agent, ended by system"))

    queues = try #require(try await site.folder.json("queues") as? [[String: Any]])
    #expect(queues.allSatisfy { $0["waiting"] as? Int == 0 })
    #expect(try await site.ivrctl("agent", "kim", "ready").status == 0)
    #expect(try await site.stop().status == 0)

    // The rows, read without any code of the product.
    let rows = try Records.rows(
      site.log, "SELECT queue, how, agent, (\"left\" - enqueued), talk FROM queue_visits")
    #expect(rows.count == 1 && rows[0][0..<3] == ["billing", "answered", "kim"])
    #expect(
      try Records.rows(site.log, "SELECT ani, dnis, language, ended_by, outcome FROM calls")
        == [["0212345678", "1000", "en", "system", "agent"]])
    let report = try await site.folder.ivrctl("report", "queues", "--json", "--log", "calls.sqlite")
    let records = try #require(
      try JSONSerialization.jsonObject(with: Data(report.out.utf8)) as? [[String: Any]])
    let billing = try #require(records.first { $0["queue"] as? String == "billing" })
    #expect(
      billing["queued"] as? Int == 1 && billing["answered"] as? Int == 1 && billing["abandoned"] as? Int == 0)
    let wait = try #require(Double(rows[0][3]))
    #expect(abs(try #require(billing["asa_seconds"] as? Double) - wait / 1000) < 0.06)
    let shown = try await site.folder.ivrctl("show", id, "--log", "calls.sqlite")
    #expect(
      shown.status == 0 && shown.out.contains("billing: answered") && shown.out.contains("by kim, talk "))
    #expect(!shown.out.contains("unknown"))
    // As a program leaves it that was killed while they talked.
    _ = try Records.rows(site.log, "UPDATE calls SET end_estimated = 1")
    _ = try Records.rows(site.log, "UPDATE queue_visits SET talk = 0, wrap = 0")
    let cut = try await site.folder.ivrctl("show", id, "--log", "calls.sqlite")
    #expect(cut.status == 0 && cut.out.contains("by kim, talk unknown"), "\(cut.out)")
  }

  @Test func `keys that are none are told, piped commas wait, the end of input hangs up`() async throws {
    let site = try await RunningSite.start()
    let result = try await ProgramTests.ivrctl(
      ["call", "--live", "test"], in: site.folder.path, keys: "x2,\n", environment: site.folder.environment)
    #expect(result.status == 0)
    #expect(result.out.contains("'x' is no key"))
    #expect(result.out.contains("top_menu"))
    #expect(result.out.contains("the call is over: hung-up, ended by caller"))
    #expect(
      try await site.ivrctl("call", "--live", "dest").err.contains("no keypad line 'dest'; the site has test")
    )
    #expect(try await site.stop().status == 0)
    #expect(try Records.rows(site.log, "SELECT outcome, ended_by FROM calls") == [["hung-up", "caller"]])
  }

  @Test func `a key pressed just before the hang-up is not lost`() async throws {
    let site = try await RunningSite.start()
    let result = try await ProgramTests.ivrctl(
      ["call", "--live", "test"], in: site.folder.path, keys: ",,2", environment: site.folder.environment)
    #expect(result.status == 0)
    #expect(try await site.stop().status == 0)
    let keys = try Records.rows(site.log, "SELECT detail FROM call_events WHERE kind = 'key'")
    #expect(keys.count == 1)
  }

  @Test func `a supervisor hangs up a call`() async throws {
    let site = try await RunningSite.start()
    let caller = try await site.call()
    let id = try #require(
      (try await site.folder.json("calls") as? [[String: Any]])?.first?["call"] as? String)
    #expect(try await site.ivrctl("hangup", id).status == 0)
    #expect(try await caller.ended().out.contains("ended by system"))
    for other in [id, "0", "%"] {
      let again = try await site.ivrctl("hangup", other)
      #expect(again.status == 1 && again.err.split(separator: "\n").count == 1)
    }
    #expect(try await site.stop().status == 0)
  }

  @Test func `a caller whose terminal is gone has hung up`() async throws {
    let site = try await RunningSite.start()
    let caller = try await site.call()
    caller.signal(SIGKILL)
    try await caller.ended()
    // Its end is in the log when the next call's is.
    let next = try await site.call()
    next.type("h")
    try await next.ended()
    #expect(try await site.stop().status == 0)
    #expect(
      try Records.rows(site.log, "SELECT outcome, ended_by FROM calls ORDER BY id")
        == [["hung-up", "caller"], ["hung-up", "caller"]])
  }

  @Test(arguments: ["reload", "SIGHUP"]) func `a broken flow is not loaded, a mended one is`(_ way: String)
    async throws
  {
    let site = try await RunningSite.start()
    let good = try site.folder.text("callflows/bank/bank.callflow")
    let graphs = { (try await site.folder.json("status") as? [String: Any])?["graphs"] as? [String] }
    let before = try await graphs()
    try site.folder.write(
      good.replacingOccurrences(of: "say tell_balance", with: "say tell_it")
        .replacingOccurrences(of: "digits 8-12", with: "digits 12-8"), to: "callflows/bank/bank.callflow")
    if way == "reload" {
      let result = try await site.ivrctl("reload")
      #expect(result.status == 1 && result.out == "")
      #expect(result.err.contains("callflows/bank/bank.callflow:") && result.err.contains("tell_it"))
      #expect(result.err.contains("12-8") && result.err.contains("not reloaded"))
    } else {
      site.ivrd.signal(SIGHUP)
    }
    try await site.ivrd.wait(until: "not reloaded")
    #expect(try await graphs() == before)
    let caller = try await site.call()

    try site.folder.write(
      good.replacingOccurrences(of: "Thank you for calling.", with: "Good bye now."),
      to: "callflows/bank/bank.callflow")
    if way == "reload" {
      let result = try await site.ivrctl("reload")
      #expect(result.status == 0 && result.out.contains("reloaded bank.site"))
    } else {
      site.ivrd.signal(SIGHUP)
    }
    try await site.ivrd.wait(until: "ivrd: reloaded bank.site")
    #expect(try await graphs() != before)
    // The call under way goes on.
    caller.type("2")
    try await caller.wait(until: "top_menu")
    caller.type("h")
    #expect(try await caller.ended().status == 0)
    let end = try await site.stop()
    #expect(end.status == 0 && end.err.contains("tell_it") && end.err.contains("12-8"))
  }

  @Test func `garbage on the control socket is closed, others are served`() async throws {
    let site = try await RunningSite.start()
    let caller = try await site.call()
    let junk: [[UInt8]] = [
      Array("GET / HTTP/1.1\r\n\r\n".utf8), [0, 1, 2, 0xFF, 10], Array("{\"v\":1,\"do\":\"agent\"}\n".utf8),
      Array("{\"v\":1,\"do\":\"call.live\",\"act\":\"key\",\"keys\":[1]}\n".utf8),
      Array("{\"v\":99,\"do\":\"status\"}\n".utf8),
      Array("{\"v\":1,\"do\":\"no".utf8), [], [UInt8](repeating: 0x61, count: 1 << 20),
      Array(String(repeating: "[", count: 50_000).utf8) + [10],
    ]
    var peers: [Int32] = []
    defer { for peer in peers { close(peer) } }
    for bytes in junk {
      let peer = try #require(Peer.connect(to: site.folder["ivrd.sock"]))
      peers.append(peer)
      Peer.send(bytes, to: peer)
    }
    #expect(try await site.ivrctl("status").status == 0)
    caller.type("2")
    try await caller.wait(until: "top_menu")
    #expect(try await site.stop().status == 0)
    #expect(try await caller.ended().out.contains("the call is over"))
  }
}

/// A raw peer of a Unix socket.
enum Peer {
  static func connect(to path: String) -> Int32? {
    let peer = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix(107)) }
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(peer, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return code == 0 ? peer : nil
  }
  /// As much as the socket takes at once.
  static func send(_ bytes: [UInt8], to peer: Int32) {
    _ = Foundation.send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
  }
}
