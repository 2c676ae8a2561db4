import ACD
import CallFlow

/// What the site calls the skills and queues of one graph, by their index in it.
public struct GraphBinding: Sendable {
  public var skills: [SkillID]
  public var queues: [QueueID]
  public init(skills: [SkillID], queues: [QueueID]) { (self.skills, self.queues) = (skills, queues) }
  /// Every skill and queue of the graph has its own index as its number: for a site of one application.
  public init(numberedLike graph: FlowGraph) {
    skills = graph.content.skills.indices.map { SkillID($0) }
    queues = graph.content.queues.indices.map { QueueID($0) }
  }
}
