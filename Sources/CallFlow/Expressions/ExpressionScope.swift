/// What the names of an expression mean where it stands. The builder of the graph knows it.
public protocol ExpressionScope {
  /// A bare name: a variable, parameter, constant, column. Nil when there is none: the checker reports it.
  /// The type is nil when it is not known (yet, or for a fault already told): nothing is then checked.
  mutating func variable(_ name: String, at range: SourceRange) -> (Expression, ValueType?)?
  /// A field that the application declared: `call.name` by its last word.
  mutating func field(_ name: String, at range: SourceRange) -> (Expression, ValueType?)?
  /// A column of a row variable; nil when the row has none of this name, and a nil type when it is not known.
  func column(_ name: String, of row: Expression) -> ValueType??
  func calendar(_ name: String) -> CalendarID?
  func queue(_ name: String) -> QueueIndex?
  func toggle(_ name: String) -> SwitchID?
  /// For "did you mean".
  var variableNames: [String] { get }
  var fieldNames: [String] { get }
  var calendarNames: [String] { get }
  var queueNames: [String] { get }
  var switchNames: [String] { get }
}

extension ExpressionScope {
  public func column(_ name: String, of row: Expression) -> ValueType?? { .some(nil) }
  public func field(_ name: String, at range: SourceRange) -> (Expression, ValueType?)? { nil }
  public func calendar(_ name: String) -> CalendarID? { nil }
  public func queue(_ name: String) -> QueueIndex? { nil }
  public func toggle(_ name: String) -> SwitchID? { nil }
  public var switchNames: [String] { [] }
  public var variableNames: [String] { [] }
  public var fieldNames: [String] { [] }
  public var calendarNames: [String] { [] }
  public var queueNames: [String] { [] }
}
