import Tones

extension KeyPattern {
  /// The one entry that it matches, when it is only one.
  public var literal: [Key]? {
    var keys: [Key] = []
    for element in elements {
      guard !element.isOptional, element.keys.rawValue.nonzeroBitCount == 1,
        let key = Key(rawValue: UInt8(element.keys.rawValue.trailingZeroBitCount))
      else { return nil }
      keys.append(key)
    }
    return keys
  }
  /// Whether some entry matches both.
  func overlaps(_ other: KeyPattern) -> Bool { meets(other, asBeginning: false) }
  /// Whether some entry of this one is the true beginning of an entry of the other.
  func begins(_ other: KeyPattern) -> Bool { meets(other, asBeginning: true) }

  private func meets(_ other: KeyPattern, asBeginning: Bool) -> Bool {
    let (m, n) = (elements.count, other.elements.count)
    // reach[i][j]: after i elements here and j there, both may have matched the same keys.
    var reach = [[Bool]](repeating: [Bool](repeating: false, count: n + 1), count: m + 1)
    reach[0][0] = true
    for i in 0...m {
      for j in 0...n where reach[i][j] {
        if i < m && elements[i].isOptional { reach[i + 1][j] = true }
        if j < n && other.elements[j].isOptional { reach[i][j + 1] = true }
        if i < m && j < n && !elements[i].keys.isDisjoint(with: other.elements[j].keys) {
          reach[i + 1][j + 1] = true
        }
      }
    }
    guard asBeginning else { return reach[m][n] }
    return (0..<n).contains { reach[m][$0] }
  }
}
