import Chronology

/// How evenly a far end's frames come, against their own length.
public struct ArrivalPace: Hashable, Sendable {
  /// When the last frame came, and how long its sound is; nil before the first and after a silence that was
  /// not sent.
  private var last: Instant?
  private var length: Duration = .zero
  private var microseconds = 0.0
  /// Deviations of all frames so far, in microseconds, and how many.
  private var sum: Int64 = 0
  private var count: Int64 = 0
  /// The longest time between two frames that came one after the other.
  public private(set) var longestGap: Duration = .zero
  public init() {}

  /// The deviation now, as RFC 3550 smooths it: each frame moves it by a sixteenth.
  public var jitter: Duration { .microseconds(Int64(microseconds)) }
  /// The mean deviation of all frames.
  public var meanDeviation: Duration { .microseconds(count == 0 ? 0 : sum / count) }

  public mutating func frame(lasting duration: Duration, at instant: Instant) {
    defer { (last, length) = (instant, duration) }
    guard let last else { return }
    let gap = instant - last
    longestGap = max(longestGap, gap)
    let deviation = abs((gap - length).microseconds)
    microseconds += (Double(deviation) - microseconds) / 16
    sum += deviation
    count += 1
  }
  /// Nothing was sent for a while: what comes next is no late frame.
  public mutating func pause() { last = nil }

  public static func += (total: inout Self, more: Self) {
    total.sum += more.sum
    total.count += more.count
    total.longestGap = max(total.longestGap, more.longestGap)
  }
}
