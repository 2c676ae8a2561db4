/// Check digits of numbers that callers type; false for a text that has anything but digits.
enum CheckDigits {
  private static func digits(_ text: String) -> [Int]? {
    let all = text.utf8.map { (0x30...0x39).contains($0) ? Int($0) - 0x30 : -1 }
    return all.isEmpty || all.contains(-1) ? nil : all
  }

  /// ISO/IEC 7812-1, annex B: payment cards.
  static func luhn(_ text: String) -> Bool {
    guard let digits = digits(text), digits.count > 1 else { return false }
    var sum = 0
    for (i, digit) in digits.reversed().enumerated() {
      sum += i % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2
    }
    return sum % 10 == 0
  }

  /// The last digit is 11 − (weighted sum of the others mod 11), where 11 is written 0 and 10 fits no digit.
  ///
  /// - Parameter weights: a digit for each but the last, `234567`, or numbers with commas, `10,9,8`.
  static func mod11(_ text: String, weights: String) -> Bool {
    guard let digits = digits(text), let last = digits.last else { return false }
    let factors: [Int]
    if weights.contains(",") {
      let numbers = weights.split(separator: ",").map { Int(BuiltinText.trimmed(String($0))) }
      factors = numbers.compactMap { $0.flatMap { (0...99).contains($0) ? $0 : nil } }
      guard factors.count == numbers.count else { return false }
    } else {
      guard let list = self.digits(weights) else { return false }
      factors = list
    }
    guard factors.count == digits.count - 1 else { return false }
    let sum = zip(digits, factors).reduce(0) { $0 + $1.0 * $1.1 }
    return (11 - sum % 11) % 11 == last
  }

  /// The Korean business registration number: ten digits, weights 1 3 7 1 3 7 1 3 5 (National Tax Service).
  static func koreanBusinessNumber(_ text: String) -> Bool {
    guard let d = digits(text.filter { $0 != "-" }), d.count == 10 else { return false }
    let sum = zip(d, [1, 3, 7, 1, 3, 7, 1, 3, 5]).reduce(0) { $0 + $1.0 * $1.1 } + d[8] * 5 / 10
    return (10 - sum % 10) % 10 == d[9]
  }
}
