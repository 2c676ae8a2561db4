import Chronology
import Engine

/// Where a flow is tried by keypad nothing rings: call-backs are ordered and transfers begun as on a site that
/// can dial, and whoever would be rung cannot be.
final class TriedDialer: Dialer {
  func ring(
    _ leg: LegID, number: String, for ring: Duration, failed: @escaping @Sendable (DialFault) -> Void
  ) {
    failed(.broken("nothing is rung while a flow is tried by keypad: \(number) would be"))
  }
  func cancel(_ leg: LegID) {}
}
