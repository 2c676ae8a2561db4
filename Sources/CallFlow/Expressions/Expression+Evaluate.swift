import Chronology
import Foundation

extension Expression {
  /// The value. Total but for its faults: nothing that a caller, a table or a flow holds can trap.
  public func evaluate(in context: some EvaluationContext) throws(ExpressionFault) -> Value {
    switch self {
    case .constant(let value): return value
    case .variable(let id):
      let value = context.value(of: id)
      if value == .undefined { throw .undefined }
      return value
    case .field(let id): return defined(context.value(of: id))
    case .parameter(let index): return defined(context.parameter(index))
    case .entry: return defined(context.entry)
    case .column(let index): return defined(context.column(index))
    case .property(let property): return defined(context.property(property))
    case .member(let row, let name):
      switch try row.evaluate(in: context) {
      case .row(let columns): return columns[name] ?? .none
      case .none: throw .noneUsed
      default: throw .wrongType
      }
    case .not(let value): return .flag(!(try value.isTrue(in: context)))
    case .negate(let value):
      switch try value.known(in: context) {
      case .number(let number): return .number(try Arithmetic.checked(-number))
      case .duration(let duration): return try Arithmetic.checked(.zero - Arithmetic.bounded(duration))
      default: throw .wrongType
      }
    case .binary(let op, let a, let b): return try Expression.binary(op, a, b, context)
    case .conditional(let condition, let yes, let no):
      return try condition.isTrue(in: context) ? yes.evaluate(in: context) : no.evaluate(in: context)
    case .inList(let value, let list):
      let wanted = try value.evaluate(in: context)
      for item in list where try item.evaluate(in: context) == wanted { return .flag(true) }
      return .flag(false)
    case .inRange(let value, let lower, let upper):
      let value = try value.evaluate(in: context)
      let isBelow = try Comparison.order(value, lower.evaluate(in: context)) < 0
      if isBelow { return .flag(false) }
      return .flag(try Comparison.order(value, upper.evaluate(in: context)) <= 0)
    case .matches(let value, let pattern): return .flag(pattern.matches(try value.text(in: context)))
    case .call(let builtin, let arguments): return try builtin.call(arguments, context)
    case .isOpen(let calendar, let at):
      guard let at else { return .flag(context.isOpen(calendar, at: context.now)) }
      guard case .instant(let instant) = try at.known(in: context) else { throw .wrongType }
      return .flag(context.isOpen(calendar, at: instant))
    case .isOn(let toggle): return .flag(context.isOn(toggle))
    case .isHoliday(let calendar): return .flag(context.isHoliday(calendar, at: context.now))
    case .queueFigure(let figure, let queue): return context.queueFigure(figure, of: queue)
    case .isDefined(let id):
      switch context.value(of: id) {
      case .undefined, .none: return .flag(false)
      default: return .flag(true)
      }
    }
  }

  /// The value as a condition: `none` is false.
  public func isTrue(in context: some EvaluationContext) throws(ExpressionFault) -> Bool {
    switch try evaluate(in: context) {
    case .flag(let flag): return flag
    case .none: return false
    case .undefined: throw .undefined
    default: throw .wrongType
    }
  }

  private func defined(_ value: Value) -> Value { value == .undefined ? .none : value }

  /// The value, which must not be `none`.
  func known(in context: some EvaluationContext) throws(ExpressionFault) -> Value {
    let value = try evaluate(in: context)
    switch value {
    case .none: throw .noneUsed
    case .undefined: throw .undefined
    default: return value
    }
  }
  func number(in context: some EvaluationContext) throws(ExpressionFault) -> Decimal {
    guard case .number(let number) = try known(in: context) else { throw .wrongType }
    return number
  }
  func text(in context: some EvaluationContext) throws(ExpressionFault) -> String {
    guard case .text(let text) = try known(in: context) else { throw .wrongType }
    return text
  }
  /// A whole number, held within what a text or a call could ever need.
  func count(in context: some EvaluationContext) throws(ExpressionFault) -> Int {
    Arithmetic.count(try number(in: context))
  }

  private static func binary(
    _ op: BinaryOperator, _ a: Expression, _ b: Expression, _ context: some EvaluationContext
  ) throws(ExpressionFault) -> Value {
    switch op {
    case .and: return .flag(try a.isTrue(in: context) ? b.isTrue(in: context) : false)
    case .or: return .flag(try a.isTrue(in: context) ? true : b.isTrue(in: context))
    case .equal: return .flag(try a.evaluate(in: context) == b.evaluate(in: context))
    case .notEqual: return .flag(try a.evaluate(in: context) != b.evaluate(in: context))
    case .less: return .flag(try Comparison.order(a.evaluate(in: context), b.evaluate(in: context)) < 0)
    case .lessOrEqual:
      return .flag(try Comparison.order(a.evaluate(in: context), b.evaluate(in: context)) <= 0)
    case .greater: return .flag(try Comparison.order(a.evaluate(in: context), b.evaluate(in: context)) > 0)
    case .greaterOrEqual:
      return .flag(try Comparison.order(a.evaluate(in: context), b.evaluate(in: context)) >= 0)
    case .add, .subtract, .multiply, .divide, .remainder:
      return try Arithmetic.apply(op, a.known(in: context), b.known(in: context))
    }
  }
}

/// The order of two values of one type.
enum Comparison {
  /// Below, at or above zero, as the first is before, like or after the second.
  static func order(_ a: Value, _ b: Value) throws(ExpressionFault) -> Int {
    func sign<T: Comparable>(_ x: T, _ y: T) -> Int { x < y ? -1 : x == y ? 0 : 1 }
    switch (a, b) {
    case (.number(let x), .number(let y)): return sign(x, y)
    case (.date(let x), .date(let y)): return sign(x, y)
    case (.time(let x), .time(let y)): return sign(x, y)
    case (.instant(let x), .instant(let y)): return sign(x, y)
    case (.duration(let x), .duration(let y)): return sign(x, y)
    case (.none, _), (_, .none): throw .noneUsed
    case (.undefined, _), (_, .undefined): throw .undefined
    default: throw .wrongType
    }
  }
}
