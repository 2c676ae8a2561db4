/// Which "service level" is meant: vendors differ in what they do with abandons, and one day's calls give
/// many different percentages. A printed figure always carries its variant's name.
public enum ServiceLevel: Hashable, Sendable {
  /// Asterisk's "SL": A_T / A.
  case answered
  /// Asterisk's "SL2": (A_T + B_T) / (A + B).
  case two
  /// Amazon Connect: left by answer, abandon or callback within T, of Q.
  case left
  /// Genesys: A_T / (A + B [+ F] [− Bs] [− B]) by its three switches.
  case genesys(countFlowOuts: Bool = false, countShortAbandons: Bool = true, countAbandons: Bool = true)
  /// Cisco, early abandons removed: A_T / (E − B_T).
  case ignore
  /// Cisco, early abandons as failures: A_T / E.
  case negative
  /// Cisco, early abandons as successes: (A_T + B_T) / E.
  case positive
  /// RingCentral: A_T of the answered, and of the abandoned that were not short if they are to count.
  case threshold(countAbandons: Bool = true)

  /// One of each, as the figures' table lists them.
  public static let all: [ServiceLevel] = [
    .answered, .two, .left, .genesys(), .genesys(countFlowOuts: true),
    .genesys(countShortAbandons: false), .genesys(countFlowOuts: true, countShortAbandons: false),
    .genesys(countAbandons: false), .ignore, .negative, .positive, .threshold(),
    .threshold(countAbandons: false),
  ]

  public var name: String {
    switch self {
    case .answered: "SL-answered"
    case .two: "SL2"
    case .left: "SL-left"
    case .genesys(let flowOuts, let short, let abandons):
      "SL-Genesys" + (flowOuts ? "+F" : "") + (!abandons ? "-B" : short ? "" : "-Bs")
    case .ignore: "SL-ignore"
    case .negative: "SL-negative"
    case .positive: "SL-positive"
    case .threshold(let abandons): "SL-threshold" + (abandons ? "" : "-B")
    }
  }

  public var formula: String {
    switch self {
    case .answered: "A_T / A"
    case .two: "(A_T + B_T) / (A + B)"
    case .left: "(A_T + B_T + C_T) / Q"
    case .genesys(let flowOuts, let short, let abandons):
      "A_T / (A" + (abandons ? " + B" : "") + (flowOuts ? " + F" : "")
        + (abandons && !short ? " - Bs)" : ")")
    case .ignore: "A_T / (E - B_T)"
    case .negative: "A_T / E"
    case .positive: "(A_T + B_T) / E"
    case .threshold(let abandons): abandons ? "A_T / (A + B - Bs)" : "A_T / A"
    }
  }
}

extension QueueFigures {
  /// 0…100; nil when nothing counts.
  public func serviceLevel(_ variant: ServiceLevel) -> Double? {
    switch variant {
    case .answered, .threshold(countAbandons: false): return percent(answeredWithin, of: answered)
    case .two: return percent(answeredWithin + abandonedWithin, of: answered + abandoned)
    case .left: return percent(answeredWithin + abandonedWithin + callbacksWithin, of: queued)
    case .genesys(let flowOuts, let short, let abandons):
      var whole = answered + (flowOuts ? flowedOut : 0)
      if abandons { whole += abandoned - (short ? 0 : shortAbandoned) }
      return percent(answeredWithin, of: whole)
    case .ignore: return percent(answeredWithin, of: serviceLevelEvents - abandonedWithin)
    case .negative: return percent(answeredWithin, of: serviceLevelEvents)
    case .positive: return percent(answeredWithin + abandonedWithin, of: serviceLevelEvents)
    case .threshold(countAbandons: true):
      return percent(answeredWithin, of: answered + abandoned - shortAbandoned)
    }
  }
}
