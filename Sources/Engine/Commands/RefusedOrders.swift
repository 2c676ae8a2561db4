import Chronology

/// Refused orders of each user: the first of a minute are written one by one, the others counted, so that
/// nobody fills the log, or hides what others did, by being refused.
public struct RefusedOrders: Sendable {
  /// Of one user in one window.
  public static let written = 10
  public static let window: Duration = .minutes(1)

  /// What is to be written of a refused order.
  public struct Entry: Equatable, Sendable {
    /// So many of the window before were not written.
    public var missed = 0
    /// The order itself is written.
    public var isWritten = true
    /// It is the last that is, in this window.
    public var isLast = false
    public init(missed: Int = 0, isWritten: Bool = true, isLast: Bool = false) {
      (self.missed, self.isWritten, self.isLast) = (missed, isWritten, isLast)
    }
  }
  private struct User: Sendable {
    var since: Instant
    var count = 0
  }
  private var users: [UInt32: User] = [:]

  public init() {}

  public mutating func note(_ id: UInt32, at now: Instant) -> Entry {
    var entry = Entry()
    var user = users[id] ?? User(since: now)
    if now - user.since >= RefusedOrders.window || now < user.since {
      entry.missed = max(0, user.count - RefusedOrders.written)
      user = User(since: now)
    }
    user.count += 1
    users[id] = user
    entry.isWritten = user.count <= RefusedOrders.written
    entry.isLast = user.count == RefusedOrders.written
    return entry
  }

  /// Of the row for them.
  public static func words(_ missed: Int) -> String {
    "\(missed) more were refused, and are not written one by one"
  }

  /// Users with orders that were counted only, and how many; forgets them.
  public mutating func end() -> [(user: UInt32, missed: Int)] {
    defer { users = [:] }
    return users.sorted { $0.key < $1.key }
      .filter { $0.value.count > RefusedOrders.written }
      .map { ($0.key, $0.value.count - RefusedOrders.written) }
  }
}
