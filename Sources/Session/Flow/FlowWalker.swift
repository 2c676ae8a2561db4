import CallFlow

/// Walks a call through a `FlowGraph`.
public struct FlowWalker: Walker {
  /// - Parameters:
  ///   - start: the first state, of whatever flow.
  ///   - language: nil for the application's default.
  public init(_ prepared: PreparedGraph, start: StateID, language: LanguageID? = nil) {}
  public mutating func handle(
    _ event: WalkerEvent, in context: some WalkerContext, into effects: inout [WalkerEffect]
  ) {}
}
