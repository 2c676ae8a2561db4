import ACD
import CallFlow
import Chronology

/// What the site calls the skills and queues of one graph, by their index in it.
public struct GraphBinding: Sendable {
  public var skills: [SkillID]
  public var queues: [QueueID]
  /// The zone in which `today` and times of day are told; nil for that of the graph's first calendar.
  public var zone: Zone?
  public init(skills: [SkillID], queues: [QueueID], zone: Zone? = nil) {
    (self.skills, self.queues, self.zone) = (skills, queues, zone)
  }
  /// Every skill and queue of the graph has its own index as its number: for a site of one application.
  public init(numberedLike graph: FlowGraph) {
    skills = graph.content.skills.indices.map { SkillID($0) }
    queues = graph.content.queues.indices.map { QueueID($0) }
  }
}
