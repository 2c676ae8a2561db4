import ACD
import CallFlow
import Chronology
import Session

extension EngineCore {
  mutating func shutDown(grace: Duration) {
    guard !isShuttingDown else { return }
    isShuttingDown = true
    agenda.add(.graceOver, at: now + grace, .timer)
    dropCallBacks()
    // Callers first: an agent whose line goes before would have ended the talk.
    var callers: [CallID] = [], agents: [CallID] = []
    for call in slotByCall.calls.sorted() {
      guard let s = slotByCall[call] else { continue }
      if slots[Int(s)].isAgentLine { agents.append(call) } else { callers.append(call) }
    }
    for call in callers + agents {
      guard let s = slotByCall[call] else { continue }
      if slots[Int(s)].awayTimer != nil {
        deliver(.transferred(.gone), to: Int(s), at: now)
      } else {
        deliver(.ended(.system), to: Int(s), at: now)
      }
    }
  }

  /// The grace is over: whatever a flow still wanted, the record is closed.
  mutating func cutShort() {
    for call in slotByCall.calls.sorted() {
      guard let s = slotByCall[call], slots[Int(s)].ending == nil else { continue }
      slots[Int(s)].ending = Ending(outcome: .interrupted, ownOutcome: nil, by: .system)
      lineGone(call, isOrdered: true)
      if slots[Int(s)].visit != nil { distribute(.callLeft(call, .interrupted)) }
      ended.append(s)
    }
  }

  mutating func stop() {
    isStopped = true
    for number in registry.agentNames.indices { distribute(.agentLoggedOut(AgentID(number))) }
    drainDistributor()
    onNotice?(now, .stopped)
  }
}
