/// DEAD-END: every state leads to an end.
enum Endings {
  static func check(_ model: DesignModel, _ found: inout DesignFindings) {
    let content = model.content
    let next = content.states.map { state -> [Int] in
      var found = state.unfailing.flatMap(\.moves).flatMap {
        $0.states(from: state.flow, starts: model.starts)
      }
      if case .call(let spec) = state.kind { found.append(model.starts[spec.flow]) }
      return found.map(\.index)
    }
    let ends = DesignModel.through(next) { place in
      let state = content.states[place]
      switch state.kind {
      case .route, .transfer, .record, .callBack, .mailbox, .desk: return true
      default: break
      }
      if state.kind.isWaiting, case .builtIn = state.tries.action { return true }
      return state.unfailing.contains { block in
        block.throwsEvent
          || block.moves.contains {
            switch $0.target {
            case .hangUp, .return: true
            case .state, .repeat, .retry, .stay, .back, .top: false
            }
          }
      }
    }
    for (id, state) in model.callersStates where !ends[id.index] {
      found.report(
        "from '\(state.name)' no way leads to an end of the call", at: state,
        hint: "let some key or 'tries' lead to a goodbye, a person or a message")
    }
  }
}

extension State {
  /// Its blocks without those for errors, which nobody counts on.
  fileprivate var unfailing: [Block] {
    var blocks = [entry] + wayBlocks + keys.map(\.action)
    for scope in handlers {
      blocks += scope.filter { !$0.event.text.hasPrefix("error") }.map(\.action)
    }
    if case .block(let block) = tries.action { blocks.append(block) }
    return blocks
  }
}
