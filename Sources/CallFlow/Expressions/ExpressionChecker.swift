/// Resolves the names of an expression and checks its types.
public enum ExpressionChecker {
  /// Nil when a fault was reported. The type is nil when it is not known, as of `none`.
  public static func check(
    _ syntax: ExpressionSyntax, scope: inout some ExpressionScope, into diagnostics: inout Diagnostics
  ) -> (expression: Expression, type: ValueType?)? { nil }

  /// As `check`, for a condition: a flag, or `none`, which is false.
  public static func condition(
    _ syntax: ExpressionSyntax, scope: inout some ExpressionScope, into diagnostics: inout Diagnostics
  ) -> Expression? { nil }
}
