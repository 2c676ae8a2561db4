import Foundation
import Testing

@Suite struct `What a supervisor is shown` {
  @Test func `policies are reported, and figures written for Prometheus by ivrd itself`() async throws {
    let folder = try await RunningSite.prepare()
    let lines = "policy default { answer 10m; alert at 80 % }\nmetrics \"ivrd.prom\" every 1s\n"
    try folder.write(
      RunningSite.site.replacingOccurrences(
        of: "skills billing 3,", with: "shift mon-sun 00:00-24:00; skills billing 3,") + lines,
      to: "bank.site")
    let site = try await RunningSite.start(in: folder)
    for act in [["kim", "login"], ["kim", "pause", "lunch"]] { try await folder.ivrctl(["agent"] + act) }
    let caller = try await site.call()
    caller.type("24")
    try await caller.wait(until: "waiting in queue billing")
    _ = try await onThread {
      try FolderWatch(folder.path).wait(for: "a waiting caller in the file") {
        (try? folder.text("ivrd.prom"))?.contains("ivrd_live_queue_waiting{queue=\"billing\"} 1\n") == true
          ? true : nil
      }
    }
    let metrics = try folder.text("ivrd.prom")
    #expect(metrics.contains("ivrd_agent_adherence_percent{agent=\"kim\"} "))
    // He was ready before his pause, and has handled nothing.
    #expect(metrics.contains("ivrd_live_queue_occupancy_percent{queue=\"billing\"} 0\n"), "\(metrics)")
    #expect(metrics.contains("ivrd_live_queue_at_key{queue=\"billing\"} 0\n"))
    #expect(metrics.contains("ivrd_up 1\n") && metrics.contains("ivrd_metrics_timestamp_seconds 1"))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder["ivrd.prom"])
    #expect(attributes[.posixPermissions] as? Int == 0o644)
    #expect(
      try FileManager.default.attributesOfItem(atPath: folder["calls.sqlite"])[.posixPermissions] as? Int
        == 0o640)
    caller.type("h")
    _ = try await caller.ended()
    #expect(try await site.stop().status == 0)
    // What is going on is over; the day stays.
    let last = try folder.text("ivrd.prom")
    #expect(last.contains("ivrd_up 0\n") && last.contains("ivrd_metrics_timestamp_seconds "))
    #expect(!last.contains("ivrd_live_") && last.contains("ivrd_agent_adherence_percent"))
    let report = try await folder.ivrctl("report", "policies", "--log", "calls.sqlite", "--csv")
    #expect(report.out.contains("default,answer,1,0,0,1,0,,,"), "\(report.out)")
    let agents = try await folder.ivrctl("report", "agents", "--log", "calls.sqlite")
    #expect(agents.out.contains("adh: ready"), "\(agents.out)")
  }

  @Test func `a queue that is closed by hand is said to be, since when, and how it is opened`() async throws {
    let site = try await RunningSite.start()
    #expect(try await site.ivrctl("queue", "billing", "message", "We are away.").status == 0)
    let shown = try await site.ivrctl("queues").out
    #expect(shown.contains("billing is closed by hand since 20"), "\(shown)")
    #expect(shown.contains("\nSL %: SL-Genesys-Bs"), "\(shown)")
    #expect(shown.contains("callers hear \"We are away.\"") && shown.contains("ivrctl queue billing open"))
    #expect(try await site.ivrctl("queue", "billing", "open").status == 0)
    #expect(try await site.ivrctl("queues").out.contains("closed") == false)
    let unknown = try await site.ivrctl("events", "--follow", "--agent", "nosuch")
    #expect(
      unknown.status == 1 && unknown.err.contains("there is no agent 'nosuch'; there is: kim, lee"),
      "\(unknown.err)")
    let near = try await site.ivrctl("events", "--agent", "kimm")
    #expect(near.err.contains("did you mean kim?"), "\(near.err)")
  }

  @Test func `a closing with an end is kept, shown and written down with it, and is over in time`()
    async throws
  {
    let site = try await RunningSite.start()
    let closed = try await site.ivrctl("queue", "billing", "close", "--until", "90m")
    #expect(closed.status == 0 && closed.out.contains("queue billing is closed until 20"), "\(closed.out)")
    let shown = try await site.ivrctl("queues").out
    #expect(shown.contains(" until 20") && shown.contains("ivrctl queue billing open"), "\(shown)")
    // What is written down may be on its way still.
    var audit = ""
    for _ in 0..<200 where !audit.contains("queue billing close until 20") {
      audit = try await site.ivrctl("audit", "--json").out
    }
    #expect(audit.contains("queue billing close until 20"), "\(audit)")
    for (words, says) in [
      (["close", "--until", "25:00"], "--until takes a time, not '25:00'"),
      (["close", "--until", "2020-01-01 10:00"], "--until 2020-01-01 10:00 has passed"),
      (["open", "--until", "18:00"], "--until is for a closing"),
    ] {
      let result = try await site.folder.ivrctl(["queue", "billing"] + words)
      #expect(result.status == 2 && result.err.contains(says), "\(words): \(result.err)")
    }
    #expect(try await site.ivrctl("queue", "billing", "message", "Away.", "--until", "1s").status == 0)
    var isClosed = true
    for _ in 0..<2000 where isClosed {
      isClosed = try await site.ivrctl("queues").out.contains("closed by hand")
    }
    #expect(!isClosed)
  }

  @Test func `a reload names what it takes away, and what goes on by the old rules`() async throws {
    let site = try await RunningSite.start()
    _ = try await site.ivrctl("agent", "kim", "login")
    _ = try await site.ivrctl("agent", "kim", "pause", "lunch")
    let caller = try await site.call()
    caller.type("24")
    try await caller.wait(until: "waiting in queue billing")
    let flow = try site.folder.text("callflows/bank/bank.callflow")
    try site.folder.write(
      flow.replacingOccurrences(of: "queue billing {", with: "queue billing {\n    need cards 1"),
      to: "callflows/bank/bank.callflow")
    let lines = RunningSite.site.split(separator: "\n", omittingEmptySubsequences: false)
    try site.folder.write(
      lines.filter { !$0.hasPrefix("agent kim") }.joined(separator: "\n"), to: "bank.site")
    let reload = try await site.ivrctl("reload")
    let told = reload.out + reload.err
    #expect(
      reload.status == 0 && told.contains("agent 'kim' is gone: he was paused, and is logged out"), "\(told)")
    #expect(
      told.contains("1 caller waits in queue 'billing' by the needs and announcements of before"), "\(told)")
    try site.folder.write(
      flow.replacingOccurrences(of: "queue billing", with: "queue bills")
        .replacingOccurrences(of: "(billing)", with: "(bills)")
        .replacingOccurrences(of: "deliver billing", with: "deliver bills"),
      to: "callflows/bank/bank.callflow")
    let again = try await site.ivrctl("reload")
    #expect(
      (again.out + again.err).contains("queue 'billing' is gone, and 1 caller waits in it"),
      "\(again.out) \(again.err)")
    #expect(try await site.ivrctl("queues").out.contains("billing (gone)"))
    caller.type("h")
    _ = try await caller.ended()
  }

  @Test func `what a check finds besides the flows`() async throws {
    let folder = try await RunningSite.prepare()
    for (line, status, says) in [
      (
        "secret key \"nothing\"", 2,
        "secret key: there is no nothing; make it with: (umask 077; cat > nothing)"
      ),
      ("role viewer group \"no-such-group\"", 0, "there is no Unix group 'no-such-group'"),
      ("agent cho { user \"no-such-user\" }", 0, "there is no Unix user 'no-such-user'"),
      ("metrics \"callflows\"", 0, "callflows is a folder: name a file in it"),
      ("metrics \"nowhere/ivrd.prom\"", 0, "there is no folder nowhere"),
    ] as [(String, Int32, String)] {
      try folder.write(RunningSite.site + line + "\n", to: "bank.site")
      let result = try await RunningProgram(Programs.ivrd, ["bank.site", "--check"], in: folder.path).ended()
      #expect(result.status == status && result.err.contains(says), "\(line): \(result.err)")
    }
  }
}
