import Tones

/// `desk at_desk { number 3-4; pin 4-6; … }`: an agent's line.
public struct DeskSpec: Sendable {
  /// How an offered call is taken.
  public enum Acceptance: String, Hashable, Sendable, CaseIterable {
    /// By a key.
    case key
    /// By itself, when the whisper has been heard.
    case auto
  }

  /// What an agent can do by keys.
  public enum Act: String, Hashable, Sendable, CaseIterable {
    case accept, refuse
    case ready, alive, pause
    case logOut = "log-out"
    case help
    case blind, consult, hold, record, secret, supervisor, end
    /// Files the talk that is over.
    case dispose

    /// Where a key of the agent means something.
    public enum Place: Hashable, Sendable, CaseIterable {
      /// No call: standing by, paused, in wrap-up.
      case standby
      case offer
      case talk
    }
    public var places: [Place] {
      switch self {
      case .accept, .refuse: [.offer]
      case .ready, .alive, .pause, .logOut, .dispose: [.standby]
      case .help: [.standby, .talk]
      case .blind, .consult, .hold, .record, .secret, .supervisor, .end: [.talk]
      }
    }
    /// The keys without a line of the flow.
    public func builtInKeys(_ place: Place) -> String {
      switch self {
      case .accept: "1"
      case .refuse: "2"
      case .ready: "1"
      case .alive: "2"
      case .pause: "7"
      case .logOut: "9"
      case .help: place == .talk ? "*0" : "0"
      case .blind: "*1"
      case .consult: "*2"
      case .hold: "*3"
      case .record: "*4"
      case .secret: "*5"
      case .end: "*7"
      case .supervisor: "*9"
      case .dispose: "*8"
      }
    }
  }

  /// Lengths of an agent's number and PIN.
  public var number: ClosedRange<Int>
  public var pin: ClosedRange<Int>
  /// Said when the line is asked whether it is alive; nil for a soft tone.
  public var standby: [SayPart]?
  /// Said before a call; nil for the built-in words.
  public var whisper: [SayPart]?
  public var acceptance: Acceptance
  /// The flow, of the caller's application, in which callers enter what the agent must not hear.
  public var secretFlow: String?
  /// Keys that the flow gives to an act in place of the built-in ones.
  public var keys: [Act: [KeyPattern]]
  public var done: Block
  public var agent: VariableID?
  public var offerQueue: VariableID?
  public var offerLanguage: VariableID?
  public var offerCaller: VariableID?
  public var offerNotes: VariableID?

  public init(
    number: ClosedRange<Int> = 1...8, pin: ClosedRange<Int> = 4...8, standby: [SayPart]? = nil,
    whisper: [SayPart]? = nil, acceptance: Acceptance = .key, secretFlow: String? = nil,
    keys: [Act: [KeyPattern]] = [:], done: Block
  ) {
    (self.number, self.pin, self.standby, self.whisper) = (number, pin, standby, whisper)
    (self.acceptance, self.secretFlow, self.keys, self.done) = (acceptance, secretFlow, keys, done)
  }

  /// The keys of an act at a place.
  public func patterns(_ act: Act, at place: Act.Place) -> [KeyPattern] {
    keys[act] ?? KeyPattern.parse(act.builtInKeys(place)).map { [$0] } ?? []
  }
}
