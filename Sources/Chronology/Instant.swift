/// A point on the engine's one timeline: microseconds since 1970-01-01 00:00 UTC.
///
/// Timers are never moved by a step of the wall clock: a real clock anchors this timeline once, at start,
/// and follows the monotonic clock from there; the wall clock's offset is kept apart.
public struct Instant: Hashable, Comparable, Sendable {
  public var microseconds: Int64

  @inlinable public init(microseconds: Int64) { self.microseconds = microseconds }
  /// Whole milliseconds since 1970, the unit of the call log.
  @inlinable public init(milliseconds: Int64) { self.microseconds = milliseconds &* 1000 }

  /// Milliseconds since 1970, rounded down.
  @inlinable public var milliseconds: Int64 {
    microseconds >= 0 ? microseconds / 1000 : (microseconds - 999) / 1000
  }

  @inlinable public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }
  /// Saturates instead of trapping, so that no duration from outside can stop the engine.
  @inlinable public static func + (a: Instant, b: Duration) -> Instant {
    let (sum, overflow) = a.microseconds.addingReportingOverflow(b.microseconds)
    return Instant(microseconds: overflow ? (b.microseconds < 0 ? .min : .max) : sum)
  }
  @inlinable public static func - (a: Instant, b: Duration) -> Instant {
    let (difference, overflow) = a.microseconds.subtractingReportingOverflow(b.microseconds)
    return Instant(microseconds: overflow ? (b.microseconds < 0 ? .max : .min) : difference)
  }
  @inlinable public static func - (a: Instant, b: Instant) -> Duration {
    .microseconds(a.microseconds.subtractingReportingOverflow(b.microseconds).partialValue)
  }
  @inlinable public static func += (a: inout Instant, b: Duration) { a = a + b }
}

extension Duration {
  /// Whole microseconds, rounded toward zero, held within the range of `Int64`.
  @inlinable public var microseconds: Int64 {
    // A division of 128 bits is a call. 10^12 is 2^12 times 5^12: less than some 21 hours needs 64 bits only.
    let magnitude = attoseconds.magnitude
    guard magnitude < 1 << 76 else { return Int64(clamping: attoseconds / 1_000_000_000_000) }
    let whole = Int64(UInt64(truncatingIfNeeded: magnitude >> 12) / 244_140_625)
    return attoseconds < 0 ? -whole : whole
  }
  /// Whole milliseconds, rounded toward zero.
  @inlinable public var milliseconds: Int64 { microseconds / 1000 }
  /// Seconds as a floating-point number, for display and figures only.
  @inlinable public var seconds: Double { Double(microseconds) / 1_000_000 }
  @inlinable public static func minutes(_ n: Int) -> Duration { .seconds(n &* 60) }
  @inlinable public static func hours(_ n: Int) -> Duration { .seconds(n &* 3600) }
}
