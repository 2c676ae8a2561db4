/// Which variables hold what must not be told: those named so, and all that were made of them.
struct SecretFlow {
  enum Node: Hashable {
    case variable(FlowID, VariableID)
    case field(FieldID)
  }
  private struct Edge {
    var target: Node
    /// The value itself, not one that was made of it.
    var isCopy: Bool
  }
  /// A column of a table that a variable's value is kept in or compared with.
  struct Kept {
    var node: Node
    var name: String
    var table: String
    var column: TableItem.Column
    var isCompared: Bool
    var range: SourceRange
  }
  /// What goes to a server under a name that says it is secret.
  struct Sent {
    var name: String
    /// What it is made of; none for what stands in the flow itself.
    var sources: [Node]
    var range: SourceRange
  }
  private var edges: [Node: [Edge]] = [:]
  private(set) var kept: [Kept] = []
  private(set) var sent: [Sent] = []

  mutating func add(from source: Node, to target: Node, isCopy: Bool) {
    edges[source, default: []].append(Edge(target: target, isCopy: isCopy))
  }
  mutating func add(from value: Expression, of flow: FlowID, to target: Node) {
    for source in value.sources(of: flow) { add(from: source, to: target, isCopy: value.isCopy) }
  }
  mutating func add(_ kept: Kept) { self.kept.append(kept) }
  mutating func add(_ sent: Sent) { self.sent.append(sent) }

  /// All nodes that can be reached from secret ones.
  func closure(of roots: [Node]) -> Set<Node> {
    var reached = Set(roots)
    var open = roots
    while let node = open.popLast() {
      for edge in edges[node] ?? [] where reached.insert(edge.target).inserted { open.append(edge.target) }
    }
    return reached
  }

  /// How many characters at the end may be written of each node that was made of masked ones: as many as of
  /// a masked value itself, none of what was cut or counted from it.
  func masks(of roots: [Node: Int]) -> [Node: Int] {
    var masks = roots
    var open = Array(roots.keys)
    while let node = open.popLast() {
      guard let last = masks[node] else { continue }
      for edge in edges[node] ?? [] {
        let shown = edge.isCopy ? last : 0
        if let known = masks[edge.target], known <= shown { continue }
        masks[edge.target] = shown
        open.append(edge.target)
      }
    }
    return masks
  }
}

extension Expression {
  /// Calls `body` for each expression inside, this one first. The parser bounds the depth.
  func visit(_ body: (Expression) -> Void) {
    body(self)
    switch self {
    case .constant, .variable, .field, .parameter, .entry, .column, .property, .isHoliday, .isOn,
      .queueFigure,
      .isDefined:
      break
    case .member(let inner, _), .not(let inner), .negate(let inner), .matches(let inner, _): inner.visit(body)
    case .binary(_, let a, let b):
      a.visit(body)
      b.visit(body)
    case .conditional(let condition, let then, let otherwise):
      condition.visit(body)
      then.visit(body)
      otherwise.visit(body)
    case .inList(let value, let list):
      value.visit(body)
      for item in list { item.visit(body) }
    case .inRange(let value, let lower, let upper):
      value.visit(body)
      lower.visit(body)
      upper.visit(body)
    case .call(_, let arguments): for argument in arguments { argument.visit(body) }
    case .isOpen(_, let at): at?.visit(body)
    }
  }
  /// Variables and fields whose value is part of this one's; what a comparison tells is not.
  func sources(of flow: FlowID) -> [SecretFlow.Node] {
    var found: [SecretFlow.Node] = []
    func walk(_ e: Expression) {
      switch e {
      case .variable(let id): found.append(.variable(flow, id))
      case .field(let id): found.append(.field(id))
      case .member(let inner, _), .negate(let inner): walk(inner)
      case .binary(let op, let a, let b):
        guard [.add, .subtract, .multiply, .divide, .remainder].contains(op) else { return }
        walk(a)
        walk(b)
      case .conditional(_, let then, let otherwise):
        walk(then)
        walk(otherwise)
      case .call(let function, let arguments):
        guard ![.len, .contains, .starts, .ends, .luhn, .mod11, .krBusinessNo].contains(function) else {
          return
        }
        arguments.forEach(walk)
      default: break
      }
    }
    walk(self)
    return found
  }

  /// Whether it is one of its sources itself, and not cut from it or put together.
  public var isCopy: Bool {
    switch self {
    case .variable, .field, .entry, .parameter, .column, .constant: true
    case .conditional(_, let then, let otherwise): then.isCopy && otherwise.isCopy
    case .call(.number, let arguments), .call(.text, let arguments): arguments.allSatisfy(\.isCopy)
    default: false
    }
  }
}
