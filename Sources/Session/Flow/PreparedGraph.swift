import CallFlow
import Chronology

/// A graph made ready for calls: key grammars, fixed prompts and requests worked out once, shared by all.
public final class PreparedGraph: Sendable {
  public let graph: FlowGraph
  public let binding: GraphBinding
  let states: [PreparedState]
  let queues: [PreparedQueue]
  let speaker: Speaker
  /// Whether agents sit in it, by flow.
  private let desks: [Bool]
  /// Whether callers can order call-backs.
  let callsBack: Bool
  /// What clock `now` is read from.
  public let zone: Zone

  public init(_ graph: FlowGraph, binding: GraphBinding) {
    (self.graph, self.binding) = (graph, binding)
    let speaker = Speaker(graph)
    self.speaker = speaker
    zone = binding.zone ?? graph.content.calendars.first?.hours.zone ?? .utc
    states = graph.content.states.map { PreparedState($0, graph: graph, binding: binding, speaker: speaker) }
    callsBack = graph.content.states.contains { if case .callBack = $0.kind { true } else { false } }
    desks = graph.content.flows.map { flow in
      flow.states.contains { state in
        guard graph.content.states.indices.contains(state.index) else { return false }
        if case .desk = graph.content.states[state.index].kind { return true }
        return false
      }
    }
    queues = graph.content.queues.map(PreparedQueue.init)
  }

  /// Whether the flow of that state is for agents' lines.
  public func hasDesk(at state: StateID) -> Bool {
    guard graph.content.states.indices.contains(state.index) else { return false }
    let flow = graph.content.states[state.index].flow.index
    return desks.indices.contains(flow) && desks[flow]
  }

  /// Where a call begins (LANGUAGE 3.13): the first `dial` row that fits the number, else the line's flow,
  /// else `dial any`, else the first flow; nil when the graph has no flow.
  /// - Parameter ani: who calls: rows with `from` are only for those.
  public func start(
    dnis: String?, ani: String? = nil, lineFlow: String?
  ) -> (state: StateID, language: LanguageID)? {
    let content = graph.content
    let row =
      dnis.flatMap { dnis in
        content.dials.first { $0.isFor(ani) && $0.patterns.contains { $0.matches(dnis) } }
      }
    if let row { return (row.target, row.language ?? content.defaultLanguage) }
    if let flow = lineFlow.flatMap(graph.flow(named:)) {
      return (graph.flow(flow).start, content.defaultLanguage)
    }
    if let any = content.dials.first(where: { $0.patterns.isEmpty && $0.isFor(ani) }) {
      return (any.target, any.language ?? content.defaultLanguage)
    }
    return content.flows.first.map { ($0.start, content.defaultLanguage) }
  }
}
