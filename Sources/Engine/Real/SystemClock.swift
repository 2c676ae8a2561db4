import Chronology
import Glibc

/// The real clock: anchored to UTC once, then CLOCK_MONOTONIC, so that no step of the wall clock moves a
/// timer.
public struct SystemClock: Sendable {
  private let anchor: Instant
  private let origin: Int64
  /// How far this clock is set apart from the machine's.
  private let shift: Duration

  /// - Parameter start: what the clock shows now; nil for the machine's wall clock.
  public init(showing start: Instant? = nil) {
    let wall = SystemClock.wall
    anchor = start ?? wall
    shift = anchor - wall
    origin = SystemClock.monotonic
  }

  /// Engine time.
  public var now: Instant { anchor + .nanoseconds(SystemClock.monotonic - origin) }
  /// What has to be added to engine time to have the wall clock's.
  public var wallOffset: Duration { SystemClock.wall + shift - now }
  /// The monotonic clock's nanoseconds at an instant of engine time.
  func monotonicNanoseconds(of instant: Instant) -> Int64 {
    let (nanoseconds, overflow) = (instant - anchor).microseconds.multipliedReportingOverflow(by: 1000)
    return overflow ? .max / 2 : max(0, origin + nanoseconds)
  }

  private static var monotonic: Int64 { read(CLOCK_MONOTONIC) }
  private static var wall: Instant { Instant(microseconds: read(CLOCK_REALTIME) / 1000) }
  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
