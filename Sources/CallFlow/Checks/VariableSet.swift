/// Some of a flow's variables, a bit each.
struct VariableSet: Hashable {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  func contains(_ id: VariableID) -> Bool {
    let word = id.index >> 6
    return words.indices.contains(word) && words[word] & (1 << UInt64(id.index & 63)) != 0
  }
  mutating func insert(_ id: VariableID) {
    let word = id.index >> 6
    if words.indices.contains(word) { words[word] |= 1 << UInt64(id.index & 63) }
  }
  mutating func remove(_ id: VariableID) {
    let word = id.index >> 6
    if words.indices.contains(word) { words[word] &= ~(1 << UInt64(id.index & 63)) }
  }
  mutating func formUnion(_ other: VariableSet) {
    for index in words.indices where other.words.indices.contains(index) {
      words[index] |= other.words[index]
    }
  }
  mutating func formIntersection(_ other: VariableSet) {
    for index in words.indices {
      words[index] &= other.words.indices.contains(index) ? other.words[index] : 0
    }
  }
}
