import ACD
import Chronology

/// A caller's message as far as reports want to know it: left when, for which queue, and heard when.
public struct KeptMessage: Hashable, Sendable {
  public var call: CallID
  public var queue: String
  public var from: String?
  public var left: Instant
  /// By the first who heard it; nil while nobody has.
  public var heard: Instant?
  public var agent: String?
  /// Of callers that he was counted among; nil for none, and where an earlier version wrote it.
  public var segment: String?

  private struct Row: Codable {
    struct Work: Codable { var agent: String? }
    var call: UInt64
    var queue: String
    var from: String?
    var at: Int64
    var state: String
    var heardAt: Int64?
    var segment: String?
    var work: Work?
  }

  /// Nil for another sort of row, and for a message that is deleted.
  public init?(_ row: KeptRow) {
    guard row.kind == "message", let kept: Row = KeptText.decode(row.value) else { return nil }
    (call, queue, from) = (CallID(kept.call), kept.queue, kept.from)
    (left, agent, segment) = (Instant(milliseconds: kept.at), kept.work?.agent, kept.segment)
    // Its row was last written when it was heard, or later.
    heard = kept.state == "new" ? nil : kept.heardAt.map { Instant(milliseconds: $0) } ?? row.at
  }
}
