import Chronology

/// Keeps a device in time that has no clock of its own, such as `null` or a file: says how long to sleep
/// when frames come much faster than time passes. A real device is never held up: what it runs fast, up to
/// 1 %, is forgiven as it comes.
struct DevicePace: Sendable {
  /// Ahead of time by so much is no clock; more than a device's buffer brings at once.
  static let slack: Duration = .milliseconds(500)
  private var ahead: Duration = .zero
  private var last: Instant?

  /// One frame of 20 ms has come.
  mutating func frame(at now: Instant) -> Duration? {
    guard let last else {
      self.last = now
      return nil
    }
    let passed = max(.zero, now - last)
    self.last = now
    ahead = max(.zero, ahead + .milliseconds(20) - passed - passed / 100)
    let excess = ahead - DevicePace.slack
    return excess > .zero ? excess : nil
  }
}
