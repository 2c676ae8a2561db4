import CallFlow
import Chronology

/// The values that a text may hold, and what may be written of each.
protocol SpokenValues: EvaluationContext {
  func privacy(of expression: Expression) -> Privacy
  /// The same, inside a prompt with these arguments.
  func saying(_ arguments: [Value], _ privacies: [Privacy]) -> Self
}

/// For texts without values.
struct NoValues: SpokenValues {
  func value(of variable: VariableID) -> Value { .undefined }
  func value(of field: FieldID) -> Value { .undefined }
  func parameter(_ index: Int) -> Value { .undefined }
  var entry: Value { .undefined }
  func column(_ index: Int) -> Value { .undefined }
  func property(_ property: CallProperty) -> Value { .none }
  var now: Instant { Instant(microseconds: 0) }
  var zone: Zone { .utc }
  func isOpen(_ calendar: CalendarID, at instant: Instant) -> Bool { false }
  func isHoliday(_ calendar: CalendarID, at instant: Instant) -> Bool { false }
  func queueFigure(_ figure: QueueFigure, of queue: QueueIndex) -> Value { .none }
  func privacy(of expression: Expression) -> Privacy { .open }
  func saying(_ arguments: [Value], _ privacies: [Privacy]) -> NoValues { self }
}

extension Expression {
  /// The strictest privacy of all that stands in it. The last characters of what was cut from a masked value
  /// or put together with it may be any of its own: of such nothing is written.
  func privacy(of leaf: (Expression) -> Privacy) -> Privacy {
    let strictest = strictest(of: leaf)
    if case .masked = strictest, !isCopy { return .masked(last: 0) }
    return strictest
  }

  private func strictest(of leaf: (Expression) -> Privacy) -> Privacy {
    switch self {
    case .constant, .property, .isOpen, .isHoliday, .isOn, .queueFigure, .isDefined: .open
    case .variable, .field, .parameter, .entry, .column: leaf(self)
    case .member(let row, _): row.strictest(of: leaf)
    case .not(let a), .negate(let a), .matches(let a, _): a.strictest(of: leaf)
    case .binary(_, let a, let b): a.strictest(of: leaf).joined(with: b.strictest(of: leaf))
    case .conditional(let a, let b, let c), .inRange(let a, let b, let c):
      a.strictest(of: leaf).joined(with: b.strictest(of: leaf)).joined(with: c.strictest(of: leaf))
    case .inList(let a, let list):
      list.reduce(a.strictest(of: leaf)) { $0.joined(with: $1.strictest(of: leaf)) }
    case .call(_, let arguments): arguments.reduce(.open) { $0.joined(with: $1.strictest(of: leaf)) }
    }
  }

  var hasColumn: Bool {
    switch self {
    case .column: true
    case .constant, .variable, .field, .parameter, .entry, .property, .isHoliday, .isOn, .queueFigure,
      .isDefined:
      false
    case .isOpen(_, let at): at?.hasColumn ?? false
    case .member(let a, _), .not(let a), .negate(let a), .matches(let a, _): a.hasColumn
    case .binary(_, let a, let b): a.hasColumn || b.hasColumn
    case .conditional(let a, let b, let c), .inRange(let a, let b, let c):
      a.hasColumn || b.hasColumn || c.hasColumn
    case .inList(let a, let list): a.hasColumn || list.contains(where: \.hasColumn)
    case .call(_, let arguments): arguments.contains(where: \.hasColumn)
    }
  }

  /// With every part that holds no column worked out to its value.
  func bound(in context: some EvaluationContext) throws(ExpressionFault) -> Expression {
    guard hasColumn else { return .constant(try evaluate(in: context)) }
    switch self {
    case .member(let a, let name): return .member(try a.bound(in: context), name)
    case .not(let a): return .not(try a.bound(in: context))
    case .negate(let a): return .negate(try a.bound(in: context))
    case .matches(let a, let pattern): return .matches(try a.bound(in: context), pattern)
    case .binary(let op, let a, let b):
      return .binary(op, try a.bound(in: context), try b.bound(in: context))
    case .conditional(let a, let b, let c):
      return .conditional(
        try a.bound(in: context), then: try b.bound(in: context), else: try c.bound(in: context))
    case .inRange(let a, let b, let c):
      return .inRange(
        try a.bound(in: context), lower: try b.bound(in: context), upper: try c.bound(in: context))
    case .inList(let a, let list): return .inList(try a.bound(in: context), try bound(list, in: context))
    case .call(let builtin, let list): return .call(builtin, try bound(list, in: context))
    case .isOpen(let calendar, let at):
      guard let at else { return self }
      return .isOpen(calendar, at: try at.bound(in: context))
    case .column, .constant, .variable, .field, .parameter, .entry, .property, .isHoliday, .isOn,
      .queueFigure,
      .isDefined:
      return self
    }
  }

  private func bound(
    _ list: [Expression], in context: some EvaluationContext
  ) throws(ExpressionFault) -> [Expression] {
    var bound: [Expression] = []
    for item in list { bound.append(try item.bound(in: context)) }
    return bound
  }
}
