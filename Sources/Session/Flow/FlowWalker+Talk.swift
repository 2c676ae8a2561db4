import ACD
import CallFlow
import Chronology

/// What a walker keeps of few calls only.
struct Aside: Sendable {
  /// An agent's line.
  var desk: DeskPosition?
  /// Where the messages of a queue are heard; whose PIN was entered in this call.
  var mailbox: MailboxPosition?
  var unlocked: String?
  /// The queue that the call was passed on to, while it is not the one that its state names.
  var queue: QueueIndex?
  /// The queue that the call was in last.
  var lastQueue: QueueIndex?
  /// How many callers of flows there are below the one in which a secret is entered.
  var secretDepth: Int?
  /// What an agent is told of the last topic of answers that did not help.
  var topic: String?
  /// The agent who passed the call on to a number outside, while it is rung.
  var passedBy: String?
}

extension FlowWalker {
  /// Apart, since nearly every call has none of it.
  var aside: Aside {
    get { asides.first ?? Aside() }
    set { asides = [newValue] }
  }

  mutating func talkTold(
    _ news: TalkNews, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    switch news {
    case .held, .resumed: return nil
    case .handedOver(let agent):
      if case .route(let spec) = here.state.kind { assign(.text(agent), to: spec.agent) }
      return nil
    case .recording:
      mode = modeOfTalk
      // Nobody is recorded unawares; once is enough.
      if isRecorded { return nil }
      isRecorded = true
      let segments = prepared.speaker.builtIn(.desk(.recordingNotice), language)
      if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
      effects.append(.resumeQueue)
      return nil
    case .notice(let text):
      mode = .queue
      effects.append(.queuePrompt(prepared.speaker.said(text, language)))
      effects.append(.resumeQueue)
      return nil
    case .moved(let target, _): return try passOn(to: target, from: "", isMoved: true, turn, &effects)
    case .secret(let name): return try beginSecret(name, turn, &effects)
    case .transferred(let target, let agent, let talk):
      switch here.state.kind {
      case .route(let spec): assign(.duration(talk), to: spec.talk)
      case .transfer(let spec): assign(.duration(talk), to: spec.talk)
      default: break
      }
      return try passOn(to: target, from: agent, turn, &effects)
    }
  }

  /// What a caller who talks is in: a queue, or a transfer.
  private var modeOfTalk: Mode {
    if case .transfer = here.state.kind { .transfer } else { .queue }
  }

  private mutating func passOn(
    to target: TransferTarget, from agent: String, isMoved: Bool = false, _ turn: Turn,
    _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    held = nil
    waitedForTalk()
    switch target {
    case .state(let state):
      if !asides.isEmpty { aside.queue = nil }
      guard prepared.states.indices.contains(state.index) else { return disconnect(&effects) }
      let next = prepared.states[state.index].state
      effects.append(.trace(.move("transfer", to: next.fullName, next.position)))
      below.removeAll()
      try makeFrame(next.flow, at: state, turn)
      return .enter(state, .forward)
    case .number(let number):
      handling = nil
      mode = .transfer
      if case .route = here.state.kind { aside.passedBy = agent }
      var request = TransferRequest(number: number, shown: number, mode: .bridge)
      if case .transfer(let spec) = here.state.kind {
        (request.ring, request.max, request.endKeys) = (spec.ring, spec.max, spec.endKeys)
      }
      effects.append(.transfer(request))
      return nil
    case .agent(let agent):
      guard case .route(let spec) = here.state.kind else { return disconnect(&effects) }
      var request = request(of: asides.first?.queue ?? spec.queue, spec, turn)
      request.contact.direct = agent
      // A supervisor knows why; who is passed on from a talk does not wait for one who has another.
      if isMoved { request.contact.directWait = FlowWalker.movedWait }
      return enqueueAgain(request)(&self, &effects)
    case .queue(let queue):
      guard case .route(let spec) = here.state.kind else { return disconnect(&effects) }
      aside.queue = queue == spec.queue ? nil : queue
      var request = request(of: queue, spec, turn)
      if let calendar = prepared.graph.content.queues[queue].calendar {
        request.isClosed = !scene(turn).isOpen(calendar, at: turn.context.now)
      }
      return enqueueAgain(request)(&self, &effects)
    }
  }

  /// Nobody was reached at the number that an agent passed the call on to: the caller waits again, at first
  /// for that agent alone.
  mutating func backFromNumber(_ spec: RouteSpec, _ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    var request = request(of: aside.queue ?? spec.queue, spec, turn)
    request.agent = aside.passedBy
    (request.contact.directWait, request.contact.isDirectOnly) = (FlowWalker.recall, false)
    aside.passedBy = nil
    return enqueueAgain(request)(&self, &effects)
  }
  private static let recall: Duration = .seconds(30)
  /// So long a call waits alone for the agent whom it was moved to.
  public static let movedWait: Duration = .seconds(120)

  /// What the call asks for in its route's queue, or in another one.
  private func request(of queue: QueueIndex, _ spec: RouteSpec, _ turn: Turn) -> QueueRequest {
    // Its notes are in the log already.
    var unheard: [WalkerEffect] = []
    if queue == spec.queue, var request = try? request(spec, turn, &unheard) {
      (request.agent, request.isClosed) = (nil, false)
      (request.contact.directWait, request.contact.isDirectOnly) = (.zero, false)
      return request
    }
    let tag = prepared.speaker.tongue(language).language.tag
    return QueueRequest(
      RouteSpec(queue: queue, talked: spec.talked), segment: segmentItem, language: tag,
      graph: prepared.graph,
      binding: prepared.binding)
  }

  private func enqueueAgain(
    _ request: QueueRequest
  ) -> (inout FlowWalker, inout [WalkerEffect]) -> Todo? {
    { walker, effects in
      walker.handling = nil
      walker.mode = .queue
      effects.append(.enqueue(request))
      return nil
    }
  }

  // MARK: A secret entry

  private mutating func beginSecret(
    _ name: String, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard let flow = prepared.graph.flow(named: name), below.count < FlowWalker.callDepth else {
      effects.append(.resumeTalk(isDone: false))
      return nil
    }
    let start = prepared.graph.content.flows[flow].start
    let caller = frame
    do { try makeFrame(flow, at: start, turn) } catch {
      frame = caller
      effects.append(.resumeTalk(isDone: false))
      return nil
    }
    below.append(caller)
    aside.secretDepth = below.count
    return .enter(start, .forward)
  }

  /// Whether the running flow is the one in which a secret is entered, or was called by it.
  var isInSecret: Bool { asides.first?.secretDepth != nil }
  /// The flow for the secret itself runs, none that it called.
  var isAtSecret: Bool { asides.first?.secretDepth.map { $0 == below.count } ?? false }

  /// Back to the talk, wherever the flow was.
  mutating func endSecret(isDone: Bool, _ effects: inout [WalkerEffect]) -> Todo? {
    guard let depth = asides.first?.secretDepth else { return nil }
    while below.count > depth { below.removeLast() }
    if let caller = below.popLast() { frame = caller }
    aside.secretDepth = nil
    cursor.removeAll(keepingCapacity: true)
    handling = nil
    isInBuiltInHandler = false
    mode = modeOfTalk
    effects.append(.resumeTalk(isDone: isDone))
    return nil
  }
}
