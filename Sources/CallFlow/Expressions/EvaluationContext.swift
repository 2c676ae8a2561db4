import Chronology
import Foundation

/// What an expression may ask for while it is evaluated. `now` stays the same during one transition.
public protocol EvaluationContext {
  func value(of variable: VariableID) -> Value
  func value(of field: FieldID) -> Value
  /// A parameter of the prompt that is being spoken.
  func parameter(_ index: Int) -> Value
  /// The entry under `check` and `confirm`.
  var entry: Value { get }
  /// A column of the row under test, in the `unless` of a save.
  func column(_ index: Int) -> Value
  func property(_ property: CallProperty) -> Value
  var now: Instant { get }
  var zone: Zone { get }
  func isOpen(_ calendar: CalendarID, at instant: Instant) -> Bool
  func isHoliday(_ calendar: CalendarID, at instant: Instant) -> Bool
  /// Whether a switch is on.
  func isOn(_ toggle: SwitchID) -> Bool
  /// A number for `waiting` and `agents`, a duration or `none` for `eta`.
  func queueFigure(_ figure: QueueFigure, of queue: QueueIndex) -> Value
}

extension EvaluationContext {
  public func isOn(_ toggle: SwitchID) -> Bool { false }
}

/// Why an expression has no value; becomes the event `error.value`.
public enum ExpressionFault: Error, Hashable, Sendable {
  /// `none` in an operation.
  case noneUsed
  /// A variable that was never set.
  case undefined
  case divisionByZero
  /// More digits than a number can hold.
  case overflow
  /// A text that is no number, day or time of day.
  case unreadable
  /// A value of a type that does not fit.
  case wrongType
}

extension ExpressionFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noneUsed: "a value that is none was used"
    case .undefined: "a variable was used before it was set"
    case .divisionByZero: "division by zero"
    case .overflow: "a number is too large"
    case .unreadable: "a text is not the number, day or time it should be"
    case .wrongType: "a value has the wrong type"
    }
  }
}
