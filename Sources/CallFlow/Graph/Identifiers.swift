/// An index into one of the arrays of a `FlowGraph`. Ids of different things do not mix.
public protocol GraphIndex: Hashable, Sendable {
  var index: Int { get }
  init(_ index: Int)
}

public struct LanguageID: GraphIndex {
  public let index: Int; public init(_ index: Int) { self.index = index }
}
public struct FlowID: GraphIndex { public let index: Int; public init(_ index: Int) { self.index = index } }
public struct StateID: GraphIndex { public let index: Int; public init(_ index: Int) { self.index = index } }
public struct PromptID: GraphIndex { public let index: Int; public init(_ index: Int) { self.index = index } }
public struct FieldID: GraphIndex { public let index: Int; public init(_ index: Int) { self.index = index } }
public struct CalendarID: GraphIndex {
  public let index: Int; public init(_ index: Int) { self.index = index }
}
public struct SkillIndex: GraphIndex {
  public let index: Int; public init(_ index: Int) { self.index = index }
}
public struct QueueIndex: GraphIndex {
  public let index: Int; public init(_ index: Int) { self.index = index }
}
/// A segment of callers.
public struct SegmentIndex: GraphIndex {
  public let index: Int; public init(_ index: Int) { self.index = index }
}
public struct SwitchID: GraphIndex { public let index: Int; public init(_ index: Int) { self.index = index } }
public struct TableID: GraphIndex { public let index: Int; public init(_ index: Int) { self.index = index } }
public struct AnswersID: GraphIndex {
  public let index: Int; public init(_ index: Int) { self.index = index }
}
/// A variable of one flow: its slot in the flow's frame.
public struct VariableID: GraphIndex {
  public let index: Int; public init(_ index: Int) { self.index = index }
}

extension Array {
  /// The element an id stands for.
  @inlinable public subscript<ID: GraphIndex>(id: ID) -> Element { self[id.index] }
}
