import ACD
import Chronology
import Session

/// A caller for whom somebody is rung.
struct Bridge {
  let request: TransferRequest
  /// The telephone that rings.
  var ringing: LegID?
  /// Whoever answered, on a leg of his own.
  var leg: CallID?
  /// The agent who is offered the call, or has it.
  var agent: AgentID?
  /// The two hear each other in it.
  var talk: TalkID?
  /// Since when they talk.
  var since: Instant?
  /// Why there is no talk, when there is none.
  var fault = TransferFault.busy

  init(_ request: TransferRequest) { self.request = request }
}
