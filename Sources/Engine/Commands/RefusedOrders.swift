import Chronology

/// Refused orders of each user: the first of a minute are written one by one, the others counted, so that
/// nobody fills the log, or hides what others did, by being refused.
public struct RefusedOrders: Sendable {
  /// Of one user in one window.
  public static let written = 10
  public static let window: Duration = .minutes(1)
  /// So many sorts of orders are told apart.
  private static let sorts = 8

  /// Who orders, as he is written down.
  public struct Who: Hashable, Sendable {
    public var user: UInt32
    public var name: String?
    public var role: String
    public init(user: UInt32, name: String? = nil, role: String) {
      (self.user, self.name, self.role) = (user, name, role)
    }
  }
  /// Of one user in one window, those that are not written one by one.
  public struct Folded: Equatable, Sendable {
    /// As he was at the last of them.
    public var who: Who
    /// How many, by the first word of the order.
    public var counts: [String: Int] = [:]
    public init(_ who: Who, _ counts: [String: Int] = [:]) { (self.who, self.counts) = (who, counts) }

    /// `4 more were refused, and are not written one by one: 3 expect, 1 queue`
    public var words: String {
      let sorted = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      return "\(counts.values.reduce(0, +)) more were refused, and are not written one by one: "
        + sorted.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
    fileprivate mutating func add(_ act: String) {
      let sort = String(act.prefix { $0 != " " }.prefix(40))
      let isKnown = counts[sort] != nil || counts.count < RefusedOrders.sorts
      counts[isKnown ? sort : "others", default: 0] += 1
    }
  }

  /// What is to be written of a refused order.
  public struct Entry: Equatable, Sendable {
    /// Those of the window before that were not written.
    public var missed: Folded?
    /// The order itself is written.
    public var isWritten = true
    /// It is the last that is, in this window.
    public var isLast = false
    public init(missed: Folded? = nil, isWritten: Bool = true, isLast: Bool = false) {
      (self.missed, self.isWritten, self.isLast) = (missed, isWritten, isLast)
    }
  }
  private struct User: Sendable {
    var since: Instant
    var count = 0
    var folded: Folded?
  }
  private var users: [UInt32: User] = [:]

  public init() {}

  /// - Parameter act: as typed.
  public mutating func note(_ who: Who, _ act: String, at now: Instant) -> Entry {
    var entry = Entry()
    var user = users[who.user] ?? User(since: now)
    if now - user.since >= RefusedOrders.window || now < user.since {
      entry.missed = user.folded
      user = User(since: now)
    }
    user.count += 1
    entry.isWritten = user.count <= RefusedOrders.written
    entry.isLast = user.count == RefusedOrders.written
    if !entry.isWritten {
      var folded = user.folded ?? Folded(who)
      folded.who = who
      folded.add(act)
      user.folded = folded
    }
    users[who.user] = user
    return entry
  }

  /// Those that were counted only, by user; forgets them.
  public mutating func end() -> [Folded] {
    defer { users = [:] }
    return users.sorted { $0.key < $1.key }.compactMap(\.value.folded)
  }
}
