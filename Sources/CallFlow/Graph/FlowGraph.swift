import Chronology
import Wording

/// One application, checked and compiled: everything a call needs to know, in arrays by index. Immutable
/// and shared; a call keeps the graph it began with.
public final class FlowGraph: Sendable {
  public struct Content: Sendable {
    /// FNV-1a over the names and bytes of all sources.
    public var id: UInt64 = 0
    /// The application's start file, by which site lines and scripts name it.
    public var name = ""
    /// Names of the source texts; `SourcePosition.file` indexes them.
    public var sources: [String] = []
    public var languages: [Language] = []
    public var defaultLanguage = LanguageID(0)
    public var dials: [DialRow] = []
    public var fields: [Field] = []
    public var switches: [SwitchItem] = []
    public var notices: [NoticeItem] = []
    public var calendars: [CalendarItem] = []
    public var skills: [SkillItem] = []
    public var queues: [QueueItem] = []
    public var segments: [SegmentItem] = []
    public var tables: [TableItem] = []
    public var answers: [AnswersItem] = []
    public var prompts: [Prompt] = []
    /// Clips of fixed texts, by language and text as it is written: played wherever that is said.
    public var recordings: [String: [String: String]] = [:]
    /// When somebody last said that a prompt or a topic is right.
    public var reviews: [Review] = []
    public var flows: [Flow] = []
    public var states: [State] = []
    /// The design rules it is made by; nil when it names none.
    public var profile: DesignProfile?
    /// Findings of design rules that are meant so.
    public var allowances: [DesignAllowance] = []
    public init() {}
  }
  public let content: Content
  public init(_ content: Content) { self.content = content }

  public var id: UInt64 { content.id }
  public var name: String { content.name }
  @inlinable public func state(_ id: StateID) -> State { content.states[id.index] }
  @inlinable public func flow(_ id: FlowID) -> Flow { content.flows[id.index] }
  public func flow(named name: String) -> FlowID? {
    content.flows.firstIndex { $0.name == name }.map { FlowID($0) }
  }
}

public struct Language: Hashable, Sendable {
  /// `ko`, `en`.
  public var tag: String
  /// espeak-ng's name of the voice; nil for the tag itself.
  public var voice: String?
  /// How `say options` reads one label: a text with `{label}` and `{key}`.
  public var option: Template?
  /// Words a minute; nil for the voice's own.
  public var speed: Int?
  /// 0…99; nil for the voice's own.
  public var pitch: Int?
  /// dB over the house's level, -40…12.
  public var volume = 0
  /// Silence between two pieces.
  public var pause: Duration?
  /// How politely the engine's own sentences are said in it.
  public var level = SpeechLevel.formal
  /// Where a text is looked for that this language has not; then in that one's, at last in the default.
  public var fallback: LanguageID?
  /// Words for single digits, where they differ from the language's own.
  public var spokenDigits: [Int: [String]]
  public init(
    tag: String, voice: String? = nil, option: Template? = nil, speed: Int? = nil, pitch: Int? = nil,
    pause: Duration? = nil, spokenDigits: [Int: [String]] = [:]
  ) {
    (self.tag, self.voice, self.option, self.speed) = (tag, voice, option, speed)
    (self.pitch, self.pause, self.spokenDigits) = (pitch, pause, spokenDigits)
  }
}

extension [Language] {
  /// A language and those whose texts stand in for its own, in their order.
  public func chain(from first: LanguageID, default last: LanguageID) -> [LanguageID] {
    var chain: [LanguageID] = []
    var next: LanguageID? = first
    while let language = next, indices.contains(language.index), !chain.contains(language) {
      chain.append(language)
      next = self[language.index].fallback
    }
    return chain.contains(last) ? chain : chain + [last]
  }
}

/// `prompt fees reviewed 2026-01-05 { … }`, and the same of a topic.
public struct Review: Hashable, Sendable {
  /// `prompt fees`, `topic fees`.
  public var what: String
  public var day: Day?
  public var position: SourcePosition
  public init(what: String, day: Day?, position: SourcePosition) {
    (self.what, self.day, self.position) = (what, day, position)
  }
}

/// `dial 1000, 15881000 -> main in ko`.
public struct DialRow: Hashable, Sendable {
  /// Empty for `dial any`.
  public var patterns: [KeyPattern]
  public var target: StateID
  public var language: LanguageID?
  /// Only for calls from these numbers; empty for all.
  public var from: [KeyPattern]
  public var position: SourcePosition
  public init(
    patterns: [KeyPattern], target: StateID, language: LanguageID?, from: [KeyPattern] = [],
    position: SourcePosition
  ) {
    (self.patterns, self.target, self.language) = (patterns, target, language)
    (self.from, self.position) = (from, position)
  }
  /// Whether a call from that number may take it; of one whose number is not known only those for all.
  public func isFor(_ ani: String?) -> Bool {
    from.isEmpty || ani.map { ani in from.contains { $0.matches(ani) } } ?? false
  }
}

/// `field vip flag = false`: a value of the call that every flow, the agent's offer and the log see.
public struct Field: Hashable, Sendable {
  public var name: String
  public var type: ValueType
  public var initial: Expression?
  public var privacy: Privacy
  public init(name: String, type: ValueType, initial: Expression? = nil, privacy: Privacy = .open) {
    (self.name, self.type, self.initial, self.privacy) = (name, type, initial, privacy)
  }
}

public struct CalendarItem: Hashable, Sendable {
  public var name: String
  public var hours: OpeningHours
  /// On, it is open, off, it is closed, whatever the hours say.
  public var toggle: SwitchID?
  /// Where more holidays are found; `hours` has those of files alone, as the flows are written.
  public var holidayTable: HolidayTable?
  public init(name: String, hours: OpeningHours) { (self.name, self.hours) = (name, hours) }
}

public struct SkillItem: Hashable, Sendable {
  public var name: String
  public var title: String?
  public var levels: ClosedRange<Int>
  public init(name: String, title: String? = nil, levels: ClosedRange<Int> = 1...9) {
    (self.name, self.title, self.levels) = (name, title, levels)
  }
}

/// A table of the site's data, as the flow declares it.
public struct TableItem: Hashable, Sendable {
  public struct Column: Hashable, Sendable {
    public var name: String
    public var type: ValueType
    public var isKey: Bool
    /// Holds what must not be told: what is read of it is secret too.
    public var isSecret: Bool
    public init(name: String, type: ValueType, isKey: Bool = false, isSecret: Bool = false) {
      (self.name, self.type, self.isKey, self.isSecret) = (name, type, isKey, isSecret)
    }
  }
  public var name: String
  /// `in "file.sqlite"`; nil for the site's data file.
  public var file: String?
  public var columns: [Column]
  public init(name: String, file: String? = nil, columns: [Column]) {
    (self.name, self.file, self.columns) = (name, file, columns)
  }
}

/// One named flow: its variables, parameters and first state.
public struct Flow: Hashable, Sendable {
  public struct Variable: Hashable, Sendable {
    public var name: String
    public var type: ValueType?
    public var privacy: Privacy
    public init(name: String, type: ValueType?, privacy: Privacy = .open) {
      (self.name, self.type, self.privacy) = (name, type, privacy)
    }
  }
  public struct Parameter: Hashable, Sendable {
    public var variable: VariableID
    public var initial: Expression?
    public init(variable: VariableID, initial: Expression? = nil) {
      (self.variable, self.initial) = (variable, initial)
    }
  }
  public struct InitialValue: Hashable, Sendable {
    public var variable: VariableID
    public var value: Expression
    public init(variable: VariableID, value: Expression) { (self.variable, self.value) = (variable, value) }
  }
  public var name: String
  public var variables: [Variable]
  public var parameters: [Parameter]
  /// What the flow gives back to `take`, by name.
  public var gives: [VariableID]
  /// The flow's own `set` lines, run whenever its variables are made.
  public var initialValues: [InitialValue]
  public var start: StateID
  /// All states of the flow, in text order.
  public var states: [StateID]
  public var position: SourcePosition
  public init(
    name: String, variables: [Variable] = [], parameters: [Parameter] = [], gives: [VariableID] = [],
    initialValues: [InitialValue] = [], start: StateID, states: [StateID] = [], position: SourcePosition
  ) {
    (self.name, self.variables, self.parameters, self.gives) = (name, variables, parameters, gives)
    (self.initialValues, self.start, self.states, self.position) = (initialValues, start, states, position)
  }
}
