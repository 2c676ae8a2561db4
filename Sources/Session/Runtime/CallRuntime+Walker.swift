import CallFlow
import Chronology

extension CallRuntime {
  /// Answers that may follow on each other without anything from outside; a walker that asks more within one
  /// event goes round in itself.
  private static let answersPerEvent = 10_000
  /// How long a save may take.
  private static let saveLimit: Duration = .seconds(5)

  /// Tells the walker an event, does what it wants, and goes on as long as that is answered at once.
  mutating func walk(
    _ first: WalkerEvent, in context: some WalkerContext, _ effects: inout [CallEffect]
  ) {
    // Anew each time: the memory given back last is the one most likely in the cache.
    var batch: [WalkerEffect] = []
    batch.reserveCapacity(8)
    var next: WalkerEvent? = first
    var answers = 0
    while let event = next, !isOver {
      batch.removeAll(keepingCapacity: true)
      walker.handle(event, in: context, into: &batch)
      answers += 1
      if answers > CallRuntime.answersPerEvent {
        effects.append(.tell(.warning("the flow goes round without waiting")))
        ending.reach(.error)
        end(&effects)
        break
      }
      next = carryOut(batch, &effects)
    }
  }

  /// - Returns: the answer when it is there at once.
  private mutating func carryOut(
    _ batch: [WalkerEffect], _ effects: inout [CallEffect]
  ) -> WalkerEvent? {
    for effect in batch {
      switch effect {
      case .queuePrompt(let segments):
        if !ending.isHungUp { sound.add(segments) }
      case .log(let text): effects.append(.tell(.log(text)))
      case .language(let tag): effects.append(.tell(.language(tag)))
      case .note(let name, let value, let privacy):
        effects.append(.tell(.note(name, shown: value.shown(privacy))))
      case .recording(let step): record(step, &effects)
      case .turn(let order):
        effects.append(.tell(.turned(order)))
        effects.append(.turn(order))
      case .outcome(let word):
        ending.own = word
        effects.append(.tell(.ownOutcome(word)))
      case .reached(let outcome): ending.reach(outcome)
      case .trace(let trace): effects.append(.tell(.trace(trace)))
      case .lookup(let request):
        let serial = beginData(limit: request.limit, &effects)
        wait = .lookup(serial)
        let answer = ending.isHungUp ? nil : settle(&effects)
        effects.append(.lookup(serial, request))
        return answer
      case .fetch(let request, let hold):
        let serial = beginData(limit: request.limit, hold: hold, &effects)
        wait = .lookup(serial)
        let answer = ending.isHungUp ? nil : settle(&effects)
        effects.append(.fetch(serial, request))
        return answer
      case .save(let request):
        let serial = beginData(limit: CallRuntime.saveLimit, &effects)
        wait = .save(serial)
        let answer = ending.isHungUp ? nil : settle(&effects)
        effects.append(.save(serial, request))
        return answer
      case .keepMessage(let order):
        ending.reach(.message)
        effects.append(.tell(.messageKept(queue: order.queue, isWork: order.work != nil)))
        effects.append(.keepMessage(order))
      case .dropMessage(let sound):
        effects.append(.tell(.messageDropped))
        effects.append(.dropMessage(sound))
      case .markMessage(let number, let state):
        mark(number, state, &effects)
      case .setNotice(let order):
        effects.append(.tell(.noticeSet(order.name, until: order.sound == nil ? nil : order.until)))
        effects.append(.setNotice(order))
      case .desk(let act): if !ending.isHungUp { effects.append(.desk(act)) }
      case .collect, .takeMessage, .playOut, .enqueue, .resumeQueue, .leaveQueue, .transfer, .callBack,
        .takePlace, .login, .unlock,
        .standBy, .resumeTalk,
        .disconnect:
        if ending.isHungUp {
          part(&effects)
          return nil
        }
        return begin(effect, &effects)
      }
    }
    // Talk goes on without a wish of the walker; otherwise a walker that wants nothing is at its end.
    if !ending.isHungUp, place?.state == .talking { return nil }
    if !ending.isHungUp, case .bridge = wait { return nil }
    if ending.isHungUp {
      part(&effects)
      return nil
    }
    return begin(.disconnect, &effects)
  }

  func mark(_ number: Int, _ state: StoredMessage.State?, _ effects: inout [CallEffect]) {
    effects.append(.tell(.messageMarked(number, state?.rawValue ?? "deleted")))
    effects.append(.markMessage(number, state))
  }

  private mutating func begin(_ effect: WalkerEffect, _ effects: inout [CallEffect]) -> WalkerEvent? {
    switch effect {
    case .collect(let request): return beginCollect(request, &effects)
    case .takeMessage(let request): return beginMessage(request, &effects)
    case .playOut:
      wait = .playOut
      return settle(&effects)
    case .enqueue(let request): return enterQueue(request, &effects)
    case .resumeQueue: return resumeQueue(&effects)
    case .leaveQueue: return leaveQueue(&effects)
    case .transfer(let request): return beginTransfer(request, &effects)
    case .callBack(let order): return orderCallBack(order, &effects)
    case .takePlace: return takePlace(&effects)
    case .login(let number, let pin):
      beginLogin(number, pin, &effects)
      return nil
    case .unlock(let mailbox, let pin):
      stopClock(&effects)
      wait = .login
      effects.append(.unlock(mailbox: mailbox, pin: pin))
      return nil
    case .standBy(let standBy): return beginStandBy(standBy, &effects)
    case .resumeTalk(let isDone): return backToTalk(isDone: isDone, &effects)
    case .disconnect:
      wait = .disconnect
      return settle(&effects)
    case .queuePrompt, .lookup, .fetch, .save, .log, .language, .note, .recording, .turn, .outcome, .reached,
      .trace, .keepMessage, .dropMessage, .markMessage, .setNotice,
      .desk:
      return nil
    }
  }

  /// How long a caller waits for data in silence (the design rule SILENCE).
  private static let silentWait: Duration = .seconds(2)

  private mutating func beginData(
    limit: Duration, hold: [Segment]? = nil, _ effects: inout [CallEffect]
  ) -> UInt32 {
    let serial = newSerial()
    dataTimer = start(.data, at: now + limit, &effects)
    if ending.isHungUp {
      startGrace(&effects)
    } else if limit > CallRuntime.silentWait, let hold {
      held = HeldData(timer: start(.hold, at: now + CallRuntime.silentWait, &effects), sound: hold)
    }
    return serial
  }

  /// Data do not come: what the flow has to say about that, then music until they do.
  mutating func holdForData(_ timer: CallTimer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard let waiting = held, waiting.timer == timer, !ending.isHungUp else { return nil }
    held?.isPlaying = true
    held?.playback = PlaybackID(sound.playback.number &+ 1)
    sound.add(waiting.sound + [HeldData.music])
    return settle(&effects)
  }

  mutating func endData(_ effects: inout [CallEffect]) {
    cancel(&dataTimer, &effects)
    endHold(&effects)
    wait = .nothing
  }

  /// What is heard only because data do not come is over.
  mutating func endHold(_ effects: inout [CallEffect]) {
    guard let waiting = held else { return }
    held = nil
    guard waiting.isPlaying else { return effects.append(.cancel(waiting.timer)) }
    if sound.isPlaying, sound.playback != waiting.playback {
      // What the flow said before is still being heard.
      sound.queued = []
    } else {
      silence(&effects)
    }
  }

  mutating func dataTimedOut(_ timer: CallTimer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard timer == dataTimer else { return nil }
    dataTimer = nil
    endHold(&effects)
    wait = .nothing
    return .failed(.timeout)
  }
}

/// A wait for data that may take long.
struct HeldData: Sendable {
  var timer: CallTimer
  var sound: [Segment]
  var isPlaying = false
  /// Under which it is heard.
  var playback = PlaybackID(0)
  static let music = Segment(.music(nil), gate: .hold, voice: VoiceChoice(language: ""))
}
