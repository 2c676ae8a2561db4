import Tones

/// What callers do in menus, and what they are used to.
enum MenuUse {
  /// Fewer presses tell nothing.
  static let fewest = 100

  /// MENU-FREQ: an option is said first that is chosen clearly less than another.
  static func frequency(_ model: DesignModel, _ found: inout DesignFindings) {
    guard let use = model.evidence.use else { return }
    for (_, state) in model.menus {
      let pressed = options(state).map { ($0, use.keys[state.fullName]?[$0.name] ?? 0) }
      let all = pressed.reduce(0) { $0 + $1.1 }
      guard all >= fewest, let first = pressed.first, let most = pressed.max(by: { $0.1 < $1.1 }),
        Double(first.1) < 0.8 * Double(most.1)
      else { continue }
      func percent(_ count: Int) -> String { "\(Int((100 * Double(count) / Double(all)).rounded())) %" }
      found.report(
        "'\(state.name)' says key \(first.0.name) first, which \(percent(first.1)) of callers press; key \(most.0.name) is pressed by \(percent(most.1))",
        at: state, hint: "say first what most callers want")
    }
  }

  /// Those on the keys 1 to 9.
  private static func options(_ state: State) -> [KeyBinding] {
    state.ownKeys.filter { key in
      key.singles.contains { (Key.one.rawValue...Key.nine.rawValue).contains($0.rawValue) }
    }
  }

  /// CHANGED: an option that callers know stands on another key, and nobody says so.
  static func changed(_ model: DesignModel, _ found: inout DesignFindings) {
    guard let earlier = model.evidence.earlier.first(where: { $0.name == model.content.name }) else { return }
    let known = DesignModel(earlier, profile: model.profile)
    var menus: [String: State] = [:]
    for (_, state) in known.menus { menus[state.fullName] = state }
    for (id, state) in model.menus {
      guard let before = menus[state.fullName] else { continue }
      let old = names(known, before)
      let moved = names(model, state).compactMap { name, key in
        old[name].flatMap { $0 == key ? nil : (name: name, from: $0, to: key) }
      }.min { ($0.to, $0.name) < ($1.to, $1.name) }
      guard let moved, !isTold(model, state, id) else { continue }
      found.report(
        "option \"\(moved.name)\" of '\(state.name)' was on key \(moved.from) and is on \(moved.to)",
        at: state,
        hint:
          "tell callers for some weeks, like: \"Please listen: our menu has changed.\" or \"메뉴가 바뀌었습니다.\"")
    }
  }

  /// Keys by what the option is called in the default language.
  private static func names(_ model: DesignModel, _ state: State) -> [String: String] {
    var keys: [String: String] = [:]
    for key in options(state) {
      if let label = model.label(key, in: model.content.defaultLanguage) { keys[label.text] = key.name }
    }
    return keys
  }

  /// In the menu, or where callers come from.
  private static func isTold(_ model: DesignModel, _ state: State, _ id: StateID) -> Bool {
    let states = [state] + model.before[id.index].map { model.content.states[$0] }
    return model.languageIDs.allSatisfy { language in
      states.contains { state in
        model.heard(state.entry, in: language).texts.contains { text in
          let words = text.text.lowercased()
          return ["changed", "new menu", "바뀌", "변경"].contains { words.contains($0) }
        }
      }
    }
  }
}
