import ACD
import Chronology

/// What has been reached, for the one outcome of a call.
struct CallEnding: Sendable {
  var isHungUp = false
  /// Ended from outside: by a supervisor or the shutdown.
  var isInterrupted = false
  var hadAgent = false
  var leftQueueByHangingUp = false
  var by = Party.system
  var own: String?
  var graceTimer: CallTimer?
  private var reached: [Outcome] = []

  mutating func reach(_ outcome: Outcome) {
    if !reached.contains(outcome) { reached.append(outcome) }
  }

  /// How a place in a queue is given up at the end.
  var leaveReason: LeaveReason { LeaveReason(endedBy: by, isInterrupted: isInterrupted) }

  /// The first true one in the order of LANGUAGE 3.13.
  var outcome: Outcome {
    if isInterrupted { return .interrupted }
    for outcome in Outcome.allCases {
      if reached.contains(outcome) { return outcome }
      switch outcome {
      case .agent: if hadAgent { return .agent }
      case .selfServed: if own != nil { return .selfServed }
      case .abandoned: if leftQueueByHangingUp { return .abandoned }
      case .hungUp: if isHungUp, by == .caller || by == .line { return .hungUp }
      case .interrupted, .error, .refused, .transferred, .callback, .message, .finished: break
      }
    }
    return .finished
  }
}

extension LeaveReason {
  /// Of a call that ends in a queue.
  public init(endedBy party: Party, isInterrupted: Bool) {
    switch party {
    case _ where isInterrupted: self = .interrupted
    case .caller, .line: self = .abandoned
    case .system, .agent: self = .ended
    case .transferred: self = .moved
    }
  }
}

extension CallRuntime {
  /// What a walker may still do after a hang-up, in all; less when the call is ended from outside.
  static let grace: Duration = .seconds(5)
  static let shutdownGrace: Duration = .seconds(2)

  mutating func hungUp(by party: Party, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard !ending.isHungUp else { return nil }
    if wait == .parting {
      // The flow had ended the call already.
      return nil
    }
    ending.isHungUp = true
    ending.by = party
    if party == .transferred { ending.reach(.transferred) }
    sound.clear()
    if case .bridge = wait { effects.append(.endTransfer) }
    if !bridgeAway.isEmpty {
      effects.append(.endTransfer)
      dropBridgeAway(&effects)
    }
    let keepsMessage = hungUpInMessage(by: party, &effects)
    if !keepsMessage { abandonWait(&effects) }
    dropBuffer(&effects)
    stopClock(&effects)
    if keepsMessage { return nil }
    if let place {
      cancelAnnouncements(&effects)
      if place.state != .talking, place.state != .away, party == .caller || party == .line {
        ending.leftQueueByHangingUp = true
      }
      effects.append(.leaveQueue(ending.leaveReason))
    }
    guard limits.isAnswered else {
      end(&effects)
      return nil
    }
    return .hungUp(by: party)
  }

  mutating func startGrace(_ effects: inout [CallEffect]) {
    guard ending.graceTimer == nil else { return }
    let length = ending.isInterrupted ? CallRuntime.shutdownGrace : CallRuntime.grace
    ending.graceTimer = start(.hangUpGrace, at: now + length, &effects)
  }

  /// The walker is done. A place in a queue is given up first, so that the story is told in order.
  mutating func part(_ effects: inout [CallEffect]) {
    guard place != nil else { return end(&effects) }
    if !ending.isHungUp { effects.append(.leaveQueue(.key)) }
    wait = .parting
    startGrace(&effects)
  }

  /// Ends the call, once and for all.
  mutating func end(_ effects: inout [CallEffect]) {
    guard !isOver else { return }
    isOver = true
    if sound.isPlaying { effects.append(.stop(sound.playback)) }
    sound.clear()
    abandonWait(&effects)
    dropBridgeAway(&effects)
    cancelAnnouncements(&effects)
    cancel(&limits.timer, &effects)
    cancel(&ending.graceTimer, &effects)
    place = nil
    effects.append(.end(Ending(outcome: ending.outcome, ownOutcome: ending.own, by: ending.by)))
  }
}
