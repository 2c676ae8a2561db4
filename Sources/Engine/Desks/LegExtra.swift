import ACD
import Chronology
import Session

/// What the engine keeps of few calls only: lines of agents, and calls with notes for them.
final class LegExtra {
  /// Who sits there.
  var agent: AgentID?
  /// The number and PIN that are being looked at.
  var login: (serial: UInt32, number: String)?
  var failures = 0
  /// The telephone that was rung for an offer.
  var isRung = false
  /// What an agent is told of the call before he has it.
  var notes: [OfferFacts.Note] = []
  /// The call-back that it ordered, or is.
  var callBack: CallID?
  /// Of a call that was moved from one queue to another.
  var waitsSince: Instant?
  /// What a supervisor gave it in place of its route's or queue's: it goes with the call to other queues.
  var priority: Int?
  /// Called back: the stay in a queue that goes on with this call. It has none of its own.
  var visit: CallBack.Visit?
  /// Messages that were begun in this call; the one that is being spoken.
  var messages = 0
  var message: (name: String, path: String)?
  /// The message that an agent is offered with this call.
  var work: Int?
  /// For whom this leg was rung.
  var caller: CallID?
  /// Whom an agent has asked, or has rung, about this call, and to whom it goes now.
  var passed: Bridge?
  /// What its queue says to him, by the language of his line.
  var whisper: [String: [Segment]] = [:]
  /// The leg whose talk this one listens to, as a supervisor.
  var monitors: CallID?
  var voice = DeskNews.Monitor.listen
  /// He was ready for calls before he listened.
  var wasReady = false
}
