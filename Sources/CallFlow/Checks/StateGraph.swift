/// The states as a graph, and its strongly connected parts.
struct StateGraph {
  /// By state: where a call may go next.
  var edges: [[Int]]

  /// Parts in which every state reaches every other, smallest number first; a part of one state only when
  /// it leads to itself. Tarjan's algorithm without recursion: flows come from outside.
  func circles() -> [[Int]] {
    let count = edges.count
    var index = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var isOnStack = [Bool](repeating: false, count: count)
    var stack: [Int] = []
    var next = 0
    var found: [[Int]] = []
    var work: [(node: Int, edge: Int)] = []
    for root in 0..<count where index[root] < 0 {
      work.append((root, 0))
      while let (node, edge) = work.last {
        if edge == 0 {
          index[node] = next
          low[node] = next
          next += 1
          stack.append(node)
          isOnStack[node] = true
        }
        if edge < edges[node].count {
          work[work.count - 1].edge += 1
          let target = edges[node][edge]
          if index[target] < 0 {
            work.append((target, 0))
          } else if isOnStack[target] {
            low[node] = min(low[node], index[target])
          }
          continue
        }
        work.removeLast()
        if let parent = work.last?.node { low[parent] = min(low[parent], low[node]) }
        guard low[node] == index[node] else { continue }
        var part: [Int] = []
        while let member = stack.popLast() {
          isOnStack[member] = false
          part.append(member)
          if member == node { break }
        }
        if part.count > 1 || edges[node].contains(node) { found.append(part.sorted()) }
      }
    }
    return found.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
  }

  /// A way round inside a part, from its first state back to it.
  func way(round part: [Int]) -> [Int] {
    guard let start = part.first else { return [] }
    if edges[start].contains(start) { return [start] }
    let members = Set(part)
    var before: [Int: Int] = [:]
    var queue = [start]
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      for target in edges[node] where members.contains(target) {
        if target == start {
          var way = [node]
          while let last = way.last, last != start, let previous = before[last] { way.append(previous) }
          return way.reversed()
        }
        if before[target] == nil {
          before[target] = node
          queue.append(target)
        }
      }
    }
    return part
  }

  /// All that can be reached from some.
  func reached(from starts: [Int]) -> Set<Int> {
    var reached = Set(starts)
    var open = starts
    while let node = open.popLast() {
      for target in edges[node] where reached.insert(target).inserted { open.append(target) }
    }
    return reached
  }
}
