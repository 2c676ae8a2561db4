import ACD
import CallFlow

extension EngineCore {
  mutating func load(_ new: SiteDefinition) {
    let names = Set(new.agents.map(\.name))
    leavers = (definition.agents + leavers).filter { !names.contains($0.name) }
    definition = new
    messages.folder = new.messages ?? new.recordings
    isLoaded = true
    var old: [ObjectIdentifier: Application] = [:]
    for application in applications { old[ObjectIdentifier(application.graph)] = application }
    applications = []
    for graph in new.applications {
      applications.append(
        old[ObjectIdentifier(graph)] ?? Application(graph, zone: new.zone, registry: &registry))
    }
    var queues: [QueueDefinition] = []
    var seen: Set<String> = []
    for application in applications {
      for item in application.graph.content.queues where seen.insert(item.name).inserted {
        queues.append(QueueDefinition(item, id: registry.queue(item.name)))
      }
    }
    var agents: [AgentDefinition] = []
    for agent in new.agents {
      var skills: [SkillID: Int] = [:]
      for (name, level) in agent.skills { skills[registry.skill(name)] = level }
      for (name, level) in liveSkills[agent.name] ?? [:] { skills[registry.skill(name)] = level }
      var definition = AgentDefinition(id: registry.agent(agent.name), name: agent.name, skills: skills)
      (definition.isDialled, definition.ring) = (agent.phone != nil, agent.ring)
      agents.append(definition)
    }
    let distributor = distributor
    distributor.value.explains = wantsEvents || onNotice != nil
    distributor.value.configure(queues: queues, agents: agents, at: now, into: &distributorEffects)
    for name in closedQueues.keys { distribute(.queueClosed(registry.queue(name))) }
    keepRules()
    tellStrandedCallBacks()
    settle()
    leavers = presentLeavers
  }

  private func isStillHere(_ leaver: SiteDefinition.Agent) -> Bool {
    guard let id = registry.agents[leaver.name] else { return false }
    return distributor.value.state(of: id).map { $0.state != .loggedOut } ?? false
  }

  /// Those that a reload took away and who still talk.
  var presentLeavers: [SiteDefinition.Agent] { leavers.filter { isStillHere($0) } }

  /// Of the site, or one that it has had and who still talks.
  func agent(named name: String) -> SiteDefinition.Agent? {
    definition.agents.first { $0.name == name } ?? presentLeavers.first { $0.name == name }
  }
}
