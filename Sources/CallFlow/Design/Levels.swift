import Tones

/// How deep a menu stands, and the keys that every menu has.
enum Levels {
  static func depth(_ model: DesignModel, _ found: inout DesignFindings) {
    for (id, state) in model.menus {
      guard let level = model.levels[id.index], level > 3 else { continue }
      found.report(
        "'\(state.name)' is menu \(level) in a row for the caller", at: state, isGrave: level > 5,
        hint: "ask for less at once, or lead to it from a menu further up")
    }
  }

  static func person(_ model: DesignModel, _ found: inout DesignFindings) {
    // Where nobody can be had at all there is nothing to lead to.
    for (id, state) in model.callersStates where model.isHelped[id.index] {
      switch state.kind {
      case .menu, .answer: break
      default: continue
      }
      guard !state.isLanguageMenu || !state.keys.isEmpty else { continue }
      let isThere = state.keys.contains {
        let meaning = model.meaning($0, of: state, id)
        return meaning == .person || meaning == .help
          || model.leads($0.action, of: state, model.leadsToPerson)
      }
      if isThere { continue }
      if case .answer(let spec) = state.kind, model.leads(spec.unsolved, of: state, model.leadsToPerson) {
        continue
      }
      found.report(
        "no key of '\(state.name)' leads to a person", at: state,
        hint: "add to 'defaults': key 0 -> a route, or to a record where nobody is there")
    }
  }

  static func back(_ model: DesignModel, _ found: inout DesignFindings) {
    for (id, state) in model.menus {
      guard let level = model.levels[id.index], level > 1, !Confirming.isPlainQuestion(model, state, id)
      else {
        continue
      }
      let isThere = state.keys.contains { key in
        if model.meaning(key, of: state, id) == .back { return true }
        return key.action.moves.contains { move in
          move.states(from: state.flow, starts: model.starts).contains { target in
            model.arrives(from: target) { ($0 != id) && (model.levels[$0.index] ?? .max) < level }
          }
        }
      }
      if isThere { continue }
      found.report(
        "no key of '\(state.name)' leads back", at: state,
        hint: "add to 'defaults': key \(model.profile == .kr ? "#" : "*") -> back")
    }
  }

  static func again(_ model: DesignModel, _ found: inout DesignFindings) {
    for (id, state) in model.menus {
      guard !state.keys.contains(where: { model.meaning($0, of: state, id) == .again }) else { continue }
      found.report(
        "no key of '\(state.name)' says it again", at: state,
        hint: "add to 'defaults': key \(model.profile == .kr ? "*" : "#") -> repeat")
    }
  }
}

extension DesignModel {
  /// Whether a call that enters a state comes, by passing states alone, to a waiting one that passes a test.
  /// Looks at a hundred states at most.
  func arrives(from first: StateID, _ test: (StateID) -> Bool) -> Bool {
    var seen: Set<Int> = [first.index]
    var open = [first.index]
    while let place = open.popLast(), seen.count < 100 {
      if content.states[place].kind.isWaiting, test(StateID(place)) { return true }
      for next in passing[place] where seen.insert(next).inserted { open.append(next) }
    }
    return false
  }
}
