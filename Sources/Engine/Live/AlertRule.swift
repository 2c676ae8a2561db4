import Chronology

/// A threshold of a queue, or something that is always worth telling.
public struct AlertRule: Hashable, Sendable {
  public enum Figure: String, Hashable, Sendable, CaseIterable {
    case waiting
    case longestWait = "longest-wait"
    case expectedWait = "expected-wait"
    /// Logged in and able; ready.
    case agents, ready
    case serviceLevel = "service-level"
    /// In the last half hour, short ones left out.
    case abandoned

    public enum Unit: Hashable, Sendable { case count, time, percent }
    public var unit: Unit {
      switch self {
      case .waiting, .agents, .ready, .abandoned: .count
      case .longestWait, .expectedWait: .time
      case .serviceLevel: .percent
      }
    }
  }
  public var queue: String
  public var figure: Figure
  /// Raised above the limit, else below.
  public var isAbove: Bool
  /// A count, seconds or percent.
  public var limit: Double
  public init(queue: String, figure: Figure, isAbove: Bool, limit: Double) {
    (self.queue, self.figure, self.isAbove, self.limit) = (queue, figure, isAbove, limit)
  }

  /// Nil when the queue is not there, or has no such figure now.
  func value(in snapshot: EngineSnapshot) -> Double? {
    guard let queue = snapshot.queues.first(where: { $0.name == self.queue }) else { return nil }
    return switch figure {
    case .waiting: Double(queue.waiting)
    case .longestWait: queue.longestWait?.seconds ?? 0
    case .expectedWait: queue.expectedWait.map { Double($0) * 60 }
    case .agents: Double(queue.agents)
    case .ready: Double(queue.agentsByState["ready"] ?? 0)
    case .serviceLevel: queue.recent.serviceLevel
    case .abandoned: Double(queue.recent.abandoned - queue.recent.shortAbandoned)
    }
  }

  /// `waiting 12 > 10`.
  func text(_ value: Double) -> String {
    "\(figure.rawValue) \(shown(value)) \(isAbove ? ">" : "<") \(shown(limit))"
  }
  /// `waiting 3, no longer > 10`; without a value when there is none any more.
  func overText(_ value: Double?) -> String {
    let now = value.flatMap { isBeyond($0) ? nil : " \(shown($0))," } ?? ""
    return "\(figure.rawValue)\(now) no longer \(isAbove ? ">" : "<") \(shown(limit))"
  }
  /// Whether that alert came of this rule.
  func raised(_ alert: Alert) -> Bool {
    alert.queue == queue && alert.what == figure.rawValue
      && alert.text.hasSuffix(" \(isAbove ? ">" : "<") \(shown(limit))")
  }
  func isBeyond(_ value: Double) -> Bool { isAbove ? value > limit : value < limit }
  private func shown(_ value: Double) -> String {
    // So that the value is seen to be beyond its limit.
    let whole = Int(value.rounded(isAbove ? .up : .down))
    return switch figure.unit {
    case .count: "\(whole)"
    case .time: "\(whole)s"
    case .percent: "\(whole) %"
    }
  }
}

/// An alert that is on.
public struct Alert: Hashable, Sendable {
  /// Nil for one of an agent.
  public var queue: String?
  public var agent: String?
  /// `waiting`, `not-answering`, `unreachable`, `holidays`.
  public var what: String
  /// A calendar's table of holidays cannot be read.
  public static let holidays = "holidays"
  /// With the value now, or when it was last crossed.
  public var text: String
  public var since: Instant
  public init(queue: String?, agent: String?, what: String, text: String, since: Instant) {
    (self.queue, self.agent, self.what, self.text, self.since) = (queue, agent, what, text, since)
  }
}

extension Alert {
  /// What it is and whose, whatever its text says now.
  fileprivate var name: String { "\(what) \(queue ?? "") \(agent ?? "")" }
}

/// Which alerts are on: told once when one is raised, once when it is over.
public struct AlertBoard: Sendable {
  public enum Change: Hashable, Sendable {
    case raised(Alert)
    case over(Alert)
  }
  private enum Key: Hashable {
    case rule(AlertRule)
    case agent(String)
    /// Queue, agent and what it is; its text may change while it is on.
    case told(String)
  }
  private struct Entry {
    var alert: Alert
    var fineSince: Instant?
    var serial: Int
    /// False for one of an earlier run that is not known to be so still.
    var isSeen = true
  }
  /// An alert is over when all has been well for so long.
  public static let calm: Duration = .seconds(10)

  public var rules: [AlertRule]
  private var entries: [Key: Entry] = [:]
  private var serial = 0
  public init(_ rules: [AlertRule] = []) { self.rules = rules }

  /// In the order in which they were raised.
  public var current: [Alert] {
    entries.values.filter(\.isSeen).sorted { $0.serial < $1.serial }.map(\.alert)
  }

  /// Goes on with alerts that were told: what still is so is not told again, and the end of each is told. None is
  /// on before it is seen to be so.
  public mutating func resume(_ alerts: [Alert]) {
    for alert in alerts {
      serial += 1
      entries[key(of: alert)] = Entry(alert: alert, serial: serial, isSeen: false)
    }
  }
  private func key(of alert: Alert) -> Key {
    if let rule = rules.first(where: { $0.raised(alert) }) { return .rule(rule) }
    if let agent = alert.agent, alert.queue == nil { return .agent(agent) }
    return .told(alert.name)
  }

  /// - Parameter told: other things that are not as they should be, by what they are.
  public mutating func look(at snapshot: EngineSnapshot, told: [Alert] = []) -> [Change] {
    var wrong: [(Key, Alert)] = []
    for rule in rules {
      guard let value = rule.value(in: snapshot), rule.isBeyond(value) else { continue }
      wrong.append(
        (
          .rule(rule),
          Alert(
            queue: rule.queue, agent: nil, what: rule.figure.rawValue, text: rule.text(value),
            since: snapshot.at)
        ))
    }
    for agent in snapshot.agents {
      guard case .notAnswering = agent.state else { continue }
      wrong.append(
        (
          .agent(agent.name),
          Alert(
            queue: nil, agent: agent.name, what: agent.fault == nil ? "not-answering" : "unreachable",
            text: agent.fault ?? "missed too many offers", since: agent.since)
        ))
    }
    for alert in told {
      wrong.append((.told(alert.name), alert))
    }
    var changes: [Change] = []
    for (key, alert) in wrong {
      if let known = entries[key] {
        entries[key]?.alert = alert
        entries[key]?.alert.since = known.alert.since
        entries[key]?.fineSince = nil
        entries[key]?.isSeen = true
      } else {
        serial += 1
        entries[key] = Entry(alert: alert, serial: serial)
        changes.append(.raised(alert))
      }
    }
    let stillWrong = Set(wrong.map(\.0))
    for (key, entry) in entries.sorted(by: { $0.value.serial < $1.value.serial })
    where !stillWrong.contains(key) {
      let since = entry.fineSince ?? snapshot.at
      entries[key]?.fineSince = since
      // A rule that is gone is over at once.
      if case .rule(let rule) = key, !rules.contains(rule) {
      } else if snapshot.at - since < AlertBoard.calm {
        continue
      }
      entries[key] = nil
      var alert = entry.alert
      switch key {
      case .rule(let rule): alert.text = rule.overText(rule.value(in: snapshot))
      case .agent: alert.text = "answers again, or is gone"
      case .told:
        alert.text =
          if AlertRule.Figure(rawValue: alert.what) != nil {
            "\(alert.what) is no longer looked at"
          } else if alert.what == Alert.holidays {
            "holidays of tables can be read"
          } else {
            "nobody waits so long any more"
          }
      }
      changes.append(.over(alert))
    }
    return changes
  }
}
