import CallFlow
import Chronology
import Engine
import Tones

/// What an operator wrote: lines, agents, and where flows, prompts, data and logs are. Paths are as written,
/// relative to the file.
public struct SiteFile: Sendable {
  public var flows: [Located<String>] = []
  public var prompts: Located<String>?
  public var data: Located<String>?
  public var log: Located<String>?
  public var recordings: Located<String>?
  public var control: Located<String>?
  /// The Unix group that may use the control socket, besides the owner.
  public var controlGroup: String?
  public var roles: [Role] = []
  /// The program that rings telephones, and its first arguments; empty when there is none.
  public var dial: [Located<String>] = []
  /// Files that hold what flows send to servers in the header `Authorization`, by name.
  public var secrets: [String: Located<String>] = [:]
  /// Hashed PINs of queues' mailboxes, by the queue.
  public var mailboxes: [String: Located<String>] = [:]
  public var alerts: [Located<AlertRule>] = []
  /// The program that is told of alerts, and its first arguments; empty when there is none.
  public var alertProgram: [Located<String>] = []
  /// What callers are promised, by their segment.
  public var policies: [String: Located<ServicePolicy>] = [:]
  /// Whose clocks the site goes by, where a calendar or an agent has none of its own; nil for the machine's.
  public var zone: Zone?
  /// The file that is written again and again for Prometheus.
  public var metrics: Metrics?
  public var maxCalls = 500
  /// Design-rule profile of the applications that name none: `iso`, `kr`, `custom`.
  public var profile: String?
  public var lines: [LineItem] = []
  public var agents: [AgentItem] = []
  public init() {}

  /// A value and where it was written.
  public struct Located<Value: Sendable>: Sendable {
    public var value: Value
    public var range: SourceRange
    public init(_ value: Value, at range: SourceRange) { (self.value, self.range) = (value, range) }
  }

  /// `metrics "ivrd.prom" every 5s`.
  public struct Metrics: Sendable {
    public var path: Located<String>
    public var every: Duration
  }

  /// What the members of a Unix group may order.
  public struct Role: Hashable, Sendable {
    static let names = ["viewer", "agent", "supervisor", "admin"]
    public var name: String
    public var group: String
  }

  /// `soundcard "default" in "mic" start key # held 1s, voice end silence 30s buffer 60ms`.
  public struct SoundCard: Hashable, Sendable {
    /// ALSA's names of the playback and, if another, the capture device.
    public var playback: String
    public var capture: String?
    /// The key that begins a call when it is held, and how long.
    public var startKey: HeldKey? = HeldKey(key: .hash, length: .seconds(1))
    public var startsByVoice = false
    /// A call ends after so much silence both ways.
    public var endSilence: Duration?
    /// What the playback device holds.
    public var buffer: Duration = .milliseconds(60)
    public init(_ playback: String, capture: String? = nil) {
      (self.playback, self.capture) = (playback, capture)
    }

    public struct HeldKey: Hashable, Sendable {
      public var key: Key
      public var length: Duration
      public init(key: Key, length: Duration) { (self.key, self.length) = (key, length) }
    }
  }

  /// `line desk soundcard "default" flow main`.
  public struct LineItem: Sendable {
    public enum Kind: Hashable, Sendable {
      case keypad
      case soundcard(SoundCard)
      /// `host:port`; `idsDigits` when the UUID carries numbers; `allowed` are the addresses that may connect,
      /// all when empty.
      case audiosocket(String, idsDigits: Bool, allowed: [AddressRange] = [])
    }
    public var name: String
    public var kind: Kind
    public var flow: String?
    public var range: SourceRange
  }

  /// `agent kim { number 201; name "김민지"; skills billing 3, ko 5 }`.
  public struct AgentItem: Sendable {
    public var name: String
    public var number: String?
    public var title: String?
    public var skills: [Skill] = []
    /// As hashed by `ivrctl agent NAME pin`.
    public var pin: String?
    /// The Unix user who may act for the agent.
    public var user: String?
    /// A telephone to ring.
    public var phone: String?
    /// How long his telephone rings for an offer.
    public var ring: Duration?
    public var leave: [ClosedRange<Day>] = []
    /// When he works, by weekday; empty when nobody has said.
    public var shifts: [Weekday: [OpeningHours.Period]] = [:]
    /// On whose clocks; nil for the site's.
    public var zone: Zone?
    public var range: SourceRange

    public struct Skill: Sendable {
      public var name: String
      public var level: Int
      public var range: SourceRange
    }
  }
}
