import Chronology

/// Everything that is due, in one order: instant, then class, then the order in which it was given.
///
/// A heap with four children a node, so that one look at memory shows all of them. What was cancelled is
/// taken out at once: most timers are, and the long ones would otherwise outlive their calls by far.
struct Agenda: ~Copyable {
  /// What of one instant comes first. A call exists before anything can happen to it.
  enum Order: UInt64 { case arrival, hangUp, key, promptEnd, other, timer }

  /// One input on the agenda, until it is taken or cancelled.
  struct Ticket: Hashable {
    fileprivate var index: Int32
    fileprivate var serial: UInt64
  }

  private struct Entry {
    var instant: Int64
    /// Class in the top byte, serial below.
    var order: UInt64
    var index: Int32

    @inline(__always) static func < (a: Entry, b: Entry) -> Bool {
      a.instant < b.instant || (a.instant == b.instant && a.order < b.order)
    }
  }
  private var heap: [Entry] = []
  private var inputs: [EngineInput?] = []
  /// Where the heap has each input; -1 for one that is not on it.
  private var places: [Int32] = []
  private var free: [Int32] = []
  private var serial: UInt64 = 0
  private static let serialMask: UInt64 = 1 << 56 - 1

  var isEmpty: Bool { heap.isEmpty }
  var count: Int { heap.count }
  var nextInstant: Instant? { heap.first.map { Instant(microseconds: $0.instant) } }

  @discardableResult
  mutating func add(_ input: consuming EngineInput, at instant: Instant, _ order: Order) -> Ticket {
    let index: Int32
    if let reused = free.popLast() {
      index = reused
      inputs[Int(index)] = consume input
    } else {
      index = Int32(truncatingIfNeeded: inputs.count)
      inputs.append(consume input)
      places.append(-1)
    }
    serial = (serial &+ 1) & Agenda.serialMask
    let entry = Entry(instant: instant.microseconds, order: order.rawValue << 56 | serial, index: index)
    heap.append(entry)
    rise(entry, from: heap.count - 1)
    return Ticket(index: index, serial: serial)
  }

  /// The first input that is due at or before the limit.
  mutating func take(upTo limit: Instant) -> (EngineInput, Instant)? {
    guard let first = heap.first, first.instant <= limit.microseconds else { return nil }
    remove(at: 0)
    guard let input = inputs[Int(first.index)].take() else { return nil }
    free.append(first.index)
    return (input, Instant(microseconds: first.instant))
  }

  /// Whatever the ticket stands for will not come; nothing when it has been taken already.
  mutating func cancel(_ ticket: Ticket) {
    let place = Int(places[Int(ticket.index)])
    guard place >= 0, heap[place].order & Agenda.serialMask == ticket.serial else { return }
    remove(at: place)
    inputs[Int(ticket.index)] = nil
    free.append(ticket.index)
  }

  private mutating func remove(at place: Int) {
    let removed = heap[place]
    places[Int(removed.index)] = -1
    guard let last = heap.popLast(), place < heap.count else { return }
    if place > 0, last < heap[(place - 1) / 4] { rise(last, from: place) } else { sink(last, from: place) }
  }

  /// Puts an entry into a hole or higher.
  private mutating func rise(_ entry: Entry, from place: Int) {
    heap.withUnsafeMutableBufferPointer { heap in
      places.withUnsafeMutableBufferPointer { places in
        var hole = place
        while hole > 0 {
          let parent = (hole - 1) / 4
          guard entry < heap[parent] else { break }
          heap[hole] = heap[parent]
          places[Int(heap[hole].index)] = Int32(truncatingIfNeeded: hole)
          hole = parent
        }
        heap[hole] = entry
        places[Int(entry.index)] = Int32(truncatingIfNeeded: hole)
      }
    }
  }

  /// Puts an entry into a hole or lower.
  private mutating func sink(_ entry: Entry, from place: Int) {
    heap.withUnsafeMutableBufferPointer { heap in
      places.withUnsafeMutableBufferPointer { places in
        var hole = place
        while true {
          var child = 4 * hole + 1
          guard child < heap.count else { break }
          let end = min(child + 4, heap.count)
          var other = child + 1
          while other < end {
            if heap[other] < heap[child] { child = other }
            other += 1
          }
          guard heap[child] < entry else { break }
          heap[hole] = heap[child]
          places[Int(heap[hole].index)] = Int32(truncatingIfNeeded: hole)
          hole = child
        }
        heap[hole] = entry
        places[Int(entry.index)] = Int32(truncatingIfNeeded: hole)
      }
    }
  }
}
