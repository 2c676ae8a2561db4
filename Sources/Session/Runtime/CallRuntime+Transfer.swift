import ACD
import CallFlow
import Chronology
import Tones

/// A caller for whom somebody is rung, and what the two have of each other.
struct CallBridge: Hashable, Sendable {
  var request: TransferRequest
  var isTalking = false
  /// The agent who was rung has put him on hold.
  var isHeld = false
  /// Ends the talk.
  var timer: CallTimer?
  /// Of the end keys: longer ones begin anew after a while.
  var lastKey: Instant?
  static let interdigit: Duration = .seconds(2)

  init(_ request: TransferRequest) { self.request = request }

  /// What he hears of the line; nil when he hears whom he talks to.
  var sound: Segment? {
    if isTalking { return isHeld ? Segment(.music(nil), gate: .hold, voice: Self.noVoice) : nil }
    return Segment(.music(Segment.ringback), gate: .hold, voice: Self.noVoice)
  }
  private static let noVoice = VoiceChoice(language: "")
}

extension CallRuntime {
  /// What is queued is heard first; then the call leaves us, or somebody is rung for it.
  mutating func beginTransfer(_ request: TransferRequest, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard place == nil else {
      effects.append(.tell(.warning("a call in a queue cannot be transferred")))
      wait = .nothing
      return .transferFailed(.route)
    }
    wait = .transfer(request)
    return settle(&effects)
  }

  /// Everything has been heard: the call goes.
  mutating func sendAway(_ request: TransferRequest, _ effects: inout [CallEffect]) {
    stopClock(&effects)
    dropBuffer(&effects)
    effects.append(.tell(.transferring(to: request.shown)))
    effects.append(.transfer(request))
    guard request.mode != .blind else {
      wait = .away
      return
    }
    let bridge = CallBridge(request)
    listenInBridge(bridge)
    playBridge(bridge, &effects)
  }

  mutating func listenInBridge(_ bridge: CallBridge) {
    let keys = bridge.request.endKeys
    wait = .bridge(bridge)
    collector = KeyCollector(
      KeyGrammar(choices: keys.isEmpty ? [] : [KeyGrammar.Choice(keys, tag: 0)], terminator: nil))
  }

  /// Ringback while it rings, music while he is on hold.
  mutating func playBridge(_ bridge: CallBridge, _ effects: inout [CallEffect]) {
    guard sound.isEmpty, let segment = bridge.sound else { return }
    sound.queued = [segment]
    sound.start(at: now)
    effects.append(.play(sound.playback, sound.playing))
  }

  /// The call is back, or will not come back; or whoever was rung for it has answered.
  mutating func transferred(_ answer: TransferAnswer, _ effects: inout [CallEffect]) -> WalkerEvent? {
    if !bridgeAway.isEmpty { return overAway(answer, &effects) }
    switch wait {
    case .away: break
    case .bridge(let bridge):
      if answer == .answered { return talks(bridge, &effects) }
      silence(&effects)
    case .nothing, .keys, .playOut, .lookup, .save, .queue, .login, .desk, .leaving, .transfer, .disconnect,
      .parting, .message:
      return nil
    }
    effects.append(.tell(.transferAnswered(answer)))
    switch answer {
    case .answered: return nil
    case .gone: return hungUp(by: .transferred, &effects)
    case .ended(let talk):
      ending.reach(.transferred)
      comeBack(&effects)
      return .transferEnded(talk: talk)
    case .failed(let fault):
      comeBack(&effects)
      return .transferFailed(fault)
    }
  }

  private mutating func talks(_ before: CallBridge, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard !before.isTalking else { return nil }
    silence(&effects)
    ending.reach(.transferred)
    effects.append(.tell(.transferAnswered(.answered)))
    var bridge = before
    bridge.isTalking = true
    if let max = bridge.request.max { bridge.timer = start(.bridge, at: now + max, &effects) }
    wait = .bridge(bridge)
    return nil
  }

  private mutating func comeBack(_ effects: inout [CallEffect]) {
    abandonWait(&effects)
    keyIsDown = false
    startClock(&effects)
  }

  // MARK: While somebody is rung or talked to

  /// The time of a talk is over.
  mutating func bridgeTimeOver(_ timer: CallTimer, _ effects: inout [CallEffect]) {
    if case .bridge(var bridge) = wait, bridge.timer == timer {
      bridge.timer = nil
      wait = .bridge(bridge)
    } else if bridgeAway.first?.timer == timer, !bridgeAway.isEmpty {
      bridgeAway[0].timer = nil
    } else {
      return
    }
    effects.append(.endTransfer)
  }

  /// Keys are for whom he talks to, but for those that end it.
  mutating func bridgeKey(_ key: Key, _ before: CallBridge, _ effects: inout [CallEffect]) {
    guard !before.request.endKeys.isEmpty else { return tell(key, .dropped, &effects) }
    var bridge = before
    if let last = bridge.lastKey, now - last > CallBridge.interdigit {
      collector = KeyCollector(collector.grammar)
    }
    bridge.lastKey = now
    wait = .bridge(bridge)
    var step = collector.take(key)
    if case .noMatch(let keys) = step, keys.count > 1 {
      // It may be the first of the right ones.
      collector = KeyCollector(collector.grammar)
      step = collector.take(key)
    }
    switch step {
    case .accepted:
      tell(key, .taken, &effects)
      effects.append(.endTransfer)
    case .noMatch, .cleared:
      collector = KeyCollector(collector.grammar)
      tell(key, .dropped, &effects)
    case .more, .awaitsTerminator: tell(key, .taken, &effects)
    }
  }

  mutating func bridgeHeld(_ isHeld: Bool, _ before: CallBridge, _ effects: inout [CallEffect]) {
    guard before.isTalking else { return }
    var bridge = before
    bridge.isHeld = isHeld
    wait = .bridge(bridge)
    if isHeld { playBridge(bridge, &effects) } else { silence(&effects) }
  }
}
