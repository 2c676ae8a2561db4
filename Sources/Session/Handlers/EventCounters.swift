import CallFlow

/// How often each event, and each dotted prefix of its name, has happened in one place (LANGUAGE 3.9).
public struct EventCounters: Hashable, Sendable {
  private struct Count: Hashable, Sendable {
    var name: String
    var count: Int
  }
  private var counts: [Count] = []
  public init() {}
  public var isEmpty: Bool { counts.isEmpty }

  public mutating func count(_ event: EventName) {
    for name in event.prefixes {
      if let index = counts.firstIndex(where: { $0.name == name }) {
        counts[index].count += 1
      } else {
        counts.append(Count(name: name, count: 1))
      }
    }
  }
  public func count(of name: String) -> Int { counts.first { $0.name == name }?.count ?? 0 }
  public func count(of event: EventName) -> Int { count(of: event.text) }
  public mutating func reset() { counts.removeAll() }
}
