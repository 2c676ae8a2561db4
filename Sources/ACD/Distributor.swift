import Chronology

/// All queues and agents of a site: who waits, who is free, who is offered what. A value; time comes in
/// with each event, chance from a seed.
public struct Distributor: Sendable {
  public init(seed: UInt64) {}
  /// Replaces the definitions; running state stays. Agents no longer defined are logged out when free.
  public mutating func configure(
    queues: [QueueDefinition], agents: [AgentDefinition], at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {}
  public mutating func handle(
    _ event: DistributorEvent, at instant: Instant, into effects: inout [DistributorEffect]
  ) {}
  /// Calls waiting in a queue.
  public func waiting(_ queue: QueueID) -> Int { 0 }
  /// Agents logged in who could take a call of the queue's requirements.
  public func agents(able requirements: [Requirement]) -> Int { 0 }
}
