/// Items in the order of two keys, smallest first. Those that come in their order, as calls and idle agents
/// nearly always do, cost a constant; others go into a heap beside the line.
///
/// What has left is recognised by its version, which lies in a list of the owner's by item, and is thrown
/// away when it comes to the front, or when half of what is kept may be such.
struct OrderedLine: Sendable {
  struct Entry: Sendable {
    var first: Int64
    var second: Int64
    var item: Int32
    var version: UInt32
    @inline(__always) static func < (a: Entry, b: Entry) -> Bool {
      a.first < b.first || (a.first == b.first && a.second < b.second)
    }
  }
  private var line: [Entry] = []
  private var head = 0
  private var late: [Entry] = []
  /// So many are kept before those that have left are looked for.
  private var room = 32

  @inline(__always)
  mutating func insert(_ entry: Entry, _ versions: [UInt32]) {
    if line.count - head + late.count >= room { sweep(versions) }
    if let last = line.last, entry < last { push(entry) } else { line.append(entry) }
  }

  /// The first that has not left.
  @inline(__always)
  mutating func first(_ versions: [UInt32]) -> Entry? {
    while head < line.count {
      let entry = line[head]
      if versions[Int(entry.item)] == entry.version { break }
      head += 1
    }
    if head == line.count {
      if head > 0 {
        line.removeAll(keepingCapacity: true)
        head = 0
      }
    } else if head >= 256, head * 2 >= line.count {
      line.removeSubrange(0..<head)
      head = 0
    }
    guard !late.isEmpty else { return head < line.count ? line[head] : nil }
    while let top = late.first, versions[Int(top.item)] != top.version { pop() }
    guard let top = late.first else { return head < line.count ? line[head] : nil }
    return head < line.count && line[head] < top ? line[head] : top
  }

  /// All that have not left, in no order that means anything.
  func forEach(_ versions: [UInt32], _ body: (Entry) -> Void) {
    for entry in line[head...] where versions[Int(entry.item)] == entry.version { body(entry) }
    for entry in late where versions[Int(entry.item)] == entry.version { body(entry) }
  }

  /// The first that has not left and for which it holds. Looks at all.
  func first(_ versions: [UInt32], where isWanted: (Int32) -> Bool) -> Entry? {
    var best: Entry?
    forEach(versions) { entry in
      guard isWanted(entry.item) else { return }
      if let known = best, !(entry < known) { return }
      best = entry
    }
    return best
  }

  /// How many that have not left are before these keys, counted up to about `limit`; a longer part of the
  /// line is taken to have left as often as the rest.
  func count(before first: Int64, _ second: Int64, _ versions: [UInt32], live: Int, limit: Int) -> Int {
    let bound = Entry(first: first, second: second, item: 0, version: 0)
    var (low, high) = (head, line.count)
    while low < high {
      let middle = (low + high) / 2
      if line[middle] < bound { low = middle + 1 } else { high = middle }
    }
    var found = 0
    for entry in late where entry < bound && versions[Int(entry.item)] == entry.version { found += 1 }
    guard low - head > limit else {
      for entry in line[head..<low] where versions[Int(entry.item)] == entry.version { found += 1 }
      return found
    }
    let kept = line.count - head + late.count
    return found + (low - head) * live / max(1, kept)
  }

  mutating func removeAll() {
    line.removeAll(keepingCapacity: true)
    late.removeAll(keepingCapacity: true)
    (head, room) = (0, 32)
  }

  private mutating func sweep(_ versions: [UInt32]) {
    var kept = 0
    for index in head..<line.count where versions[Int(line[index].item)] == line[index].version {
      line[kept] = line[index]
      kept += 1
    }
    line.removeSubrange(kept...)
    head = 0
    if !late.isEmpty {
      late.removeAll { versions[Int($0.item)] != $0.version }
      late.sort(by: <)  // a sorted list is a heap
    }
    room = 2 * (kept + late.count) + 32
  }

  // MARK: The heap

  private mutating func push(_ entry: Entry) {
    late.append(entry)
    var hole = late.count - 1
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard entry < late[parent] else { break }
      late[hole] = late[parent]
      hole = parent
    }
    late[hole] = entry
  }

  private mutating func pop() {
    guard let last = late.popLast(), !late.isEmpty else { return }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < late.count else { break }
      if child + 1 < late.count, late[child + 1] < late[child] { child += 1 }
      guard late[child] < last else { break }
      late[hole] = late[child]
      hole = child
    }
    late[hole] = last
  }
}
