/// One compiled calendar: when a place is open.
public struct OpeningHours: Hashable, Sendable {
  /// `to` at or before `from` means the next day.
  public struct Period: Hashable, Sendable {
    public var from: ClockTime
    public var to: ClockTime
    public init(from: ClockTime, to: ClockTime) { (self.from, self.to) = (from, to) }
  }
  public enum Status: Hashable, Sendable {
    case open, closed, lunch
    case holiday(String?)
  }
  public var zone: Zone
  public init(zone: Zone) { self.zone = zone }
  public func status(at instant: Instant) -> Status { .closed }
  public func nextOpening(after instant: Instant) -> Instant? { nil }
}
