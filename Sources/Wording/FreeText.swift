import Chronology

/// Turns the numbers, dates, times and key signs of a running text into words.
enum FreeText {
  static func spoken(_ text: String, _ rules: any LanguageRules) -> String {
    if text.unicodeScalars.allSatisfy(isPlain) { return text }
    let text = text.asciiDigits
    // Most texts have nothing to change.
    guard
      text.unicodeScalars.contains(where: {
        changes.contains($0) || SymbolNumber.isOne($0) || $0.properties.generalCategory == .control
      })
    else { return text }
    var scanner = Scanner(rest: text[...], rules: rules)
    return scanner.run()
  }

  /// Surely nothing that is changed: an ASCII letter or mark, a Korean syllable.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0x20...0x22, 0x27...0x29, 0x2C...0x2E, 0x3A...0x3C, 0x3E...0x3F,
      0xAC00...0xD7A3:
      true
    default: false
    }
  }

  private static let changes = Set("0123456789*#%+&=/@~〜～$€£₩￦¥℃℉°㎡㎥㎞㎝㎜㎏㎎㎖ℓ".unicodeScalars)

  private struct Scanner {
    var rest: Substring
    var rules: any LanguageRules
    var result = ""
    /// The last character was `*` or `#`: what follows is a code that is keyed.
    private var isBehindKeySign = false
    /// The last thing was a number or a time in words.
    private var isSaid = false

    init(rest: Substring, rules: any LanguageRules) {
      self.rest = rest
      self.rules = rules
    }

    mutating func run() -> String {
      while let character = rest.first {
        let wasSaid = isSaid
        isSaid = false
        defer { isBehindKeySign = isKeySign(character) }
        if let code = currencies[character], let number = leadingNumber(in: rest.dropFirst()) {
          rest = rest.dropFirst(1 + number.length)
          say(rules.currency(number.value, code: code).spoken)
        } else if let phone = isBehindKeySign ? nil : PhoneInText(rest) {
          rest = rest.dropFirst(phone.length)
          if character == "+", result.last?.isWhitespace == false { result += " " }
          say(groups(phone.groups))
          isSaid = true
        } else if character == "+" && rest.dropFirst().first?.asciiDigit != nil {
          let run = rest.prefix(1) + Self.run(in: rest.dropFirst())
          rest = rest.dropFirst(run.count)
          if result.last?.isWhitespace == false { result += " " }
          say(groups(PhonePlan.groups(String(run))))
        } else if character == "-" || character == "–", rest.dropFirst().first?.asciiDigit != nil,
          wasSaid || result.last.map(rules.isUnitOfTime) == true
        {
          rest = rest.dropFirst()
          result += rules.rangeWord
        } else if character.asciiDigit != nil || character == "-" && startsNegative {
          let run = Self.run(in: character == "-" ? rest.dropFirst() : rest)
          rest = rest.dropFirst(run.count + (character == "-" ? 1 : 0))
          say(words(run, negative: character == "-"))
          isSaid = true
        } else {
          rest = rest.dropFirst()
          if isRangeSign(character) {
            sayRange(character)
          } else if let name = isKeySign(character) ? rules.keyName(character) : nil {
            if let last = result.last, last.isLetter { result += " " }
            say(name)
            if let said = rules.particle(after: name, before: rest) {
              result += said
              rest = rest.dropFirst(said.count)
            }
          } else if character == "%" {
            let isPoints = rest.first == "p" && rest.dropFirst().first?.isASCIILetter != true
            if isPoints, let points = rules.units["%p"] {
              rest = rest.dropFirst()
              say(points.many)
            } else {
              say(rules.percent)
            }
          } else if let symbol = SymbolNumber(character) {
            say(symbol.spoken(rules))
          } else if let word = rules.signsInText[character] {
            sayApart(word)
          } else if !character.isASCII, let unit = rules.units[String(character)] {
            say(unit.many)
          } else if character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            result += " "
          } else {
            result += rules.bare(character)
          }
        }
      }
      return result
    }

    private func isRangeSign(_ character: Character) -> Bool { "~〜～".contains(character) }

    /// A wave between two words is a range, one at the end of a word draws it out.
    private mutating func sayRange(_ sign: Character) {
      let next = rest.drop(while: \.isWhitespace)
      let isBetween = next.first.map { $0.isLetter || $0.isNumber } == true
      guard isBetween, result.contains(where: { !$0.isWhitespace }) else { return }
      while result.last?.isWhitespace == true { result.removeLast() }
      result += rules.rangeWord
      rest = next
    }

    /// Appends a word with a space at either side; a comma stands close to the word before.
    private mutating func sayApart(_ word: String) {
      while result.last?.isWhitespace == true { result.removeLast() }
      if word.first?.isLetter == true, !result.isEmpty { result += " " }
      result += word
      if rest.first?.isWhitespace == false { result += " " }
    }

    private func isKeySign(_ character: Character) -> Bool { character == "*" || character == "#" }

    /// A minus stands before a digit and behind a space or at the start.
    private var startsNegative: Bool {
      rest.dropFirst().first?.asciiDigit != nil && result.last?.isWhitespace != false
    }

    /// Appends words, parted from a Latin letter before and behind.
    private mutating func say(_ words: String) {
      if let last = result.last, last.isASCIILetter { result += " " }
      result += words
      if let next = rest.first, next.isASCIILetter || next.asciiDigit != nil || isKeySign(next) {
        result += " "
      }
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
      if run.isDigits, run.count > 1, rest.first.map(isKeySign) == true || isBehindKeySign {
        return minus + groups(DigitGroups.of(String(run)))
      }
      if let part = part(run) { return minus + rules.fractionInText(part.0, part.1, before: rest) }
      if let day = DayInText(run) {
        switch day {
        case .day(let day): return minus + rules.date(day, short: false).spoken
        case .digits(let digits): return minus + groups(digits)
        }
      }
      if let hyphen = rules.hyphenInText(before: rest) {
        let houses = run.split(separator: "-", omittingEmptySubsequences: false)
        if houses.count == 2, houses.allSatisfy(\.isDigits) {
          return minus + houses.map { rules.digitsOrNumber($0) }.joined(separator: hyphen)
        }
      }
      if run.contains("-"), isPhone(run) { return minus + groups(PhonePlan.groups(String(run))) }
      let ends = run.split { $0 == "-" || $0 == "~" }
      var words: [String] = []
      for (index, end) in ends.enumerated() { words.append(quantity(end, isLast: index == ends.count - 1)) }
      return minus + words.joined(separator: rules.rangeWord)
    }

    /// A time, a number, a code read digit by digit, or several numbers with signs between them; only the
    /// last of a range has to do with what follows it.
    private mutating func quantity(_ text: Substring, isLast: Bool) -> String {
      if !isLast, let number = Numeral(text), text.first != "0" || text.count == 1,
        let start = rules.startOfRange(number, before: rest)
      {
        return start
      }
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
        if isLast, let unit = unit(for: number) { return rules.spoken(number) + " " + unit }
        let said = rules.numberInText(number, after: result, before: isLast ? rest : "")
        rest = rest.dropFirst(said.taken)
        return said.spoken
      }
      let sides = text.split(separator: ":", omittingEmptySubsequences: false)
      if sides.count == 2, sides.allSatisfy(\.isDigits) {
        return sides.map { rules.digitsOrNumber($0) }.joined(separator: rules.ratioWord)
      }
      var words: [String] = []
      for part in text.split(omittingEmptySubsequences: false, whereSeparator: { ",:/".contains($0) }) {
        let numbers = part.split(separator: ".").map { rules.digitsOrNumber($0) }
        words.append(numbers.joined(separator: " \(rules.point) "))
      }
      return words.joined(separator: " ")
    }

    /// The word for a unit that follows a number, which is taken from the rest.
    private mutating func unit(for number: Numeral) -> String? {
      let gap = rest.first == " " ? 1 : 0
      let after = rest.dropFirst(gap)
      guard let first = after.first, first.isASCIILetter || !first.isASCII else { return nil }
      for length in [4, 3, 2, 1] {
        let name = after.prefix(length)
        // A letter that stands alone is rather a letter.
        guard name.count == length, length > 1 || gap == 0 || !first.isASCII,
          let unit = rules.units[String(name)],
          after.dropFirst(length).first.map({ !$0.isASCIILetter && $0.asciiDigit == nil }) ?? true
        else { continue }
        rest = rest.dropFirst(gap + length)
        return number.isOne ? unit.one : unit.many
      }
      return nil
    }

    /// `3/4` is a part of one.
    private func part(_ run: Substring) -> (Int, Int)? {
      let sides = run.split(separator: "/", omittingEmptySubsequences: false)
      guard sides.count == 2, sides.allSatisfy({ $0.isDigits && $0.count <= 2 && $0.first != "0" }),
        let upper = Int(sides[0]), let lower = Int(sides[1]), upper < lower
      else { return nil }
      return (upper, lower)
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
    "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "￦": "KRW", "¥": "JPY",
  ]
}
