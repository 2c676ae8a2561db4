import ACD
import CallFlow
import Chronology
import Session

/// One loaded application, with what its names mean on this site.
final class Application: Sendable {
  let graph: FlowGraph
  let prepared: PreparedGraph
  let queues: [QueueID]
  /// What each queue itself asks of every call, whatever its language.
  let requirements: [[Requirement]]
  /// The graph's id in hexadecimal.
  let graphID: String

  init(_ graph: FlowGraph, zone: Zone? = nil, registry: inout Registry) {
    var binding = registry.bind(graph)
    if graph.content.calendars.isEmpty { binding.zone = zone }
    self.graph = graph
    prepared = PreparedGraph(graph, binding: binding)
    queues = binding.queues
    requirements = graph.content.queues.map { queue in
      queue.needs.compactMap { need in
        switch need {
        case .any(let alternatives):
          var levels: [SkillLevel] = []
          for alternative in alternatives {
            guard case .skill(let skill) = alternative.ability else { return nil }
            levels.append(SkillLevel(binding.skills[skill.index], alternative.level))
          }
          return .any(levels)
        case .not(.skill(let skill)): return .not(binding.skills[skill.index])
        case .not(.language): return nil
        }
      }
    }
    let digits = String(graph.id, radix: 16)
    graphID = String(repeating: "0", count: max(0, 16 - digits.count)) + digits
  }
}

/// Names to numbers; a name keeps its number for as long as the engine lives.
struct Registry {
  private(set) var skills: [String: SkillID] = [:]
  private(set) var skillNames: [String] = []
  private(set) var queues: [String: QueueID] = [:]
  private(set) var queueNames: [String] = []
  private(set) var agents: [String: AgentID] = [:]
  private(set) var agentNames: [String] = []

  mutating func skill(_ name: String) -> SkillID {
    if let known = skills[name] { return known }
    let id = SkillID(skills.count)
    skills[name] = id
    skillNames.append(name)
    return id
  }
  mutating func queue(_ name: String) -> QueueID {
    if let known = queues[name] { return known }
    let id = QueueID(queueNames.count)
    queues[name] = id
    queueNames.append(name)
    return id
  }
  mutating func agent(_ name: String) -> AgentID {
    if let known = agents[name] { return known }
    let id = AgentID(agentNames.count)
    agents[name] = id
    agentNames.append(name)
    return id
  }
  mutating func bind(_ graph: FlowGraph) -> GraphBinding {
    GraphBinding(
      skills: graph.content.skills.map { skill($0.name) },
      queues: graph.content.queues.map { queue($0.name) })
  }
  func name(_ skill: SkillID) -> String {
    skillNames.indices.contains(skill.number) ? skillNames[skill.number] : "?"
  }
  func name(_ queue: QueueID) -> String {
    queueNames.indices.contains(queue.number) ? queueNames[queue.number] : "?"
  }
  func name(_ agent: AgentID) -> String {
    agentNames.indices.contains(agent.number) ? agentNames[agent.number] : "?"
  }
}

extension QueueDefinition {
  init(_ item: QueueItem, id: QueueID) {
    self.init(id: id)
    (pick, weight) = (PickRule(item.pick), item.weight)
    (age, agePeriod, ageMax) = (item.age, item.agePeriod, item.ageMax)
    (maxWait, maxCallers, noAgents) = (item.maxWait, item.maxCallers, item.noAgents)
    ring = item.ring ?? .seconds(10)
    dialledRing = item.ring ?? .seconds(20)
    (wrapUp, missedPause) = (item.wrapUp, item.missedPause)
  }
}

extension PickRule {
  init(_ strategy: PickStrategy) {
    self =
      switch strategy {
      case .longestIdle: .longestIdle
      case .fewestCalls: .fewestCalls
      case .leastTalk: .leastTalk
      case .roundRobin: .roundRobin
      case .level: .level
      case .spareLevel: .spareLevel
      case .linear: .linear
      case .random: .random
      case .all: .all
      }
  }
}
