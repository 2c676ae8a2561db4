import CallFlow

/// What is in force is heard to its end, once in a call: first, or as soon as the caller has its language.
extension FlowWalker {
  mutating func sayNotices(_ turn: Turn, _ effects: inout [WalkerEffect]) {
    sayNotices(turn, &effects) { _ in true }
  }

  /// The caller has another language now: what is for those who have it was not for him before.
  mutating func sayNoticesOfLanguage(_ turn: Turn, _ effects: inout [WalkerEffect]) {
    guard !isHungUp, !isCalledBack else { return }
    sayNotices(turn, &effects) { $0.language != nil }
  }

  private mutating func sayNotices(
    _ turn: Turn, _ effects: inout [WalkerEffect], where isWanted: (NoticeInForce) -> Bool
  ) {
    let state = prepared.states[start.index].state
    if case .desk = state.kind { return }
    let tongue = prepared.speaker.tongue(language)
    for (index, item) in prepared.graph.content.notices.enumerated()
    where (item.flows.isEmpty || item.flows.contains(state.flow)) && !heardNotices.contains(index) {
      guard let notice = turn.context.notice(item.name), isWanted(notice),
        notice.language == nil || notice.language == tongue.language.tag
      else { continue }
      if let sound = notice.sound {
        effects.append(
          .queuePrompt([
            Segment(.message(sound.path, sound.duration), gate: .hold, voice: tongue.voice, prompt: item.name)
          ]))
      } else if let text = notice.text {
        effects.append(.queuePrompt(prepared.speaker.said(text, language)))
      } else {
        continue
      }
      heardNotices.insert(index)
    }
  }
}
