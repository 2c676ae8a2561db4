import Chronology

/// What becomes of callers who press nothing or the wrong thing, and of lookups that fail.
enum Failures {
  static func tries(_ model: DesignModel, _ found: inout DesignFindings) {
    for (id, state) in model.callersStates {
      switch state.kind {
      case .menu, .collect, .answer: break
      default: continue
      }
      guard case .block(let block) = state.tries.action else { continue }
      if state.tries.limit > 3 {
        found.report(
          "'\(state.name)' asks \(state.tries.limit) times", at: state,
          hint: "after the third time a person helps better: tries 3 -> …")
      } else if state.tries.limit == 1, model.ends(block, of: state), !isServed(model, id) {
        found.report(
          "one slip at '\(state.name)' ends the call", at: state, hint: "ask once more: tries 2 -> …")
      }
    }
  }

  /// The caller has had what he called for, or nobody is there: states that no way without either leads to.
  private static func isServed(_ model: DesignModel, _ id: StateID) -> Bool { !model.isUnserved[id.index] }

  static func drop(_ model: DesignModel, _ found: inout DesignFindings) {
    for (id, state) in model.callersStates where model.isUnserved[id.index] && model.isAnswered[id.index] {
      switch state.kind {
      case .menu, .collect, .answer: break
      default: continue
      }
      guard case .block(let block) = state.tries.action, model.ends(block, of: state),
        !model.leads(block, of: state, model.leadsToPerson)
      else { continue }
      found.report(
        "who fails at '\(state.name)' is hung up on, though somebody may be there", at: state,
        hint: "let 'tries' lead to a route; who has pressed no key at all gets goodbye there by itself")
    }
  }

  /// Ways that a caller who never presses a key takes.
  static func silent(_ model: DesignModel, _ found: inout DesignFindings) {
    let content = model.content
    // A line that leads straight to agents does so on purpose.
    var reached = Set<StateID>()
    var open: [StateID] = []
    for entry in model.entries {
      model.visit(from: entry) { if reached.insert($0).inserted { open.append($0) } }
    }
    var told: Set<StateID> = []
    func tell(_ id: StateID) {
      guard told.insert(id).inserted else { return }
      let state = content.states[id]
      found.report(
        "a line on which nobody presses a key comes from '\(state.name)' to an agent", at: state,
        hint: "lead 'tries' straight to the route: then such a call gets goodbye")
    }
    while let id = open.popLast() {
      let state = content.states[id]
      switch state.kind {
      case .menu, .collect, .answer: break
      default: continue
      }
      for block in silentBlocks(state) {
        for move in block.moves {
          for target in move.states(from: state.flow, starts: model.starts) {
            if case .route = content.states[target].kind {
              // A `tries` that ends with such a move is seen by the engine: it says goodbye.
              if case .block(block) = state.tries.action, block.statements.last == .move(move) { continue }
              tell(id)
              continue
            }
            model.visit(from: target) { next in
              if case .route = content.states[next].kind {
                tell(id)
              } else if reached.insert(next).inserted {
                open.append(next)
              }
            }
          }
        }
      }
    }
  }

  private static func silentBlocks(_ state: State) -> [Block] {
    var blocks: [Block] = []
    if case .block(let block) = state.tries.action { blocks.append(block) }
    for scope in state.handlers {
      for handler in scope where handler.event.catches(.noInput) { blocks.append(handler.action) }
    }
    return blocks
  }
  static func data(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates {
      let event: EventName
      switch state.kind {
      case .lookup: event = EventName("error.lookup")
      case .fetch(let spec):
        if spec.failed != nil, spec.timeout != nil { continue }
        event = EventName("error.fetch")
      default: continue
      }
      let isCaught = state.handlers.contains {
        $0.contains { $0.event.catches(event) && $0.condition == nil }
      }
      if isCaught { continue }
      found.report(
        "a \(state.kind.word) that fails at '\(state.name)' ends the call", at: state,
        hint: "add to 'defaults': on error -> a person")
    }
  }
}

extension DesignModel {
  /// Calls `body` with each waiting state that a call comes to from a state by passing ones alone.
  func visit(from first: StateID, _ body: (StateID) -> Void) {
    var seen: Set<Int> = [first.index]
    var open = [first.index]
    while let place = open.popLast() {
      if content.states[place].kind.isWaiting { body(StateID(place)) }
      for next in passing[place] where seen.insert(next).inserted { open.append(next) }
    }
  }

  /// States to which a caller may come who has had nothing yet, at an hour at which somebody is there: no way
  /// on which a goal was reached, a talk was over or a calendar was closed.
  static func unserved(_ content: FlowGraph.Content, _ entries: [StateID], _ starts: [StateID]) -> [Bool] {
    var reached = [Bool](repeating: false, count: content.states.count)
    var open = entries
    for entry in entries { reached[entry.index] = true }
    while let id = open.popLast() {
      let state = content.states[id]
      if state.entry.contains({ if case .outcome = $0 { true } else { false } }) { continue }
      for block in unservedBlocks(state) {
        if block.contains({ if case .outcome = $0 { true } else { false } }) { continue }
        block.visitOpenMoves { move in
          for next in move.states(from: state.flow, starts: starts) where !reached[next.index] {
            reached[next.index] = true
            open.append(next)
          }
        }
      }
      if case .call(let spec) = state.kind, !reached[starts[spec.flow].index] {
        reached[starts[spec.flow].index] = true
        open.append(starts[spec.flow])
      }
    }
    return reached
  }

  private static func unservedBlocks(_ state: State) -> [Block] {
    switch state.kind {
    case .hours(let spec): return [state.entry, spec.open] + state.keys.map(\.action)
    case .route, .record, .survey, .desk, .mailbox, .callBack: return []
    case .transfer(let spec): return [spec.busy, spec.noAnswer, spec.refused].compactMap { $0 }
    case .answer(let spec): return [state.entry, spec.unsolved] + state.keys.map(\.action)
    default: return state.blocks
    }
  }
}

extension Block {
  /// Every move in it but those of branches that mean that nobody is there.
  fileprivate func visitOpenMoves(_ body: (Move) -> Void) {
    for statement in statements {
      switch statement {
      case .move(let move): body(move)
      case .branch(let branches, let otherwise):
        var isOver = false
        for branch in branches where !isOver {
          let means = branch.condition.meansOpen
          if means != false { branch.block.visitOpenMoves(body) }
          isOver = means == true
        }
        if !isOver { otherwise?.visitOpenMoves(body) }
      case .save(let order): order.otherwise?.visitOpenMoves(body)
      default: break
      }
    }
  }
}

extension Expression {
  /// Whether it holds when somebody is there, or when nobody is; nil when it says neither. A switch stands
  /// for what is not usual.
  fileprivate var meansOpen: Bool? {
    switch self {
    case .isOpen: true
    case .isHoliday, .isOn: false
    case .not(let inner): inner.meansOpen.map { !$0 }
    case .binary(.greater, .queueFigure(.agents, _), .constant(.number(0))): true
    case .binary(.equal, .queueFigure(.agents, _), .constant(.number(0))): false
    case .binary(.and, let a, let b), .binary(.or, let a, let b):
      a.meansOpen == b.meansOpen ? a.meansOpen : a.meansOpen ?? b.meansOpen
    default: nil
    }
  }
}
