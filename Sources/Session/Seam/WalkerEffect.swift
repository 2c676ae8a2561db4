import ACD
import CallFlow
import Chronology
import Tones

/// What a walker asks of the call runtime. Nothing else passes from one to the other.
public enum WalkerEffect: Sendable {
  /// Plays what is queued, then takes what the caller says: `message`, `messageFailed`, or `keys` for one of its
  /// keys before it began.
  case takeMessage(MessageRequest)
  indirect case keepMessage(MessageOrder)
  indirect case dropMessage(MessageSound)
  /// A message was heard, or is to be kept; nil deletes it.
  case markMessage(Int, StoredMessage.State?)
  /// The PIN of a queue's mailbox: `desk(loggedIn)` or `desk(refused)`.
  case unlock(mailbox: String, pin: String)
  /// What all callers hear first.
  indirect case setNotice(NoticeOrder)
  /// Adds to the prompt queue; it starts when something that must be answered is asked for.
  case queuePrompt([Segment])
  /// Plays what is queued and listens: `keys`, `noInput` or `noMatch`.
  case collect(CollectRequest)
  /// Plays what is queued: `played`.
  case playOut
  /// Into a queue: `queueKey`, `timed`, `agentConnected`, `agentDone`, `left`.
  indirect case enqueue(QueueRequest)
  /// After `queueKey` or `timed`: go on waiting.
  case resumeQueue
  /// After `queueKey`: give up the place.
  case leaveQueue
  /// `row`, `noRow`, `manyRows` or `failed`.
  indirect case lookup(LookupRequest)
  /// `row`, `noRow` or `failed`; when it takes more than two seconds the caller hears what is given, then
  /// music.
  indirect case fetch(FetchRequest, hold: [Segment])
  /// `saved`, `conflict` or `failed`.
  indirect case save(SaveRequest)
  /// Plays what is queued, then sends the caller elsewhere: `transferEnded` or `transferFailed` when he comes
  /// back, `hungUp` when he does not.
  case transfer(TransferRequest)
  /// The caller is to be called back: `callBackOrdered`, once a place that he has in a queue is kept.
  indirect case callBack(CallBackOrder)
  /// The place that was kept for who is called back; as after `enqueue`.
  case takePlace
  /// Who an agent says he is: `desk(loggedIn)` or `desk(refused)`.
  case login(number: String, pin: String)
  /// An agent's line waits: `keys`, `noInput`, `noMatch`, `played` by the wish's terms, or `desk`.
  indirect case standBy(StandBy)
  /// An order of an agent.
  case desk(DeskAct)
  /// The flow that a caller in talk was sent to has ended: the talk goes on.
  case resumeTalk(isDone: Bool)
  case log(String)
  /// The tag of the language that the call goes on in; asked once at the beginning too.
  case language(String)
  case note(String, Value, Privacy)
  /// Of the call, both directions. It is blank by itself while a secret is entered.
  case recording(RecordingStep)
  /// A switch is turned, for all calls.
  case turn(SwitchOrder)
  /// The flow's own outcome word.
  case outcome(String)
  /// A fixed outcome that the walker has reached: `self-served`, `error`.
  case reached(Outcome)
  /// For the log and the transcript: a state entered, a move made, an event thrown.
  case trace(Trace)
  /// Ends the call after queued prompts are played.
  case disconnect
}

/// A wait for keys. What every call asks alike is shared, so that asking copies a reference.
public struct CollectRequest: Sendable {
  /// Throws type-ahead away first (`fresh`).
  public var dropsTypeAhead: Bool
  /// An entry has failed before it: the rest of what was pressed in one go with that is thrown away too.
  public var followsFailure = false
  private var body: Body

  public var grammar: KeyGrammar {
    get { body.content.grammar }
    set { body = body.with { $0.grammar = newValue } }
  }
  /// First-key wait, from T_end.
  public var timeout: Duration { body.content.timeout }
  public var interdigit: Duration { body.content.interdigit }
  public var terminatorWait: Duration { body.content.terminatorWait }
  public var privacy: Privacy {
    get { body.content.privacy }
    set { body = body.with { $0.privacy = newValue } }
  }
  /// Self-service time of the whole call after which `limit(.call)` comes.
  public var maxCall: Duration { body.content.maxCall }

  public init(
    grammar: KeyGrammar, timeout: Duration, interdigit: Duration, terminatorWait: Duration = .zero,
    dropsTypeAhead: Bool = false, privacy: Privacy = .open, maxCall: Duration = .minutes(15)
  ) {
    self.dropsTypeAhead = dropsTypeAhead
    body = Body(
      Body.Content(
        grammar: grammar, timeout: timeout, interdigit: interdigit, terminatorWait: terminatorWait,
        privacy: privacy, maxCall: maxCall))
  }

  private final class Body: Sendable {
    struct Content: Sendable {
      var grammar: KeyGrammar
      var timeout: Duration
      var interdigit: Duration
      var terminatorWait: Duration
      var privacy: Privacy
      var maxCall: Duration
    }
    let content: Content
    init(_ content: Content) { self.content = content }
    func with(_ change: (inout Content) -> Void) -> Body {
      var content = content
      change(&content)
      return Body(content)
    }
  }
}

/// A wish for an agent, and what the caller hears and may press meanwhile.
public struct QueueRequest: Sendable {
  public var contact: ContactRequest
  public var queueName: String
  /// Name or number of the agent who is offered the call first.
  public var agent: String?
  /// The one who served this caller last is, when there is no other.
  public var lastAgent: QueueItem.LastAgent?
  /// The queue's calendar is closed now: leaves at once with `closed`.
  public var isClosed: Bool
  /// A clip; nil for the built-in music.
  public var music: String?
  public var keys: KeyGrammar
  /// Shown to the agent, in the order of the lines.
  public var notes: [(name: String, value: Value, privacy: Privacy)]
  /// Instants after entry at which the walker is asked (`timed(i)`) what to play; it answers with
  /// `queuePrompt` and `resumeQueue`.
  public var timed: [Duration]
  /// Said to the agent who is offered the call, by the language of his line.
  public var whisper: [String: [Segment]] = [:]
  /// The caller's, and what it has added to the priority.
  public var segment: CallerSegment?
  /// Those of the route's conditional needs and preferences that hold for this caller, as they are written;
  /// nil for a route without such.
  public var wishes: [String]?
  /// What is asked for this caller alone, as `Trace.asked` has it; nil where nothing could be.
  public var asked: String? {
    guard segment != nil || wishes != nil || agent != nil else { return nil }
    let parts =
      (segment.map { ["segment \($0.name)"] } ?? []) + (wishes ?? [])
      + (agent.map { ["agent " + $0.replacing(";", with: ",")] } ?? [])
    return parts.isEmpty ? "nothing more" : parts.joined(separator: "; ")
  }
  public init(
    contact: ContactRequest, queueName: String, isClosed: Bool = false, music: String? = nil,
    keys: KeyGrammar = KeyGrammar(terminator: nil),
    notes: [(name: String, value: Value, privacy: Privacy)] = [], timed: [Duration] = []
  ) {
    (self.contact, self.queueName, self.isClosed, self.music) = (contact, queueName, isClosed, music)
    (self.keys, self.notes, self.timed) = (keys, notes, timed)
  }
}

/// Which callers somebody is counted among.
public struct CallerSegment: Hashable, Sendable {
  public var name: String
  public var priority: Int
  public init(name: String, priority: Int) { (self.name, self.priority) = (name, priority) }
}

/// A row wanted, its values already evaluated and bound in place of expressions.
public struct LookupRequest: Sendable {
  public var table: TableItem
  public var query: RowQuery
  public var limit: Duration
  public init(table: TableItem, query: RowQuery, limit: Duration) {
    (self.table, self.query, self.limit) = (table, query, limit)
  }
}

public struct SaveRequest: Sendable {
  public var table: TableItem
  /// By column index.
  public var values: [(column: Int, value: Value)]
  /// Only columns and constants: the rows that are changed, a conflict when there is none. Nil for a new row.
  public var condition: Expression?
  /// Only columns and constants: nothing is written when a row for which it holds is there.
  public var unless: Expression?
  /// After that nothing is written any more: sooner than the call ends its wait, so that nothing is written
  /// of which the flow was told that it was not.
  public var limit: Duration = .seconds(4)
  public init(
    table: TableItem, values: [(column: Int, value: Value)], condition: Expression? = nil,
    unless: Expression? = nil
  ) {
    (self.table, self.values, self.condition, self.unless) = (table, values, condition, unless)
  }
}

/// A switch is to be turned.
public struct SwitchOrder: Hashable, Sendable {
  public var name: String
  public var position: SwitchItem.Position
  /// On the wall clock; nil for until it is turned again.
  public var until: Instant?
  public init(name: String, position: SwitchItem.Position, until: Instant? = nil) {
    (self.name, self.position, self.until) = (name, position, until)
  }
}

/// The one outcome of a call, in the order in which the first true one wins (LANGUAGE 3.13).
public enum Outcome: String, Hashable, Sendable, CaseIterable {
  case interrupted, error, refused, transferred, agent, callback, message
  case selfServed = "self-served"
  case abandoned
  case hungUp = "hung-up"
  case finished
}

/// What the log and the transcript say of a call's way.
public enum Trace: Hashable, Sendable {
  /// Full name, `main.top_menu`.
  case state(String, SourcePosition)
  /// What led there (`key 1`, `done`, `on no-input 2`, `tries`) and where it leads.
  case move(String, to: String, SourcePosition)
  /// A handler or `tries` answered an event; the count of the event's own counter.
  case event(EventName, count: Int)
  case lookup(table: String, rows: Int)
  /// What a server was asked for in that state, and what came of it.
  case fetched(String, String)
  /// A row was written, or refused since another one is in its way or it is no longer as it was.
  case saved(table: String, isConflict: Bool)
  /// Loggable form.
  case variable(String, String)
  case fault(String)
  /// Self-service: a topic was `chosen`, `solved` or `unsolved`.
  case topic(String, String)
  /// A survey's question, by its variable: `asked 1-5`, `answered 4`, `skipped`.
  case survey(String, String)
  /// A waiting caller was told how long it may take, in minutes, or that it may be longer than that.
  case toldWait(minutes: Int, orLonger: Bool)
  /// As a call comes into a queue: what is asked for this caller beside what queue and route always ask for,
  /// `segment gold; need senior 2; agent kim`. The log is read by it: the segment first, then each wish whose
  /// condition held, then the agent who is named.
  case asked(String)
}
