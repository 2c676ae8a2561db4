import ACD
import Chronology
import Synchronization

/// What came over a line since it began: the legs that are over, summed, and those under way, each by itself.
/// A leg's thread publishes its figures once a second; whoever asks takes them as they were published.
public final class LineLedger: Sendable {
  /// A leg under way, for the thread that serves it.
  public final class Leg: Sendable {
    public let call: CallID
    public let since: Instant
    private let figures = Mutex(LegFigures())
    fileprivate init(_ call: CallID, since: Instant) { (self.call, self.since) = (call, since) }

    public func publish(_ new: LegFigures) { figures.withLock { $0 = new } }
    public var published: LegFigures { figures.withLock { $0 } }
  }
  private struct State {
    var past = LegFigures()
    var legs: [CallID: Leg] = [:]
  }
  private let state = Mutex(State())
  public init() {}

  public func begin(_ call: CallID, at instant: Instant) -> Leg {
    let leg = Leg(call, since: instant)
    state.withLock { $0.legs[call] = leg }
    return leg
  }
  public func end(_ leg: Leg, _ figures: LegFigures) {
    state.withLock { state in
      if state.legs.removeValue(forKey: leg.call) != nil { state.past += figures.over }
    }
  }

  /// All legs together.
  public var total: LegFigures {
    state.withLock { state in
      var sum = state.past
      for leg in state.legs.values { sum += leg.published }
      return sum
    }
  }
  /// The legs under way, the oldest first.
  public var legs: [Leg] {
    state.withLock { Array($0.legs.values) }.sorted { ($0.since, $0.call) < ($1.since, $1.call) }
  }
}
