import ACD
import CallFlow

/// Answers to `explain`, and what a supervisor changes while calls wait.
extension EngineCore {
  func explain(call: CallID) -> EngineReply {
    guard slotByCall[call] != nil else { return .unknownCall(call) }
    guard let found = distributor.value.explain(call, at: now) else {
      return .explained(["is in no queue now"])
    }
    var lines = ExplanationText(registry: registry).lines(found)
    if let segment = slotByCall[call].flatMap({ slots[Int($0)].visit?.segment }) {
      lines.insert("segment \(segment)", at: 2)
    }
    return .explained(lines)
  }

  func explain(agent name: String) -> EngineReply {
    guard definition.agents.contains(where: { $0.name == name }), let id = registry.agents[name],
      let found = distributor.value.explain(id, at: now)
    else { return unknownAgent(name) }
    return .explained(ExplanationText(registry: registry).lines(found, fault: fault(ofPhoneOf: id), at: now))
  }

  mutating func setSkill(_ name: String, _ skill: String, _ level: Int) -> EngineReply {
    guard definition.agents.contains(where: { $0.name == name }), let agent = registry.agents[name] else {
      return unknownAgent(name)
    }
    guard let id = registry.skills[skill] else {
      let near = Suggestions.nearest(skill, among: Array(registry.skills.keys))
      return .refused("there is no skill \(skill)\(near.map { "; did you mean \($0)?" } ?? "")")
    }
    guard (0...9).contains(level) else { return .refused("levels are 1 to 9, and 0 for none") }
    let ofSite = definition.agents.first { $0.name == name }?.skills[skill] ?? 0
    liveSkills[name, default: [:]][skill] = level == ofSite ? nil : level
    if liveSkills[name]?.isEmpty == true { liveSkills[name] = nil }
    keep(skill: skill, of: name)
    distribute(.skillChanged(agent, id, level))
    return .done
  }
}
