import ACD
import Chronology
import Foundation
import Session
import Testing

/// Cases 34, 39: a call in a queue.
@Suite struct `A call in a queue` {
  static let flow = """
    skill billing
    skill en
    skill trainee
    calendar office { timezone "Asia/Seoul"; open mon-fri 09:00-18:00 }
    queue money {
        need billing 2
        need not trainee
        prefer language 3
        after 60s need billing 1
        calendar office
        music "hold.wav"
        announce position every 30s
        first 15s
        key 1 "a call back" -> main.decide
        key 2 { log "just so" }
    }
    flow main {
        route agent {
            say "Please hold on."
            queue money
            need billing 3
            priority 2 + 1
            note about = "fees"
            talked { log "talked {talk as duration}"; -> bye }
            overflow closed { log "closed"; -> bye }
            overflow { log "overflow {reason}"; -> bye }
        }
        menu decide { key 1 -> agent; key 2 -> message }
        menu message { key 1 -> bye; key 2 -> agent }
        do bye { hangup }
    }
    """
  func waiting(at begin: String = "2026-03-03 10:15") throws -> TestCall {
    var call = try TestCall(flow: Self.flow, at: begin)
    call.answer()
    call.tell(.queued(position: 2))
    call.wait(until: .seconds(2))
    return call
  }

  @Test func `asks for what queue and state need together`() throws {
    let call = try waiting()
    let contact = try #require(call.requests.first?.contact)
    #expect(
      contact
        == ContactRequest(
          queue: QueueID(0),
          requirements: [.not(SkillID(2)), .any([SkillLevel(SkillID(0), 3)])],
          preferences: [SkillLevel(SkillID(1), 3)],
          widenings: [
            WideningStep(after: .seconds(60), change: .require(.any([SkillLevel(SkillID(0), 1)])))
          ], priority: 3))
    #expect(call.requests.first?.notes.map(\.name) == ["about"])
    #expect(call.said == ["Please hold on."])
    #expect(call.isPlayingMusic)
  }
  @Test func `talks and goes on`() throws {
    var call = try waiting()
    call.tell(.agentOffered(agent: "kim"))
    call.tell(.agentConnected(agent: "kim", waited: .seconds(4)))
    #expect(call.isPlayingMusic)
    call.wait(.hours(1))
    call.tell(.agentDone(agent: "kim", talk: .seconds(30), by: .agent))
    call.finish()
    #expect(call.lines("connected", "talked", "event") == ["connected kim", "talked kim 30000"])
    #expect(call.ending == Ending(outcome: .agent, ownOutcome: nil, by: .system))
  }
  @Test func `overflows by reason`() throws {
    var call = try waiting()
    call.tell(.queueLeft(.timeout, waited: .seconds(2)))
    #expect(
      call.lines("log", "move").prefix(2) == ["log overflow timeout", "move overflow timeout -> main.bye"])
  }
  @Test func `is told when the queue's hours are over`() throws {
    var call = try TestCall(flow: Self.flow, at: "2026-03-03 18:00")
    call.answer()
    call.finish()
    #expect(call.lines("log") == ["log closed"])
    #expect(call.said == ["Please hold on."])
  }
  @Test func `announces the position, then music again, and a key is never lost`() throws {
    var call = try waiting()
    call.wait(until: .milliseconds(15_200))
    #expect(call.said.last == "You are number 2 in the queue.")
    call.press("1")
    #expect(
      call.lines("key", "deciding", "state").suffix(3) == ["key 1 taken", "deciding", "state main.decide"])
  }
  @Test func `reads the labels of its keys as a menu does`() throws {
    var call = try TestCall(
      flow: Self.flow.replacingOccurrences(
        of: "announce position every 30s", with: "announce position every 30s, options every 60s"
      ).replacingOccurrences(of: "key 2 { log", with: "key 2 \"nothing\" { log"), at: "2026-03-03 10:15")
    call.answer()
    call.tell(.queued(position: 2))
    call.wait(until: .seconds(30))
    #expect(
      call.said.suffix(3) == [
        "You are number 2 in the queue.", "for a call back, press 1", "for nothing, press 2",
      ])
  }
  @Test func `tells no longer a wait than before, unless others have come in ahead`() throws {
    var call = try TestCall(
      flow: Self.flow.replacingOccurrences(
        of: "announce position every 30s", with: "announce eta every 30s"), at: "2026-03-03 10:15")
    call.world.minutes = 3
    call.answer()
    call.tell(.queued(position: 2))
    func told() -> String? {
      call.said.last.flatMap { $0.split(separator: " ").first { Int($0) != nil } }.map(String.init)
    }
    call.wait(until: .seconds(20))
    #expect(told() == "3", "\(call.said)")
    call.world.minutes = 5
    call.wait(until: .seconds(50))
    #expect(told() == "3", "\(call.said)")
    call.tell(.queued(position: 4))
    call.wait(until: .seconds(80))
    #expect(told() == "5", "\(call.said)")
    #expect(call.lines("log") == ["log expected wait rises from 3 to 5 min: place 2 became 4"])
    call.world.minutes = 2
    call.wait(until: .seconds(110))
    #expect(told() == "2", "\(call.said)")
  }
  @Test func `announces nothing while an agent is rung`() throws {
    var call = try waiting()
    call.tell(.agentOffered(agent: "kim"))
    call.wait(until: .seconds(20))
    #expect(call.said == ["Please hold on."])
    call.tell(.agentOfferEnded)
    call.wait(until: .seconds(46))
    #expect(call.said.count == 2)
  }
  @Test func `what comes due while a comfort prompt plays is told behind it, as it is then`() throws {
    // 84 characters are six seconds.
    let thanks = String(repeating: "Thank you. ", count: 7) + "Please"
    var call = try TestCall(
      flow: Self.flow.replacingOccurrences(
        of: "first 15s", with: "first 15s\n        comfort thanks every 21s")
        + "prompt thanks { en \"\(thanks)...\" }", at: "2026-03-03 10:15")
    call.answer()
    call.tell(.queued(position: 3))
    call.wait(until: .seconds(43))
    #expect(call.said.count == 4 && call.said.last?.hasPrefix("Thank you.") == true, "\(call.said)")
    call.wait(until: .seconds(48))
    #expect(call.said.count == 4 && !call.isPlayingMusic)
    call.tell(.queued(position: 2))
    call.wait(until: .milliseconds(48_800))
    #expect(call.isPlayingMusic, "\(call.said)")
    call.wait(until: .milliseconds(49_500))
    #expect(call.said.last == "You are number 2 in the queue.", "\(call.said)")
    // An agent is rung meanwhile: it is not told.
    call.wait(until: .seconds(86))
    let told = call.said.count
    call.tell(.agentOffered(agent: "kim"))
    call.wait(until: .seconds(100))
    #expect(call.said.count == told)
  }
  @Test func `a connection cuts an announcement`() throws {
    var call = try waiting()
    call.wait(until: .milliseconds(15_200))
    call.tell(.agentConnected(agent: "kim", waited: .seconds(15)))
    #expect(call.isPlayingMusic)
  }
  @Test func `a key without a way out keeps waiting`() throws {
    var call = try waiting()
    call.press("2")
    #expect(call.lines("deciding", "log", "resumed", "leave") == ["deciding", "log just so", "resumed"])
    #expect(call.isPlayingMusic)
    call.press("9")
    #expect(call.events == [])
    #expect(call.isPlayingMusic)
  }
  @Test func `keeps the place until the caller has decided`() throws {
    var call = try waiting()
    call.press("1")
    #expect(call.lines("leave") == [])
    call.press("1")
    call.wait(.seconds(2))
    #expect(
      call.lines("deciding", "resumed", "leave", "enqueue") == ["enqueue money", "deciding", "resumed"])
    call.press("1")
    call.press("2")
    #expect(call.states.last == "main.message")
    #expect(call.lines("leave") == ["leave key"])
    call.press("2")
    #expect(call.lines("enqueue") == ["enqueue money", "enqueue money"])
  }
  @Test func `learns on going back that the place was lost`() throws {
    var call = try waiting()
    call.press("1")
    call.tell(.queueLeft(.timeout, waited: .seconds(900)))
    call.press("1")
    call.finish()
    #expect(call.lines("log") == ["log overflow timeout"])
  }
  @Test func `hung up in the queue is abandoned`() throws {  // 34
    var call = try waiting()
    call.hangUp()
    call.finish()
    #expect(
      call.lines("leave", "left", "end") == [
        "leave abandoned", "left money abandoned", "end abandoned by caller",
      ])
    #expect(call.endings == 1)
  }
  @Test func `neither queue nor talk use up self-service time`() throws {
    var call = try waiting()
    call.wait(.hours(2))
    call.tell(.agentConnected(agent: "kim", waited: .hours(2)))
    call.wait(.hours(2))
    #expect(call.events == [])
    #expect(!call.isOver)
  }
}
