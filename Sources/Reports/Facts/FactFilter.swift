import Chronology

/// Which rows a report is about; what is nil does not matter.
public struct FactFilter: Hashable, Sendable {
  public var queue: String?
  public var agent: String?
  public var flow: String?
  public var line: String?
  public var outcome: String?
  public var answer: String?
  public var segment: String?
  /// At or after, and before.
  public var since: Instant?
  public var until: Instant?
  public init() {}

  public func matches(_ fact: Fact) -> Bool {
    (queue == nil || fact.queue == queue) && (agent == nil || fact.agent == agent)
      && (flow == nil || fact.flow == flow) && (line == nil || fact.line == line)
      && (segment == nil || fact.segment == segment)
      && (outcome == nil || fact.outcome == outcome) && (answer == nil || fact.topic == answer)
      && (since.map { fact.at >= $0 } ?? true) && (until.map { fact.at < $0 } ?? true)
  }
}
