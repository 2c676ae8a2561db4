import Chronology
import Tones

/// Type-ahead: keys kept from before their prompt, 32 of them for 30 s (LANGUAGE 3.8).
public struct KeyBuffer: Sendable {
  public struct Entry: Hashable, Sendable {
    public var key: Key
    public var at: Instant
    public init(_ key: Key, at: Instant) { (self.key, self.at) = (key, at) }
  }
  public static let capacity = 32
  public static let age: Duration = .seconds(30)

  private var entries: [Entry] = []
  public init() {}
  public var isEmpty: Bool { entries.isEmpty }

  /// False when the buffer is full: the key is dropped.
  public mutating func append(_ key: Key, at instant: Instant) -> Bool {
    guard entries.count < KeyBuffer.capacity else { return false }
    entries.append(Entry(key, at: instant))
    return true
  }
  public mutating func removeFirst() -> Entry? { entries.isEmpty ? nil : entries.removeFirst() }
  /// Back to the front: it belongs to the next entry.
  public mutating func putBack(_ entry: Entry) { entries.insert(entry, at: 0) }
  /// Takes out and gives back the keys that are too old.
  public mutating func removeOld(at instant: Instant) -> [Entry] {
    guard let first = entries.first, first.at + KeyBuffer.age < instant else { return [] }
    let old = entries.prefix { $0.at + KeyBuffer.age < instant }
    entries.removeFirst(old.count)
    return Array(old)
  }
  public mutating func removeAll() -> [Entry] {
    if entries.isEmpty { return [] }
    defer { entries = [] }
    return entries
  }
}
