import Foundation
import TestSupport
import Testing

@Suite struct `A site's alerts` {
  @Test func `are told to a program once, published, and shown`() async throws {
    let folder = try await RunningSite.prepare()
    try folder.write("#!/bin/sh\necho \"$@\" >> told\n", to: "tell")
    chmod(folder["tell"], 0o755)
    try folder.write(
      RunningSite.site + "alert billing waiting > 0\nalert-program \"./tell\" \"ivr\"\n", to: "bank.site")
    let site = try await RunningSite.start(in: folder)
    for act in [["kim", "login"], ["kim", "pause", "lunch"]] { try await folder.ivrctl(["agent"] + act) }
    let screen = try RunningProgram(
      Programs.ivrctl, ["events", "--follow"], in: folder.path, environment: folder.environment)
    let caller = try await site.call()
    caller.type("24")
    try await caller.wait(until: "waiting in queue billing")
    try await screen.wait(until: "waiting 1 > 0")
    let shown = try await site.ivrctl("queues").out
    #expect(shown.contains("alert: billing waiting 1 > 0, for 0:"), "\(shown)")
    #expect(shown.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(shown)")
    caller.type("h")
    try await screen.wait(until: "alert-over")
    _ = try await onThread {
      try FolderWatch(folder.path).wait(for: "word of the end") {
        try folder.text("told").contains("over") ? true : nil
      }
    }
    #expect(
      try folder.text("told").split(separator: "\n")
        == ["ivr raised billing waiting waiting 1 > 0", "ivr over billing waiting waiting 0, no longer > 0"])
    #expect(try await site.ivrctl("queues").out.contains("alert") == false)
    let end = try await site.stop()
    #expect(end.status == 0 && end.err.contains("ivrd: alert: billing waiting 1 > 0"), "\(end.err)")
    screen.kill()
  }

  @Test func `end in the events of the next run where ivrd was killed, and so do its calls`() async throws {
    let folder = try await RunningSite.prepare()
    try folder.write(RunningSite.site + "alert billing waiting > 0\n", to: "bank.site")
    let first = try await RunningSite.start(in: folder)
    for act in [["login"], ["pause", "lunch"]] { try await folder.ivrctl(["agent", "kim"] + act) }
    let screen = try RunningProgram(
      Programs.ivrctl, ["events", "--follow"], in: folder.path, environment: folder.environment)
    let caller = try await first.call()
    caller.type("24")
    try await screen.wait(until: "waiting 1 > 0")
    try await first.writtenLog()
    first.ivrd.signal(SIGKILL)
    _ = try await first.ivrd.ended()
    _ = try await (caller.ended(), screen.ended())
    let again = try await RunningSite.start(in: folder)
    let follower = try RunningProgram(
      Programs.ivrctl, ["events", "--follow", "--json", "--since", "0"], in: folder.path,
      environment: folder.environment)
    try await follower.wait(until: "alert-over")
    follower.kill()
    let told = try await follower.ended().out.split(separator: "\n").compactMap {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    func kinds(_ call: Any?) -> [String] {
      told.filter { $0["call"] as? String == call as? String }.compactMap { $0["kind"] as? String }
    }
    let ended = try #require(told.first { $0["kind"] as? String == "ended" })
    #expect(ended["state"] as? String == "interrupted")
    #expect(kinds(ended["call"]) == ["arrived", "queued", "left", "ended"])
    #expect(told.filter { $0["kind"] as? String == "alert" }.count == 1)
    #expect(try await again.stop().status == 0)
  }

  @Test func `what an agent was offered when ivrd was killed is told to be over, to him too`() async throws {
    let first = try await RunningSite.start()
    let folder = first.folder
    let screen = try RunningProgram(
      Programs.ivrctl, ["events", "--follow", "--json"], in: folder.path, environment: folder.environment)
    #expect(try await first.ivrctl("agent", "kim", "login").status == 0)
    let caller = try await first.call()
    caller.type("24")
    try await screen.wait(until: "\"kind\":\"offered\"")
    try await first.writtenLog()
    first.ivrd.signal(SIGKILL)
    _ = try await first.ivrd.ended()
    _ = try await (caller.ended(), screen.ended())
    let again = try await RunningSite.start(in: folder)
    let told = try await again.ivrctl("events", "--json", "--agent", "kim").out.split(separator: "\n")
      .compactMap {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
    let offers = told.filter { ($0["kind"] as? String)?.hasPrefix("offer") == true }
    #expect(offers.map { $0["kind"] as? String } == ["offered", "offer-ended"])
    #expect(offers.last?["reason"] as? String == "interrupted")
    #expect(offers.first?["call"] as? String == offers.last?["call"] as? String)
    #expect(try await again.stop().status == 0)
  }

  @Test func `name queues and figures that there are`() async throws {
    let folder = try await RunningSite.prepare()
    for (line, says) in [
      ("alert biling waiting > 10", "did you mean 'billing'?"),
      ("alert billing wating > 10", "did you mean 'waiting'?"),
      ("alert billing waiting = 10", "'>' or '<' was expected"),
      ("alert billing longest-wait > 10", "a length of time"),
      ("alert-program \"./nothing\"", "there is no program './nothing'"),
      ("role boss group \"root\"", "there is no role 'boss'"),
    ] {
      try folder.write(RunningSite.site + line + "\n", to: "bank.site")
      let result = try await RunningProgram(Programs.ivrd, ["bank.site", "--check"], in: folder.path).ended()
      #expect(result.status != 0 && result.err.contains(says), "\(line): \(result.err)")
    }
  }

  @Test func `roles by Unix group: with some set, a refused act says which it needs`() async throws {
    // The superuser, and who runs ivrd, may do everything; whoever is neither is in no group of it here.
    let folder = try await RunningSite.prepare()
    try folder.write(
      RunningSite.site + "role viewer group \"nogroup\"\nrole supervisor group \"root\"\n", to: "bank.site")
    let site = try await RunningSite.start(in: folder)
    #expect(try await site.ivrctl("agent", "kim", "login").status == 0)
    let status = try #require(try await folder.json("status") as? [String: Any])
    #expect(status["role"] as? String == "admin")
    var found = stat()
    #expect(stat(folder["ivrd.sock"], &found) == 0 && found.st_mode & 0o777 == 0o666)
    // As `nobody`, whose group is the viewers'.
    if await TestFolder.canBeNobody() {
      let asked = try await folder.ivrctlAsNobody("queues")
      #expect(asked.status == 0 && asked.out.contains("billing"), "\(asked)")
      let refused = try await folder.ivrctlAsNobody("queue", "billing", "close")
      #expect(
        refused.status == 1 && refused.err.contains("nobody is viewer here: this needs supervisor"),
        "\(refused)")
      let log = site.log
      _ = try await onThread {
        try FolderWatch(folder.path).wait(for: "refusal") {
          try Records.rows(log, "SELECT name, role, act FROM audit").last == [
            "nobody", "viewer", "queue billing close",
          ]
            ? true : nil
        }
      }
    }
    #expect(try await site.stop().status == 0)
  }

  @Test func `an agent sees himself and his own call, and nobody else's number`() async throws {
    let folder = try await RunningSite.prepare()
    try folder.write(
      RunningSite.site.replacingOccurrences(of: "{ number 201;", with: "{ number 201; user \"nobody\";")
        + "role supervisor group \"root\"\n", to: "bank.site")
    guard await TestFolder.canBeNobody() else { return }
    let site = try await RunningSite.start(in: folder)
    #expect(try await folder.ivrctlAsNobody("agent", "kim", "login").status == 0)
    #expect(try await site.ivrctl("agent", "lee", "login").status == 0)
    let caller = try await site.call("--from", "0212345678")
    caller.type("24")
    try await caller.wait(until: "waiting in queue billing")
    #expect(try await folder.ivrctlAsNobody("calls").out.contains("0212345678"))
    let other = try await site.call("--from", "0311112222")
    other.type("24")
    try await other.wait(until: "waiting in queue billing")
    for shown in [
      try await folder.ivrctlAsNobody("calls"), try await folder.ivrctlAsNobody("calls", "--json"),
      try await folder.ivrctlAsNobody("top", "--once", "--width", "200"),
      try await folder.ivrctlAsNobody("agents"), try await folder.ivrctlAsNobody("queues"),
    ] {
      #expect(
        shown.status == 0 && !shown.out.contains("0311112222") && !shown.out.contains("lee"), "\(shown)")
    }
    #expect(try await folder.ivrctlAsNobody("queues").out.contains("billing"))
    for refused in [
      try await folder.ivrctlAsNobody("explain", "1hmfrvkr3rs"),
      try await folder.ivrctlAsNobody("explain", "--agent", "lee"),
      try await folder.ivrctlAsNobody("lines", "test"), try await folder.ivrctlAsNobody("events"),
      try await folder.ivrctlAsNobody("calls", "--callbacks"),
    ] {
      #expect(refused.status != 0 && !refused.err.isEmpty, "\(refused)")
    }
    #expect(try await folder.ivrctlAsNobody("explain", "--agent", "kim").out.contains("kim is offered"))
    // Who may see all still does.
    #expect(try await site.ivrctl("calls").out.contains("0311112222"))
    for program in [caller, other] {
      program.type("h")
      _ = try await program.ended()
    }
    #expect(try await site.stop().status == 0)
  }
}
