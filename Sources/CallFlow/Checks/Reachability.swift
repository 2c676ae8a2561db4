/// CF232: states that no call can get to.
enum Reachability {
  static func check(_ app: ApplicationBuilder) {
    // A target that could not be made out may lead anywhere.
    guard app.isSound, !app.hasUnresolvedTargets, !app.flows.contains(where: \.isBroken) else { return }
    let content = app.content
    guard !content.states.isEmpty else { return }
    let firsts = content.flows.map(\.start)
    let graph = StateGraph(edges: content.states.map { $0.successors(starts: firsts).map(\.index) })
    var starts = content.dials.map(\.target.index)
    for name in app.surroundings.entryFlows ?? [] {
      if let flow = content.flows.first(where: { $0.name == name }) { starts.append(flow.start.index) }
    }
    // A queue's own keys count where some call can be in the queue: `route` states have them.
    if starts.isEmpty { starts = [content.flows.first?.start.index ?? 0] }
    var secrets = app.surroundings.secretFlows
    for state in content.states {
      if case .desk(let spec) = state.kind, let secret = spec.secretFlow { secrets.insert(secret) }
    }
    starts += content.flows.filter { secrets.contains($0.name) }.map(\.start.index)
    let reached = graph.reached(from: starts)
    for source in app.states where !reached.contains(source.id.index) {
      app.warning(
        "CF232", "no call can reach state '\(source.name.text)'", at: source.name.range,
        hint: "lead to it from another state, or take it out")
    }
  }
}
