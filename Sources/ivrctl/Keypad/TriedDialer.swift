import Chronology
import Dispatch
import Engine
import Synchronization

/// Where a flow is tried by keypad nothing rings: call-backs are ordered and transfers begun as on a site that
/// can dial, and nobody answers.
final class TriedDialer: Dialer {
  /// How long nobody answers; no longer than the flow has it ring.
  static let patience: Duration = .seconds(3)

  private let note: @Sendable (String) -> Void
  private let ringing = Mutex<Set<LegID>>([])

  /// - Parameter note: is told which number would be rung.
  init(_ note: @escaping @Sendable (String) -> Void) { self.note = note }

  func ring(
    _ leg: LegID, number: String, for ring: Duration, failed: @escaping @Sendable (DialFault) -> Void
  ) {
    note("nothing is rung while a flow is tried by keypad: nobody answers at \(number)")
    ringing.withLock { _ = $0.insert(leg) }
    let wait = min(ring, TriedDialer.patience)
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(wait.milliseconds))) {
      [weak self] in
      if self?.ringing.withLock({ $0.remove(leg) }) != nil { failed(.noAnswer) }
    }
  }

  func cancel(_ leg: LegID) { ringing.withLock { _ = $0.remove(leg) } }
}
