import CallFlow
import Chronology

extension FlowWalker {
  mutating func enter(_ state: StateID, _ entry: Entry, _ effects: inout [WalkerEffect]) -> Todo? {
    moves += 1
    if moves > FlowWalker.moveLimit { return .thrown(Events.loop) }
    handling = nil
    mode = .nothing
    frame.enter(state, forward: entry == .forward || entry == .back)
    if entry == .forward || entry == .back { answer = nil } else { frame.place.visits.again() }
    let next = here
    if entry == .forward, next.state.kind.isWaiting { frame.push(state) }
    effects.append(.trace(.state(next.state.fullName, next.state.position)))
    return begin(next.entry, next.state.kind.word, after: .perform)
  }

  mutating func follow(
    _ move: Move, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    func trace(_ name: String) { effects.append(.trace(.move(cause, to: name, move.position))) }
    switch move.target {
    case .state(let state):
      trace(prepared.states[state.index].state.fullName)
      if leavesSecret(for: state) { return endSecret(isDone: false, &effects) }
      try changeFlow(to: state, turn)
      return .enter(state, .forward)
    case .repeat:
      trace("repeat")
      return .enter(frame.state, .again)
    case .retry(let state):
      let state = state ?? frame.state
      trace("retry " + prepared.states[state.index].state.fullName)
      return retry(state, turn, &effects)
    case .stay:
      trace("stay")
      return stay(&effects)
    case .back:
      trace("back")
      return back(&effects)
    case .top:
      trace("top")
      frame.history.removeAll()
      return .enter(prepared.graph.content.flows[frame.flow].start, .forward)
    case .hangUp:
      trace("hangup")
      return disconnect(&effects)
    case .return(let values):
      trace("return")
      return try giveBack(values, turn, &effects)
    }
  }

  /// Frames above a flow that is on the call stack end; any other flow starts afresh and alone.
  private mutating func changeFlow(to state: StateID, _ turn: Turn) throws(ExpressionFault) {
    let flow = prepared.states[state.index].state.flow
    guard flow != frame.flow else { return }
    if let index = below.lastIndex(where: { $0.flow == flow }) {
      frame = below[index]
      below.removeSubrange(index...)
    } else {
      below.removeAll()
      try makeFrame(flow, at: state, turn)
    }
  }

  /// A secret is entered in its own flow and those that it calls.
  private func leavesSecret(for state: StateID) -> Bool {
    guard let depth = asides.first?.secretDepth else { return false }
    let flow = prepared.states[state.index].state.flow
    return flow != frame.flow && !below[min(depth, below.count)...].contains { $0.flow == flow }
  }

  /// Counts one `failed.invalid` where it goes; no handler runs, only `tries`.
  private mutating func retry(_ state: StateID, _ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    let isElsewhere = state != frame.state
    if isElsewhere { frame.enter(state, forward: false) }
    dropsNext = true
    frame.place.counters.count(.invalid)
    effects.append(.trace(.event(.invalid, count: frame.place.counters.count(of: .invalid))))
    let limit = here.state.tries.limit
    if HandlerChoice.reachesTries(limit, for: .invalid, counters: frame.place.counters) {
      return outOfTries(turn, &effects)
    }
    return .enter(state, .retry)
  }

  /// Listens on without a prompt.
  private mutating func stay(_ effects: inout [WalkerEffect]) -> Todo? {
    if isHungUp { return disconnect(&effects) }
    switch mode {
    case .confirm: return ask(here.confirm, .confirm, &effects)
    case .topics, .topicQuestion: return listenToTopics(&effects)
    case .queue:
      held = nil
      effects.append(.resumeQueue)
      return nil
    case .nothing, .menu, .collect, .desk, .leaving, .transfer, .ordering, .callBackNumber,
      .calledBack, .lookup, .survey, .save, .message, .mailbox, .review, .over:
      return .perform
    }
  }

  /// The waiting state before this one; out of a subflow's first state it is `cancel` at its call.
  mutating func back(_ effects: inout [WalkerEffect]) -> Todo? {
    if here.state.kind.isWaiting, frame.history.last == frame.state { frame.history.removeLast() }
    if let previous = frame.history.last { return .enter(previous, .back) }
    if isAtSecret { return endSecret(isDone: false, &effects) }
    if let caller = below.popLast() {
      frame = caller
      return .thrown(.cancel)
    }
    frame.push(frame.state)
    return .enter(frame.state, .again)
  }

  private mutating func giveBack(
    _ values: [Expression], _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard let caller = below.last else { return disconnect(&effects) }
    let scene = scene(turn)
    var given: [Value] = []
    for value in values { given.append(try value.evaluate(in: scene)) }
    if isAtSecret {
      if case .flag(let isDone)? = given.first { return endSecret(isDone: isDone, &effects) }
      return endSecret(isDone: true, &effects)
    }
    let gives = prepared.graph.content.flows[frame.flow].gives
    let callee = frame
    below.removeLast()
    frame = caller
    guard case .call(let spec) = here.state.kind, case .one(let done) = here.ways else {
      return disconnect(&effects)
    }
    for take in spec.takes {
      if let index = gives.firstIndex(of: take.from), given.indices.contains(index) {
        assign(given[index], to: take.into)
      } else if callee.variables.indices.contains(take.from.index) {
        let value = callee.variables[take.from.index]
        assign(value == .undefined ? .none : value, to: take.into)
      }
    }
    return begin(done, "done", after: .hangUp)
  }

  mutating func callFlow(
    _ spec: CallSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard below.count < FlowWalker.callDepth else { return .thrown(Events.loop) }
    let scene = scene(turn)
    var arguments: [(VariableID, Value)] = []
    for argument in spec.arguments {
      arguments.append((argument.parameter, try argument.value.evaluate(in: scene)))
    }
    let start = prepared.graph.content.flows[spec.flow].start
    let caller = frame
    do {
      try makeFrame(spec.flow, at: start, arguments: arguments, turn)
    } catch {
      frame = caller
      throw error
    }
    below.append(caller)
    return .enter(start, .forward)
  }
}
