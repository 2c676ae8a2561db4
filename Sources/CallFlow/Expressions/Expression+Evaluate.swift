extension Expression {
  public func evaluate(in context: some EvaluationContext) throws(ExpressionFault) -> Value { .none }
  /// The value as a condition: `none` is false.
  public func isTrue(in context: some EvaluationContext) throws(ExpressionFault) -> Bool { false }
}
