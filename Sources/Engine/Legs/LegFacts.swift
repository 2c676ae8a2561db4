import Chronology
import Session

/// What a PBX tells of a leg before it comes.
public struct LegFacts: Hashable, Sendable {
  public var ani: String?
  public var dnis: String?
  public var callerName: String?
  /// Begins there, whatever was dialled.
  public var flow: String?
  /// Declared fields of the call, as they were written.
  public var fields: [String: String]
  /// A call that comes back; the rest is then of no account.
  public var continues: Continuation?
  public init(
    ani: String? = nil, dnis: String? = nil, callerName: String? = nil, flow: String? = nil,
    fields: [String: String] = [:], continues: Continuation? = nil
  ) {
    (self.ani, self.dnis, self.callerName) = (ani, dnis, callerName)
    (self.flow, self.fields, self.continues) = (flow, fields, continues)
  }

  public struct Continuation: Hashable, Sendable {
    /// The leg on which the call left.
    public var leg: LegID
    public var answer: TransferAnswer
    public init(of leg: LegID, _ answer: TransferAnswer) { (self.leg, self.answer) = (leg, answer) }
  }
}

/// What a PBX does with a caller whose leg to us has ended.
public enum NextHop: Hashable, Sendable, CustomStringConvertible {
  case hangUp
  case transfer(to: String)
  /// The call was not taken: too many, or no flow for it.
  case fallback

  /// The words a dialplan reads: `hangup`, `transfer 201`, `fallback`.
  public var description: String {
    switch self {
    case .hangUp: "hangup"
    case .transfer(let number): "transfer \(number)"
    case .fallback: "fallback"
    }
  }
}

/// How many legs are told of, rung and away.
public struct LegCounts: Hashable, Sendable {
  /// Told of by `expect` and not yet here.
  public var expected = 0
  /// Told of and never come.
  public var neverCame = 0
  /// Rung, and neither here nor given up.
  public var ringing = 0
  /// Calls that left us for a number and may come back.
  public var away = 0
  public init() {}
}
