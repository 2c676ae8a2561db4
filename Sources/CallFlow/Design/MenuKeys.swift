import Tones

/// The keys that are spoken are the keys that do something.
enum MenuKeys {
  static func check(_ model: DesignModel, _ found: inout DesignFindings) {
    for (id, state) in model.callersStates {
      switch state.kind {
      case .menu:
        unspoken(model, id, state, &found)
        idle(model, state, state.keys, &found)
      case .route(let spec): idle(model, state, spec.keys, &found)
      default: break
      }
    }
  }

  /// A key of its own that the menu names in some language, or in none.
  private static func unspoken(
    _ model: DesignModel, _ id: StateID, _ state: State, _ found: inout DesignFindings
  ) {
    var missing: [Int: [String]] = [:]
    for language in model.languageIDs {
      let heard = model.heard(state.entry, in: language)
      guard heard.isKnown, !heard.hasOptions else { return }
      let mentions = heard.texts.reduce(into: Set<Key>()) {
        $0.formUnion(SpokenKeys.mentions($1.text, language: $1.language))
      }
      // The state before may have said them.
      // So may a value.
      if mentions.isEmpty,
        model.isPrepared(state, id, in: language)
          || heard.texts.contains(where: { $0.text.contains(HeardText.value) })
      {
        return
      }
      for (index, key) in state.ownKeys.enumerated() {
        let meaning = model.meaning(key, of: state, id)
        guard meaning != .again, meaning != .back, meaning != .end, meaning != .help,
          let single = key.singles.first, ![Key.zero, .star, .hash].contains(single),
          mentions.isDisjoint(with: key.singles)
        else { continue }
        missing[index, default: []].append(model.content.languages[language].tag)
      }
    }
    for (index, languages) in missing.sorted(by: { $0.key < $1.key }) {
      let key = state.ownKeys[index]
      let some =
        languages.count < model.content.languages.count ? " in \(languages.joined(separator: ", "))" : ""
      found.report(
        "key \(key.name) of '\(state.name)' is not spoken\(some)", at: key.action.position,
        hint: "name it in what the menu says, or give its keys labels and: say options")
    }
  }

  /// A key that callers are told to press and that does nothing.
  private static func idle(
    _ model: DesignModel, _ state: State, _ keys: [KeyBinding], _ found: inout DesignFindings
  ) {
    let patterns = keys.flatMap(\.patterns)
    let begun = Set(
      patterns.flatMap { pattern in
        Key.allCases.filter { pattern.elements.first?.keys.contains($0) ?? false }
      })
    var told: Set<Key> = []
    for language in model.languageIDs {
      for text in model.heard(state.entry, in: language).texts {
        for order in SpokenKeys.orders(text.text, language: text.language)
        where !begun.contains(order.key) && told.insert(order.key).inserted {
          // It ends an entry of several digits.
          if order.key == .hash, patterns.contains(where: { $0.elements.count > 1 }) { continue }
          found.report(
            "'\(state.name)' tells callers to press \(order.key.character), which does nothing here",
            at: state,
            hint: "add: key \(order.key.character) -> …, or mend the text")
        }
      }
    }
  }
}

extension DesignModel {
  /// Whether a state right before a menu names keys, or all keys are said to do: then the menu need not.
  fileprivate func isPrepared(_ state: State, _ id: StateID, in language: LanguageID) -> Bool {
    let own = heard(state.entry, in: language).texts.map { $0.text.lowercased() }
    if own.contains(where: { $0.contains("any key") || $0.contains("아무 ") }) { return true }
    return before[id.index].contains { place in
      let before = content.states[place]
      guard !before.kind.isWaiting else { return false }
      return before.blocks.contains { block in
        block.moves.contains { $0.target == .state(id) }
          && (heard(block, in: language).pieces + heard(before.entry, in: language).pieces).contains {
            piece in
            switch piece {
            case .text(let text): !SpokenKeys.mentions(text.text, language: text.language).isEmpty
            case .clip: true
            case .options, .pause: false
            }
          }
      }
    }
  }
}
