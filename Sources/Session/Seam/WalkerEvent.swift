import ACD
import CallFlow
import Chronology
import Tones

/// What the call runtime answers a walker.
public enum WalkerEvent: Sendable {
  /// The call has been answered; sent once, first.
  case began
  case keys(KeyEntry)
  case noInput
  /// The keys that fit nothing.
  case noMatch([Key])
  /// `*` cleared the digits that were in: ask again, uncounted.
  case cleared
  case played
  case queueKey(tag: Int, keys: [Key])
  case timed(Int, position: Int)
  case agentConnected(agent: String, waited: Duration)
  case agentDone(agent: String, talk: Duration, by: TalkEnd)
  case left(LeaveReason)
  /// To the flow of an agent's line.
  case desk(DeskNews)
  /// To the flow of a caller in talk.
  case talk(TalkNews)
  /// Values of the columns asked for.
  case row([Value])
  case noRow
  /// More than one row; the values are the first's, by the order asked for.
  case manyRows([Value])
  case saved
  case conflict
  case failed(DataFault)
  /// A message was taken. After `hungUp` in its end the call is over, and nothing else says so.
  case message(MessageSound, MessageEnd)
  /// None could be, and why; after `hungUp` as above.
  case messageFailed(String, MessageEnd)
  /// The call is back after a talk elsewhere, of that length if it is known.
  case transferEnded(talk: Duration?)
  case transferFailed(TransferFault)
  /// The caller will be called back.
  case callBackOrdered
  /// May arrive at any time; afterwards only `lookup`, `save`, `log`, `note` and `outcome` are carried out.
  case hungUp(by: Party)
  case limit(Limit)
  case fault(CallFault)
}

/// An accepted entry.
public struct KeyEntry: Hashable, Sendable {
  public enum End: Hashable, Sendable {
    /// Nothing more could follow.
    case full
    case terminator
    /// The inter-digit or terminator wait was over.
    case timeout
  }
  public var keys: [Key]
  /// The choice's tag, or `KeyGrammar.dataTag`.
  public var tag: Int
  public var end: End
  /// The number of the message that was being played when its keys cut it.
  public var cutMessage: Int?
  public init(keys: [Key], tag: Int, end: End) { (self.keys, self.tag, self.end) = (keys, tag, end) }
}

/// Who ended a call.
public enum Party: String, Hashable, Sendable { case caller, system, agent, line, transferred }

public enum Limit: String, Hashable, Sendable { case call, turns }

/// No sound could be made.
public enum CallFault: String, Hashable, Sendable { case audio, speech }

/// Why a lookup or save gave nothing.
public enum DataFault: Hashable, Sendable {
  case timeout
  /// A table or column is missing or of another type.
  case shape(String)
  case failed(String)
}
