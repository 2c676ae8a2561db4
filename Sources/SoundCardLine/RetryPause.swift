/// How long to wait before a device is opened again: 0.5 s, twice as long each time, at most 10 s.
struct RetryPause: Sendable {
  static let first: Duration = .milliseconds(500)
  static let longest: Duration = .seconds(10)
  private var pause = RetryPause.first

  mutating func next() -> Duration {
    defer { pause = min(pause * 2, RetryPause.longest) }
    return pause
  }
  mutating func reset() { pause = RetryPause.first }
}
