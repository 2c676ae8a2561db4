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
      let timeout = state.settings.timeout
      guard timeout < .seconds(3) || timeout > most else { continue }
      found.report(
        "'\(state.name)' waits \(timeout.written) for the first key", at: state,
        hint:
          "between 3s and \(most.written): callers look at the keypad first, and nobody waits long in silence"
      )
    }
  }

  static func between(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates {
      guard case .collect(let spec) = state.kind, spec.form != .yesNo, spec.form != .digits(1...1) else {
        continue
      }
      let wait = state.settings.interdigit
      guard wait < .seconds(2) || wait > .seconds(5) else { continue }
      found.report(
        "'\(state.name)' waits \(wait.written) between digits", at: state,
        hint: "between 2s and 5s: shorter cuts slow fingers off, longer is silence")
    }
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
