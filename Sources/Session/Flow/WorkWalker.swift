import CallFlow

/// A message that waits for an agent as a caller would: it stands in a queue until one has it, and is over when he
/// is done with it.
public struct WorkWalker: Walker {
  public init() {}

  public mutating func handle(
    _ event: WalkerEvent, in context: some WalkerContext, into effects: inout [WalkerEffect]
  ) {
    switch event {
    case .began: effects.append(.takePlace)
    case .agentConnected, .timed, .hungUp: break
    case .keys, .noInput, .noMatch, .cleared, .played, .queueKey, .agentDone, .left, .desk, .talk, .row,
      .noRow,
      .manyRows, .saved, .conflict, .failed, .message, .messageFailed, .transferEnded, .transferFailed,
      .callBackOrdered, .limit, .fault:
      effects.append(.disconnect)
    }
  }
}

extension PreparedGraph {
  /// What a message asks for that is offered to agents of a queue; nil when there is none of that name.
  public func workRequest(queue name: String, language: String) -> QueueRequest? {
    guard let index = graph.content.queues.firstIndex(where: { $0.name == name }) else { return nil }
    let spec = RouteSpec(
      queue: QueueIndex(index),
      talked: Block([], at: SourcePosition(file: 0, line: 1, column: 1)))
    return QueueRequest(spec, language: language, graph: graph, binding: binding)
  }
}
