import ACD
import CallFlow
import Chronology
import Session

/// What observers of the engine are told beside the stories of calls. Delivered on the engine's thread,
/// in order.
public enum EngineNotice: Sendable {
  /// The graph is nil for a call that was refused before a flow was found.
  case callArrived(CallID, CallFacts, FlowGraph?, flow: String, language: String)
  /// Sent once for each call, after its record was closed.
  case callEnded(CallID, Ending)
  /// Anything the distributor decided or did.
  case distributor(DistributorEffect)
  /// By the agent's name.
  case agentChanged(String, AgentState)
  /// For screens, in order.
  case centre(CentreEvent)
  /// An invariant that did not hold, or an input that made no sense: reported, never fatal.
  case warning(String)
  /// A recording could not be kept: its path, and why.
  case recordingLost(CallID, String, String?)
  /// What callers hear first was put up until then, or taken away.
  case noticeChanged(String, until: Instant?, by: CallID?)
  /// A file of sound that nobody wants any more.
  case fileUnwanted(String)
  /// Somebody has turned a switch: in a call, or by command.
  case switched(SwitchOrder, by: CallID?)
  /// After a shutdown: every call's record is closed.
  case stopped
}
