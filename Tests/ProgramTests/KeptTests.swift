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
    _ = try await onThread {
      try FolderWatch(folder.path).wait(for: "kept row") {
        try Records.value(log, "SELECT count(*) FROM kept WHERE kind = 'queue'") == "1" ? true : nil
      }
    }
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
    #expect(shown.out.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(shown.out)")
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
}
