import ACD
import Chronology

/// Who served whom last, by the caller's number.
struct ServedCallers {
  private var agents: [String: (agent: AgentID, at: Instant)] = [:]
  /// Callers remembered; of more, the half served longest ago are forgotten.
  private static let most = 200_000

  func last(_ caller: String, within time: Duration, at instant: Instant) -> AgentID? {
    guard let found = agents[caller], instant - found.at <= time else { return nil }
    return found.agent
  }

  mutating func serve(_ caller: String, _ agent: AgentID, at instant: Instant) {
    agents[caller] = (agent, instant)
    guard agents.count > ServedCallers.most else { return }
    let middle = agents.values.map(\.at).sorted()[agents.count / 2]
    agents = agents.filter { $0.value.at > middle }
  }
}
