import Tones

/// Sizes, orders and names of a menu's options.
enum MenuRules {
  static let most = 4
  static let bound = 7

  static func size(_ model: DesignModel, _ found: inout DesignFindings) {
    for (id, state) in model.callersStates {
      let count: Int
      switch state.kind {
      case .menu:
        count = state.ownKeys.count { key in
          let isGlobal =
            !key.singles.isEmpty && key.singles.allSatisfy { [.zero, .star, .hash].contains($0) }
          let meaning = model.meaning(key, of: state, id)
          return !isGlobal && (meaning == .option || meaning == .person)
        }
      case .answer(let spec): count = min(spec.page, spec.answers.topics.count)
      default: continue
      }
      guard count > most else { continue }
      let isAnswer = if case .answer = state.kind { true } else { false }
      found.report(
        "'\(state.name)' has \(count) options\(isAnswer ? " a page" : "")", at: state, isGrave: count > bound,
        hint: isAnswer
          ? "write: page \(most)"
          : "\(most) are kept in mind: put those that belong together into a menu of their own")
    }
  }

  static func order(_ model: DesignModel, _ found: inout DesignFindings) {
    var told: Set<SourcePosition> = []
    for language in model.languageIDs {
      let item = model.content.languages[language]
      let isTurned = isKeyFirst(item.option)
      for (_, state) in model.menus {
        let heard = model.heard(state.entry, in: language)
        if isTurned, heard.hasOptions, told.insert(state.position).inserted {
          found.report(
            "'\(state.name)' says the key before what it does", at: state,
            hint: "write the option text of language \(item.tag) with {label} before {key}")
        }
        for text in heard.texts where text.language == item.tag {
          guard
            let order = SpokenKeys.orders(text.text, language: text.language).first(where: {
              isKeyFirst($0, text.language)
            }), told.insert(state.position).inserted
          else { continue }
          found.report(
            "'\(state.name)' says key \(order.key.character) before what it does (in \(text.language))",
            at: state,
            hint: text.language == "ko"
              ? "write it like: 상담원은 \(order.key.character)번"
              : "write it like: for an agent, press \(order.key.character)")
        }
      }
    }
  }

  private static func isKeyFirst(_ option: Template?) -> Bool {
    guard let option, let label = option.parts.firstIndex(of: .label),
      let key = option.parts.firstIndex(of: .key)
    else { return false }
    return key < label
  }
  private static func isKeyFirst(_ order: SpokenKeys.Order, _ language: String) -> Bool {
    guard order.isFirst else { return false }
    if language == "ko" {
      if order.behind.hasPrefix("은 ") { return true }
      guard
        order.behind.hasPrefix("을 누르시면") || order.behind.hasPrefix("을 누르면") || order.behind.hasPrefix(" 누르시면")
      else { return false }
      return !["됩니다", "돼요", "되십니다"].contains { order.behind.hasSuffix($0) }
    }
    return order.behind.lowercased().hasPrefix("for ") || order.behind.lowercased().hasPrefix("to ")
  }

  static func ascending(_ model: DesignModel, _ found: inout DesignFindings) {
    for (id, state) in model.menus {
      let options = state.ownKeys.filter {
        let meaning = model.meaning($0, of: state, id)
        return meaning == .option || meaning == .person
      }
      let keys = options.compactMap { $0.singles.first }.filter {
        (Key.one.rawValue...Key.nine.rawValue).contains($0.rawValue)
      }
      let first = model.languageIDs.first.map { model.heard(state.entry, in: $0) }
      if first?.hasOptions == true {
        let labelled = state.ownKeys.filter { $0.label != nil }.compactMap { $0.singles.first }
          .filter { (Key.one.rawValue...Key.nine.rawValue).contains($0.rawValue) }
        if let (a, b) = falling(labelled) {
          tell(state, a, b, &found)
        } else if let gap = gap(labelled, keys) {
          found.report(
            "'\(state.name)' has no option on key \(gap.character), and one above it", at: state,
            hint: "number its options 1, 2, 3 and so on")
        }
        continue
      }
      let spoken = Set(state.ownKeys.flatMap(\.singles)).subtracting([.zero, .star, .hash])
      for language in model.languageIDs {
        var orders: [Key] = []
        for text in model.heard(state.entry, in: language).texts {
          for order in SpokenKeys.orders(text.text, language: text.language)
          where spoken.contains(order.key) && !orders.contains(order.key) {
            orders.append(order.key)
          }
        }
        if let (a, b) = falling(orders) {
          tell(state, a, b, &found)
          break
        }
      }
    }
  }

  private static func falling(_ keys: [Key]) -> (Key, Key)? {
    zip(keys, keys.dropFirst()).first { $0.rawValue > $1.rawValue }
  }
  /// The first key that is left out; what ends the call or leads to a person may stand apart.
  private static func gap(_ keys: [Key], _ options: [Key]) -> Key? {
    var next = Key.one.rawValue
    for key in keys {
      if key.rawValue > next { return key == .nine && !options.contains(key) ? nil : Key(rawValue: next) }
      next = key.rawValue + 1
    }
    return nil
  }
  private static func tell(_ state: State, _ a: Key, _ b: Key, _ found: inout DesignFindings) {
    found.report(
      "'\(state.name)' says key \(a.character) before key \(b.character)", at: state,
      hint: "say its keys in rising order")
  }

  static func doubles(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.menus {
      var told: Set<Int> = []
      for language in model.languageIDs {
        var seen: [String: KeyBinding] = [:]
        for (index, key) in state.ownKeys.enumerated() {
          guard let label = model.label(key, in: language), !label.text.contains(HeardText.value) else {
            continue
          }
          let text = label.text.lowercased().filter { $0.isLetter || $0.isNumber }
          guard !text.isEmpty else { continue }
          if let earlier = seen[text], told.insert(index).inserted {
            found.report(
              "keys \(earlier.name) and \(key.name) of '\(state.name)' are both called \"\(label.text)\"",
              at: key.action.position, hint: "tell the caller how they differ, or take one out")
          }
          seen[text] = seen[text] ?? key
        }
      }
    }
  }
}
