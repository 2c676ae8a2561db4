import Chronology
import Reports

/// What queueing theory expects of the same calls and agents, all queues taken for one: each interval for
/// itself, and the means weighed by calls.
public struct Staffing: Hashable, Sendable {
  /// Calls that come in a time, and the agents there in the mean.
  public struct Interval: Hashable, Sendable {
    public var length: Duration
    public var calls: Double
    public var agents: Double
    public init(length: Duration, calls: Double, agents: Double) {
      (self.length, self.calls, self.agents) = (length, calls, agents)
    }
  }
  public var calls = 0.0
  /// Intervals with calls and too few agents for Erlang C, where the queue would grow for ever.
  public var overloaded = 0
  public var intervals = 0
  /// Shares 0…1, times in seconds. Nil where there is no such mean.
  public var waitProbability: Double?
  public var serviceLevel: Double?
  public var speedOfAnswer: Double?
  public var occupancy: Double?
  /// Erlang A: callers give up.
  public var impatientWaitProbability: Double?
  public var abandoned: Double?
  public var meanWait: Double?
  public var impatientOccupancy: Double?

  /// - Parameters:
  ///   - handling: mean, seconds.
  ///   - patience: mean, seconds; nil when nobody gives up.
  public init(_ given: [Interval], handling: Double, patience: Double?, within: Duration) {
    let given = given.filter { $0.calls > 0 && $0.length > .zero }
    (calls, intervals) = (given.reduce(0) { $0 + $1.calls }, given.count)
    guard calls > 0 else { return }
    var c = (wait: 0.0, level: 0.0, asa: Double?.some(0), busy: 0.0)
    var a: (wait: Double, abandoned: Double, mean: Double, busy: Double)? =
      patience == nil ? nil : (0, 0, 0, 0)
    for interval in given {
      let share = interval.calls / calls
      // Erlang's agents are whole: between two numbers, a mean of both.
      let below = interval.agents.rounded(.down)
      let part = interval.agents - below
      for (agents, weight) in [(below, 1 - part), (below + 1, part)] where weight > 0 {
        let weight = weight * share
        guard
          let erlang = Erlang(
            callsPerHour: interval.calls / interval.length.seconds * 3600, handling: handling,
            agents: Int(agents))
        else {
          // Nobody is there: all wait, and nobody is answered.
          (c.wait, c.asa) = (c.wait + weight, nil)
          if patience != nil {
            a?.wait += weight
            a?.abandoned += weight
            a?.mean += weight * (patience ?? 0)
          }
          continue
        }
        c.wait += weight * erlang.waitProbability
        c.level += weight * erlang.serviceLevel(within: within.seconds)
        c.asa = c.asa.flatMap { sum in erlang.averageSpeedOfAnswer.map { sum + weight * $0 } }
        c.busy += weight * erlang.occupancy
        if let impatient = patience.flatMap({ erlang.impatient(patience: $0) }) {
          a?.wait += weight * impatient.waitProbability
          a?.abandoned += weight * impatient.abandoned
          a?.mean += weight * impatient.meanWait
          a?.busy += weight * impatient.occupancy
        } else {
          a = nil
        }
      }
      if interval.calls / interval.length.seconds * handling >= interval.agents { overloaded += 1 }
    }
    (waitProbability, serviceLevel, speedOfAnswer, occupancy) = (c.wait, c.level, c.asa, c.busy)
    if let a {
      (impatientWaitProbability, abandoned, meanWait, impatientOccupancy) = (
        a.wait, a.abandoned, a.mean, a.busy
      )
    }
  }

  /// By the figure's name, in its unit: what Erlang C says, and Erlang A.
  public func value(_ name: String) -> (c: Double?, a: Double?) {
    switch name {
    case "queued": (calls, impatientOccupancy == nil ? nil : calls)
    case "answered": (calls, abandoned.map { calls * (1 - $0) })
    case "abandoned": (0, abandoned.map { calls * $0 })
    case "abandon rate of queued": (0, abandoned.map { $0 * 100 })
    case "SL-Genesys", "SL-answered": (serviceLevel.map { $0 * 100 }, nil)
    case "ASA": (speedOfAnswer, nil)
    case "average wait": (speedOfAnswer, meanWait)
    case "occupancy": (occupancy.map { $0 * 100 }, impatientOccupancy.map { $0 * 100 })
    case Staffing.waited: (waitProbability.map { $0 * 100 }, impatientWaitProbability.map { $0 * 100 })
    default: (nil, nil)
    }
  }
  /// The share of callers who wait at all, Erlang's P_w.
  public static let waited = "P_w"
}
