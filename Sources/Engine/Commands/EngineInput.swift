import ACD
import Chronology
import Session

/// What reaches the engine. Events of one instant are handled in the order hang-up, key, prompt end,
/// other, timer; within a class in the order they were given.
public enum EngineInput: Sendable {
  /// A call on a line. The poster may choose the id (`EngineInbox.makeCallID`) to know the call from its
  /// first moment; nil leaves it to the engine, and the line learns it from the first `play`.
  indirect case arrival(Arrival, CallID?)
  case line(CallID, LineEvent)
  case callTimer(CallID, CallTimer)
  case distributorTimer(DistributorTimer)
  case lookupAnswered(CallID, UInt32, LookupAnswer)
  case saveAnswered(CallID, UInt32, SaveAnswer)
  case transferAnswered(CallID, TransferAnswer)
  /// A telephone that was rung: nobody comes.
  case dialEnded(LegID, DialFault)
  /// Has a telephone rung and gives the person who answers a call on that flow, nil for the line's own.
  /// `answer` is called once, with nil when somebody did.
  indirect case ring(
    String, flow: String?, for: Duration, answer: @Sendable (DialFault?) -> Void)
  /// The reply is called once, on the engine's thread.
  indirect case command(EngineCommand, reply: (@Sendable (EngineReply) -> Void)?)
  /// Called once, on the engine's thread.
  case snapshot(@Sendable (EngineSnapshot) -> Void)
  /// Wall clock less engine time, from now on: for log times and calendars, never for timers.
  case wallOffset(Duration)
  /// How often topics of answers were chosen before this run began.
  case topicsAsked([String: Int])
  /// A call-back is to be tried again, or its time is over.
  case callBackDue(CallID, isOver: Bool)
  /// The end of a queue's closing, in milliseconds on the wall clock.
  case queueReopens(String, until: Int64)
  /// A message that is work for an agent: its last quarter has come, or its time is over.
  case workDue(Int, isOver: Bool)
  /// The time of a notice is over.
  case noticeDue(String)
  /// A login on that line, by serial: whether the PIN is right.
  case pinChecked(CallID, UInt32, Bool)
  /// The grace of a shutdown is over.
  case graceOver
}

/// Where lines, data sources and commands put what happened. May be used from any thread.
public protocol EngineInbox: AnyObject, Sendable {
  /// Hands an input to the engine. `instant` is when it happened (or, on a simulated line, will happen).
  func post(_ input: EngineInput, at instant: Instant)
  /// The engine's time: that of the event being handled in virtual time, the clock's in real time.
  var now: Instant { get }
  /// A call id that no other call has.
  func makeCallID(at instant: Instant) -> CallID
}
