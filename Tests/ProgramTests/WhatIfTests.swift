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
      ["--flows", folder["callflows/bank.callflow"]],
    ] {
      let result = try await folder.ivrctl(["whatif", site, "--log", log] + change + zone)
      #expect(result.status == 0 && result.err.isEmpty, "\(change): \(result.err)")
      #expect(result.out.contains("may be read as they are"), "\(change): \(result.out)")
      #expect(result.out.split(separator: "\n").filter { $0.count > 80 } == [], "\(change)")
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
}
