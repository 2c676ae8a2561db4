/// How digits that are read one by one are parted, for the eye by spaces and for the ear by pauses.
enum DigitGroups {
  /// Groups of three and four, the threes first; five are three and two.
  static func even(_ digits: [Character]) -> [String] {
    let count = digits.count
    guard count > 4 else { return count == 0 ? [] : [String(digits)] }
    if count == 5 { return [String(digits[..<3]), String(digits[3...])] }
    let groups = (count + 3) / 4
    let threes = 4 * groups - count
    var result: [String] = []
    var start = 0
    for group in 0..<groups {
      let end = start + (group < threes ? 3 : 4)
      result.append(String(digits[start..<end]))
      start = end
    }
    return result
  }

  /// Keeps the groups that the text itself shows by spaces, hyphens and the like; parts longer runs evenly.
  /// Letters stand apart from digits, `*` and `#` belong to them.
  static func of(_ text: String) -> [String] {
    var groups: [String] = []
    var run: [Character] = []
    func flush() {
      groups += run.first.map(isKey) == true ? even(run) : run.isEmpty ? [] : [String(run)]
      run = []
    }
    for character in text {
      if isSeparator(character) {
        flush()
      } else {
        if let last = run.last, isKey(last) != isKey(character) { flush() }
        run.append(character)
      }
    }
    flush()
    return groups
  }

  private static func isKey(_ character: Character) -> Bool {
    character.asciiDigit != nil || character == "*" || character == "#"
  }

  static func isSeparator(_ character: Character) -> Bool {
    character.isWhitespace || "-–.,/()_".contains(character)
  }
}
