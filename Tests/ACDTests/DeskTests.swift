import ACD
import Chronology
import Testing

private let queue = QueueID(0)

@Suite struct `Agents on lines of their own` {
  private func desk() -> Desk {
    var desk = Desk([.plain()], [.kim(), .lee([:])])
    desk.handle(.agentLoggedIn(.kim, paused: nil), .agentLoggedIn(.lee, paused: nil))
    return desk
  }
  private func asked(_ agent: AgentID) -> ContactRequest {
    var request = ContactRequest(queue: queue)
    (request.direct, request.isInternal) = (agent, true)
    return request
  }

  @Test func `a line that goes ends the talk without wrap-up, and nothing is offered any more`() {
    var desk = desk()
    desk.handle(.enqueued(.anna, .billing()), .agentAnswered(.kim))
    desk.wait(.seconds(20))
    #expect(
      desk.handle(.agentLineGone(.kim)) == [
        .talkEnded(.anna, .kim, talk: .seconds(20), by: .agent), .agentChanged(.kim, .lineGone),
      ])
    #expect(
      desk.handle(.enqueued(.ben, .billing())) == [.left(.ben, queue, .noAgents, waited: .zero)])
    #expect(desk.handle(.agentReady(.kim)) == [])
    #expect(desk.handle(.agentLoggedIn(.kim, paused: nil)) == [.agentChanged(.kim, .ready)])
  }

  @Test func `a call is passed on to one agent first, whatever he is able to`() {
    var desk = desk()
    desk.handle(.enqueued(.anna, .billing()), .agentAnswered(.kim))
    desk.wait(.seconds(20))
    #expect(
      desk.handle(.agentPassedOn(.kim)) == [
        .talkEnded(.anna, .kim, talk: .seconds(20), by: .transfer), .agentChanged(.kim, .wrapUp(.anna)),
      ])
    var request = ContactRequest.billing()
    request.direct = .lee
    #expect(
      desk.handle(.enqueued(.anna, request)) == [
        .queued(.anna, queue, position: 1), .agentChanged(.lee, .offered(.anna)),
        .offer(.lee, .anna, queue, ring: .seconds(10)),
      ])
    // He does not want it: it waits for those who are able.
    #expect(
      desk.handle(.agentRefused(.lee)) == [
        .offerEnded(.lee, .anna, .refused), .agentChanged(.lee, .ready),
      ])
    #expect(
      desk.handle(.agentReady(.kim)) == [
        .agentChanged(.kim, .ready), .agentChanged(.kim, .offered(.anna)),
        .offer(.kim, .anna, queue, ring: .seconds(10)),
      ])
  }

  @Test func `an agent asks another and hands the call over`() {
    var desk = desk()
    desk.handle(.enqueued(.anna, .billing()), .agentAnswered(.kim))
    desk.wait(.seconds(20))
    #expect(
      desk.handle(.enqueued(.ben, asked(.lee))) == [
        .agentChanged(.lee, .offered(.ben)), .offer(.lee, .ben, queue, ring: .seconds(10)),
      ])
    desk.handle(.agentAnswered(.lee))
    desk.wait(.seconds(5))
    #expect(
      desk.handle(.callHandedOver(.anna, to: .lee)) == [
        .talkEnded(.anna, .kim, talk: .seconds(25), by: .transfer),
        .agentChanged(.lee, .talking(.anna)), .handedOver(.anna, to: .lee, queue),
        .agentChanged(.kim, .wrapUp(.anna)),
      ])
    #expect(desk.distributor.waiting(queue) == 0)
  }

  @Test func `an agent who does not answer another one is asked no longer`() {
    var desk = desk()
    desk.handle(.enqueued(.anna, .billing()), .agentAnswered(.kim))
    desk.handle(.enqueued(.ben, asked(.lee)))
    #expect(
      desk.wait(.seconds(10)) == [
        .offerEnded(.lee, .ben, .missed), .agentChanged(.lee, .ready),
        .left(.ben, queue, .moved, waited: .seconds(10)),
      ])
    #expect(
      desk.handle(.enqueued(.cho, asked(.kim))) == [.left(.cho, queue, .moved, waited: .zero)])
  }
}
