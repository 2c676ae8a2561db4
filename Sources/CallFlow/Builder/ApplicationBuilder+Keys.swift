import Tones

extension ApplicationBuilder {
  /// Each key that is written there can mean one thing.
  func checkKeys(_ keys: [Layer.WrittenKey], in what: String) {
    var literals: [[Key]: SourceRange] = [:]
    var patterns: [(pattern: KeyPattern, range: SourceRange)] = []
    for key in keys {
      for (pattern, range, text) in key.ranges {
        var earlier: SourceRange?
        if let literal = pattern.literal {
          earlier = literals[literal] ?? patterns.first { $0.pattern.overlaps(pattern) }?.range
          if literals[literal] == nil { literals[literal] = range }
        } else {
          earlier =
            patterns.first { $0.pattern.overlaps(pattern) }?.range
            ?? literals.filter { pattern.matches($0.key) }.map(\.value).min { $0.start < $1.start }
          patterns.append((pattern, range))
        }
        guard let earlier else { continue }
        error(
          "CF230", "key \(text) is already taken in this \(what) (\(place(earlier, from: range)))",
          at: range,
          hint: "give one of the two another key")
        break
      }
    }
  }
}
