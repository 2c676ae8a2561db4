import CallFlow
import Chronology
import Tones

extension CallRuntime {
  /// Whether keys are taken now, by a wait for keys or by a queue.
  ///
  /// It changes nothing; as a plain getter the compiler copies the whole call for it at every key.
  var isListening: Bool {
    mutating get {
      switch wait {
      case .keys, .desk: true
      case .queue: place?.state == .waiting
      case .nothing, .playOut, .lookup, .save, .leaving, .transfer, .bridge, .away, .login, .disconnect,
        .parting, .message:
        false
      }
    }
  }

  /// Brings sound and kept keys in line after a wait began, a part ended or a key cut one: plays what must be
  /// heard, lets kept keys skip what is open, and in silence starts the wait or answers it.
  mutating func settle(_ effects: inout [CallEffect]) -> WalkerEvent? {
    while !isOver {
      dropOld(&effects)
      let gate = sound.gate
      if gate == .open || gate == nil, isListening, !buffer.isEmpty, sound.current?.isMusic != true {
        skipOpen(&effects)
        if let event = feedBuffer(&effects) { return event }
        continue
      }
      if sound.isPlaying { return nil }
      if gate == nil { return silent(&effects) }
      if let openingEnds {
        if now < openingEnds {
          if openingTimer == nil { openingTimer = start(.opening, at: openingEnds, &effects) }
          return nil
        }
        self.openingEnds = nil
      }
      play(&effects)
      return nil
    }
    return nil
  }

  private mutating func play(_ effects: inout [CallEffect]) {
    sound.start(at: now)
    effects.append(.play(sound.playback, sound.playing))
    enterSegment(&effects)
  }

  /// A closed part throws away the keys from before.
  private mutating func enterSegment(_ effects: inout [CallEffect]) {
    if sound.current?.gate == .closed { dropBuffer(&effects) }
  }

  /// Kept keys: open parts are not played, nor what is left of the one that plays.
  private mutating func skipOpen(_ effects: inout [CallEffect]) {
    if sound.isEmpty { return }
    var isHeard = false
    if sound.isPlaying {
      effects.append(.stop(sound.playback))
      if let current = sound.current, sound.hasStarted {
        isHeard = true
        cutMessage = current.message
        effects.append(.tell(.heard(current, cutAfter: now - sound.segmentStart)))
      }
    }
    let skipped = sound.dropOpen(skippingCurrent: isHeard)
    if !skipped.isEmpty { effects.append(.tell(.skipped(skipped))) }
  }

  /// Nothing is heard and nothing queued: T_end of the prompts of this wait.
  private mutating func silent(_ effects: inout [CallEffect]) -> WalkerEvent? {
    switch wait {
    case .keys:
      runKeyTimer(&effects)
      return nil
    case .playOut: return .played
    case .disconnect:
      part(&effects)
      return nil
    case .queue:
      playMusic(&effects)
      runKeyTimer(&effects)
      return nil
    case .transfer(let request):
      sendAway(request, &effects)
      return nil
    case .message(let message): return startMessage(message, &effects)
    case .bridge(let bridge):
      playBridge(bridge, &effects)
      return nil
    case .desk:
      runKeyTimer(&effects)
      guard desk.tellsSilence, collector.isEmpty else { return nil }
      keyTimer.cancel(&effects)
      wait = .nothing
      return .played
    case .lookup:
      guard held?.isPlaying == true else { return nil }
      sound.queued = [HeldData.music]
      play(&effects)
      return nil
    case .nothing, .save, .leaving, .away, .login, .parting: return nil
    }
  }

  mutating func segmentStarted(_ id: PlaybackID, _ index: Int, _ effects: inout [CallEffect]) {
    guard sound.isPlaying, id == sound.playback, index >= sound.position, index < sound.playing.count else {
      return
    }
    sound.started(index, at: now)
    if sound.playing[index].isMusic { return }
    effects.append(.tell(.said(sound.playing[index], playback: id, index: index)))
  }

  mutating func segmentFinished(
    _ id: PlaybackID, _ index: Int, _ effects: inout [CallEffect]
  ) -> WalkerEvent? {
    guard sound.isPlaying, id == sound.playback, index >= sound.position, index < sound.playing.count else {
      return nil
    }
    if sound.playing[index].isMusic {
      place?.musicEnded(after: now - sound.segmentStart)
    } else {
      effects.append(.tell(.heard(sound.playing[index], cutAfter: nil)))
      if let number = sound.playing[index].message { mark(number, .heard, &effects) }
    }
    if !sound.finished(index, at: now) {
      enterSegment(&effects)
      // Most parts are followed by another one that simply plays on.
      if buffer.isEmpty { return nil }
    }
    return settle(&effects)
  }

  mutating func segmentFailed(
    _ id: PlaybackID, _ index: Int, _ fault: CallFault, _ effects: inout [CallEffect]
  ) -> WalkerEvent? {
    guard sound.isPlaying, id == sound.playback, index >= sound.position, index < sound.playing.count else {
      return nil
    }
    let failed = sound.playing[index]
    effects.append(.tell(.warning(failed.missing ?? "no sound: \(fault.rawValue)")))
    if goesOnWithoutSound || failed.missing != nil {
      // Waiting, talking and ending go on without that sound.
      if !sound.finished(index, at: now) {
        enterSegment(&effects)
        return nil
      }
      if failed.isMusic { place?.musicFailed() }
      return settle(&effects)
    }
    effects.append(.stop(id))
    sound.clear()
    abandonWait(&effects)
    return .fault(fault)
  }

  /// Nobody's call ends because a file of somebody else's words is gone.
  private var goesOnWithoutSound: Bool {
    switch wait {
    case .queue, .leaving, .disconnect, .desk, .bridge: true
    case .lookup: held?.isPlaying == true && sound.playback == held?.playback
    case .nothing, .keys, .playOut, .save, .login, .transfer, .away, .parting, .message: false
    }
  }

  /// Whatever the walker is owed, it will be told something else.
  mutating func abandonWait(_ effects: inout [CallEffect]) {
    keyTimer.cancel(&effects)
    cancel(&dataTimer, &effects)
    if let waiting = held, !waiting.isPlaying { effects.append(.cancel(waiting.timer)) }
    held = nil
    cancel(&openingTimer, &effects)
    if case .message(let message) = wait {
      for timer in [message.quiet, message.most, message.closing] {
        if let timer { effects.append(.cancel(timer)) }
      }
      if message.phase == .recording { effects.append(.message(.stop)) }
    }
    if case .bridge(let bridge) = wait, let timer = bridge.timer { effects.append(.cancel(timer)) }
    wait = .nothing
  }
}

extension Segment {
  /// The number of a message that lies in a mailbox and is new.
  var message: Int? { if case .message(_, _, let number) = content { number } else { nil } }

  /// A message of a caller, no notice.
  var isWork: Bool { if case .message = content { prompt == nil } else { false } }

  /// What is told when a notice or a message cannot be played, and is left out.
  fileprivate var missing: String? {
    guard case .message(let path, _, _) = content else { return nil }
    return (prompt.map { "notice \($0)" } ?? "a message") + " is left out: \(path) cannot be read"
  }
}
