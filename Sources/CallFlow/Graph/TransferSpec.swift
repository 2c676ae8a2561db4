import Chronology
import Tones

/// `transfer out { to "201"; mode bridge; busy -> a; no-answer -> b; done -> c }`.
public struct TransferSpec: Sendable {
  public enum Mode: String, Hashable, Sendable, CaseIterable {
    /// The call leaves us for the number.
    case blind
    /// Whoever has the number is rung and, when he answers, hears the caller.
    case bridge
    /// As `bridge`, but he is asked first whether he takes the call.
    case ask
  }
  /// A text: the number.
  public var number: Expression
  public var mode = Mode.blind
  /// How long it rings.
  public var ring = TransferSpec.usualRing
  /// How long they talk at most; nil for as long as they like.
  public var max: Duration?
  /// The caller's keys that end it.
  public var endKeys: [KeyPattern] = []
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

  public static let usualRing: Duration = .seconds(30)
}
