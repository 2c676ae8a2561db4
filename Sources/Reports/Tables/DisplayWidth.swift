/// How text stands in the columns of a terminal.
public enum DisplayWidth {
  /// Columns that the text takes: two for wide East Asian characters and emoji, none for combining marks.
  public static func of(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + of($1) } }

  /// One grapheme: as wide as its widest scalar.
  public static func of(_ character: Character) -> Int {
    character.unicodeScalars.reduce(0) { max($0, width($1)) }
  }

  /// The beginning of the text that fits, with `…` where something was left out. Control characters, which
  /// could move the cursor, become `·`.
  public static func fit(_ text: String, _ columns: Int) -> String {
    let clean = printable(text)
    if of(clean) <= columns { return clean }
    var result = ""
    var used = 0
    for character in clean {
      let width = of(character)
      if used + width > columns - 1 { break }
      result.append(character)
      used += width
    }
    return columns > 0 ? result + "…" : ""
  }

  /// Control characters, which could move the cursor or hide what is there, become `·`.
  public static func printable(_ text: String) -> String {
    String(text.map { $0.unicodeScalars.contains(where: isControl) ? "·" : $0 })
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || (0x202A...0x202E).contains(scalar.value)
      || (0x2066...0x2069).contains(scalar.value)
  }

  /// After UAX #11: Wide and Fullwidth are two columns, ambiguous characters one.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case ..<0x1100: return 1
    // Vowels and final consonants of conjoining Hangul stand within the first consonant's square.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x2E80...0x303E,
      0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x16FE0...0x18AFF, 0x1B000...0x1B2FF, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F19A,
      0x1F200...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
