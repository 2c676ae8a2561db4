import Chronology

/// Turns the numbers, dates, times and key signs of a running text into words.
enum FreeText {
  static func spoken(_ text: String, _ rules: any LanguageRules) -> String {
    if text.unicodeScalars.allSatisfy(isPlain) { return text }
    let text = text.asciiDigits
    // Most texts have nothing to change.
    guard
      text.unicodeScalars.contains(where: {
        changes.contains($0) || $0.properties.generalCategory == .control
      })
    else { return text }
    var scanner = Scanner(rest: text[...], rules: rules)
    return scanner.run()
  }

  /// Surely nothing that is changed: an ASCII letter or mark, a Korean syllable.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0x20...0x22, 0x26...0x29, 0x2C...0x2F, 0x3A...0x40, 0xAC00...0xD7A3: true
    default: false
    }
  }

  private static let changes = Set("0123456789*#%+$€£₩￦".unicodeScalars)

  private struct Scanner {
    var rest: Substring
    var rules: any LanguageRules
    var result = ""

    init(rest: Substring, rules: any LanguageRules) {
      self.rest = rest
      self.rules = rules
    }

    mutating func run() -> String {
      while let character = rest.first {
        if let code = currencies[character], let number = leadingNumber(in: rest.dropFirst()) {
          rest = rest.dropFirst(1 + number.length)
          say(rules.currency(number.value, code: code).spoken)
        } else if character == "+" && rest.dropFirst().first?.asciiDigit != nil {
          let run = rest.prefix(1) + Self.run(in: rest.dropFirst())
          rest = rest.dropFirst(run.count)
          say(groups(PhonePlan.groups(String(run))))
        } else if character.asciiDigit != nil || character == "-" && startsNegative {
          let run = Self.run(in: character == "-" ? rest.dropFirst() : rest)
          rest = rest.dropFirst(run.count + (character == "-" ? 1 : 0))
          say(words(run, negative: character == "-"))
        } else {
          rest = rest.dropFirst()
          if let name = character == "*" || character == "#" ? rules.keyName(character) : nil {
            say(name)
          } else if character == "%" {
            say(rules.percent)
          } else if character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            result += " "
          } else {
            result += rules.bare(character)
          }
        }
      }
      return result
    }

    /// A minus stands before a digit and behind a space or at the start.
    private var startsNegative: Bool {
      rest.dropFirst().first?.asciiDigit != nil && result.last?.isWhitespace != false
    }

    /// Appends words, parted from a Latin letter before and behind.
    private mutating func say(_ words: String) {
      if let last = result.last, last.isASCIILetter { result += " " }
      result += words
      if let next = rest.first, next.isASCIILetter || next.asciiDigit != nil { result += " " }
    }

    /// Digits, with single signs between them.
    private static func run(in text: Substring) -> Substring {
      var end = text.startIndex
      while end < text.endIndex {
        if text[end].asciiDigit != nil {
          end = text.index(after: end)
        } else if ",.:-/~".contains(text[end]), text[text.index(after: end)...].first?.asciiDigit != nil {
          end = text.index(after: end)
        } else {
          break
        }
      }
      return text[..<end]
    }

    private func leadingNumber(in text: Substring) -> (value: Numeral, length: Int)? {
      let run = Self.run(in: text)
      return Numeral(run).map { ($0, run.count) }
    }

    private mutating func words(_ run: Substring, negative: Bool) -> String {
      let minus = negative ? rules.minus + " " : ""
      if let day = Day(run) { return minus + rules.date(day, short: false).spoken }
      if run.contains("-"), isPhone(run) { return minus + groups(PhonePlan.groups(String(run))) }
      let ends = run.split { $0 == "-" || $0 == "~" }
      var words: [String] = []
      for (index, end) in ends.enumerated() { words.append(quantity(end, isLast: index == ends.count - 1)) }
      return minus + words.joined(separator: rules.rangeWord)
    }

    /// A time, a number, a code read digit by digit, or several numbers with signs between them; only the
    /// last of a range has to do with what follows it.
    private mutating func quantity(_ text: Substring, isLast: Bool) -> String {
      let isShortTime = text.dropFirst().first == ":"
      if let time = ClockTime(isShortTime ? "0" + text : String(text)) {
        let said = rules.timeInText(time, after: result, before: isLast ? rest : "")
        rest = rest.dropFirst(said.taken)
        return said.spoken
      }
      if text.isDigits, text.count > 12 || text.count > 1 && text.first == "0" {
        return groups(DigitGroups.of(String(text)))
      }
      if let number = Numeral(text) {
        let said = rules.numberInText(number, before: isLast ? rest : "")
        rest = rest.dropFirst(said.taken)
        return said.spoken
      }
      var words: [String] = []
      for part in text.split(omittingEmptySubsequences: false, whereSeparator: { ",:/".contains($0) }) {
        let numbers = part.split(separator: ".").map { rules.digitsOrNumber($0) }
        words.append(numbers.joined(separator: " \(rules.point) "))
      }
      return words.joined(separator: " ")
    }

    private func isPhone(_ run: Substring) -> Bool {
      let parts = run.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.allSatisfy(\.isDigits) else { return false }
      return parts.count > 2 || parts[0].first == "0" || parts.map(\.count) == [4, 4]
    }

    private func groups(_ groups: [String]) -> String {
      groups.map { $0.map(rules.anyName(of:)).joined(separator: " ") }.joined(separator: ", ")
    }
  }

  private static let currencies: [Character: String] = [
    "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "￦": "KRW",
  ]
}
