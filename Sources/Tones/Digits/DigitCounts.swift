/// What an ear has heard so far.
public struct DigitCounts: Hashable, Sendable {
  /// Presses that were told because of their tone, and because of a message.
  public var byTone = 0, byMessage = 0
  /// Of these, those that the other way told of too.
  public var joined = 0
  /// What was nearly a digit.
  public var refused = DTMFRefusalCounts()
  public init() {}

  public static func += (sum: inout Self, more: Self) {
    sum.byTone += more.byTone
    sum.byMessage += more.byMessage
    sum.joined += more.joined
    sum.refused += more.refused
  }
}
