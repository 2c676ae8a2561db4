import Tones

/// What the law or fairness wants said.
enum Notices {
  static func worker(_ model: DesignModel, _ found: inout DesignFindings) {
    for state in routes(model, without: isWorkerNotice) {
      found.report(
        "callers come to '\(state.name)' without a word that the law protects who answers", at: state,
        hint: "say before it, like: \"상담원에 대한 폭언은 법으로 금지되어 있습니다.\"")
    }
  }

  /// Where agents sit on lines of their own, a supervisor can listen.
  static func listening(_ model: DesignModel, _ found: inout DesignFindings) {
    guard model.evidence.hasDesks else { return }
    for state in routesWithoutListening(model) {
      found.report(
        "callers come to '\(state.name)' and are not told that a supervisor may listen", at: state,
        hint: "say before it, like: \"통화 내용은 청취될 수 있습니다.\"")
    }
  }

  static func routesWithoutListening(_ model: DesignModel) -> [State] {
    routes(model, without: isListeningNotice)
  }

  /// Routes to which a call may come on which nobody has said something.
  private static func routes(_ model: DesignModel, without isSaid: (HeardText) -> Bool) -> [State] {
    let content = model.content
    var reached = Set<StateID>()
    var open: [StateID] = []
    func enter(_ id: StateID) { if reached.insert(id).inserted { open.append(id) } }
    for id in model.entries { enter(id) }
    while let id = open.popLast() {
      let state = content.states[id]
      if speaks(of: isSaid, state.entry, model) { continue }
      for block in state.blocks where !speaks(of: isSaid, block, model) {
        for move in block.moves {
          for next in move.states(from: state.flow, starts: model.starts) { enter(next) }
        }
      }
      if case .call(let spec) = state.kind { enter(model.starts[spec.flow]) }
      if case .builtIn(let route?, _) = state.tries.action { enter(route) }
    }
    return model.callersStates.compactMap { id, state in
      guard case .route = state.kind, reached.contains(id), !speaks(of: isSaid, state.entry, model) else {
        return nil
      }
      return state
    }
  }

  /// In every language: who hears a notice in another one has not heard it.
  private static func speaks(of test: (HeardText) -> Bool, _ block: Block, _ model: DesignModel) -> Bool {
    guard !block.said.isEmpty else { return false }
    return model.languageIDs.allSatisfy { language in
      model.heard(block, in: language).pieces.contains { piece in
        switch piece {
        case .text(let text): test(text)
        case .clip: true
        case .options, .pause: false
        }
      }
    }
  }

  private static func isWorkerNotice(_ text: HeardText) -> Bool {
    let words = text.text.lowercased()
    if text.language == "ko" {
      return ["폭언", "폭행", "욕설", "고객응대근로자", "감정노동"].contains { words.contains($0) }
        || words.contains("보호") && (words.contains("상담") || words.contains("근로자") || words.contains("직원"))
    }
    return words.contains("abus") || words.contains("protected by law") || words.contains("law protects")
  }

  private static func isListeningNotice(_ text: HeardText) -> Bool {
    let words = text.text.lowercased()
    return text.language == "ko"
      ? ["녹음됩", "녹음될", "녹음되", "녹음하고", "청취", "모니터링"].contains { words.contains($0) }
      : ["recorded", "monitored", "listened to", "may listen"].contains { words.contains($0) }
  }

  static func cost(_ model: DesignModel, _ found: inout DesignFindings) {
    for row in model.content.dials where row.patterns.contains(where: isCharged) {
      var isSaid = false
      let first = model.content.states[row.target]
      if speaks(of: isCharge, first.entry, model) { isSaid = true }
      if !isSaid, !first.kind.isWaiting {
        model.visitPassing(from: row.target) { state in
          if ([state.entry] + state.wayBlocks).contains(where: { speaks(of: isCharge, $0, model) }) {
            isSaid = true
          }
        }
      }
      guard !isSaid else { continue }
      found.report(
        "callers of this number pay for the call and are not told so", at: row.position, length: 4,
        hint: "say at the start, like: \"이 통화는 유료입니다.\"")
    }
  }
  /// Numbers of eight digits for the whole country: 15XX, 16XX and 18XX.
  private static func isCharged(_ pattern: KeyPattern) -> Bool {
    guard let keys = pattern.literal, keys.count == 8, keys[0] == .one else { return false }
    return [Key.five, .six, .eight].contains(keys[1])
  }
  private static func isCharge(_ text: HeardText) -> Bool {
    let words = text.text.lowercased()
    return text.language == "ko"
      ? ["요금", "유료", "통화료", "부과", "부담"].contains { words.contains($0) }
      : ["charge", "costs", "cost ", "rate"].contains { words.contains($0) }
  }
}

extension DesignModel {
  /// Calls `body` with a state and all that a call comes to from it by passing states alone.
  func visitPassing(from first: StateID, _ body: (State) -> Void) {
    var seen: Set<Int> = [first.index]
    var open = [first.index]
    while let place = open.popLast() {
      body(content.states[place])
      for next in passing[place] where seen.insert(next).inserted { open.append(next) }
    }
  }
}
