import ACD
import Chronology
import Session

/// A caller and an agent on a line of his own, and whoever else is in it.
struct TalkRoom {
  /// Another agent, or somebody elsewhere, who is asked about the call.
  struct Consultation {
    var agent: AgentID?
    /// Of whoever is rung elsewhere, on no line of ours.
    var number: String?
    /// His telephone, while it rings; his leg, once he has answered.
    var ringing: LegID?
    var leg: CallID?
    /// What the two talk in, once he has answered.
    var talk: TalkID?
  }
  var id: TalkID
  var agent: AgentID
  var heldSince: Instant?
  var held: Duration = .zero
  var consultation: Consultation?
  /// The line of the supervisor who listens.
  var supervisor: CallID?
  /// The caller enters what the agent must not hear.
  var isSecret = false
  var isRecorded = false
  /// He asked for a supervisor.
  var asksForSupervisor = false
  /// Where the call goes when this talk ends.
  var target: TransferTarget?
  /// The talk ends because the agent who was asked has the call.
  var isHandedOver = false

  var isHeld: Bool { heldSince != nil }

  mutating func hold(at instant: Instant) { if heldSince == nil { heldSince = instant } }
  mutating func resume(at instant: Instant) {
    if let since = heldSince { held += instant - since }
    heldSince = nil
  }
}
