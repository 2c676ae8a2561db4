import CallFlow

/// A graph made ready for calls: key grammars, fixed prompts and requests worked out once, shared by all.
public final class PreparedGraph: Sendable {
  public let graph: FlowGraph
  public let binding: GraphBinding
  public init(_ graph: FlowGraph, binding: GraphBinding) {
    (self.graph, self.binding) = (graph, binding)
  }
  /// Where a call begins (LANGUAGE 3.13): the first `dial` row that fits the number, else the line's flow,
  /// else `dial any`, else the first flow; nil when the graph has no flow.
  public func start(dnis: String?, lineFlow: String?) -> (state: StateID, language: LanguageID)? { nil }
}
