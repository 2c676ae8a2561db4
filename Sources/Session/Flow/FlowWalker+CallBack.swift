import ACD
import CallFlow
import Chronology
import Tones

/// Where a caller was when he pressed the key that led out of the queue.
final class QueuePosition: Sendable {
  let frame: FlowFrame
  let below: [FlowFrame]
  init(_ frame: FlowFrame, below: [FlowFrame]) { (self.frame, self.below) = (frame, below) }
}

extension FlowWalker {
  /// Longest number that is asked for, and how often.
  private static let numberLength = 4...16
  private static let most = 3
  private static let take = 1, refuse = 2
  private static let question: Duration = .seconds(10)

  mutating func callBack(
    _ spec: CallBackSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    let scene = scene(turn)
    guard turn.context.canRing else {
      assign(.none, to: spec.variable)
      effects.append(.trace(.fault("this site has no way to dial whoever is to be called back")))
      return .thrown(Events.callBack)
    }
    defer { if case .callBackNumber = mode { assign(.none, to: spec.variable) } }
    if case .text(let written) = try spec.number.evaluate(in: scene) {
      // As it came: without its `+` a number of another country is one of this.
      let digits = written.filter { $0.isASCII && $0.isNumber }
      let number = (written.first { $0 != " " } == "+" ? "+" : "") + digits
      if !digits.isEmpty, TransferRequest.isNumber(number) {
        return order(number, shown: scene.privacy(of: spec.number).mask(number), spec, &effects)
      }
    }
    return askNumber(1, &effects)
  }

  private mutating func askNumber(_ asked: Int, _ effects: inout [WalkerEffect]) -> Todo? {
    guard asked <= FlowWalker.most else { return callBackDone(&effects) }
    effects.append(.queuePrompt(prepared.speaker.builtIn(.dialled(.askNumber), language)))
    return ask(
      CollectRequest(
        grammar: KeyGrammar(data: KeyGrammar.Data(lengths: FlowWalker.numberLength)),
        timeout: FlowWalker.question, interdigit: .seconds(4)),
      .callBackNumber(asked), &effects)
  }

  /// He pressed nothing, or too little, at a question of ours.
  /// - Returns: nil when it was none.
  mutating func asksAgain(_ effects: inout [WalkerEffect]) -> (next: Todo?, Void)? {
    switch mode {
    case .callBackNumber(let asked): return (askNumber(asked + 1, &effects), ())
    case .calledBack(let asked): return (askCalledBack(asked + 1, &effects), ())
    case .nothing, .menu, .collect, .confirm, .topics, .topicQuestion, .queue, .desk, .leaving, .transfer,
      .ordering, .lookup, .survey, .save, .message, .mailbox, .review, .over:
      return nil
    }
  }

  mutating func numberEntered(_ keys: KeyEntry, _ effects: inout [WalkerEffect]) -> Todo? {
    guard case .callBack(let spec) = here.state.kind else { return .perform }
    return order(keys.keys.text, shown: keys.keys.text, spec, &effects)
  }

  private mutating func order(
    _ number: String, shown: String, _ spec: CallBackSpec, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    handling = nil
    assign(.text(number), to: spec.variable)
    let place = held?.place
    var called = self
    called.isCalledBack = true
    (called.mode, called.held, called.isHungUp) = (.nothing, nil, false)
    (called.isRecorded, called.hadError) = (false, false)
    called.cursor.removeAll()
    var request: QueueRequest?
    if let place, spec.queue == nil || spec.queue == held?.queue {
      (called.frame, called.below) = (place.frame, place.below)
      let requests = prepared.states[place.frame.state.index].queueRequests
      if requests.indices.contains(language.index) { request = requests[language.index] }
    }
    let queue = spec.queue ?? held?.queue ?? lastQueue
    guard let wanted = request ?? queue.map({ callBackRequest($0) }) else {
      effects.append(.trace(.fault("nobody knows in which queue the caller waits")))
      return .thrown(Events.value)
    }
    held = nil
    mode = .ordering
    var order = CallBackOrder(
      number: number, shown: shown, request: wanted, within: spec.within, ring: spec.ring,
      attempts: spec.attempts, every: spec.every, walker: called)
    order.slots = spec.slots.map { prepared.graph.content.calendars[$0].hours }
    order.slotsName = spec.slots.map { prepared.graph.content.calendars[$0].name }
    effects.append(.callBack(order))
    return nil
  }

  func callBackRequest(_ queue: QueueIndex) -> QueueRequest {
    let nowhere = Block([], at: here.state.position)
    return QueueRequest(
      RouteSpec(queue: queue, talked: nowhere), segment: segmentItem,
      language: prepared.speaker.tongue(language).language.tag, graph: prepared.graph,
      binding: prepared.binding)
  }

  /// Of a call that was in one.
  private var lastQueue: QueueIndex? {
    asides.first?.lastQueue ?? (prepared.graph.content.queues.count == 1 ? QueueIndex(0) : nil)
  }

  mutating func callBackDone(_ effects: inout [WalkerEffect]) -> Todo? {
    mode = .nothing
    guard case .callBack = here.state.kind, case .one(let done) = here.ways else {
      return disconnect(&effects)
    }
    return begin(done, "done", after: .hangUp)
  }

  // MARK: The person who is called back

  mutating func askCalledBack(_ asked: Int, _ effects: inout [WalkerEffect]) -> Todo? {
    guard asked <= FlowWalker.most else { return disconnect(&effects) }
    effects.append(.queuePrompt(prepared.speaker.builtIn(.dialled(.calledBack), language)))
    return ask(
      CollectRequest(
        grammar: KeyGrammar(
          choices: [
            KeyGrammar.Choice(key: .one, tag: FlowWalker.take),
            KeyGrammar.Choice(key: .two, tag: FlowWalker.refuse),
          ], terminator: nil), timeout: FlowWalker.question, interdigit: .seconds(2)),
      .calledBack(asked), &effects)
  }

  mutating func calledBackAnswered(_ tag: Int, _ effects: inout [WalkerEffect]) -> Todo? {
    guard tag == FlowWalker.take else {
      effects.append(.desk(.refuse))
      effects.append(.queuePrompt(prepared.speaker.builtIn(.dialled(.callBackEnded), language)))
      return disconnect(&effects)
    }
    mode = .queue
    effects.append(.takePlace)
    return nil
  }
}
