import ACD
import Chronology
import Control
import Engine

extension JSONValue {
  /// - Parameter callBacks: the calls that ordered those who wait in it to be called back.
  public init(queue: QueueSnapshot, callBacks: [CallID] = []) {
    self = [
      "name": .text(queue.name), "waiting": .integer(Int64(queue.waiting)),
      "at_key": .integer(Int64(queue.atKey)),
      "longest_wait": queue.longestWait.map { .integer($0.milliseconds / 1000) } ?? .null,
      "agents": .integer(Int64(queue.agents)),
      "agents_by_state": .object(queue.agentsByState.mapValues { .integer(Int64($0)) }),
      "service_level": queue.recent.serviceLevel.map { .number(($0 * 10).rounded() / 10) } ?? .null,
      "service_level_name": .text(RecentFigures.serviceLevelName),
      "service_level_within": .integer(queue.within.milliseconds / 1000),
      "service_level_goal": .integer(Int64(queue.goal)),
      "answered": .integer(Int64(queue.recent.answered)),
      "abandoned": .integer(Int64(queue.recent.abandoned)),
      "short_abandoned": .integer(Int64(queue.recent.shortAbandoned)),
      "flowed_out": .integer(Int64(queue.recent.flowedOut)),
      "average_wait": queue.recent.averageWait.map { .integer($0.milliseconds / 1000) } ?? .null,
      "occupancy": queue.occupancy.map { .number(($0 * 10).rounded() / 10) } ?? .null,
      "average_handle_time": queue.recent.averageHandleTime.map { .integer($0.milliseconds / 1000) } ?? .null,
      "gone": .flag(queue.isGone), "call_backs": .list(callBacks.map { .text($0.description) }),
      "closed_by_hand": .flag(queue.isClosed),
      "closed_since": queue.closed?.since.map { .integer($0.milliseconds) } ?? .null,
      "closed_until": queue.closed?.until.map { .integer($0.milliseconds) } ?? .null,
      "closed_message": queue.closed?.message.map { .text($0) } ?? .null,
      "expected_wait_minutes": queue.expectedWait.map { .integer(Int64($0)) } ?? .null,
    ]
  }
  public init(alert: Alert, now: Instant) {
    self = [
      "queue": alert.queue.map { .text($0) } ?? .null, "agent": alert.agent.map { .text($0) } ?? .null,
      "what": .text(alert.what), "text": .text(alert.text),
      "seconds": .integer(max(0, (now - alert.since).milliseconds / 1000)),
    ]
  }
  public init(agent: AgentSnapshot, now: Instant) {
    self = [
      "name": .text(agent.name), "full_name": agent.fullName.map { .text($0) } ?? .null,
      "state": .text(agent.state.word), "reason": (agent.reason ?? agent.fault).map { .text($0) } ?? .null,
      "seconds": .integer(max(0, (now - agent.since).milliseconds / 1000)),
      "call": agent.call.map { .text($0.description) } ?? .null,
      "line": agent.line.map { .text($0) } ?? .null, "monitor": agent.monitor.map { .text($0) } ?? .null,
      "held": .flag(agent.isHeld), "asks_for_supervisor": .flag(agent.asksForSupervisor),
      "message": agent.message.map { .integer(Int64($0)) } ?? .null, "gone": .flag(agent.isGone),
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
      "segment": call.segment.map { .text($0) } ?? .null, "at_key": .flag(call.isAtKey),
    ]
  }
  public init(callBack back: CallBackSnapshot, now: Instant) {
    self = [
      "call": back.call.map { .text($0.description) } ?? .null, "queue": .text(back.queue),
      "number": .text(back.number), "segment": back.segment.map { .text($0) } ?? .null,
      "seconds": .integer(max(0, (now - back.ordered).milliseconds / 1000)),
      "tries": .integer(Int64(back.tries)), "most_tries": .integer(Int64(back.mostTries)),
      "being_made": .flag(back.isBeingMade),
      "next_in": back.next.map { .integer(max(0, ($0 - now).milliseconds / 1000)) } ?? .null,
    ]
  }
}
