/// `transfer out { to "201"; busy -> a; no-answer -> b; done -> c }`.
public struct TransferSpec: Sendable {
  /// A text: the number.
  public var number: Expression
  /// Nil: the call is over when the talk is.
  public var done: Block?
  /// Ways that are not written throw `error.transfer.…`.
  public var busy: Block?
  public var noAnswer: Block?
  public var refused: Block?
  /// The length of the talk, and why there was none.
  public var talk: VariableID?
  public var reason: VariableID?
  public init(
    number: Expression, done: Block? = nil, busy: Block? = nil, noAnswer: Block? = nil,
    refused: Block? = nil, talk: VariableID? = nil, reason: VariableID? = nil
  ) {
    (self.number, self.done, self.busy, self.noAnswer) = (number, done, busy, noAnswer)
    (self.refused, self.talk, self.reason) = (refused, talk, reason)
  }
}
