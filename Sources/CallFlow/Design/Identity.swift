/// PINs and numbers of persons.
enum Identity {
  static func pin(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates {
      guard case .collect(let spec) = state.kind, spec.privacy == .secret || isPin(model, state, spec),
        state.tries.limit > 3
      else { continue }
      found.report(
        "'\(state.name)' lets a secret be tried \(state.tries.limit) times", at: state,
        hint: "three, then a person or a lock: tries 3 -> …")
    }
  }
  private static func isPin(_ model: DesignModel, _ state: State, _ spec: CollectSpec) -> Bool {
    model.content.flows[state.flow].variables[spec.variable].privacy == .secret
  }

  static func early(_ model: DesignModel, _ found: inout DesignFindings) {
    let content = model.content
    // Without having chosen anything.
    var reached = Set(model.entries)
    var open = model.entries
    while let id = open.popLast() {
      let state = content.states[id]
      if case .menu = state.kind, !state.isLanguageMenu { continue }
      for next in state.successors(starts: model.starts) where reached.insert(next).inserted {
        open.append(next)
      }
    }
    for (id, state) in model.callersStates where reached.contains(id) && isResident(model, state) {
      found.report(
        "'\(state.name)' asks for a resident number before anything was chosen", at: state,
        hint: "let a menu stand before it, from which simple questions and a person need no number")
    }
  }

  static func resident(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates where isResident(model, state) {
      found.report(
        "'\(state.name)' asks for a resident number", at: state,
        hint: "ask for another one; where a law wants it, write: allow RRN \"which law\"")
    }
  }

  /// Thirteen digits, no fewer and no more, or a name that says so.
  private static func isResident(_ model: DesignModel, _ state: State) -> Bool {
    guard case .collect(let spec) = state.kind, case .digits(let range) = spec.form else { return false }
    if range == 13...13 { return true }
    let name = model.content.flows[state.flow].variables[spec.variable].name.lowercased()
    return range.contains(13) && ["jumin", "resident", "rrn", "주민"].contains { name.contains($0) }
  }
}
