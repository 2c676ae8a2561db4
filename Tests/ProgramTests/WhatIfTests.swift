import TestSupport
import Foundation
import Testing

@Suite struct `Days that were never lived` {
  @Test func `a day is simulated, reported, and played again with others`() async throws {
    let folder = try TestFolder.withBank()
    let (site, log) = (folder["callflows/demo.site"], folder["day.sqlite"])
    let zone = ["--zone", "Asia/Seoul", "--seeds", "2"]
    let simulate =
      [
        "simulate", site, "--queue", "billing", "--calls-per-hour", "40", "--aht", "2m", "--day",
        "2026-03-03",
        "--from", "10:00", "--to", "12:00", "--agents", "2",
      ] + zone
    let day = try await folder.ivrctl(simulate + ["--log", log])
    #expect(day.status == 0 && day.err.isEmpty, "\(day.err)")
    #expect(day.out.contains("seeds 1 to 2: ") && day.out.contains("Erlang C"), "\(day.out)")
    #expect(day.out.split(separator: "\n").filter { $0.count > 80 } == [])
    let again = try await folder.ivrctl(simulate + ["--json"])
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(again.out.utf8)) as? [[String: Any]])
    #expect(rows.first?["figure"] as? String == "queued")
    #expect(try await folder.ivrctl(simulate + ["--json"]).out == again.out)

    let queues = try await folder.ivrctl(["report", "queues", "--log", log, "--zone", "Asia/Seoul", "--csv"])
    #expect(queues.status == 0 && queues.out.contains("billing,"), "\(queues.err)")
    try folder.write("agent kim { skills billing 3 }\nagent lee { skills billing 3 }\n", to: "team.site")
    for change in [
      [], ["--agents", "3"], ["--agents", folder["team.site"]],
      ["--flows", folder["callflows/bank/bank.callflow"]],
    ] {
      let result = try await folder.ivrctl(["whatif", site, "--log", log] + change + zone)
      #expect(result.status == 0 && result.err.isEmpty, "\(change): \(result.err)")
      #expect(result.out.contains("may be read as they are"), "\(change): \(result.out)")
      #expect(result.out.split(separator: "\n").filter { $0.count > 80 } == [], "\(change)")
      // What has no room beside the others stands below.
      let theory = result.out.split(separator: "\n").filter {
        $0.contains("Erlang C") || $0.contains("Erl. C")
      }
      #expect(theory.count == 1, "\(change): \(result.out)")
    }
  }

  @Test func `the examples of simulate find the queues open, on a machine of another clock too`() async throws
  {
    let folder = try TestFolder.withBank()
    let example = [
      "simulate", folder["callflows/demo.site"], "--queue", "billing", "--calls-per-hour", "120", "--seeds",
      "1",
    ]
    try folder.write("agent kim { skills billing 3, en 5; shift mon-fri 09:00-18:00 }\n", to: "team.site")
    for words in [["--aht", "240s", "--agents", "10"], ["--aht", "4m", "--agents", folder["team.site"]]] {
      let day = try await ProgramTests.ivrctl(
        example + words, in: folder.path, environment: folder.environment.merging(["TZ": "UTC"]) { $1 })
      #expect(day.status == 0 && day.out.contains(" (Asia/Seoul), billing"), "\(day.out)\(day.err)")
      #expect(!day.out.contains("closed") && !day.out.contains("no-agents"), "\(day.out)")
      #expect(day.out.contains(/\nanswered +[1-9]/), "\(day.out)")
    }
  }

  @Test func `a day that a table has for a holiday is closed, simulated or played again`() async throws {
    let folder = try TestFolder()
    try folder.write(
      """
      callflow 1
      language en default
      skill billing
      table closed_days (day date key)
      calendar office { timezone "Asia/Seoul"; open mon-sun 00:00-24:00; holidays from closed_days.day }
      queue billing { need billing 1; calendar office; no-agents 10m }
      flow main {
        route to_billing { queue billing; talked -> bye; overflow -> bye }
        do bye { say "Goodbye."; hangup }
      }

      """, to: "a.callflow")
    try folder.write(
      "site 1\nflows \"a.callflow\"\ndata \"a.sqlite\"\nline l keypad flow main\n", to: "a.site")
    let day = [
      "simulate", "a.site", "--queue", "billing", "--calls-per-hour", "40", "--aht", "2m", "--day",
      "2026-11-26",
      "--from", "10:00", "--to", "12:00", "--agents", "2", "--zone", "Asia/Seoul", "--seeds", "1",
    ]
    let closed = "Flowed out: closed"
    let early = try await folder.ivrctl(day)
    #expect(early.status == 0 && early.err.contains("make it with: ivrctl data a.site"), "\(early)")
    #expect(try await folder.ivrctl("data", "a.site").status == 0)
    let open = try await folder.ivrctl(day + ["--log", "day.sqlite"])
    #expect(open.status == 0 && open.err.isEmpty && !open.out.contains(closed), "\(open)")
    _ = try Records.rows(folder["a.sqlite"], "INSERT INTO closed_days VALUES ('2026-11-26')")
    let again = ["whatif", "a.site", "--log", "day.sqlite", "--zone", "Asia/Seoul", "--seeds", "1"]
    for words in [day, again, again + ["--flows", "a.callflow"]] {
      let result = try await folder.ivrctl(words)
      #expect(result.status == 0 && result.err.isEmpty && result.out.contains(closed), "\(words): \(result)")
    }
  }

  @Test func `mistakes are told with their mend`() async throws {
    let folder = try TestFolder.withBank()
    let site = folder["callflows/demo.site"]
    try folder.write("billing,09:00,x\n", to: "arrivals.csv")
    try folder.write("agent kim { skills biling 3 }\n", to: "team.site")
    let rate = ["--queue", "billing", "--calls-per-hour", "9"]
    for (words, says) in [
      ([], "--aht 240s"), (["--aht", "3x"] + rate, "4m"), (["--aht", "3m"], "--calls-per-hour 120"),
      (["--aht", "3m", "--queue", "biling", "--calls-per-hour", "9"], "did you mean 'billing'"),
      (["--aht", "3m", "--ring", "10s"] + rate, "less than 10s"),
      (["--aht", "3m", "--agents", folder["nobody"]] + rate, "no such file"),
      (["--aht", "3m", "--agents", folder["team.site"]] + rate, "team.site:1: "),
      (["--aht", "3m", "--arrivals", folder["arrivals.csv"]], "arrivals.csv:1: "),
      (["--aht", "3m", "--log", site] + rate, "is there already"),
    ] {
      let result = try await folder.ivrctl(["simulate", site] + words)
      #expect(
        result.status == 2 && result.out.isEmpty && result.err.contains(says), "\(words): \(result.err)")
    }
    let none = try await folder.ivrctl(["whatif", site, "--log", folder["none.sqlite"]])
    #expect(none.status == 2 && none.err.contains("none.sqlite"))
  }

  @Test func `a day that ivrd lived is played again with the priorities that its flow worked out`()
    async throws
  {
    let folder = try TestFolder()
    try folder.write(
      """
      callflow 1
      language en default
      skill billing
      queue billing { need billing 1; no-agents 10m; ring 10m; wrap-up 10m; age 1 per 60s max 5 }
      flow main {
        collect ask into tier { timeout 10m; digits 1; say "Tier."; done -> to_billing }
        route to_billing { queue billing; priority number(tier) * 10; talked -> bye; overflow -> bye }
        do bye { say "Goodbye."; hangup }
      }
      """, to: "a.callflow")
    try folder.write(
      """
      site 1
      flows "a.callflow"
      log "calls.sqlite"
      control "ivrd.sock"
      line test keypad flow main
      agent kim { skills billing 3 }

      """, to: "bank.site")
    let site = try await RunningSite.start(in: folder)
    for act in [["login"], ["pause", "lunch"]] { try await folder.ivrctl(["agent", "kim"] + act) }
    var callers: [RunningProgram] = []
    for tier in ["1", "9"] {
      let caller = try await site.call()
      caller.type(tier)
      try await caller.wait(until: "waiting in queue billing")
      callers.append(caller)
    }
    for caller in callers.reversed() {
      for act in ["ready", "answer"] {
        #expect(try await site.ivrctl("agent", "kim", act).status == 0)
      }
      try await caller.wait(until: "kim")
      caller.type("h")
      _ = try await caller.ended()
    }
    #expect(try await site.stop().status == 0)
    let log = folder["calls.sqlite"]
    #expect(
      try Records.rows(
        log,
        "SELECT how, agent, priority, priority_added, priority_rate, priority_most FROM queue_visits ORDER BY call"
      ) == [["answered", "kim", "10", "0", "1.0", "5"], ["answered", "kim", "90", "0", "1.0", "5"]])
    let waits = try Records.rows(log, "SELECT \"left\" FROM queue_visits ORDER BY call").compactMap(\.first)
    #expect(waits.count == 2 && waits[1] < waits[0])
    for change in [[], ["--agents", "1"], ["--flows", folder["a.callflow"]]] {
      let result = try await folder.ivrctl(
        ["whatif", folder["bank.site"], "--log", log, "--seeds", "1"] + change)
      #expect(result.status == 0 && result.err.isEmpty, "\(change): \(result.err)")
      #expect(result.out.contains("2 stays, seed 1,"), "\(change): \(result.out)")
      #expect(!result.out.contains("earlier version"), "\(change): \(result.out)")
    }
    // The same day in a log that knew no priorities.
    _ = try Records.rows(log, "UPDATE queue_visits SET priority = NULL")
    let old = try await folder.ivrctl("whatif", folder["bank.site"], "--log", log, "--seeds", "1")
    #expect(
      old.out.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
        "2 callers have the priority of their queue: an earlier"),
      "\(old.out)")
  }
}
