/// The choice of a Korean particle by the final sound of the word before it.
enum Particle {
  enum Sound: Hashable { case vowel, consonant, l }

  static func choose(_ pair: (String, String), after text: String) -> String {
    let (closed, open) = afterVowel.contains(pair.0) && !afterVowel.contains(pair.1) ? (pair.1, pair.0) : pair
    switch sound(of: text) {
    case .vowel: return open
    case .consonant: return closed
    case .l: return closed.hasPrefix("으로") ? open : closed
    }
  }

  /// The forms that follow a vowel, for pairs written the other way round: `{와/과}`.
  private static let afterVowel: Set = [
    "는", "가", "를", "와", "야", "여", "나", "랑", "라", "라고", "라는", "라서", "로", "로서", "로써", "로부터",
    "며", "든지", "예요", "여서", "란",
  ]

  static func sound(of text: String) -> Sound {
    let characters = Array(text.asciiDigits)
    guard let last = characters.lastIndex(where: isSpoken) else { return .vowel }
    let character = characters[last]
    if let unit = unit(characters[...last]) { return sound(of: unit) }
    if let number = SymbolNumber(character) { return sound(of: number.spoken(Korean())) }
    if character.asciiDigit != nil { return digits(characters[...last]) }
    if character.isASCIILetter { return latin(characters[...last]) }
    if let sound = signs[character] { return sound }
    if let name = Korean.jamo[character] { return sound(of: name) }
    // A syllable in its parts ends in the scalar of its final consonant; one in one piece holds it as an index.
    guard let scalar = String(character).precomposedSyllable else { return .vowel }
    switch (scalar - 0xAC00) % 28 {
    case 0: return .vowel
    case 8: return .l
    default: return .consonant
    }
  }

  private static func isSpoken(_ character: Character) -> Bool {
    character.isLetter || character.asciiDigit != nil || signs[character] != nil
      || SymbolNumber(character) != nil || Korean.unitWords[String(character)] != nil
  }

  /// The word for a unit behind a number, `5km`.
  private static func unit(_ text: ArraySlice<Character>) -> String? {
    guard let last = text.last else { return nil }
    if !last.isASCII, let unit = Korean.unitWords[String(last)] { return unit.many }
    let letters = text.reversed().prefix(while: \.isASCIILetter)
    let before = text.dropLast(letters.count).last
    guard !letters.isEmpty, before?.asciiDigit != nil else { return nil }
    return Korean.unitWords[String(letters.reversed())]?.many
  }

  private static let signs: [Character: Sound] = [
    "%": .vowel, "$": .vowel, "₩": .consonant, "￦": .consonant, "€": .vowel, "£": .vowel, "¥": .consonant,
    "℃": .vowel, "°": .vowel, "*": .vowel, "#": .vowel, "+": .vowel,
  ]

  /// By the last word of the number's reading: the digit, or the unit that its zeros make.
  private static func digits(_ text: ArraySlice<Character>) -> Sound {
    var zeros = 0
    for character in text.reversed() where character != "," {
      guard let digit = character.asciiDigit else { break }
      if digit == 0 {
        zeros += 1
      } else if zeros > 0 {
        return unit(zeros)
      } else {
        return [1, 7, 8].contains(digit) ? .l : [3, 6].contains(digit) ? .consonant : .vowel
      }
    }
    return .consonant  // only zeros: 영, 공
  }

  /// 십 백 천 만 억 경 end in consonants, 조 and 해 in vowels.
  private static func unit(_ zeros: Int) -> Sound {
    (12...15).contains(zeros) || (20...23).contains(zeros) ? .vowel : .consonant
  }

  /// Capitals are read by their names, other words roughly as Korean writes them.
  private static func latin(_ text: ArraySlice<Character>) -> Sound {
    let word = text.reversed().prefix(while: \.isASCIILetter)
    guard let last = word.first else { return .vowel }
    if word.count == 1 || word.allSatisfy(\.isUppercase) {
      switch last.lowercased() {
      case "l", "r": return .l
      case "m", "n": return .consonant
      default: return .vowel
      }
    }
    let lower = word.map { $0.lowercased() }
    let vowels: Set = ["a", "e", "i", "o", "u", "y"]
    let afterVowel = vowels.contains(lower[1])
    switch lower[0] {
    case "l": return .l
    case "m", "n": return .consonant
    case "p", "t": return afterVowel || lower[1] == lower[0] ? .consonant : .vowel
    case "b", "c", "k": return afterVowel || lower[0] == "k" && lower[1] == "c" ? .consonant : .vowel
    case "g": return lower[1] == "n" ? .consonant : .vowel
    case "e" where lower[1] == "l" && lower.count > 2: return .l
    case "e" where lower[1] == "m" || lower[1] == "n": return .consonant
    default: return .vowel
    }
  }
}

extension String {
  /// The code of a Hangul syllable, also of one that is written in its parts; nil for anything else.
  fileprivate var precomposedSyllable: UInt32? {
    let scalars = unicodeScalars.map(\.value)
    if scalars.count == 1, (0xAC00...0xD7A3).contains(scalars[0]) { return scalars[0] }
    switch scalars.count {
    case 2 where (0xAC00...0xD7A3).contains(scalars[0]) && (0x11A8...0x11C2).contains(scalars[1]):
      return scalars[0] + scalars[1] - 0x11A7
    case 2...3
    where (0x1100...0x1112).contains(scalars[0]) && (0x1161...0x1175).contains(scalars[1]):
      let open = 0xAC00 + ((scalars[0] - 0x1100) * 21 + scalars[1] - 0x1161) * 28
      guard scalars.count == 3 else { return open }
      return (0x11A8...0x11C2).contains(scalars[2]) ? open + scalars[2] - 0x11A7 : nil
    default: return nil
    }
  }
}
