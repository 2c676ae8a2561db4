import CallFlow
import Chronology

extension FlowWalker {
  mutating func transfer(
    _ spec: TransferSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    let scene = scene(turn)
    guard case .text(let written) = try spec.number.evaluate(in: scene) else { throw .wrongType }
    let number = written.filter { $0 != " " && $0 != "-" }
    let shown = scene.privacy(of: spec.number).mask(number)
    handling = nil
    mode = .transfer
    guard TransferRequest.isNumber(number) else {
      effects.append(.trace(.fault("'\(shown.prefix(40))' is no telephone number")))
      return transferFailed(.route, turn, &effects)
    }
    effects.append(
      .transfer(
        TransferRequest(
          number: number, shown: shown, mode: spec.mode, ring: spec.ring, max: spec.max,
          endKeys: spec.endKeys)))
    return nil
  }

  mutating func transferEnded(_ talk: Duration?, _ effects: inout [WalkerEffect]) -> Todo? {
    if asides.first?.passedBy != nil, case .route = here.state.kind {
      aside.passedBy = nil
      return talked(talk ?? .zero, &effects)
    }
    guard case .transfer(let spec) = here.state.kind, case .transfer(let done, _, _, _) = here.ways else {
      return .perform
    }
    mode = .nothing
    assign(talk.map { .duration($0) } ?? .none, to: spec.talk)
    guard let done else { return disconnect(&effects) }
    return begin(done, "done", after: .hangUp)
  }

  mutating func transferFailed(
    _ fault: TransferFault, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    if asides.first?.passedBy != nil, case .route(let spec) = here.state.kind {
      return backFromNumber(spec, turn, &effects)
    }
    guard case .transfer(let spec) = here.state.kind,
      case .transfer(_, let busy, let noAnswer, let refused) = here.ways
    else { return .perform }
    mode = .nothing
    assign(.text(fault.rawValue), to: spec.reason)
    let way =
      switch fault {
      case .busy: busy
      case .noAnswer: noAnswer
      case .refused: refused
      case .route: nil as Script?
      }
    guard let way else { return .thrown(EventName("error.transfer.\(fault.rawValue)")) }
    return begin(way, fault.rawValue, after: .hangUp)
  }
}
