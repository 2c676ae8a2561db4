import Chronology
import Engine

/// One stay in a queue, as the figures count it.
public struct QueueVisit: Hashable, Sendable {
  public enum End: Hashable, Sendable {
    case answered(talk: Duration, hold: Duration, wrapUp: Duration)
    /// The caller hung up.
    case abandoned
    /// The caller asked to be called back.
    case callback
    /// Overflow, a key, a supervisor: out of the queue, not out of the line.
    case flowedOut
    /// The talk went on with another agent who was asked about it: time handled, and no stay in the queue.
    case handedOver(talk: Duration, hold: Duration, wrapUp: Duration)
    /// Still waiting: its wait so far says nothing yet.
    case open
  }
  /// From enqueueing to the answer, or to leaving.
  public var wait: Duration
  public var end: End
  /// Its end was not seen: left out of handle times.
  public var isEstimated: Bool
  public init(wait: Duration, end: End, isEstimated: Bool = false) {
    (self.wait, self.end, self.isEstimated) = (wait, end, isEstimated)
  }

  public init(_ row: VisitRow) {
    let visit = row.visit
    wait = visit.left - visit.enqueued
    isEstimated = row.isEndEstimated
    switch visit.how {
    case "answered": end = .answered(talk: visit.talk, hold: visit.hold, wrapUp: visit.wrapUp)
    case "transferred":
      end = .handedOver(talk: visit.talk, hold: visit.hold, wrapUp: visit.wrapUp)
    case "abandoned": end = .abandoned
    case "callback": end = .callback
    case "open": end = .open
    default: end = .flowedOut
    }
  }
}

/// The figures of a set of stays in queues, each by its exact name. Percentages are 0…100; a figure of
/// nothing is nil, never NaN.
///
/// These count visits to a queue, by the time of enqueueing: a call that comes back counts again.
public struct QueueFigures: Hashable, Sendable {
  /// The waiting time T of the service level.
  public var within: Duration
  /// Abandons up to this wait, equality included, are short.
  public var shortAbandon: Duration

  /// Q = A + B + C + F + open.
  public private(set) var queued = 0
  /// A.
  public private(set) var answered = 0
  /// B, the short ones among them.
  public private(set) var abandoned = 0
  /// Bs.
  public private(set) var shortAbandoned = 0
  /// C.
  public private(set) var callbacks = 0
  /// F.
  public private(set) var flowedOut = 0
  public private(set) var open = 0
  /// A, B and C with a wait of T at most.
  public private(set) var answeredWithin = 0
  public private(set) var abandonedWithin = 0
  public private(set) var callbacksWithin = 0
  /// Those with a service-level event: answered or abandoned within T, or waiting when T was reached (E).
  public private(set) var serviceLevelEvents = 0
  /// Sums of waits, and the longest of all.
  public private(set) var answeredWait = Duration.zero
  public private(set) var abandonedWait = Duration.zero
  public private(set) var totalWait = Duration.zero
  public private(set) var maximumWait: Duration?
  /// Talk + hold + wrap-up of the answered visits whose end was seen, and their number.
  public private(set) var handleTime = Duration.zero
  public private(set) var handled = 0

  public init(
    _ visits: some Sequence<QueueVisit>, within: Duration = .seconds(20),
    shortAbandon: Duration = .seconds(5)
  ) {
    (self.within, self.shortAbandon) = (within, shortAbandon)
    for visit in visits { add(visit) }
  }

  public mutating func add(_ visit: QueueVisit) {
    if case .handedOver(let talk, let hold, let wrapUp) = visit.end {
      if !visit.isEstimated { handleTime += talk + hold + wrapUp }
      return
    }
    queued += 1
    let isWithin = visit.wait <= within
    switch visit.end {
    case .open:
      open += 1
      if !isWithin { serviceLevelEvents += 1 }
      return
    case .answered(let talk, let hold, let wrapUp):
      answered += 1
      answeredWait += visit.wait
      if isWithin { answeredWithin += 1 }
      if !visit.isEstimated {
        handled += 1
        handleTime += talk + hold + wrapUp
      }
      serviceLevelEvents += 1
    case .abandoned:
      abandoned += 1
      abandonedWait += visit.wait
      if isWithin { abandonedWithin += 1 }
      if visit.wait <= shortAbandon { shortAbandoned += 1 }
      serviceLevelEvents += 1
    case .callback:
      callbacks += 1
      if isWithin { callbacksWithin += 1 } else { serviceLevelEvents += 1 }
    case .flowedOut:
      flowedOut += 1
      if !isWithin { serviceLevelEvents += 1 }
    case .handedOver: return
    }
    totalWait += visit.wait
    maximumWait = max(maximumWait ?? .zero, visit.wait)
  }

  // MARK: Rates

  /// A / Q (응대율).
  public var answerRate: Double? { percent(answered, of: queued) }
  /// B / Q.
  public var abandonRateOfQueued: Double? { percent(abandoned, of: queued) }
  /// (B − Bs) / (A + B − Bs).
  public var abandonRateOfHandled: Double? {
    percent(abandoned - shortAbandoned, of: answered + abandoned - shortAbandoned)
  }
  /// B / (A + B).
  public var abandonRateOfEnded: Double? { percent(abandoned, of: answered + abandoned) }

  // MARK: Times

  /// ASA: mean wait of the answered.
  public var averageSpeedOfAnswer: Duration? { mean(answeredWait, answered) }
  /// Mean wait of the abandoned.
  public var averageAbandonTime: Duration? { mean(abandonedWait, abandoned) }
  /// Mean wait of all that no longer wait.
  public var averageWait: Duration? { mean(totalWait, queued - open) }
  /// AHT: mean of talk, hold and wrap-up.
  public var averageHandleTime: Duration? { mean(handleTime, handled) }
  /// Handle time / (handle time + idle time of the agents who were there for these calls).
  public func occupancy(idle: Duration) -> Double? {
    let whole = handleTime + idle
    return whole > .zero ? handleTime / whole * 100 : nil
  }

  func percent(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) * 100 : nil
  }
  private func mean(_ sum: Duration, _ count: Int) -> Duration? { count > 0 ? sum / count : nil }
}

/// The hold time that Asterisk announces: a running estimate in whole seconds, a quarter of each new wait.
public struct RunningHold: Hashable, Sendable {
  public private(set) var seconds: Int
  public init(seconds: Int = 0) { self.seconds = seconds }
  public mutating func add(_ wait: Duration) {
    seconds = (seconds * 3 + Int(clamping: wait.milliseconds / 1000)) >> 2
  }
}
