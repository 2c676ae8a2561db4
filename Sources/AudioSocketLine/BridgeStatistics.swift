import Synchronization

/// What happened on a line of the bridge, by its reason.
public final class BridgeStatistics: Sendable {
  public enum Reason: String, CaseIterable, Sendable {
    /// Calls that began.
    case call
    /// Connections that went, or were closed, before they named a call.
    case noUUID = "no-uuid"
    /// A UUID of a call that is under way.
    case twice
    /// More connections than the line takes.
    case full
    /// Too many connections at once that had named no call: the oldest of them.
    case crowdedOut = "crowded-out"
    /// From an address that the line does not allow.
    case notAllowed = "not-allowed"
    case neverReads = "never-reads"
    /// The peer took its connection down instead of closing it.
    case reset
    /// After our hang-up.
    case neverCloses = "never-closes"
    /// More than a second of sound came too fast.
    case flood
    /// More digits as messages than anybody presses; the connection is closed.
    case digitFlood = "digit-flood"
    case secondUUID = "second-uuid"
    case skippedFrame = "skipped-frame"
    /// Sound that stopped for as long as a key is held, and no word of a key.
    case silentKey = "silent-key"

    /// Those for which a connection never became a call.
    public static let refusals: [Reason] = [.noUUID, .twice, .full, .crowdedOut, .notAllowed]

    public var explanation: String {
      switch self {
      case .call: "calls that began"
      case .noUUID: "connections that named no call in time"
      case .twice: "connections with the UUID of a call under way"
      case .full: "connections beyond the line's limit"
      case .crowdedOut: "connections given up for newer ones: too many had named no call"
      case .notAllowed: "connections from addresses that the line does not allow"
      case .neverReads: "peers that did not read what they were sent"
      case .reset: "calls whose connection was reset"
      case .neverCloses: "peers that did not close after our hang-up"
      case .flood: "calls that sent sound faster than time passes"
      case .digitFlood: "calls cut off for digits faster than anybody presses them"
      case .secondUUID: "further UUIDs within a call"
      case .silentKey: "silences as long as a key, without one"
      case .skippedFrame: "frames of an unknown kind or a wrong length"
      }
    }
  }
  private let counts = Mutex<[Reason: Int]>([:])
  public init() {}
  func count(_ reason: Reason) { counts.withLock { $0[reason, default: 0] += 1 } }
  public subscript(_ reason: Reason) -> Int { counts.withLock { $0[reason] ?? 0 } }
}
