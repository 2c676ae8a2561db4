/// Reads an expression from tokens (one Pratt parser).
public enum ExpressionParser {
  /// Levels of nesting that are read.
  public static let depthLimit = 256

  /// Stops before the first token that cannot continue the expression (`->`, `{`, `else`, a word, the end).
  /// Nil when a fault was reported; the cursor then stands before the next `->`, `else` or at the end.
  public static func parse(
    _ cursor: inout TokenCursor, into diagnostics: inout Diagnostics
  ) -> ExpressionSyntax? { nil }

  /// `( [name =] expr, … )`, the opening parenthesis next. Nil as above.
  public static func arguments(
    _ cursor: inout TokenCursor, into diagnostics: inout Diagnostics
  ) -> [ArgumentSyntax]? { nil }
}
