import ACD
import CallFlow
import Chronology
import Tones

extension CallRuntime {
  mutating func enterQueue(_ request: QueueRequest, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard place == nil, afterSecret == nil else {
      // A call is in one queue at a time: the walker leaves the other first.
      effects.append(.tell(.warning("a call cannot enter a second queue")))
      wait = .nothing
      return .left(.moved)
    }
    if let limit = countEntry(&effects) { return limit }
    if isOver { return nil }
    stopClock(&effects)
    lostPlace = nil
    place = QueuePlace(request, at: now)
    wait = .queue
    effects.append(.enqueue(request))
    listenInQueue(&effects)
    armAnnouncement(&effects)
    return settle(&effects)
  }

  /// Goes on waiting, after a key or after `timed`.
  mutating func resumeQueue(_ effects: inout [CallEffect]) -> WalkerEvent? {
    if case .bridge(let bridge) = wait {
      if bridge.sound != nil, sound.current?.isMusic == true { silenceCurrent(&effects) }
      return settle(&effects)
    }
    guard let state = place?.state else {
      wait = .nothing
      return .left(lostPlace ?? .moved)
    }
    wait = .queue
    if state == .talking { return settle(&effects) }
    if state == .deciding {
      place?.state = .waiting
      effects.append(.queueResumed)
      listenInQueue(&effects)
      armAnnouncement(&effects)
    }
    if !sound.queued.isEmpty, sound.current?.isMusic == true { silenceCurrent(&effects) }
    return settle(&effects)
  }

  mutating func leaveQueue(_ effects: inout [CallEffect]) -> WalkerEvent? {
    guard place != nil else {
      wait = .nothing
      return .left(lostPlace ?? .moved)
    }
    cancelAnnouncements(&effects)
    wait = .leaving
    effects.append(.leaveQueue(.key))
    return settle(&effects)
  }

  private mutating func listenInQueue(_ effects: inout [CallEffect]) {
    keyTimer.cancel(&effects)
    collector = KeyCollector(place?.request.keys ?? KeyGrammar())
  }

  /// A key that means something: the caller decides, the place is kept.
  mutating func queueKey(_ entry: KeyEntry, _ effects: inout [CallEffect]) -> WalkerEvent {
    keyTimer.cancel(&effects)
    place?.state = .deciding
    silenceQueue(&effects)
    cancelAnnouncements(&effects)
    effects.append(.queueDeciding)
    wait = .nothing
    return .queueKey(tag: entry.tag, keys: entry.keys)
  }

  // MARK: What the distributor says

  mutating func queued(_ position: Int, _ effects: inout [CallEffect]) {
    guard let before = place?.position else { return }
    place?.position = position
    if before == 0, let name = place?.request.queueName {
      effects.append(.tell(.queued(queue: name, position: position)))
    }
  }

  mutating func offered(_ agent: String, _ effects: inout [CallEffect]) {
    guard place != nil else { return }
    place?.isOffered = true
    effects.append(.tell(.offered(agent: agent)))
  }

  mutating func connected(
    _ agent: String, _ waited: Duration, _ isOnLine: Bool, _ effects: inout [CallEffect]
  ) -> WalkerEvent? {
    guard place != nil, place?.state != .talking else { return nil }
    ending.hadAgent = true
    effects.append(.tell(.connected(agent: agent, waited: waited)))
    place?.state = .talking
    place?.isOffered = false
    place?.isOnLine = isOnLine
    if ending.isHungUp { return nil }
    cancelAnnouncements(&effects)
    if sound.current?.isMusic == true, !isOnLine { sound.queued = [] } else { silence(&effects) }
    abandonWait(&effects)
    dropBuffer(&effects)
    wait = .queue
    playMusic(&effects)
    return .agentConnected(agent: agent, waited: waited)
  }

  mutating func talked(
    _ agent: String, _ talk: Duration, _ party: TalkEnd, _ effects: inout [CallEffect]
  ) -> WalkerEvent? {
    guard place?.state == .talking || place?.state == .away else { return nil }
    effects.append(.tell(.talked(agent: agent, talk: talk, by: party)))
    return overAgent(.agentDone(agent: agent, talk: talk, by: party), &effects)
  }

  mutating func left(
    _ reason: LeaveReason, _ waited: Duration, _ effects: inout [CallEffect]
  ) -> WalkerEvent? {
    guard let state = place?.state, let name = place?.request.queueName else { return nil }
    effects.append(.tell(.left(queue: name, reason, waited: waited)))
    if state == .deciding, wait != .leaving, wait != .parting, !ending.isHungUp {
      // The caller is still deciding; he learns it when he wants to go on waiting.
      cancelAnnouncements(&effects)
      place = nil
      lostPlace = reason
      startClock(&effects)
      return nil
    }
    return overAgent(reason == .callBack ? .callBackOrdered : .left(reason), &effects)
  }

  /// The talk is over. Who enters a secret meanwhile enters it to its end, as nothing of it is to be taken for
  /// keys of what comes next, and then goes on from there.
  mutating func overAgent(_ event: WalkerEvent, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard place?.state == .away, !ending.isHungUp else { return leftPlace(with: event, &effects) }
    cancelAnnouncements(&effects)
    place = nil
    afterSecret = event
    startClock(&effects)
    return nil
  }

  mutating func leftPlace(
    with event: WalkerEvent, _ effects: inout [CallEffect]
  ) -> WalkerEvent? {
    let wasParting = wait == .parting
    cancelAnnouncements(&effects)
    silenceQueue(&effects)
    place = nil
    if ending.isHungUp || wasParting { return nil }
    abandonWait(&effects)
    startClock(&effects)
    return event
  }

  // MARK: Music and announcements

  mutating func playMusic(_ effects: inout [CallEffect]) {
    guard let place, place.hearsMusic, sound.isEmpty else { return }
    if place.isLate, place.timer == nil {
      let timer = start(.timed, at: now + QueuePlace.pause, &effects)
      self.place?.timer = timer
      self.place?.isLate = false
    }
    guard let music = place.musicSegment else { return }
    self.place?.isAnnouncing = false
    sound.queued = [music]
    sound.start(at: now)
    effects.append(.play(sound.playback, sound.playing))
  }

  mutating func announcementDue(_ timer: CallTimer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard let place, place.timer == timer else { return nil }
    self.place?.timer = nil
    // Not to a caller who types, or who is about to be connected.
    let isTold = wait == .queue && place.state == .waiting && !place.isOffered && collector.isEmpty
    if isTold, !sound.isEmpty, sound.current?.isMusic != true || !sound.queued.isEmpty {
      self.place?.isLate = true
      return nil
    }
    self.place?.nextTimed += 1
    armAnnouncement(&effects)
    guard isTold else { return nil }
    self.place?.isAnnouncing = true
    return .timed(place.nextTimed, position: place.position)
  }

  /// The next announcement that is still to come.
  private mutating func armAnnouncement(_ effects: inout [CallEffect]) {
    guard let place, place.timer == nil else { return }
    let times = place.request.timed
    var next = place.nextTimed
    while next < times.count, place.entered + times[next] <= now { next += 1 }
    self.place?.nextTimed = next
    guard next < times.count else { return }
    let timer = start(.timed, at: place.entered + times[next], &effects)
    self.place?.timer = timer
  }

  mutating func cancelAnnouncements(_ effects: inout [CallEffect]) {
    place?.isLate = false
    guard let timer = place?.timer else { return }
    effects.append(.cancel(timer))
    place?.timer = nil
  }

  /// The queue's own sounds end; what the flow has to say plays on.
  private mutating func silenceQueue(_ effects: inout [CallEffect]) {
    guard sound.current?.isMusic == true || place?.isAnnouncing == true else { return }
    silence(&effects)
    place?.isAnnouncing = false
  }

  /// Everything is silent and nothing queued.
  mutating func silence(_ effects: inout [CallEffect]) {
    silenceCurrent(&effects)
    sound.clear()
  }

  private mutating func silenceCurrent(_ effects: inout [CallEffect]) {
    guard let current = sound.current else { return }
    effects.append(.stop(sound.playback))
    if !current.isMusic, sound.hasStarted {
      effects.append(.tell(.heard(current, cutAfter: now - sound.segmentStart)))
    }
    sound.stop()
  }
}
