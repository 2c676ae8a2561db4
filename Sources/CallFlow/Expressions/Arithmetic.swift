import Chronology
import Foundation

/// Sums, products and the like, with a fault where a value would be no number.
enum Arithmetic {
  /// Numbers stay below this; within it no operation of `Decimal` can overflow.
  static let limit = Decimal(sign: .plus, exponent: 30, significand: 1)
  /// Bytes of a text that expressions can build.
  static let textLimit = 65_536
  /// Digits behind the point of a quotient.
  static let quotientDigits = 20

  static func checked(_ number: Decimal) throws(ExpressionFault) -> Decimal {
    guard number.isFinite, number < limit, number > -limit else { throw .overflow }
    return number
  }
  static func checked(_ text: String) throws(ExpressionFault) -> Value {
    guard text.utf8.count <= textLimit else { throw .overflow }
    return .text(text)
  }
  /// Ten years at most, either way.
  static func checked(_ duration: Duration) throws(ExpressionFault) -> Value {
    let limit = Duration.nanoseconds(Int64(DurationText.limit))
    guard duration <= limit, duration >= .zero - limit else { throw .overflow }
    return .duration(duration)
  }

  static func apply(_ op: BinaryOperator, _ a: Value, _ b: Value) throws(ExpressionFault) -> Value {
    switch (a, b) {
    case (.number(let x), .number(let y)): return .number(try apply(op, x, y))
    case (.text(let x), .text(let y)) where op == .add:
      guard x.utf8.count + y.utf8.count <= textLimit else { throw .overflow }
      return .text(x + y)
    case (.duration(let x), .duration(let y)) where op == .add:
      return try checked(try bounded(x) + bounded(y))
    case (.duration(let x), .duration(let y)) where op == .subtract:
      return try checked(try bounded(x) - bounded(y))
    case (.instant(let x), .duration(let y)) where op == .add: return .instant(x + y)
    case (.duration(let x), .instant(let y)) where op == .add: return .instant(y + x)
    case (.instant(let x), .duration(let y)) where op == .subtract: return .instant(x - y)
    case (.instant(let x), .instant(let y)) where op == .subtract: return try checked(x - y)
    default: throw .wrongType
    }
  }
  /// A duration within ten years, whose sums cannot overflow.
  static func bounded(_ duration: Duration) throws(ExpressionFault) -> Duration {
    guard case .duration(let sound) = try checked(duration) else { throw .overflow }
    return sound
  }

  static func apply(_ op: BinaryOperator, _ x: Decimal, _ y: Decimal) throws(ExpressionFault) -> Decimal {
    let x = try checked(x)
    let y = try checked(y)
    switch op {
    case .add: return try checked(x + y)
    case .subtract: return try checked(x - y)
    case .multiply: return try checked(try product(x, y))
    case .divide: return try divide(x, by: y)
    case .remainder:
      let whole = rounded(try divide(x, by: y), 0, x.isSignMinus == y.isSignMinus ? .down : .up)
      return try checked(x - (try product(whole, y)))
    default: throw .wrongType
    }
  }

  /// Factors with more decimals than a product could hold are rounded first.
  private static func product(_ x: Decimal, _ y: Decimal) throws(ExpressionFault) -> Decimal {
    let product = rounded(x, quotientDigits, .plain) * rounded(y, quotientDigits, .plain)
    return rounded(try checked(product), quotientDigits, .plain)
  }
  private static func divide(_ x: Decimal, by y: Decimal) throws(ExpressionFault) -> Decimal {
    guard y != 0 else { throw .divisionByZero }
    return rounded(try checked(x / y), quotientDigits, .plain)
  }

  static func rounded(_ x: Decimal, _ digits: Int, _ mode: Decimal.RoundingMode) -> Decimal {
    guard x.isFinite else { return x }
    var value = x
    var result = Decimal()
    NSDecimalRound(&result, &value, digits, mode)
    return result
  }

  /// A number as a count: rounded down, held within ±1,000,000.
  static func count(_ number: Decimal) -> Int {
    guard number.isFinite else { return 0 }
    let bounded = min(max(number, -1_000_000), 1_000_000)
    return Int(rounded(bounded, 0, .down).description) ?? 0
  }
}
