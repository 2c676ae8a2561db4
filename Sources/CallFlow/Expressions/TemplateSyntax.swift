/// A string literal's parts, each value read.
public enum TemplatePart: Hashable, Sendable {
  case text(String)
  case value(InterpolationSyntax)
}

/// What stands between `{` and `}` in a string.
public enum InterpolationSyntax: Hashable, Sendable {
  /// `{expr}` or `{expr as form}`; the words of the form (`["currency", "KRW"]`) and their place.
  case expression(ExpressionSyntax, form: [String]?, formRange: SourceRange?)
  /// `{office as hours}`.
  case hours(calendar: Token)
  /// `{은/는}`: the form after a consonant, the form after a vowel.
  case particle(afterConsonant: String, afterVowel: String, SourceRange)

  public var range: SourceRange {
    switch self {
    case .expression(let syntax, _, let range): range ?? syntax.range
    case .hours(let calendar): calendar.range
    case .particle(_, _, let range): range
    }
  }

  /// Korean particles with two forms: after a consonant, after a vowel.
  static let particles: [(consonant: String, vowel: String)] = [
    ("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"), ("아", "야"), ("이나", "나"),
    ("이라", "라"), ("이랑", "랑"), ("이며", "며"), ("이고", "고"), ("이에요", "예요"), ("이었", "였"),
    ("이여", "여"), ("으로는", "로는"), ("으로부터", "로부터"),
  ]

  /// Reads what stands between the braces; nil when a fault was reported.
  public static func parse(
    _ tokens: [Token], _ range: SourceRange, into diagnostics: inout Diagnostics
  ) -> InterpolationSyntax? {
    if let particle = particle(tokens, range) { return particle }
    var cursor = TokenCursor(tokens, after: SourceRange(range.start))
    guard let value = ExpressionParser.parse(&cursor, into: &diagnostics) else { return nil }
    guard cursor.take(word: "as") else {
      return cursor.expectEnd(into: &diagnostics) ? .expression(value, form: nil, formRange: nil) : nil
    }
    var words: [String] = []
    var place = cursor.here
    while let word = cursor.takeWord() {
      words.append(word.text)
      place.length = max(place.length, word.range.start.column + word.range.length - place.start.column)
    }
    if words.isEmpty, cursor.isAtEnd {
      diagnostics.report(
        Diagnostic(
          "CF111", "a form is missing behind 'as'", at: cursor.here,
          hint: "digits, number, ordinal, count, currency, date, time, duration, phone, spell …"))
      return nil
    }
    guard cursor.expectEnd(into: &diagnostics) else { return nil }
    if words == ["hours"], value.name != nil { return .hours(calendar: tokens[0]) }
    return .expression(value, form: words, formRange: place)
  }

  private static func particle(_ tokens: [Token], _ range: SourceRange) -> InterpolationSyntax? {
    guard tokens.count == 3, tokens[1].isSign("/") else { return nil }
    let (a, b) = (tokens[0].text, tokens[2].text)
    for pair in particles {
      if (a, b) == pair || (b, a) == pair {
        return .particle(afterConsonant: pair.consonant, afterVowel: pair.vowel, range)
      }
    }
    return nil
  }
}

extension [StringPart] {
  /// Reads the values; one with a fault is reported and left out.
  public func template(into diagnostics: inout Diagnostics) -> [TemplatePart] {
    var out: [TemplatePart] = []
    for part in self {
      switch part {
      case .text(let text): out.append(.text(text))
      case .value(let tokens, let range):
        if let value = InterpolationSyntax.parse(tokens, range, into: &diagnostics) {
          out.append(.value(value))
        }
      }
    }
    return out
  }

  /// The characters if it has no values.
  public var plainText: String? {
    switch count {
    case 0: return ""
    case 1:
      if case .text(let text) = self[0] { return text }
      return nil
    default: return nil
    }
  }
}
