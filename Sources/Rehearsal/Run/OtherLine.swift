import CallFlow
import Chronology
import Engine
import Session

/// What a script says of telephones that are rung for its callers: who answers, and what is busy. Each order is
/// for the next that rings. A script that says nothing of them has them answered at once.
///
/// Belongs to the thread that runs the engine, which is why it may be shared without a lock.
final class OtherLine: Dialer, @unchecked Sendable {
  struct Ring {
    var leg: LegID
    var number: String
    var at: Instant
    var failed: @Sendable (DialFault) -> Void
  }
  struct Order {
    var deed: ScriptAct.OtherDeed
    var after: Duration
    var issued: Instant
    /// Who waits to be the one that answers; nil for somebody whom the script does not play.
    var caller: Caller?
  }
  private let inbox: any EngineInbox
  private let answersAlone: Bool
  private var rings: [Ring] = []
  private var orders: [Order] = []

  init(inbox: any EngineInbox, answersAlone: Bool) {
    (self.inbox, self.answersAlone) = (inbox, answersAlone)
  }

  func ring(
    _ leg: LegID, number: String, for ring: Duration, failed: @escaping @Sendable (DialFault) -> Void
  ) {
    rings.append(Ring(leg: leg, number: number, at: inbox.now, failed: failed))
    if answersAlone {
      orders.append(Order(deed: .answers, after: .zero, issued: inbox.now, caller: nil))
    }
  }
  func cancel(_ leg: LegID) { rings.removeAll { $0.leg == leg } }

  func take(_ order: Order) { orders.append(order) }

  private var due: Instant? {
    guard let ring = rings.first, let order = orders.first else { return nil }
    return max(ring.at, order.issued) + order.after
  }
  var nextInstant: Instant? { due }

  /// What is to happen to the telephone that rings, when it is time for it.
  func takeDue(at instant: Instant) -> (Ring, Order)? {
    guard let due, due <= instant else { return nil }
    return (rings.removeFirst(), orders.removeFirst())
  }
}
