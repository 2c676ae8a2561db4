import Foundation
import TestSupport
import Testing

@Suite struct `A supervisor asks why` {
  @Test func `what a crash cut off is told to be unknown`() async throws {
    let folder = try TestFolder.withBank()
    let log = folder["day.sqlite"]
    #expect(
      try await folder.ivrctl(
        "simulate", folder["callflows/demo.site"], "--queue", "billing", "--calls-per-hour", "9", "--aht",
        "2m",
        "--from", "10:00", "--to", "11:00", "--agents", "1", "--seeds", "1", "--log", log
      ).status == 0)
    _ = try Records.rows(
      log,
      """
      INSERT INTO calls (id, graph, flow, line, offered, ended, ended_by, outcome, end_estimated)
      VALUES (1900000000000000, 'g', 'main', 'trunk', 0, 9000, 'system', 'interrupted', 1)
      """)
    for (n, kind, detail) in [(1, "queue", "billing position 1"), (2, "connect", "kim waited 4.0s")] {
      _ = try Records.rows(
        log,
        "INSERT INTO call_events VALUES (1900000000000000, \(n), \(n * 4000), '\(kind)', '', '\(detail)')")
    }
    let call = try Records.value(log, "SELECT call FROM v_calls WHERE graph = 'g'")
    let why = try await folder.ivrctl("explain", call, "--log", log)
    #expect(
      why.out.contains(
        "0:08.0 unknown     the log breaks off in the talk with kim: how long it was is not known"),
      "\(why.out) \(why.err)")
  }

  @Test func `and changes it while the call waits`() async throws {
    let site = try await RunningSite.start()
    #expect(try await site.ivrctl("agent", "lee", "login").status == 0)
    #expect(try await site.ivrctl("queue", "billing", "close").out == "queue billing is closed\n")
    #expect(try await site.ivrctl("queue", "billing", "open").out == "queue billing is open\n")
    let wrong = try await site.ivrctl("queue", "biling", "close")
    #expect(wrong.status == 1 && wrong.err.contains("did you mean billing?"), "\(wrong.err)")
    let why = try await site.ivrctl("explain", "--agent", "lee")
    #expect(why.status == 0)
    let lines = why.out.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("lee is ready for ") == true, "\(why.out)")
    #expect(lines.dropFirst() == ["skills billing 1, cards 2, en 5", "no call waits"], "\(why.out)")
    #expect(try await site.ivrctl("agent", "lee", "skill", "billing", "4").status == 0)
    #expect(try await site.ivrctl("explain", "--agent", "lee").out.contains("billing 4"))
    let caller = try await site.call("--from", "0212345678", "--to", "1000")
    let calls = try #require(try await site.folder.json("calls") as? [[String: Any]])
    let id = try #require(calls.first?["call"] as? String)
    let live = try await site.ivrctl("explain", id)
    #expect(live.status == 0 && live.out.hasSuffix("now\nis in no queue now\n"), "\(live.out) \(live.err)")
    let early = try await site.ivrctl("priority", id, "-5")
    #expect(early.status == 1 && early.err.contains("waits in no queue"), "\(early.err)")
    for (words, says) in [
      (["priority", id, "999999999"], "a priority is -1000000 to 1000000, not 999999999"),
      (["priority", "nosuch", "5"], "'nosuch' is no call: `ivrctl calls` shows their ids"),
      (["move", "nosuch", "billing"], "'nosuch' is no call: `ivrctl calls` shows their ids"),
      (["agent", "nosuch", "pause", "lunch"], "there is no agent nosuch: `ivrctl agents` shows them"),
      (["agent", "ki\u{1B}[31mm", "pause", "lunch"], "'name' has a control character in it"),
      (["agent", "kim", "pause", String(repeating: "x", count: 30_000)], "'reason' has 30000 characters"),
      (["queue", "billing", "message", "one\ntwo"], "'message' has a control character in it"),
      (["queue", "nosuch", "close"], "there is no queue nosuch; there is: "),
    ] {
      let result = try await site.folder.ivrctl(words)
      #expect(result.status == 1 && result.err.contains(says), "\(words.prefix(2)): \(result.err)")
    }
    #expect(try await site.ivrctl("priority", "1hmfrvkr3rs", "5").status == 1)
    #expect(try await site.ivrctl("hangup", id).status == 0)
    _ = try await caller.ended()
    #expect(try await site.ivrctl("explain", "nobody").status == 2)
    #expect(try await site.ivrctl("explain").status == 2)
  }
}
