import ACD
import Chronology

/// How urgent a stay in a queue was.
public struct VisitPriority: Hashable, Sendable, Codable {
  /// What the route or the queue gave the call as it came in.
  public var own: Int
  /// Added to it: the queue's weight, and what the call's segment brings.
  public var added: Int
  /// Gained per minute of waiting; 0 without age.
  public var perMinute: Double
  /// What waiting may add at most; nil without a cap.
  public var most: Int?
  /// All in all, as it was when an agent took the call or it left: with age, and with what a supervisor made
  /// of it meanwhile.
  public var atEnd: Double
  public init(own: Int, added: Int = 0, perMinute: Double = 0, most: Int? = nil, atEnd: Double? = nil) {
    (self.own, self.added, self.perMinute, self.most) = (own, added, perMinute, most)
    self.atEnd = atEnd ?? Double(own + added)
  }

  /// As a call comes in.
  init(own: Int, segment: Int, _ queue: QueueDefinition?) {
    self.init(own: own, added: segment + (queue?.weight ?? 0))
    guard let queue, queue.age > 0, queue.agePeriod > .zero else { return }
    perMinute = Double(queue.age) * 60_000_000 / Double(queue.agePeriod.microseconds)
    most = queue.ageMax
  }

  /// After so long a wait.
  ///
  /// - Parameter base: own priority and all that is added to it, without age.
  mutating func end(after waited: Duration, base: Int) {
    let age = max(0, waited.seconds) / 60 * perMinute
    atEnd = Double(base) + (most.map { min(age, Double($0)) } ?? age)
  }
}
