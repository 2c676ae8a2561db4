import CallFlow
import Chronology

/// A caller's wish to be called back: his place in the queue is kept meanwhile.
public struct CallBackOrder: Sendable {
  /// Digits.
  public var number: String
  /// What may be written of it.
  public var shown: String
  /// What he waits for.
  public var request: QueueRequest
  public var within: Duration
  public var ring: Duration
  /// When he may be called; nil for at any time.
  public var slots: OpeningHours?
  /// What the application calls that calendar.
  public var slotsName: String?
  public var attempts: Int
  public var every: Duration
  /// Goes on with the person who answers: asks whether he wants to be connected, and is then where the call
  /// was that ordered it.
  public var walker: any Walker
  public init(
    number: String, shown: String, request: QueueRequest, within: Duration, ring: Duration, attempts: Int,
    every: Duration,
    walker: any Walker
  ) {
    (self.number, self.shown, self.request) = (number, shown, request)
    (self.within, self.ring, self.attempts, self.every) = (within, ring, attempts, every)
    self.walker = walker
  }
}
