import TestSupport
import Foundation
import Testing

@Suite struct `A switch of a running site` {
  @Test func `is turned by command, kept over a restart, and told with who may turn it`() async throws {
    let folder = try await RunningSite.prepare()
    let flow = try folder.text("callflows/bank/bank.callflow")
      .replacingOccurrences(
        of: "calendar office {", with: "switch storm auto\ncalendar office {\n    switch storm")
    try folder.write(flow, to: "callflows/bank/bank.callflow")
    let site = try await RunningSite.start(in: folder)
    #expect(try await site.ivrctl("switch").out == "storm is auto, as its flow lets it begin\n")
    let unknown = try await site.ivrctl("switch", "stom", "on")
    #expect(unknown.status == 1 && unknown.err.contains("did you mean storm?"), "\(unknown.err)")
    let past = try await site.ivrctl("switch", "storm", "on", "--until", "2020-01-01 18:00")
    #expect(past.status == 2 && past.err.contains("has passed"), "\(past.err)")
    let vague = try await site.ivrctl("switch", "storm", "on", "--until", "tomorrow")
    #expect(
      vague.status == 2 && vague.err.contains("--until \"tomorrow\" is no day and time"), "\(vague.err)")
    let turned = try await site.ivrctl(
      "switch", "storm", "off", "--until", "2099-03-03 18:00", "--zone", "Asia/Seoul")
    #expect(turned.out.contains("storm is off until 2099-03-03 18:00"), "\(turned.out)\(turned.err)")
    _ = try await site.stop()
    let again = try await RunningSite.start(in: folder)
    #expect(try await again.ivrctl("audit").out.contains("switch storm off"))
    let stands = try await again.ivrctl("switch", "storm", "--zone", "Asia/Seoul")
    #expect(stands.out == "storm is off until 2099-03-03 18:00\n", "\(stands.out)\(stands.err)")
    // The calendar obeys: a caller is told that nobody is there.
    let call = try await again.call()
    try await call.wait(until: "한국어는 1번")
    call.type("1")
    try await call.wait(until: "지금은 상담 시간이 아닙니다")
    #expect(try await again.ivrctl("switch", "storm", "auto").out == "storm is auto\n")
    _ = try await again.stop()
  }

  @Test func `hours are given their reason, over midnight, at lunch and where there is no such time`()
    async throws
  {
    let folder = try TestFolder.withBank()
    try folder.write(
      """
      callflow 1
      language en
      dial 1 -> main
      table closed_days (day date key, title text)
      calendar c {
        timezone "America/New_York"
        open mon-fri 09:00-18:00
        open sat 22:00-02:00
        open sun 01:30-03:30
        open 2026-12-24 09:00-12:00
        lunch 10:00-10:30
        holidays from closed_days.day name title
      }
      flow main { hours h { calendar c; open { hangup }; closed { hangup } } }

      """, to: "h.callflow")
    try folder.write(
      "site 1\nflows \"h.callflow\"\ndata \"h.sqlite\"\nline l keypad flow main\n", to: "h.site")
    #expect(try await folder.ivrctl("data", "h.site").status == 0)
    let data = folder["h.sqlite"]
    _ = try Records.rows(data, "INSERT INTO closed_days VALUES ('2026-11-26', 'Thanksgiving')")
    for (at, says) in [
      ("2026-11-22 01:00", "c is open on Sunday 2026-11-22 01:00"),
      (
        "2026-11-22 01:00",
        "because the hours of a Saturday are 22:00-02:00, lunch is 10:00-10:30, and go on over"
      ),
      ("2026-11-22 03:00", "because the hours of a Sunday are 01:30-03:30"),
      ("2026-12-24 10:15", "closed for lunch"),
      ("2026-12-24 10:15", "the hours of that one day are 09:00-12:00, lunch is 10:00-10:30"),
      ("2026-03-08 02:30", "c is open on Sunday 2026-03-08 03:00"),
      ("2026-11-26 11:00", "closed for a holiday, Thanksgiving"),
    ] {
      let asked = try await folder.ivrctl("hours", "c", "--in", "h.site", "--at", at)
      #expect(asked.out.contains(says), "\(at): \(asked.out)\(asked.err)")
    }
    let without = try await folder.ivrctl("hours", "c", "--in", "h.callflow", "--at", "2026-11-26 11:00")
    #expect(without.status == 0 && without.err.contains("name the site: --in FILE.site"), "\(without.err)")
    #expect(try await folder.ivrctl("check", "h.site").status == 0)
    _ = try Records.rows(data, "INSERT INTO closed_days VALUES ('1/5/2027', 'Party')")
    let check = try await folder.ivrctl("check", "h.site")
    #expect(
      check.status == 1 && check.out.contains("table closed_days: '1/5/2027' is no day [CF263]"),
      "\(check.out)")
  }

  @Test func `a broken table of holidays is an alert, and a reload takes what it has`() async throws {
    let folder = try await RunningSite.prepare()
    let flow = try folder.text("callflows/bank/bank.callflow")
      .replacingOccurrences(
        of: "calendar office {",
        with: "table closed_days (day date key)\ncalendar office {\n  holidays from closed_days.day")
    try folder.write(flow, to: "callflows/bank/bank.callflow")
    try FileManager.default.removeItem(atPath: folder["bank.sqlite"])
    #expect(try await folder.ivrctl("data", "bank.site").status == 0)
    _ = try Records.rows(folder["bank.sqlite"], "INSERT INTO closed_days VALUES ('soon')")
    let site = try await RunningSite.start(in: folder)
    try await site.ivrd.wait(until: "alert: calendar office: table closed_days: 'soon' is no day")
    #expect(try await site.ivrctl("queues").out.contains("alert: calendar office: table closed_days: 'soon'"))
    let today = try Records.value(folder["bank.sqlite"], "SELECT date('now', '+9 hours')")
    _ = try Records.rows(folder["bank.sqlite"], "DELETE FROM closed_days")
    _ = try Records.rows(
      folder["bank.sqlite"], "INSERT INTO closed_days VALUES ('\(today)'), (date('\(today)', '+1 day'))")
    #expect(try await site.ivrctl("reload").status == 0)
    let call = try await site.call()
    call.type("1")
    try await call.wait(until: "지금은 상담 시간이 아닙니다")
    _ = try await site.stop()
  }

  @Test func `and the hours of a calendar are asked without one`() async throws {
    let folder = try TestFolder.withBank()
    let open = try await folder.ivrctl(
      "hours", "office", "--in", "callflows/bank/bank.callflow", "--at", "2026-03-03 10:15")
    #expect(open.status == 0)
    #expect(
      open.out == """
        office is open on Tuesday 2026-03-03 10:15 (Asia/Seoul)
          because the hours of a Tuesday are 09:00-18:00
          from Tuesday 2026-03-03 18:00 it is closed

        """)
    let closed = try await folder.ivrctl(
      "hours", "office", "--in", "callflows/bank", "--at", "2026-03-01 01:15 UTC")
    #expect(closed.status == 1)
    #expect(closed.out.contains("is closed for a holiday, 삼일절 on Sunday 2026-03-01 10:15"), "\(closed.out)")
    #expect(closed.out.contains("it opens on Tuesday 2026-03-03 09:00"))
    let unknown = try await folder.ivrctl("hours", "offic", "--in", "callflows")
    #expect(unknown.status == 2 && unknown.err.contains("did you mean 'office'?"))
    // Of a flow with faults nobody knows what it has.
    let flow = try folder.text("callflows/bank/bank.callflow")
    try folder.write(
      flow.replacing("set vip = false", with: "set vip = flase"), to: "callflows/bank/bank.callflow")
    for path in ["callflows/bank/bank.callflow", "callflows/bank/bank.site"] {
      let faulty = try await folder.ivrctl("hours", "office", "--in", path)
      #expect(faulty.status == 2 && faulty.out.contains("[CF241]"), "\(faulty)")
      #expect(faulty.err.contains("\(path) has faults") && !faulty.err.contains("no calendar"), "\(faulty)")
    }
  }
}
