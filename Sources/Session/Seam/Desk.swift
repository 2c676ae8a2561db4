import ACD
import CallFlow

/// What the flow of an agent's line has done with calls. Carried out by the engine; what comes of it is
/// told by `DeskNews`.
public enum DeskAct: Hashable, Sendable {
  /// The offered call.
  case accept, refuse
  /// Back from a pause, wrap-up or missed calls.
  case ready
  case pause
  case logOut
  /// Ends the talk.
  case endTalk
  /// The caller hears music; asked for again, he is talked to again. While a second agent is asked, back to
  /// the caller.
  case hold
  /// The call goes to an agent's number, a queue's number, a dialled number of the caller's application, or
  /// to a telephone elsewhere.
  case transfer(to: String)
  /// The caller hears music while another agent, or somebody elsewhere, is asked.
  case consult(String)
  /// Who was asked has the call.
  case completeTransfer
  /// Begins or ends the recording of the call.
  case record
  /// The caller enters what the agent must not hear, in that flow of his application.
  case secret(flow: String)
  /// Files the talk that is over under that code of its queue.
  case dispose(code: String)
  /// Asks for a supervisor; at a supervisor's own line, speaks to the next: nobody, the agent, everybody.
  case supervisor
}

/// What is told to the flow of an agent's line.
public enum DeskNews: Hashable, Sendable {
  case loggedIn(agent: String)
  /// Number or PIN were wrong. With no tries left, none is taken for `DeskNews.pause`.
  case refused(triesLeft: Int)
  case offered(OfferFacts)
  /// The offer is over without a talk.
  case offerEnded(OfferEnd)
  case connected
  case held
  /// The caller is talked to again.
  case resumed
  /// Another agent is being asked; then he has answered.
  case asking(agent: String), consulting(agent: String)
  /// An act that could not be done.
  case failed(DeskFault)
  case recording(Bool)
  /// The caller enters something secret; then the flow for it has ended well or not.
  case secretBegan, secretEnded(isDone: Bool)
  /// The caller pressed a key that the agent must not hear.
  case click
  /// What a caller said, to be heard by whoever has taken it.
  case message(MessageSound)
  case supervisorAsked
  /// The talk is filed.
  case disposed
  /// This line listens to a talk as a supervisor, and to whom it speaks; nil when no longer.
  case monitoring(Monitor?)
  /// By whom; the state that follows is told next.
  case talkEnded(by: TalkEnd)
  case ready, paused, wrapUp, notAnswering
  case loggedOut

  public enum Monitor: String, Hashable, Sendable, CaseIterable { case listen, whisper, join }

  /// Seconds without a try after three wrong ones.
  public static let pause: Duration = .seconds(30)
  public static let tries = 3
}

/// What an agent is told of a call before he has it.
public struct OfferFacts: Hashable, Sendable {
  public var call: CallID
  public var queue: String
  /// The caller's language, its tag.
  public var language: String
  public var caller: String?
  /// As they may be shown, in the order of the flow's lines.
  public var notes: [Note]
  /// What the caller's queue has to say to the agent.
  public var whisper: [Segment] = []
  /// The agent who asks about a call of his, when that is what the offer is.
  public var consultedBy: String?
  public struct Note: Hashable, Sendable {
    public var name: String
    public var text: String
    public init(name: String, text: String) { (self.name, self.text) = (name, text) }
  }
  public init(
    call: CallID, queue: String, language: String, caller: String? = nil, notes: [Note] = [],
    consultedBy: String? = nil
  ) {
    (self.call, self.queue, self.language, self.caller) = (call, queue, language, caller)
    (self.notes, self.consultedBy) = (notes, consultedBy)
  }
}

/// Why something that an agent wanted cannot be done.
public enum DeskFault: String, Hashable, Sendable {
  /// Nobody and nothing has that number.
  case noSuchNumber = "no-such-number"
  /// The agent asked for cannot take a call now, or did not.
  case agentNotFree = "agent-not-free"
  /// There is no talk, or it is in a state in which that cannot be done.
  case notNow = "not-now"
  /// The site or the flow has no place for it.
  case notHere = "not-here"
  /// The agent talks on another line.
  case busyElsewhere = "busy-elsewhere"
}

/// Where a call goes from a talk.
public enum TransferTarget: Hashable, Sendable {
  /// Offered to that agent first, then as before.
  case agent(AgentID)
  case queue(QueueIndex)
  case state(StateID)
  /// Whoever has that number is rung, as by a `transfer`.
  case number(String)
}

/// What becomes of a talk, told to the flow of the caller.
public enum TalkNews: Hashable, Sendable {
  case held, resumed
  case handedOver(to: String)
  /// The talk with that agent has ended, and the call goes on there.
  case transferred(TransferTarget, from: String, talk: Duration)
  /// To a flow by its name; the talk goes on when it has ended.
  case secret(flow: String)
  /// Begins or ends the recording of the call; told to the flow when it begins.
  case recording(Bool)
  /// What a supervisor has said to callers of a queue, while this one waits.
  case notice(String)
  /// A supervisor sends a call that waits there; the place it had is given up.
  case moved(TransferTarget, waited: Duration)
}

/// A wait of an agent's line: keys for ever, and whatever else is told.
public struct StandBy: Sendable {
  public var collect: CollectRequest
  /// The wait for a first key ends as `noInput`.
  public var isTimed: Bool
  /// Keys that fit nothing pass unnoticed.
  public var isLoose: Bool
  /// `played` comes when everything has been heard.
  public var tellsSilence: Bool
  public init(
    _ collect: CollectRequest, isTimed: Bool = false, isLoose: Bool = true, tellsSilence: Bool = false
  ) {
    (self.collect, self.isTimed, self.isLoose) = (collect, isTimed, isLoose)
    self.tellsSilence = tellsSilence
  }
}
