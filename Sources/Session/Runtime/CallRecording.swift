import CallFlow

/// Whether a call is recorded, and whether what is said now may be in it.
struct CallRecording: Sendable {
  var isOn = false
  /// The flow has paused it.
  var isPaused = false
  /// A secret is entered.
  var isBlank = false
  /// The secret is entered, but its last key is still down.
  var blankEndsAtKeyUp = false
}

extension CallRuntime {
  mutating func record(_ step: RecordingStep, _ effects: inout [CallEffect]) {
    guard !ending.isHungUp else { return }
    switch step {
    case .start:
      effects.append(.record(.start))
      // The one before may have failed, which its line knows.
      if recording.isOn { return }
      recording.isOn = true
      recording.isPaused = false
      if recording.isBlank { effects.append(.record(.pause)) }
    case .pause:
      guard recording.isOn, !recording.isPaused else { return }
      recording.isPaused = true
      if !recording.isBlank { effects.append(.record(.pause)) }
    case .resume:
      guard recording.isOn, recording.isPaused else { return }
      recording.isPaused = false
      if !recording.isBlank { effects.append(.record(.resume)) }
    case .stop:
      guard recording.isOn else { return }
      recording.isOn = false
      effects.append(.record(.stop))
    }
  }

  /// Secrets are not recorded, in tones as little as in words.
  mutating func blankRecording(_ isSecret: Bool, _ effects: inout [CallEffect]) {
    // All of what a caller enters away from the agent is secret.
    let isSecret = isSecret || isInSecret
    if !isSecret, recording.isBlank, keyIsDown {
      recording.blankEndsAtKeyUp = true
      return
    }
    recording.blankEndsAtKeyUp = false
    guard recording.isBlank != isSecret else { return }
    recording.isBlank = isSecret
    if recording.isOn, !recording.isPaused { effects.append(.record(isSecret ? .pause : .resume)) }
  }
}
