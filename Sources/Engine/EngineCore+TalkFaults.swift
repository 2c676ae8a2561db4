import ACD
import Session

extension EngineCore {
  /// What must always hold of agents on lines and of talks and does not, in words; empty when all is well.
  func talkFaults() -> [String] {
    var faults: [String] = []
    for (agent, leg) in desks where sitter(leg) != agent {
      faults.append("\(registry.name(agent)) sits on a line that does not know him")
    }
    for (call, room) in rooms {
      guard slotByCall[call] != nil else {
        faults.append("a talk of call \(call), which is over")
        continue
      }
      if case .talking(call)? = distributor.value.state(of: room.agent)?.state {
      } else {
        faults.append("call \(call) is in a talk with \(registry.name(room.agent)), who does not talk to it")
      }
      if desks[room.agent] == nil { faults.append("\(registry.name(room.agent)) talks without a line") }
      let sits = !room.isHeld && !room.isSecret
      if sits != (seats[call] == room.id) { faults.append("call \(call) has the wrong seat") }
    }
    var talks: Set<TalkID> = []
    for room in rooms.values {
      talks.insert(room.id)
      if let talk = room.consultation?.talk { talks.insert(talk) }
    }
    for (call, bridge) in bridges {
      guard slotByCall[call] != nil else {
        faults.append("somebody is rung for call \(call), which is over")
        continue
      }
      if let talk = bridge.talk { talks.insert(talk) }
      if let leg = bridge.leg, extra(leg)?.caller != call {
        faults.append("call \(call) was joined to a leg that does not know it")
      }
    }
    for (call, talk) in seats {
      if !talks.contains(talk) { faults.append("call \(call) sits in a talk that is over") }
      if slotByCall[call] == nil { faults.append("call \(call) is over and sits in a talk") }
    }
    return faults
  }
}
