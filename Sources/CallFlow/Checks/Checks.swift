/// What can be said of an application only as a whole. None speaks of a flow in which something could not
/// be made out: what it would say may only follow from that.
enum Checks {
  static func run(_ app: ApplicationBuilder) {
    WayOut.check(app)
    Reachability.check(app)
    Circles.check(app)
    ValueFlow.check(app)
    Unused.check(app)
    Politeness.check(app)
  }
}

extension ApplicationBuilder {
  func name(of state: StateID) -> String { states[state.index].name.text }
  /// `a → b → c`, with the flow's name where it changes.
  func path(_ path: [StateID]) -> String {
    var flow: FlowID?
    return path.map { id in
      let state = content.states[id]
      defer { flow = state.flow }
      return flow == nil || flow == state.flow ? state.name : state.fullName
    }.joined(separator: " → ")
  }
}
