import CallFlow
import Foundation
import Tones

extension FlowGraph {
  /// The key by which simulated callers leave a queue who left it by one of its own keys.
  static let leavingKey = Key.star

  /// The same application with a flow for each entry that begins in the queue; nil for an entry whose queue
  /// it does not have. Queues, calendars and all else are as they were.
  func withEntries(_ entries: [Stay.Entry]) -> (graph: FlowGraph, flows: [String?]) {
    var content = self.content
    let position = SourcePosition(file: 0, line: 1, column: 1)
    let end = Block([.move(Move(.hangUp, at: position))], at: position)
    let leaves = KeyBinding(
      patterns: [KeyPattern([KeyPattern.Element(KeySet(FlowGraph.leavingKey))])], name: "*", action: end)
    var flows: [String?] = []
    for entry in entries {
      guard let queue = content.queues.firstIndex(where: { $0.name == entry.queue }) else {
        flows.append(nil)
        continue
      }
      var spec = RouteSpec(
        queue: QueueIndex(queue), talked: end, overflow: [:], otherwise: end, keys: [leaves])
      if let own = routeSpec(of: entry.state, queue: QueueIndex(queue)) {
        (spec.needs, spec.prefers) = (own.needs, own.prefers)
        (spec.widenings, spec.absences) = (own.widenings, own.absences)
        spec.wishes = own.wishes.filter { entry.wishes.contains(text(of: $0.wish)) }.map {
          RouteSpec.ConditionalWish($0.wish, when: .constant(.flag(true)))
        }
        if let agent = entry.agent, let direct = own.direct {
          spec.direct = RouteSpec.Direct(.constant(.text(agent)), wait: direct.wait, isOnly: direct.isOnly)
        }
        spec.priority =
          own.hasComputedPriority ? FlowGraph.given(else: content.queues[queue].priority) : own.priority
      }
      var entering: [Statement] = []
      if let tag = entry.language, let language = content.languages.firstIndex(where: { $0.tag == tag }) {
        entering.append(.language(LanguageID(language)))
      }
      if let name = entry.segment, let segment = content.segments.firstIndex(where: { $0.name == name }) {
        entering.append(.segment(SegmentIndex(segment)))
      }
      let (flow, state) = (FlowID(content.flows.count), StateID(content.states.count))
      // No name of a flow has a blank in it.
      let name = "to " + entry.queue + (flows.isEmpty ? "" : " \(flows.count + 1)")
      content.states.append(
        State(
          name: "queue", fullName: entry.state ?? name, flow: flow, kind: .route(spec),
          entry: Block(entering, at: position), position: position))
      content.flows.append(Flow(name: name, start: state, states: [state], position: position))
      flows.append(name)
    }
    return (FlowGraph(content), flows)
  }

  /// The priority that a simulated caller brings along, as his dialled number: nobody is called by it here.
  static func number(of priority: Int?) -> String? { priority.map { "\($0)" } }
  private static func given(else priority: Int) -> CallFlow.Expression {
    let brought = CallFlow.Expression.property(.number)
    return .conditional(
      .binary(.equal, brought, .constant(.none)), then: .constant(.number(Decimal(priority))),
      else: .call(.number, [brought]))
  }

  func routeSpec(of state: String?, queue: String) -> RouteSpec? {
    content.queues.firstIndex { $0.name == queue }.flatMap { routeSpec(of: state, queue: QueueIndex($0)) }
  }
  /// What that state asks for, when it puts callers into that queue.
  func routeSpec(of state: String?, queue: QueueIndex) -> RouteSpec? {
    guard let state, let known = content.states.first(where: { $0.fullName == state }),
      case .route(let spec) = known.kind, spec.queue == queue
    else { return nil }
    return spec
  }
}

extension RouteSpec {
  /// Worked out for each caller from what the flow knows of him.
  var hasComputedPriority: Bool {
    switch priority {
    case nil, .constant: false
    default: true
    }
  }
}
