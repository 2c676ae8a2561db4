import ACD
import Chronology
import Session

/// Something that a screen, or a program beside the telephone, wants to know at once. What may not be shown is
/// masked already.
public struct CentreEvent: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A call came in; it is over.
    case arrived, ended
    /// It waits; an agent's telephone rings for it, and no longer; he has it.
    case queued, offered, offerEnded = "offer-ended", answered
    case talkEnded = "talk-ended"
    /// It left the queue without an agent.
    case left
    /// An agent's state changed.
    case agent
    /// He has filed his talk.
    case disposed
    /// A caller left a message in a queue's mailbox.
    case message
    /// A threshold was crossed; it is over.
    case alert, alertOver = "alert-over"
  }
  public var kind: Kind
  /// On the wall clock.
  public var at: Instant
  public var call: CallID?
  public var from: String?
  public var to: String?
  public var queue: String?
  public var agent: String?
  /// An agent's, and why he is paused; how an offer or a wait ended; a call's outcome; what became of a message.
  public var state: String?
  public var reason: String?
  /// What the talk was filed as.
  public var disposition: String?
  /// Number and length of a message.
  public var message: Int?
  public var length: Duration?
  /// How long the call waited, or talked.
  public var waited: Duration?
  public var talk: Duration?
  public var position: Int?
  /// What the flow notes for the agent, in its order.
  public var notes: [OfferFacts.Note] = []
  /// A line for people.
  public var text: String?
  public init(_ kind: Kind, at: Instant, call: CallID? = nil, agent: String? = nil) {
    (self.kind, self.at, self.call, self.agent) = (kind, at, call, agent)
  }
}
