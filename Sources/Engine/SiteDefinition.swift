import CallFlow
import Chronology

/// What the engine is told of a site, at the start and by a reload: definitions only, never state.
public struct SiteDefinition: Sendable {
  public struct Agent: Hashable, Sendable {
    public var name: String
    public var fullName: String?
    /// What he enters to log in by telephone.
    public var number: String?
    /// The hash of his PIN; nil for one who cannot log in by telephone.
    public var pin: String?
    /// The telephone that is rung for an offer when he sits on no line.
    public var phone: String?
    /// How long his telephone rings for an offer, whatever the queue says.
    public var ring: Duration?
    /// Levels 1…9 by the skill's name.
    public var skills: [String: Int]
    public init(
      name: String, fullName: String? = nil, number: String? = nil, pin: String? = nil,
      phone: String? = nil, ring: Duration? = nil, skills: [String: Int] = [:]
    ) {
      (self.name, self.fullName, self.number, self.skills) = (name, fullName, number, skills)
      (self.pin, self.phone, self.ring) = (pin, phone, ring)
    }
  }
  /// Where calls of a line go when their arrival does not say.
  public struct LineRule: Hashable, Sendable {
    /// The application by its start file's name; nil for the first that has the flow.
    public var application: String?
    public var flow: String?
    public init(application: String? = nil, flow: String? = nil) {
      (self.application, self.flow) = (application, flow)
    }
  }
  /// In the site's order. Queues and skills of one name are one thing over all applications; the first
  /// application's definition of a queue holds.
  public var applications: [FlowGraph]
  public var agents: [Agent]
  /// By the line's name.
  public var lines: [String: LineRule]
  /// Calls at one time; further ones are refused with a record. Nil for no limit.
  public var maxCalls: Int?
  /// The folder of recorded calls, a folder a day; without it none are made.
  public var recordings: String?
  /// By queue: hashes of the PINs behind which its messages are heard by telephone.
  public var mailboxPins: [String: String] = [:]
  /// The folder of messages that callers leave; nil for that of recordings.
  public var messages: String?
  /// What clock `now` and `today` are read from in an application without a calendar; nil for UTC.
  public var zone: Zone?
  /// The rules of design for applications that name none.
  public var profile: DesignProfile?
  public init(
    applications: [FlowGraph], agents: [Agent] = [], lines: [String: LineRule] = [:], maxCalls: Int? = nil,
    recordings: String? = nil, zone: Zone? = nil
  ) {
    (self.applications, self.agents) = (applications, agents)
    (self.lines, self.maxCalls, self.recordings, self.zone) = (lines, maxCalls, recordings, zone)
  }
}
