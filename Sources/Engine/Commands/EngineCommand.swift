import ACD
import Chronology
import Session

/// What an agent, a supervisor or an operator orders.
public enum EngineCommand: Sendable {
  /// `paused`: logs in already paused, so that nothing is offered in between.
  case agentLogin(String, paused: String? = nil)
  /// Back from pause, wrap-up or not answering.
  case agentReady(String)
  /// While talking, takes effect after talk and wrap-up.
  case agentPause(String, reason: String)
  case agentAnswer(String)
  case agentRefuse(String)
  /// His telephone rang out.
  case agentMiss(String)
  case agentHangUp(String)
  /// While talking, takes effect after the talk.
  case agentLogout(String)
  /// A supervisor on a line of his own listens to a call, or to an agent's, whispers or joins; nil ends it.
  case monitor(String, by: String, DeskNews.Monitor?)
  case setPriority(CallID, Int)
  /// From now on, over reloads and restarts, until it is what the site says; level 0 takes the skill away.
  case setSkill(agent: String, skill: String, level: Int)
  /// Lets callers in, or nobody, until that instant on the wall clock if one is given.
  case setQueue(String, isOpen: Bool, until: Instant? = nil)
  /// Closes it now with a message, which callers hear before they go where their route says; in one language
  /// only when its tag is given. Those who wait hear it and go as well, unless they are kept.
  case closeQueue(
    String, message: String, language: String? = nil, keepsWaiting: Bool = false, until: Instant? = nil)
  /// A call that waits, or talks at a desk, goes to a queue or an agent, by name.
  case move(CallID, to: String)
  /// Files an agent's talk, the one that he has or had last, under a code of its queue.
  case dispose(agent: String, code: String, call: CallID? = nil)
  /// For all calls from now on.
  case turn(SwitchOrder)
  /// Those of one queue's mailbox, or of all.
  case messages(queue: String?)
  /// Puts a notice up, or takes it away.
  case setNotice(String, StoredNotice?)
  case notices
  /// By its number; nil deletes it, with its sound.
  case markMessage(Int, StoredMessage.State?)
  /// Where a call stands and why nobody has it yet.
  case explainCall(CallID)
  /// Why an agent is offered nothing.
  case explainAgent(String)
  case hangUpCall(CallID)
  /// The call on that leg, or that left on it and has not come back.
  case hangUpLeg(LegID)
  /// What a PBX tells of a leg that is to come.
  case expect(LegID, LegFacts)
  /// Where the caller of a leg goes that has ended.
  case nextHop(LegID)
  /// Calls under way keep the graph they began with; agents and waiting calls keep their state.
  case reload(SiteDefinition)
  /// No new calls; those under way are hung up and have `grace` for what their hang-up handlers still do.
  case shutdown(grace: Duration)
}

/// What became of a command.
public enum EngineReply: Hashable, Sendable {
  case done
  /// Done, with a word for whoever asked.
  case remarked(String)
  /// Done; the agent as he is now.
  case agent(AgentSnapshot)
  /// Names that look like it, best first.
  case unknownAgent(String, near: [String])
  case unknownCall(CallID)
  /// What cannot be done in the state he is in: `kim is not talking`.
  case wrongState(AgentSnapshot, problem: String)
  /// The leg is remembered; the later word replaces an earlier one.
  case expected(replaces: Bool)
  case nextHop(NextHop)
  /// With the folder in which their files are.
  case messages([StoredMessage], folder: String?)
  case notices([String: StoredNotice?], folder: String?)
  /// Lines for a person.
  case explained([String])
  /// What cannot be done, and why.
  case refused(String)
  /// The engine has stopped.
  case stopped

  /// One line for a person; nil when it was done.
  public var problem: String? {
    switch self {
    case .done, .remarked, .agent, .expected, .nextHop, .explained, .messages, .notices: nil
    case .refused(let problem): problem
    case .unknownAgent(let name, let near):
      near.first.map { "there is no agent \(name); did you mean \($0)?" }
        ?? "there is no agent \(name): `ivrctl agents` shows them"
    case .unknownCall(let call): "there is no call \(call) under way: `ivrctl calls` shows those that are"
    case .wrongState(_, let problem): problem
    case .stopped: "the engine is stopping"
    }
  }
}
