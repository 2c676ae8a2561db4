import CallFlow
import Chronology
import Tones

extension CallRuntime {
  mutating func keyDown(_ key: Key, cut: Cut?, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard wait != .parting, !ending.isHungUp else { return nil }
    keyIsDown = true
    let isSurplus = followsFailure(at: now)
    if place?.state == .talking {
      tell(key, .dropped, &effects)
      return nil
    }
    if case .message(let message) = wait, openingTimer == nil {
      return messageKey(key, cut: cut, message, &effects)
    }
    if case .bridge(let bridge) = wait {
      bridgeKey(key, bridge, &effects)
      return nil
    }
    if hearsWork { return keyOverWork(key, &effects) }
    if place?.state == .away || !bridgeAway.isEmpty { effects.append(.clicked) }
    if openingTimer != nil {
      keep(key, &effects)
      return nil
    }
    // A cut is final: whatever the line silenced is over, also where the key then means nothing.
    // A closure here would copy the whole call.
    var lineCut: Cut?
    if let cut, sound.isPlaying, cut.playback == sound.playback { lineCut = cut }
    if let lineCut { sound.started(lineCut.segment, at: now - lineCut.heard) }
    if let current = sound.current, !current.isMusic, lineCut == nil {
      switch current.gate {
      case .closed:
        tell(key, .dropped, &effects)
        return nil
      case .hold where !isSurplus:
        keep(key, &effects)
        return nil
      case .hold, .open: break
      }
    }
    let isSwallowed = swallows(key, at: now)
    if isSwallowed || isSurplus {
      tell(key, isSwallowed ? .swallowed : .dropped, &effects)
      guard lineCut != nil else { return nil }
      sound.rewind()
      return settle(&effects)
    }
    keyTimer.suspend()
    let listens = isListening
    if listens {
      tell(key, .taken, cut: cutLength(lineCut), &effects)
    } else {
      keep(key, cut: cutLength(lineCut), &effects)
    }
    if let current = sound.current, !current.isMusic { cutShort(current, lineCut, &effects) }
    if listens, let event = take(key, at: now, &effects) { return event }
    return settle(&effects)
  }

  mutating func keyUp(_ effects: inout [CallEffect]) -> WalkerEvent? {
    keyIsDown = false
    lastKey = now
    if recording.blankEndsAtKeyUp { blankRecording(false, &effects) }
    if isListening, !collector.isEmpty, sound.isEmpty || sound.current?.isMusic == true || hearsWork {
      runKeyTimer(&effects)
    }
    return nil
  }

  /// An agent hears a message that is his work: a key cuts it when it is one of his orders, no other does.
  private mutating func keyOverWork(_ key: Key, _ effects: inout [CallEffect]) -> WalkerEvent? {
    keyTimer.suspend()
    tell(key, .taken, &effects)
    return take(key, at: now, &effects)
  }

  mutating func cutLength(_ lineCut: Cut?) -> Duration? {
    guard let current = sound.current, !current.isMusic else { return nil }
    return lineCut?.heard ?? (now - sound.segmentStart)
  }

  /// The open part that plays is over, and so are the open ones behind it.
  mutating func cutShort(_ current: Segment, _ lineCut: Cut?, _ effects: inout [CallEffect]) {
    if lineCut == nil { effects.append(.stop(sound.playback)) }
    if sound.hasStarted {
      cutMessage = current.message
      effects.append(.tell(.heard(current, cutAfter: cutLength(lineCut))))
    }
    _ = sound.dropOpen(skippingCurrent: true)
  }

  /// One key to the wait that listens.
  /// - Returns: what the walker is told when the wait is over.
  mutating func take(_ key: Key, at stamp: Instant, _ effects: inout [CallEffect]) -> WalkerEvent? {
    swallow = nil
    let step = collector.take(key)
    switch step {
    case .more, .awaitsTerminator: return nil
    case .cleared:
      if wait == .queue || wait == .desk { return nil }
      endKeys(&effects)
      return .cleared
    case .accepted(let entry, let givesBack):
      if givesBack { buffer.putBack(KeyBuffer.Entry(key, at: stamp)) }
      return accept(entry, at: stamp, &effects)
    case .noMatch(let keys): return noMatch(keys, &effects)
    }
  }

  private mutating func accept(
    _ entry: KeyEntry, at stamp: Instant, _ effects: inout [CallEffect]
  ) -> WalkerEvent {
    wasData = entry.tag == KeyGrammar.dataTag
    if entry.end != .terminator, entry.tag == KeyGrammar.dataTag,
      let terminator = collector.grammar.terminator
    {
      swallow = (terminator, stamp + CallRuntime.swallowTime)
    }
    if wait == .queue { return queueKey(entry, &effects) }
    if hearsWork { silence(&effects) }
    endKeys(&effects)
    // Its end was said: what comes behind it is something else.
    if entry.end == .terminator { secretUntil = nil }
    var entry = entry
    entry.cutMessage = cutMessage
    cutMessage = nil
    return .keys(entry)
  }

  /// What was pressed next was meant for a place the caller is not in.
  private mutating func noMatch(_ keys: [Key], _ effects: inout [CallEffect]) -> WalkerEvent? {
    dropBuffer(&effects)
    cutMessage = nil
    wasData = collector.grammar.data != nil
    if wait == .queue || wait == .desk && desk.isLoose {
      keyTimer.suspend()
      collector = KeyCollector(collector.grammar)
      return nil
    }
    endKeys(&effects)
    return .noMatch(keys)
  }

  /// Whether a key is pressed in one go with those of an entry that failed: one too many of them, not the
  /// first of another.
  private mutating func followsFailure(at instant: Instant) -> Bool {
    if lastKey.map({ instant > $0 + CallRuntime.burst }) ?? true { (wasData, dropsBurst) = (false, false) }
    lastKey = instant
    return dropsBurst
  }

  /// Whether a key follows so soon on those of a secret that it may belong to them, and then the next one too.
  private mutating func isAfterSecret() -> Bool {
    guard let until = secretUntil else { return false }
    secretUntil = now <= until ? now + CallRuntime.swallowTime : nil
    return secretUntil != nil
  }

  private mutating func endKeys(_ effects: inout [CallEffect]) {
    if request.privacy != .open { secretUntil = now + CallRuntime.swallowTime }
    keyTimer.cancel(&effects)
    wait = .nothing
    blankRecording(false, &effects)
  }

  /// Kept keys, as if pressed now, until the wait is answered or there are none left.
  mutating func feedBuffer(_ effects: inout [CallEffect]) -> WalkerEvent? {
    while let kept = buffer.removeFirst() {
      if swallows(kept.key, at: kept.at) {
        tell(kept.key, .swallowed, &effects)
        continue
      }
      tell(kept.key, .taken, &effects)
      keyTimer.suspend()
      if let event = take(kept.key, at: kept.at, &effects) { return event }
      guard isListening else { return nil }
    }
    return nil
  }

  private mutating func swallows(_ key: Key, at stamp: Instant) -> Bool {
    guard let swallow else { return false }
    self.swallow = nil
    return key == swallow.key && stamp <= swallow.until
  }

  // MARK: Waiting for keys

  mutating func beginCollect(_ request: CollectRequest, _ effects: inout [CallEffect]) -> WalkerEvent? {
    self.request = request
    if let limit = countTurn(&effects) { return limit }
    blankRecording(request.privacy == .secret, &effects)
    // An agent who has got up is a caller like any other.
    if place == nil { startClock(&effects) }
    setClock(request.maxCall, &effects)
    wait = .keys
    collector = KeyCollector(request.grammar, waitsForTerminator: request.terminatorWait > .zero)
    keyTimer.cancel(&effects)
    if request.dropsTypeAhead { dropBuffer(&effects) }
    if request.followsFailure, wasData { dropsBurst = true }
    return settle(&effects)
  }

  /// In silence, with no key down: the wait for the first key, for the next one or for the terminator.
  mutating func runKeyTimer(_ effects: inout [CallEffect]) {
    guard !keyTimer.isSet else { return }
    let after: Duration
    let kind: CallTimer.Kind
    if wait == .queue {
      guard !collector.isEmpty, !keyIsDown else { return }
      (kind, after) = (.interdigit, QueuePlace.interdigit)
    } else if collector.isEmpty {
      if wait == .desk, !desk.isTimed { return }
      (kind, after) = (.firstKey, request.timeout)
    } else if keyIsDown {
      return
    } else if collector.isFull {
      (kind, after) = (.terminator, request.terminatorWait)
    } else {
      (kind, after) = (.interdigit, request.interdigit)
    }
    let serial = newSerial()
    keyTimer.set(kind, at: now + after, serial: serial, &effects)
  }

  mutating func keyTimerFired(_ timer: CallTimer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard keyTimer.running == timer else { return nil }
    let serial = newSerial()
    guard keyTimer.fired(timer, at: now, serial: serial, &effects), isListening else { return nil }
    if collector.isEmpty {
      endKeys(&effects)
      return .noInput
    }
    switch collector.timedOut() {
    case .accepted(let entry, _): return accept(entry, at: now, &effects)
    case .noMatch(let keys): return noMatch(keys, &effects)
    case .more, .awaitsTerminator, .cleared: return nil
    }
  }

  // MARK: Keeping and dropping

  private mutating func keep(_ key: Key, cut: Duration? = nil, _ effects: inout [CallEffect]) {
    let kept = buffer.append(key, at: now)
    // Whose key it will be is not known yet, so it is not shown.
    effects.append(
      .tell(.key(key, shown: CallRuntime.dot, use: kept ? .buffered : .dropped, cut: cut)))
  }

  mutating func dropBuffer(_ effects: inout [CallEffect]) {
    for kept in buffer.removeAll() { tellDropped(kept, &effects) }
  }

  mutating func dropOld(_ effects: inout [CallEffect]) {
    for kept in buffer.removeOld(at: now) { tellDropped(kept, &effects) }
  }

  private mutating func tellDropped(_ kept: KeyBuffer.Entry, _ effects: inout [CallEffect]) {
    effects.append(.tell(.key(kept.key, shown: CallRuntime.dot, use: .dropped, cut: nil)))
  }

  mutating func tell(
    _ key: Key, _ use: KeyUse, cut: Duration? = nil, _ effects: inout [CallEffect]
  ) {
    let isOpen =
      switch wait {
      case .keys, .desk: request.privacy == .open && !isInSecret
      // What callers press while they talk is for the one they talk to.
      case .queue: place?.state == .waiting
      case .nothing, .playOut, .lookup, .save, .leaving, .transfer, .bridge, .away, .login, .disconnect,
        .parting, .message:
        false
      }
    let shown = (isOpen && !isAfterSecret()) || use == .swallowed ? key.character : CallRuntime.dot
    effects.append(.tell(.key(key, shown: shown, use: use, cut: cut)))
  }

  /// Stands for a key that may not be shown.
  static let dot: Character = "•"
}
