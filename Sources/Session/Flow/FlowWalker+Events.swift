import CallFlow
import Chronology

extension FlowWalker {
  /// Finds what answers an event (LANGUAGE 3.9): `tries`, a handler in scope, one of a `call` below, or the
  /// built-in rule.
  mutating func thrown(_ event: EventName, _ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    cursor.removeAll(keepingCapacity: true)
    let isError = event.prefixes.last == "error"
    if isInBuiltInHandler, event.prefixes.last != "hangup" { return disconnect(&effects) }
    if isHungUp, isError || event.prefixes.last == "failed" { return disconnect(&effects) }
    if event == Events.loop || isError && (hadError || handling != nil) || handling?.catches(event) == true {
      effects.append(.trace(.event(event, count: 1)))
      return builtIn(event, turn, &effects)
    }
    if isError { hadError = true }
    frame.place.counters.count(event)
    effects.append(.trace(.event(event, count: frame.place.counters.count(of: event))))
    if HandlerChoice.reachesTries(here.state.tries.limit, for: event, counters: frame.place.counters) {
      return outOfTries(turn, &effects)
    }
    if let handler = handler(for: event, turn) { return run(handler, for: event) }
    if event.prefixes.last != "failed", let todo = handledBelow(event, turn) { return todo }
    return builtIn(event, turn, &effects)
  }

  func handler(for event: EventName, _ turn: Turn) -> PreparedState.PreparedHandler? {
    let handlers = here.handlers
    let choice = HandlerChoice.choose(for: event, counters: frame.place.counters, scopes: handlers) {
      guard let condition = $0.condition else { return true }
      return (try? condition.isTrue(in: scene(turn))) ?? false
    }
    return choice.map { handlers[$0.scope][$0.index] }
  }

  mutating func run(_ handler: PreparedState.PreparedHandler, for event: EventName) -> Todo {
    handling = handler.event
    // After an event of one's own the state that waits for the caller goes on asking, as in VoiceXML.
    let isAsking =
      switch event.prefixes.last {
      case "failed", "help": true
      case "error", "hangup", "limit": false
      default: here.asks
      }
    return begin(handler.script, handler.cause, after: isAsking && !isHungUp ? .again : .hangUp)
  }

  /// What a subflow does not handle arrives at the `call` that started it.
  private mutating func handledBelow(_ event: EventName, _ turn: Turn) -> Todo? {
    guard !below.isEmpty else { return nil }
    let (running, callers) = (frame, below)
    while below.count > (asides.first?.secretDepth ?? 0), let caller = below.popLast() {
      frame = caller
      frame.place.counters.count(event)
      if let handler = handler(for: event, turn) {
        mode = .nothing
        return run(handler, for: event)
      }
    }
    (frame, below) = (running, callers)
    return nil
  }

  private mutating func builtIn(
    _ event: EventName, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    handling = nil
    if isInSecret, !["failed", "help", "hangup"].contains(event.prefixes.last) {
      return endSecret(isDone: false, &effects)
    }
    switch event.prefixes.last {
    case "failed", "help":
      after = .again
      return .run
    case "cancel":
      if let caller = below.popLast() { frame = caller }
      return back(&effects)
    case "hangup": return disconnect(&effects)
    case "limit":
      effects.append(.reached(.error))
      return bye(.goodbye, &effects)
    case "error":
      effects.append(.reached(.error))
      return bye(.technicalFault, &effects)
    default: return .thrown(Events.unhandled)
    }
  }

  private mutating func bye(_ text: BuiltInSentence, _ effects: inout [WalkerEffect]) -> Todo? {
    isInBuiltInHandler = true
    if !isHungUp {
      let segments = prepared.speaker.builtIn(text.text, language)
      if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
    }
    return disconnect(&effects)
  }

  // MARK: Out of tries

  /// A caller of whom nothing was ever heard is not sent to an agent.
  mutating func outOfTries(_ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    let tries = here.state.tries
    if case .record = here.state.kind, case .builtIn = tries.action {
      effects.append(.trace(.event(EventName("tries"), count: tries.limit)))
      return recordDone(&effects)
    }
    effects.append(.trace(.event(EventName("tries"), count: tries.limit)))
    switch tries.action {
    case .block:
      guard let script = here.tries else { return bye(.goodbye, &effects) }
      if !hasPressed, let target = script.onlyTarget, isRoute(target) { return bye(.goodbye, &effects) }
      handling = nil
      return begin(script, "tries", after: .hangUp)
    case .builtIn(let route, let record):
      if isInSecret { return endSecret(isDone: false, &effects) }
      if let route, hasPressed, isOpen(route, turn) { return leave(to: route, turn, &effects) }
      if let record, hasPressed || route == nil { return leave(to: record, turn, &effects) }
      return bye(.goodbye, &effects)
    }
  }

  private mutating func leave(
    to state: StateID, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    cause = "tries"
    let move = Move(.state(state), at: here.state.position)
    return (try? follow(move, turn, &effects)) ?? bye(.technicalFault, &effects)
  }

  private func isRoute(_ state: StateID) -> Bool {
    if case .route = prepared.states[state.index].state.kind { true } else { false }
  }

  private func isOpen(_ route: StateID, _ turn: Turn) -> Bool {
    guard case .route(let spec) = prepared.states[route.index].state.kind else { return false }
    guard let calendar = prepared.graph.content.queues[spec.queue].calendar else { return true }
    return scene(turn).isOpen(calendar, at: turn.context.now)
  }
}
