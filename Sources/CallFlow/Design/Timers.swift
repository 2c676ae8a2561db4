import Chronology

/// Waits, barge-in and type-ahead.
enum Timers {
  static func first(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates {
      let most: Duration
      switch state.kind {
      case .menu, .answer: most = .seconds(10)
      case .collect: most = .seconds(20)
      default: continue
      }
      tell(
        state, waits: state.settings.timeout, within: .seconds(3)...most, "for the first key",
        "callers look at the keypad first, and nobody waits long in silence", &found)
    }
  }

  static func between(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates {
      guard case .collect(let spec) = state.kind, spec.form != .yesNo, spec.form != .digits(1...1) else {
        continue
      }
      tell(
        state, waits: state.settings.interdigit, within: .seconds(2)...(.seconds(5)), "between digits",
        "shorter cuts slow fingers off, longer is silence", &found)
    }
  }

  private static func tell(
    _ state: State, waits wait: Duration, within good: ClosedRange<Duration>, _ what: String, _ why: String,
    _ found: inout DesignFindings
  ) {
    guard !good.contains(wait) else { return }
    found.report(
      "'\(state.name)' waits \(wait.written) \(what)", at: state,
      hint: "between \(good.lowerBound.written) and \(good.upperBound.written): \(why)")
  }

  static func barge(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates {
      switch state.kind {
      case .menu, .collect, .answer: break
      default: continue
      }
      if state.settings.bargeIn != .open {
        found.report(
          "no key cuts what '\(state.name)' says", at: state,
          hint: "mark the notice alone: say NAME barge-in hold")
      } else if state.entry.said.contains(where: { $0.contains { $0.gate == .closed } }) {
        found.report(
          "keys pressed while '\(state.name)' speaks are thrown away", at: state,
          hint: "barge-in hold plays a notice to its end and keeps the keys")
      }
    }
  }

  static func typeAhead(_ model: DesignModel, _ found: inout DesignFindings) {
    for (id, state) in model.callersStates {
      switch state.kind {
      case .menu:
        let isGrave = state.ownKeys.contains { model.leads($0.action, of: state, model.leadsToWriting) }
        if state.settings.dropsTypeAhead, !isGrave {
          found.report(
            "'\(state.name)' throws away keys that were pressed ahead", at: state,
            hint: "callers who know the way lose them: take 'fresh' or 'type-ahead drop' out")
        } else if !state.settings.dropsTypeAhead, Confirming.isQuestion(model, state, id),
          state.ownKeys.contains(where: { model.leads($0.action, of: state, model.leadsToGrave) })
        {
          found.report(
            "'\(state.name)' takes a key pressed ahead for a yes that cannot be undone", at: state,
            hint: "write: fresh")
        }
      case .collect(let spec):
        let variable = model.content.flows[state.flow].variables[spec.variable]
        if state.settings.dropsTypeAhead, spec.privacy != .secret, variable.privacy == .open {
          found.report(
            "'\(state.name)' throws away keys that were pressed ahead", at: state,
            hint: "callers who know the way lose them: take 'fresh' or 'type-ahead drop' out")
        }
      default: break
      }
    }
  }
}
