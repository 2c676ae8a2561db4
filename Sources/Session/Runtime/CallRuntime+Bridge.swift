import CallFlow
import Chronology

/// What an agent does with a caller who was put through to him past all queues.
extension CallRuntime {
  mutating func told(
    _ news: TalkNews, _ before: CallBridge, _ effects: inout [CallEffect]
  ) -> WalkerEvent? {
    guard before.isTalking else { return nil }
    switch news {
    case .held: bridgeHeld(true, before, &effects)
    case .resumed: bridgeHeld(false, before, &effects)
    case .handedOver(let agent):
      effects.append(.tell(.connected(agent: agent, waited: .zero)))
      bridgeHeld(false, before, &effects)
    case .transferred(_, let agent, let talk):
      effects.append(.tell(.talked(agent: agent, talk: talk, by: .transfer)))
      silence(&effects)
      abandonWait(&effects)
      keyIsDown = false
      startClock(&effects)
      return .talk(news)
    case .secret:
      silence(&effects)
      wait = .nothing
      abandonWait(&effects)
      dropBuffer(&effects)
      bridgeAway = [before]
      blankRecording(true, &effects)
      return .talk(news)
    case .recording(let isOn):
      record(isOn ? .start : .stop, &effects)
      return isOn ? .talk(news) : nil
    case .notice, .moved: break
    }
    return nil
  }

  /// He enters a secret meanwhile.
  mutating func toldAway(_ news: TalkNews, _ effects: inout [CallEffect]) -> WalkerEvent? {
    switch news {
    case .recording(false): record(.stop, &effects)
    case .transferred(_, let agent, let talk):
      effects.append(.tell(.talked(agent: agent, talk: talk, by: .transfer)))
      leaveAway(.talk(news), &effects)
    case .held, .resumed, .handedOver, .secret, .recording(true), .notice, .moved: break
    }
    return nil
  }

  /// The talk is over while he enters a secret: the flow is told when that is done.
  mutating func overAway(_ answer: TransferAnswer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard answer != .answered else { return nil }
    effects.append(.tell(.transferAnswered(answer)))
    switch answer {
    case .answered: break
    case .gone: return hungUp(by: .transferred, &effects)
    case .ended(let talk): leaveAway(.transferEnded(talk: talk), &effects)
    case .failed(let fault): leaveAway(.transferFailed(fault), &effects)
    }
    return nil
  }

  private mutating func leaveAway(_ event: WalkerEvent, _ effects: inout [CallEffect]) {
    dropBridgeAway(&effects)
    afterSecret = event
    startClock(&effects)
  }

  mutating func dropBridgeAway(_ effects: inout [CallEffect]) {
    guard let bridge = bridgeAway.popLast() else { return }
    if let timer = bridge.timer { effects.append(.cancel(timer)) }
  }
}
