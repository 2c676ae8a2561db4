import Chronology

/// `callback call_me into number { to caller.number; queue billing; within 4h; attempts 3 every 5m; done -> bye }`.
public struct CallBackSpec: Sendable {
  /// A text, or none: then the caller is asked for it.
  public var number: Expression
  /// Gets the number that is called; none when none was entered.
  public var variable: VariableID?
  /// Nil: the queue in which the caller has a place, or was last.
  public var queue: QueueIndex?
  /// After that time he is called no more.
  public var within: Duration = .hours(4)
  /// When he may be called; nil for at any time.
  public var slots: CalendarID?
  /// How long it rings.
  public var ring: Duration = .seconds(25)
  /// How often he is called in all, and how long after a call that came to nothing.
  public var attempts = 3
  public var every: Duration = .minutes(5)
  public var done: Block
  public init(number: Expression, done: Block) { (self.number, self.done) = (number, done) }
}
