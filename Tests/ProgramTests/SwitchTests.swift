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
  }
}
