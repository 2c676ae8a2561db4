import CallFlow
import Chronology
import Tones

/// One scripted call, read from a `*.call` file: what is set up, and what is done and expected in order.
public struct Script: Sendable {
  /// The text behind `call`, and for one case of a `for` its values: `balance [key=2]`.
  public var name: String
  public var position: SourcePosition
  /// The path behind `flow`, as written.
  public var flow: String
  public var flowRange: SourceRange
  public var setup = ScriptSetup()
  public var steps: [ScriptStep] = []
  public init(name: String, position: SourcePosition, flow: String, flowRange: SourceRange) {
    (self.name, self.position, self.flow, self.flowRange) = (name, position, flow, flowRange)
  }
}

/// What holds before the first act.
public struct ScriptSetup: Sendable {
  public enum Mode: String, Sendable, CaseIterable { case virtual, audio }
  public struct Rows: Sendable {
    public enum Source: Sendable {
      /// A path beside the script.
      case csv(String)
      case rows([[String: Value]])
    }
    public var table: String
    public var source: Source
    public var range: SourceRange
    public init(table: String, source: Source, range: SourceRange) {
      (self.table, self.source, self.range) = (table, source, range)
    }
  }
  public struct Agent: Sendable {
    public enum Begin: Sendable, Equatable {
      case ready, away
      case busy(until: ScriptMoment)
    }
    public var name: String
    public var skills: [String: Int]
    public var begin: Begin
    /// With which he logs in at a desk; nil for one who cannot.
    public var number: String?
    public var pin: String?
    public var range: SourceRange
    public init(name: String, skills: [String: Int], begin: Begin = .ready, range: SourceRange) {
      (self.name, self.skills, self.begin, self.range) = (name, skills, begin, range)
    }
  }
  /// The world is not as it is: what a test replaces.
  public enum Replacement: Sendable {
    /// The table's lookups; `after` is how long each takes.
    case lookup(table: String, LookupReply?, after: Duration?)
    /// The fetches of that state; nothing is fetched in a rehearsal otherwise.
    case fetch(state: String, LookupReply?, after: Duration?)
    case missingClip(String)
    /// Nothing can be recorded.
    case recordingFails
    case speechFails
    case calendar(String, isOpen: Bool, SourceRange)
    /// Where it stands when the script begins.
    case toggle(String, SwitchItem.Position, SourceRange)
  }
  public enum LookupReply: Sendable {
    case row([String: Value])
    /// `missing`, `timeout`, `shape` or a word of one's own.
    case fails(String)
  }
  /// A Monday morning, when none is told.
  public var start = Instant(milliseconds: 1_767_603_600_000)  // 2026-01-05 09:00 UTC
  public var zone = Zone.utc
  public var language: (name: String, range: SourceRange)?
  public var rows: [Rows] = []
  public var agents: [Agent] = []
  /// PINs of queues' mailboxes.
  public var mailboxPins: [String: String] = [:]
  public var seed: UInt64 = 1
  public var replacements: [Replacement] = []
  /// Virtual time that the whole script may take.
  public var limit: Duration = .hours(24)
  public var mode = Mode.virtual
  public init() {}
}

/// A moment as scripts write it: `+3s` from the call's start, or a time of day.
public enum ScriptMoment: Sendable, Equatable {
  case after(Duration)
  case clock(Day?, ClockTime)
}

/// One line of a script.
public struct ScriptStep: Sendable {
  public enum Kind: Sendable {
    case act(ScriptAct)
    case expect(Expectation)
    /// `caller name { … }`: runs beside what follows.
    case group(name: String, [ScriptStep])
  }
  public var kind: Kind
  public var range: SourceRange
  public init(kind: Kind, range: SourceRange) { (self.kind, self.range) = (kind, range) }
}

/// What a caller, an agent or the world does.
public enum ScriptAct: Sendable {
  /// When the caller presses, if not at once.
  public struct WhileSaying: Sendable {
    /// Nil for any prompt.
    public var prompt: String?
    public var after: Duration
  }
  public enum AgentDeed: String, Sendable {
    case answers, misses, refuses
    case hangsUp = "hangs up"
    case logsIn = "logs in"
    case logsOut = "logs out"
    case pauses
    /// Back from a pause.
    case returns
  }
  /// What becomes of a telephone that is rung for a caller.
  public enum OtherDeed: Hashable, Sendable {
    case answers, busy, rings, refuses
    /// It cannot be rung: the dial program does not work, or the PBX knows no way there.
    case fails
    /// Of whoever has answered, when the script does not play him.
    case hangsUp
    case presses([Key])
  }
  case call(ani: String?, dnis: String, callerName: String?)
  case press([Key], every: Duration?, hold: Duration?, WhileSaying?)
  case wait(Duration)
  case waitUntil(Expectation)
  /// Until the call has ended, or that long; no script writes it.
  case waitUntilOver(Duration)
  /// Once a message is taken: he speaks it, for as long as its text takes or as told.
  case say(String, for: Duration?)
  case hangUp
  case dropLine
  case play(String, at: ScriptMoment?)
  case tone(ScriptTone)
  case agent(String, AgentDeed, after: Duration?)
  case otherLine(OtherDeed, after: Duration?)
  case load(flow: String)
}

/// `tone 1 for 60ms level -12dBm twist +4dB noise -30dBm`.
public struct ScriptTone: Sendable, Equatable {
  public var key: Key
  public var length: Duration
  /// Of each tone, dBm0.
  public var level: Double
  /// Decibels by which the high tone is louder.
  public var twist: Double
  /// dBm0; nil for none.
  public var noise: Double?
}
