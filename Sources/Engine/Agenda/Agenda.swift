import Chronology

/// Everything that is due, in one order: instant, then class, then the order in which it was given.
struct Agenda: ~Copyable {
  /// What of one instant comes first. A call exists before anything can happen to it.
  enum Order: UInt64 { case arrival, hangUp, key, promptEnd, other, timer }

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
  private var free: [Int32] = []
  private var serial: UInt64 = 0

  var isEmpty: Bool { heap.isEmpty }
  var count: Int { heap.count }
  var nextInstant: Instant? { heap.first.map { Instant(microseconds: $0.instant) } }

  mutating func add(_ input: EngineInput, at instant: Instant, _ order: Order) {
    let index: Int32
    if let reused = free.popLast() {
      index = reused
      inputs[Int(index)] = input
    } else {
      index = Int32(truncatingIfNeeded: inputs.count)
      inputs.append(input)
    }
    serial &+= 1
    let entry = Entry(
      instant: instant.microseconds, order: order.rawValue << 56 | serial & (1 << 56 - 1), index: index)
    heap.append(entry)
    var hole = heap.count - 1
    heap.withUnsafeMutableBufferPointer { heap in
      while hole > 0 {
        let parent = (hole - 1) / 2
        guard entry < heap[parent] else { break }
        heap[hole] = heap[parent]
        hole = parent
      }
      heap[hole] = entry
    }
  }

  /// The first input that is due at or before the limit.
  mutating func take(upTo limit: Instant) -> (EngineInput, Instant)? {
    guard let first = heap.first, first.instant <= limit.microseconds, let last = heap.popLast() else {
      return nil
    }
    if !heap.isEmpty { sink(last) }
    guard let input = inputs[Int(first.index)].take() else { return nil }
    free.append(first.index)
    return (input, Instant(microseconds: first.instant))
  }

  private mutating func sink(_ entry: Entry) {
    heap.withUnsafeMutableBufferPointer { heap in
      var hole = 0
      while true {
        var child = 2 * hole + 1
        guard child < heap.count else { break }
        if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
        guard heap[child] < entry else { break }
        heap[hole] = heap[child]
        hole = child
      }
      heap[hole] = entry
    }
  }
}
