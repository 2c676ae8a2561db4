import Chronology

/// How much self-service a call has had (LANGUAGE 3.9, `limit.*`).
struct CallLimits: Sendable {
  static let turns = 200
  var isAnswered = false
  var turns = 0
  var maxCall: Duration = .minutes(15)
  var used: Duration = .zero
  /// Since when the clock runs; nil while it stands still.
  var runsSince: Instant?
  var timer: CallTimer?
  /// When the call entered a queue last, and how often it has at that instant.
  var enteredAt: Instant?
  var entriesAtOnce = 0
  /// Then it goes round in itself, whatever its flow makes of the limit.
  static let mostAtOnce = 1000
}

extension CallRuntime {
  mutating func startClock(_ effects: inout [CallEffect]) {
    limits.isAnswered = true
    guard limits.runsSince == nil, !ending.isHungUp else { return }
    limits.runsSince = now
    limits.timer = start(.maxCall, at: now + (limits.maxCall - limits.used), &effects)
  }

  /// In a queue and in talk no self-service time passes.
  mutating func stopClock(_ effects: inout [CallEffect]) {
    guard let since = limits.runsSince else { return }
    limits.used += now - since
    limits.runsSince = nil
    cancel(&limits.timer, &effects)
  }

  mutating func setClock(_ maxCall: Duration, _ effects: inout [CallEffect]) {
    guard maxCall != limits.maxCall else { return }
    limits.maxCall = maxCall
    guard limits.runsSince != nil else { return }
    stopClock(&effects)
    startClock(&effects)
  }

  /// - Returns: the limit when it is passed; then as much again is allowed to whatever handles it.
  mutating func countTurn(_ effects: inout [CallEffect]) -> WalkerEvent? {
    guard place == nil else { return nil }
    limits.turns += 1
    guard limits.turns > CallLimits.turns else { return nil }
    limits.turns = 0
    return interrupted(by: .turns, &effects)
  }

  /// A queue that lets nobody in is left at the instant in which it was entered: a flow that leads straight back to
  /// it would go round for ever, and nobody else would be served meanwhile. Each such entry is a turn.
  /// - Returns: the limit when it is passed.
  mutating func countEntry(_ effects: inout [CallEffect]) -> WalkerEvent? {
    guard limits.enteredAt == now else {
      (limits.enteredAt, limits.entriesAtOnce) = (now, 0)
      return nil
    }
    limits.entriesAtOnce += 1
    guard limits.entriesAtOnce <= CallLimits.mostAtOnce else {
      effects.append(.tell(.warning("the flow goes round without waiting")))
      ending.reach(.error)
      end(&effects)
      return nil
    }
    return countTurn(&effects)
  }

  mutating func clockFired(_ timer: CallTimer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard timer == limits.timer else { return nil }
    limits.timer = nil
    limits.runsSince = nil
    limits.used = .zero
    guard wait != .disconnect, wait != .parting, !ending.isHungUp else { return nil }
    startClock(&effects)
    return interrupted(by: .call, &effects)
  }

  private mutating func interrupted(by limit: Limit, _ effects: inout [CallEffect]) -> WalkerEvent {
    silence(&effects)
    abandonWait(&effects)
    return .limit(limit)
  }
}
