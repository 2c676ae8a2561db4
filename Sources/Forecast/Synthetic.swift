import Chronology
import Foundation

/// Calls that were never made: they come at random (Poisson) at given rates.
public struct Synthetic: Sendable {
  /// So many calls for a queue, spread over a time.
  public struct Rate: Hashable, Sendable {
    public var queue: String
    public var from: Instant
    public var to: Instant
    public var calls: Double
    /// Mean handling time of these; nil for that of all.
    public var handling: Duration?
    public init(queue: String, from: Instant, to: Instant, calls: Double, handling: Duration? = nil) {
      (self.queue, self.from, self.to, self.calls, self.handling) = (queue, from, to, calls, handling)
    }
  }
  public enum Shape: String, Hashable, Sendable, CaseIterable {
    case exponential
    case logNormal = "log-normal"
  }
  public var rates: [Rate]
  /// Mean of talk and wrap-up together.
  public var handling: Duration
  /// Its mean, exponential; nil when nobody gives up.
  public var patience: Duration?
  public var shape = Shape.exponential
  /// Of each queue, the longest wrap-up: the last part of the handling time, half of a short one.
  public var wrapUp: [String: Duration] = [:]

  public init(rates: [Rate], handling: Duration, patience: Duration?) {
    (self.rates, self.handling, self.patience) = (rates, handling, patience)
  }

  /// In the order of arrival; the same for the same seed.
  public func stays(seed: UInt64) -> [Stay] {
    var stays: [Stay] = []
    for (place, rate) in rates.enumerated() {
      // Each its own numbers, so that another rate changes no other queue's calls.
      var draw = Draw(seed: seed, stream: UInt64(place))
      let length = (rate.to - rate.from).seconds
      guard rate.calls > 0, length > 0 else { continue }
      let gap = length / rate.calls
      var after = draw.exponential(mean: gap)
      while after < length {
        let mean = (rate.handling ?? handling).seconds
        let handled: Duration = .rounded(
          seconds: shape == .exponential ? draw.exponential(mean: mean) : draw.logNormal(mean: mean))
        let patience = patience.map { Duration.rounded(seconds: draw.exponential(mean: $0.seconds)) }
        let most = wrapUp[rate.queue] ?? .zero
        let wrap = min(most, .milliseconds(handled.milliseconds / 2))
        stays.append(
          Stay(
            Stay.Entry(queue: rate.queue), at: rate.from + .rounded(seconds: after), talk: handled - wrap,
            wrapUp: wrap, patience: patience))
        after += draw.exponential(mean: gap)
      }
    }
    // Stable: calls of one instant keep the order of their rates.
    return stays.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(
      \.element)
  }
}
