import Tones

/// What options are called, and letters on keys.
enum MenuNames {
  /// MENU-NAME: names that differ by little, or of which one is part of the other.
  static func alike(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.menus {
      var told: Set<String> = []
      for language in model.languageIDs {
        let options = state.ownKeys.compactMap { key -> (key: KeyBinding, label: HeardText)? in
          guard let label = model.label(key, in: language), !label.text.contains(HeardText.value) else {
            return nil
          }
          return (key, label)
        }
        for (index, second) in options.enumerated() {
          guard
            let first = options[..<index].first(where: { areAlike($0.label.text, second.label.text) }),
            told.insert(second.key.name).inserted
          else { continue }
          found.report(
            "callers may mix up options \(first.key.name) and \(second.key.name) of '\(state.name)': \"\(first.label.text)\" and \"\(second.label.text)\"",
            at: second.key.action.position, hint: "give each a word that the other has not")
        }
      }
    }
  }

  private static func areAlike(_ a: String, _ b: String) -> Bool {
    let (first, second) = (words(a), words(b))
    // The same name twice is MENU-DUP's.
    guard !first.isEmpty, !second.isEmpty, first != second else { return false }
    if first.isSubset(of: second) || second.isSubset(of: first) { return true }
    let (short, long) = (letters(a), letters(b))
    return max(short.count, long.count) >= 5
      && Suggestions.distance(short, long) * 5 <= max(short.count, long.count)
  }

  private static let small: Set = ["a", "an", "the", "your", "my", "our", "of", "for", "to"]

  private static func words(_ text: String) -> Set<String> {
    Set(
      text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { String($0) }
        .filter { !small.contains($0) })
  }
  private static func letters(_ text: String) -> [UInt32] {
    Suggestions.letters(text.filter { $0.isLetter || $0.isNumber })
  }

  /// ALPHA: `if the name begins with P, Q, R or S, press 7`.
  static func onKeys(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates {
      var told: Set<Key> = []
      for language in model.languageIDs {
        for text in model.heard(state.entry, in: language).texts where speaksOfNames(text) {
          var start = 0
          for order in SpokenKeys.orders(text.text, language: text.language) {
            let clause = text.text.dropFirst(start).prefix(max(0, order.offset - start))
            start = order.offset
            guard let letter = single(clause).first(where: { !isOn($0, order.key) }),
              told.insert(order.key).inserted
            else { continue }
            found.report(
              "'\(state.name)' has the letter \(letter) on key \(order.key.character)", at: state,
              hint: "telephones have PQRS on 7 and WXYZ on 9: letters stand where the keypad shows them")
          }
        }
      }
    }
  }

  private static func speaksOfNames(_ text: HeardText) -> Bool {
    let words = text.text.lowercased()
    return ["letter", "begins with", "starts with", "initial", "영문자", "알파벳", "첫 글자"].contains {
      words.contains($0)
    }
  }
  /// Capital letters that stand alone.
  private static func single(_ clause: Substring) -> [Character] {
    clause.split { !$0.isLetter && !$0.isNumber }
      .compactMap { $0.count == 1 ? $0.first : nil }
      .filter { $0.isASCII && $0.isUppercase }
  }
  /// Old telephones have Q and Z on 1.
  private static func isOn(_ letter: Character, _ key: Key) -> Bool {
    BuiltinText.keys(of: String(letter)) == String(key.character) || key == .one && "QZ".contains(letter)
  }
}
