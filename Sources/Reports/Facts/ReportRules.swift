import Chronology
import Engine

/// What a report is asked to count by: the thresholds of its figures, and where rows belong in time.
public struct ReportRules: Hashable, Sendable {
  /// The instant that puts a stay in a queue into an interval.
  public enum Assignment: String, Hashable, Sendable, CaseIterable {
    /// When it began. Such rows change until the last stay of the interval is over; they say how many are open.
    case enqueue
    /// When an agent answered; other stays are in no interval.
    case answer
    /// When the talk ended, or the stay without talk; open ones are in no interval.
    case end
  }
  /// T: the wait of the service level, equality included.
  public var within: Duration
  /// s: an abandon up to this wait, equality included, is short.
  public var shortAbandon: Duration
  /// T and s of queues that have their own; `within` and `shortAbandon` are for the others.
  public var byQueue: [String: Thresholds] = [:]
  public struct Thresholds: Hashable, Sendable {
    public var within: Duration
    public var shortAbandon: Duration
    public init(within: Duration, shortAbandon: Duration) {
      (self.within, self.shortAbandon) = (within, shortAbandon)
    }
  }
  /// What each segment is promised; that of the name `ServicePolicy.otherwise` holds for all others.
  public var policies: [String: ServicePolicy] = [:]
  /// When agents should work, by name.
  public var plans: [String: WorkPlan] = [:]
  public func within(_ queue: String) -> Duration { byQueue[queue]?.within ?? within }
  public func shortAbandon(_ queue: String) -> Duration { byQueue[queue]?.shortAbandon ?? shortAbandon }
  /// `20 s`, or the setting by which each queue has its own.
  var shownWithin: String { shown(byQueue.values.map(\.within), within, "service-level") }
  var shownShort: String { shown(byQueue.values.map(\.shortAbandon), shortAbandon, "short-abandon") }
  private func shown(_ own: [Duration], _ otherwise: Duration, _ setting: String) -> String {
    let all = Set(own.isEmpty ? [otherwise] : own)
    guard all.count == 1, let one = all.first else { return "`\(setting)`" }
    return "\(QueueReport.seconds(one)) s"
  }
  public var assignment: Assignment
  /// Numbers that many callers share, as a company's or an exchange's: nobody in particular.
  public var sharedNumbers: Set<String>
  /// Up to where the log is known.
  public var now: Instant
  public init(
    within: Duration = .seconds(20), shortAbandon: Duration = .seconds(5),
    by assignment: Assignment = .enqueue,
    sharedNumbers: Set<String> = [], now: Instant = Instant(microseconds: .max)
  ) {
    (self.within, self.shortAbandon, self.assignment) = (within, shortAbandon, assignment)
    (self.sharedNumbers, self.now) = (sharedNumbers, now)
  }
}
