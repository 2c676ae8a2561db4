import ACD
import CallFlow
import Chronology
import Session

extension EngineCore {
  mutating func arrive(_ arrival: Arrival, _ chosen: CallID?, at instant: Instant) {
    var (arrival, texts) = (arrival, [String: String]())
    guard recognise(&arrival, chosen, fields: &texts, at: instant) else { return }
    if let purpose = answering.take() { return answered(purpose, on: arrival, chosen, at: instant) }
    var id = chosen ?? inbox.makeCallID(at: wall(instant))
    if slotByCall[id] != nil { id = inbox.makeCallID(at: wall(instant)) }
    callsTaken += 1
    var facts = CallFacts(
      id: id.description, ani: arrival.ani, dnis: arrival.dnis, callerName: arrival.callerName,
      line: arrival.line.name, start: wall(instant))
    let rule = definition.lines[arrival.line.name]
    let flowName = arrival.flow ?? rule?.flow
    let application = application(named: arrival.application ?? rule?.application, having: flowName)
    let live = callsTaken - callsEnded - 1 - legs.away.count - agentLines
    guard let application,
      let start = makeWalker == nil
        ? application.prepared.start(
          dnis: arrival.isFlowFixed ? nil : arrival.dnis, ani: arrival.ani, lineFlow: flowName)
        : (StateID(0), LanguageID(0)),
      !isShuttingDown,
      live < definition.maxCalls ?? .max || application.prepared.hasDesk(at: start.state)
    else {
      refuse(id, arrival, facts, application, flowName ?? "", at: instant)
      return
    }
    facts.fields = values(texts, for: application)
    let graph = application.graph
    let flow = graph.flowName(of: start.state) ?? flowName ?? ""
    let language =
      graph.content.languages.indices.contains(start.language.index)
      ? graph.content.languages[start.language].tag : ""
    log.append(
      .callOpened(
        CallOpening(
          call: id, graph: application.graphID, flow: flow, line: facts.line, ani: facts.ani,
          dnis: facts.dnis, offered: facts.start)))
    let walker: any Walker =
      makeWalker?(application.prepared)
      ?? FlowWalker(application.prepared, start: start.state, language: start.language)
    var slot = CallSlot(
      id, on: arrival.line, facts, application, walker, language: language, at: instant,
      wallOffset: wallOffset)
    slot.isAgentLine = application.prepared.hasDesk(at: start.state)
    if slot.isAgentLine { agentLines += 1 }
    let s = take(slot, of: arrival)
    if slots[s].isAgentLine, wantsEvents { write("desk", "line of an agent", of: s, id, at: instant) }
    onNotice?(now, .callArrived(id, facts, graph, flow: flow, language: language))
    if onNotice != nil, !slots[s].isAgentLine { publishArrival(id, facts) }
    deliver(.answered, to: s, at: instant)
  }

  /// Gives a new call its place.
  mutating func take(_ slot: consuming CallSlot, of arrival: Arrival) -> Int {
    slot.leg = arrival.leg
    let id = slot.id
    if let leg = arrival.leg { legs.live[leg] = id }
    let s: Int
    if let free = freeSlots.popLast() {
      s = Int(free)
      slots[s] = slot
    } else {
      s = slots.count
      slots.append(slot)
    }
    slotByCall[id] = Int32(truncatingIfNeeded: s)
    return s
  }

  private func application(named name: String?, having flow: String?) -> Application? {
    if let name {
      return applications.first { $0.graph.name == name }
        ?? applications.first { $0.graph.name.hasSuffix("/" + name) }
    }
    guard let flow else { return applications.first }
    return applications.first { $0.graph.flow(named: flow) != nil } ?? applications.first
  }

  /// A record all the same: every call has one.
  private mutating func refuse(
    _ id: CallID, _ arrival: Arrival, _ facts: CallFacts, _ application: Application?, _ flow: String,
    at instant: Instant
  ) {
    callsEnded += 1
    log.append(
      .callOpened(
        CallOpening(
          call: id, graph: application?.graphID ?? "", flow: flow, line: facts.line, ani: facts.ani,
          dnis: facts.dnis, offered: facts.start)))
    onNotice?(now, .callArrived(id, facts, application?.graph, flow: flow, language: ""))
    if onNotice != nil { publishArrival(id, facts) }
    if let leg = arrival.leg { legs.ended.set(leg, .fallback, at: now) }
    arrival.line.hangUp(id)
    log.append(
      .callClosed(
        CallClosing(
          call: id, language: "", answered: nil, ended: facts.start, endedBy: Party.system.rawValue,
          outcome: Outcome.refused.rawValue, ownOutcome: nil)))
    let ending = Ending(outcome: .refused, ownOutcome: nil, by: .system)
    if onNotice != nil { publishEnd(id, ending, facts) }
    onNotice?(now, .callEnded(id, ending))
  }
}

extension FlowGraph {
  fileprivate func flowName(of state: StateID) -> String? {
    guard content.states.indices.contains(state.index) else { return nil }
    let flow = content.states[state.index].flow.index
    return content.flows.indices.contains(flow) ? content.flows[flow].name : nil
  }
}
