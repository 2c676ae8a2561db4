import ACD
import Chronology
import Session
import Testing
import Tones

@testable import Engine

/// What screens show of the last half hour.
@Suite struct `Live figures` {
  static let bank = DeskCentre.bank.replacing(
    "wrap-up 30s; number 70", with: "wrap-up 30s; number 70; key 1 -> main.questions"
  )
  .replacing("do bye {", with: "menu questions { key 2 -> to_billing }\n  do bye {")
  static func billing(_ centre: DeskCentre) throws -> QueueSnapshot {
    try #require(centre.engine.snapshot().queues.first { $0.name == "billing" })
  }
  static func watched() throws -> DeskCentre {
    let centre = try DeskCentre(bank: bank)
    centre.engine.onNotice = { _, _ in }
    return centre
  }

  @Test func `occupancy is handle time of handle time and idle available time, breaks and offers in neither`()
    throws
  {
    let centre = try Self.watched()
    #expect(try Self.billing(centre).occupancy == nil)
    centre.perform(.agentLogin("kim"))
    centre.wait(600)
    #expect(try Self.billing(centre).occupancy == 0)
    centre.perform(.agentPause("kim", reason: "coffee"))
    _ = centre.call()
    centre.wait(9)
    centre.perform(.agentReady("kim"))
    centre.wait(9)
    centre.perform(.agentAnswer("kim"))
    centre.wait(1130)
    centre.perform(.agentHangUp("kim"))
    centre.wait(30)
    centre.perform(.agentPause("kim", reason: "lunch"))
    // The golden set: 1160 s of handle time, 600 s idle.
    #expect(centre.state("kim") == "paused")
    let golden = try #require(try Self.billing(centre).occupancy)
    #expect((golden * 100).rounded() == 6591)
    // Nobody else is able to serve it; the other queue has nobody who was there.
    #expect(centre.engine.snapshot().queues.last?.occupancy == nil)
    // What is longer ago than half an hour counts no more.
    centre.wait(300)
    let later = try #require(try Self.billing(centre).occupancy)
    #expect(later > golden)
    centre.wait(1800)
    #expect(try Self.billing(centre).occupancy == nil)
  }

  @Test func `a caller at a key keeps his place, and is not among those who could be offered`() throws {
    let centre = try Self.watched()
    centre.perform(.agentLogin("kim", paused: "lunch"))
    let calls = [centre.call(), centre.call()]
    centre.wait(5)
    centre.press("1", calls[0])
    var snapshot = centre.engine.snapshot()
    #expect(snapshot.queues[0].waiting == 2 && snapshot.queues[0].atKey == 1)
    #expect(snapshot.calls.map(\.isAtKey) == [true, false])
    #expect(snapshot.calls.map(\.queue) == ["billing", "billing"])
    centre.press("2", calls[0])
    centre.wait(2)
    snapshot = centre.engine.snapshot()
    #expect(snapshot.queues[0].atKey == 0 && snapshot.calls.allSatisfy { !$0.isAtKey })
  }

  @Test func `go on over a restart by what the log says`() throws {
    let centre = try Self.watched()
    centre.perform(.agentLogin("kim"))
    centre.wait(30)
    for seconds in [5, 25] {
      _ = centre.call()
      centre.wait(seconds)
      if centre.state("kim") != "offered" { centre.perform(.agentReady("kim")) }
      centre.perform(.agentAnswer("kim"))
      centre.wait(100)
      centre.perform(.agentHangUp("kim"))
      centre.wait(40)
    }
    centre.perform(.agentPause("kim", reason: "lunch"))
    let gone = centre.call()
    centre.wait(60)
    centre.hangUp(gone)
    let ended = centre.call()
    centre.wait(7)
    centre.perform(.hangUpCall(ended))
    centre.wait(10)
    let before = try Self.billing(centre)
    #expect(before.recent.answered == 2 && before.recent.abandoned == 1 && before.recent.flowedOut == 1)

    let again = try Self.watched()
    again.wait(Int((centre.now - again.now).milliseconds / 1000))
    let recent = RecentLog(
      visits: centre.log.visits.map { VisitRow($0) }, agents: centre.log.agents)
    again.engine.restore(centre.log.kept, recent: recent)
    let after = try Self.billing(again)
    #expect(after.recent == before.recent)
    #expect(after.occupancy == before.occupancy)
    // And are over when their time is.
    again.wait(1900)
    #expect(try Self.billing(again).recent == RecentFigures())
  }
}
