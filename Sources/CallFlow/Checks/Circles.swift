/// Ways round and round: CF233 without waiting, CF236 through a subflow that calls itself, CF238 by forward
/// moves past the counters.
enum Circles {
  static func check(_ app: ApplicationBuilder) {
    checkPassing(app)
    checkForward(app)
    checkQueues(app)
  }

  /// Round and round through a queue that lets nobody in: closed, or with no agent.
  private static func checkQueues(_ app: ApplicationBuilder) {
    let content = app.content
    let starts = content.flows.map(\.start)
    var edges: [[Int]] = []
    for state in content.states {
      var blocks: [Block] = []
      switch state.kind {
      case .route(let spec):
        let atOnce: [OverflowReason] = [.closed, .noAgents, .full]
        blocks = atOnce.compactMap { spec.overflow[$0] ?? spec.otherwise }
      case .do, .hours, .lookup: blocks = [state.entry] + state.wayBlocks
      default: break
      }
      var next: [Int] = []
      for block in blocks {
        block.visitMoves { next += $0.states(from: state.flow, starts: starts).map(\.index) }
      }
      edges.append(next)
    }
    tell(app, StateGraph(edges: edges), through: { if case .route = $0 { true } else { false } }) { path, _ in
      (
        "callers go round here while the queue lets nobody in (\(path))",
        "lead `overflow closed` and `overflow no-agents` to a menu, a message or goodbye"
      )
    }
  }

  /// Tells of each circle that leads through a state of some kind, at the first such state.
  private static func tell(
    _ app: ApplicationBuilder, _ graph: StateGraph, through isMeant: (StateKind) -> Bool,
    _ words: (_ path: String, _ first: String) -> (message: String, hint: String)
  ) {
    for part in graph.circles() {
      guard let first = part.first(where: { isMeant(app.content.states[$0].kind) }),
        !part.contains(where: { app.states[$0].flow.isBroken })
      else { continue }
      let way = graph.way(round: [first] + part.filter { $0 != first })
      let words = words(app.path(way.map { StateID($0) } + [StateID(first)]), app.name(of: StateID(first)))
      app.warning("CF238", words.message, at: app.states[first].name.range, hint: words.hint)
    }
  }

  private static func checkPassing(_ app: ApplicationBuilder) {
    let content = app.content
    let starts = content.flows.map(\.start)
    let returning = flowsThatReturnWithoutWaiting(content)
    var edges: [[Int]] = []
    for (place, state) in content.states.enumerated() {
      guard !state.kind.isWaiting else {
        edges.append([])
        continue
      }
      var next: [Int] = []
      for block in passedBlocks(state, returning) {
        block.visitMoves { move in
          switch move.target {
          case .repeat, .retry(nil): next.append(place)
          default: next += move.states(from: state.flow, starts: starts).map(\.index)
          }
        }
      }
      if case .call(let spec) = state.kind { next.append(content.flows[spec.flow].start.index) }
      edges.append(next)
    }
    let graph = StateGraph(edges: edges)
    for part in graph.circles() {
      let way = graph.way(round: part)
      let ids = way.map { StateID($0) }
      guard let first = ids.first, !part.contains(where: { app.states[$0].flow.isBroken }) else { continue }
      if let caller = ids.first(where: { calls($0, onto: ids, content) }) {
        guard case .call(let spec) = content.states[caller].kind else { continue }
        let flow = content.flows[spec.flow].name
        app.error(
          "CF236", "flow '\(flow)' calls itself without waiting (\(app.path(ids + [first])))",
          at: app.states[caller.index].name.range,
          hint: "let it ask the caller something in between, or end it")
        continue
      }
      let names = ids.map { app.name(of: $0) }
      app.error(
        "CF233",
        names.count == 1
          ? "state '\(names[0])' goes round without ever waiting"
          : "states \(names.map { "'\($0)'" }.joined(separator: ", ")) go round without ever waiting",
        at: app.states[first.index].name.range,
        hint: "let a menu or a collect stand in the circle, or lead out of it")
    }
  }

  /// Whether the way goes on from this state into the flow that it calls.
  private static func calls(_ id: StateID, onto way: [StateID], _ content: FlowGraph.Content) -> Bool {
    guard case .call(let spec) = content.states[id].kind, let place = way.firstIndex(of: id) else {
      return false
    }
    return way[(place + 1) % way.count] == content.flows[spec.flow].start
  }

  /// What runs without the caller's doing: statements and ways; the way behind a call only when the called
  /// flow can come back without having waited.
  private static func passedBlocks(_ state: State, _ returning: Set<FlowID>) -> [Block] {
    if case .call(let spec) = state.kind {
      return returning.contains(spec.flow) ? [state.entry, spec.done] : [state.entry]
    }
    return [state.entry] + state.wayBlocks
  }

  private static func flowsThatReturnWithoutWaiting(_ content: FlowGraph.Content) -> Set<FlowID> {
    let starts = content.flows.map(\.start)
    var returning: Set<FlowID> = []
    var isChanging = true
    while isChanging {
      isChanging = false
      for (index, flow) in content.flows.enumerated() where !returning.contains(FlowID(index)) {
        var seen: Set<Int> = [flow.start.index]
        var open = [flow.start]
        var returns = false
        while let id = open.popLast(), !returns {
          guard content.states.indices.contains(id.index) else { continue }
          let state = content.states[id]
          guard !state.kind.isWaiting else { continue }
          for block in passedBlocks(state, returning) {
            block.visitMoves { move in
              if case .return = move.target { returns = true }
              for next in move.states(from: state.flow, starts: starts) where seen.insert(next.index).inserted
              {
                open.append(next)
              }
            }
          }
        }
        if returns {
          returning.insert(FlowID(index))
          isChanging = true
        }
      }
    }
    return returning
  }

  /// Round to the same collect by forward moves alone, no menu between: the tries never end.
  private static func checkForward(_ app: ApplicationBuilder) {
    let content = app.content
    var edges: [[Int]] = []
    for state in content.states {
      switch state.kind {
      case .menu, .answer, .route, .transfer, .callBack, .desk, .survey, .record, .mailbox:
        edges.append([])
        continue
      case .do, .collect, .hours, .lookup, .call, .fetch: break
      }
      var next: [Int] = []
      var blocks = [state.entry] + state.wayBlocks
      if case .collect = state.kind {
        blocks += state.handlers.joined().filter { $0.event.text.hasPrefix("failed") }.map(\.action)
        if case .block(let block) = state.tries.action { blocks.append(block) }
      }
      for block in blocks {
        block.visitMoves { move in
          if case .state(let id) = move.target { next.append(id.index) }
        }
      }
      edges.append(next)
    }
    tell(app, StateGraph(edges: edges), through: { if case .collect = $0 { true } else { false } }) {
      path, first in
      ("callers can go round here by forward moves for ever (\(path))", "lead back with: retry \(first)")
    }
  }
}
