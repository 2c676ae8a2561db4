/// "Did you mean": the known word nearest to a mistyped one.
public enum Suggestions {
  /// Nil when nothing is near: more than a third of the letters would have to change. Korean syllables are
  /// compared by their letters (jamo), so that one wrong vowel is one change.
  public static func nearest(_ word: String, among words: some Sequence<String>) -> String? {
    let wanted = letters(word)
    guard !wanted.isEmpty, wanted.count <= 128 else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in words where candidate != word {
      let known = letters(candidate)
      let limit = max(1, min(wanted.count, known.count) / 3)
      guard known.count <= 128, abs(known.count - wanted.count) <= limit else { continue }
      let d = distance(wanted, known)
      guard d <= limit, d < min(wanted.count, known.count) || d == 0 else { continue }
      if let found = best, (found.distance, found.word) <= (d, candidate) { continue }
      best = (candidate, d)
    }
    return best?.word
  }

  /// `did you mean 'find'?`, or nil.
  public static func hint(_ word: String, among words: some Sequence<String>) -> String? {
    nearest(word, among: words).map { "did you mean '\($0)'?" }
  }

  /// What follows a word that is not known: the nearest one, else those that there are.
  public static func known(_ word: String, among words: some Sequence<String>) -> String {
    if let near = nearest(word, among: words) { return "; did you mean \(near)?" }
    let all = Array(words)
    guard !all.isEmpty else { return "; there is none" }
    let most = 20
    return "; there is: \(all.prefix(most).joined(separator: ", "))\(all.count > most ? ", …" : "")"
  }

  /// Hangul by its single sounds.
  static func letters(_ word: String) -> [UInt32] {
    var out: [UInt32] = []
    for scalar in word.lowercased().unicodeScalars {
      let v = scalar.value
      if (0xAC00...0xD7A3).contains(v) {
        let s = v - 0xAC00
        out.append(0x1100 + s / 588)
        out.append(0x1161 + s % 588 / 28)
        if s % 28 != 0 { out.append(0x11A7 + s % 28) }
      } else {
        out.append(v == 0x2D ? 0x5F : v)  // '-' and '_' are taken for each other often
      }
    }
    return out
  }

  /// Changes, insertions, deletions and swaps of neighbours (optimal string alignment).
  static func distance(_ a: [UInt32], _ b: [UInt32]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var before: [Int] = []
    var above = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      row.reserveCapacity(b.count + 1)
      for j in 1...b.count {
        var d = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { d = min(d, before[j - 2] + 1) }
        row.append(d)
      }
      before = above
      above = row
    }
    return above[b.count]
  }
}
