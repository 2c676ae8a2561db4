import Tones

/// Keys that a text names.
///
/// Two readings: a *mention* is anything that may be a key's name, so that a key without one is surely not
/// spoken; an *order* is one that tells the caller to press it, so that it must do something.
enum SpokenKeys {
  struct Order: Hashable {
    var key: Key
    /// Characters of the text before it.
    var offset: Int
    /// Whether it stands at the beginning of its clause: the key before the action.
    var isFirst: Bool
    /// What stands right behind it, a few words.
    var behind: String
  }
  private struct Word {
    var text: Substring
    var offset: Int
    /// Its place in the clause, from 0.
    var place: Int
    /// A sign of punctuation stands behind it.
    var isLast: Bool
  }

  private static let english: [String: Key] = [
    "zero": .zero, "one": .one, "two": .two, "three": .three, "four": .four, "five": .five, "six": .six,
    "seven": .seven, "eight": .eight, "nine": .nine, "star": .star, "asterisk": .star, "hash": .hash,
    "pound": .hash,
  ]
  private static let korean: [(String, Key)] = [
    ("영번", .zero), ("공번", .zero), ("일번", .one), ("이번", .two), ("삼번", .three), ("사번", .four), ("오번", .five),
    ("육번", .six), ("칠번", .seven), ("팔번", .eight), ("구번", .nine), ("별표", .star), ("우물정자", .hash), ("샵", .hash),
  ]

  static func mentions(_ text: String, language: String) -> Set<Key> {
    var found: Set<Key> = []
    for word in words(text) {
      let digits = word.text.prefix { $0.isASCII && $0.isNumber }
      if digits.count == 1, let key = digits.first.flatMap({ Key($0) }) { found.insert(key) }
      if word.text.count == 1, let key = word.text.first.flatMap({ Key($0) }),
        key.rawValue <= Key.hash.rawValue
      {
        found.insert(key)
      }
      if let key = english[word.text.lowercased()] { found.insert(key) }
      for (name, key) in korean where word.text.hasPrefix(name) { found.insert(key) }
    }
    return found
  }

  /// In text order.
  static func orders(_ text: String, language: String) -> [Order] {
    let words = words(text)
    return words.indices.compactMap { index in
      language == "ko" ? koreanOrder(words, index) : language == "en" ? englishOrder(words, index) : nil
    }
  }

  /// `press 1`, `press the star key`.
  private static func englishOrder(_ words: [Word], _ index: Int) -> Order? {
    guard ["press", "dial", "push", "hit"].contains(words[index].text.lowercased()), !words[index].isLast
    else { return nil }
    var next = index + 1
    while next < words.count, ["the", "key", "number", "digit"].contains(words[next].text.lowercased()) {
      next += 1
    }
    guard next < words.count else { return nil }
    let word = words[next].text
    let key =
      word.count == 1 && word.first?.isNumber == true
      ? word.first.flatMap { Key($0) } : english[word.lowercased()]
    guard let key else { return nil }
    return Order(
      key: key, offset: words[next].offset, isFirst: words[index].place == 0,
      behind: words[next].isLast ? "" : behind(words, next))
  }

  /// `1번을`, `1번.`, `1번 누르`: not the first exit of a station.
  private static func koreanOrder(_ words: [Word], _ index: Int) -> Order? {
    let word = words[index]
    let digits = word.text.prefix { $0.isASCII && $0.isNumber }
    guard digits.count == 1, let key = digits.first.flatMap({ Key($0) }) else { return nil }
    let rest = word.text.dropFirst(digits.count)
    guard rest.hasPrefix("번") else { return nil }
    let particle = rest.dropFirst()
    let isPressed =
      !word.isLast && index + 1 < words.count
      && ["누르", "눌러"].contains { words[index + 1].text.hasPrefix($0) }
    guard
      particle == "을" || particle.isEmpty && (word.isLast || isPressed) || particle == "은" && word.place == 0
    else { return nil }
    return Order(
      key: key, offset: word.offset, isFirst: word.place == 0,
      behind: particle + " " + (word.isLast ? "" : behind(words, index)))
  }

  private static func behind(_ words: [Word], _ index: Int) -> String {
    var text: [Substring] = []
    var place = index + 1
    while place < words.count, text.count < 3 {
      text.append(words[place].text)
      if words[place].isLast { break }
      place += 1
    }
    return text.joined(separator: " ")
  }

  private static func words(_ text: String) -> [Word] {
    var words: [Word] = []
    var start: String.Index?
    var offset = 0
    var startOffset = 0
    var place = 0
    func isPart(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || character == "'" || character == "*" || character == "#"
        || character == HeardText.value
    }
    func close(_ end: String.Index) {
      guard let begun = start else { return }
      words.append(Word(text: text[begun..<end], offset: startOffset, place: place, isLast: false))
      place += 1
      start = nil
    }
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if isPart(character) {
        if start == nil { (start, startOffset) = (index, offset) }
      } else {
        close(index)
        if ".,;:!?…\n".contains(character) {
          if !words.isEmpty { words[words.count - 1].isLast = true }
          place = 0
        }
      }
      offset += 1
      index = text.index(after: index)
    }
    close(text.endIndex)
    if !words.isEmpty { words[words.count - 1].isLast = true }
    return words
  }
}
