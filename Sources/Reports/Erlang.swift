import Foundation

/// What queueing theory expects of so many calls and agents, for comparison with what happened.
///
/// Times in seconds. Calls come at random (Poisson), handling times are exponential, agents are alike.
public struct Erlang: Hashable, Sendable {
  /// Calls per second, mean handling time, agents.
  public let rate: Double
  public let handling: Double
  public let agents: Int

  /// Nil for what cannot be: no calls at all, no handling time, a negative number, more than 100,000 agents.
  public init?(callsPerHour: Double, handling: Double, agents: Int) {
    guard callsPerHour > 0, callsPerHour < 1e9, handling > 0, handling < 1e6, (1...100_000).contains(agents)
    else { return nil }
    (rate, self.handling, self.agents) = (callsPerHour / 3600, handling, agents)
  }

  /// Offered load A in Erlangs: rate · handling time.
  public var load: Double { rate * handling }

  /// The share of calls that find all agents busy when nobody waits, Erlang B: B(0) = 1,
  /// B(k) = A·B(k−1) / (k + A·B(k−1)).
  public var blocked: Double {
    var b = 1.0
    for k in 1...agents { b = load * b / (Double(k) + load * b) }
    return b
  }

  // MARK: Erlang C: everybody waits as long as it takes

  /// Whether a queue of callers who never give up would stay finite.
  public var isStable: Bool { load < Double(agents) }
  /// P_w = B / (1 − (A/N)(1 − B)); 1 when it is not stable.
  public var waitProbability: Double {
    guard isStable else { return 1 }
    let b = blocked
    return b / (1 - load / Double(agents) * (1 - b))
  }
  /// SL(T) = 1 − P_w·e^(−(N − A)·T / handling), 0…1.
  public func serviceLevel(within seconds: Double) -> Double {
    guard isStable else { return 0 }
    return 1 - waitProbability * exp(-(Double(agents) - load) * seconds / handling)
  }
  /// ASA = P_w·handling / (N − A); nil when it would grow for ever.
  public var averageSpeedOfAnswer: Double? {
    isStable ? waitProbability * handling / (Double(agents) - load) : nil
  }
  /// A / N, at most 1.
  public var occupancy: Double { min(1, load / Double(agents)) }

  // MARK: Erlang A: callers give up

  /// Of callers whose patience is exponential (M/M/N+M).
  public struct Impatient: Hashable, Sendable {
    public var waitProbability: Double
    /// Of all calls, 0…1.
    public var abandoned: Double
    /// Of all calls, those answered at once and those that give up included.
    public var meanWait: Double
    public var occupancy: Double
  }

  /// A birth-death process: death rate k/handling up to N, beyond it N/handling + (k − N)·θ, θ = 1/patience;
  /// abandoned = θ·L_q/rate, mean wait = L_q/rate.
  ///
  /// - Parameter patience: its mean in seconds; nil is returned for none.
  public func impatient(patience: Double) -> Impatient? {
    guard patience > 0, patience.isFinite else { return nil }
    let service = 1 / handling
    let giveUp = 1 / patience
    // Relative to the state "all agents busy, nobody waits", so that nothing overflows.
    var below = 0.0
    var share = 1.0
    for k in stride(from: agents, to: 0, by: -1) {
      share *= Double(k) * service / rate
      below += share
      if share < below * 1e-17 { break }
    }
    var above = 1.0
    var waiting = 0.0
    share = 1
    var k = 1.0
    while k < 50_000_000 {
      share *= rate / (Double(agents) * service + k * giveUp)
      above += share
      waiting += k * share
      // Beyond the peak of the queue, each state is rarer than the one before.
      if share < above * 1e-17, rate < Double(agents) * service + k * giveUp { break }
      // Far from it, only proportions count.
      if above > 1e250 {
        (share, above, waiting, below) = (share * 1e-250, above * 1e-250, waiting * 1e-250, below * 1e-250)
      }
      k += 1
    }
    // Callers with endless patience and too few agents: the queue has no end that could be reached.
    guard k < 50_000_000 else { return nil }
    let whole = below + above
    let queue = waiting / whole
    let abandoned = giveUp * queue / rate
    return Impatient(
      waitProbability: above / whole, abandoned: abandoned, meanWait: queue / rate,
      occupancy: min(1, load * (1 - abandoned) / Double(agents)))
  }

  /// The fewest agents that reach a service level; nil when 100,000 do not.
  public static func agentsNeeded(
    callsPerHour: Double, handling: Double, serviceLevel: Double, within seconds: Double
  ) -> Int? {
    guard let one = Erlang(callsPerHour: callsPerHour, handling: handling, agents: 1),
      serviceLevel > 0, serviceLevel < 1, one.load < 99_000
    else { return nil }
    // B(k) is carried on from one number of agents to the next.
    let load = one.load
    var b = 1.0
    for agents in 1...100_000 {
      let n = Double(agents)
      b = load * b / (n + load * b)
      guard load < n else { continue }
      let wait = b / (1 - load / n * (1 - b))
      if 1 - wait * exp(-(n - load) * seconds / handling) >= serviceLevel { return agents }
    }
    return nil
  }
}
