import ACD
import CallFlow
import Chronology
import Engine

/// What a script tells its agents to do, kept until each can do it.
struct AgentDirector {
  struct Order {
    var deed: ScriptAct.AgentDeed
    var after: Duration?
    var issued: Instant
    var range: SourceRange
  }
  private struct Agent {
    var name: String
    var state = AgentState.loggedOut
    var since: Instant
    /// Orders about offers and talks, one after the other.
    var orders: [Order] = []
    /// The rest, at their own instants.
    var timed: [(at: Instant, order: Order)] = []
  }
  private var agents: [Agent] = []

  init(names: [String], start: Instant) { agents = names.map { Agent(name: $0, since: start) } }

  var names: [String] { agents.map(\.name) }

  mutating func changed(_ name: String, _ state: AgentState, at instant: Instant) {
    guard let index = agents.firstIndex(where: { $0.name == name }) else { return }
    if case .offered = agents[index].state, agents[index].orders.first?.deed == .misses {
      // The offer that was to be missed is over.
      agents[index].orders.removeFirst()
    }
    (agents[index].state, agents[index].since) = (state, instant)
  }

  /// False when there is no such agent.
  mutating func take(_ order: Order, for name: String) -> Bool {
    guard let index = agents.firstIndex(where: { $0.name == name }) else { return false }
    switch order.deed {
    case .answers, .misses, .refuses, .hangsUp: agents[index].orders.append(order)
    case .logsIn, .logsOut, .pauses, .returns:
      agents[index].timed.append((order.issued + (order.after ?? .zero), order))
    }
    return true
  }

  private func due(_ agent: Agent) -> Instant? {
    var dues = agent.timed.map(\.at)
    if let order = agent.orders.first {
      let from = max(order.issued, agent.since) + (order.after ?? .zero)
      switch (order.deed, agent.state) {
      case (.answers, .offered), (.refuses, .offered), (.hangsUp, .talking): dues.append(from)
      case (.misses, .offered) where order.after != nil: dues.append(from)
      default: break
      }
    }
    return dues.min()
  }

  var nextInstant: Instant? { agents.compactMap { due($0) }.min() }

  /// Orders due at or before that instant, as commands, by the agents' order in the script.
  mutating func takeDue(at instant: Instant) -> [(EngineCommand, SourceRange)] {
    var commands: [(EngineCommand, SourceRange)] = []
    for index in agents.indices {
      let name = agents[index].name
      for (_, order) in agents[index].timed.filter({ $0.at <= instant }) {
        switch order.deed {
        case .logsIn: commands.append((.agentLogin(name), order.range))
        case .logsOut: commands.append((.agentLogout(name), order.range))
        case .pauses: commands.append((.agentPause(name, reason: "script"), order.range))
        default: commands.append((.agentReady(name), order.range))
        }
      }
      agents[index].timed.removeAll { $0.at <= instant }
      guard let due = due(agents[index]), due <= instant, let order = agents[index].orders.first else {
        continue
      }
      agents[index].orders.removeFirst()
      switch order.deed {
      case .answers: commands.append((.agentAnswer(name), order.range))
      case .refuses: commands.append((.agentRefuse(name), order.range))
      case .misses: commands.append((.agentMiss(name), order.range))
      default: commands.append((.agentHangUp(name), order.range))
      }
    }
    return commands
  }
}
