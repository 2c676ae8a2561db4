import ACD
import CallFlow
import Chronology

/// Answers to `explain`, and what a supervisor changes while calls wait.
extension EngineCore {
  func explain(call: CallID) -> EngineReply {
    if let place = callBack(of: call), let lines = explain(callBack: place) { return .explained(lines) }
    guard slotByCall[call] != nil else { return .unknownCall(call) }
    guard let found = distributor.value.explain(call, at: now) else {
      return .explained(["is in no queue now"])
    }
    let slot = slotByCall[call].map { slots[Int($0)] }
    var lines = ExplanationText(registry: registry).lines(found, isByHand: slot?.extra?.priority != nil)
    if let segment = slot?.visit?.segment { lines.insert("segment \(segment)", at: 2) }
    return .explained(lines)
  }

  /// Of one whose place is kept.
  private func explain(callBack place: CallID) -> [String]? {
    guard let back = callBacks[place], back.leg == nil, let found = distributor.value.explain(place, at: now)
    else { return nil }
    var line =
      "\(EngineCore.calledBack) at \(back.order.shown), \(back.attempts) of \(back.order.attempts) tries made"
    if back.ringing != nil {
      line += ", it rings"
    } else if let next = back.notBefore, next > now {
      line += ", the next in \((next - now).tenths) at the earliest"
    }
    return [line] + ExplanationText(registry: registry).lines(found, isByHand: back.priority != nil)
  }
  /// Begins the explanation of a call-back.
  static let calledBack = "is to be called back"

  func explain(agent name: String) -> EngineReply {
    guard agent(named: name) != nil, let id = registry.agents[name],
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
