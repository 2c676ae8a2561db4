import CallFlow
import Engine

/// Agents of whom one is as good as another.
public enum Alike {
  /// Each can do whatever a queue asks for.
  public static func agents(_ count: Int, _ applications: [FlowGraph]) -> [SiteDefinition.Agent] {
    let skills = skills(applications)
    let width = String(count).count
    return (0..<max(0, count)).map { number in
      let digits = String(number + 1)
      return SiteDefinition.Agent(
        name: "agent" + String(repeating: "0", count: max(0, width - digits.count)) + digits, skills: skills)
    }
  }

  /// All skills at their highest level, but for those that a queue or a state refuses.
  public static func skills(_ applications: [FlowGraph]) -> [String: Int] {
    var skills: [String: Int] = [:]
    for content in applications.map(\.content) {
      for skill in content.skills { skills[skill.name] = skill.levels.upperBound }
    }
    for content in applications.map(\.content) {
      let routes = content.states.compactMap { state -> [Need]? in
        if case .route(let spec) = state.kind { spec.needs } else { nil }
      }
      for need in content.queues.flatMap(\.needs) + routes.joined() {
        if case .not(.skill(let skill)) = need, content.skills.indices.contains(skill.index) {
          skills[content.skills[skill].name] = nil
        }
      }
    }
    return skills
  }
}
