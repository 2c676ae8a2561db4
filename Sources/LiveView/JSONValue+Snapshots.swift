import Chronology
import Control
import Engine

extension JSONValue {
  public init(queue: QueueSnapshot) {
    self = [
      "name": .text(queue.name), "waiting": .integer(Int64(queue.waiting)),
      "longest_wait": queue.longestWait.map { .integer($0.milliseconds / 1000) } ?? .null,
      "agents": .integer(Int64(queue.agents)),
      "agents_by_state": .object(queue.agentsByState.mapValues { .integer(Int64($0)) }),
      "expected_wait_minutes": queue.expectedWait.map { .integer(Int64($0)) } ?? .null,
    ]
  }
  public init(agent: AgentSnapshot, now: Instant) {
    self = [
      "name": .text(agent.name), "full_name": agent.fullName.map { .text($0) } ?? .null,
      "state": .text(agent.state.word), "reason": agent.reason.map { .text($0) } ?? .null,
      "seconds": .integer(max(0, (now - agent.since).milliseconds / 1000)),
      "call": agent.call.map { .text($0.description) } ?? .null,
      "line": agent.line.map { .text($0) } ?? .null, "monitor": agent.monitor.map { .text($0) } ?? .null,
      "held": .flag(agent.isHeld), "asks_for_supervisor": .flag(agent.asksForSupervisor),
    ]
  }
  public init(call: CallSnapshot, now: Instant) {
    self = [
      "call": .text(call.id.description), "line": .text(call.line),
      "from": call.ani.map { .text($0) } ?? .null, "to": call.dnis.map { .text($0) } ?? .null,
      "language": .text(call.language), "state": .text(call.state),
      "seconds": .integer(max(0, (now - call.arrived).milliseconds / 1000)),
      "queue": call.queue.map { .text($0) } ?? .null, "agent": call.agent.map { .text($0) } ?? .null,
      "supervisor": call.supervisor.map { .text($0) } ?? .null,
    ]
  }
}
