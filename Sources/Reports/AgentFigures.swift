import Chronology
import Engine

/// What one agent did in a stretch of time. His states add up to the time he was logged in.
public struct AgentFigures: Hashable, Sendable {
  public var agent: String
  /// Time by state, while he was logged in.
  public private(set) var times: [String: Duration] = [:]
  /// Of the paused time, by reason.
  public private(set) var pauses: [String: Duration] = [:]
  public private(set) var offers = 0
  public private(set) var accepted = 0
  public private(set) var refused = 0
  /// Rang out.
  public private(set) var missed = 0
  /// Taken back because the caller had left, or the agent's own state had changed: no answer was owed.
  public private(set) var withdrawn = 0
  /// Calls talked to.
  public private(set) var calls = 0

  /// - Parameters:
  ///   - rows: the agent's, in order; the last one before `since` tells the state at the start.
  ///   - until: where a state that has not ended is cut off.
  public init(agent: String, rows: [AgentEventRow], since: Instant, until: Instant) {
    self.agent = agent
    for (index, row) in rows.enumerated() {
      let next = index + 1 < rows.count ? rows[index + 1] : nil
      let from = max(row.at, since)
      let to = min(next?.at ?? until, until)
      if row.state != "logged-out", row.state != "line-gone", to > from {
        times[row.state, default: .zero] += to - from
        if row.state == "paused" { pauses[row.reason ?? "", default: .zero] += to - from }
      }
      guard row.at >= since, row.at < until else { continue }
      // Back from hold it is the same talk.
      if row.state == "talking", index == 0 || rows[index - 1].state != "held" { calls += 1 }
      if row.state == "offered" {
        offers += 1
        // The row after an offer tells how it ended; one with none yet is still ringing.
        switch (next?.state, next?.reason) {
        case ("talking", _): accepted += 1
        case (_, "refused"): refused += 1
        case (_, "missed"): missed += 1
        case ("not-answering", _): missed += 1
        case (nil, _): break
        default: withdrawn += 1
        }
      }
    }
  }

  public func time(_ state: String) -> Duration { times[state] ?? .zero }
  public var loggedIn: Duration { times.values.reduce(.zero, +) }
  /// Talk, hold and wrap-up.
  public var handleTime: Duration { time("talking") + time("held") + time("wrap-up") }
  /// Accepted / (accepted + refused + rung out), 0…100.
  public var answerRate: Double? {
    let answerable = accepted + refused + missed
    return answerable > 0 ? Double(accepted) / Double(answerable) * 100 : nil
  }
  /// Handle time / (handle time + ready time), 0…100; pauses and offers count in neither.
  public var occupancy: Double? {
    let whole = handleTime + time("ready")
    return whole > .zero ? handleTime / whole * 100 : nil
  }
  /// (Handle time + ready time) / logged-in time, 0…100.
  public var utilisation: Double? {
    loggedIn > .zero ? (handleTime + time("ready")) / loggedIn * 100 : nil
  }
  /// Calls talked to per logged-in hour.
  public var callsPerHour: Double? {
    loggedIn > .zero ? Double(calls) / (loggedIn.seconds / 3600) : nil
  }
}
