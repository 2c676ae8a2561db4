import Chronology

/// Expected wait of a queue, from those whom an agent took in the last 15 minutes: what four of five will not
/// wait longer than. Agents logged in say nothing about it: they share queues and pause.
///
/// - Who waits at place p is p departures from his agent. How long one takes is told by those who stood in
///   line: the time since the departure before, as far as they waited through it. The time of p of them, seen
///   from n, is distributed as their mean times F with 2p and 2n degrees of freedom, as for departures at
///   random; few samples make it longer.
/// - Who comes to a queue in which nobody waits will wait as others did, those who did not wait included.
public struct WaitEstimate: Hashable, Sendable {
  /// How far back departures count.
  public static let window: Duration = .minutes(15)
  /// Fewer than these say nothing.
  public static let leastSamples = 5
  /// The latest so many are kept.
  static let mostSamples = 500

  private struct Sample: Hashable {
    var at: Instant
    var wait: Duration
    /// What he waited at the head of the line; nil when he did not stand in it.
    var head: Duration?
  }
  private var samples: [Sample] = []
  private var next = 0
  private var last: Instant?
  public init() {}

  /// An agent took a caller.
  ///
  /// - Parameter stoodInLine: there was no agent for him at first.
  public mutating func add(wait: Duration, stoodInLine: Bool, at instant: Instant) {
    var head: Duration?
    if stoodInLine { head = last.map { max(.zero, min(wait, instant - $0)) } ?? wait }
    last = instant
    let sample = Sample(at: instant, wait: wait, head: head)
    if samples.count < WaitEstimate.mostSamples {
      samples.append(sample)
    } else {
      samples[next] = sample
      next = (next + 1) % WaitEstimate.mostSamples
    }
  }

  /// Of one who comes while nobody waits; nil with too few samples.
  public func expected(at instant: Instant) -> Duration? {
    let since = instant - WaitEstimate.window
    var recent: [Duration] = []
    for sample in samples where sample.at > since { recent.append(sample.wait) }
    guard recent.count >= WaitEstimate.leastSamples else { return nil }
    recent.sort()
    // Nearest rank: the smallest wait that at least 80 % did not exceed.
    return recent[(recent.count * 4 + 4) / 5 - 1]
  }

  /// Of the caller at a place in the line, from 1; nil with too few samples.
  public func expected(place: Int, at instant: Instant) -> Duration? {
    let since = instant - WaitEstimate.window
    var (count, sum) = (0, 0.0)
    for sample in samples where sample.at > since {
      guard let head = sample.head else { continue }
      count += 1
      sum += Double(head.microseconds)
    }
    guard count >= WaitEstimate.leastSamples else { return nil }
    let places = Double(min(max(place, 1), 100_000))
    let time = sum / Double(count) * places * WaitEstimate.quantile(2 * places, 2 * Double(count))
    return .microseconds(Int64(min(time, 86_400e6)))
  }

  /// What F stays below in four of five cases, by Paulson's approximation: the cube root of F, corrected, is
  /// nearly normal.
  static func quantile(_ first: Double, _ second: Double) -> Double {
    let z = 0.841_621
    let (a, b) = (2 / (9 * first), 2 / (9 * second))
    let (p, q) = (1 - a, 1 - b)
    let (square, rest) = (q * q - z * z * b, p * p - z * z * a)
    // Five samples and more make both positive.
    guard square > 0 else { return 1 }
    let root = (p * q + max(0, p * p * q * q - square * rest).squareRoot()) / square
    return root * root * root
  }
}
