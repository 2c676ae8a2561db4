import ACD
import Chronology

/// What the distributor's reasons are called, for people.
struct ExplanationText {
  let registry: Registry

  func text(_ requirement: Requirement) -> String {
    switch requirement {
    case .any(let alternatives): alternatives.map(text).joined(separator: " or ")
    case .not(let skill): "not \(registry.name(skill))"
    }
  }
  func text(_ wish: SkillLevel) -> String { "\(registry.name(wish.skill)) \(max(1, wish.level))" }

  func text(_ state: AgentState) -> String {
    if case .paused(let reason) = state { "paused (\(reason))" } else { state.word }
  }

  func text(_ consideration: Consideration) -> String {
    let name = registry.name(consideration.agent)
    return switch consideration.reason {
    case .lacks(let requirement): "\(name) lacks \(text(requirement))"
    case .busy(let state): "\(name) \(text(state))"
    case .rests: "\(name) missed or refused it a moment ago"
    case .waitsForAnother: "\(name) is not whom it waits for"
    case .lessFit(let fit): "\(name) free, fit \(fit)"
    case .otherAbility(let ability): "\(name) free, as fit, ability \(ability)"
    case .laterInTurn: "\(name) free, later in turn"
    case .mayTakeIt: "\(name) may take it"
    }
  }

  func text(_ counted: ConsiderationCount) -> String {
    let what =
      switch counted.reason {
      case .lacks(let requirement):
        counted.count == 1 ? "lacks \(text(requirement))" : "lack \(text(requirement))"
      case .busy(let state): state
      case .rests: "missed or refused it a moment ago"
      case .waitsForAnother: counted.count == 1 ? "is not whom it waits for" : "are not whom it waits for"
      case .lessFit: "free, of another fit"
      case .otherAbility: "free, as fit, of another ability"
      case .laterInTurn: "free, later in turn"
      }
    guard !counted.nearest.isEmpty else { return "\(counted.count) \(what)" }
    let names = counted.nearest.map { near in
      switch near.reason {
      case .lessFit(let fit): "\(registry.name(near.agent)) \(fit)"
      case .otherAbility(let ability): "\(registry.name(near.agent)) \(ability)"
      default: registry.name(near.agent)
      }
    }
    let more = counted.count > names.count ? ", …" : ""
    return "\(counted.count) \(what) (\(names.joined(separator: ", "))\(more))"
  }

  /// `3 (own 1, age 0.5, weight 2)`.
  func text(_ priority: PriorityParts) -> String {
    let sum = tenths(priority.sum)
    if priority.age == 0, priority.weight == 0 { return sum }
    return "\(sum) (own \(priority.own), age \(tenths(priority.age)), weight \(priority.weight))"
  }
  private func tenths(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded(.down))
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }

  /// The lines of a decision in a call's timeline.
  func text(_ decision: Decision) -> String {
    let choice =
      switch decision.by {
      case .call: "best of \(decision.candidates) able"
      case .agent: "became free, first of those that he may take"
      case .itself: "for whom it is, whatever he is able to"
      }
    return "\(registry.name(decision.agent)), fit \(decision.fit), \(choice); "
      + "priority \(text(decision.priority)) waited \(decision.waited.tenths)"
  }

  /// - Parameter isByHand: a supervisor gave it its own priority.
  func lines(_ call: CallExplanation, isByHand: Bool) -> [String] {
    let queue = registry.name(call.queue)
    var lines: [String] = []
    switch call.state {
    case .waiting: lines.append("waits in queue \(queue), position \(call.position ?? 0)")
    case .deciding: lines.append("in queue \(queue), the caller is at a key of it: not offered meanwhile")
    case .offered(let agents):
      lines.append("in queue \(queue), rings at \(agents.map { registry.name($0) }.joined(separator: ", "))")
    case .talking(let agent): lines.append("talks to \(registry.name(agent)), from queue \(queue)")
    }
    let giver = isByHand ? ", given by hand" : ""
    lines.append("waited \(call.waited.tenths), priority \(text(call.priority))\(giver)")
    var asks = call.requirements.map { "need \(text($0))" } + call.preferences.map { "prefer \(text($0))" }
    if asks.isEmpty { asks = ["nothing"] }
    lines.append("asks for \(asks.joined(separator: ", "))")
    if call.widenings > 0 {
      let next = call.nextWidening.map { ", the next after \($0.tenths)" } ?? ""
      lines.append("widened \(call.widened) of \(call.widenings) times\(next)")
    }
    if !call.absent.isEmpty {
      lines.append("'without' in force: \(call.absent.map { "\($0 + 1)" }.joined(separator: ", "))")
    }
    if let agent = call.reservedFor { lines.append("waits for \(registry.name(agent)) alone") }
    return lines + call.considerations.map { "  " + text($0) }
  }

  /// - Parameter fault: of his telephone.
  func lines(_ agent: AgentExplanation, fault: String?, at instant: Instant) -> [String] {
    let name = registry.name(agent.agent)
    var lines = ["\(name) is \(text(agent.state)) for \((instant - agent.since).tenths)"]
    if !agent.isDefined { lines.append("the site has him no longer") }
    switch agent.state {
    case .ready: break
    case .notAnswering:
      lines.append(
        "\(fault.map { "his " + $0 } ?? "he missed too many offers"): any key or command of his brings him back"
      )
    case .loggedOut, .lineGone: lines.append("he has to log in")
    case .paused, .wrapUp: lines.append("he is offered nothing until he is ready")
    case .offered, .talking: lines.append("he has a call")
    }
    if agent.misses > 0 { lines.append("offers missed in a row: \(agent.misses)") }
    let skills = agent.skills.filter { $0.value > 0 }.map { "\(registry.name($0.key)) \($0.value)" }.sorted()
    lines.append("skills \(skills.isEmpty ? "none" : skills.joined(separator: ", "))")
    if agent.rows.isEmpty { lines.append("no call waits") }
    for row in agent.rows {
      let why =
        switch row.reason {
        case .lacks(let requirement): "he lacks \(text(requirement))"
        case .rests: "he missed or refused \(row.calls == 1 ? "it" : "them") a moment ago"
        case .waitsForAnother: "waits for another agent alone"
        case .deciding: "the caller is at a key"
        case .offeredToAnother: "rings elsewhere"
        case .mayTakeIt:
          (agent.state == .ready
            ? "he may take \(row.calls == 1 ? "it" : "them")"
            : "he could take \(row.calls == 1 ? "it" : "them") if he were ready")
        }
      lines.append("  \(registry.name(row.queue)): \(row.calls) \(row.calls == 1 ? "call" : "calls"), \(why)")
    }
    return lines
  }
}
