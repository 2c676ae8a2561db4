import CallFlow
import Chronology
import Tones

extension CallRuntime {
  /// What an agent's line is doing; apart, since few calls are one.
  struct Desk: Sendable {
    var isTimed = false
    var isLoose = true
    var tellsSilence = false
  }

  /// On an agent's line, a message that is his work is being played.
  var hearsWork: Bool {
    mutating get { wait == .desk && sound.current?.isWork == true }
  }

  mutating func beginLogin(_ number: String, _ pin: String, _ effects: inout [CallEffect]) {
    stopClock(&effects)
    wait = .login
    effects.append(.login(number: number, pin: pin))
  }

  mutating func beginStandBy(_ standBy: StandBy, _ effects: inout [CallEffect]) -> WalkerEvent? {
    stopClock(&effects)
    request = standBy.collect
    desk = Desk(
      isTimed: standBy.isTimed, isLoose: standBy.isLoose, tellsSilence: standBy.tellsSilence)
    wait = .desk
    collector = KeyCollector(standBy.collect.grammar)
    keyTimer.cancel(&effects)
    if standBy.collect.dropsTypeAhead { dropBuffer(&effects) }
    return settle(&effects)
  }

  mutating func told(_ news: DeskNews, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard !ending.isHungUp else { return nil }
    switch (wait, news) {
    case (.login, .loggedIn), (.login, .refused): wait = .nothing
    case (.login, .failed): wait = .nothing
    case (.desk, .click):
      // A click a key, whatever else is heard.
      if sound.isEmpty {
        sound.add([Segment(.tone("click"), gate: .open, voice: CallRuntime.noVoice)])
        return settle(&effects)
      }
      return nil
    case (.desk, _):
      silence(&effects)
      abandonWait(&effects)
    case (.nothing, _), (.keys, _), (.playOut, _), (.lookup, _), (.save, _), (.queue, _), (.leaving, _),
      (.login, _), (.transfer, _), (.bridge, _), (.away, _), (.disconnect, _), (.parting, _),
      (.message, _):
      return nil
    }
    return .desk(news)
  }
  private static let noVoice = VoiceChoice(language: "")

  // MARK: A caller in talk with an agent on a line

  mutating func told(_ news: TalkNews, _ effects: inout [CallEffect]) -> WalkerEvent? {
    guard !ending.isHungUp else { return nil }
    if case .bridge(let bridge) = wait { return told(news, bridge, &effects) }
    if !bridgeAway.isEmpty { return toldAway(news, &effects) }
    guard let state = place?.state else { return nil }
    switch news {
    case .held:
      guard state == .talking else { return nil }
      place?.isHeld = true
      return settle(&effects)
    case .resumed:
      guard state == .talking else { return nil }
      place?.isHeld = false
      if sound.current?.isMusic == true { silence(&effects) }
      return nil
    case .handedOver(let agent):
      guard state == .talking else { return nil }
      effects.append(.tell(.connected(agent: agent, waited: .zero)))
      place?.isHeld = false
      if sound.current?.isMusic == true { silence(&effects) }
      return .talk(news)
    case .transferred(_, let agent, let talk):
      guard state == .talking || state == .away else { return nil }
      effects.append(.tell(.talked(agent: agent, talk: talk, by: .transfer)))
      return overAgent(.talk(news), &effects)
    case .secret:
      guard state == .talking else { return nil }
      silence(&effects)
      abandonWait(&effects)
      dropBuffer(&effects)
      place?.state = .away
      blankRecording(true, &effects)
      return .talk(news)
    case .notice: return state == .waiting ? .talk(news) : nil
    case .moved(_, let waited):
      guard state == .waiting || state == .deciding, let name = place?.request.queueName else { return nil }
      effects.append(.tell(.left(queue: name, .moved, waited: waited)))
      silence(&effects)
      return leftPlace(with: .talk(news), &effects)
    case .recording(let isOn):
      guard state == .talking else { return nil }
      record(isOn ? .start : .stop, &effects)
      return isOn ? .talk(news) : nil
    }
  }

  /// The flow for a secret has ended: the same two talk on.
  mutating func backToTalk(isDone: Bool, _ effects: inout [CallEffect]) -> WalkerEvent? {
    keyTimer.cancel(&effects)
    dropBuffer(&effects)
    if let event = afterSecret {
      afterSecret = nil
      blankRecording(false, &effects)
      wait = .nothing
      return event
    }
    if let bridge = bridgeAway.popLast() {
      blankRecording(false, &effects)
      listenInBridge(bridge)
      effects.append(.secretEnded(isDone: isDone))
      return settle(&effects)
    }
    guard place?.state == .away else { return resumeQueue(&effects) }
    place?.state = .talking
    blankRecording(false, &effects)
    wait = .queue
    effects.append(.secretEnded(isDone: isDone))
    return settle(&effects)
  }
}
