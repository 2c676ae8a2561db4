import ACD
import CallFlow
import Chronology
import Tones

/// One call: does what its walker decides. A value; copying it clones the call.
public struct CallRuntime: Sendable {
  var walker: any Walker
  /// After `end`: every further event is ignored.
  public private(set) var isOver = false

  public init(walker: any Walker) { self.walker = walker }

  /// - Parameters:
  ///   - instant: when it happened, never before the event handled last.
  ///   - effects: appended to, never cleared here.
  public mutating func handle(
    _ event: CallEvent, at instant: Instant, in context: some WalkerContext,
    into effects: inout [CallEffect]
  ) {}
}
