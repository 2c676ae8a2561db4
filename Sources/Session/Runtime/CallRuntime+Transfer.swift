import ACD
import Chronology

extension CallRuntime {
  /// What is queued is heard first; then the call leaves us.
  mutating func beginTransfer(_ request: TransferRequest, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard place == nil else {
      effects.append(.tell(.warning("a call in a queue cannot be transferred")))
      wait = .nothing
      return .transferFailed(.route)
    }
    wait = .transfer(request)
    return settle(&effects)
  }

  /// Everything has been heard: the call goes.
  mutating func sendAway(_ request: TransferRequest, _ effects: inout [CallEffect]) {
    stopClock(&effects)
    dropBuffer(&effects)
    wait = .away
    effects.append(.tell(.transferring(to: request.shown)))
    effects.append(.transfer(request))
  }

  /// The call is back, or will not come back.
  mutating func transferred(_ answer: TransferAnswer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard wait == .away else { return nil }
    effects.append(.tell(.transferAnswered(answer)))
    switch answer {
    case .gone: return hungUp(by: .transferred, &effects)
    case .ended(let talk):
      ending.reach(.transferred)
      comeBack(&effects)
      return .transferEnded(talk: talk)
    case .failed(let fault):
      comeBack(&effects)
      return .transferFailed(fault)
    }
  }

  private mutating func comeBack(_ effects: inout [CallEffect]) {
    abandonWait(&effects)
    keyIsDown = false
    startClock(&effects)
  }
}
