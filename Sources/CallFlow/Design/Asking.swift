/// ASK-ONCE: nothing is asked twice, and what was entered goes with the call.
enum Asking {
  static func once(_ model: DesignModel, _ found: inout DesignFindings) {
    twice(model, &found)
    lost(model, &found)
  }

  /// Two entries into one variable, the second right behind the first: no menu between them.
  private static func twice(_ model: DesignModel, _ found: inout DesignFindings) {
    var collects: [FlowID: [VariableID: [StateID]]] = [:]
    for (id, state) in model.callersStates {
      if case .collect(let spec) = state.kind {
        collects[state.flow, default: [:]][spec.variable, default: []].append(id)
      }
    }
    for (_, byVariable) in collects {
      for (_, states) in byVariable where states.count > 1 {
        for first in states {
          guard let second = states.first(where: { $0 != first && follows($0, first, model) }) else {
            continue
          }
          let state = model.content.states[second]
          found.report(
            "'\(state.name)' asks again for what '\(model.content.states[first].name)' has asked for",
            at: state,
            hint: "lead past it when the value is there, or lead back by retry")
        }
      }
    }
  }

  private static func follows(_ second: StateID, _ first: StateID, _ model: DesignModel) -> Bool {
    guard case .collect(let spec) = model.content.states[first].kind else { return false }
    var isThere = false
    var seen: Set<StateID> = [first]
    var open = spec.done.moves.compactMap { if case .state(let id) = $0.target { id } else { nil } }
    while let id = open.popLast(), !isThere {
      guard seen.insert(id).inserted else { continue }
      if id == second { isThere = true }
      let state = model.content.states[id]
      let blocks: [Block]
      switch state.kind {
      case .collect(let spec): blocks = [spec.done]
      case .menu, .answer, .route, .transfer, .callBack, .desk, .survey, .record, .mailbox: continue
      case .do, .hours, .lookup, .call, .fetch: blocks = [state.entry] + state.wayBlocks
      }
      // Where the value is forgotten it may be asked for.
      for block in blocks {
        for move in block.moves { if case .state(let next) = move.target { open.append(next) } }
      }
    }
    return isThere
  }

  /// An entry that comes to an agent's queue, and no note, field or table gets it.
  private static func lost(_ model: DesignModel, _ found: inout DesignFindings) {
    let content = model.content
    guard content.states.contains(where: { if case .route = $0.kind { true } else { false } }) else { return }
    let next = content.states.map { $0.successors(starts: model.starts).map(\.index) }
    let reachesRoute = DesignModel.through(next) {
      if case .route = content.states[$0].kind { true } else { false }
    }
    let kept = keptVariables(content)
    for (id, state) in model.callersStates where reachesRoute[id.index] {
      guard case .collect(let spec) = state.kind, spec.form != .yesNo, spec.privacy != .secret,
        content.flows[state.flow].variables[spec.variable].privacy != .secret,
        !kept.contains(Slot(flow: state.flow, variable: spec.variable))
      else { continue }
      let name = content.flows[state.flow].variables[spec.variable].name
      found.report(
        "what is entered at '\(state.name)' does not go with the call to an agent", at: state,
        hint: "write: note \(name) = \(name)")
    }
  }

  private struct Slot: Hashable {
    var flow: FlowID
    var variable: VariableID
  }

  /// Variables of which something is noted, kept in a field or saved, in whatever way.
  private static func keptVariables(_ content: FlowGraph.Content) -> Set<Slot> {
    var from: [Slot: Set<Slot>] = [:]
    var open: [Slot] = []
    func keep(_ value: Expression, _ flow: FlowID) {
      value.visitVariables { open.append(Slot(flow: flow, variable: $0)) }
    }
    for state in content.states {
      let flow = state.flow
      if case .route(let spec) = state.kind { for note in spec.notes { keep(note.value, flow) } }
      switch state.kind {
      case .call(let spec):
        for argument in spec.arguments {
          argument.value.visitVariables {
            from[Slot(flow: spec.flow, variable: argument.parameter), default: []].insert(
              Slot(flow: flow, variable: $0))
          }
        }
        for take in spec.takes {
          from[Slot(flow: flow, variable: take.into), default: []].insert(
            Slot(flow: spec.flow, variable: take.from))
        }
      case .lookup(let spec):
        // Who has the row has what it was found by.
        var made = spec.variables
        if let row = spec.row { made.append(row) }
        for variable in made {
          spec.query.condition.visitVariables {
            from[Slot(flow: flow, variable: variable), default: []].insert(Slot(flow: flow, variable: $0))
          }
        }
      case .callBack(let spec): keep(spec.number, flow)
      case .fetch(let spec):
        for member in spec.body { keep(member.value, flow) }
      default: break
      }
      for block in state.blocks {
        _ = block.contains { statement in
          switch statement {
          case .note(_, let value), .setField(_, let value): keep(value, flow)
          case .save(let order): for value in order.values { keep(value.value, flow) }
          case .set(let target, let value):
            value.visitVariables {
              from[Slot(flow: flow, variable: target), default: []].insert(Slot(flow: flow, variable: $0))
            }
          default: break
          }
          return false
        }
      }
    }
    var kept = Set(open)
    while let slot = open.popLast() {
      for source in from[slot] ?? [] where kept.insert(source).inserted { open.append(source) }
    }
    return kept
  }
}

extension Expression {
  func visitVariables(_ body: (VariableID) -> Void) {
    visit { if case .variable(let id) = $0 { body(id) } }
  }
}
