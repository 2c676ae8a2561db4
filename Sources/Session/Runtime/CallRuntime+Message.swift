import CallFlow
import Chronology
import Tones

/// A message that a caller is asked for, speaks or has just spoken.
struct MessageWait: Hashable, Sendable {
  enum Phase: Hashable, Sendable {
    /// What comes before it is being heard.
    case prompting
    case recording
    /// Its file is being closed.
    case stopping
  }
  var request: MessageRequest
  var phase = Phase.prompting
  var end = MessageEnd.nothing
  /// Something was said.
  var isHeard = false
  /// His line has no ear: whether he says something is not known.
  var isUnheard = false
  /// Of silence; of the longest message; of a file that is not closed.
  var quiet: CallTimer?
  var most: CallTimer?
  var closing: CallTimer?
}

extension CallRuntime {
  /// A file is closed well before.
  private static let closingTime: Duration = .seconds(4)

  mutating func beginMessage(_ request: MessageRequest, _ effects: inout [CallEffect]) -> WalkerEvent? {
    if let limit = countTurn(&effects) { return limit }
    if place == nil { startClock(&effects) }
    // What was typed before was not meant for it.
    dropBuffer(&effects)
    wait = .message(MessageWait(request: request))
    return settle(&effects)
  }

  /// All that comes before it has been heard.
  mutating func startMessage(_ message: MessageWait, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard message.phase == .prompting else { return nil }
    // What is said where a secret is entered stays there.
    if isInSecret {
      wait = .nothing
      return .messageFailed("a secret is entered", .nothing)
    }
    var message = message
    dropBuffer(&effects)
    message.phase = .recording
    effects.append(.tell(.messageBegan))
    effects.append(.message(.start))
    message.quiet = start(.message, at: now + message.request.timeout, &effects)
    message.most = start(.message, at: now + message.request.max, &effects)
    wait = .message(message)
    return nil
  }

  mutating func messageKey(
    _ key: Key, cut: Cut?, _ message: MessageWait, _ effects: inout [CallEffect]
  ) -> WalkerEvent? {
    switch message.phase {
    case .prompting:
      var lineCut: Cut?
      if let cut, sound.isPlaying, cut.playback == sound.playback { lineCut = cut }
      if let lineCut { sound.started(lineCut.segment, at: now - lineCut.heard) }
      guard let current = sound.current, current.gate == .open || lineCut != nil else {
        tell(key, .dropped, &effects)
        return nil
      }
      tell(key, .taken, cut: cutLength(lineCut), &effects)
      cutShort(current, lineCut, &effects)
      if let tag = message.request.keys[key] {
        silence(&effects)
        wait = .nothing
        return .keys(KeyEntry(keys: [key], tag: tag, end: .full))
      }
      return settle(&effects)
    case .recording:
      if let tag = message.request.keys[key] {
        tell(key, .taken, &effects)
        stopMessage(message, .choice(tag), &effects)
      } else if key == message.request.terminator {
        tell(key, .taken, &effects)
        stopMessage(message, .key, &effects)
      } else {
        tell(key, .dropped, &effects)
      }
      return nil
    case .stopping:
      tell(key, .dropped, &effects)
      return nil
    }
  }

  /// The caller begins or ceases to speak.
  mutating func voice(_ isOn: Bool, _ effects: inout [CallEffect]) {
    guard case .message(var message) = wait, message.phase == .recording else { return }
    if isOn {
      message.isHeard = true
      cancel(&message.quiet, &effects)
    } else if message.isHeard, message.quiet == nil {
      let left = max(.zero, message.request.silence - MessageRequest.hangover)
      message.quiet = start(.message, at: now + left, &effects)
    }
    wait = .message(message)
  }

  /// His line has no ear: he says by a key when he is done.
  mutating func unheard(_ effects: inout [CallEffect]) {
    guard case .message(var message) = wait, message.phase == .recording else { return }
    message.isUnheard = true
    cancel(&message.quiet, &effects)
    wait = .message(message)
  }

  mutating func messageTimer(_ timer: CallTimer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard case .message(var message) = wait else { return nil }
    switch timer {
    case message.quiet:
      message.quiet = nil
      stopMessage(message, message.isHeard ? .silence : .nothing, &effects)
    case message.most:
      message.most = nil
      stopMessage(message, message.isHeard ? .full : .nothing, &effects)
    case message.closing:
      message.closing = nil
      wait = .message(message)
      return messageOver(nil, "its file was not closed in time", &effects)
    default: break  // of a message that is over
    }
    return nil
  }

  private mutating func stopMessage(
    _ message: MessageWait, _ end: MessageEnd, _ effects: inout [CallEffect]
  ) {
    var message = message
    cancel(&message.quiet, &effects)
    cancel(&message.most, &effects)
    (message.phase, message.end) = (.stopping, end)
    message.closing = start(.message, at: now + CallRuntime.closingTime, &effects)
    wait = .message(message)
    effects.append(.message(.stop))
  }

  /// The line has closed its file, or could not go on with it.
  mutating func messageOver(
    _ sound: MessageSound?, _ fault: String?, _ effects: inout [CallEffect]
  ) -> WalkerEvent? {
    guard case .message(var message) = wait, message.phase != .prompting else {
      // Nobody waits for it any more.
      if let sound { effects.append(.dropMessage(sound)) }
      return nil
    }
    for timer in [message.quiet, message.most, message.closing] {
      if let timer { effects.append(.cancel(timer)) }
    }
    if message.phase == .recording { message.end = .full }
    wait = .nothing
    guard var sound else {
      effects.append(.tell(.messageFailed(fault ?? "no file")))
      return .messageFailed(fault ?? "no file", message.end)
    }
    if message.end == .key, !message.isHeard {
      // Silence is nobody's message; one who cannot be heard is taken through the flow all the same.
      if message.isUnheard { sound.isSilent = true } else { message.end = .nothing }
    }
    effects.append(.tell(.messageTaken(message.end, sound.duration)))
    if case .hungUp = message.end, !message.isHeard {
      effects.append(.tell(.messageDropped))
      effects.append(.dropMessage(sound))
      return .messageFailed(message.isUnheard ? MessageSound.unheard : "nothing was said", message.end)
    }
    return .message(sound, message.end)
  }

  /// The caller hangs up in the middle: what he has said is kept, and the walker learns both at once.
  /// - Returns: false when there is no message to wait for.
  mutating func hungUpInMessage(by party: Party, _ effects: inout [CallEffect]) -> Bool {
    guard case .message(var message) = wait else { return false }
    switch message.phase {
    case .prompting: return false
    case .recording: stopMessage(message, .hungUp(party), &effects)
    case .stopping:
      message.end = .hungUp(party)
      wait = .message(message)
    }
    startGrace(&effects)
    return true
  }
}
