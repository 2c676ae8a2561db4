/// A number that is one character: ①, Ⅳ, ½. A synthesiser passes over most of them in silence.
struct SymbolNumber: Hashable, Sendable {
  var numerator: Int
  var denominator: Int

  static func isOne(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .otherNumber, .letterNumber: scalar.properties.numericType != nil
    default: false
    }
  }

  /// Nil for any other character; ideographs are words.
  init?(_ character: Character) {
    guard let scalar = character.unicodeScalars.first, SymbolNumber.isOne(scalar),
      let value = scalar.properties.numericValue, abs(value) < 1e9
    else { return nil }
    // Unicode's fractions end at tenths.
    for denominator in 1...10 {
      let numerator = (value * Double(denominator)).rounded()
      if abs(numerator / Double(denominator) - value) < 1e-9, numerator >= 0 {
        (self.numerator, self.denominator) = (Int(numerator), denominator)
        return
      }
    }
    return nil
  }

  func spoken(_ rules: any LanguageRules) -> String {
    denominator == 1 ? rules.spoken(Numeral(numerator)) : rules.fraction(numerator, denominator)
  }
}
