import Chronology

/// Expected wait of a queue: the 80th percentile of the waits of those whom an agent took in the last
/// 15 minutes. Agents logged in say nothing about it: they share queues and pause.
public struct WaitEstimate: Hashable, Sendable {
  /// How far back departures count.
  public static let window: Duration = .minutes(15)
  /// Fewer than these say nothing.
  public static let leastSamples = 5
  /// The latest so many are kept.
  static let mostSamples = 500

  private var left: [Instant] = []
  private var waits: [Duration] = []
  private var next = 0
  public init() {}

  public mutating func add(wait: Duration, at instant: Instant) {
    if left.count < WaitEstimate.mostSamples {
      left.append(instant)
      waits.append(wait)
    } else {
      left[next] = instant
      waits[next] = wait
      next = (next + 1) % WaitEstimate.mostSamples
    }
  }

  /// Nil with too few samples.
  public func expected(at instant: Instant) -> Duration? {
    let since = instant - WaitEstimate.window
    var recent: [Duration] = []
    for i in left.indices where left[i] > since { recent.append(waits[i]) }
    guard recent.count >= WaitEstimate.leastSamples else { return nil }
    recent.sort()
    // Nearest rank: the smallest wait that at least 80 % did not exceed.
    return recent[(recent.count * 4 + 4) / 5 - 1]
  }
}
