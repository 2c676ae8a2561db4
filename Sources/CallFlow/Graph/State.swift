import Chronology
import Tones

/// One state of a flow: its kind, what it says on entry, and all that it inherits, already resolved.
public struct State: Sendable {
  public var name: String
  /// `main.top_menu`, as logs and scripts write it.
  public var fullName: String
  public var flow: FlowID
  public var kind: StateKind
  /// Statements of the state itself, in text order; run each time it is entered, before it listens.
  public var entry: Block
  public var settings: StateSettings
  /// Own keys first, in text order, then inherited ones, inner scopes first; an inherited key that is beaten
  /// or removed is not here.
  public var keys: [KeyBinding]
  /// Scopes from the state outward (state, flow, file, application); the built-in handlers are not here.
  public var handlers: [[Handler]]
  public var tries: Tries
  public var position: SourcePosition

  public init(
    name: String, fullName: String, flow: FlowID, kind: StateKind, entry: Block,
    settings: StateSettings = StateSettings(), keys: [KeyBinding] = [], handlers: [[Handler]] = [],
    tries: Tries = Tries(limit: 3, action: .builtIn(route: nil, record: nil)), position: SourcePosition
  ) {
    (self.name, self.fullName, self.flow, self.kind, self.entry) = (name, fullName, flow, kind, entry)
    (self.settings, self.keys, self.handlers) = (settings, keys, handlers)
    (self.tries, self.position) = (tries, position)
  }
}

/// Settings in force in a state, the built-in ones of LANGUAGE 3.5 where none is written.
public struct StateSettings: Hashable, Sendable {
  /// First-key wait, from the end of the prompts.
  public var timeout: Duration = .seconds(5)
  /// Wait between keys, from key up.
  public var interdigit: Duration = .seconds(2)
  /// Wait for the terminator when only it may follow; zero accepts at once.
  public var terminatorWait: Duration = .zero
  /// Nil when switched off.
  public var terminator: Key? = .hash
  public var bargeIn: Gate = .open
  /// Type-ahead is thrown away when the state is entered.
  public var dropsTypeAhead = false
  /// Self-service time before `limit.call`.
  public var maxCall: Duration = .minutes(15)
  public init() {}
}

/// `key 1, 10-19 "label" action`.
public struct KeyBinding: Hashable, Sendable {
  public var patterns: [KeyPattern]
  /// As written, for logs: `1`, `10-19`.
  public var name: String
  public var label: Label?
  public var action: Block
  public var isInherited: Bool
  public init(
    patterns: [KeyPattern], name: String, label: Label? = nil, action: Block, isInherited: Bool = false
  ) {
    (self.patterns, self.name, self.label) = (patterns, name, label)
    (self.action, self.isInherited) = (action, isInherited)
  }
}

/// `on no-input 2 when expr action`.
public struct Handler: Hashable, Sendable {
  public var event: EventName
  public var count: Int
  public var condition: Expression?
  public var action: Block
  public init(event: EventName, count: Int = 1, condition: Expression? = nil, action: Block) {
    (self.event, self.count, self.condition, self.action) = (event, count, condition, action)
  }
}

/// `tries 3 action`, the nearest one in scope.
public struct Tries: Hashable, Sendable {
  public enum Action: Hashable, Sendable {
    case block(Block)
    /// To an agent when one is open, else a message, else goodbye (LANGUAGE 3.5).
    case builtIn(route: StateID?, record: StateID?)
  }
  public var limit: Int
  public var action: Action
  public init(limit: Int, action: Action) { (self.limit, self.action) = (limit, action) }
}

/// What a state does once its entry statements have run. A further kind is a case here, a row in the
/// builder's table and a branch of the walker.
public enum StateKind: Sendable {
  case `do`
  case menu(resultKeys: VariableID?)
  case collect(CollectSpec)
  case hours(HoursSpec)
  case lookup(LookupSpec)
  case answer(AnswerSpec)
  case route(RouteSpec)
  case transfer(TransferSpec)
  case callBack(CallBackSpec)
  case call(CallSpec)
  case desk(DeskSpec)
  case survey(SurveySpec)
  case fetch(FetchSpec)
  case record(RecordSpec)
  case mailbox(MailboxSpec)

  /// Whether a caller can be waited for here.
  public var isWaiting: Bool {
    switch self {
    case .menu, .collect, .answer, .route, .transfer, .callBack, .desk, .survey, .record, .mailbox: true
    case .do, .hours, .lookup, .call, .fetch: false
    }
  }
  /// The kind's keyword.
  public var word: String {
    switch self {
    case .do: "do"
    case .menu: "menu"
    case .collect: "collect"
    case .hours: "hours"
    case .lookup: "lookup"
    case .answer: "answer"
    case .route: "route"
    case .transfer: "transfer"
    case .callBack: "callback"
    case .call: "call"
    case .desk: "desk"
    case .survey: "survey"
    case .fetch: "fetch"
    case .record: "record"
    case .mailbox: "mailbox"
    }
  }
}

public struct CollectSpec: Sendable {
  public enum EntryForm: Hashable, Sendable {
    case digits(ClosedRange<Int>)
    /// `*` is the decimal point.
    case amount
    case date, time
    case yesNo
  }
  /// `check expr else say p`.
  public struct Check: Hashable, Sendable {
    public var condition: Expression
    /// What is done when it fails; ends as `failed.invalid` unless it moves.
    public var otherwise: Block
    public init(condition: Expression, otherwise: Block) {
      (self.condition, self.otherwise) = (condition, otherwise)
    }
  }
  public struct Confirm: Hashable, Sendable {
    public var parts: [SayPart]
    public var right: Key
    public var again: Key
    public init(parts: [SayPart], right: Key = .one, again: Key = .two) {
      (self.parts, self.right, self.again) = (parts, right, again)
    }
  }
  public var variable: VariableID
  public var form: EntryForm
  public var checks: [Check]
  public var confirm: Confirm?
  public var privacy: Privacy
  public var done: Block
  public init(
    variable: VariableID, form: EntryForm, checks: [Check] = [], confirm: Confirm? = nil,
    privacy: Privacy = .open, done: Block
  ) {
    (self.variable, self.form, self.checks) = (variable, form, checks)
    (self.confirm, self.privacy, self.done) = (confirm, privacy, done)
  }
}

public struct HoursSpec: Sendable {
  public var calendar: CalendarID
  /// The instant asked about; nil for now.
  public var at: Expression?
  public var open: Block
  public var closed: Block
  /// Ways not written are `closed`.
  public var holiday: Block?
  public var lunch: Block?
  public var nextOpen: VariableID?
  public init(
    calendar: CalendarID, at: Expression? = nil, open: Block, closed: Block, holiday: Block? = nil,
    lunch: Block? = nil, nextOpen: VariableID? = nil
  ) {
    (self.calendar, self.at, self.open, self.closed) = (calendar, at, open, closed)
    (self.holiday, self.lunch, self.nextOpen) = (holiday, lunch, nextOpen)
  }
}

/// One row of a table: compiled by the store to a prepared statement with bound values.
public struct RowQuery: Hashable, Sendable {
  public var table: TableID
  /// Only comparisons, `and`, `or`, `not`, `in` over columns and values; other parts are values, evaluated
  /// before the query and bound.
  public var condition: Expression
  /// Column index.
  public var order: Int?
  public var descending: Bool
  /// The columns wanted, by index.
  public var columns: [Int]
  public init(
    table: TableID, condition: Expression, order: Int? = nil, descending: Bool = false, columns: [Int]
  ) {
    (self.table, self.condition, self.order) = (table, condition, order)
    (self.descending, self.columns) = (descending, columns)
  }
}

public struct LookupSpec: Sendable {
  public var query: RowQuery
  /// Where each column of `query.columns` goes; empty when the row is taken whole.
  public var variables: [VariableID]
  public var row: VariableID?
  public var limit: Duration
  public var found: Block
  public var missing: Block
  public var many: Block?
  public init(
    query: RowQuery, variables: [VariableID], row: VariableID? = nil, limit: Duration = .seconds(2),
    found: Block, missing: Block, many: Block? = nil
  ) {
    (self.query, self.variables, self.row, self.limit) = (query, variables, row, limit)
    (self.found, self.missing, self.many) = (found, missing, many)
  }
}

/// Self-service answers, in the order of their lines.
public struct AnswersItem: Sendable {
  public struct Topic: Sendable {
    public var name: String
    public var label: [SayPart]
    public var say: [SayPart]
    public var more: [SayPart]
    public var steps: [[SayPart]]
    public var condition: Expression?
    /// What a caller who knows it may enter in place of looking for the topic.
    public var number: KeyPattern?
    public var writtenNumber: String?
    public init(
      name: String, label: [SayPart], say: [SayPart], more: [SayPart] = [], steps: [[SayPart]] = [],
      condition: Expression? = nil
    ) {
      (self.name, self.label, self.say, self.more) = (name, label, say, more)
      (self.steps, self.condition) = (steps, condition)
    }
  }
  public var name: String
  public var topics: [Topic]
  public init(name: String, topics: [Topic]) { (self.name, self.topics) = (name, topics) }
}

public struct AnswerSpec: Sendable {
  /// Topics with their names resolved in the flow of this state.
  public var answers: AnswersItem
  /// A topic's name to go to at once.
  public var topic: Expression?
  /// Topics a page, at most 8; key 9 turns the page.
  public var page: Int
  /// What was chosen most often comes first.
  public var isByUse = false
  /// The question after an answer; nil for the built-in one.
  public var ask: [SayPart]?
  public var solved: Block
  public var unsolved: Block
  public var topicVariable: VariableID?
  public init(
    answers: AnswersItem, topic: Expression? = nil, page: Int = 8, ask: [SayPart]? = nil, solved: Block,
    unsolved: Block, topicVariable: VariableID? = nil
  ) {
    (self.answers, self.topic, self.page, self.ask) = (answers, topic, page, ask)
    (self.solved, self.unsolved, self.topicVariable) = (solved, unsolved, topicVariable)
  }
}

/// `call name { flow check_id(account); take ok; done { … } }`.
public struct CallSpec: Sendable {
  public struct Argument: Hashable, Sendable {
    /// A parameter of the callee.
    public var parameter: VariableID
    public var value: Expression
    public init(parameter: VariableID, value: Expression) {
      (self.parameter, self.value) = (parameter, value)
    }
  }
  public struct Take: Hashable, Sendable {
    /// A given variable of the callee.
    public var from: VariableID
    /// A variable of the caller.
    public var into: VariableID
    public init(from: VariableID, into: VariableID) { (self.from, self.into) = (from, into) }
  }
  public var flow: FlowID
  public var arguments: [Argument]
  public var takes: [Take]
  public var done: Block
  public init(flow: FlowID, arguments: [Argument] = [], takes: [Take] = [], done: Block) {
    (self.flow, self.arguments, self.takes, self.done) = (flow, arguments, takes, done)
  }
}
