import TestSupport
import Foundation
import Testing

@Suite struct `What a restart takes up again` {
  @Test func `after SIGKILL agents, skills and closings are as they were, and a reload leaves them`()
    async throws
  {
    let site = try await RunningSite.start()
    let folder = site.folder
    for act in [["kim", "login"], ["kim", "pause", "lunch"], ["lee", "login"]] {
      #expect(try await folder.ivrctl(["agent"] + act).status == 0)
    }
    #expect(try await site.ivrctl("agent", "lee", "skill", "billing", "7").status == 0)
    #expect(try await site.ivrctl("queue", "billing", "close").status == 0)
    #expect(try await site.ivrctl("reload").status == 0)
    func check(_ when: String) async throws {
      let agents = try await folder.ivrctl("agents").out
      #expect(
        agents.contains("paused") && agents.contains("lunch") && agents.contains("ready"),
        "\(when): \(agents)")
      #expect(try await folder.ivrctl("explain", "--agent", "lee").out.contains("billing 7"), "\(when)")
    }
    try await check("after a reload")
    let log = site.log
    try await site.writtenLog()
    site.ivrd.signal(SIGKILL)
    _ = try await site.ivrd.ended()
    let again = try await RunningSite.start(in: folder)
    try await check("after a crash")
    // Nobody is let in.
    let caller = try await again.call()
    caller.type("24")
    try await caller.wait(until: "out of queue billing: closed")
    caller.type("h")
    #expect(try await again.ivrctl("queue", "billing", "open").status == 0)
    #expect(try await again.stop().status == 0)
    let third = try await RunningSite.start(in: folder)
    try await check("after an end in peace")
    #expect(try Records.value(log, "SELECT count(*) FROM kept WHERE kind = 'queue'") == "0")
    #expect(try await third.stop().status == 0)
  }

  @Test func `after SIGKILL whoever ordered a call-back is dialled, with what he had entered`() async throws {
    let folder = try TestFolder()
    try folder.write(
      """
      callflow 1
      language en default
      skill billing
      queue billing { need billing 2; no-agents 10m; ring 10m; key 1 -> main.call_me }
      flow main {
        collect ask into account { timeout 10m; digits 3; say "Account."; done -> to_billing }
        route to_billing { queue billing; note account = account; talked -> bye; overflow -> bye }
        callback call_me { to caller.number; within 1h; attempts 3 every 5m; done -> bye }
        do bye { say "Goodbye."; hangup }
      }
      """, to: "a.callflow")
    try folder.write(
      "#!/bin/sh\nif [ $1 = ring ]; then printf '%s\\n' \"$@\" > rung; fi\nexit 1\n", to: "ring")
    chmod(folder["ring"], 0o755)
    let pipe = try Fifo(folder["rung"])
    try folder.write(
      """
      site 1
      flows "a.callflow"
      log "calls.sqlite"
      control "ivrd.sock"
      dial "./ring"
      line test keypad flow main
      agent kim { skills billing 3 }

      """, to: "bank.site")
    let first = try await RunningSite.start(in: folder)
    for act in [["login"], ["pause", "lunch"]] { try await folder.ivrctl(["agent", "kim"] + act) }
    let caller = try await first.call("--from", "0211111111")
    caller.type("471")
    try await caller.wait(until: "waiting in queue billing")
    caller.type("1")
    #expect(try await caller.ended().out.contains("callback"))
    let log = folder["calls.sqlite"]
    try await first.writtenLog()
    #expect(
      try Records.value(log, "SELECT count(*) FROM kept WHERE kind = 'callback' AND value LIKE '%t471%'")
        == "1")
    first.ivrd.signal(SIGKILL)
    _ = try await first.ivrd.ended()
    let again = try await RunningSite.start(in: folder)
    #expect(try await again.ivrctl("queues").out.contains("billing"))
    // It is listed by the call that ordered it, and steered by its id.
    let waiting = try #require(try await folder.json("calls", "--callbacks") as? [[String: Any]])
    let ordering = try #require(waiting.first?["call"] as? String)
    #expect(waiting.count == 1 && waiting.first?["number"] as? String == "0211111111")
    #expect(try await again.ivrctl("calls").out.contains(ordering))
    #expect(try await again.ivrctl("priority", ordering, "5").status == 0)
    #expect(try await again.ivrctl("explain", ordering).out.contains("priority 5"))
    #expect(try await again.ivrctl("agent", "kim", "ready").status == 0)
    let words = try await pipe.lines()
    #expect(words.count == 4 && words.first == "ring" && words[2...] == ["0211111111", "25"], "\(words)")
    #expect(try await again.stop().status == 0)
    let told = try Records.rows(log, "SELECT detail FROM call_events WHERE kind = 'callback' ORDER BY n")
      .flatMap { $0 }
    #expect(
      told.prefix(3) == [
        "ordered 0211111111", "taken up again after a restart", "dialled 0211111111, attempt 1",
      ], "\(told)")
    // For the next run again, in which it is cancelled.
    #expect(try Records.value(log, "SELECT count(*) FROM kept WHERE kind = 'callback'") == "1")
    let third = try await RunningSite.start(in: folder)
    #expect(try await third.ivrctl("hangup", ordering).status == 0)
    #expect(try await third.ivrctl("hangup", ordering).status == 1)
    #expect(try await third.stop().status == 0)
    #expect(try Records.value(log, "SELECT count(*) FROM kept WHERE kind = 'callback'") == "0")
    let acts = try Records.rows(log, "SELECT act, result FROM audit ORDER BY id")
    #expect(
      acts.contains(["priority \(ordering) 5", "done"]) && acts.contains(["hangup \(ordering)", "done"]))
  }

  @Test func `the last half hour of screens and alerts is taken from the log`() async throws {
    let site = try await RunningSite.start()
    let folder = site.folder
    for act in [["login"], ["pause", "lunch"]] { try await folder.ivrctl(["agent", "kim"] + act) }
    let caller = try await site.call()
    caller.type("24")
    try await caller.wait(until: "waiting in queue billing")
    caller.type("h")
    _ = try await caller.ended()
    func figures() async throws -> [Int?] {
      let queues = try #require(try await folder.json("queues") as? [[String: Any]])
      let billing = queues.first { $0["name"] as? String == "billing" }
      return ["abandoned", "flowed_out", "at_key"].map { billing?[$0] as? Int }
    }
    #expect(try await figures() == [1, 0, 0])
    #expect(try await site.stop().status == 0)
    let again = try await RunningSite.start(in: folder)
    #expect(try await figures() == [1, 0, 0])
    #expect(try await again.stop().status == 0)
  }

  @Test func `who ordered what is written down, refused orders too, and read by ivrctl audit`() async throws {
    let site = try await RunningSite.start()
    #expect(try await site.ivrctl("agent", "kim", "login").status == 0)
    #expect(try await site.ivrctl("agent", "kim", "answer").status == 1)
    #expect(try await site.ivrctl("queue", "billing", "close").status == 0)
    #expect(try await site.ivrctl("queues").status == 0)
    #expect(try await site.stop().status == 0)
    let rows = try Records.rows(site.log, "SELECT role, act, result, user FROM audit ORDER BY id")
    let me = String(getuid())
    #expect(
      rows == [
        ["admin", "agent kim login", "done", me],
        ["admin", "agent kim answer", "kim is not being offered a call, he is ready", me],
        ["admin", "queue billing close", "done", me],
      ])
    let shown = try await site.folder.ivrctl("audit", "--log", "calls.sqlite")
    #expect(shown.status == 0 && shown.out.contains("queue billing close"), "\(shown.out)\(shown.err)")
    // In a file or a pipe nothing is cut short.
    #expect(shown.out.contains("kim is not being offered a call, he is ready"), "\(shown.out)")
    let json = try #require(
      try await site.folder.json("audit", "--log", "calls.sqlite", "--last", "1") as? [[String: Any]])
    #expect(json.count == 1 && json.first?["act"] as? String == "queue billing close")
  }

  @Test func `events have numbers, go on over a restart, and tell who missed some`() async throws {
    let site = try await RunningSite.start()
    let screen = try RunningProgram(
      Programs.ivrctl, ["events", "--follow", "--json", "--since", "0"], in: site.folder.path,
      environment: site.folder.environment)
    #expect(try await site.ivrctl("agent", "kim", "login").status == 0)
    try await screen.wait(until: "\"kind\":\"agent\"")
    let caller = try await site.call("--from", "0212345678")
    caller.type("24")
    try await caller.wait(until: "waiting in queue billing")
    try await screen.wait(until: "\"kind\":\"offered\"")
    #expect(try await site.ivrctl("agent", "kim", "answer").status == 0)
    try await screen.wait(until: "\"kind\":\"answered\"")
    caller.type("h")
    try await screen.wait(until: "\"kind\":\"ended\"")
    let last = try await site.ivrctl("events", "--json", "--agent", "kim")
    #expect(last.status == 0)
    let kinds = last.out.split(separator: "\n").compactMap { line -> String? in
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["kind"] as? String
    }
    #expect(
      kinds.prefix(3) == ["agent", "agent", "offered"] || kinds.prefix(3) == ["agent", "offered", "agent"],
      "\(kinds)")
    #expect(kinds.contains("answered") && kinds.contains("talk-ended"), "\(kinds)")
    let all = try await site.ivrctl("events").out.split(separator: "\n").count
    #expect(try await site.stop().status == 0)
    let end = try await screen.ended()
    #expect(end.status == 3 && end.err.contains("go on with --since"), "\(end.err)")
    let again = try await RunningSite.start(in: site.folder)
    let more = try await again.ivrctl("events").out.split(separator: "\n")
    #expect(more.count >= all)
    #expect(more.first?.hasPrefix("1 ") == true, "\(more.first ?? "")")
    let numbers = more.compactMap { Int($0.prefix { $0.isNumber }) }
    #expect(numbers == Array(1...max(1, numbers.count)))
    let ahead = try await again.ivrctl("events", "--since", "100000")
    #expect(ahead.status == 1 && ahead.err.contains("there is no event 100000 yet"), "\(ahead.err)")
    #expect(try await again.stop().status == 0)
  }

  @Test func `one who follows events and does not read is let go, and nobody else notices`() async throws {
    let site = try await RunningSite.start()
    let slow = try #require(Peer.connect(to: site.folder["ivrd.sock"]))
    defer { close(slow) }
    Peer.send(Array("{\"v\":1,\"id\":1,\"do\":\"events\",\"follow\":true}\n".utf8), to: slow)
    let screen = try RunningProgram(
      Programs.ivrctl, ["events", "--follow", "--since", "0"], in: site.folder.path,
      environment: site.folder.environment)
    #expect(try await site.ivrctl("agent", "kim", "login").status == 0)
    try await screen.wait(until: "kim ready")
    // Orders as fast as they are taken, on one connection: an event each, some 120 bytes.
    let busy = try #require(Peer.connect(to: site.folder["ivrd.sock"]))
    defer { close(busy) }
    let pairs = 9000
    let sent = try await onThread {
      var answered = 0
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      for pair in 0..<pairs {
        for act in ["pause", "ready"] {
          let line =
            "{\"v\":1,\"id\":\(pair),\"do\":\"agent\",\"name\":\"kim\",\"act\":\"\(act)\",\"reason\":\"tea\"}\n"
          guard Foundation.send(busy, line, line.utf8.count, Int32(MSG_NOSIGNAL)) == line.utf8.count else {
            return answered
          }
        }
        var due = 2
        while due > 0 {
          let count = recv(busy, &buffer, buffer.count, 0)
          guard count > 0 else { return answered }
          due -= buffer[..<count].count { $0 == UInt8(ascii: "\n") }
        }
        answered += 1
      }
      return answered
    }
    #expect(sent == pairs)
    try await screen.wait(until: "\(pairs * 2)")
    #expect(try await site.ivrctl("agent", "kim", "logout").status == 0)
    try await screen.wait(until: "kim logged-out")
    // What it was sent before, then why no more.
    let last = try await onThread {
      var text: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while !String(decoding: text.suffix(400), as: UTF8.self).contains("\"failed\"") {
        let count = recv(slow, &buffer, buffer.count, 0)
        guard count > 0 else { break }
        text += buffer[..<count]
      }
      return String(decoding: text.suffix(400), as: UTF8.self)
    }
    #expect(last.contains("events are not read as fast as they come; go on with --since "), "\(last)")
    // What is not kept any more is said.
    let old = try await site.ivrctl("events", "--since", "5")
    #expect(old.status == 1 && old.err.contains("are not kept any more"), "\(old.err)")
    #expect(try await site.stop().status == 0)
    screen.kill()
  }
}
