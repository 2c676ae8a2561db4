/// A telephone number that a running text shows in groups: `010 1234 5678`, `02)123-4567`, `+1 (415) 555-2671`.
/// Other numbers in hyphens are told by these.
struct PhoneInText {
  var groups: [String]
  /// How many characters it takes.
  var length: Int

  /// The longest one that the text begins with.
  init?(_ text: Substring) {
    guard let first = text.first, first.asciiDigit != nil || first == "+" || first == "(" else { return nil }
    var parts = PhoneInText.parts(text)
    while parts.count > 1, let last = parts.last {
      if PhoneInText.isPhone(parts.map(\.digits), text) {
        length = last.end
        groups =
          first == "(" ? parts.map { String($0.digits) } : PhonePlan.groups(String(text.prefix(last.end)))
        return
      }
      parts.removeLast()
    }
    return nil
  }

  private struct Part {
    var digits: Substring
    /// Where it ends, in characters of the text.
    var end: Int
  }

  /// Runs of digits, with a sign or two between them.
  private static func parts(_ text: Substring) -> [Part] {
    var parts: [Part] = []
    var rest = text
    var end = 0
    if rest.first == "+" || rest.first == "(" {
      rest = rest.dropFirst()
      end = 1
    }
    // No number has more groups.
    while parts.count < 7 {
      let digits = rest.prefix { $0.asciiDigit != nil }
      guard !digits.isEmpty else { break }
      end += digits.count
      parts.append(Part(digits: digits, end: end))
      rest = rest.dropFirst(digits.count)
      let signs = rest.prefix(2).prefix { " -.()".contains($0) }
      guard ["", " ", "-", ".", ")", ") ", " ("].contains(signs), !signs.isEmpty else { break }
      end += signs.count
      rest = rest.dropFirst(signs.count)
    }
    return parts
  }

  private static func isPhone(_ groups: [Substring], _ text: Substring) -> Bool {
    let (first, others) = (groups[0], groups.dropFirst())
    let total = groups.reduce(0) { $0 + $1.count }
    switch text.first {
    case "+":
      guard (1...3).contains(first.count), others.allSatisfy({ (1...6).contains($0.count) }) else {
        return false
      }
      return first == "1" ? total == 11 : (9...13).contains(total)
    case "(":
      return groups.count == 3 && (2...4).contains(first.count)
        && text.dropFirst(1 + first.count).first == ")"
        && (3...4).contains(groups[1].count) && groups[2].count == 4
    default:
      if first.first == "0" {
        return (2...5).contains(first.count) && (9...11).contains(total)
          && others.allSatisfy { $0.count == 3 || $0.count == 4 || $0.count == 6 }
      }
      return groups.map(\.count) == [4, 4] && PhonePlan.isService(first)
    }
  }
}
