extension State {
  /// Blocks of the kind itself: what `done`, `found`, `open` and the like do.
  public var wayBlocks: [Block] {
    switch kind {
    case .do, .menu: []
    case .collect(let spec): spec.checks.map(\.otherwise) + [spec.done]
    case .hours(let spec): [spec.open, spec.closed] + [spec.holiday, spec.lunch].compactMap { $0 }
    case .lookup(let spec): [spec.found, spec.missing] + [spec.many].compactMap { $0 }
    case .answer(let spec): [spec.solved, spec.unsolved]
    case .route(let spec):
      [spec.talked] + OverflowReason.allCases.compactMap { spec.overflow[$0] }
        + [spec.otherwise].compactMap { $0 } + spec.keys.map(\.action)
    case .transfer(let spec): [spec.done, spec.busy, spec.noAnswer, spec.refused].compactMap { $0 }
    case .callBack(let spec): [spec.done]
    case .call(let spec): [spec.done]
    case .desk(let spec): [spec.done]
    case .survey(let spec): [spec.saves, spec.done]
    case .fetch(let spec): [spec.found, spec.missing] + [spec.failed, spec.timeout].compactMap { $0 }
    case .mailbox(let spec): [spec.done] + [spec.call].compactMap { $0 }
    case .record(let spec): [spec.done] + [spec.failed].compactMap { $0 }
    }
  }
  /// All blocks that may run while a call is in this state.
  public var blocks: [Block] {
    var blocks = [entry] + wayBlocks + keys.map(\.action) + handlers.flatMap { $0.map(\.action) }
    if case .block(let block) = tries.action { blocks.append(block) }
    return blocks
  }
  /// States that may come next, flows that are called among them; each may stand here more than once.
  /// - Parameter starts: the first state of each flow.
  public func successors(starts: [StateID]) -> [StateID] {
    var found: [StateID] = []
    for block in blocks { block.visitMoves { found += $0.states(from: flow, starts: starts) } }
    if case .call(let spec) = kind { found.append(starts[spec.flow]) }
    if case .builtIn(let route, let record) = tries.action { found += [route, record].compactMap { $0 } }
    return found
  }
}

extension Move {
  /// The states it may lead to, as far as its words say.
  func states(from flow: FlowID, starts: [StateID]) -> [StateID] {
    switch target {
    case .state(let id): [id]
    case .retry(let id?): [id]
    case .top: [starts[flow]]
    case .repeat, .retry(nil), .stay, .back, .hangUp, .return: []
    }
  }
}

extension Block {
  /// Every move in it, those of inner blocks too.
  public func visitMoves(_ body: (Move) -> Void) {
    for statement in statements {
      switch statement {
      case .move(let move): body(move)
      case .branch(let branches, let otherwise):
        for branch in branches { branch.block.visitMoves(body) }
        otherwise?.visitMoves(body)
      case .save(let order): order.otherwise?.visitMoves(body)
      case .say, .set, .setField, .setSpeech, .language, .languageByName, .segment, .segmentByName, .log,
        .note, .outcome,
        .pause, .recording,
        .throwEvent, .turn, .noticeOff,
        .clear:
        break
      }
    }
  }
}
