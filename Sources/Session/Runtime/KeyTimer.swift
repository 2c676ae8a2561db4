import Chronology

/// The one deadline of a wait for keys. A later deadline does not touch the timer that runs: it is set anew
/// when it fires, so that ten keys in a row cost one timer.
struct KeyTimer: Sendable {
  private(set) var running: CallTimer?
  private var firesAt = Instant(microseconds: 0)
  private var kind = CallTimer.Kind.firstKey
  private(set) var deadline: Instant?

  var isSet: Bool { deadline != nil }

  mutating func set(
    _ kind: CallTimer.Kind, at instant: Instant, serial: @autoclosure () -> UInt32,
    _ effects: inout [CallEffect]
  ) {
    self.kind = kind
    deadline = instant
    if running != nil, firesAt <= instant { return }
    if let running { effects.append(.cancel(running)) }
    arm(serial(), &effects)
  }

  /// A key is down: there is no deadline until it is up.
  mutating func suspend() { deadline = nil }

  mutating func cancel(_ effects: inout [CallEffect]) {
    deadline = nil
    if let running { effects.append(.cancel(running)) }
    running = nil
  }

  /// - Returns: whether the deadline has come.
  mutating func fired(
    _ timer: CallTimer, at instant: Instant, serial: @autoclosure () -> UInt32,
    _ effects: inout [CallEffect]
  ) -> Bool {
    guard timer == running else { return false }
    running = nil
    guard let deadline else { return false }
    if deadline > instant {
      arm(serial(), &effects)
      return false
    }
    self.deadline = nil
    return true
  }

  private mutating func arm(_ serial: UInt32, _ effects: inout [CallEffect]) {
    guard let deadline else { return }
    let timer = CallTimer(kind, serial: serial)
    running = timer
    firesAt = deadline
    effects.append(.start(timer, at: deadline))
  }
}
