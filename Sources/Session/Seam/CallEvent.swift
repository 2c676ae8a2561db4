import ACD
import CallFlow
import Chronology
import Tones

/// What happens to one call, as its runtime sees it. Each carries the instant at which it happened.
public enum CallEvent: Sendable {
  /// The line has been answered: the call begins.
  case answered
  /// A key went down. `cut` tells what the line edge stopped by itself.
  case keyDown(Key, cut: Cut?)
  case keyUp(Key)
  case segmentStarted(PlaybackID, Int)
  /// The segment's last sample has been heard (or would have been).
  case segmentFinished(PlaybackID, Int)
  case segmentFailed(PlaybackID, Int, CallFault)
  case timer(CallTimer)
  case hungUp(by: Party)
  /// Answers to lookups and saves, by serial.
  case lookupAnswered(UInt32, LookupAnswer)
  case saveAnswered(UInt32, SaveAnswer)
  case queued(position: Int)
  case agentOffered(agent: String)
  /// The offer ended without an answer: nobody is about to be connected any more.
  case agentOfferEnded
  /// `isOnLine`: they hear each other; without a line of the agent's the caller hears the queue's music.
  case agentConnected(agent: String, waited: Duration, isOnLine: Bool = false)
  case agentDone(agent: String, talk: Duration, by: TalkEnd)
  case queueLeft(LeaveReason, waited: Duration)
  case transferred(TransferAnswer)
  /// The caller begins or ceases to speak; only while he leaves a message.
  case voice(Bool)
  /// Whether he speaks cannot be heard on his line; when he begins to leave a message.
  case unheard
  /// His message is in its file; nil when it could not be kept, and why.
  case messageEnded(MessageSound?, fault: String?)
  /// To an agent's line.
  indirect case desk(DeskNews)
  /// To a caller in talk with an agent on a line.
  indirect case talk(TalkNews)
  /// A supervisor or the shutdown ends the call.
  case ended(Party)
}

/// A prompt queue of one call, so that a late report or order is recognised and ignored.
public struct PlaybackID: Hashable, Sendable {
  public var number: UInt32
  public init(_ number: UInt32) { self.number = number }
}

/// What the line edge silenced at a key: it acts only while an open segment is playing.
public struct Cut: Hashable, Sendable {
  public var playback: PlaybackID
  public var segment: Int
  /// The part of the segment that was heard.
  public var heard: Duration
  public init(playback: PlaybackID, segment: Int, heard: Duration) {
    (self.playback, self.segment, self.heard) = (playback, segment, heard)
  }
}

/// A timer of one call; a late one is recognised by its serial.
public struct CallTimer: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable {
    case opening, firstKey, interdigit, terminator, swallow, data, maxCall, timed, hangUpGrace, pause, bridge
    case message
    /// Of data that do not come: the caller is not left in silence.
    case hold
  }
  public var kind: Kind
  public var serial: UInt32
  public init(_ kind: Kind, serial: UInt32) { (self.kind, self.serial) = (kind, serial) }
}

public enum LookupAnswer: Sendable {
  case row([Value]), noRow, manyRows([Value])
  case failed(DataFault)
}

public enum SaveAnswer: Sendable {
  case saved, conflict
  case failed(DataFault)
}

/// What a call's runtime wants done.
public enum CallEffect: Sendable {
  /// Starts a prompt queue; another one that still plays is over.
  case play(PlaybackID, [Segment])
  /// Silences what is left of a prompt queue; its later reports are ignored.
  case stop(PlaybackID)
  case start(CallTimer, at: Instant)
  case cancel(CallTimer)
  indirect case lookup(UInt32, LookupRequest)
  indirect case save(UInt32, SaveRequest)
  /// Answered as a lookup is.
  indirect case fetch(UInt32, FetchRequest)
  indirect case enqueue(QueueRequest)
  case queueDeciding
  case queueResumed
  case leaveQueue(LeaveReason)
  case record(RecordingStep)
  /// What the caller says alone.
  case message(MessageStep)
  /// A message is for others; or it is not wanted, and its file goes.
  indirect case keepMessage(MessageOrder)
  indirect case dropMessage(MessageSound)
  /// The caller is to be sent there, or whoever has the number to be rung for him; answered by `transferred`.
  indirect case transfer(TransferRequest)
  /// Whoever is rung for him, or talks to him, is wanted no more; answered by `transferred` unless the call
  /// is over.
  case endTransfer
  /// The caller is to be called back; his place in a queue, when he has one, goes over to that.
  indirect case callBack(CallBackOrder)
  case turn(SwitchOrder)
  case login(number: String, pin: String)
  /// Answered as a login is.
  case unlock(mailbox: String, pin: String)
  case markMessage(Int, StoredMessage.State?)
  indirect case setNotice(NoticeOrder)
  case desk(DeskAct)
  /// A key that the agent must not hear.
  case clicked
  case secretEnded(isDone: Bool)
  /// For the log and the transcript, in order.
  case tell(CallStory)
  /// The call is over: its line is hung up (unless the far end did) and its record closed.
  case end(Ending)
}

/// How a call ended, once and for all.
public struct Ending: Hashable, Sendable {
  public var outcome: Outcome
  public var ownOutcome: String?
  public var by: Party
  public init(outcome: Outcome, ownOutcome: String?, by: Party) {
    (self.outcome, self.ownOutcome, self.by) = (outcome, ownOutcome, by)
  }
}

/// One line of a call's story: what logs, transcripts and scripts see, secrets already gone.
public enum CallStory: Sendable {
  case trace(Trace)
  /// A segment began to sound.
  case said(Segment, playback: PlaybackID, index: Int)
  /// A segment was heard to its end, or cut after that long.
  case heard(Segment, cutAfter: Duration?)
  /// Segments that type-ahead skipped.
  case skipped([Segment])
  /// `shown` is what may be written: the key, or a dot for a secret or masked one.
  case key(Key, shown: Character, use: KeyUse, cut: Duration?)
  case language(String)
  case log(String)
  case note(String, shown: String)
  case queued(queue: String, position: Int)
  case offered(agent: String)
  case connected(agent: String, waited: Duration)
  case talked(agent: String, talk: Duration, by: TalkEnd)
  case left(queue: String, LeaveReason, waited: Duration)
  case ownOutcome(String)
  case turned(SwitchOrder)
  /// The call leaves us for that number.
  case transferring(to: String)
  case transferAnswered(TransferAnswer)
  /// The caller will be called back at that number.
  case callBackOrdered(String)
  /// The caller may speak.
  case messageBegan
  /// A message was taken: what ended it, and how long it is; or none could be, and why.
  case messageTaken(MessageEnd, Duration)
  case messageFailed(String)
  /// It lies in that queue's mailbox, or waits there for an agent.
  case messageKept(queue: String, isWork: Bool)
  case messageDropped
  /// One of a mailbox, by its number: `heard`, `saved`, `deleted`.
  case messageMarked(Int, String)
  /// A notice is put up until then; nil when it is taken away.
  case noticeSet(String, until: Instant?)
  /// A line without signalling has heard that nobody is there any more: what it heard.
  case farEndGone(String)
  case warning(String)
}

/// What became of a key.
public enum KeyUse: String, Hashable, Sendable {
  case taken
  /// Kept from before its prompt.
  case buffered
  /// Thrown away by a closed prompt.
  case dropped
  /// A terminator after an entry that was complete without it.
  case swallowed
}
