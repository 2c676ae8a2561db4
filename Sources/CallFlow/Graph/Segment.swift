/// Callers of one kind, `segment gold { priority 5; need senior }`: what is asked for them in whatever queue
/// they come into, beside what the queue and the route say.
public struct SegmentItem: Sendable {
  public var name: String
  /// For people.
  public var title: String?
  /// Added to the priority that queue or route gives.
  public var priority = 0
  /// A need takes the place of the queue's on the same skill; the route's own takes that of these.
  public var needs: [Need] = []
  public var prefers: [LevelledAbility] = []
  public var widenings: [Widening] = []
  public init(name: String) { self.name = name }
}
