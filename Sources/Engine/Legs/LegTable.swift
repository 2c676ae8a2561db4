import Chronology

/// What is kept of legs for a while, all for the same length of time and no more than so many. The oldest
/// stand in front, so that each look at it costs the same.
struct LegTable<Value> {
  private struct Entry {
    var value: Value
    var serial: UInt64
  }
  let lifetime: Duration
  let limit: Int
  /// Those that nobody came for in time.
  private(set) var expired = 0
  private var entries: [LegID: Entry] = [:]
  private var order: [(leg: LegID, serial: UInt64, until: Instant)] = []
  private var first = 0
  private var lastSerial: UInt64 = 0

  init(lifetime: Duration, limit: Int) { (self.lifetime, self.limit) = (lifetime, limit) }

  var count: Int { entries.count }
  var isFull: Bool { entries.count >= limit }
  subscript(leg: LegID) -> Value? { entries[leg]?.value }

  /// One that the condition holds for, of those that are not over.
  mutating func first(at now: Instant, where condition: (LegID, Value) -> Bool) -> LegID? {
    expire(at: now)
    return entries.first { condition($0.key, $0.value.value) }?.key
  }

  /// - Returns: whether an earlier one was replaced. A full table takes only what replaces something.
  @discardableResult
  mutating func set(_ leg: LegID, _ value: Value, at now: Instant) -> Bool {
    expire(at: now)
    lastSerial &+= 1
    let isKnown = entries[leg] != nil
    guard isKnown || !isFull else { return false }
    entries[leg] = Entry(value: value, serial: lastSerial)
    order.append((leg, lastSerial, now + lifetime))
    if order.count > 64, order.count > 4 * entries.count { compact() }
    return isKnown
  }

  mutating func take(_ leg: LegID, at now: Instant) -> Value? {
    expire(at: now)
    return entries.removeValue(forKey: leg)?.value
  }

  /// - Returns: what is over, oldest first.
  @discardableResult
  mutating func expire(at now: Instant) -> [(LegID, Value)] {
    var gone: [(LegID, Value)] = []
    while first < order.count, order[first].until <= now {
      let old = order[first]
      first += 1
      guard let entry = entries[old.leg], entry.serial == old.serial else { continue }
      entries[old.leg] = nil
      expired += 1
      gone.append((old.leg, entry.value))
    }
    if first > 64, first * 2 > order.count {
      order.removeFirst(first)
      first = 0
    }
    return gone
  }

  /// Leaves out what was taken or replaced.
  private mutating func compact() {
    order = order[first...].filter { entries[$0.leg]?.serial == $0.serial }
    first = 0
  }
}
