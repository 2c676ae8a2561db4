import ACD
import Chronology

extension CallRuntime {
  /// The caller gives up his place to his own call-back.
  mutating func orderCallBack(_ order: CallBackOrder, _ effects: inout [CallEffect]) -> WalkerEvent? {
    ending.reach(.callback)
    effects.append(.tell(.callBackOrdered(order.shown)))
    guard let place, place.state == .deciding else {
      wait = .nothing
      effects.append(.callBack(order))
      return .callBackOrdered
    }
    var order = order
    order.request = place.request
    cancelAnnouncements(&effects)
    wait = .leaving
    effects.append(.callBack(order))
    return settle(&effects)
  }

  /// Called back, he takes the place that was kept for him.
  mutating func takePlace(_ effects: inout [CallEffect]) -> WalkerEvent? {
    guard let kept else {
      wait = .nothing
      return .left(.moved)
    }
    return enterQueue(kept.request, &effects)
  }
}

/// The place in a queue that a called-back person may take. Apart, since few calls have one.
final class KeptPlace: Sendable {
  let request: QueueRequest
  init(_ request: QueueRequest) { self.request = request }
}
