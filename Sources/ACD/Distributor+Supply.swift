import Chronology

/// Whether anybody is logged in who could take a call, and what becomes of it when nobody is.
extension Distributor {
  /// Whether an agent is logged in who could take it now or after a widening still to come.
  func isSupplied(_ slot: Int32) -> Bool {
    let s = Int(slot)
    if calls[s].reservedFor >= 0 {
      if agents[Int(calls[s].reservedFor)].isAvailable { return true }
      if calls[s].isDirectOnly { return false }
    }
    let plan = Int(calls[s].plan)
    return isSupplied(plan: plan, from: Int(calls[s].step), directory.mask(of: plan))
  }
  func isSupplied(plan: Int, from step: Int, _ mask: Int) -> Bool {
    for step in step..<directory.plans[plan].times.count {
      let variant = directory.plans[plan].index(step, mask)
      if directory.available[Int(directory.plans[plan].variants[variant].needs)] > 0 { return true }
    }
    return false
  }

  mutating func startNoAgents(
    _ slot: Int32, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    let s = Int(slot)
    // Who is called back may wait for agents who are not there yet.
    guard calls[s].noAgentsTimer == 0, !calls[s].isAbsent, !calls[s].isPatient else { return }
    let patience = queues[Int(calls[s].queue)].definition.noAgents
    guard patience > .zero else {
      leave(slot, .noAgents, at: instant, into: &effects)
      return
    }
    calls[s].noAgentsTimer = nextSerial()
    effects.append(
      .start(DistributorTimer(.noAgents(calls[s].id), serial: calls[s].noAgentsTimer), after: patience))
  }

  /// After the last able agent has gone, or one has come: starts and stops the patience of those who wait,
  /// and brings what they ask for up to date.
  mutating func checkSupply(at instant: Instant, into effects: inout [DistributorEffect]) {
    supplyChanged = false
    var changed: [Int32] = []
    for s in calls.indices where calls[s].state != .unused && calls[s].state != .talking {
      let slot = Int32(s)
      if isSupplied(slot) {
        if calls[s].noAgentsTimer != 0 {
          effects.append(.cancel(DistributorTimer(.noAgents(calls[s].id), serial: calls[s].noAgentsTimer)))
          calls[s].noAgentsTimer = 0
        }
      } else if calls[s].state == .waiting {
        startNoAgents(slot, at: instant, into: &effects)
      }
      if calls[s].state == .waiting,
        isForsaken(slot) || directory.mask(of: Int(calls[s].plan)) != Int(calls[s].mask)
      {
        changed.append(slot)
      }
    }
    changed.sort { precedes($0, $1, at: instant) }
    for slot in changed where calls[Int(slot)].state == .waiting {
      removeFromGroup(slot)
      wait(slot, at: instant, into: &effects)
    }
  }

  /// It waits for one agent alone, or at first, and he is not there.
  func isForsaken(_ slot: Int32) -> Bool {
    let call = calls[Int(slot)]
    return call.reservedFor >= 0 && !call.isDirectOnly && !agents[Int(call.reservedFor)].isAvailable
  }
}
