import ACD
import Chronology

/// An agent's time of the last half hour, for the occupancy on screens; reports go by the log.
struct AgentWindow: Sendable {
  /// What of his states counts: handle time is talk, hold and wrap-up; breaks and offers are neither.
  enum Use: Sendable { case handling, available }
  private struct Span {
    var use: Use
    var from: Instant
    var to: Instant
  }
  private var spans: [Span] = []
  private var use: Use?
  private var since = Instant(microseconds: 0)

  /// From now on.
  mutating func enter(_ state: Use?, at instant: Instant) {
    guard state != use else { return }
    if let use, since < instant { spans.append(Span(use: use, from: since, to: instant)) }
    spans.removeAll { $0.to + QueueWindow.length < instant }
    (use, since) = (state, instant)
  }

  /// How long he handled calls, and was there for some.
  func times(at instant: Instant) -> AgentTimes {
    var times = AgentTimes()
    let start = instant - QueueWindow.length
    for span in spans where span.to > start { times.add(span.use, span.to - max(span.from, start)) }
    if let use, since < instant { times.add(use, instant - max(since, start)) }
    return times
  }
}

/// Of one agent, or of several together.
struct AgentTimes: Hashable, Sendable {
  var handling = Duration.zero
  var available = Duration.zero

  mutating func add(_ use: AgentWindow.Use, _ length: Duration) {
    switch use {
    case .handling: handling += length
    case .available: available += length
    }
  }
  static func += (sum: inout AgentTimes, other: AgentTimes) {
    sum.handling += other.handling
    sum.available += other.available
  }
  /// Handle time of handle time and idle available time, in percent; nil when there was none of both.
  var occupancy: Double? {
    let (busy, all) = (handling.seconds, (handling + available).seconds)
    return all > 0 ? busy / all * 100 : nil
  }
}

extension AgentWindow.Use {
  init?(_ state: AgentState) {
    switch state {
    case .ready: self = .available
    case .talking, .wrapUp: self = .handling
    case .loggedOut, .offered, .paused, .notAnswering, .lineGone: return nil
    }
  }
  /// As a row of the log has it.
  init?(word: String) {
    switch word {
    case "ready": self = .available
    case "talking", "held", "wrap-up": self = .handling
    default: return nil
    }
  }
}
