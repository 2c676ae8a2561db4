import Foundation
import Testing

@Suite struct `Reports of a site` {
  @Test func `every report fits a terminal, and programs can read it`() async throws {
    let site = try await RunningSite.start()
    let caller = try await site.call("--from", "0212345678", "--to", "1000")
    let calls = try #require(try await site.folder.json("calls") as? [[String: Any]])
    let id = try #require(calls.first?["call"] as? String)
    #expect(try await site.ivrctl("hangup", id).status == 0)
    _ = try await caller.ended()
    _ = try Records.rows(
      site.log, "CREATE VIEW report_by_line AS SELECT line, count(*) AS calls FROM calls GROUP BY line")
    let log = ["--log", site.log, "--zone", "Asia/Seoul"]

    let words = [
      "calls", "queues", "customers", "agents", "adherence", "leaders", "segments", "policies", "breaches",
      "csat",
      "surveys", "waits-told", "flows", "lines", "self-service", "dispositions", "answers", "uptime",
      "figures", "list", "by_line", "report_by_line",
    ]
    func narrow(_ words: [String]) async throws -> RunningProgram.Output {
      try await RunningProgram(
        Programs.ivrctl, words, in: site.folder.path,
        environment: site.folder.environment.merging(["COLUMNS": "80"]) { $1 }
      ).ended()
    }
    for word in words {
      let text = try await narrow(["report", word] + log)
      #expect(text.status == 0 && text.err.isEmpty, "\(word): \(text.err)")
      // A formula that is cut is none.
      let isWide = word == "figures"
      #expect(isWide || text.out.split(separator: "\n").filter { $0.count > 80 } == [], "\(word)")
      #expect(!isWide || !text.out.contains("…"))
      let json = try await site.folder.ivrctl(["report", word, "--json"] + log)
      #expect(try JSONSerialization.jsonObject(with: Data(json.out.utf8)) is [[String: Any]], "\(word)")
      let csv = try await site.folder.ivrctl(["report", word, "--csv"] + log)
      #expect(csv.status == 0 && csv.out.hasSuffix("\r\n"), "\(word)")
    }
    let behind = try await site.folder.ivrctl(["report", "calls", "--calls", "calls", "--csv"] + log)
    #expect(behind.out.contains(",0212345678,"), "\(behind.out)")
    #expect(
      try await site.folder.ivrctl(["report", "by_line", "--csv"] + log).out == "line,calls\r\ntest,1\r\n")
    for option in [
      ["--interval", "30"], ["--interval", "day", "--every"], ["--group", "segment, agent"], ["--by", "end"],
      ["--queue", "billing"],
    ] {
      let text = try await narrow(["report", "queues"] + option + log)
      #expect(text.status == 0 && text.out.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(option)")
    }
    // A file gets nothing that is cut short.
    let whole = try await site.folder.ivrctl(["report", "agents", "--every"] + log)
    #expect(whole.status == 0 && !whole.out.contains("…"), "\(whole.out)")
    let none = try await site.folder.ivrctl(["report", "calls", "--segment", "gold", "--csv"] + log)
    #expect(none.out.hasSuffix("(all),0,\r\n"), "\(none.out)")
    let unknown = try await site.folder.ivrctl(["report", "queues", "--queue", "bilking"] + log)
    #expect(unknown.status == 0 && unknown.err.contains("no row of this log has queue 'bilking'"))
    try site.folder.write("SELECT count(*) AS calls FROM calls; -- all of them\n", to: "own.sql")
    #expect(
      try await site.folder.ivrctl(["report", "--sql", "own.sql", "--csv"] + log).out == "calls\r\n1\r\n")
    try site.folder.write("SELECT 1; SELECT 2", to: "own.sql")
    #expect(
      try await site.folder.ivrctl(["report", "--sql", "own.sql"] + log).err.contains("one SELECT, and these")
    )
    let page = try await site.folder.ivrctl(["report", "page"] + log)
    #expect(page.out.hasPrefix("<!DOCTYPE html>") && page.out.contains("Asia/Seoul"))
    let file = site.folder["ivrd.prom"]
    #expect(try await site.folder.ivrctl("metrics", "--log", site.log, "--file", file).status == 0)
    #expect(FileManager.default.fileExists(atPath: file))

    for (words, says) in [
      (["report", "queues", "--interval", "7"], "15, 30, 60 or day"),
      (["report", "queues", "--by", "noon"], "enqueue"),
      (["report", "queues", "--calls", "weather"], "report figures"),
      (["report", "queues", "--day", "x"], "2026-03-01"),
      (["report", "queues", "--since", "2026-03-02", "--until", "2026-03-01"], "later than --since"),
      (["report", "queues", "--since", "2026-03-01 25:00"], "09:30"),
      (["report", "csat", "--group", "weather"], "queue, agent"),
      (["metrics", "--file", site.folder.path], "is a folder: name a file in it"),
      (["report", "weather"], "calls, queues and agents"),
      (["report", "agents", "--queue", "billing"], "--agent"),
      (["report", "leaders", "--queue", "billing"], "--agent"), (["report"], "something is missing"),
      (["report", "queues", "--sql", "own.sql"], "'queues' is built in"),
      (["metrics", "--every", "5"], "--file"),
    ] {
      let result = try await site.folder.ivrctl(words + ["--log", site.log])
      #expect(
        result.status == 2 && result.out.isEmpty && result.err.contains(says), "\(words): \(result.err)")
    }
  }

  @Test func `Erlang's figures are printed by name`() async throws {
    let result = try await ivrctl(["erlang", "120", "240", "10", "--csv"])
    #expect(result.out.contains("10,40.92,65.36,49.10,80.00,24.75,6.84,8.21,"))
    #expect(try await ivrctl(["erlang", "120", "240", "0"]).status == 2)
    #expect(try await ivrctl(["erlang", "nan", "240", "4"]).status == 2)
  }
}
