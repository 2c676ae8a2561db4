extension FlowGraph {
  /// A wish as it is written, without its condition: `need billing 3`, `need ko 3 or en 4`, `prefer language 2`.
  public func text(of wish: RouteSpec.ConditionalWish.Wish) -> String {
    switch wish {
    case .need(.any(let levels)): "need " + levels.map(text(of:)).joined(separator: " or ")
    case .need(.not(let ability)): "need not " + text(of: ability)
    case .prefer(let level): "prefer " + text(of: level)
    }
  }

  private func text(of level: LevelledAbility) -> String { "\(text(of: level.ability)) \(level.level)" }
  private func text(of ability: Ability) -> String {
    switch ability {
    case .skill(let skill):
      content.skills.indices.contains(skill.index) ? content.skills[skill.index].name : "?"
    case .language: "language"
    }
  }
}
