import ACD
import Chronology

/// What callers and agents will do, by instant, and at one instant in the order in which it was planned.
struct ActHeap {
  enum Act {
    /// By the caller's place in the list of stays.
    case arrives(Int)
    case givesUp(Int)
    case pressesKey(Int)
    case endsTalk(Int)
    case answers(agent: Int, CallID)
    case endsWrapUp(agent: Int, CallID)
    case changes(agent: Int, Attendance.Change)
  }
  private struct Entry {
    var at: Int64
    var serial: UInt64
    var act: Act
    static func < (a: Entry, b: Entry) -> Bool { a.at == b.at ? a.serial < b.serial : a.at < b.at }
  }
  private var entries: [Entry] = []
  private var serial: UInt64 = 0

  var nextInstant: Instant? { entries.first.map { Instant(microseconds: $0.at) } }

  mutating func plan(_ act: Act, at instant: Instant) {
    serial += 1
    entries.append(Entry(at: instant.microseconds, serial: serial, act: act))
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard entries[child] < entries[parent] else { break }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  mutating func next() -> Act? {
    guard let first = entries.first, let last = entries.popLast() else { return nil }
    guard !entries.isEmpty else { return first.act }
    entries[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if entries[child] < entries[least] { least = child }
      }
      guard least != parent else { break }
      entries.swapAt(parent, least)
      parent = least
    }
    return first.act
  }
}
