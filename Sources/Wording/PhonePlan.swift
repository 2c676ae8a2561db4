/// The groups of a telephone number: by the Korean plan, by its country code, else evenly.
enum PhonePlan {
  /// The first group of an international number is `+` and its country code.
  static func groups(_ text: String) -> [String] {
    let compact = text.filter { $0.asciiDigit != nil || "+*#".contains($0) }
    if compact.first == "+" {
      let digits = Array(compact.dropFirst())
      guard digits.allSatisfy({ $0.asciiDigit != nil }) else { return DigitGroups.of(compact) }
      let code = countryCodeLength(digits)
      let national = Array(digits.dropFirst(code))
      let head = "+" + String(digits.prefix(code))
      guard head == "+82" else {
        let shown = DigitGroups.of(text.filter { $0 != "+" })
        return "+" + (shown.first ?? "") == head && shown.count > 1
          ? [head] + shown.dropFirst() : [head] + DigitGroups.even(national)
      }
      // Behind the country code the trunk zero falls away; many leave it: +82 010.
      let trunk = national.first == "0" ? Array(national.dropFirst()) : national
      if let service = Self.korean(trunk), service.count == 2 { return [head] + service }
      let korean = Self.korean(["0"] + trunk).map { [String($0[0].dropFirst())] + $0.dropFirst() }
      return [head] + (korean ?? DigitGroups.even(trunk))
    }
    return korean(Array(compact)) ?? DigitGroups.of(text.filter { !$0.isLetter && $0 != "+" })
  }

  /// Seoul 02, areas 031 to 064, mobiles 010 and 011 to 019, services 030x, 050x, 060, 070, 080, and the
  /// eight-digit numbers 14xx, 15xx, 16xx, 18xx.
  private static func korean(_ digits: [Character]) -> [String]? {
    guard digits.allSatisfy({ $0.asciiDigit != nil }) else { return nil }
    func split(_ head: Int, _ counts: ClosedRange<Int>) -> [String]? {
      guard counts.contains(digits.count), digits.count >= head + 4 else { return nil }
      let middle = digits.count - 4
      return [digits[..<head], digits[head..<middle], digits[middle...]].map { String($0) }
    }
    switch String(digits.prefix(2)) {
    case "02": return split(2, 9...10)
    case "03" where digits.starts(with: "030") && digits.count > 10,
      "05" where digits.starts(with: "050") && digits.count > 10:
      return split(4, 11...12)
    case "01", "03", "04", "05", "06", "07", "08": return split(3, 10...11)
    case _ where isService(digits):
      return digits.count == 8 ? [String(digits[..<4]), String(digits[4...])] : nil
    default: return nil
    }
  }

  /// Of a number without an area.
  static func isService(_ digits: some Sequence<Character>) -> Bool {
    ["14", "15", "16", "18"].contains(String(digits.prefix(2)))
  }

  /// ITU-T E.164: one digit for zones 1 and 7, two for the codes listed, else three.
  private static func countryCodeLength(_ digits: [Character]) -> Int {
    guard let first = digits.first else { return 0 }
    if first == "1" || first == "7" { return 1 }
    let two: Set = [
      "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
      "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
      "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ]
    return two.contains(String(digits.prefix(2))) ? 2 : 3
  }
}
