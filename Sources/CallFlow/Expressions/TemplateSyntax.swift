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
}

extension [StringPart] {
  /// Reads the values; one with a fault is reported and left out.
  public func template(into diagnostics: inout Diagnostics) -> [TemplatePart] { [] }

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
