/// Statements in text order.
public struct Block: Hashable, Sendable {
  public var statements: [Statement]
  /// Where the action stands, for logs and coverage.
  public var position: SourcePosition
  public init(_ statements: [Statement], at position: SourcePosition) {
    (self.statements, self.position) = (statements, position)
  }
}

public indirect enum Statement: Hashable, Sendable {
  /// A `say` line; `visit` is 1 when none is written.
  case say([SayPart], visit: Int)
  case set(VariableID, Expression)
  case setField(FieldID, Expression)
  /// `set call.rate = 120`, `set call.volume = 4`: how this caller is spoken to from now on.
  case setSpeech(SpeechSetting, Expression)
  case language(LanguageID)
  /// `language (expr)`: the tag of a declared language.
  case languageByName(Expression)
  /// `segment gold`: the caller is of that segment from now on; nil for none.
  case segment(SegmentIndex?)
  /// `segment (expr)`: the name of a declared segment; any other is none.
  case segmentByName(Expression)
  case save(SaveOrder)
  case log(Template)
  case note(String, Expression)
  case outcome(String)
  case pause(Duration)
  /// `recording start notice`: the notice is said first and is in the recording; the other steps have none.
  case recording(RecordingStep, notice: [SayPart])
  case throwEvent(EventName, message: Template?)
  case clear([VariableID])
  /// `turn storm on until expr`: for all calls, until then or until it is turned again.
  case turn(SwitchID, SwitchItem.Position, until: Expression?)
  /// `notice today off`, by its place among the notices: nobody hears it any more.
  case noticeOff(Int)
  /// Branches in order, the first whose condition holds; `otherwise` when none does.
  case branch([Branch], otherwise: Block?)
  case move(Move)

  public struct Branch: Hashable, Sendable {
    public var condition: Expression
    public var block: Block
    public init(condition: Expression, block: Block) { (self.condition, self.block) = (condition, block) }
  }
}

/// What a flow may change of how a caller is spoken to.
public enum SpeechSetting: String, Hashable, Sendable, CaseIterable {
  /// Percent of the language's own speed.
  case rate
  /// dB over the language's own level.
  case volume

  /// What is taken; anything beyond is the nearest of it.
  public var range: ClosedRange<Int> {
    switch self {
    case .rate: 50...200
    case .volume: -12...12
    }
  }
  public var usual: Int { self == .rate ? 100 : 0 }
}

/// What a flow does with the recording of its call.
public enum RecordingStep: String, Hashable, Sendable, CaseIterable { case start, pause, resume, stop }

/// A way to another state, or one of the built-in targets.
public struct Move: Hashable, Sendable {
  public enum Target: Hashable, Sendable {
    case state(StateID)
    case `repeat`
    /// The state to enter again, nil for the one that says it; counts one `failed.invalid`.
    case retry(StateID?)
    case stay, back, top, hangUp
    /// `return` with the values given by place, else the flow's `gives`.
    case `return`([Expression])
  }
  public var target: Target
  public var position: SourcePosition
  public init(_ target: Target, at position: SourcePosition) {
    (self.target, self.position) = (target, position)
  }
}

/// `save table (column = value, …) unless condition action`, a new row, or
/// `save table (column = value, …) where condition else action`, which changes rows.
public struct SaveOrder: Hashable, Sendable {
  public var table: TableID
  /// Column index and value.
  public var values: [SavedValue]
  /// The rows that are changed; when there is none, `otherwise` follows. Nil for a new row.
  public var condition: Expression?
  /// When a row for which this holds is there, nothing is written and `otherwise` follows.
  public var unless: Expression?
  /// What follows a conflict; nil for the event `error.save.conflict`.
  public var otherwise: Block?
  public struct SavedValue: Hashable, Sendable {
    public var column: Int
    public var value: Expression
    public init(column: Int, value: Expression) { (self.column, self.value) = (column, value) }
  }
  public init(
    table: TableID, values: [SavedValue], condition: Expression? = nil, unless: Expression? = nil,
    otherwise: Block? = nil
  ) {
    (self.table, self.values, self.condition) = (table, values, condition)
    (self.unless, self.otherwise) = (unless, otherwise)
  }
}

/// A dotted event name, `failed.no-input`, with the short names of LANGUAGE 3.9 already made long.
public struct EventName: Hashable, Sendable, CustomStringConvertible {
  public let text: String
  /// The name itself and each of its dotted prefixes, longest first.
  public let prefixes: [String]
  public init(_ text: String) {
    self.text = text
    var prefixes = [text]
    var rest = text[...]
    while let dot = rest.lastIndex(of: ".") {
      rest = rest[..<dot]
      prefixes.append(String(rest))
    }
    self.prefixes = prefixes
  }
  public var description: String { text }
  /// Whether a handler for `self` catches `event`: equal, or a dotted prefix of it.
  public func catches(_ event: EventName) -> Bool { event.prefixes.contains(text) }

  public static let noInput = EventName("failed.no-input")
  public static let noMatch = EventName("failed.no-match")
  public static let invalid = EventName("failed.invalid")
  public static let cancel = EventName("cancel")
  public static let help = EventName("help")
}
