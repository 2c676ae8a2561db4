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
      case .save(let request):
        let serial = beginData(limit: CallRuntime.saveLimit, &effects)
        wait = .save(serial)
        let answer = ending.isHungUp ? nil : settle(&effects)
        effects.append(.save(serial, request))
        return answer
      case .desk(let act): if !ending.isHungUp { effects.append(.desk(act)) }
      case .collect, .playOut, .enqueue, .resumeQueue, .leaveQueue, .transfer, .callBack, .takePlace, .login,
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

  private mutating func begin(_ effect: WalkerEffect, _ effects: inout [CallEffect]) -> WalkerEvent? {
    switch effect {
    case .collect(let request): return beginCollect(request, &effects)
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
    case .standBy(let standBy): return beginStandBy(standBy, &effects)
    case .resumeTalk(let isDone): return backToTalk(isDone: isDone, &effects)
    case .disconnect:
      wait = .disconnect
      return settle(&effects)
    case .queuePrompt, .lookup, .save, .log, .language, .note, .recording, .outcome, .reached, .trace, .desk:
      return nil
    }
  }

  private mutating func beginData(limit: Duration, _ effects: inout [CallEffect]) -> UInt32 {
    let serial = newSerial()
    dataTimer = start(.data, at: now + limit, &effects)
    if ending.isHungUp { startGrace(&effects) }
    return serial
  }

  mutating func endData(_ effects: inout [CallEffect]) {
    cancel(&dataTimer, &effects)
    wait = .nothing
  }

  mutating func dataTimedOut(_ timer: CallTimer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard timer == dataTimer else { return nil }
    dataTimer = nil
    wait = .nothing
    return .failed(.timeout)
  }
}
