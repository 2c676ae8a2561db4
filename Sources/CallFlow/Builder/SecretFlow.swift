/// Which variables hold what must not be told: those named so, and all that were made of them.
struct SecretFlow {
  struct Node: Hashable {
    var flow: FlowID
    var variable: VariableID
  }
  private var edges: [Node: [Node]] = [:]

  mutating func add(from source: Node, to target: Node) { edges[source, default: []].append(target) }

  /// All nodes that can be reached from secret ones.
  func closure(of roots: [Node]) -> Set<Node> {
    var reached = Set(roots)
    var open = roots
    while let node = open.popLast() {
      for next in edges[node] ?? [] where reached.insert(next).inserted { open.append(next) }
    }
    return reached
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
  /// Variables whose value is part of this one's; what a comparison tells is not.
  var sources: [VariableID] {
    var found: [VariableID] = []
    func walk(_ e: Expression) {
      switch e {
      case .variable(let id): found.append(id)
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
}
