/// Items in the order of two keys, smallest first. What has left is recognised by its version and thrown
/// away when it comes to the top, or when it is more than half of what is kept.
struct OrderedHeap: Sendable {
  private struct Entry: Sendable {
    var first: Int64
    var second: Int64
    var item: Int32
    var version: UInt32
    @inline(__always) static func < (a: Entry, b: Entry) -> Bool {
      a.first < b.first || (a.first == b.first && a.second < b.second)
    }
  }
  private var heap: [Entry] = []
  /// Items that have not left.
  private(set) var live = 0

  mutating func insert(
    _ item: Int32, version: UInt32, first: Int64, second: Int64, isCurrent: (Int32, UInt32) -> Bool
  ) {
    if heap.count > 2 * live + 32 {
      let kept = heap.filter { isCurrent($0.item, $0.version) }
      heap = kept.sorted(by: <)  // a sorted array is a heap
    }
    live += 1
    let entry = Entry(first: first, second: second, item: item, version: version)
    heap.append(entry)
    var hole = heap.count - 1
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard entry < heap[parent] else { break }
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = entry
  }

  /// One item has left; its version must have changed, or be about to.
  mutating func left() { live -= 1 }

  mutating func first(isCurrent: (Int32, UInt32) -> Bool) -> Int32? {
    while let top = heap.first {
      if isCurrent(top.item, top.version) { return top.item }
      removeTop()
    }
    return nil
  }

  /// What is kept, in no order, with what has left.
  func forEach(_ body: (Int32, UInt32) -> Void) {
    for entry in heap { body(entry.item, entry.version) }
  }

  mutating func removeAll() {
    heap.removeAll(keepingCapacity: true)
    live = 0
  }

  private mutating func removeTop() {
    guard let last = heap.popLast(), !heap.isEmpty else { return }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < last else { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = last
  }
}
