import Foundation

/// A checked expression: names resolved to slots, types known to fit.
public indirect enum Expression: Hashable, Sendable {
  case constant(Value)
  case variable(VariableID)
  case field(FieldID)
  /// A parameter of the prompt that is being spoken.
  case parameter(Int)
  /// The entry under `check` and `confirm`.
  case entry
  /// A column, in the `where` of a lookup or the `unless` of a save.
  case column(Int)
  case property(CallProperty)
  case member(Expression, String)
  case not(Expression)
  case negate(Expression)
  case binary(BinaryOperator, Expression, Expression)
  case conditional(Expression, then: Expression, else: Expression)
  case inList(Expression, [Expression])
  case inRange(Expression, lower: Expression, upper: Expression)
  case matches(Expression, KeyPattern)
  case call(Builtin, [Expression])
  case isOpen(CalendarID, at: Expression?)
  case isHoliday(CalendarID)
  /// A switch is on.
  case isOn(SwitchID)
  case queueFigure(QueueFigure, QueueIndex)
  case isDefined(VariableID)
}

public enum BinaryOperator: String, Hashable, Sendable {
  case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%"
  case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
  case and, or
}

/// What is given of every call (LANGUAGE 3.3).
public enum CallProperty: String, Hashable, Sendable, CaseIterable {
  case id = "call.id"
  /// The number dialled (DNIS).
  case number = "call.number"
  case start = "call.start"
  case outcome = "call.outcome"
  case callerNumber = "caller.number"
  case callerName = "caller.name"
  /// How fast and how loud this caller is spoken to; a flow sets them.
  case rate = "call.rate"
  case volume = "call.volume"
  case language
}

/// Live figures of a queue that a flow may ask for.
public enum QueueFigure: String, Hashable, Sendable, CaseIterable {
  case waiting, agents, eta
}

/// The native built-in functions of plain values.
public enum Builtin: String, Hashable, Sendable, CaseIterable {
  case len, left, right, mid, upper, lower, trim, digits, keypad, pad, replace, contains, starts, ends, text
  case number, round, floor, abs, min, max, percent
  case luhn, mod11, krBusinessNo = "kr_business_no"
  case now, today, timeNow = "time_now", date, time
  case year, month, day, hour, minute, weekday, add, daysBetween = "days_between", age
}
